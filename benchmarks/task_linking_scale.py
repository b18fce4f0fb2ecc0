"""Time and memory of linking on synthetic mentions, and the cost of adding documents to a large collection.

The collection: incidents at a constant rate a day over the places of a region, each told by one to six
documents with one to three mentions, in words drawn by frequency from the table of common words, with a rare
name now and then. Ten times the mentions are ten times the days, as when a monitor goes on working.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

from trucewatch.linking import IncidentLinker
from trucewatch.linking.words import word_weights
from trucewatch.records import (
    Document,
    EventType,
    Mention,
    MentionActor,
    Place,
    Published,
    Role,
    Span,
    TimeBasis,
    TimePrecision,
    TimeRange,
    content_id,
)

INCIDENTS_A_DAY = 30
PLACES = 800
FIRST_DAY = date(2020, 1, 1)
SIDES = (("AZ", "AM"), ("IL", "HEZB"), ("UA", "RU"), ("SAF", "RSF"))
KINDS = (EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    documents: Sequence[Document]
    mentions: Sequence[Mention]


def measure(sample: int | None = None) -> dict[str, float]:
    """Seconds for 10k and 100k mentions (or a tenth and all of `sample`), their ratio, peak memory, and the
    share of a full link that adding the last 100 documents takes (100k mentions are some 57k documents)."""
    whole = sample or 100_000
    small_s, _ = link_timed(synthetic(whole // 10))
    collection = synthetic(whole)
    before, last = _parted(collection)
    large_s, linker = link_timed(before)
    adding_s = _add_timed(linker, last)
    return {
        "documents_before_100_were_added": len(before.documents),
        f"seconds_{whole // 10}_mentions": round(small_s, 2),
        f"seconds_{whole}_mentions": round(large_s, 2),
        "ratio_of_ten_times_the_mentions": round(large_s / small_s, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "share_of_relink_to_add_100_documents": round(adding_s / large_s, 4),
    }


def link_timed(collection: Collection) -> tuple[float, IncidentLinker]:
    linker = IncidentLinker(_situation())
    started = perf_counter()
    linker.add(collection.mentions, (), collection.documents)
    linker.incidents()
    return perf_counter() - started, linker


def _parted(collection: Collection) -> tuple[Collection, Collection]:
    """All but the last 100 documents, and these."""
    last = {document.id for document in collection.documents[-100:]}

    def part(taken: bool) -> Collection:
        return Collection(
            documents=[d for d in collection.documents if (d.id in last) is taken],
            mentions=[m for m in collection.mentions if (m.document_id in last) is taken],
        )

    return part(taken=False), part(taken=True)


def _add_timed(linker: IncidentLinker, more: Collection) -> float:
    started = perf_counter()
    linker.add(more.mentions, (), more.documents)
    linker.incidents()
    return perf_counter() - started


def synthetic(size: int, seed: int = 7) -> Collection:
    """About `size` mentions in documents by day."""
    rng = random.Random(seed)
    words, frequencies = _vocabulary()
    places = [_place(rng, number) for number in range(PLACES)]
    documents: list[Document] = []
    mentions: list[Mention] = []
    number = 0
    while len(mentions) < size:
        day = FIRST_DAY + timedelta(days=number // INCIDENTS_A_DAY)
        place, kind, sides = rng.choice(places), rng.choice(KINDS), rng.choice(SIDES)
        facts = rng.choices(words, frequencies, k=14)
        if rng.random() < 0.3:
            facts += [f"{_name(rng)} {_name(rng)}"]
        for _ in range(rng.choices((1, 2, 3, 4, 6), (50, 25, 12, 8, 5))[0]):
            text = _text(rng, [*rng.sample(facts, k=9), place.name], rng.choices(words, frequencies, k=60))
            document = Document(
                id=content_id("synthetic", len(documents)),
                text=text,
                published=Published(day=day + timedelta(days=rng.choice((0, 0, 1)))),
            )
            documents.append(document)
            mentions += _mentions(rng, document, _Facts(day=day, place=place, kind=kind, sides=sides))
        number += 1
    return Collection(documents=documents, mentions=mentions[:size])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    day: date
    place: Place
    kind: EventType
    sides: tuple[str, str]


def _mentions(rng: random.Random, document: Document, facts: _Facts) -> list[Mention]:
    first_end = document.text.index(".")
    stated = TimeRange(
        earliest=facts.day, latest=facts.day, precision=TimePrecision.DAY, basis=TimeBasis.STATED
    )
    doer, victim = rng.sample(facts.sides, k=2)
    made = []
    for number in range(rng.choice((1, 1, 2, 3))):
        start = 0 if number == 0 else first_end + 2
        end = first_end if number == 0 else len(document.text)
        actors = tuple(
            MentionActor(role=role, text=side, side=side, start=start, end=start)
            for role, side in ((Role.ALLEGED_PERPETRATOR, doer), (Role.VICTIM, victim))
        )
        made.append(
            Mention(
                id=content_id("mention", document.id, number),
                document_id=document.id,
                statement_id=None,
                event_type=facts.kind,
                trigger=Span(start=start + number, end=start + number + 4),
                when=stated if rng.random() < 0.8 else None,
                where=facts.place if rng.random() < 0.8 else None,
                actors=actors,
                evidence=document.evidence(Span(start=start, end=end)),
            )
        )
    return made


def _vocabulary() -> tuple[list[str], list[float]]:
    weights = word_weights()
    words = sorted(word for word in weights if word.isalpha())
    return words, [2.718 ** -weights[word] for word in words]


def _place(rng: random.Random, number: int) -> Place:
    return Place(
        name=_name(rng),
        lat=rng.uniform(30.0, 42.0),
        lon=rng.uniform(34.0, 50.0),
        radius_km=3.0,
        gazetteer_id=f"synthetic:{number}",
    )


def _name(rng: random.Random) -> str:
    return "".join(rng.choice("bdfgklmnrstvz") + rng.choice("aeiou") for _ in range(4)).capitalize()


def _text(rng: random.Random, lead: Sequence[str], body: Sequence[str]) -> str:
    return f"{' '.join(rng.sample(lead, k=len(lead)))}. {' '.join(body)}."


def _situation():  # type: ignore[no-untyped-def]
    from trucewatch.situation import load_situation

    return load_situation("general")
