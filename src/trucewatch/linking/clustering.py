"""Groups of tellings, joined best pair first, never against a veto nor by a chain of weak likenesses."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence

UNCOMPARED = -0.5
"""Stands for the score of two tellings that share no block, when the groups they are in are weighed."""

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


class _Groups:
    """Groups and, for each two that were compared, the sum and the number of their pair scores."""

    def __init__(self, groups: Sequence[Sequence[str]], scores: Mapping[Pair, float]) -> None:
        self.members = {group[0]: list(group) for group in groups}
        owner = {key: group[0] for group in groups for key in group}
        self.near: dict[str, dict[str, tuple[float, int]]] = {name: {} for name in self.members}
        for (a, b), score in scores.items():
            first, second = owner.get(a), owner.get(b)
            if first is not None and second is not None and first != second:
                self._add(first, second, score, 1)
                self._add(second, first, score, 1)

    def _add(self, a: str, b: str, score: float, count: int) -> None:
        total, number = self.near[a].get(b, (0.0, 0))
        self.near[a][b] = (total + score, number + count)

    def mean(self, a: str, b: str) -> float:
        """Mean score over all pairs between two groups; minus infinity after a single veto."""
        total, number = self.near[a][b]
        possible = len(self.members[a]) * len(self.members[b])
        # Rounded, because the order in which scores were summed must not decide a tie.
        return (
            -math.inf
            if total == -math.inf
            else round((total + UNCOMPARED * (possible - number)) / possible, 9)
        )

    def merge(self, a: str, b: str) -> str:
        """Joins two groups under the smaller name, which is returned."""
        kept, gone = min(a, b), max(a, b)
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        for other, (total, number) in self.near.pop(gone).items():
            self.near[other].pop(gone)
            if other != kept:
                self._add(kept, other, total, number)
                self._add(other, kept, total, number)
        return kept


def cluster(
    together: Sequence[Sequence[str]], scores: Mapping[Pair, float], joins: float = 0.0
) -> list[tuple[str, ...]]:
    """`together` (disjoint groups that hold already) joined as long as the best mean score exceeds `joins`.

    Average linkage, best first, ties by name: the result does not depend on the order of the input.
    """
    groups = _Groups([sorted(group) for group in together], dict(sorted(scores.items())))
    heap = [
        (-mean, a, b)
        for a in groups.near
        for b in groups.near[a]
        if a < b and (mean := groups.mean(a, b)) > joins
    ]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if b not in groups.near.get(a, {}) or groups.mean(a, b) != -negative:
            continue
        kept = groups.merge(a, b)
        for other in groups.near[kept]:
            mean = groups.mean(kept, other)
            if mean > joins:
                heapq.heappush(heap, (-mean, min(kept, other), max(kept, other)))
    return sorted(tuple(members) for members in groups.members.values())
