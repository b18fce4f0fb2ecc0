"""What persons decide on linking holds, survives a better extractor, can be undone, and is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.builders import a_day, a_document, a_mention, a_place, published
from trucewatch.linking import IncidentLinker, evidence_key, link_incidents
from trucewatch.linking.decisions import decided_on
from trucewatch.records import Decision, DecisionKind, Document, Incident, Lineage, Mention, Span, content_id
from trucewatch.situation import load_situation
from trucewatch.streams.dossiers import Corpus, Linked, dossiers_of

SITUATION = load_situation("general")
MARIB = a_place("Marib", lat=15.46, lon=45.33, gazetteer_id="test:marib")

FIRST = a_document(
    "A missile fell on a camp near Marib on Tuesday and burned eleven tents.",
    published=published("2021-03-09"),
)
SECOND = a_document(
    "Residents of Marib spoke of a blast at the displaced people's site.", published=published("2021-03-11")
)
THIRD = a_document("Pump stations east of Marib were looted on Friday.", published=published("2021-03-12"))
DOCUMENTS = (FIRST, SECOND, THIRD)


def whole(document: Document, day: str) -> Mention:
    return a_mention(document, document.text, when=a_day(day), where=MARIB)


MENTIONS = (whole(FIRST, "2021-03-09"), whole(SECOND, "2021-03-11"), whole(THIRD, "2021-03-12"))


def decide(kind: DecisionKind, *mentions: Mention, hour: int = 9, **fields: Any) -> Decision:
    documents = {document.id: document for document in DOCUMENTS}
    stated = {
        "id": content_id("decision", kind.value, hour, [m.id for m in mentions]),
        "about": tuple(evidence_key(m, documents[m.document_id]) for m in mentions),
        "by": "R. Reviewer",
        "at": datetime(2021, 3, 15, hour, tzinfo=UTC),
        "why": "read both in full",
    }
    return Decision(kind=kind, **{**stated, **fields})


def link(mentions: tuple[Mention, ...], *decisions: Decision) -> tuple[Incident, ...]:
    return link_incidents(mentions, (), Lineage(), decisions, SITUATION, DOCUMENTS)


def together(incidents: tuple[Incident, ...], *documents: Document) -> bool:
    wanted = {document.id for document in documents}
    return any(wanted <= {row.document_id for row in incident.documents} for incident in incidents)


SAME = decide(DecisionKind.SAME, MENTIONS[0], MENTIONS[1])


def test_same_joins_what_linking_kept_apart_and_the_former_id_is_kept() -> None:
    apart = link(MENTIONS)
    assert not together(apart, FIRST, SECOND)
    joined = link(MENTIONS, SAME)
    (incident,) = [i for i in joined if together((i,), FIRST, SECOND)]
    lost = {i.id for i in apart} - {i.id for i in joined}
    assert set(incident.former_ids) == lost
    assert any("R. Reviewer" in reason for link in incident.links for reason in link.reasons)


def test_different_parts_what_linking_joined() -> None:
    copy = a_document(f"(Agency) {FIRST.text}", published=published("2021-03-09"))
    mentions = (MENTIONS[0], whole(copy, "2021-03-09"))
    documents = (FIRST, copy)
    assert len(link_incidents(mentions, (), Lineage(), (), SITUATION, documents)) == 1
    key = (evidence_key(mentions[0], FIRST), evidence_key(mentions[1], copy))
    different = decide(DecisionKind.DIFFERENT, about=key)
    assert len(link_incidents(mentions, (), Lineage(), (different,), SITUATION, documents)) == 2


def test_a_later_word_takes_the_earlier_back() -> None:
    later = decide(DecisionKind.DIFFERENT, MENTIONS[0], MENTIONS[1], hour=10)
    assert not together(link(MENTIONS, SAME, later), FIRST, SECOND)
    unsure = decide(DecisionKind.UNSURE, MENTIONS[0], MENTIONS[1], hour=11)
    assert link(MENTIONS, SAME, later, unsure) == link(MENTIONS)


def test_undo_and_undo_of_the_undo() -> None:
    undo = decide(DecisionKind.SAME, MENTIONS[0], MENTIONS[1], hour=10, undoes=SAME.id)
    assert link(MENTIONS, SAME, undo) == link(MENTIONS)
    again = decide(DecisionKind.SAME, MENTIONS[0], MENTIONS[1], hour=11, undoes=undo.id)
    assert together(link(MENTIONS, SAME, undo, again), FIRST, SECOND)


def shifted(mention: Mention, document: Document) -> Mention:
    """What another extractor would find: another id, and a passage that begins and ends elsewhere."""
    evidence = document.evidence(Span(start=mention.evidence.start + 9, end=mention.evidence.end - 6))
    trigger = Span(start=evidence.start + 2, end=evidence.start + 8)
    return replace(mention, id=content_id("other", mention.id), trigger=trigger, evidence=evidence)


def test_decisions_hold_for_the_mentions_of_another_extractor() -> None:
    other = tuple(shifted(m, d) for m, d in zip(MENTIONS, DOCUMENTS, strict=True))
    assert not together(link(other), FIRST, SECOND)
    assert together(link(other, SAME), FIRST, SECOND)


def test_a_decision_whose_passage_is_gone_is_listed() -> None:
    linker = IncidentLinker(SITUATION, (SAME,))
    linker.add(MENTIONS[1:], (), DOCUMENTS)
    assert linker.orphaned == (SAME,)
    assert len(linker.incidents()) == 2


def test_same_joins_whole_groups() -> None:
    copies = tuple(a_document(f"{SECOND.text} ({n})", published=published("2021-03-11")) for n in range(3))
    mentions = (*MENTIONS[:2], *(whole(copy, "2021-03-11") for copy in copies))
    (incident,) = link_incidents(mentions, (), Lineage(), (SAME,), SITUATION, (FIRST, SECOND, *copies))
    assert len(incident.documents) == 5


def test_decisions_and_batches_commute() -> None:
    linker = IncidentLinker(SITUATION, (SAME,))
    for mention, document in zip(MENTIONS, DOCUMENTS, strict=True):
        linker.add((mention,), (), (document,))
    assert linker.incidents() == link(MENTIONS, SAME)


def test_a_judgement_is_on_the_event_meant_where_one_sentence_tells_of_two() -> None:
    text = "Rockets hit the port of Marib and gunmen seized the customs house on Tuesday."
    document = a_document(text, published=published("2021-03-09"))
    rockets, seizure = (
        replace(
            a_mention(document, text, when=a_day("2021-03-09"), where=MARIB),
            id=word,
            trigger=Span(start=text.index(word), end=text.index(word) + len(word)),
        )
        for word in ("Rockets", "seized")
    )
    ruling = decide(
        DecisionKind.RULING, about=(evidence_key(seizure, document),), value="unfounded", id="ruling"
    )
    documents = {document.id: document}
    assert decided_on([ruling], [rockets, seizure], documents) == {"ruling": ("seized",)}
    shifted = replace(
        seizure, id="later", trigger=Span(start=text.index("gunmen"), end=text.index("customs"))
    )
    assert decided_on([ruling], [rockets, shifted], documents) == {"ruling": ("later",)}
    assert decided_on([ruling], [MENTIONS[0]], {FIRST.id: FIRST}) == {"ruling": ()}


def test_a_judgement_goes_with_the_incident_and_not_with_its_document() -> None:
    first, second = (
        replace(whole(FIRST, day), id=day, evidence=FIRST.evidence(Span(start=start, end=end)))
        for day, start, end in (("2021-03-09", 0, 40), ("2021-03-08", 44, len(FIRST.text)))
    )
    ruling = decide(DecisionKind.RULING, about=(evidence_key(second, FIRST),), value="unfounded", id="ruling")
    incidents = link((first, second))
    assert len(incidents) == 2
    corpus = Corpus(documents=DOCUMENTS, mentions=(first, second))
    dossiers = dossiers_of(Linked(lineage=Lineage(), incidents=incidents), corpus, (ruling,), SITUATION)
    assert {d.incident.mention_ids: d.decisions for d in dossiers} == {
        (first.id,): (),
        (second.id,): (ruling,),
    }
