"""Mentions against the two-sided gold: is an incident found in its document, with its day, place and type?

Each gold incident of a document is set beside the one mention whose passages share most characters with the incident's
accounts and casualty passages (none: everything about it is wrong). Day: the mention's days lie within the gold's.
Place: within 25 km of the gold point, or nearer to it than the mention's own radius when the gold is approximate.
Type: the ACLED event type. Historical, hypothetical and planned mentions are not looked at. The `south_caucasus` pack
is used throughout (it holds the general one). Incidents are split by a hash of their id: rules were fitted on half
`fit`; half `held` is reported. Some gold days are not in the document at all: nobody can get those right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.datasets import ids_in_demo, rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.places.finding import find_places
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import ACLED_EVENT_TYPES, Document, Flag, Mention, Published, km_between
from trucewatch.situation import Situation, load_situation

NO_EVENT = {Flag.HISTORICAL, Flag.HYPOTHETICAL, Flag.PLANNED}


@dataclass(frozen=True, slots=True)
class Outcome:
    document: str
    incident: str
    half: str
    mention: Mention | None
    day: bool
    place: bool
    type: bool


def measure(sample: int | None = None) -> dict[str, float]:
    outcomes = list(outcomes_of(load_situation("south_caucasus"), sample))
    held = [o for o in outcomes if o.half == "held" and o.document not in ids_in_demo()]
    fit = [outcome for outcome in outcomes if outcome.half == "fit"]
    halves = (("held", held), ("fit", fit))
    return {f"{half}: {name}": value for half, some in halves for name, value in shares(some).items()}


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """How many of the gold incidents are found at all, and with their day, place and type."""
    total = max(len(outcomes), 1)
    return {
        "incident found": sum(o.mention is not None for o in outcomes) / total,
        "day right": sum(o.day for o in outcomes) / total,
        "place right": sum(o.place for o in outcomes) / total,
        "type right": sum(o.type for o in outcomes) / total,
    }


def outcomes_of(situation: Situation, sample: int | None = None) -> Iterator[Outcome]:
    gold = {row["id"]: row for row in rows("two_sided_gold")}
    wanted = [row for row in rows("two_sided_documents") if row["id"] in gold][:sample]
    for row, analysis in zip(wanted, cached_analyses(document_of(row) for row in wanted), strict=True):
        statements = find_statements(analysis, situation)
        mentions = find_mentions(analysis, statements, situation, places=find_places(analysis, situation))
        yield from outcomes_in(gold[row["id"]], mentions)


def outcomes_in(gold: dict[str, Any], mentions: Iterable[Mention]) -> Iterator[Outcome]:
    """One outcome for each gold incident of a document with these mentions."""
    acts = [m for m in mentions if m.event_type in ACLED_EVENT_TYPES and not NO_EVENT & set(m.flags)]
    for incident in gold["incidents"]:
        yield _outcome(gold["id"], incident, acts)


def document_of(row: dict[str, Any]) -> Document:
    published = row.get("published")
    return Document(
        id=row["id"],
        text=row["text"],
        published=Published(day=date.fromisoformat(published[:10])) if published else None,
        publisher=row.get("publisher"),
        url=row.get("url"),
    )


def half_of(incident: str) -> str:
    return "held" if hashlib.sha256(incident.encode()).digest()[0] % 2 else "fit"


def _outcome(document: str, incident: dict[str, Any], acts: list[Mention]) -> Outcome:
    passages = [(p["start"], p["end"]) for key in ("accounts", "casualties") for p in incident[key]]
    best = max(acts, key=lambda mention: _shared(mention, passages), default=None)
    if best is not None and not _shared(best, passages):
        best = None
    name = incident["incident_id"]
    if best is None:
        return Outcome(document, name, half_of(name), None, False, False, False)
    first, last = date.fromisoformat(incident["date_start"]), date.fromisoformat(incident["date_end"])
    day = best.when is not None and first <= best.when.earliest and best.when.latest <= last
    kind = best.event_type.replace("_", " ") == incident["event_type"].lower().replace("/", " ")
    return Outcome(document, name, half_of(name), best, day, _is_there(best, incident["place"]), kind)


def _shared(mention: Mention, passages: list[tuple[int, int]]) -> int:
    own = [(e.start, e.end) for e in (mention.evidence, *mention.more_evidence)]
    return sum(max(0, min(b, d) - max(a, c)) for a, b in own for c, d in passages)


def _is_there(mention: Mention, gold: dict[str, Any]) -> bool:
    if mention.where is None:
        return False
    gap = km_between(mention.where.lat, mention.where.lon, gold["lat"], gold["lon"])
    return gap <= 25 or (bool(gold["approximate"]) and gap <= mention.where.radius_km)
