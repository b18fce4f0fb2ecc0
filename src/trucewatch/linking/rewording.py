"""One text told again in other words: the rare words of two texts in the same order, synonyms stepped over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.linking.passages import WordText
from trucewatch.linking.words import weight_of
from trucewatch.records import Document, Passage, Span

if TYPE_CHECKING:
    import numpy as np

EVENT_WORDS = Path(__file__).parent / "event_words.txt"
"""What any account of an armed incident says ("units", "opened", "fire"): whoever tells of one must use them."""

LEAST_WEIGHT = 1.0
"""Words more common than this join the others and tell nothing."""
MOST_WEIGHT = 5.0
EVENT_WEIGHT = 3.0
"""At most, for a word of the table above."""
NAME_SHARE = 0.25
"""Names and figures are the event's, not the writer's: they count this part of their weight."""
SKIPPED = 0.7
"""Taken off for each word of either text that the other has not got there."""
MOST_ROOTS = 1500
"""Telling words of a text that are laid beside another's: news is seldom longer, and the work grows with the square."""
SUFFIXES = ("ing", "edly", "ed", "ies", "es", "s", "ly")
ROOT = 7


@dataclass(frozen=True)
class Roots:
    """The telling words of a document as roots, with what each weighs. Not slotted: totals are kept."""

    roots: tuple[str, ...]
    weights: tuple[float, ...]
    names: tuple[bool, ...]
    """True for names and figures."""
    spans: tuple[Span, ...]

    @cached_property
    def counts(self) -> Mapping[str, tuple[int, float]]:
        """How often each root stands, and the most it weighs."""
        heaviest: dict[str, float] = {}
        for root, weight in zip(self.roots, self.weights, strict=True):
            heaviest[root] = max(weight, heaviest.get(root, 0.0))
        return {root: (count, heaviest[root]) for root, count in Counter(self.roots).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """The best stretch of two texts that runs parallel."""

    weight: float
    matched: int
    worded: int
    """Matched words that are neither names nor figures."""
    passage: Passage
    density: float
    """Matched words over all telling words of the two stretches."""


def roots_of(document: Document, text: WordText) -> Roots:
    """The words of a document's news that are not merely grammar, the first `MOST_ROOTS` of them."""
    roots, weights, names, spans = [], [], [], []
    for word, span in zip(text.words, text.spans, strict=True):
        general = min(weight_of(word), MOST_WEIGHT)
        name = _is_name(document.text, span)
        if len(word) == 1 or (general < LEAST_WEIGHT and not name):
            continue
        root = _root(word)
        weight = min(general, EVENT_WEIGHT) if root in _event_roots() else general
        roots.append(root)
        weights.append(weight * (NAME_SHARE if name else 1.0))
        names.append(name)
        spans.append(span)
        if len(roots) == MOST_ROOTS:
            break
    return Roots(tuple(roots), tuple(weights), tuple(names), tuple(spans))


def _is_name(text: str, span: Span) -> bool:
    """True for figures, for capitals that no sentence begins with, and for words in capitals ("BEIRUT, May 3 -")."""
    first = text[span.start]
    if len(span) > 1 and span.of(text).isupper():
        return True
    before = text[max(0, span.start - 2) : span.start].rstrip(" ")
    opens = not before or before[-1] in '.!?"“\n'
    return first.isdigit() or (first.isupper() and not opens)


def _root(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)][:ROOT]
    return word[:ROOT]


@cache
def _event_roots() -> frozenset[str]:
    return frozenset(_root(word) for word in EVENT_WORDS.read_text(encoding="utf-8").split())


def most_in_common(a: Roots, b: Roots) -> float:
    """What the two texts' common words weigh, in whatever order: no parallel stretch can weigh more."""
    small, large = (a.counts, b.counts) if len(a.counts) <= len(b.counts) else (b.counts, a.counts)
    total = 0.0
    for root, (count, weight) in small.items():
        other = large.get(root)
        if other is not None:
            total += min(count, other[0]) * min(weight, other[1])
    return total


def retelling_of(a: Roots, b: Roots) -> Retelling | None:
    """The weightiest parallel stretch (Smith and Waterman, 1981); None where the two have no word in common."""
    if not a.roots or not b.roots:
        return None
    table = _alignment(a, b)
    matches = _matches(a, b, table)
    if not matches:
        return None
    (first_a, first_b), (last_a, last_b) = matches[0], matches[-1]
    length = last_a - first_a + last_b - first_b + 2
    return Retelling(
        weight=float(table.max()),
        matched=len(matches),
        worded=sum(not a.names[row] and not b.names[column] for row, column in matches),
        passage=Passage(
            a=Span(start=a.spans[first_a].start, end=a.spans[last_a].end),
            b=Span(start=b.spans[first_b].start, end=b.spans[last_b].end),
        ),
        density=2 * len(matches) / length,
    )


def _alignment(a: Roots, b: Roots) -> np.ndarray:
    """What the best stretch ending at each pair of words weighs; row and column 0 stand before the first."""
    import numpy as np

    codes = {root: code for code, root in enumerate(dict.fromkeys((*a.roots, *b.roots)))}
    columns = np.array([codes[root] for root in b.roots])
    weights = np.array(b.weights)
    falling = SKIPPED * np.arange(len(b.roots) + 1)
    table = np.zeros((len(a.roots) + 1, len(b.roots) + 1))
    for row, (root, weight) in enumerate(zip(a.roots, a.weights, strict=True), start=1):
        above = table[row - 1]
        met = np.where(columns == codes[root], np.minimum(weights, weight), -SKIPPED)
        best = np.maximum(above - SKIPPED, 0.0)
        best[1:] = np.maximum(best[1:], above[:-1] + met)
        # Skipping words of `b` takes a fixed amount off each, so the best start is a running maximum.
        table[row] = np.maximum.accumulate(best + falling) - falling
    return table


def _matches(a: Roots, b: Roots, table: np.ndarray) -> Sequence[tuple[int, int]]:
    """Index pairs of the equal words of the weightiest stretch, in order."""
    row, column = divmod(int(table.argmax()), table.shape[1])
    found = []
    while row and column and table[row, column] > 1e-6:
        here = table[row, column]
        if a.roots[row - 1] == b.roots[column - 1]:
            met = table[row - 1, column - 1] + min(a.weights[row - 1], b.weights[column - 1])
            if abs(met - here) < 1e-6:
                found.append((row - 1, column - 1))
                row, column = row - 1, column - 1
                continue
        if abs(table[row - 1, column - 1] - SKIPPED - here) < 1e-6:
            row, column = row - 1, column - 1
        elif abs(table[row - 1, column] - SKIPPED - here) < 1e-6:
            row -= 1
        else:
            column -= 1
    return found[::-1]
