"""One document's account of one event."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records.spans import Evidence, Span, TextSpan
from trucewatch.records.vocabulary import (
    CasualtyCategory,
    CasualtyGroup,
    CasualtyScope,
    EventType,
    Flag,
    Role,
    SubEventType,
)
from trucewatch.records.when import TimeRange
from trucewatch.records.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRange:
    """Between `low` and `high`; None is unknown, so "at least 12" is 12..None."""

    low: int | None
    high: int | None
    word: str | None = None
    """The vague word, kept ("dozens")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionActor:
    """Somebody with a part in an event, as this account has it."""

    role: Role
    text: str
    actor: str | None = None
    side: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyFigure:
    """One figure of one claimant. A stated "no casualties" is 0..0."""

    category: CasualtyCategory
    group: CasualtyGroup
    low: int | None
    high: int | None
    word: str | None = None
    side: str | None = None
    """Whose people."""
    claimant: str | None = None
    """Side id of who gives the figure; `MEDIA` for the outlet's own voice."""
    scope: CasualtyScope = CasualtyScope.INCIDENT
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One account of one event, kept apart from whether it happened."""

    id: str
    """Hash of document id, trigger span, event type and statement id."""
    document_id: str
    statement_id: str | None
    """The statement that reports it; an `outlet` statement, or None, for the outlet's own voice."""
    event_type: EventType
    sub_event_type: SubEventType | None = None
    trigger: Span
    when: TimeRange | None = None
    when_span: Span | None = None
    where: Place | None = None
    where_span: Span | None = None
    count: CountRange | None = None
    instrument: TextSpan | None = None
    actors: tuple[MentionActor, ...] = ()
    casualties: tuple[CasualtyFigure, ...] = ()
    flags: tuple[Flag, ...] = ()
    evidence: Evidence
    """The sentence (or the part of it) that carries the account."""
    more_evidence: tuple[Evidence, ...] = ()
    """Further passages of the same document about the same event."""
    event: str | None = None
    """The same for all mentions of one event in one document; None where nobody has said which belong together."""
