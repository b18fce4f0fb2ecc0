"""Every stage as a filter over JSON lines, usable without a store: documents in, records out.

Output order is input order, and the same input gives the same bytes. A line that cannot be read is handed
to `reject`
with its number and reason; the others still come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from trucewatch.intake.lines import read_lines
from trucewatch.records import Document, ItemRejected
from trucewatch.streams.dossiers import Corpus
from trucewatch.streams.shapes import extract_shape, incident_shape, ledger_shape, lineage_shape, to_line
from trucewatch.streams.stages import (
    DocumentReading,
    Setup,
    assess,
    connect,
    keep,
    latest_publication,
    read_each,
)

__all__ = ["Setup", "extract", "ledgers", "lineage", "link"]

Reject = Callable[[ItemRejected], None]


def extract(lines: Iterable[bytes], setup: Setup, reject: Reject, processes: int = 1) -> Iterator[str]:
    """One line a document: its statements, mentions, places and times."""
    for reading in _readings(lines, setup, reject, processes):
        yield to_line(extract_shape(reading))


def link(
    lines: Iterable[bytes], setup: Setup, reject: Reject, as_of: date | None = None, processes: int = 1
) -> Iterator[str]:
    """One line an incident, most important first, with accounts and assessment."""
    situation = setup.load_situation()
    corpus, clock = _corpus(lines, setup, reject, as_of, processes)
    linked = connect(corpus, situation)
    ledgers = keep(corpus, linked, situation, clock)
    assessments = assess(corpus, linked, situation, as_of=clock, ledgers=ledgers)
    for incident, assessment in zip(linked.incidents, assessments, strict=True):
        yield to_line(incident_shape(incident, assessment))


def lineage(lines: Iterable[bytes], setup: Setup, reject: Reject) -> Iterator[str]:
    """One line a pair of documents of which one reprints the other, whole or in part."""
    from trucewatch.linking import trace_lineage

    documents = tuple(_documents(lines, reject))
    position = {document.id: number for number, document in enumerate(documents)}
    derivations = trace_lineage(documents, setup.load_situation()).derivations
    shapes = [lineage_shape(derivation, position) for derivation in derivations]
    for shape in sorted(shapes, key=lambda pair: (position[pair["a"]], position[pair["b"]])):
        yield to_line(shape)


def ledgers(
    lines: Iterable[bytes], setup: Setup, reject: Reject, as_of: date | None = None, processes: int = 1
) -> Iterator[str]:
    """One line a ledger entry: promises, demands, notifications, access, investigations, pledges,
    contacts."""
    situation = setup.load_situation()
    corpus, clock = _corpus(lines, setup, reject, as_of, processes)
    for entry in keep(corpus, connect(corpus, situation), situation, clock).entries:
        yield to_line(ledger_shape(entry))


def _documents(lines: Iterable[bytes], reject: Reject) -> Iterator[Document]:
    for _, read in read_lines(lines):
        if isinstance(read, ItemRejected):
            reject(read)
        else:
            yield read


def _readings(
    lines: Iterable[bytes], setup: Setup, reject: Reject, processes: int
) -> Iterator[DocumentReading]:
    for reading in read_each(_documents(lines, reject), setup, processes):
        if reading.failure is not None:
            reject(reading.rejection())
        yield reading


def _corpus(
    lines: Iterable[bytes], setup: Setup, reject: Reject, as_of: date | None, processes: int
) -> tuple[Corpus, date | None]:
    """Everything that was read, and the clock: the day given, else the newest publication's."""
    readings = tuple(_readings(lines, setup, reject, processes))
    corpus = Corpus(
        documents=tuple(reading.document for reading in readings),
        statements=tuple(statement for reading in readings for statement in reading.statements),
        mentions=tuple(mention for reading in readings for mention in reading.mentions),
    )
    return corpus, as_of or latest_publication(corpus.documents)
