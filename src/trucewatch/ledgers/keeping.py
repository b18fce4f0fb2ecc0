"""Findings → entries: the same promise in five reports is one entry with five pieces of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.ledgers.finding import Finding, find_entries
from trucewatch.records import (
    Document,
    Evidence,
    Incident,
    LedgerEntry,
    LedgerKind,
    Ledgers,
    StateChange,
    Statement,
    content_id,
)
from trucewatch.situation import Situation

PROGRESS: dict[LedgerKind, tuple[str, ...]] = {
    LedgerKind.INVESTIGATION: ("requested", "promised", "opened", "findings_published", "closed"),
    LedgerKind.PLEDGE: ("pledged", "committed", "paid"),
    LedgerKind.DEMAND: ("made", "accepted", "rejected", "met"),
    LedgerKind.COMMITMENT: ("made", "in_progress", "kept", "broken", "lapsed"),
    LedgerKind.PROVISION: ("invoked", "alleged_breach"),
}
"""States in the order in which they move; where dates do not tell, the furthest is the present one."""

OPEN_STATES = frozenset({"made", "promised", "opened", "pledged", "committed", "in_progress", "requested"})

SAME_WORDS = 0.5
"""Part of the shorter content's telling words that two findings of one entry share."""
SAME_MATTER_DAYS = 45
"""Findings further apart than this are separate entries even in like words."""

_TELLING = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    "that this with from have been were will would their they said also which into over more than after"
    " before there about other must should could against under between through region side sides both".split()
)


def keep_ledgers(
    statements: Sequence[Statement],
    incidents: Iterable[Incident],
    situation: Situation,
    documents: Iterable[Document],
    as_of: date | None = None,
) -> Ledgers:
    """All entries, by ledger and then by where they were first seen.

    `as_of` is the clock: without it nothing is overdue.
    """
    by_id = {document.id: document for document in documents}
    ordered = sorted(
        statements, key=lambda s: (_day(by_id[s.document_id]), s.document_id, s.evidence.start, s.id)
    )
    groups: dict[LedgerKind, list[list[Finding]]] = {kind: [] for kind in LedgerKind}
    for finding in find_entries(ordered, by_id, situation):
        like = groups[finding.ledger]
        group = next((g for g in like if any(_same_matter(known, finding) for known in g)), None)
        if group is None:
            like.append([finding])
        else:
            group.append(finding)
    reported_in = {s: i.id for i in incidents for account in i.accounts for s in account.statement_ids}
    return Ledgers(
        entries=tuple(_entry(group, reported_in, as_of) for kind in LedgerKind for group in groups[kind])
    )


def _day(document: Document) -> date:
    return document.published.day if document.published else date.max


def _same_matter(known: Finding, found: Finding) -> bool:
    """True when two findings of one ledger speak of one promise, demand, clause, …"""
    if known.said_on and found.said_on and abs((known.said_on - found.said_on).days) > SAME_MATTER_DAYS:
        return False
    if known.ledger is LedgerKind.PROVISION:
        return known.provision == found.provision and known.state == found.state and known.by == found.by
    if known.amount and found.amount:
        same_sum = (known.amount.value, known.amount.currency) == (found.amount.value, found.amount.currency)
        return same_sum and known.by == found.by
    if known.traffic != found.traffic:
        return False
    parties_meet = bool(set(known.by) & set(found.by)) or (not known.by and not found.by)
    if known.ledger is LedgerKind.NOTIFICATION:
        # The two sides tell of one notification in other words, and one of them may not say who gave it.
        return (parties_meet or not known.by or not found.by) and bool(set(known.to) & set(found.to))
    if known.ledger is LedgerKind.LIAISON:
        return parties_meet and bool(set(known.to) & set(found.to))
    return parties_meet and _likeness(known.content, found.content) >= SAME_WORDS


def _likeness(a: str, b: str) -> float:
    words_a, words_b = _telling(a), _telling(b)
    shorter = min(len(words_a), len(words_b))
    return len(words_a & words_b) / shorter if shorter else 0.0


def _telling(content: str) -> set[str]:
    """The words of a content, cut to six letters so that "investigate" meets "investigation"."""
    return {word[:6] for word in map(str.casefold, _TELLING.findall(content)) if word not in _COMMON}


def _entry(group: Sequence[Finding], reported_in: Mapping[str, str], as_of: date | None) -> LedgerEntry:
    first = group[0]
    history = _history(group)
    state = _present_state(first.ledger, history)
    deadline = next((finding.deadline for finding in group if finding.deadline), None)
    open_still = state in OPEN_STATES
    return LedgerEntry(
        id=content_id("ledger", first.ledger, first.evidence.document_id, first.at, first.state),
        ledger=first.ledger,
        state=state,
        by=tuple(dict.fromkeys(side for finding in group for side in finding.by)),
        to=tuple(dict.fromkeys(side for finding in group for side in finding.to)),
        content=first.content,
        deadline=deadline,
        amount=first.amount,
        incident_id=next((reported_in[f.statement_id] for f in group if f.statement_id in reported_in), None),
        provision=next((finding.provision for finding in group if finding.provision), None),
        overdue=bool(deadline and as_of and deadline < as_of and open_still),
        lead_time=next((finding.lead_time for finding in group if finding.lead_time), None),
        traffic=first.traffic,
        history=history,
    )


def _history(group: Sequence[Finding]) -> tuple[StateChange, ...]:
    """A change for each state and claimant, in the order in which they were said, with all its quotes."""
    changes: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in group:
        changes.setdefault((finding.state, finding.claimant), []).append(finding)
    return tuple(
        StateChange(state=state, when=found[0].said_on, evidence=_quotes(found), by=claimant)
        for (state, claimant), found in changes.items()
    )


def _quotes(found: Sequence[Finding]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(finding.evidence for finding in found))


def _present_state(ledger: LedgerKind, history: Sequence[StateChange]) -> str:
    """The state last said; among those of one day, or without days, the one furthest along."""
    latest = max((change.when for change in history if change.when), default=None)
    newest = [change for change in history if latest is None or change.when in (latest, None)]
    order = PROGRESS.get(ledger, ())
    return max(newest, key=lambda change: order.index(change.state) if change.state in order else -1).state
