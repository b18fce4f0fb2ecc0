"""What of the ledgers each statement's sentence tells of, by the network in matter_network.py."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trucewatch.extraction.statements.matter_network import OF_KIND, PAIRS, Floats, MatterNetwork, Told
from trucewatch.records import Matter, Span, Statement

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis

LEAST = 0.04
"""The chance under which a ledger and state are left out, unless they are a sentence's likeliest."""
LONGEST = 400
"""Subwords of a sentence that are read; a longer one is a list or a table."""
LOOKED_AT = 0.2
"""Words looked at at least so much as the one that is looked at most are those that tell."""


def with_matters(
    statements: Sequence[Statement], analysis: Analysis, network: MatterNetwork | None
) -> tuple[Statement, ...]:
    """The statements, each with what its words tell of; where statements nest, the innermost has it."""
    if network is None or analysis.states is None or not statements:
        return tuple(statements)
    sentences = [s for s in analysis.sentences() if analysis.states.reach(s.end_char)]
    spans = [Span(start=s.start_char, end=s.end_char) for s in sentences]
    around = _statements_of(statements, spans)
    found: dict[int, list[Matter]] = defaultdict(list)
    for number, matters in enumerate(_told(spans, analysis, network)):
        for matter in matters:
            home = _home(matter, [(n, statements[n]) for n in around[number]])
            if home is not None:
                found[home].append(matter)
    return tuple(
        replace(statement, matters=tuple(found[number])) if number in found else statement
        for number, statement in enumerate(statements)
    )


def _told(spans: Sequence[Span], analysis: Analysis, network: MatterNetwork) -> Iterator[tuple[Matter, ...]]:
    """For each sentence what it tells of."""
    states = analysis.states
    assert states is not None
    lows = np.searchsorted(states.ends, [s.start for s in spans], side="right")
    highs = np.searchsorted(states.starts, [s.end for s in spans], side="left")
    bounds = [(int(a), min(int(b), int(a) + LONGEST)) for a, b in zip(lows, highs, strict=True)]
    told = iter(network.read(states.numbers.astype(np.float32), [b for b in bounds if b[0] < b[1]]))
    for span, (low, high) in zip(spans, bounds, strict=True):
        if low < high:
            ends = states.starts[low:high], states.ends[low:high]
            yield tuple(_matters(next(told), span, [(int(a), int(b)) for a, b in zip(*ends, strict=True)]))
        else:
            yield ()


def _matters(told: Told, sentence: Span, subwords: Sequence[tuple[int, int]]) -> Iterator[Matter]:
    likely = told.pairs >= LEAST
    likely[told.pairs.argmax()] = True
    for number in np.flatnonzero(likely):
        kind, state = PAIRS[number]
        low, high = _looked_at(told.places[OF_KIND[number]])
        yield Matter(
            kind=kind,
            state=state,
            chance=round(float(told.pairs[number]), 3),
            words=Span(start=subwords[low][0], end=max(subwords[high][1], subwords[low][0] + 1)),
            sentence=sentence,
        )


def _looked_at(shares: Floats) -> tuple[int, int]:
    """The first and last of the subwords around the one most looked at that are looked at much too."""
    peak = int(shares.argmax())
    much = shares >= LOOKED_AT * shares[peak]
    low = high = peak
    while low > 0 and much[low - 1]:
        low -= 1
    while high + 1 < len(much) and much[high + 1]:
        high += 1
    return low, high


def _statements_of(statements: Sequence[Statement], sentences: Sequence[Span]) -> dict[int, list[int]]:
    """The statements that meet each sentence."""
    starts = [sentence.start for sentence in sentences]
    around: dict[int, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        at = max(0, bisect_right(starts, statement.evidence.start) - 1)
        while at < len(sentences) and sentences[at].start < statement.evidence.end:
            around[at].append(number)
            at += 1
    return around


def _home(matter: Matter, statements: Sequence[tuple[int, Statement]]) -> int | None:
    """The shortest statement that the telling words begin in, or else the nearest of the sentence."""
    at = matter.words.start
    ranked = (
        (not s.evidence.start <= at < s.evidence.end, s.evidence.end - s.evidence.start, n)
        for n, s in statements
    )
    return min(ranked, default=(None, None, None))[2]
