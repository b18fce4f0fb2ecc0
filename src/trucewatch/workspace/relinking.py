"""Linking that goes on from what was linked before: only what came, went or was decided is linked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from trucewatch.linking import IncidentLinker
from trucewatch.linking.lineage import LineageTracer
from trucewatch.records import Decision, Document, Lineage, Mention, Relation, Statement
from trucewatch.streams.dossiers import Corpus, Linked

if TYPE_CHECKING:
    from trucewatch.situation import Situation


Record = TypeVar("Record", Statement, Mention)


@dataclass(frozen=True, slots=True)
class _Read:
    """One document with everything that was read in it."""

    document: Document
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    copies: frozenset[str]
    """Ids of the documents that it copies or that copy it."""


class Relinking:
    """Links a corpus again and again in one process; each time the result is that of linking it from scratch."""

    def __init__(self, situation: Situation) -> None:
        self._tracer = LineageTracer(situation)
        self._linker = IncidentLinker(situation)
        self._linked: dict[str, _Read] = {}

    def link(self, corpus: Corpus, decisions: Sequence[Decision]) -> Linked:
        """The lineage and the incidents of exactly this corpus."""
        lineage = self._tracer.trace(corpus.documents)
        now = _by_document(corpus, lineage)
        changed = [identity for identity, read in now.items() if self._linked.get(identity) != read]
        gone = [identity for identity in self._linked if identity not in now]
        self._linker.withdraw([*gone, *changed])
        self._linker.decide(decisions)
        fresh = [now[identity] for identity in changed]
        self._linker.add(
            [mention for read in fresh for mention in read.mentions],
            [statement for read in fresh for statement in read.statements],
            [read.document for read in fresh],
            lineage,
        )
        self._linked = now
        return Linked(lineage=lineage, incidents=self._linker.incidents())


def _by_document(corpus: Corpus, lineage: Lineage) -> dict[str, _Read]:
    statements = _grouped(corpus.statements)
    mentions = _grouped(corpus.mentions)
    copies: dict[str, set[str]] = defaultdict(set)
    for derivation in lineage.derivations:
        if derivation.relation is Relation.COPY:
            copies[derivation.a].add(derivation.b)
            copies[derivation.b].add(derivation.a)
    return {
        document.id: _Read(
            document,
            tuple(statements.get(document.id, ())),
            tuple(mentions.get(document.id, ())),
            frozenset(copies[document.id]),
        )
        for document in corpus.documents
    }


def _grouped(records: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[record.document_id].append(record)
    return found
