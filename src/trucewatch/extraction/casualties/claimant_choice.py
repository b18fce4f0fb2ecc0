"""Who gives a figure, chosen among those who speak around it by a small fitted model.

A side is described by how its words stand to the figure, by what else is said there, and by whether it gives the same
number elsewhere (claimant_features.py); training/train_claimants.py fits one weight a feature on labelled figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from functools import cache
from pathlib import Path

from trucewatch.extraction.weighing import log_odds

WEIGHTS = Path(__file__).parents[1] / "weights" / "claimants.json"


@cache
def load_claimant_weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def likeliest(weighed: Mapping[str | None, Set[str]], weights: Mapping[str, float]) -> str | None:
    """The side with the highest score; None is a speaker whose side nobody knows."""
    scores = {side: round(log_odds(found, weights), 6) for side, found in weighed.items()}
    return max(scores, key=lambda side: (scores[side], side or ""))
