"""For each incident, everything that its assessment rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.linking.decisions import decided_on
from trucewatch.records import (
    AreaAccess,
    Decision,
    Derivation,
    Document,
    Dossier,
    Incident,
    Lineage,
    Mention,
    Source,
    Statement,
    WireCredit,
)

if TYPE_CHECKING:
    from trucewatch.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All documents with everything that was read in them, each in its own order."""

    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What linking makes of a corpus."""

    lineage: Lineage
    incidents: tuple[Incident, ...]
    """Most important first."""


def dossiers_of(
    linked: Linked,
    corpus: Corpus,
    decisions: Sequence[Decision],
    situation: Situation,
    access: tuple[AreaAccess, ...] = (),
) -> tuple[Dossier, ...]:
    """One dossier an incident, in the same order."""
    maker = _DossierMaker(corpus, linked.lineage, decisions, access)
    return tuple(maker.dossier(incident, situation) for incident in linked.incidents)


class _DossierMaker:
    """Looks records up by id, so that a dossier costs no more than what goes into it."""

    def __init__(
        self,
        corpus: Corpus,
        lineage: Lineage,
        decisions: Sequence[Decision],
        access: tuple[AreaAccess, ...],
    ) -> None:
        self._access = access
        self._documents = {document.id: document for document in corpus.documents}
        self._statements = {statement.id: statement for statement in corpus.statements}
        self._mentions = {mention.id: mention for mention in corpus.mentions}
        self._derivations: dict[str, list[Derivation]] = defaultdict(list)
        for derivation in lineage.derivations:
            self._derivations[derivation.a].append(derivation)
        self._credits: dict[str, list[WireCredit]] = defaultdict(list)
        for credit in lineage.credits:
            self._credits[credit.document_id].append(credit)
        self._decisions: dict[str, list[Decision]] = defaultdict(list)
        meant = decided_on(decisions, corpus.mentions, self._documents) if decisions else {}
        for decision in decisions:
            for mention_id in meant[decision.id]:
                self._decisions[mention_id].append(decision)

    def dossier(self, incident: Incident, situation: Situation) -> Dossier:
        """The incident with its mentions, statements, documents, sources, lineage and decisions."""
        mentions = tuple(self._mentions[mention_id] for mention_id in incident.mention_ids)
        told = [m.statement_id for m in mentions if m.statement_id is not None]
        attached = [one for account in incident.accounts for one in account.statement_ids]
        statements = tuple(self._statements[one] for one in dict.fromkeys([*told, *attached]))
        ids = dict.fromkeys([*(m.document_id for m in mentions), *(s.document_id for s in statements)])
        documents = tuple(self._documents[document_id] for document_id in ids)
        return Dossier(
            incident=incident,
            mentions=mentions,
            statements=statements,
            documents=documents,
            sources=_sources(documents, situation),
            lineage=self._lineage_among(ids),
            decisions=self._decisions_on(mentions),
            access=self._access,
        )

    def _lineage_among(self, ids: Iterable[str]) -> Lineage:
        among = dict.fromkeys(ids)
        return Lineage(
            derivations=tuple(d for one in among for d in self._derivations[one] if d.b in among),
            credits=tuple(credit for one in among for credit in self._credits[one]),
        )

    def _decisions_on(self, mentions: Sequence[Mention]) -> tuple[Decision, ...]:
        found = {d.id: d for mention in mentions for d in self._decisions.get(mention.id, ())}
        return tuple(sorted(found.values(), key=lambda decision: (decision.at, decision.id)))


def _sources(documents: Sequence[Document], situation: Situation) -> tuple[Source, ...]:
    found = (situation.source_of(document.publisher, document.url) for document in documents)
    return tuple({source.id: source for source in found if source is not None}.values())
