"""Place names of a text, each resolved to the map with an honest radius, or left unresolved."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.extraction.place_evidence import Evidence, weigh
from trucewatch.extraction.place_ranking import FEATURES, Ranked, rank
from trucewatch.extraction.place_relations import Relation, between, relation_of, widened
from trucewatch.extraction.place_words import Naming, PlaceText, read_place_text
from trucewatch.records import Place, PlaceName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

WEIGHTS = Path(__file__).parent / "weights" / "places.json"
ACCEPTED = 0.35
"""Chance from which a name counts as a place; chosen on the fitted half (training/train_places.py)."""

_AND = re.compile(r"\s*(?:,\s*)?and\s+(?:the\s+)?(?:villages?\s+of\s+|towns?\s+of\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """The fitted weights of both linear models."""

    is_place: dict[str, float]
    stages: tuple[NDArray[np.float64], ...]


@cache
def load_place_model(path: Path = WEIGHTS) -> PlaceModel:
    """The weights that ship with this package."""
    import numpy as np

    stored = json.loads(path.read_text(encoding="utf-8"))
    if tuple(stored["features"]) != FEATURES:
        raise ValueError(f"{path} was fitted for other features; run training/train_places.py")
    return PlaceModel(stored["is_place"], tuple(np.array(stage) for stage in stored["ranking"]))


def find_places(analysis: Analysis, situation: Situation) -> tuple[PlaceName, ...]:
    """Every place name of a document in order, without overlaps; demonyms are marked and put nothing anywhere."""
    text = read_place_text(analysis, situation)
    model = load_place_model()
    first = rank(text, model.stages[:1])
    chances = [_chance(evidence, model.is_place) for evidence in weigh(text, first)]
    ranked = rank(text, model.stages, chances)
    kept = [naming for naming, chance in zip(text.namings, chances, strict=True) if chance >= ACCEPTED]
    return tuple(_resolved(analysis, kept, ranked, text))


def _chance(evidence: Evidence, weights: dict[str, float]) -> float:
    score = sum(weights.get(name, 0.0) * amount for name, amount in evidence.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def _resolved(analysis: Analysis, kept: Sequence[Naming], ranked: Ranked, text: PlaceText) -> list[PlaceName]:
    senses = [_sense(naming, ranked) for naming in kept]
    names = []
    for position, (naming, place) in enumerate(zip(kept, senses, strict=True)):
        relation = relation_of(analysis.reading, naming.start, naming.end)
        demonym = naming.matched == "demonym"
        if relation is not None and not demonym:
            following = position + 1 if position + 1 < len(kept) else None
            other = senses[following] if following and _joined(analysis, naming, kept[following]) else None
            place = _with(relation, place, other)
        names.append(
            PlaceName(
                start=naming.start,
                end=naming.end,
                name=analysis.document.text[naming.start : naming.end],
                place=place,
                relation=None if relation is None or demonym else relation.kind,
                demonym=demonym,
            )
        )
    return names


def _sense(naming: Naming, ranked: Ranked) -> Place:
    if naming.curated:
        return naming.curated[0]
    return ranked.best(naming.key).place()


def _joined(analysis: Analysis, naming: Naming, following: Naming) -> bool:
    return _AND.fullmatch(analysis.reading, naming.end, following.start) is not None


def _with(relation: Relation, place: Place, other: Place | None) -> Place:
    if relation.kind == "between" and other is not None:
        return between(place, other)
    return widened(place, relation)
