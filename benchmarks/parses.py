"""Parses kept on disk, so that a rule can be measured again without parsing again."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.models import WEIGHTS, Models, load_models
from trucewatch.extraction.reading import reading_of
from trucewatch.extraction.tagging.states import EARLIER, LAYER
from trucewatch.records import Document

if TYPE_CHECKING:
    from trucewatch.extraction.tagging.tagger import AttributionTagger

CACHE = Path(os.environ.get("TRUCEWATCH_BENCH_CACHE", Path(__file__).parents[1] / ".bench-cache"))


def cached_analyses(documents: Iterable[Document], models: Models | None = None) -> Iterator[Analysis]:
    """What `analyse` gives, in order, parsed at most once a text, pipeline and set of weights."""
    models = models or load_models()
    parser = f"{models.pipeline.meta['name']}-{models.pipeline.meta['version']}"
    files = ("model.onnx", "settings.json") if models.tagger else ()
    weights = _digest(b"\n".join((WEIGHTS / name).read_bytes() for name in files))
    for document in documents:
        reading = reading_of(document.text, document.furniture)
        doc = Doc(models.pipeline.vocab).from_bytes(
            _cached(f"{parser}\n{reading}", partial(_parsed, models, reading))
        )
        attributions, states = None, None
        if models.tagger is not None:
            tagged = partial(_tagged, models.tagger, reading, doc)
            kept = _cached(f"{weights}\n{LAYER} {EARLIER}\n{reading}", tagged)
            attributions, states = pickle.loads(kept)  # noqa: S301 (our own)
        yield Analysis(document=document, reading=reading, doc=doc, attributions=attributions, states=states)


def _parsed(models: Models, reading: str) -> bytes:
    return models.pipeline(reading).to_bytes()


def _tagged(tagger: AttributionTagger, reading: str, doc: Doc) -> bytes:
    return pickle.dumps(tagger.read(reading, [(s.start_char, s.end_char) for s in doc.sents]))


def _cached(key: str, make: Callable[[], bytes]) -> bytes:
    name = _digest(key.encode("utf-8", "surrogatepass"))
    path = CACHE / name[:2] / name
    if path.exists():
        return path.read_bytes()
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_bytes(made)
    scratch.replace(path)
    return made


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
