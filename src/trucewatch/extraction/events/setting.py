"""When and where, for accounts whose own sentence does not say it: from the document around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from trucewatch.extraction.events.scenery import Surroundings
from trucewatch.extraction.events.unlisted import is_body, place_unlisted
from trucewatch.records import (
    Document,
    Flag,
    Place,
    PlaceName,
    Span,
    TimeBasis,
    TimePrecision,
    TimeRange,
)

if TYPE_CHECKING:
    from trucewatch.extraction.events.drafts import Draft

RECENT = timedelta(days=60)
"""Older than this beside the document's own day, an event is background."""

RETROSPECT = timedelta(days=400)
"""A document none of whose events is recent may report on a season gone by, but not on another war."""

LIST_REACH_KM = 150.0
"""Names in one list that lie farther apart than this are not one area."""

DATELINE = 60
"""Characters in which a dateline names the newsroom's town rather than the event's."""

_LIST_GAP = re.compile(
    r"(?:[\s,;]|\b(?:and|as well as|the|villages?|towns?|cit(?:y|ies)|of|in|near|to|down|up|through|all the way)\b)+"
)

COARSE_DAYS = 2
SATURDAY = 5

SAME_TALE = 3
"""Sentences of one paragraph through which the day and the scene last told still hold."""

WEEK = timedelta(days=7)

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    range: TimeRange
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    place: Place
    span: Span | None


def whens(events: Sequence[Draft], document: Document) -> list[When | None]:
    """For each event the time of its telling, else of the accounts around it, else the document's day."""
    today = document.published.day if document.published else None
    given = [_possible(_given(event), event, today) for event in events]
    usual = _usual_time(events, given)
    filled: list[When | None] = []
    for number, event in enumerate(events):
        own = given[number]
        if own is None or (event.is_act and _is_coarse(own.range)):
            assumed = _assumed(number, events, filled, usual, document)
            if own is None or (assumed is not None and _is_within(assumed.range, own.range)):
                own = assumed
        filled.append(own)
    return filled


def _given(event: Draft) -> When | None:
    """The time of a telling, else that of another voice's account of the same event."""
    for telling in (event, *event.beside):
        if telling.time is not None and telling.time.range is not None:
            span = Span(start=telling.time.start, end=telling.time.end)
            return When(range=_evening(telling.time.range, telling), span=span)
    return None


_EVENING = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday)(?:'s|’s)? (?:late )?(?:night|evening)\b",
    re.IGNORECASE,
)


def _evening(span: TimeRange, telling: Draft) -> TimeRange:
    """The day that a night is called after: "Sunday night" is Sunday's, as ACLED dates it."""
    if telling.time is None or (span.latest - span.earliest).days != 1:
        return span
    words = telling.main.token.doc.text[telling.time.start : telling.time.end]
    return replace(span, latest=span.earliest, end_clock=None) if _EVENING.search(words) else span


def _possible(when: When | None, event: Draft, today: date | None) -> When | None:
    """The time of an act, unless it lies ahead of its own report: then it is a deadline's, or misread.

    A day is left for time zones.
    """
    if when is None or today is None or not event.is_act or event.flags & _NOT_NOW:
        return when
    if (when.range.earliest - today).days <= 1:
        return when
    if when.range.basis is not TimeBasis.WEEKDAY or (when.range.earliest - today).days > WEEK.days:
        return None
    past = replace(when.range, earliest=when.range.earliest - WEEK, latest=when.range.latest - WEEK)
    return replace(when, range=past)  # "deplores the shelling on Thursday" is said of the last one


def _usual_time(events: Sequence[Draft], given: Sequence[When | None]) -> When | None:
    """The first stated day of an act that is not background: what the document is about."""
    for event, when in zip(events, given, strict=True):
        if event.is_act and when is not None and not _is_coarse(when.range) and not event.flags & _NOT_NOW:
            return when
    return None


_NOT_NOW = {Flag.HISTORICAL, Flag.PLANNED, Flag.HYPOTHETICAL}


def _is_near(span: TimeRange) -> bool:
    return (span.latest - span.earliest).days <= 7


def _is_coarse(span: TimeRange) -> bool:
    """ "this week", "in April": a day told elsewhere in that time says more."""
    weekend = span.earliest.weekday() == SATURDAY and (span.latest - span.earliest).days == 1
    return (span.latest - span.earliest).days > COARSE_DAYS or (weekend and span.start_clock is None)


def _is_within(inner: TimeRange, outer: TimeRange) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _assumed(
    number: int,
    events: Sequence[Draft],
    filled: Sequence[When | None],
    usual: When | None,
    document: Document,
) -> When | None:
    """The time of an act that does not tell its own."""
    event = events[number]
    if event.flags & _NOT_NOW:
        return None
    if event.days_on is not None:
        return _days_on(event, filled)
    told = _told(event)
    published = document.published
    if told is not None and (published is None or told.range.latest != published.day or usual is None):
        return told
    if event.is_act:
        beside = _told_before(number, events, filled)
        if beside is not None or usual is not None:
            return beside or usual
    if told is not None or published is None:
        return told
    return When(range=_on(published.day), span=published.span)


def _told(event: Draft) -> When | None:
    if event.told is None or event.told.range is None:
        return None
    told = event.told.range
    return When(
        range=told if not _is_coarse(told) else _on(told.latest),
        span=Span(start=event.told.start, end=event.told.end),
    )


def _told_before(number: int, events: Sequence[Draft], filled: Sequence[When | None]) -> When | None:
    """The time of the act told just before, in this sentence or the last one, or a little before in its paragraph."""
    event = events[number]
    for earlier in range(number - 1, max(number - 4, -1), -1):
        other, when = events[earlier], filled[earlier]
        if other.is_act and when is not None and not other.flags & _NOT_NOW and not _is_coarse(when.range):
            gap = event.sentence - other.last_sentence
            return (
                when if 0 <= gap <= 1 or (0 <= gap <= SAME_TALE and _in_one_paragraph(other, event)) else None
            )
    return None


def _days_on(event: Draft, filled: Sequence[When | None]) -> When | None:
    """So many days from the last act that has a day."""
    last = next((w.range for w in reversed(filled) if w is not None and not _is_coarse(w.range)), None)
    if last is None or event.days_on is None:
        return None
    day = last.earliest + timedelta(days=event.days_on)
    return When(
        range=TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.RELATIVE),
        span=None,
    )


def _in_one_paragraph(earlier: Draft, later: Draft) -> bool:
    last = max(
        (span.end for span in (earlier.evidence, *earlier.more) if span.end <= later.evidence.start),
        default=0,
    )
    return "\n\n" not in later.main.token.doc.text[last : later.evidence.start] if last else False


def _on(day: date) -> TimeRange:
    return TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.DOCUMENT_DATE)


def is_background(span: TimeRange, today: date | None) -> bool:
    """True for another war, a past decade, or a long period that began long ago."""
    if today is None:
        return span.precision is TimePrecision.YEAR
    if span.precision is TimePrecision.YEAR and span.latest.year < today.year:
        return True
    if span.latest < today - RECENT:
        return True
    return span.earliest < today - RECENT and (span.latest - span.earliest).days > RECENT.days


def day_of_document(events: Sequence[Draft], document: Document) -> date | None:
    """The day from which a document looks back: its publication, or the latest day it tells of."""
    days = [
        event.time.range.latest
        for event in events
        if event.time is not None and event.time.range is not None and _is_near(event.time.range)
    ]
    published = document.published.day if document.published else None
    if published is None:
        return max(days, default=None)
    days = [day for day in days if day <= published]
    latest = max(days, default=published)
    return latest if published - RETROSPECT < latest < published - RECENT else published


def wheres(events: Sequence[Draft], surroundings: Surroundings) -> list[Where | None]:
    """For each act the place its telling gives, else one told just before it, else the document's."""
    given = [
        _given_place(event, surroundings)
        or (
            _unlisted_place(event, surroundings, _named_before(event, surroundings)) if event.is_act else None
        )
        for event in events
    ]
    usual = _usual_place(events, given, surroundings)
    filled: list[Where | None] = []
    for number, (event, own) in enumerate(zip(events, given, strict=True)):
        if own is not None and event.is_act and usual is not None and _says_more(usual, own, event):
            own = usual
        if own is None and event.is_act:
            own = (
                _faint_place(event)
                or _witnessed(event, surroundings)
                or _from_beside(events, given, number, surroundings)
                or _named_before(event, surroundings)
                or usual
            )
        filled.append(own)
    return filled


def _says_more(usual: Where, own: Where, event: Draft) -> bool:
    """True where a telling gives only the country in which the document's other events were."""
    if own.place.feature != "country" or event.flags & {*_NOT_NOW, Flag.AGGREGATE}:
        return False
    return own.place.country is not None and usual.place.country == own.place.country


def _named_before(event: Draft, surroundings: Surroundings) -> Where | None:
    """The last place named before an act in its own paragraph, if it is not a whole country."""
    opening = surroundings.text.rfind("\n\n", 0, event.evidence.start) + 1
    last = bisect_left(surroundings.located, event.evidence.start, key=lambda name: name.start)
    for name in reversed(surroundings.located[max(0, last - 6) : last]):
        if name.start < opening:
            return None
        if name.place and name.place.feature != "country" and not surroundings.is_stray(name.place):
            return _where(name)
    return None


def _given_place(event: Draft, surroundings: Surroundings) -> Where | None:
    """The place of a telling, else of another voice's account of the same event, if that is no stray."""
    own = _own_place(event, surroundings)
    if own is not None and not surroundings.is_stray(own.place):
        return own
    if _unlisted(event) is not None:
        return None
    beside = (where for one in event.beside if (where := _own_place(one, surroundings)) is not None)
    return next((where for where in beside if not surroundings.is_stray(where.place)), own)


def _unlisted(event: Draft) -> PlaceName | None:
    """The name of the telling that stands where an act was and that no gazetteer has, if it is the likeliest."""
    first = next((name for name in event.places if name.place is not None or not is_body(name.name)), None)
    return first if first is not None and first.place is None else None


def _unlisted_place(event: Draft, surroundings: Surroundings, otherwise: Where | None) -> Where | None:
    name = _unlisted(event)
    if name is None:
        return None
    around = otherwise.place if otherwise else surroundings.home
    place = place_unlisted(name, surroundings.scenes, surroundings.text, around)
    return Where(place=place, span=Span(start=name.start, end=name.end)) if place is not None else None


def _own_place(event: Draft, surroundings: Surroundings) -> Where | None:
    """The place of a telling; of a list ("near Shosh and Taghavard") the first, with a radius over all."""
    resolved = [name for name in event.places if name.place is not None]
    if not resolved or _unlisted(event) is not None:
        return None
    fine = [name for name in event.faint if name.place and name.place.feature != "country"]
    at_home = [name for name in (*resolved, *fine) if name.place and not surroundings.is_stray(name.place)]
    best = (at_home or resolved)[0]
    named = {name.start: name for name in (*event.places, *event.faint)}
    listed = _listed_with(best, list(named.values()), surroundings.text)
    first = listed[0]
    assert first.place is not None  # only resolved names are listed
    reach = first.place.radius_km
    for other in listed[1:]:
        assert other.place is not None
        gap = km_between(first.place.lat, first.place.lon, other.place.lat, other.place.lon)
        reach = max(reach, gap + other.place.radius_km) if gap <= LIST_REACH_KM else reach
    place = first.place if reach == first.place.radius_km else replace(first.place, radius_km=round(reach, 1))
    return Where(place=place, span=Span(start=first.start, end=first.end))


def _listed_with(best: PlaceName, names: Sequence[PlaceName], text: str) -> list[PlaceName]:
    """The resolved names that stand in one list with `best`, in the order of the text."""
    ordered = sorted((name for name in names if name.place is not None), key=lambda name: name.start)
    runs: list[list[PlaceName]] = []
    for name in ordered:
        if runs and _LIST_GAP.fullmatch(text[runs[-1][-1].end : name.start]):
            runs[-1].append(name)
        else:
            runs.append([name])
    run = next(run for run in runs if best in run)
    grain = best.place.feature in ("country", "region") if best.place else False
    return [name for name in run if name.place and (name.place.feature in ("country", "region")) == grain]


def _witnessed(event: Draft, surroundings: Surroundings) -> Where | None:
    """Where those live who tell of it: "Residents of Bara reported an air raid"."""
    name = surroundings.witnesses.get(event.sentence)
    return _where(name) if name is not None else None


def _faint_place(event: Draft) -> Where | None:
    """A likely name; where the village itself is unknown to the gazetteer only its area, not another village."""
    unknown = any(name.place is None for name in event.places)
    for name in event.faint:
        if name.place is None or name.place.feature == "country":
            continue
        if not unknown or name.place.feature in ("region", "district"):
            return _where(name)
    return None


def _from_beside(
    events: Sequence[Draft], given: Sequence[Where | None], number: int, surroundings: Surroundings
) -> Where | None:
    for other in (number - 1, number + 1):
        if (
            0 <= other < len(events)
            and abs(events[other].sentence - events[number].sentence) <= 1
            and events[other].is_act
        ):
            where = given[other]
            return None if where is None or surroundings.is_stray(where.place) else where
    return None


def _usual_place(
    events: Sequence[Draft], given: Sequence[Where | None], surroundings: Surroundings
) -> Where | None:
    """The place of the first act that has one, else the finest place that the document locates things in most."""
    for event, where in zip(events, given, strict=True):
        if where is None or where.place.feature == "country" or surroundings.is_stray(where.place):
            continue
        if event.is_act and not event.flags & _NOT_NOW and not _sums_up(event):
            return where
    fine = [
        name
        for name in surroundings.located
        if name.place and name.place.feature != "country" and not surroundings.is_stray(name.place)
    ]
    for names in (fine, surroundings.areas, surroundings.located):
        counts = Counter(name.place.gazetteer_id for name in names if name.place and name.start >= DATELINE)
        for key, _ in counts.most_common(1):  # the first of equals
            name = next(name for name in names if name.place and name.place.gazetteer_id == key)
            return _where(name)
    return None


def _sums_up(event: Draft) -> bool:
    """ "shelled Kobo eleven times over the past month": not the scene of the report."""
    span = event.time.range if event.time is not None else None
    return Flag.AGGREGATE in event.flags and span is not None and not _is_near(span)


def _where(name: PlaceName) -> Where | None:
    return Where(place=name.place, span=Span(start=name.start, end=name.end)) if name.place else None


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance."""
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
