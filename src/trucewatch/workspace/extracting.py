"""Reading the documents of a store that an extractor has not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trucewatch.records import Quarantined, content_id
from trucewatch.store import Extraction, Store
from trucewatch.streams import Setup
from trucewatch.streams.stages import DocumentReading, read_each
from trucewatch.workspace.summary import Progress
from trucewatch.workspace.versions import extractor_version

KEPT_TOGETHER = 32
"""Readings written in one transaction; a killed run reads at most these again."""


def read_waiting(store: Store, setup: Setup, processes: int, now: datetime, progress: Progress) -> int:
    """Reads and keeps what waits; returns how many documents that were."""
    version = extractor_version(setup)
    waiting = store.unread(version)
    if not waiting:
        return 0
    progress("reading", 0, len(waiting))
    documents = (store.document(document_id) for document_id in waiting)
    done: list[DocumentReading] = []
    for number, reading in enumerate(read_each(documents, setup, processes), start=1):
        done.append(reading)
        if len(done) == KEPT_TOGETHER or number == len(waiting):
            _keep(store, done, version, now)
            done.clear()
        progress("reading", number, len(waiting))
    return len(waiting)


def _keep(store: Store, readings: Sequence[DocumentReading], version: str, now: datetime) -> None:
    failed = [reading for reading in readings if reading.failure is not None]
    store.set_aside(
        Quarantined(
            id=content_id("quarantined", r.document.id, "failed", r.failure),
            origin=r.document.url or r.document.title or r.document.id,
            code="failed",
            says=r.rejection().says,
            sha256=r.document.sha256,
            at=now,
        )
        for r in failed
    )
    store.keep_extractions(
        [
            Extraction(
                document_id=reading.document.id,
                extractor=version,
                statements=reading.statements,
                mentions=reading.mentions,
            )
            for reading in readings
        ]
    )
