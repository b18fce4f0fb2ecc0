"""The contract that every store keeps; `tests/contracts/test_store.py` runs it against each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from trucewatch.records import (
    Assessment,
    Decision,
    Document,
    Incident,
    Ledgers,
    Lineage,
    Mention,
    Quarantined,
    Report,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """How many documents an `accept` call added, and how many were there before."""

    added: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one version of the extractor read in one document."""

    document_id: str
    extractor: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Everything that is computed over all documents and can be rebuilt at any time."""

    lineage: Lineage = field(default_factory=Lineage)
    incidents: tuple[Incident, ...] = ()
    """Most important first."""
    assessments: tuple[Assessment, ...] = ()
    ledgers: Ledgers = field(default_factory=Ledgers)
    redirects: tuple[tuple[str, str], ...] = ()
    """Former incident id and the incident that it is now part of."""


class Store(Protocol):
    """One workspace's records. What a method returned from has been written to disk."""

    def accept(self, documents: Sequence[tuple[Document, bytes]]) -> Accepted:
        """Keep documents with the bytes they were read from, all or none; those already there are left
        alone."""

    def documents(self) -> Iterator[Document]:
        """All documents in the order of their acceptance."""

    def document(self, document_id: str) -> Document:
        """Raises `NotFound`."""

    def find_documents(self, words: str, limit: int = 50) -> tuple[Document, ...]:
        """Documents that hold all of `words` in title or text, best first."""

    def raw(self, sha256: str) -> bytes:
        """The bytes kept under this hash, as they lie there; the caller compares. Raises `NotFound`."""

    def is_collected(self, sha256: str) -> bool:
        """True when a file with these bytes was read to its end before."""

    def mark_collected(self, files: Iterable[tuple[str, str]], at: datetime) -> None:
        """Note that these files (hash of the bytes, origin) were read to their end."""

    def set_aside(self, items: Iterable[Quarantined]) -> int:
        """Keep what could not be read; returns how many were not there before."""

    def quarantine(self) -> tuple[Quarantined, ...]: ...

    def release(self, origin: str) -> None:
        """Forget why `origin` could not be read: it has been read since."""

    def unread(self, extractor: str) -> tuple[str, ...]:
        """Ids of the documents that this extractor has not read yet, in the order of their acceptance."""

    def keep_extractions(self, extractions: Sequence[Extraction]) -> None:
        """Put these in the place of what was read in the same documents before."""

    def statements(self) -> Iterator[Statement]: ...

    def mentions(self) -> Iterator[Mention]: ...

    def replace_derived(self, derived: Derived) -> None:
        """Put `derived` in the place of all that was derived before; redirects are added to those kept."""

    def derived(self) -> Derived: ...

    def current_incident(self, incident_id: str) -> str:
        """The id that a former incident id leads to; the id itself when nothing replaced it."""

    def decide(self, decision: Decision) -> None:
        """Append a decision; nothing ever changes or removes one. Raises `Conflict` when its id is taken."""

    def decisions(self) -> tuple[Decision, ...]: ...

    def keep_report(self, kind: str, report: Report, at: datetime) -> str:
        """Keep a report under the id that is returned, the hash of its content."""

    def latest_report(self, kind: str) -> Report | None: ...

    def remember(self, name: str, value: str) -> None:
        """Keep a choice of the workspace (its situation) under a name, in the place of the one before."""

    def remembered(self, name: str) -> str | None: ...

    def find_ids(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """Kinds and ids of all documents, statements, mentions, incidents and ledger entries that begin
        with `prefix`."""

    def tidy(self) -> int:
        """Remove half-written files that killed writers left; never what somebody is writing. Returns how many."""

    def close(self) -> None: ...
