"""Which document reprints which, from the passages they share; and which agency a document credits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from zlib import crc32

from trucewatch.linking.passages import Run, WordText, passages, shared_runs, word_text
from trucewatch.records import Derivation, Document, Lineage, Relation, SourceKind, WireCredit
from trucewatch.situation import Situation

SHINGLE = 5
"""Words in a fingerprint."""
WINNOW = 4
"""Of this many neighbouring fingerprints the smallest is kept (Schleimer et al., 2003): two texts that share
SHINGLE + WINNOW - 1 = 8 words in a row have a fingerprint in common."""
CROWD = 60
"""Documents with one fingerprint that are compared pairwise; a larger crowd is compared in a chain and with
its first document, so that one text reprinted everywhere does not cost its square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRule:
    """When shared words make a copy, and when a part-copy. Chosen on plain grounds, not fitted.

    A copy is "nearly all of the shorter text", so nine tenths of its words or, between texts of one length,
    four fifths of its sentences with words swapped inside them. A part-copy needs a passage that two writers
    do not hit upon alone: ten words, or an eighth of the shorter text in passages of six.
    """

    copy_sentences: float = 0.8
    copy_words: float = 0.9
    like_length: float = 0.85
    sentence_words: float = 0.4
    long_passage: int = 10
    passage: int = 6
    passages_share: float = 0.12


def trace_lineage(
    documents: Sequence[Document], situation: Situation, rule: LineageRule | None = None
) -> Lineage:
    """Copies, part-copies and agency credits among `documents`; the same whatever their order."""
    rule = rule or LineageRule()
    ordered = sorted(documents, key=lambda document: document.id)
    texts = [word_text(document) for document in ordered]
    derivations = []
    for first, second in _candidates(texts):
        found = _compare(ordered[first], ordered[second], texts[first], texts[second], rule)
        if found is not None:
            derivations.append(found)
    return Lineage(derivations=tuple(derivations), credits=tuple(_credits(ordered, situation)))


def _candidates(texts: Sequence[WordText]) -> list[tuple[int, int]]:
    """Index pairs that have a fingerprint in common."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for fingerprint in _fingerprints(text.words):
            holders[fingerprint].append(index)
    pairs: set[tuple[int, int]] = set()
    for crowd in holders.values():
        if len(crowd) <= CROWD:
            pairs.update(combinations(crowd, 2))
        else:
            pairs.update(pairwise(crowd))
            pairs.update((crowd[0], other) for other in crowd[1:])
    return sorted(pairs)


def _fingerprints(words: Sequence[str]) -> set[int]:
    if len(words) < SHINGLE:
        return {_hash(words)} if words else set()
    hashes = [_hash(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
    return {min(hashes[at : at + WINNOW]) for at in range(max(1, len(hashes) - WINNOW + 1))}


def _hash(words: Sequence[str]) -> int:
    # Not for secrecy: a fixed hash, unlike Python's own, is the same in every process.
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return crc32(joined) << 32 | crc32(joined[::-1])


def _compare(
    a: Document, b: Document, text_a: WordText, text_b: WordText, rule: LineageRule
) -> Derivation | None:
    """How the two documents are related, or None when each stands on its own."""
    if not text_a.words or not text_b.words:
        return None
    runs = shared_runs(text_a, text_b)
    short, long = sorted((text_a, text_b), key=lambda text: len(text.words))
    kept = [run for run in runs if run.same >= rule.passage]
    covered = _covered(short is text_a, runs, len(short.words))
    share = sum(covered) / len(short.words)
    relation = _relation(short, long, covered, kept, rule)
    if relation is None:
        return None
    return Derivation(
        a=a.id,
        b=b.id,
        relation=relation,
        share=round(share, 3),
        passages=passages(text_a, text_b, runs, rule.passage),
        upstream=_upstream(a, b),
    )


def _covered(short_is_a: bool, runs: Iterable[Run], size: int) -> list[bool]:
    """For each word of the shorter text, whether a run covers it."""
    covered = [False] * size
    for run in runs:
        start, length = (run.a, run.size_a) if short_is_a else (run.b, run.size_b)
        covered[start : start + length] = [True] * length
    return covered


def _relation(
    short: WordText, long: WordText, covered: Sequence[bool], kept: Sequence[Run], rule: LineageRule
) -> Relation | None:
    size = len(short.words)
    share = sum(covered) / size
    aligned = sum(
        end - start
        for start, end in short.sentences
        if sum(covered[start:end]) >= rule.sentence_words * (end - start)
    )
    in_sentences = sum(end - start for start, end in short.sentences)
    whole_sentences = bool(kept) and aligned >= rule.copy_sentences * max(in_sentences, 1)
    alike = share >= rule.copy_words or size >= rule.like_length * len(long.words)
    if whole_sentences and alike:
        return Relation.COPY
    longest = max((run.same for run in kept), default=0)
    if longest >= rule.long_passage or sum(run.same for run in kept) >= rule.passages_share * size:
        return Relation.PARTLY_DERIVED
    return None


def _upstream(a: Document, b: Document) -> str | None:
    """The earlier document, where both dates are known and differ."""
    if a.published is None or b.published is None or a.published.day == b.published.day:
        return None
    return a.id if a.published.day < b.published.day else b.id


HEAD, TAIL = 240, 160
"""Characters at the head and the foot of a text where an agency's bare name in brackets is a credit."""

_REPORTS = r"(?:reports?|reported|said in a report|quotes?|quoted|cites?|writes)"
_BEFORE = (
    "citing",
    "cited by",
    "quoted by",
    "according to",
    "reported by",
    "told",
    "reference to",
    "Source:",
)


def _credits(documents: Iterable[Document], situation: Situation) -> Iterator[WireCredit]:
    """Agencies that a document names as where its news comes from; an agency's own copy credits nobody."""
    wires = [outlet for outlet in situation.outlets if outlet.kind == SourceKind.WIRE]
    patterns = [(outlet, _credit_patterns([outlet.name, *outlet.aliases])) for outlet in wires]
    for document in documents:
        own = situation.source_of(document.publisher, document.url)
        for outlet, (anywhere, at_edges) in patterns:
            if own is not None and own.id == outlet.id:
                continue
            match = anywhere.search(document.text) or _at_edges(at_edges, document.text)
            if match is not None:
                yield WireCredit(
                    document_id=document.id, agency=outlet.id, start=match.start(), end=match.end()
                )


def _at_edges(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.search(text, 0, HEAD) or pattern.search(text, max(0, len(text) - TAIL))


def _credit_patterns(names: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What credits an agency anywhere in a text, and what does so only at its head and foot."""
    name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    reporting = rf"\b(?:{name})(?=(?:\s+news)?(?:\s+agency)?\s+{_REPORTS}\b)"
    anywhere = "|".join(rf"(?<=\b{words} )(?:the )?(?:{name})\b" for words in _BEFORE)
    edges = rf"(?<=\()(?:{name})(?=\))|(?<=[—–-] )(?:{name})\b|\b(?:{name})(?= [—–-])"
    return re.compile(f"{reporting}|{anywhere}"), re.compile(edges)
