"""What was not reported: areas of which nothing that was read speaks, and when it last did.

Nothing reported is nothing known. It is never put as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from trucewatch.records import Document, Evidence, Place, Span, content_id
from trucewatch.reporting.patterns import area_of
from trucewatch.reporting.quotations import sentence_around
from trucewatch.reporting.register import Register
from trucewatch.situation import Situation
from trucewatch.situation.names import NameTrie, words_of

WIDEST_KM = 50.0
"""A past incident's place that is wider is no area of its own: any report of the conflict names it."""
WIDE_KM = 10.0
"""A past incident's place that is wider is a region, in which other places lie."""
SHOWN = 280
"""Characters of the sentence that is quoted as the last report; of a longer one, the words around the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedArea:
    """One area of interest on the day of the report."""

    id: str
    name: str
    why: str
    """Why it is watched: the pack lists it, or incidents were reported there."""
    last_report: date | None
    """Day of the newest document that names it, or a place in it."""
    last_words: Evidence | None
    """Where that document names it."""
    last_incident: date | None
    days: int | None
    """Days since the last report."""
    limit: int
    """Days after which it counts as silent."""

    @property
    def silent(self) -> bool:
        return self.days is None or self.days >= self.limit


@dataclass(frozen=True, slots=True)
class _Area:
    name: str
    why: str
    limit: int
    places: tuple[Place, ...]


def watched_areas(
    register: Register, situation: Situation, as_of: date | None, silence_days: int
) -> tuple[WatchedArea, ...]:
    """Every area of interest, the longest silent first; empty without a clock.

    Documents without a day of publication, or of a later one, tell nothing here.
    """
    if as_of is None:
        return ()
    areas = {**_of_pack(situation, silence_days), **_of_incidents(register, situation, silence_days)}
    named = _last_named(areas, _names_used(register), register.documents, as_of)
    told = _last_told(register, situation, as_of)
    found = [_watched(key, area, named.get(key), told, as_of) for key, area in areas.items()]
    return tuple(
        sorted(found, key=lambda w: (not w.silent, -(w.days if w.days is not None else 10**6), w.name))
    )


def _of_pack(situation: Situation, silence_days: int) -> dict[str, _Area]:
    found = {}
    for area in situation.areas:
        if area.monitored:
            found[area.id] = _Area(
                area.place.name,
                "listed by the situation pack",
                area.silent_after or silence_days,
                (area.place, *_inside(area.place, situation)),
            )
    return found


def _inside(area: Place, situation: Situation) -> Iterator[Place]:
    """The pack's smaller places in an area: who names one of them reports from it."""
    for place in situation.places:
        if place.radius_km < area.radius_km and place.lies_in(area):
            yield place


def _of_incidents(register: Register, situation: Situation, silence_days: int) -> dict[str, _Area]:
    """Places of past incidents that no area of the pack covers."""
    found: dict[str, _Area] = {}
    for incident in register.incidents():
        place = incident.where
        if place is None or place.radius_km > WIDEST_KM or place.feature == "country":
            continue
        if area_of(place, situation) is None:
            places = (place, *_inside(place, situation)) if place.radius_km >= WIDE_KM else (place,)
            area = _Area(place.name, "an incident was reported there", silence_days, places)
            found.setdefault(place.gazetteer_id, area)
    return found


def _names_used(register: Register) -> dict[str, set[str]]:
    """What reports call each place: the gazetteer may know it by another spelling."""
    texts = {document.id: document.text for document in register.documents}
    used: dict[str, set[str]] = {}
    for dossier in register.dossiers:
        for mention in dossier.mentions:
            if mention.where is not None and mention.where_span is not None:
                words = mention.where_span.of(texts.get(mention.document_id, ""))
                if words[:1].isupper():
                    used.setdefault(mention.where.gazetteer_id, set()).add(words)
    return used


def _last_named(
    areas: dict[str, _Area], used: dict[str, set[str]], documents: Iterable[Document], as_of: date
) -> dict[str, tuple[date, Evidence]]:
    """For each area the newest document that names it, with the sentence."""
    trie, owners = NameTrie(), dict[str, list[str]]()
    for key, area in areas.items():
        for place in area.places:
            names = {place.name, *(alias.name for alias in place.names), *used.get(place.gazetteer_id, ())}
            for name in sorted(names):
                owners.setdefault(name.casefold(), []).append(key)
                trie.add(name, name.casefold())
    last: dict[str, tuple[date, Evidence]] = {}
    dated = [d for d in documents if d.published and d.published.day <= as_of]
    for document in sorted(
        dated, key=lambda d: (d.published.day if d.published else date.min, d.id), reverse=True
    ):
        if len(last) == len(areas):
            break
        assert document.published is not None
        for name, span in _names_in(document, trie):
            for key in owners[name]:
                if key not in last:
                    last[key] = (document.published.day, document.evidence(_around(span, document.text)))
    return last


def _names_in(document: Document, trie: NameTrie) -> Iterator[tuple[str, Span]]:
    words = words_of(document.text)
    for found in trie.find(document.text, words):
        span = Span(start=words[found.first].start, end=words[found.last - 1].end)
        if not any(furniture.overlaps(span) for furniture in document.furniture):
            yield found.payload, span


def _around(span: Span, text: str) -> Span:
    """The sentence around a name; of a long one, whole words on either side of the name."""
    sentence = sentence_around(text, span)
    if len(sentence) <= SHOWN:
        return sentence
    first, last = max(sentence.start, span.start - SHOWN // 2), min(sentence.end, span.end + SHOWN // 2)
    start = first if first == sentence.start else text.find(" ", first, span.start) + 1 or span.start
    end = last if last == sentence.end else max(text.rfind(" ", span.end, last), span.end)
    return Span(start=start, end=end)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the newest documents and incidents of each place are, by the place's id."""

    report: dict[str, tuple[date, Evidence]]
    incident: dict[str, date]


def _last_told(register: Register, situation: Situation, as_of: date) -> _Told:
    """The newest document that tells of an incident at each place, whatever it calls the place; what is told of a place
    is told of the watched areas around it."""
    published = {d.id: d.published.day for d in register.documents if d.published}
    told = _Told({}, {})
    for dossier in register.dossiers:
        incident = dossier.incident
        if incident.where is None:
            continue
        for place in _around_place(incident.where, situation):
            if incident.when is not None and incident.when.latest <= as_of:
                told.incident[place] = max(told.incident.get(place, date.min), incident.when.latest)
            for mention in dossier.mentions:
                day = published.get(mention.document_id, date.max)
                newest = told.report.get(place)
                if day <= as_of and (newest is None or _order(day, mention.evidence) > _order(*newest)):
                    told.report[place] = (day, mention.evidence)
    return told


def _around_place(place: Place, situation: Situation) -> set[str]:
    """Ids of a place and of the watched areas that it lies in; a wider place lies in none."""
    around = {
        area.place.gazetteer_id
        for area in situation.areas
        if area.monitored and place.radius_km <= area.place.radius_km and place.lies_in(area.place)
    }
    return {place.gazetteer_id, *around}


def _order(day: date, words: Evidence) -> tuple[date, str, int]:
    return day, words.document_id, -words.start


def _watched(
    key: str, area: _Area, named: tuple[date, Evidence] | None, told: _Told, as_of: date
) -> WatchedArea:
    here = [place.gazetteer_id for place in area.places]
    found = [told.report[place] for place in here if place in told.report]
    last = max([*found, *([named] if named else [])], key=lambda one: one[0], default=None)
    return WatchedArea(
        id=content_id("silence", key, as_of.isoformat(), area.limit),
        name=area.name,
        why=area.why,
        last_report=last[0] if last else None,
        last_words=last[1] if last else None,
        last_incident=max((told.incident[place] for place in here if place in told.incident), default=None),
        days=(as_of - last[0]).days if last else None,
        limit=area.limit,
    )
