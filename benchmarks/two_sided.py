"""The two-sided set as records: its documents, and mentions and statements as its labels give them.

What is made of the labels shows how good linking and assessment are when extraction is perfect.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks.datasets import ids_in_demo, rows, two_sided
from trucewatch.records import (
    CasualtyCategory,
    CasualtyFigure,
    CasualtyGroup,
    Document,
    EventType,
    Mention,
    MentionActor,
    Place,
    Published,
    Role,
    Span,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    TimeBasis,
    TimePrecision,
    TimeRange,
    content_id,
)

EVENT_TYPES = {
    "Battles": EventType.BATTLES,
    "Explosions/Remote violence": EventType.EXPLOSIONS_REMOTE_VIOLENCE,
    "Violence against civilians": EventType.VIOLENCE_AGAINST_CIVILIANS,
    "Strategic developments": EventType.STRATEGIC_DEVELOPMENTS,
    "Protests": EventType.PROTESTS,
    "Riots": EventType.RIOTS,
}


def documents(
    text_kind: str | None = None, labelled: bool = True
) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Each document that the demonstration does not show, with its row of labels.

    `labelled` leaves out those used in pairs only.
    """
    gold = {row["id"]: row for row in two_sided("two_sided_gold")}
    for row in two_sided("two_sided_documents"):
        if (text_kind is None or row["text_kind"] == text_kind) and (row["id"] in gold or not labelled):
            yield document(row), gold.get(row["id"], {})


def incidents() -> Iterator[dict[str, Any]]:
    """Rows of incidents none of whose documents the demonstration shows: the expected view rests on all of them."""
    return (row for row in rows("two_sided_incidents") if not ids_in_demo() & set(row["doc_ids"]))


def document(row: dict[str, Any]) -> Document:
    published = Published(day=date.fromisoformat(row["published"][:10])) if row.get("published") else None
    return Document(
        id=row["id"],
        text=row["text"],
        title=row.get("title"),
        published=published,
        url=row.get("url"),
        publisher=row.get("publisher"),
    )


def labelled_records(doc: Document, gold: dict[str, Any]) -> tuple[list[Mention], list[Statement]]:
    """One statement an account and one mention a statement, as the labels have them."""
    mentions: list[Mention] = []
    statements: list[Statement] = []
    for incident in gold.get("incidents", ()):
        for account in incident["accounts"]:
            statement = _statement(doc, account)
            statements.append(statement)
            if statement.stance is not Stance.DEMAND:
                mentions.append(_mention(doc, incident, account, statement))
    unique = {s.id: s for s in statements}
    return list({m.id: m for m in mentions}.values()), list(unique.values())


def _statement(doc: Document, account: dict[str, Any]) -> Statement:
    span = Span(start=account["start"], end=account["end"])
    side = account["claimant_side"]
    own_voice = side == "MEDIA"
    return Statement(
        id=content_id("statement", doc.id, span.start, span.end, account["stance"], side),
        document_id=doc.id,
        speaker=None
        if own_voice
        else Speaker(text=account["claimant"], start=span.start, end=span.start, side=side),
        content=(span,),
        kind=StatementKind.OUTLET if own_voice else StatementKind.INDIRECT,
        stance=Stance.OUTLET if own_voice else Stance(account["stance"]),
        target=tuple(account["target_sides"]),
        evidence=doc.evidence(span),
        quotes=(doc.evidence(span),),
    )


def _mention(
    doc: Document, incident: dict[str, Any], account: dict[str, Any], statement: Statement
) -> Mention:
    start, end = date.fromisoformat(incident["date_start"]), date.fromisoformat(incident["date_end"])
    place = incident["place"]
    basis = TimeBasis.DOCUMENT_DATE if incident["date_basis"] == "not_in_document" else TimeBasis.STATED
    span = statement.evidence.span
    return Mention(
        id=content_id("mention", doc.id, incident["incident_id"], statement.id),
        document_id=doc.id,
        statement_id=statement.id,
        event_type=EVENT_TYPES[incident["event_type"]],
        sub_event_type=_sub(incident["sub_event_type"]),
        trigger=span,
        when=TimeRange(
            earliest=start,
            latest=end,
            precision=TimePrecision.DAY,
            basis=basis,
        ),
        where=Place(
            name=place["name"],
            lat=place["lat"],
            lon=place["lon"],
            radius_km=25.0 if place["approximate"] else 5.0,
            gazetteer_id=f"gold:{place['lat']},{place['lon']}",
        ),
        actors=_actors(incident, account, span),
        casualties=tuple(_figures(doc, incident, account)),
        evidence=statement.evidence,
    )


def _sub(name: str) -> Any:
    from trucewatch.records import SubEventType

    slug = name.lower().replace("/", "_").replace(" ", "_").replace("-", "_")
    return next((kind for kind in SubEventType if kind.value == slug), None)


def _actors(incident: dict[str, Any], account: dict[str, Any], span: Span) -> tuple[MentionActor, ...]:
    doers = account["target_sides"] if account["stance"] in ("accuse", "confirm") else ()
    if account.get("stance_detail") in ("responsibility", "own_operation", "return_fire"):
        doers = [account["claimant_side"]]
    victim = incident.get("victim_side")
    roles = [(Role.ALLEGED_PERPETRATOR, side) for side in doers]
    if victim and victim != "unknown" and victim not in doers:
        roles.append((Role.VICTIM, victim))
    return tuple(
        MentionActor(role=role, text=side, side=side, start=span.start, end=span.start)
        for role, side in roles
    )


def _figures(doc: Document, incident: dict[str, Any], account: dict[str, Any]) -> Iterator[CasualtyFigure]:
    for row in incident["casualties"]:
        if row["claimant_side"] == account["claimant_side"]:
            yield CasualtyFigure(
                category=CasualtyCategory(row["category"]),
                group=CasualtyGroup(row["group"]),
                low=row["low"],
                high=row["high"],
                claimant=row["claimant_side"],
                evidence=doc.evidence(Span(start=row["start"], end=row["end"])),
            )
