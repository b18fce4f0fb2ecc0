"""What a fitted choice adds up: one weight a feature, in an order that does not depend on the run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping


def log_odds(found: Iterable[str], weights: Mapping[str, float], limit: float = math.inf) -> float:
    """The sum of the weights of what is true, at most `limit` either way; what has no weight says nothing."""
    total = sum(weights.get(name, 0.0) for name in sorted(found))
    return max(-limit, min(limit, total))


def chance(score: float) -> float:
    """The probability that log-odds stand for."""
    return 1.0 / (1.0 + math.exp(-score))
