"""Which pairs of documents are worth laying side by side: those with words in a row, or rare phrases, in common."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from zlib import crc32

from trucewatch.linking.passages import WordText
from trucewatch.linking.rewording import Roots
from trucewatch.records import Document

SHINGLE = 5
"""Words in a fingerprint."""
WINNOW = 4
"""Of this many neighbouring fingerprints the smallest is kept (Schleimer et al., 2003): two texts that share
SHINGLE + WINNOW - 1 = 8 words in a row have a fingerprint in common."""
CROWD = 60
"""Documents with one fingerprint that are compared pairwise; a larger crowd is compared in a chain and with
its first document, so that one text reprinted everywhere does not cost its square."""
PHRASES_SHARED = 3
"""Pairs of neighbouring telling words that two texts must share before one is tried as the other reworded."""
SAME_NEWS_DAYS = 3
"""A statement is retold within days; texts published further apart are not tried."""


@dataclass(frozen=True, slots=True)
class Prints:
    """What a document is found by."""

    fingerprints: array[int]
    """Of words in a row, each once. An array: a set of as many numbers takes ten times the memory."""
    phrases: array[int]
    """Of neighbouring telling words, each once."""
    periods: tuple[int, ...]


def prints_of(document: Document, text: WordText, roots: Roots) -> Prints:
    """What this document is found by."""
    phrases = {_hash(phrase) for phrase in pairwise(roots.roots)}
    fingerprints = _fingerprints(text.words)
    return Prints(array("Q", sorted(fingerprints)), array("Q", sorted(phrases)), _periods(document))


def with_words_in_common(prints: Sequence[Prints]) -> list[tuple[int, int]]:
    """Index pairs that have a fingerprint in common."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(prints):
        for fingerprint in found.fingerprints:
            holders[fingerprint].append(index)
    pairs: set[tuple[int, int]] = set()
    for crowd in holders.values():
        if len(crowd) <= CROWD:
            pairs.update(combinations(crowd, 2))
        else:
            pairs.update(pairwise(crowd))
            pairs.update((crowd[0], other) for other in crowd[1:])
    return sorted(pairs)


def with_phrases_in_common(prints: Sequence[Prints]) -> list[tuple[int, int]]:
    """Index pairs that share `PHRASES_SHARED` phrases that few texts of those days have."""
    of_period: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(prints):
        for period in found.periods:
            of_period[period].append(index)
    pairs: set[tuple[int, int]] = set()
    for indexes in of_period.values():
        pairs |= _sharing_phrases(indexes, prints)
    return sorted(pairs)


def _sharing_phrases(indexes: Sequence[int], prints: Sequence[Prints]) -> set[tuple[int, int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for index in indexes:
        for phrase in prints[index].phrases:
            holders[phrase].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for crowd in holders.values():
        if 1 < len(crowd) <= CROWD:
            for pair in combinations(crowd, 2):
                shared[pair] += 1
    return {pair for pair, phrases in shared.items() if phrases >= PHRASES_SHARED}


def _fingerprints(words: Sequence[str]) -> set[int]:
    if len(words) < SHINGLE:
        return {_hash(words)} if words else set()
    hashes = [_hash(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
    return {min(hashes[at : at + WINNOW]) for at in range(max(1, len(hashes) - WINNOW + 1))}


def _hash(words: Sequence[str]) -> int:
    # Not for secrecy: a fixed hash, unlike Python's own, is the same in every process.
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return crc32(joined) << 32 | crc32(joined[::-1])


def _periods(document: Document) -> tuple[int, ...]:
    """Two overlapping stretches of days: texts of neighbouring days share one; undated ones share theirs."""
    if document.published is None:
        return (-1,)
    day = document.published.day.toordinal()
    return day // SAME_NEWS_DAYS, (day + 1) // SAME_NEWS_DAYS + 10_000_000
