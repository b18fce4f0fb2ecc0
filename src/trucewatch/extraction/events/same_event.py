"""Whether two accounts tell of one event, as a small fitted model has it.

A pair of accounts is described by their kinds, days, places, parties, words and voices and by what stands between them
(same_event_features.py); training/train_same_event.py fits one weight a feature (logistic regression) on reports in
which people marked which passages tell of which incident.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trucewatch.extraction.weighing import log_odds

WEIGHTS = Path(__file__).parents[1] / "weights" / "same_event.json"

SUREST = 4.6
"""Log odds beyond which one pair says no more about the rest of an event: one in a hundred."""


@dataclass(frozen=True, slots=True)
class SameEvent:
    """The fitted weights, and the log odds from which an account joins an event told before."""

    weights: dict[str, float]
    accepted: float

    def log_odds(self, found: Iterable[str]) -> float:
        return log_odds(found, self.weights, SUREST)


@cache
def load_same_event(path: Path = WEIGHTS) -> SameEvent:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return SameEvent(stored["weights"], stored["accepted"])


def fit_to(event: Sequence[float]) -> float:
    """How well an account fits an event, by its log odds with each telling of it: two parts mean, one part best."""
    return (2 * sum(event) / len(event) + max(event)) / 3
