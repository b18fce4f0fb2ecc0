"""People's decisions: what they are about, and where incidents went that are no longer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trucewatch.linking.decisions import bind, decided_on, evidence_key, standing
from trucewatch.records import (
    SCORE_WORDS,
    Approval,
    Conflict,
    Decision,
    DecisionKind,
    Dossier,
    EvidenceKey,
    Incident,
    Mention,
    NotFound,
    Report,
    content_id,
    short_id,
)
from trucewatch.reporting import DECISIONS
from trucewatch.store import Store
from trucewatch.verification import QUESTIONS, SET_VALUE, can_be_signed_off

if TYPE_CHECKING:
    from trucewatch.situation import Situation


APPROVED = "approved"
"""A sign-off of this value is on a report, by the hash of its draft."""


def draft_id(kind: str, report: Report) -> str:
    """What an approval is bound to: another word in the report, and it is a draft again."""
    told = [
        [
            section.title,
            [s.id for s in section.sentences],
            [[t.title, t.rows] for t in section.tables if t.title != DECISIONS],
        ]
        for section in report.sections
    ]
    return content_id("draft", kind, report.title, report.prepared, told)


def approval_of(draft: str, decisions: Sequence[Decision]) -> Approval | None:
    """The approval of a draft that stands, if there is one."""
    made = [d for d in standing(decisions) if d.value == APPROVED and d.subject == draft]
    return Approval(by=made[-1].by, at=made[-1].at) if made else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person says: `same`, `different`, `unsure`; a sign-off; or a ruling with its value."""

    kind: DecisionKind
    value: str | None = None
    """Of a sign-off `verified` or `approved`; of a ruling a word of `trucewatch.verification.QUESTIONS`, or
    `implementation_2`."""
    subject: str | None = None
    """With `attributed` the side; with a score, or a ruling on the breach, the provision; with `approved` the id of
    a report's draft."""
    as_of: date | None = None
    """With a score: a day of the period that is scored."""

    @property
    def scores(self) -> bool:
        return self.value is not None and self.value.startswith(SET_VALUE)


def check_judgement(said: Judgement, situation: Situation, dossiers: Iterable[Dossier]) -> None:
    """Raises `NotFound` for a value, side or provision there is not, and `Conflict` for what cannot be said of it."""
    if said.value == APPROVED:
        return
    if said.kind is DecisionKind.SIGN_OFF:
        for dossier in dossiers:
            if not can_be_signed_off(dossier, situation):
                raise Conflict(
                    f"{short_id(dossier.incident.id)} is neither a verification candidate nor a monitor's own "
                    "observation; a sign-off would change nothing (docs/assessment.md, rule O1)"
                )
    elif said.scores:
        _check_score(said, situation)
    elif said.kind is DecisionKind.RULING:
        _check_ruling(said, situation)


def _check_ruling(said: Judgement, situation: Situation) -> None:
    if said.value not in {value for values in QUESTIONS.values() for value in values} - {"verified"}:
        raise NotFound(f"there is no ruling {said.value!r}")
    if said.value in QUESTIONS["breach"]:
        if said.subject is not None:
            _check_provision(said.subject, situation)
    elif (said.value == "attributed") != (said.subject is not None):
        raise Conflict("`attributed` needs the side that it is attributed to; other rulings name none")
    elif said.subject is not None and said.subject not in situation.sides:
        raise NotFound(f"the situation has no side {said.subject}")


def _check_provision(name: str | None, situation: Situation) -> None:
    known = [p.id for agreement in situation.agreements for p in agreement.provisions]
    if name not in known:
        raise NotFound(f"the situation has no provision {name}; it has {', '.join(known) or 'none'}")


def _check_score(said: Judgement, situation: Situation) -> None:
    _check_provision(said.subject, situation)
    if said.value not in {f"{SET_VALUE}{score}" for score in SCORE_WORDS}:
        raise Conflict(f"a score is {', '.join(f'{n} ({w})' for n, w in SCORE_WORDS.items())}")
    if said.as_of is None:
        raise Conflict("no document has a day of publication; name a day of the period that is scored")


def with_id(decision: Decision) -> Decision:
    """The decision under the hash of what it says. Raises `Conflict` without a name or a reason."""
    if not decision.by.strip() or not decision.why.strip():
        raise Conflict("a decision needs the name of who decides and why")
    passages = [(key.sha256, key.start, key.end, key.at) for key in decision.about]
    said = (decision.value, decision.subject, decision.as_of.isoformat() if decision.as_of else None)
    made = (decision.by, decision.at.isoformat(), decision.undoes)
    return replace(
        decision,
        id=content_id("decision", decision.kind.value, passages, said, made),
        by=decision.by.strip(),
        why=decision.why.strip(),
    )


def evidence_of(store: Store, given: str) -> EvidenceKey:
    """The passage that an incident or mention stands on, by the id or its beginning.

    An incident is decided on by its first mention. Raises `NotFound`, or `Conflict` when several ids begin
    so.
    """
    if not given.strip():
        raise NotFound("an empty id names nothing")
    found = [(kind, one) for kind, one in store.find_ids(given.lower()) if kind in ("incident", "mention")]
    if not found:
        raise NotFound(f"no incident or mention has an id that begins with {given}")
    if len(found) > 1:
        raise Conflict(
            f"{len(found)} incidents and mentions have ids that begin with {given}; give more of it"
        )
    kind, record_id = found[0]
    mention = _mention(store, record_id if kind == "mention" else _first_mention(store, record_id))
    return evidence_key(mention, store.document(mention.document_id))


def _first_mention(store: Store, incident_id: str) -> str:
    present = store.current_incident(incident_id)
    for incident in store.derived().incidents:
        if incident.id == present:
            return incident.mention_ids[0]
    raise NotFound(f"the incident {incident_id} is not there any more")


def _mention(store: Store, mention_id: str) -> Mention:
    for mention in store.mentions():
        if mention.id == mention_id:
            return mention
    raise NotFound(f"the mention {mention_id} is not there any more")


def orphaned(store: Store, situation: Situation) -> tuple[Decision, ...]:
    """Decisions that match nothing which is read now, oldest first."""
    documents = {document.id: document for document in store.documents()}
    mentions, made = tuple(store.mentions()), store.decisions()
    linking = {decision.id for decision in bind(made, mentions, documents).orphaned}
    ruling = (DecisionKind.SIGN_OFF, DecisionKind.RULING)
    judged = [d for d in made if d.kind in ruling and d.value != APPROVED]
    found = decided_on(judged, mentions, documents)
    provisions = {p.id for a in situation.agreements for p in a.provisions}
    lost = {d.id for d in judged if not found[d.id] and (d.about or d.subject not in provisions)}
    return tuple(decision for decision in made if decision.id in linking | lost)


def redirects(before: Sequence[Incident], after: Sequence[Incident]) -> tuple[tuple[str, str], ...]:
    """Each incident that is gone, with the one that holds most of its mentions now.

    Where none of its mentions is left (another extractor read the documents), the incident's documents
    lead on.
    """
    present = {incident.id for incident in after}
    by_mention = {one: incident.id for incident in after for one in incident.mention_ids}
    moved = {former: incident.id for incident in after for former in incident.former_ids}
    for gone in before:
        if gone.id in present or gone.id in moved:
            continue
        holders = Counter(by_mention[one] for one in gone.mention_ids if one in by_mention)
        target = holders.most_common(1)[0][0] if holders else _same_documents(gone, after)
        if target is not None:
            moved[gone.id] = target
    return tuple(sorted((former, target) for former, target in moved.items() if former not in present))


def _same_documents(gone: Incident, after: Sequence[Incident]) -> str | None:
    documents = {document.document_id for document in gone.documents}
    alike = [
        (len(documents & {d.document_id for d in incident.documents}), incident.id)
        for incident in after
        if incident.event_type is gone.event_type and incident.when == gone.when
    ]
    shared, target = max(alike, default=(0, ""))
    return target if shared else None
