"""The conditional logit: one weight a feature, so that the right one of several candidates is the likeliest.

McFadden, "Conditional logit analysis of qualitative choice behavior" (1974); where several candidates are right, the
chance of all of them together counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

C = TypeVar("C")

LEAST = 1e-30
"""A chance that is not told from none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is true of each candidate, which of them are right, and how much the example counts."""

    candidates: Sequence[Collection[str]]
    right: Sequence[bool]
    counts: float = 1.0

    @classmethod
    def among(
        cls, described: Mapping[C, Collection[str]], is_right: Callable[[C], bool], counts: float = 1.0
    ) -> Chosen:
        """Of candidates by name, in an order that no run changes."""
        order = sorted(described, key=str)
        return cls([described[one] for one in order], [is_right(one) for one in order], counts)


def fit_choice(examples: Sequence[Chosen], *, penalty: float, seen_at_least: int = 1) -> dict[str, float]:
    """The weight of each feature that so many candidates have."""
    seen = Counter(name for one in examples for features in one.candidates for name in features)
    names = sorted(name for name, times in seen.items() if times >= seen_at_least)
    column = {name: at for at, name in enumerate(names)}
    ends, columns = [0], []
    for one in examples:
        for features in one.candidates:
            columns += sorted(column[name] for name in features if name in column)
            ends.append(len(columns))
    table = csr_matrix((np.ones(len(columns)), columns, ends), (len(ends) - 1, len(names)))
    right = np.concatenate([np.array(one.right, dtype=float) for one in examples])
    sizes = np.array([len(one.candidates) for one in examples])
    weights = likeliest_weights(
        table, right, sizes, np.array([one.counts for one in examples]), penalty=penalty
    )
    return dict(zip(names, map(float, weights), strict=True))


def likeliest_weights(
    table: Any, right: np.ndarray, sizes: np.ndarray, counts: np.ndarray, *, penalty: float
) -> np.ndarray:
    """The weights of a table's columns; its rows are the candidates, those of one example beside one another."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        likely = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        likely /= np.repeat(np.add.reduceat(likely, starts), sizes)
        of_right = np.maximum(np.add.reduceat(likely * right, starts), LEAST)
        slope = np.repeat(counts, sizes) * (likely - likely * right / np.repeat(of_right, sizes))
        value = -counts @ np.log(of_right) + penalty / 2 * weights @ weights
        return float(value), table.T @ slope + penalty * weights

    start = np.zeros(table.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)
