"""Passages that two texts share, aligned word by word and tolerant of light edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trucewatch.records import Document, Passage, Span

SEED = 3
"""Words that must agree in order before anything is aligned."""
GAP = 2
"""Words that may be swapped, dropped or added inside one passage, on either side."""
MATES = 12
"""Occurrences of one seed in the other text that are tried; beyond that it is a formula, not a passage."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordText:
    """A document as lower-case words with their spans; furniture is left out."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    sentences: tuple[tuple[int, int], ...]
    """Word ranges (start, end) of sentences of four words or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`size_a` words of one text from `a` on stand in the other from `b` on, `same` of them to the letter."""

    a: int
    b: int
    size_a: int
    size_b: int
    same: int


def word_text(document: Document) -> WordText:
    """The words of a document's news."""
    words: list[str] = []
    spans: list[Span] = []
    sentences: list[tuple[int, int]] = []
    for start, end in _sentence_ranges(document):
        first = len(words)
        for match in _WORD.finditer(document.text, start, end):
            words.append(match.group().casefold().replace("’", "'"))
            spans.append(Span(start=match.start(), end=match.end()))
        if len(words) - first >= 4:
            sentences.append((first, len(words)))
    return WordText(words=tuple(words), spans=tuple(spans), sentences=tuple(sentences))


def _sentence_ranges(document: Document) -> Iterator[tuple[int, int]]:
    """Character ranges of the sentences between stretches of furniture."""
    at = 0
    for hole in (*document.furniture, Span(start=len(document.text), end=len(document.text))):
        start = at
        for gap in _SENTENCE_END.finditer(document.text, at, max(at, hole.start)):
            yield start, gap.start()
            start = gap.end()
        if start < hole.start:
            yield start, hole.start
        at = hole.end


def shared_runs(a: WordText, b: WordText) -> tuple[Run, ...]:
    """Runs of shared words in the order of `a`, each as long as it goes, light edits bridged.

    A word of `a` is in at most one run. Linear in the words of `a`, but for formulas: `MATES` are tried.
    """
    seeds: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(b.words) - SEED + 1):
        mates = seeds.setdefault(b.words[index : index + SEED], [])
        if len(mates) < MATES:
            mates.append(index)
    runs, at = [], 0
    while at <= len(a.words) - SEED:
        candidates = seeds.get(a.words[at : at + SEED], ())
        extended = [_extended(a.words, b.words, at, start) for start in candidates]
        if not extended:
            at += 1
            continue
        best = max(extended, key=lambda run: (run.same, -run.b))
        runs.append(best)
        at += best.size_a
    return tuple(runs)


def _extended(a: Sequence[str], b: Sequence[str], start_a: int, start_b: int) -> Run:
    """The run that begins at a seed, bridged over `GAP` differing words where two agree behind them."""
    end_a, end_b, same = start_a, start_b, 0
    while True:
        while end_a < len(a) and end_b < len(b) and a[end_a] == b[end_b]:
            end_a, end_b, same = end_a + 1, end_b + 1, same + 1
        bridge = _bridge(a, b, end_a, end_b)
        if bridge is None:
            return Run(a=start_a, b=start_b, size_a=end_a - start_a, size_b=end_b - start_b, same=same)
        end_a, end_b = bridge


def _bridge(a: Sequence[str], b: Sequence[str], at_a: int, at_b: int) -> tuple[int, int] | None:
    for total in range(1, 2 * GAP + 1):
        for skip_a in range(max(0, total - GAP), min(GAP, total) + 1):
            next_a, next_b = at_a + skip_a, at_b + total - skip_a
            agree = a[next_a : next_a + 2]
            if len(agree) == 2 and agree == b[next_b : next_b + 2]:
                return next_a, next_b
    return None


def passages(a: WordText, b: WordText, runs: Sequence[Run]) -> tuple[Passage, ...]:
    """The runs as spans of both texts."""
    return tuple(
        Passage(
            a=Span(start=a.spans[run.a].start, end=a.spans[run.a + run.size_a - 1].end),
            b=Span(start=b.spans[run.b].start, end=b.spans[run.b + run.size_b - 1].end),
        )
        for run in runs
    )
