"""The store on an SQL database, with the raw bytes as files beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from trucewatch.records import (
    Assessment,
    Conflict,
    Decision,
    Derivation,
    Document,
    Incident,
    LedgerEntry,
    Ledgers,
    Lineage,
    Mention,
    NotFound,
    Quarantined,
    Report,
    Statement,
    WireCredit,
    content_id,
)
from trucewatch.store import schema, searching
from trucewatch.store.blobs import Blobs
from trucewatch.store.files import stopping
from trucewatch.store.opening import open_engine
from trucewatch.store.protocol import Accepted, Derived, Extraction
from trucewatch.store.serialising import from_json, to_json

Record = TypeVar("Record")
_Row = dict[str, Any]
_AT_ONCE = 400
"""Ids in one query, below every database's limit on parameters."""


class SqlStore:
    """A `Store` on one database URL and one folder of raw bytes."""

    def __init__(self, url: str, raw_folder: Path) -> None:
        self._engine = open_engine(url)
        self._writer = self._engine.execution_options(writes=True)
        self._blobs = Blobs(raw_folder)
        self._place = self._engine.url.database

    @classmethod
    def in_folder(cls, folder: Path) -> SqlStore:
        """The embedded store of a workspace folder, made if it is not there."""
        with stopping(f"cannot write in {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'trucewatch.db'}", folder / "raw")

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self, doing: str) -> Iterator[sa.Connection]:
        """One transaction; what fails in it stops the run with what was done where."""
        with stopping(f"{doing} in {self._place}"), self._writer.begin() as connection:
            yield connection

    # documents

    def accept(self, documents: Sequence[tuple[Document, bytes]]) -> Accepted:
        ids = [document.id for document, _ in documents]
        for document, raw in documents:
            if document.sha256 != hashlib.sha256(raw).hexdigest():
                raise Conflict(f"document {document.id} does not carry the hash of its own bytes")
        with stopping(f"cannot keep documents in {self._place}"):
            known = self._present(schema.documents.c.id, ids)
            fresh = {document.id: document for document, _ in documents if document.id not in known}
            # The bytes are on disk before a row speaks of them; a row never points into the void.
            self._blobs.keep(raw for _, raw in documents)
            added = 0
            with self._writer.begin() as connection:
                for document in fresh.values():
                    added += self._insert_document(connection, document)
        return Accepted(added=added, known=len(ids) - added)

    def _insert_document(self, connection: sa.Connection, document: Document) -> bool:
        table = schema.documents
        if connection.scalar(sa.select(table.c.number).where(table.c.id == document.id)) is not None:
            return False  # another process was faster
        row = {
            "id": document.id,
            "sha256": document.sha256,
            "published": document.published.day if document.published else None,
            "record": to_json(document),
        }
        inserted = connection.execute(table.insert().values(row)).inserted_primary_key
        assert inserted is not None
        searching.index(connection, inserted[0], document.title or "", document.text)
        return True

    def documents(self) -> Iterator[Document]:
        yield from self._records(Document, schema.documents, schema.documents.c.number)

    def document(self, document_id: str) -> Document:
        query = sa.select(schema.documents.c.record).where(schema.documents.c.id == document_id)
        with self._engine.connect() as connection:
            record = connection.scalar(query)
        if record is None:
            raise NotFound(f"no document {document_id}")
        return from_json(Document, record)

    def find_documents(self, words: str, limit: int = 50) -> tuple[Document, ...]:
        with self._engine.connect() as connection:
            found = searching.records_with(connection, words, limit)
        return tuple(from_json(Document, record) for record in found)

    def raw(self, sha256: str) -> bytes:
        return self._blobs.read(sha256)

    def tidy(self) -> int:
        with stopping(f"cannot remove what a killed run left in {self._place}"):
            return self._blobs.tidy()

    def is_collected(self, sha256: str) -> bool:
        if not self._present(schema.collected.c.sha256, [sha256]):
            return False
        # Of a file with a document a line no bytes are kept; one whose own are gone is to be read once more.
        return self._blobs.keeps(sha256) or not self._present(schema.documents.c.sha256, [sha256])

    def mark_collected(self, files: Iterable[tuple[str, str]], at: datetime) -> None:
        origins = dict(files)
        with self._writing("cannot note what was collected") as connection:
            known = self._present(schema.collected.c.sha256, list(origins), connection)
            rows = [
                {"sha256": sha256, "origin": origin, "at": at.isoformat()}
                for sha256, origin in origins.items()
                if sha256 not in known
            ]
            if rows:
                connection.execute(schema.collected.insert(), rows)

    # quarantine

    def set_aside(self, items: Iterable[Quarantined]) -> int:
        rows = {item.id: item for item in items}
        with self._writing("cannot note what was set aside") as connection:
            known = self._present(schema.quarantine.c.id, list(rows), connection)
            fresh = [item for item in rows.values() if item.id not in known]
            if fresh:
                table = schema.quarantine
                connection.execute(
                    table.insert(),
                    [{"id": item.id, "origin": item.origin, "record": to_json(item)} for item in fresh],
                )
        return len(fresh)

    def quarantine(self) -> tuple[Quarantined, ...]:
        return tuple(self._records(Quarantined, schema.quarantine, schema.quarantine.c.number))

    def release(self, origin: str) -> None:
        with self._writing("cannot change the quarantine") as connection:
            connection.execute(schema.quarantine.delete().where(schema.quarantine.c.origin == origin))

    # what was read in the documents

    def unread(self, extractor: str) -> tuple[str, ...]:
        documents, extractions = schema.documents, schema.extractions
        read = sa.and_(extractions.c.document_id == documents.c.id, extractions.c.extractor == extractor)
        query = (
            sa.select(documents.c.id)
            .outerjoin(extractions, read)
            .where(extractions.c.document_id.is_(None))
            .order_by(documents.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def keep_extractions(self, extractions: Sequence[Extraction]) -> None:
        with self._writing("cannot keep what was read") as connection:
            for extraction in extractions:
                self._keep_extraction(connection, extraction)

    def _keep_extraction(self, connection: sa.Connection, extraction: Extraction) -> None:
        for table in (schema.statements, schema.mentions, schema.extractions):
            connection.execute(table.delete().where(table.c.document_id == extraction.document_id))
        row = {"document_id": extraction.document_id, "extractor": extraction.extractor}
        connection.execute(schema.extractions.insert().values(row))
        _insert(connection, schema.statements, map(_statement_row, extraction.statements))
        _insert(connection, schema.mentions, map(_mention_row, extraction.mentions))

    def statements(self) -> Iterator[Statement]:
        yield from self._of_documents(Statement, schema.statements)

    def mentions(self) -> Iterator[Mention]:
        yield from self._of_documents(Mention, schema.mentions)

    # what is derived over all documents

    def replace_derived(self, derived: Derived) -> None:
        with self._writing("cannot keep the incidents") as connection:
            for table in schema.DERIVED:
                connection.execute(table.delete())
            _insert(connection, schema.incidents, map(_incident_row, derived.incidents))
            _insert(connection, schema.assessments, map(_assessment_row, derived.assessments))
            _insert(connection, schema.ledger_entries, map(_ledger_row, derived.ledgers.entries))
            _insert(connection, schema.derivations, map(_derivation_row, derived.lineage.derivations))
            _insert(connection, schema.wire_credits, map(_credit_row, derived.lineage.credits))
            self._redirect(connection, derived)

    def _redirect(self, connection: sa.Connection, derived: Derived) -> None:
        """Former ids lead on; an id that is in use again leads nowhere but to itself."""
        table = schema.redirects
        former = dict(derived.redirects)
        for gone in [*former, *(incident.id for incident in derived.incidents)]:
            connection.execute(table.delete().where(table.c.former_id == gone))
        for gone, present in former.items():
            connection.execute(table.update().where(table.c.id == gone).values(id=present))
            connection.execute(table.insert().values(former_id=gone, id=present))

    def derived(self) -> Derived:
        with self._engine.connect() as connection:
            redirects = connection.execute(
                sa.select(schema.redirects.c.former_id, schema.redirects.c.id).order_by("former_id")
            ).all()
        return Derived(
            lineage=Lineage(
                derivations=tuple(self._in_order(Derivation, schema.derivations)),
                credits=tuple(self._in_order(WireCredit, schema.wire_credits)),
            ),
            incidents=tuple(self._in_order(Incident, schema.incidents)),
            assessments=tuple(self._in_order(Assessment, schema.assessments)),
            ledgers=Ledgers(entries=tuple(self._in_order(LedgerEntry, schema.ledger_entries))),
            redirects=tuple((former, present) for former, present in redirects),
        )

    def current_incident(self, incident_id: str) -> str:
        query = sa.select(schema.redirects.c.id).where(schema.redirects.c.former_id == incident_id)
        with self._engine.connect() as connection:
            present: str | None = connection.scalar(query)
        return present or incident_id

    # what people decided and what was reported

    def decide(self, decision: Decision) -> None:
        row = {"id": decision.id, "record": to_json(decision)}
        with self._writing("cannot keep the decision") as connection:
            if self._present(schema.decisions.c.id, [decision.id], connection):
                raise Conflict(f"a decision {decision.id} is there already")
            connection.execute(schema.decisions.insert().values(row))

    def decisions(self) -> tuple[Decision, ...]:
        return tuple(self._records(Decision, schema.decisions, schema.decisions.c.number))

    def keep_report(self, kind: str, report: Report, at: datetime) -> str:
        record = to_json(report)
        row = {"id": content_id("report", kind, record), "kind": kind, "at": at.isoformat(), "record": record}
        table = schema.reports
        with self._writing("cannot keep the report") as connection:
            # Written again, it is the latest again.
            connection.execute(table.delete().where(table.c.id == row["id"]))
            connection.execute(table.insert().values(row))
        return row["id"]

    def latest_report(self, kind: str) -> Report | None:
        table = schema.reports
        query = sa.select(table.c.record).where(table.c.kind == kind).order_by(table.c.number.desc()).limit(1)
        with self._engine.connect() as connection:
            record = connection.scalar(query)
        return None if record is None else from_json(Report, record)

    def remember(self, name: str, value: str) -> None:
        table = schema.remembered
        with self._writing("cannot keep the workspace's choices") as connection:
            connection.execute(table.delete().where(table.c.name == name))
            connection.execute(table.insert().values(name=name, value=value))

    def remembered(self, name: str) -> str | None:
        query = sa.select(schema.remembered.c.value).where(schema.remembered.c.name == name)
        with self._engine.connect() as connection:
            value: str | None = connection.scalar(query)
        return value

    def find_ids(self, prefix: str) -> tuple[tuple[str, str], ...]:
        kinds = (
            ("incident", schema.incidents.c.id),
            ("incident", schema.redirects.c.former_id),
            ("statement", schema.statements.c.id),
            ("mention", schema.mentions.c.id),
            ("ledger_entry", schema.ledger_entries.c.id),
            ("document", schema.documents.c.id),
            ("decision", schema.decisions.c.id),
        )
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for kind, column in kinds:
                query = (
                    sa.select(column)
                    .where(column.startswith(prefix, autoescape=True))
                    .order_by(column)
                    .limit(20)
                )
                for record_id in connection.execute(query).scalars():
                    found.setdefault(record_id, kind)
        return tuple((kind, record_id) for record_id, kind in found.items())

    # reading

    def _present(
        self, column: sa.Column[Any], values: Sequence[str], connection: sa.Connection | None = None
    ) -> set[str]:
        """Those of `values` that stand in `column`."""
        if connection is None:
            with self._engine.connect() as opened:
                return self._present(column, values, opened)
        present: set[str] = set()
        for start in range(0, len(values), _AT_ONCE):
            query = sa.select(column).where(column.in_(values[start : start + _AT_ONCE]))
            present.update(connection.execute(query).scalars())
        return present

    def _records(self, kind: type[Record], table: sa.Table, *order: sa.Column[Any]) -> Iterator[Record]:
        with self._engine.connect() as connection:
            rows = connection.execution_options(stream_results=True, yield_per=200).execute(
                sa.select(table.c.record).order_by(*order)
            )
            for record in rows.scalars():
                yield from_json(kind, record)

    def _in_order(self, kind: type[Record], table: sa.Table) -> Iterator[Record]:
        return self._records(kind, table, table.c.position)

    def _of_documents(self, kind: type[Record], table: sa.Table) -> Iterator[Record]:
        """By acceptance of the document, then by place in it."""
        query = (
            sa.select(table.c.record)
            .join(schema.documents, schema.documents.c.id == table.c.document_id)
            .order_by(schema.documents.c.number, table.c.position)
        )
        with self._engine.connect() as connection:
            rows = connection.execution_options(stream_results=True, yield_per=500).execute(query)
            for record in rows.scalars():
                yield from_json(kind, record)


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[_Row]) -> None:
    numbered = [{**row, "position": position} for position, row in enumerate(rows)]
    if numbered:
        connection.execute(table.insert(), numbered)


def _statement_row(statement: Statement) -> _Row:
    return {
        "id": statement.id,
        "document_id": statement.document_id,
        "stance": statement.stance.value,
        "side": statement.speaker.side if statement.speaker else None,
        "record": to_json(statement),
    }


def _mention_row(mention: Mention) -> _Row:
    return {
        "id": mention.id,
        "document_id": mention.document_id,
        "event_type": mention.event_type.value,
        "record": to_json(mention),
    }


def _incident_row(incident: Incident) -> _Row:
    return {
        "id": incident.id,
        "event_type": incident.event_type.value,
        "earliest": incident.when.earliest if incident.when else None,
        "latest": incident.when.latest if incident.when else None,
        "lat": incident.where.lat if incident.where else None,
        "lon": incident.where.lon if incident.where else None,
        "record": to_json(incident),
    }


def _assessment_row(assessment: Assessment) -> _Row:
    return {
        "incident_id": assessment.incident_id,
        "occurrence": assessment.occurrence.value,
        "attribution": assessment.attribution.value,
        "breach": assessment.breach.value,
        "record": to_json(assessment),
    }


def _ledger_row(entry: LedgerEntry) -> _Row:
    return {"id": entry.id, "ledger": entry.ledger.value, "state": entry.state, "record": to_json(entry)}


def _derivation_row(derivation: Derivation) -> _Row:
    return {"a": derivation.a, "b": derivation.b, "record": to_json(derivation)}


def _credit_row(credit: WireCredit) -> _Row:
    return {"document_id": credit.document_id, "record": to_json(credit)}
