"""Incidents derived from mentions, and documents derived from documents."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records.spans import Span
from trucewatch.records.vocabulary import (
    CasualtyCategory,
    CasualtyGroup,
    EventType,
    Relation,
    Stance,
    SubEventType,
)
from trucewatch.records.when import TimeRange
from trucewatch.records.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The same words in two documents."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Document `b` shares its words with `a`; `upstream` says which of them came first, if that is known."""

    a: str
    b: str
    relation: Relation
    share: float
    """Part of the shorter text that is aligned with the other, 0..1."""
    passages: tuple[Passage, ...]
    upstream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCredit:
    """A document names the agency it takes its news from."""

    document_id: str
    agency: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Which documents reprint which; pairs not listed are independent."""

    derivations: tuple[Derivation, ...] = ()
    credits: tuple[WireCredit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDocument:
    """A document's part in an incident; `main` for at most one incident a document."""

    document_id: str
    main: bool
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one side does about an incident with one stance."""

    side: str
    """A side id, `MEDIA` or `WIT`."""
    stance: Stance
    statement_ids: tuple[str, ...]
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledFigure:
    """One category, group and side over all claimants; group `all`, side None is the incident's total."""

    category: CasualtyCategory
    group: CasualtyGroup
    side: str | None
    low: int | None
    high: int | None
    claimants: tuple[str, ...]
    disputed: bool
    """True when the claimants' ranges exclude each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two mentions are one incident."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Mentions that tell of one event, with both sides' accounts of it."""

    id: str
    """Hash of its earliest mention's key."""
    mention_ids: tuple[str, ...]
    documents: tuple[IncidentDocument, ...]
    event_type: EventType
    sub_event_type: SubEventType | None = None
    when: TimeRange | None = None
    where: Place | None = None
    accounts: tuple[Account, ...] = ()
    casualties: tuple[ReconciledFigure, ...] = ()
    links: tuple[Link, ...] = ()
    contains: tuple[str, ...] = ()
    """Incidents inside this one's period, when it is an umbrella ("since the beginning of the week")."""
    former_ids: tuple[str, ...] = ()
