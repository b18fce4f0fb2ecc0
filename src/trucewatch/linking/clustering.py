"""Groups of tellings, joined best pair first, never against a veto nor by a chain of weak likenesses."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Linkage(NamedTuple):
    """How two groups are weighed against each other."""

    joins: float
    """Groups are joined that are worth more than this."""
    uncompared: float
    """Stands for the score of two tellings that share no block."""
    best_pair: float
    """0 weighs groups by their mean pair, 1 by their best one (and would chain)."""
    contradiction: float
    """A pair that scores no better than this speaks against the whole join."""
    best_if_contradicted: float
    """Takes the place of `best_pair` then."""


Pair = tuple[str, str]


def ordered(a: str, b: str) -> Pair:
    """Two keys as a pair, the smaller first."""
    return (a, b) if a < b else (b, a)


def components(keys: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Keys that hang together by these pairs, each component sorted, components by their first key."""
    parent = {key: key for key in keys}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in pairs:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[str, list[str]] = {}
    for key in sorted(parent):
        found.setdefault(root(key), []).append(key)
    return [found[key] for key in sorted(found)]


class _Near(NamedTuple):
    """What is known of the pairs between two groups."""

    total: float = 0.0
    pairs: int = 0
    best: float = -math.inf
    worst: float = math.inf

    def with_more(self, more: _Near) -> _Near:
        return _Near(
            self.total + more.total,
            self.pairs + more.pairs,
            max(self.best, more.best),
            min(self.worst, more.worst),
        )


class _Groups:
    """Groups and, for each two that were compared, what their pair scores come to."""

    def __init__(
        self, groups: Sequence[Sequence[str]], scores: Mapping[Pair, float], linkage: Linkage
    ) -> None:
        self._linkage = linkage
        self.members = {group[0]: list(group) for group in groups}
        owner = {key: group[0] for group in groups for key in group}
        self.near: dict[str, dict[str, _Near]] = {name: {} for name in self.members}
        for (a, b), score in scores.items():
            first, second = owner.get(a), owner.get(b)
            if first is not None and second is not None and first != second:
                self._add(first, second, _Near(score, 1, score, score))
                self._add(second, first, _Near(score, 1, score, score))

    def _add(self, a: str, b: str, more: _Near) -> None:
        self.near[a][b] = self.near[a].get(b, _Near()).with_more(more)

    def worth(self, a: str, b: str) -> float:
        """What joining two groups is worth: between their mean and their best pair; nothing after one veto."""
        known = self.near[a][b]
        if known.total == -math.inf:
            return -math.inf
        possible = len(self.members[a]) * len(self.members[b])
        mean = (known.total + self._linkage.uncompared * (possible - known.pairs)) / possible
        # Rounded, because the order in which scores were summed must not decide a tie.
        contradicted = known.worst <= self._linkage.contradiction
        best = self._linkage.best_if_contradicted if contradicted else self._linkage.best_pair
        return round(mean + best * (known.best - mean), 9)

    def merge(self, a: str, b: str) -> str:
        """Joins two groups under the smaller name, which is returned."""
        kept, gone = min(a, b), max(a, b)
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        for other, known in self.near.pop(gone).items():
            self.near[other].pop(gone)
            if other != kept:
                self._add(kept, other, known)
                self._add(other, kept, known)
        return kept


def cluster(
    together: Sequence[Sequence[str]], scores: Mapping[Pair, float], linkage: Linkage
) -> list[tuple[str, ...]]:
    """`together` (disjoint groups that hold already) joined as long as the best join is worth more than asked.

    Best first, ties by name: the result does not depend on the order of the input.
    """
    groups = _Groups([sorted(group) for group in together], dict(sorted(scores.items())), linkage)
    heap = [
        (-worth, a, b)
        for a in groups.near
        for b in groups.near[a]
        if a < b and (worth := groups.worth(a, b)) > linkage.joins
    ]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if b not in groups.near.get(a, {}) or groups.worth(a, b) != -negative:
            continue
        kept = groups.merge(a, b)
        for other in groups.near[kept]:
            worth = groups.worth(kept, other)
            if worth > linkage.joins:
                heapq.heappush(heap, (-worth, min(kept, other), max(kept, other)))
    return sorted(tuple(members) for members in groups.members.values())
