"""From any id back to the quoted characters, the document and the hash of its archived bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from trucewatch.records import (
    Conflict,
    Document,
    Evidence,
    Incident,
    NotFound,
    ReconciledFigure,
    Report,
    Sentence,
    content_id,
    short_id,
)
from trucewatch.workspace.wording import (
    count,
    decided_words,
    figure_dispute,
    incident_facts,
    incident_title,
    ledger_facts,
    mention_facts,
    speaker_words,
    statement_facts,
)

if TYPE_CHECKING:
    from trucewatch.reporting import RowBasis
    from trucewatch.store import Store

Record = TypeVar("Record")

CONTEXT = 80
"""Characters of the document shown on either side of a quotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation in its surroundings, with the result of checking it."""

    says: str
    """What this quotation is cited for."""
    evidence: Evidence
    document: Document
    before: str
    after: str
    quote_holds: bool
    """The document's text has these characters at this place."""
    bytes_hold: bool
    """The archived bytes still have the SHA-256 that the document carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A record in words, and every quotation that it rests on."""

    kind: str
    id: str
    says: str
    facts: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    @property
    def holds(self) -> bool:
        return all(q.quote_holds and q.bytes_hold for q in self.quotations)


def figure_id(incident_id: str, figure: ReconciledFigure) -> str:
    """The id by which a reconciled casualty figure is explained."""
    return content_id("figure", incident_id, figure.category.value, figure.group.value, figure.side)


class Explainer:
    """Answers one question after another about one state of a store."""

    def __init__(
        self, store: Store, report: Report | None, rows: Callable[[], Iterable[RowBasis]] = tuple
    ) -> None:
        self._store = store
        self._report = report
        self._rows = rows
        """Gives what stands behind the rows of tables; asked only when nothing else has the id."""

    def explain(self, prefix: str) -> Explanation:
        """The record whose id begins with `prefix`. Raises `NotFound`, or `Conflict` when several do."""
        kind, record_id = self._resolve(prefix)
        explanations: dict[str, Callable[[str], Explanation]] = {
            "incident": self._incident,
            "figure": self._figure,
            "sentence": self._sentence,
            "statement": self._statement,
            "mention": self._mention,
            "ledger_entry": self._ledger_entry,
            "document": self._document,
            "decision": self._decision,
            "row": self._row,
        }
        return explanations[kind](record_id)

    def _resolve(self, prefix: str) -> tuple[str, str]:
        wanted = prefix.strip().lower()
        if not wanted:
            raise NotFound("an empty id names nothing")
        found = list(self._store.find_ids(wanted))
        found += [("sentence", s.id) for s in self._sentences() if s.id.startswith(wanted)]
        found += [("figure", i) for i, _, _ in self._figures() if i.startswith(wanted)]
        if not found:
            found = [("row", row.id) for row in self._rows() if row.id.lower().startswith(wanted)]
        distinct = sorted(set(found))
        if not distinct:
            raise NotFound(f"nothing here has an id that begins with {prefix}")
        if len(distinct) > 1:
            choice = ", ".join(f"{kind} {short_id(one)}" for kind, one in distinct[:6])
            raise Conflict(
                f"{len(distinct)} ids begin with {prefix}: {choice}; give more of the one you mean"
            )
        return distinct[0]

    def _incident(self, record_id: str) -> Explanation:
        present = self._store.current_incident(record_id)
        derived = self._store.derived()
        incident = _one((i for i in derived.incidents if i.id == present), "incident", present)
        assessment = next((a for a in derived.assessments if a.incident_id == present), None)
        facts = [] if present == record_id else [f"The id {short_id(record_id)} now leads to this incident."]
        facts += incident_facts(incident, assessment)
        return Explanation(
            kind="incident",
            id=present,
            says=incident_title(incident),
            facts=tuple(facts),
            quotations=self._quotations(self._incident_evidence(incident)),
        )

    def _incident_evidence(self, incident: Incident) -> list[tuple[str, Evidence]]:
        wanted = set(incident.mention_ids)
        cited: list[tuple[str, Evidence]] = []
        for mention in self._store.mentions():
            if mention.id in wanted:
                cited += [("tells of it", e) for e in (mention.evidence, *mention.more_evidence)]
        stances = {one: a for a in incident.accounts for one in a.statement_ids}
        for statement in self._store.statements():
            if statement.id in stances:
                account = stances[statement.id]
                cited.append((f"{account.side}: {account.stance.value}", statement.evidence))
        return cited

    def _figures(self) -> Iterable[tuple[str, Incident, ReconciledFigure]]:
        for incident in self._store.derived().incidents:
            for figure in incident.casualties:
                yield figure_id(incident.id, figure), incident, figure

    def _figure(self, record_id: str) -> Explanation:
        _, incident, figure = next(found for found in self._figures() if found[0] == record_id)
        wanted = set(incident.mention_ids)
        cited = [
            (f"said by {given.claimant or 'nobody named'}: {count(given.low, given.high)}", given.evidence)
            for mention in self._store.mentions()
            if mention.id in wanted
            for given in mention.casualties
            if given.category is figure.category
            and (figure.group == "all" or (given.group is figure.group and given.side == figure.side))
        ]
        whose = f", {figure.side}" if figure.side else ""
        return Explanation(
            kind="figure",
            id=record_id,
            says=f"{figure.category.value} ({figure.group.value}{whose}): {count(figure.low, figure.high)}",
            facts=(f"Incident {short_id(incident.id)}: {incident_title(incident)}.", figure_dispute(figure)),
            quotations=self._quotations(cited),
        )

    def _sentences(self) -> Iterable[Sentence]:
        if self._report is not None:
            for section in self._report.sections:
                yield from section.sentences

    def _sentence(self, record_id: str) -> Explanation:
        sentence = next(s for s in self._sentences() if s.id == record_id)
        facts = [
            f"“{d.value}” is derived by the rule “{d.rule}” from {len(d.records)} records: "
            + ", ".join(short_id(one) for one in d.records[:8])
            for d in sentence.derived
        ]
        return Explanation(
            kind="sentence",
            id=record_id,
            says=sentence.text,
            facts=tuple(facts),
            quotations=self._quotations([("cited", e) for e in sentence.citations]),
        )

    def _statement(self, record_id: str) -> Explanation:
        statement = _one((s for s in self._store.statements() if s.id == record_id), "statement", record_id)
        cited = [("the whole", statement.evidence), *(("what is said", q) for q in statement.quotes)]
        return Explanation(
            kind="statement",
            id=record_id,
            says=f"{speaker_words(statement)} – {statement.stance.value}",
            facts=statement_facts(statement),
            quotations=self._quotations(cited),
        )

    def _mention(self, record_id: str) -> Explanation:
        mention = _one((m for m in self._store.mentions() if m.id == record_id), "mention", record_id)
        cited = [("tells of it", e) for e in (mention.evidence, *mention.more_evidence)]
        return Explanation(
            kind="mention",
            id=record_id,
            says=(mention.sub_event_type or mention.event_type).value.replace("_", " "),
            facts=mention_facts(mention),
            quotations=self._quotations(cited),
        )

    def _ledger_entry(self, record_id: str) -> Explanation:
        entries = self._store.derived().ledgers.entries
        entry = _one((e for e in entries if e.id == record_id), "ledger entry", record_id)
        cited = [(f"{change.state}", e) for change in entry.history for e in change.evidence]
        return Explanation(
            kind="ledger entry",
            id=record_id,
            says=f"{entry.ledger.value}: {entry.state}",
            facts=ledger_facts(entry),
            quotations=self._quotations(cited),
        )

    def _row(self, record_id: str) -> Explanation:
        row = _one((row for row in self._rows() if row.id == record_id), "row", record_id)
        return Explanation(
            kind=row.kind,
            id=row.id,
            says=row.says,
            facts=row.facts,
            quotations=self._quotations(row.cited),
        )

    def _document(self, record_id: str) -> Explanation:
        document = self._store.document(record_id)
        published = document.published
        facts = (
            f"Published: {published.iso()} ({published.basis})" if published else "Published: unknown",
            f"Publisher: {document.publisher or 'unknown'}; address: {document.url or 'unknown'}",
            f"Captured: {document.retrieved or 'unknown'} as {document.method}",
            f"SHA-256 of the bytes: {document.sha256}",
        )
        head = Evidence(
            document_id=document.id, start=0, end=min(200, len(document.text)), quote=document.text[:200]
        )
        return Explanation(
            kind="document",
            id=record_id,
            says=document.title or "untitled",
            facts=facts,
            quotations=self._quotations([("the beginning", head)]),
        )

    def _decision(self, record_id: str) -> Explanation:
        decision = _one((d for d in self._store.decisions() if d.id == record_id), "decision", record_id)
        by_hash = {document.sha256: document for document in self._store.documents()}
        cited = [
            (
                "decided on",
                Evidence(document_id=by_hash[key.sha256].id, start=key.start, end=key.end, quote=key.quote),
            )
            for key in decision.about
            if key.sha256 in by_hash
        ]
        return Explanation(
            kind="decision",
            id=record_id,
            says=f"{decided_words(decision)}, by {decision.by} at {decision.at.isoformat()}",
            facts=(f"Why: {decision.why}",),
            quotations=self._quotations(cited),
        )

    def _quotations(self, cited: Iterable[tuple[str, Evidence]]) -> tuple[Quotation, ...]:
        made = []
        intact: dict[str, bool] = {}
        for says, evidence in dict.fromkeys(cited):
            document = self._store.document(evidence.document_id)
            if document.id not in intact:
                intact[document.id] = self._bytes_hold(document)
            text = document.text
            made.append(
                Quotation(
                    says=says,
                    evidence=evidence,
                    document=document,
                    before=text[max(0, evidence.start - CONTEXT) : evidence.start],
                    after=text[evidence.end : evidence.end + CONTEXT],
                    quote_holds=text[evidence.start : evidence.end] == evidence.quote,
                    bytes_hold=intact[document.id],
                )
            )
        return tuple(made)

    def _bytes_hold(self, document: Document) -> bool:
        if document.sha256 is None:
            return False
        try:
            raw = self._store.raw(document.sha256)
        except NotFound:
            return False
        return hashlib.sha256(raw).hexdigest() == document.sha256


def _one(found: Iterable[Record], kind: str, record_id: str) -> Record:
    """The only one of `found`; a rebuild between two questions can have taken it away."""
    for record in found:
        return record
    raise NotFound(f"the {kind} {short_id(record_id)} is not there any more")
