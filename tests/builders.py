"""Short constructors for records: what a test does not name gets a plain, valid value."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from trucewatch.records import (
    Assessment,
    Attribution,
    Breach,
    Decision,
    DecisionKind,
    Document,
    EventType,
    Evidence,
    EvidenceKey,
    Incident,
    IncidentDocument,
    LedgerEntry,
    LedgerKind,
    Mention,
    Occurrence,
    Place,
    Published,
    Quarantined,
    Span,
    Speaker,
    Stance,
    StateChange,
    Statement,
    StatementKind,
    TimeBasis,
    TimePrecision,
    TimeRange,
    content_id,
)

NOON = datetime(2024, 12, 2, 12, 0, tzinfo=UTC)


def a_document(text: str = "The army said two soldiers were hurt near Kfar Kila.", **fields: Any) -> Document:
    """A document whose bytes are its text in UTF-8."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    stated = {"id": content_id("document", sha256), "sha256": sha256, "published": published("2024-12-02")}
    return Document(text=text, **{**stated, **fields})


def published(day: str) -> Published:
    return Published(day=date.fromisoformat(day))


def a_day(day: str) -> TimeRange:
    at = date.fromisoformat(day)
    return TimeRange(earliest=at, latest=at, precision=TimePrecision.DAY, basis=TimeBasis.STATED)


def a_place(name: str = "Kfar Kila", **fields: Any) -> Place:
    stated = {"lat": 33.279, "lon": 35.567, "radius_km": 2.0, "gazetteer_id": "test:kfar_kila"}
    return Place(name=name, **{**stated, **fields})


def evidence_of(document: Document, quote: str) -> Evidence:
    """The first place where `document` says `quote`."""
    start = document.text.index(quote)
    return document.evidence(Span(start=start, end=start + len(quote)))


def a_statement(document: Document, quote: str, **fields: Any) -> Statement:
    """A statement of the army whose whole content is `quote`."""
    found = evidence_of(document, quote)
    stated = {
        "id": content_id("statement", document.id, found.start, found.end, str(fields.get("stance"))),
        "speaker": Speaker(text="The army", start=0, end=8, side="IL"),
        "content": (found.span,),
        "kind": StatementKind.INDIRECT,
        "stance": Stance.ASSERT,
        "evidence": found,
        "quotes": (found,),
    }
    return Statement(document_id=document.id, **{**stated, **fields})


def a_mention(document: Document, quote: str, **fields: Any) -> Mention:
    """A clash told by `quote`."""
    found = evidence_of(document, quote)
    stated = {
        "id": content_id("mention", document.id, found.start, found.end),
        "statement_id": None,
        "event_type": EventType.BATTLES,
        "trigger": found.span,
        "when": a_day("2024-12-02"),
        "where": a_place(),
        "evidence": found,
    }
    return Mention(document_id=document.id, **{**stated, **fields})


def an_incident(*mentions: Mention, **fields: Any) -> Incident:
    """An incident of these mentions, chiefly told by the first one's document."""
    stated = {
        "id": content_id("incident", mentions[0].id),
        "mention_ids": tuple(mention.id for mention in mentions),
        "documents": (
            IncidentDocument(document_id=mentions[0].document_id, main=True, mentions=len(mentions)),
        ),
        "event_type": mentions[0].event_type,
        "when": mentions[0].when,
        "where": mentions[0].where,
    }
    return Incident(**{**stated, **fields})


def an_assessment(incident: Incident, **fields: Any) -> Assessment:
    stated = {
        "occurrence": Occurrence.REPORTED,
        "attribution": Attribution.NONE,
        "breach": Breach.NOT_ASSESSED,
        "independent_origins": 1,
    }
    return Assessment(incident_id=incident.id, **{**stated, **fields})


def a_ledger_entry(document: Document, quote: str, **fields: Any) -> LedgerEntry:
    """A demand that `quote` makes."""
    found = evidence_of(document, quote)
    stated = {
        "id": content_id("ledger", document.id, found.start),
        "ledger": LedgerKind.DEMAND,
        "state": "made",
        "by": ("UN",),
        "content": quote,
        "history": (StateChange(state="made", when=None, evidence=(found,)),),
    }
    return LedgerEntry(**{**stated, **fields})


def a_decision(document: Document, quote: str, **fields: Any) -> Decision:
    """Somebody's "same" about a passage of a document."""
    found = evidence_of(document, quote)
    assert document.sha256 is not None
    key = EvidenceKey(sha256=document.sha256, quote=found.quote, start=found.start, end=found.end)
    stated = {
        "id": content_id("decision", document.id, found.start, str(fields)),
        "kind": DecisionKind.SAME,
        "about": (key,),
        "by": "A. Analyst",
        "at": NOON,
        "why": "same hour and post",
    }
    return Decision(**{**stated, **fields})


def a_rejection(origin: str = "notes.bin", **fields: Any) -> Quarantined:
    stated = {"code": "not_text", "says": "the file holds binary data, not text", "at": NOON}
    return Quarantined(
        id=content_id("quarantined", origin, str(fields)), origin=origin, **{**stated, **fields}
    )
