"""When an act was, chosen among the days that its report names by a small fitted model.

A day is described by what its words are to the act (day_features.py); training/train_days.py fits one weight a feature
(conditional logit) on reports in which people marked when the incident was that a passage tells of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from trucewatch.extraction.weighing import log_odds

WEIGHTS = Path(__file__).parents[1] / "weights" / "days.json"

Days = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class DayChoice:
    """The fitted weights."""

    weights: Mapping[str, float]

    def best(self, described: Mapping[Days, Set[str]]) -> Days | None:
        """The likeliest days; of equals the latest."""
        return max(described, key=lambda days: (log_odds(described[days], self.weights), days), default=None)


@cache
def load_day_choice(path: Path = WEIGHTS) -> DayChoice:
    return DayChoice(json.loads(path.read_text(encoding="utf-8")))
