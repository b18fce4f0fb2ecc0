"""Which side the words of a speaker mean, chosen among those that a report knows by a small fitted model."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trucewatch.extraction.weighing import log_odds

WEIGHTS = Path(__file__).parents[1] / "weights" / "sides.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One speaker whose own words do not tell, with what is true of each side that may be meant; None is nobody."""

    at: int
    candidates: Mapping[str | None, Set[str]]


@dataclass(frozen=True, slots=True)
class SideChoice:
    """The fitted weights and the chance from which a side is believed."""

    weights: Mapping[str, float]
    accepted: float

    def chances(self, weighed: Mapping[str | None, Set[str]]) -> dict[str | None, float]:
        """How likely each candidate is; they sum to one."""
        scores = {side: log_odds(found, self.weights) for side, found in weighed.items()}
        most = max(scores.values())
        likely = {side: math.exp(score - most) for side, score in scores.items()}
        total = sum(likely.values())
        return {side: value / total for side, value in likely.items()}

    def best(self, weighed: Mapping[str | None, Set[str]]) -> str | None:
        """The likeliest side, if it is likely enough."""
        return self.believed(self.chances(weighed))

    def believed(self, chances: Mapping[str | None, float]) -> str | None:
        """The likeliest side by these chances, if it is likely enough."""
        side = max(chances, key=lambda s: (chances[s], s or ""))
        return side if chances[side] >= self.accepted else None


@cache
def load_side_choice(path: Path = WEIGHTS) -> SideChoice:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return SideChoice(stored["weights"], stored["accepted"])
