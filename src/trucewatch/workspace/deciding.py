"""People's decisions: what they are about, and where incidents went that are no longer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from trucewatch.linking.decisions import evidence_key
from trucewatch.records import Conflict, Decision, EvidenceKey, Incident, Mention, NotFound, content_id
from trucewatch.store import Store


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
