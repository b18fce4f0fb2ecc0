"""Records as the streams carry them; the field names are a public interface and stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from trucewatch.records import (
    Assessment,
    Derivation,
    Document,
    Evidence,
    Incident,
    LedgerEntry,
    Mention,
    PlaceName,
    Span,
    Speaker,
    Statement,
    TimeExpression,
)
from trucewatch.streams.stages import DocumentReading

Shape = dict[str, Any]

LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})
"""What many readers take for the end of a line, though JSON does not; written as escapes."""


class Placed(Protocol):
    """Anything with offsets into a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def to_line(shape: Mapping[str, Any]) -> str:
    """One line of JSON, in UTF-8 wherever the text can be; half characters stay escaped as they came."""
    line = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
    if any(0xD800 <= ord(character) <= 0xDFFF for character in line):
        return json.dumps(shape, separators=(",", ":"))
    return line.translate(LINE_ENDS)


def extract_shape(reading: DocumentReading) -> Shape:
    """What one document says: statements, mentions, places, times, and notes on what was left out."""
    return {
        "document_id": reading.document.id,
        "statements": [_statement(statement) for statement in reading.statements],
        "mentions": [_mention(mention) for mention in reading.mentions],
        "places": [_place_name(place) for place in reading.places],
        "times": [_time(time) for time in reading.times],
        "notes": [
            *notes_on(reading.document),
            *([f"not analysed: {reading.failure}"] if reading.failure else []),
        ],
        "document": _document(reading.document),
    }


def notes_on(document: Document) -> tuple[str, ...]:
    """What was left out of the reading of a document, and why."""
    notes = list(document.notes)
    if document.furniture:
        left_out = sum(map(len, document.furniture))
        notes.append(
            f"page furniture: {len(document.furniture)} passages, {left_out} characters not read as news"
        )
    if not document.text.strip():
        notes.append("the text is empty")
    if (document.language or "en").lower().replace("_", "-").split("-")[0] not in ("en", "eng"):
        notes.append(f"language {document.language}: read by the English analyser, little is found")
    if document.published is None:
        notes.append("publication date unknown: relative times have no value")
    return tuple(notes)


def _document(document: Document) -> Shape:
    published = document.published
    return {
        "title": document.title,
        "language": document.language,
        "published": published.iso() if published else None,
        "published_basis": published.basis if published else None,
        "furniture": [_span(span) for span in document.furniture],
    }


def _span(placed: Placed) -> Shape:
    return {"start": placed.start, "end": placed.end}


def _span_or_null(span: Span | None) -> Shape:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _statement(statement: Statement) -> Shape:
    return {
        "id": statement.id,
        "speaker": _speaker(statement.speaker) if statement.speaker else None,
        "chain": [_speaker(speaker) for speaker in statement.chain],
        "cue": _span(statement.cue) if statement.cue else None,
        "content": [_span(span) for span in statement.content],
        "kind": statement.kind.value,
        "stance": statement.stance.value,
        "target": list(statement.target),
        "hedged": statement.hedged,
        "hedges": [_span(hedge) for hedge in statement.hedges],
        "loaded": [_span(term) for term in statement.loaded],
    }


def _speaker(speaker: Speaker) -> Shape:
    return {
        "text": speaker.text,
        "start": speaker.start,
        "end": speaker.end,
        "name": speaker.name,
        "actor": speaker.actor,
        "side": speaker.side,
        **({"basis": speaker.basis} if speaker.basis else {}),
    }


def _mention(mention: Mention) -> Shape:
    instrument = mention.instrument
    return {
        "id": mention.id,
        "statement": mention.statement_id,
        "event_type": mention.event_type.value,
        "sub_event_type": mention.sub_event_type.value if mention.sub_event_type else None,
        "when": _mention_when(mention),
        "where": _mention_where(mention),
        "count": {"low": mention.count.low, "high": mention.count.high} if mention.count else None,
        "instrument": {"text": instrument.text, **_span(instrument)} if instrument else None,
        "actors": [
            {"role": a.role.value, "text": a.text, "actor": a.actor, "side": a.side, **_span(a)}
            for a in mention.actors
        ],
        "casualties": [
            {
                "category": figure.category.value,
                "group": figure.group.value,
                "low": figure.low,
                "high": figure.high,
                "side": figure.side,
                "claimant": figure.claimant,
                "scope": figure.scope.value,
                **_span(figure.evidence),
                "word": figure.word,
            }
            for figure in mention.casualties
        ],
        "flags": [flag.value for flag in mention.flags],
        "evidence": _span(mention.evidence),
        "more_evidence": [_span(evidence) for evidence in mention.more_evidence],
        "trigger": _span(mention.trigger),
        "event": mention.event,
    }


def _mention_when(mention: Mention) -> Shape | None:
    if mention.when is None:
        return None
    earliest, latest = mention.when.iso()
    return {
        "earliest": earliest,
        "latest": latest,
        "precision": mention.when.precision.value,
        "basis": mention.when.basis.value,
        **_span_or_null(mention.when_span),
    }


def _mention_where(mention: Mention) -> Shape | None:
    place = mention.where
    if place is None:
        return None
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "gazetteer_id": place.gazetteer_id,
        **_span_or_null(mention.where_span),
    }


def _place_name(found: PlaceName) -> Shape:
    place = found.place
    return {
        **_span(found),
        "name": found.name,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "demonym": found.demonym,
    }


def _time(found: TimeExpression) -> Shape:
    return {**_span(found), "type": found.type.value, "value": found.value}


def incident_shape(incident: Incident, assessment: Assessment) -> Shape:
    """One incident with its accounts, figures and assessment."""
    when, where = incident.when, incident.where
    earliest, latest = when.iso() if when else (None, None)
    return {
        "id": incident.id,
        "documents": [
            {"id": document.document_id, "main": document.main, "mentions": document.mentions}
            for document in incident.documents
        ],
        "event_type": incident.event_type.value,
        "sub_event_type": incident.sub_event_type.value if incident.sub_event_type else None,
        "when": {"earliest": earliest, "latest": latest, "precision": when.precision.value} if when else None,
        "where": {"name": where.name, "lat": where.lat, "lon": where.lon, "radius_km": where.radius_km}
        if where
        else None,
        "accounts": [
            {
                "side": account.side,
                "stance": account.stance.value,
                "statements": list(account.statement_ids),
                "targets": list(account.targets),
            }
            for account in incident.accounts
        ],
        "casualties": [
            {
                "category": figure.category.value,
                "group": figure.group.value,
                "side": figure.side,
                "low": figure.low,
                "high": figure.high,
                "claimants": list(figure.claimants),
                "disputed": figure.disputed,
            }
            for figure in incident.casualties
        ],
        "assessment": _assessment(assessment),
        "mentions": list(incident.mention_ids),
        "contains": list(incident.contains),
    }


def _assessment(assessment: Assessment) -> Shape:
    return {
        "occurrence": assessment.occurrence.value,
        "attribution": assessment.attribution.value,
        "breach": assessment.breach.value,
        "provision": assessment.provision,
        "independent_origins": assessment.independent_origins,
        "origins": list(assessment.origins),
        "accused_by": [{"side": a.side, "targets": list(a.targets)} for a in assessment.accused_by],
        "denied_by": list(assessment.denied_by),
        "acknowledged_by": list(assessment.acknowledged_by),
        "credibility": assessment.credibility,
        "reasons": [
            {"rule": reason.rule, "says": reason.says, "records": list(reason.records)}
            for reason in assessment.reasons
        ],
    }


def lineage_shape(derivation: Derivation, position: Mapping[str, int]) -> Shape:
    """One related pair; `a` is the one that came first in the input."""
    swapped = position[derivation.a] > position[derivation.b]
    a, b = (derivation.b, derivation.a) if swapped else (derivation.a, derivation.b)
    passages = [(p.b, p.a) if swapped else (p.a, p.b) for p in derivation.passages]
    return {
        "a": a,
        "b": b,
        "relation": derivation.relation.value,
        "share": round(derivation.share, 4),
        "passages": [{"a": _span(in_a), "b": _span(in_b)} for in_a, in_b in sorted(passages)],
        "upstream": derivation.upstream,
    }


def ledger_shape(entry: LedgerEntry) -> Shape:
    """One ledger entry with the quotes behind each of its states."""
    amount = entry.amount
    return {
        "ledger": entry.ledger.value,
        "id": entry.id,
        "state": entry.state,
        "by": list(entry.by),
        "to": list(entry.to),
        "content": entry.content,
        "deadline": entry.deadline.isoformat() if entry.deadline else None,
        "amount": {"value": amount.value, "currency": amount.currency, "basis": amount.basis}
        if amount
        else None,
        "incident": entry.incident_id,
        "provision": entry.provision,
        "overdue": entry.overdue,
        "lead_time": entry.lead_time,
        "traffic": entry.traffic,
        "history": [
            {
                "state": change.state,
                "when": change.when.isoformat() if change.when else None,
                "by": change.by,
                "lead_time": change.lead_time,
                "evidence": _quotes(change.evidence),
            }
            for change in entry.history
        ],
    }


def _quotes(evidence: Sequence[Evidence]) -> list[Shape]:
    return [
        {"document_id": e.document_id, "start": e.start, "end": e.end, "quote": e.quote} for e in evidence
    ]
