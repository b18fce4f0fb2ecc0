"""A person's "same" and "different", carried from the passages they were made on to what stands there now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from trucewatch.records import Decision, DecisionKind, Document, EvidenceKey, Mention, Span

LEAST_OVERLAP = 0.5
"""Share of the shorter of two passages that must be common to them."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A decision on two mentions, by their ids, the smaller first."""

    mentions: Pair
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What decisions say about mentions, and the decisions that found none."""

    same: tuple[Bond, ...] = ()
    different: tuple[Bond, ...] = ()
    orphaned: tuple[Decision, ...] = ()
    """Linking decisions of which some passage matches no mention any more."""


def evidence_key(mention: Mention, document: Document) -> EvidenceKey:
    """What a decision about this mention is to be keyed by."""
    evidence = mention.evidence
    return EvidenceKey(
        sha256=fingerprint(document),
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        at=mention.trigger.start,
    )


def fingerprint(document: Document) -> str:
    """The SHA-256 of a document's raw bytes, or of its text where there are none."""
    return document.sha256 or hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions that no later one undoes, oldest first; an undoing that is undone counts for nothing."""
    ordered = sorted(decisions, key=lambda d: (d.at, d.id))
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.undoes is not None and decision.id not in undone:
            undone.add(decision.undoes)
    return tuple(d for d in ordered if d.id not in undone and d.undoes is None)


def bind(
    decisions: Iterable[Decision], mentions: Iterable[Mention], documents: Mapping[str, Document]
) -> Bound:
    """The linking decisions that stand, in terms of these mentions: the latest wins, `unsure` frees."""
    linking = [
        d
        for d in standing(decisions)
        if d.kind in (DecisionKind.SAME, DecisionKind.DIFFERENT, DecisionKind.UNSURE)
    ]
    if not linking:
        return Bound()
    places = _by_fingerprint({key.sha256 for d in linking for key in d.about}, mentions, documents)
    verdicts: dict[Pair, Decision] = {}
    orphaned = []
    for decision in linking:
        found = [_mentions_at(key, places.get(key.sha256, ())) for key in decision.about]
        if not all(found) or len(found) < 2:
            orphaned.append(decision)
            continue
        for some, others in combinations(found, 2):
            for a, b in product(some, others):
                if a != b:
                    verdicts[(min(a, b), max(a, b))] = decision
    bonds = [Bond(mentions=pair, decision=verdicts[pair]) for pair in sorted(verdicts)]
    return Bound(
        same=tuple(bond for bond in bonds if bond.decision.kind is DecisionKind.SAME),
        different=tuple(bond for bond in bonds if bond.decision.kind is DecisionKind.DIFFERENT),
        orphaned=tuple(orphaned),
    )


def decided_on(
    decisions: Iterable[Decision], mentions: Iterable[Mention], documents: Mapping[str, Document]
) -> dict[str, tuple[str, ...]]:
    """For each decision, by its id, the mentions whose passages it was made on now; empty for an orphaned one."""
    made = tuple(decisions)
    places = _by_fingerprint({key.sha256 for d in made for key in d.about}, mentions, documents)
    return {
        decision.id: tuple(
            dict.fromkeys(
                one for key in decision.about for one in _mentions_at(key, places.get(key.sha256, ()))
            )
        )
        for decision in made
    }


def _by_fingerprint(
    wanted: set[str], mentions: Iterable[Mention], documents: Mapping[str, Document]
) -> dict[str, list[tuple[Mention, Document]]]:
    prints = {document.id: fingerprint(document) for document in documents.values()}
    found: dict[str, list[tuple[Mention, Document]]] = {}
    for mention in mentions:
        mark = prints.get(mention.document_id)
        if mark in wanted:
            found.setdefault(mark, []).append((mention, documents[mention.document_id]))
    return found


def _mentions_at(key: EvidenceKey, places: Sequence[tuple[Mention, Document]]) -> tuple[str, ...]:
    """Ids of the mentions whose passage overlaps the key's best, if by half of the shorter one.

    The quotation is looked for where it was first; a better reading of the same bytes may have shifted it.
    """
    best, found = 0.0, dict[str, int]()
    for mention, document in places:
        span = _located(key, document.text)
        if span is None:
            continue
        for evidence in (mention.evidence, *mention.more_evidence):
            share = span.overlap(evidence.span) / max(1, min(len(span), len(evidence.span)))
            if share < LEAST_OVERLAP:
                continue
            # Of passages that are covered alike, the one most like the quotation in extent is meant.
            extent = span.overlap(evidence.span) / max(1, len(span), len(evidence.span))
            if extent > best + 1e-9:
                best, found = extent, {mention.id: _off(key, span, mention)}
            elif abs(extent - best) <= 1e-9:
                found[mention.id] = _off(key, span, mention)
    nearest = min(found.values(), default=0)
    return tuple(sorted(one for one, off in found.items() if off == nearest))


def _off(key: EvidenceKey, span: Span, mention: Mention) -> int:
    """How far the mention's own word is from the one that was decided on; 0 where the decision names none."""
    return 0 if key.at is None else abs(mention.trigger.start - (key.at + span.start - key.start))


def _located(key: EvidenceKey, text: str) -> Span | None:
    if text[key.start : key.end] == key.quote:
        return Span(start=key.start, end=key.end)
    starts: list[int] = []
    at = text.find(key.quote) if key.quote else -1
    while at >= 0 and len(starts) < 100:
        starts.append(at)
        at = text.find(key.quote, at + 1)
    if not starts:
        return None
    nearest = min(starts, key=lambda start: (abs(start - key.start), start))
    return Span(start=nearest, end=nearest + len(key.quote))
