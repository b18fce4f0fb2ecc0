"""Promises, demands, notifications, access, investigations and pledges, each with a quoted history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trucewatch.records.spans import Evidence
from trucewatch.records.vocabulary import LedgerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    value: float
    currency: str
    """ISO 4217."""
    basis: str = "unknown"
    """increment | cumulative | unknown"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """A state and the quotes that give it; `when` is an ISO date or None."""

    state: str
    when: date | None
    evidence: tuple[Evidence, ...]
    by: str | None = None
    """Side id of who says so: conflicting accounts of a state stand side by side."""
    lead_time: str | None = None
    """For a notification: how long before, in this account's words, or None."""
    traffic: str | None = None
    """For access: the kind of traffic that this account names, which may be narrower than the entry's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One promise, demand, … over all the documents that report it."""

    id: str
    ledger: LedgerKind
    state: str
    """As last told, or what the clock makes of it: lapsed, unknown, unanswered. The history holds what was told."""
    by: tuple[str, ...]
    to: tuple[str, ...] = ()
    content: str
    """Words of the first quote, never our own."""
    deadline: date | None = None
    amount: Amount | None = None
    incident_id: str | None = None
    provision: str | None = None
    overdue: bool = False
    lead_time: str | None = None
    """For a notification: how long before, in the words used, or None."""
    traffic: str | None = None
    """For access: observers | humanitarian | civilian | military | commercial | all"""
    history: tuple[StateChange, ...] = ()
    """First entry: where it was first seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    entries: tuple[LedgerEntry, ...] = ()

    def of(self, kind: LedgerKind) -> tuple[LedgerEntry, ...]:
        return tuple(entry for entry in self.entries if entry.ledger is kind)
