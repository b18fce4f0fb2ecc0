"""The stages in their order, without a store: documents are read one by one, then everything is put
together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.records import (
    AreaAccess,
    Assessment,
    Decision,
    Document,
    ItemRejected,
    Ledgers,
    Mention,
    PlaceName,
    Statement,
    TimeExpression,
    TrucewatchError,
)
from trucewatch.streams.dossiers import Corpus, Linked, dossiers_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

CHUNK = 16
"""Documents handed to a process at a time."""
WORTH_A_POOL = 3 * CHUNK
"""With fewer documents, loading the models once more takes longer than a second process saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a process needs to read documents; it travels to processes of its own as these few words."""

    situation: str | Path = "general"
    user_folder: Path | None = None
    pipeline: str | None = None
    """A spaCy pipeline by name; None is the one that comes with the package."""

    def load_situation(self) -> Situation:
        from trucewatch.situation import load_situation

        return load_situation(self.situation, self.user_folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """Everything that was read in one document."""

    document: Document
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[PlaceName, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    failure: str | None = None
    """Why nothing could be read, where a stage failed on this text."""

    def rejection(self) -> ItemRejected:
        """The failure as a reason to report; only where there is one."""
        return ItemRejected("failed", f"could not be analysed: {self.failure}", self.document.id)


def read_each(documents: Iterable[Document], setup: Setup, processes: int = 1) -> Iterator[DocumentReading]:
    """One reading a document, in order; what a document gives does not depend on its neighbours."""
    coming = iter(documents)
    if processes > 1:
        first = list(islice(coming, WORTH_A_POOL))
        if len(first) == WORTH_A_POOL:
            yield from _read_in_pool(_chain(first, coming), setup, processes)
            return
        coming = iter(first)
    for chunk in _chunks(coming):
        yield from _read_chunk(chunk, setup)


def _chain(first: Sequence[Document], rest: Iterator[Document]) -> Iterator[Document]:
    yield from first
    yield from rest


def _chunks(documents: Iterator[Document]) -> Iterator[tuple[Document, ...]]:
    while chunk := tuple(islice(documents, CHUNK)):
        yield chunk


def _read_in_pool(documents: Iterator[Document], setup: Setup, processes: int) -> Iterator[DocumentReading]:
    """As many processes read ahead, and no further than they need, so that memory stays flat."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    chunks = _chunks(documents)
    # Spawned, not forked: a forked child would inherit the threads' locks of the inference libraries.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[tuple[DocumentReading, ...]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_read_chunk, chunk, setup))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _read_chunk(documents: Sequence[Document], setup: Setup) -> tuple[DocumentReading, ...]:
    """One parse for all; a text on which a stage fails costs nobody but itself, and its cause is kept."""
    from trucewatch.extraction.analysis import analyse
    from trucewatch.extraction.models import DEFAULT_PIPELINE, load_models

    situation = setup.load_situation()
    models = load_models(setup.pipeline or DEFAULT_PIPELINE)
    try:
        return tuple(_read(analysis, situation) for analysis in analyse(documents, models))
    except (TrucewatchError, OSError, ImportError):
        raise  # not this text's doing
    except Exception as error:  # noqa: BLE001 - hostile text must cost no other document its reading
        if len(documents) > 1:
            return tuple(reading for one in documents for reading in _read_chunk((one,), setup))
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return (DocumentReading(document=documents[0], failure=cause),)


def _read(analysis: Analysis, situation: Situation) -> DocumentReading:
    from trucewatch.extraction.events.mentions import find_mentions
    from trucewatch.extraction.places.finding import find_places
    from trucewatch.extraction.statements.finding import find_statements
    from trucewatch.extraction.times.finding import find_times

    times = find_times(analysis)
    places = find_places(analysis, situation)
    statements = find_statements(analysis, situation)
    mentions = find_mentions(analysis, statements, situation, times=times, places=places)
    return DocumentReading(
        document=analysis.document, statements=statements, mentions=mentions, places=places, times=times
    )


def connect(corpus: Corpus, situation: Situation, decisions: Sequence[Decision] = ()) -> Linked:
    """Which documents reprint which, and which mentions tell of one incident."""
    from trucewatch.linking import link_incidents, trace_lineage

    lineage = trace_lineage(corpus.documents, situation)
    incidents = link_incidents(
        corpus.mentions, corpus.statements, lineage, decisions, situation, corpus.documents
    )
    return Linked(lineage=lineage, incidents=incidents)


def assess(
    corpus: Corpus,
    linked: Linked,
    situation: Situation,
    decisions: Sequence[Decision] = (),
    as_of: date | None = None,
    ledgers: Ledgers | None = None,
) -> tuple[Assessment, ...]:
    """One assessment an incident, in the same order; `as_of` is the only clock.

    With the ledgers, each says where no independent observer could look.
    """
    from trucewatch.verification import assess_incident

    access = open_and_closed(corpus, linked, situation, ledgers or Ledgers())
    dossiers = dossiers_of(linked, corpus, decisions, situation, access)
    return tuple(assess_incident(dossier, situation, as_of) for dossier in dossiers)


def open_and_closed(
    corpus: Corpus, linked: Linked, situation: Situation, ledgers: Ledgers
) -> tuple[AreaAccess, ...]:
    """What is told of access to each area, by the ledger and by the pack."""
    from trucewatch.verification import access_by_area

    return access_by_area(ledgers, situation, linked.incidents, corpus.documents)


def keep(corpus: Corpus, linked: Linked, situation: Situation, as_of: date | None = None) -> Ledgers:
    """The ledgers of the whole corpus; `as_of` is the only clock."""
    from trucewatch.ledgers import keep_ledgers

    return keep_ledgers(corpus.statements, linked.incidents, situation, corpus.documents, as_of)


def latest_publication(documents: Iterable[Document]) -> date | None:
    """The day of the newest document: the clock of a run that is given none."""
    return max((document.published.day for document in documents if document.published), default=None)
