"""Sources and documents: who publishes, and the text exactly as it was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from trucewatch.records.spans import Evidence, Span
from trucewatch.records.vocabulary import Reliability, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who publishes documents."""

    id: str
    name: str
    kind: SourceKind
    side: str | None = None
    """Id of the party it speaks for, if any."""
    owner: str | None = None
    reliability: Reliability = Reliability.CANNOT_BE_JUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document was published, as precisely as it is known, and how it is known."""

    day: date
    instant: datetime | None = None
    """With the zone where it is stated; None when only the day is known."""
    basis: str = "metadata"
    """metadata | dateline | url | byline | stated by the caller."""
    span: Span | None = None
    """Where the text says so, if it does."""

    def iso(self) -> str:
        return self.instant.isoformat() if self.instant else self.day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it was given; `furniture` marks page clutter and nothing is ever cut."""

    id: str
    """Content hash, or the caller's own id in a stream."""
    text: str
    title: str | None = None
    published: Published | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    """ISO 639-1."""
    sha256: str | None = None
    """Of the raw bytes; None for a stream line."""
    retrieved: datetime | None = None
    method: str | None = None
    """How the text was captured: `text`, `trafilatura`, `pypdf`, …"""
    furniture: tuple[Span, ...] = ()
    """Sorted, disjoint spans of icon lists, teasers, share buttons: present in `text`, not read as news."""
    notes: tuple[str, ...] = ()

    def evidence(self, span: Span) -> Evidence:
        """The quotation under `span`."""
        return Evidence(document_id=self.id, start=span.start, end=span.end, quote=span.of(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """Something that could not be read, with the reason; it can be tried again."""

    id: str
    origin: str
    """Path or URL as the user gave it."""
    code: str
    says: str
    sha256: str | None = None
    at: datetime | None = None
