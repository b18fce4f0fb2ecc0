"""Three questions kept apart: did it happen, who did it, did it breach the agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from trucewatch.records.access import AreaAccess
from trucewatch.records.documents import Document, Source
from trucewatch.records.incidents import Incident, Lineage
from trucewatch.records.mentions import Mention
from trucewatch.records.statements import Statement
from trucewatch.records.vocabulary import Attribution, Breach, DecisionKind, Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKey:
    """What a human decision is about, in terms that survive a better extractor."""

    sha256: str
    """Of the document's raw bytes, or of its text where there are none."""
    quote: str
    start: int
    end: int
    at: int | None = None
    """Where the word stands that tells of the event; it decides where one passage tells of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A named person's judgement; append-only."""

    id: str
    kind: DecisionKind
    about: tuple[EvidenceKey, ...]
    value: str | None = None
    """For sign-offs and rulings: the value set, e.g. `verified`, `ruled_breach`, `implementation_2`."""
    subject: str | None = None
    """What the value is about beside the passages: the side that is attributed, the provision that is scored or was
    breached, the draft that is approved."""
    as_of: date | None = None
    """For a provision's score: the day that it describes."""
    by: str
    at: datetime
    why: str
    undoes: str | None = None
    """Id of an earlier decision that this one takes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One incident with everything its assessment rests on."""

    incident: Incident
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    """Those that report the mentions and those attached by an account (a bare denial)."""
    documents: tuple[Document, ...]
    sources: tuple[Source, ...] = ()
    """One for each document whose publisher the situation knows, by `Document.publisher`."""
    lineage: Lineage = field(default_factory=Lineage)
    decisions: tuple[Decision, ...] = ()
    access: tuple[AreaAccess, ...] = ()
    """What is told of access to every area; the assessment takes what concerns the incident's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accusation:
    side: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that fired, in words, with the records it rests on."""

    rule: str
    says: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The proposal for one incident, with reasons a reader can check."""

    incident_id: str
    occurrence: Occurrence
    attribution: Attribution
    breach: Breach
    provision: str | None = None
    independent_origins: int
    origins: tuple[str, ...] = ()
    """Camps (or sources without a side) that say it happened, each once."""
    accused_by: tuple[Accusation, ...] = ()
    denied_by: tuple[str, ...] = ()
    acknowledged_by: tuple[str, ...] = ()
    credibility: int | None = None
    """Admiralty information credibility, 1 (confirmed) to 6 (cannot be judged)."""
    reasons: tuple[Reason, ...] = ()
