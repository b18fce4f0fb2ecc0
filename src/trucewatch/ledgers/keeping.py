"""Findings → entries: the same promise in five reports is one entry with five pieces of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import combinations

from trucewatch.ledgers.finding import find_entries
from trucewatch.ledgers.matter import Matters
from trucewatch.ledgers.told import ASKED, ONLOOKERS, Finding
from trucewatch.records import (
    Amount,
    Document,
    Evidence,
    Incident,
    LedgerEntry,
    LedgerKind,
    Ledgers,
    Stance,
    StateChange,
    Statement,
    content_id,
)
from trucewatch.situation import Situation

OF_A_CLAUSE = frozenset({LedgerKind.COMMITMENT, LedgerKind.DEMAND, LedgerKind.PROVISION})
"""Ledgers whose entries take the deadline of their clause where their words give none."""

PROGRESS: dict[LedgerKind, tuple[str, ...]] = {
    LedgerKind.INVESTIGATION: ("requested", "promised", "opened", "findings_published", "closed"),
    LedgerKind.PLEDGE: ("pledged", "committed", "paid"),
    LedgerKind.DEMAND: ("made", "unanswered", "accepted", "rejected", "met"),
    LedgerKind.COMMITMENT: ("made", "in_progress", "kept", "broken", "lapsed"),
    LedgerKind.LIAISON: ("planned", "in_contact", "suspended"),
    LedgerKind.PROVISION: ("invoked", "denied", "alleged_breach"),
}
"""States in the order in which they move; where dates do not tell, the furthest is the present one."""

OPEN_STATES = frozenset(
    "made promised opened pledged committed in_progress requested unanswered invoked alleged_breach".split()
)

CONTRARY: dict[LedgerKind, tuple[frozenset[str], frozenset[str]]] = {
    LedgerKind.NOTIFICATION: (frozenset({"notified"}), frozenset({"not_notified"})),
    LedgerKind.ACCESS: (frozenset({"granted"}), frozenset({"closed", "denied", "restricted"})),
    LedgerKind.COMMITMENT: (frozenset({"kept"}), frozenset({"broken"})),
    LedgerKind.PROVISION: (frozenset({"alleged_breach"}), frozenset({"denied"})),
}
"""States that cannot both hold: where two sides tell them of one time the entry is `disputed`."""
DISPUTED_DAYS = 5

IN_PASSING = frozenset({Stance.ACCUSE, Stance.DENY, Stance.DEMAND, Stance.THREATEN})
"""What a speaker does with words that tell of a contact only by the way."""

LAPSED_DAYS = 30
"""A commitment of which nothing is told this long after its deadline has lapsed; before that it is overdue."""
UNKNOWN_DAYS = 180
"""A commitment without a deadline of which nothing is told this long is in an unknown state."""
UNANSWERED_DAYS = 30
"""A demand without a deadline of its own that nobody answers this long is unanswered."""


def keep_ledgers(
    statements: Sequence[Statement],
    incidents: Iterable[Incident],
    situation: Situation,
    documents: Iterable[Document],
    as_of: date | None = None,
) -> Ledgers:
    """All entries, by ledger and then by where they were first seen.

    `as_of` is the clock: without it nothing is overdue, lapsed, unknown or unanswered but what is told to be.
    """
    by_id = {document.id: document for document in documents}
    ordered = sorted(statements, key=lambda s: (_day(by_id[s.document_id]), *_place(s)))
    findings: dict[LedgerKind, list[Finding]] = {kind: [] for kind in LedgerKind}
    for finding in find_entries(ordered, by_id, situation):
        findings[finding.ledger].append(finding)
    reported_in: dict[str, str] = {}
    for incident in sorted(incidents, key=lambda i: i.id):
        for account in incident.accounts:
            reported_in.update(dict.fromkeys(account.statement_ids, incident.id))
    clauses = _clause_deadlines(situation)
    entries: list[LedgerEntry] = []
    for kind in LedgerKind:
        matters = Matters()
        matters.add_all(findings[kind])
        entries.extend(
            _entry(group, reported_in, clauses, as_of) for group in matters.groups if _has_parties(group)
        )
    return Ledgers(entries=tuple(entries))


def _has_parties(group: Sequence[Finding]) -> bool:
    """False for a breach that is denied without anyone known to allege it, and for a contact of nobody named that is only
    told in passing: "shot while the ministers met"."""
    if group[0].ledger is LedgerKind.LIAISON:
        return any(f.by or f.to or f.stance not in IN_PASSING for f in group)
    return group[0].ledger is not LedgerKind.PROVISION or any(finding.by for finding in group)


def _place(statement: Statement) -> tuple[str, int, bool, int, str, str]:
    """Where it stands in its document, whatever its id.

    Of two that one sentence gives the wider comes first, but who reports what another said comes after him.
    """
    length = sum(len(span) for span in statement.content)
    relays = statement.speaker is not None and statement.speaker.side in ONLOOKERS
    at = statement.evidence.start
    return statement.document_id, at, relays, -length, statement.stance.value, statement.id


def _day(document: Document) -> date:
    return document.published.day if document.published else date.max


def _clause_deadlines(situation: Situation) -> dict[str, date]:
    """The day by which each clause was to be carried out; a continuous one has none."""
    return {
        provision.id: provision.deadline
        for agreement in situation.agreements
        for provision in agreement.provisions
        if provision.deadline and not provision.continuous
    }


def _entry(
    group: Sequence[Finding],
    reported_in: Mapping[str, str],
    clauses: Mapping[str, date],
    as_of: date | None,
) -> LedgerEntry:
    first = group[0]
    # Who grants is what an access entry is about; who asked for it stands in the history.
    acting = (
        [f for f in group if f.state not in ASKED and f.by]
        or [f for f in group if f.state not in ASKED]
        or group
    )
    by = tuple(dict.fromkeys(side for finding in acting for side in finding.by))
    to = tuple(dict.fromkeys(side for finding in acting for side in finding.to))
    if first.ledger is LedgerKind.LIAISON:
        to = tuple(side for side in to if side not in by)  # who met whom may be told both ways round
    history = _history(group)
    moved = {f.state for f in group if f.moved}
    told = _present_state(first.ledger, history, moved)
    provision = next((finding.provision for finding in group if finding.provision), None)
    in_words = next((finding.deadline for finding in group if finding.deadline), None)
    deadline = in_words or (clauses.get(provision) if provision and first.ledger in OF_A_CLAUSE else None)
    return LedgerEntry(
        id=content_id("ledger", first.ledger, first.evidence.document_id, first.at, first.state),
        ledger=first.ledger,
        state=_by_the_clock(first.ledger, told, in_words, history, as_of),
        by=by,
        to=to,
        content=first.content,
        deadline=deadline,
        amount=_amount(group),
        incident_id=next((reported_in[f.statement_id] for f in group if f.statement_id in reported_in), None),
        provision=provision,
        overdue=bool(deadline and as_of and deadline < as_of and told in OPEN_STATES),
        lead_time=next((finding.lead_time for finding in group if finding.lead_time), None),
        traffic=_traffic(group),
        history=history,
    )


def _history(group: Sequence[Finding]) -> tuple[StateChange, ...]:
    """A change for each state, claimant and day, in the order in which they were said, with all its quotes."""
    changes: dict[tuple[str, str | None, date | None], list[Finding]] = {}
    for finding in group:
        changes.setdefault((finding.state, finding.claimant, finding.said_on), []).append(finding)
    return tuple(
        StateChange(
            state=state,
            when=said_on,
            evidence=_quotes(found),
            by=claimant,
            lead_time=next((finding.lead_time for finding in found if finding.lead_time), None),
            traffic=_traffic(found),
        )
        for (state, claimant, said_on), found in changes.items()
    )


def _traffic(found: Sequence[Finding]) -> str | None:
    """The kind of traffic first named."""
    return next((finding.traffic for finding in found if finding.traffic), None)


def _quotes(found: Sequence[Finding]) -> tuple[Evidence, ...]:
    """Each quote once; one that stands within a longer one says nothing more."""
    quotes = tuple(dict.fromkeys(finding.evidence for finding in found))
    return tuple(q for q in quotes if not any(_holds(other, q) for other in quotes))


def _holds(longer: Evidence, quote: Evidence) -> bool:
    return (
        longer != quote
        and longer.document_id == quote.document_id
        and longer.start <= quote.start
        and quote.end <= longer.end
    )


def _amount(group: Sequence[Finding]) -> Amount | None:
    """One sum: the total where one is told, else the sum of the increments, else the sum first told."""
    told = [finding.total for finding in group if finding.total]
    told += [f.amount for f in group if f.amount and f.amount.basis == "cumulative"]
    if told:
        return max(told, key=lambda amount: amount.value)
    return group[0].amount


def _present_state(ledger: LedgerKind, history: Sequence[StateChange], moved: Set[str]) -> str:
    """The state last said; among those of one day, or without days, the one furthest along."""
    takes_over = ledger is LedgerKind.ACCESS and history[-1].state in moved
    if _is_disputed(ledger, [c for c in history if c.by] if takes_over else history):
        return "disputed"
    latest = max((change.when for change in history if change.when), default=None)
    newest = [change for change in history if latest is None or change.when in (latest, None)]
    order = PROGRESS.get(ledger)
    if ledger is LedgerKind.LIAISON and newest[-1].state in moved:
        # Talks that are broken off and taken up again are told in the order in which it went.
        return newest[-1].state
    if order is None:
        return next((c.state for c in reversed(newest) if c.state not in ASKED), newest[-1].state)
    return max(newest, key=lambda change: order.index(change.state) if change.state in order else -1).state


def _by_the_clock(
    ledger: LedgerKind,
    told: str,
    deadline: date | None,
    history: Sequence[StateChange],
    as_of: date | None,
) -> str:
    """The state that was told, or what has become of it by `as_of` while nothing more was told."""
    last = max((change.when for change in history if change.when), default=None)
    if as_of is None:
        return told
    if ledger is LedgerKind.COMMITMENT and told in ("made", "in_progress"):
        if deadline is not None:
            return "lapsed" if (as_of - deadline).days > LAPSED_DAYS else told
        return "unknown" if last and (as_of - last).days > UNKNOWN_DAYS else told
    if ledger is LedgerKind.DEMAND and told == "made":
        due = deadline or (last + timedelta(days=UNANSWERED_DAYS) if last else None)
        return "unanswered" if due and due < as_of else told
    return told


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
