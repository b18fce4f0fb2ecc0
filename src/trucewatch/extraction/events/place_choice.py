"""Where an act happened, chosen among the names of its sentence by a small fitted model.

A name is described by the preposition before it, the words around it, the way through the parse from the act to it, what
the act is done to, and the names beside it (place_features.py); training/train_event_places.py fits one weight a
feature (logistic regression) on sentences in which people marked the place of a given verb.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "weights" / "event_places.json"
BEHIND = 0.7
"""Share of the best chance below which a name is not also the place; chosen by cross-validation."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The fitted weights and the chance from which a name is taken for the place."""

    weights: dict[str, float]
    accepted: float


@cache
def load_place_choice(path: Path = WEIGHTS) -> PlaceChoice:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return PlaceChoice(stored["weights"], stored["accepted"])


def chosen(chances: Sequence[float], accepted: float) -> list[bool]:
    """Which names are taken for the place: likely enough, and not far behind the likeliest."""
    best = max(chances, default=0.0)
    return [likely >= accepted and likely >= BEHIND * best for likely in chances]


def chance(found: Iterable[str], weights: dict[str, float]) -> float:
    score = sum(weights.get(name, 0.0) for name in sorted(found))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
