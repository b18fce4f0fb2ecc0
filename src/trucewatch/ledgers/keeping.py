"""Findings → entries: the same promise in five reports is one entry with five pieces of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from trucewatch.ledgers.finding import Finding, find_entries
from trucewatch.ledgers.matter import Matters
from trucewatch.records import (
    Amount,
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
    LedgerKind.LIAISON: ("planned", "in_contact", "suspended"),
    LedgerKind.PROVISION: ("invoked", "alleged_breach"),
}
"""States in the order in which they move; where dates do not tell, the furthest is the present one."""

OPEN_STATES = frozenset({"made", "promised", "opened", "pledged", "committed", "in_progress", "requested"})

CONTRARY: dict[LedgerKind, tuple[frozenset[str], frozenset[str]]] = {
    LedgerKind.NOTIFICATION: (frozenset({"notified"}), frozenset({"not_notified"})),
    LedgerKind.ACCESS: (frozenset({"granted"}), frozenset({"closed", "denied", "restricted"})),
    LedgerKind.COMMITMENT: (frozenset({"kept"}), frozenset({"broken"})),
}
"""States that cannot both hold: where two sides tell them of one time the entry is `disputed`."""
DISPUTED_DAYS = 5


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
    findings: dict[LedgerKind, list[Finding]] = {kind: [] for kind in LedgerKind}
    for finding in find_entries(ordered, by_id, situation):
        findings[finding.ledger].append(finding)
    reported_in: dict[str, str] = {}
    for incident in sorted(incidents, key=lambda i: i.id):
        for account in incident.accounts:
            reported_in.update(dict.fromkeys(account.statement_ids, incident.id))
    entries: list[LedgerEntry] = []
    for kind in LedgerKind:
        matters = Matters()
        matters.add_all(findings[kind])
        entries.extend(_entry(group, reported_in, as_of) for group in matters.groups)
    return Ledgers(entries=tuple(entries))


def _day(document: Document) -> date:
    return document.published.day if document.published else date.max


def _entry(group: Sequence[Finding], reported_in: Mapping[str, str], as_of: date | None) -> LedgerEntry:
    first = group[0]
    # Who grants is what an access entry is about; who asked for it stands in the history.
    acting = [f for f in group if f.state != "demanded"] or group
    by = tuple(dict.fromkeys(side for finding in acting for side in finding.by))
    history = _history(group)
    state = _present_state(first.ledger, history)
    deadline = next((finding.deadline for finding in group if finding.deadline), None)
    open_still = state in OPEN_STATES
    return LedgerEntry(
        id=content_id("ledger", first.ledger, first.evidence.document_id, first.at, first.state),
        ledger=first.ledger,
        state=state,
        by=by,
        to=tuple(dict.fromkeys(side for finding in acting for side in finding.to)),
        content=first.content,
        deadline=deadline,
        amount=_amount(group),
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


def _amount(group: Sequence[Finding]) -> Amount | None:
    """One sum: the total where one is told, else the sum of the increments, else the sum first told."""
    told = [finding.total for finding in group if finding.total]
    told += [f.amount for f in group if f.amount and f.amount.basis == "cumulative"]
    if told:
        return max(told, key=lambda amount: amount.value)
    return group[0].amount


def _present_state(ledger: LedgerKind, history: Sequence[StateChange]) -> str:
    """The state last said; among those of one day, or without days, the one furthest along."""
    if _is_disputed(ledger, history):
        return "disputed"
    latest = max((change.when for change in history if change.when), default=None)
    newest = [change for change in history if latest is None or change.when in (latest, None)]
    order = PROGRESS.get(ledger, ())
    return max(newest, key=lambda change: order.index(change.state) if change.state in order else -1).state


def _is_disputed(ledger: LedgerKind, history: Sequence[StateChange]) -> bool:
    if ledger not in CONTRARY:
        return False
    so, not_so = CONTRARY[ledger]
    return any(
        {a.state in so, b.state in so} == {True, False}
        and {a.state in not_so, b.state in not_so} == {True, False}
        and a.by != b.by
        and _days_apart(a, b) <= DISPUTED_DAYS
        for a, b in combinations(history, 2)
    )


def _days_apart(a: StateChange, b: StateChange) -> int:
    return abs((a.when - b.when).days) if a.when and b.when else 0
