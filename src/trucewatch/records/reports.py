"""A report is data first: sentences that cite, and marks for what a rule derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from trucewatch.records.ids import content_id
from trucewatch.records.spans import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value in a sentence that no quote holds, with the rule that gives it."""

    start: int
    end: int
    value: str
    rule: str
    """count | sum | resolved_date | assessment | …"""
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    text: str
    citations: tuple[Evidence, ...]
    derived: tuple[Derived, ...] = ()
    about: str | None = None
    """Id of the incident or ledger entry the sentence speaks of."""

    @property
    def id(self) -> str:
        return content_id("sentence", self.text, [[c.document_id, c.start, c.end] for c in self.citations])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    records: tuple[str, ...] = ()
    """One record id a row, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A situation report; a draft until `approved` is set by a person."""

    title: str
    period: Period
    prepared: str
    approved: Approval | None = None
    sections: tuple[Section, ...] = ()
