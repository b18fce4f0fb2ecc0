"""How well attributions were found: token F1 per role and F1 over whole tuples, against labelled documents.

A token is a match of `\\w+|[^\\w\\s]`. It counts as in a role if a span of that role of any tuple covers at
least one of its
characters. All figures are micro averages: counts are added over documents first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ROLES = ("source", "cue", "content")
_TOKEN = re.compile(r"\w+|[^\w\s]")

Spans = Sequence[tuple[int, int]]
#: For each of the three roles the character spans [start, end); a role may be empty.
Tuple = Mapping[str, Spans]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them; every ratio of nothing is 0."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)


def score(documents: Iterable[tuple[str, Sequence[Tuple], Sequence[Tuple]]]) -> dict[str, Score]:
    """Return the scores of `source`, `cue`, `content` (tokens) and `tuple` over (text, predicted, gold)
    documents.
    """
    totals = dict.fromkeys((*ROLES, "tuple"), Score(0, 0, 0))
    for text, predicted, gold in documents:
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        for role in ROLES:
            found, wanted = (
                {number for item in side for number in _covered(tokens, item[role])}
                for side in (predicted, gold)
            )
            totals[role] += Score(len(found & wanted), len(found), len(wanted))
        totals["tuple"] += score_tuples(tokens, predicted, gold)
    return totals


def score_tuples(tokens: Spans, predicted: Sequence[Tuple], gold: Sequence[Tuple]) -> Score:
    """Return how many tuples are right, matched one to one.

    A predicted tuple is right if its cue shares a token with the gold cue and its source and its content
    each have a token
    IoU of at least one half with the gold's; two empty sources agree. The matching takes as many pairs as
    can be had.
    """
    found = [{role: set(_covered(tokens, item[role])) for role in ROLES} for item in predicted]
    wanted = [{role: set(_covered(tokens, item[role])) for role in ROLES} for item in gold]
    edges = [[g for g, right in enumerate(wanted) if _agrees(item, right)] for item in found]
    return Score(_matching(edges), len(predicted), len(gold))


def _agrees(one: Mapping[str, set[int]], other: Mapping[str, set[int]]) -> bool:
    if not one["cue"] & other["cue"] and (one["cue"] or other["cue"]):
        return False
    return all(_overlap(one[role], other[role]) >= 0.5 for role in ("source", "content"))


def _overlap(one: set[int], other: set[int]) -> float:
    union = one | other
    return len(one & other) / len(union) if union else 1.0


def _matching(edges: Sequence[Sequence[int]]) -> int:
    """Return the size of a largest one-to-one matching (Kuhn's augmenting paths)."""
    taken: dict[int, int] = {}

    def place(item: int, seen: set[int]) -> bool:
        for right in edges[item]:
            if right in seen:
                continue
            seen.add(right)
            if right not in taken or place(taken[right], seen):
                taken[right] = item
                return True
        return False

    return sum(place(item, set()) for item in range(len(edges)))


def _covered(tokens: Spans, spans: Spans) -> list[int]:
    out: list[int] = []
    for start, end in spans:
        low, high = 0, len(tokens)
        while low < high:  # the first token that ends after `start`
            middle = (low + high) // 2
            if tokens[middle][1] > start:
                high = middle
            else:
                low = middle + 1
        while low < len(tokens) and tokens[low][0] < end:
            out.append(low)
            low += 1
    return out
