"""Where, for accounts whose own sentence does not say it: from the document around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.events.days import SAME_TALE, in_one_paragraph, is_near
from trucewatch.extraction.events.flags import NOT_NOW
from trucewatch.extraction.events.scenery import Surroundings
from trucewatch.extraction.events.unlisted import is_body, place_unlisted
from trucewatch.extraction.paragraphs import Paragraphs
from trucewatch.records import Flag, Place, PlaceName, Span, km_between

if TYPE_CHECKING:
    from trucewatch.extraction.events.drafts import Draft

LIST_REACH_KM = 150.0
"""Names in one list that lie farther apart than this are not one area."""

LONGEST_LIST = 300
"""Characters."""

MOST_SCENES = 20

SAME_SCENE_KM = 25.0
"""Scenes of a report that lie no farther apart, beyond what they are wide, are one."""

DATELINE = 60
"""Characters in which a dateline names the newsroom's town rather than the event's."""

_LIST_GAP = re.compile(
    r"(?:[\s,;]|\b(?:and|as well as|the|villages?|towns?|cit(?:y|ies)|of|in|near|to|down|up|through|all the way"
    r"|directions?|corridor|districts?|areas?|sectors?)\b)+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    place: Place
    span: Span | None


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
    scenes = _scenes(events, given)
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
                or _told_before(number, events, filled, surroundings.paragraphs)
                or (usual if len(scenes) < 2 or not event.voice.is_outlet else _over_all(scenes))
            )
        filled.append(own)
    return filled


def _scenes(events: Sequence[Draft], given: Sequence[Where | None]) -> list[Where]:
    """The places of a report's acts that lie apart: with two of them neither is that of an act without one."""
    apart: list[Where] = []
    for event, where in zip(events, given, strict=True):
        if where is None or not event.is_act or event.flags & NOT_NOW or _sums_up(event):
            continue
        if (
            len(apart) < MOST_SCENES
            and where.place.feature != "country"
            and all(_lie_apart(where.place, other.place) for other in apart)
        ):
            apart.append(where)
    return apart


def _lie_apart(one: Place, other: Place) -> bool:
    gap = km_between(one.lat, one.lon, other.lat, other.lon)
    return gap > max(one.radius_km, other.radius_km) + SAME_SCENE_KM


def _over_all(scenes: Sequence[Where]) -> Where | None:
    """The first of several scenes, as wide as all of them where they are one area; None where they are not."""
    first = scenes[0].place
    reach = max(
        km_between(first.lat, first.lon, other.place.lat, other.place.lon) + other.place.radius_km
        for other in scenes
    )
    if reach > LIST_REACH_KM:
        return None
    return Where(place=replace(first, radius_km=round(reach, 1), geo_precision=3), span=scenes[0].span)


def _told_before(
    number: int, events: Sequence[Draft], filled: Sequence[Where | None], paragraphs: Paragraphs
) -> Where | None:
    """The scene last told in the paragraph."""
    for earlier in range(number - 1, max(number - 4, -1), -1):
        other, where = events[earlier], filled[earlier]
        if other.is_act and where is not None:
            gap = events[number].sentence - other.last_sentence
            near = 0 <= gap <= SAME_TALE and in_one_paragraph(other, events[number], paragraphs)
            return where if near else None
    return None


def _says_more(usual: Where, own: Where, event: Draft) -> bool:
    """True where a telling gives only the country in which the document's other events were."""
    if own.place.feature != "country" or event.flags & {*NOT_NOW, Flag.AGGREGATE}:
        return False
    return own.place.country is not None and usual.place.country == own.place.country


def _named_before(event: Draft, surroundings: Surroundings) -> Where | None:
    """The last place named before an act in its own paragraph, if it is not a whole country."""
    opening = surroundings.paragraphs.start(event.evidence.start)
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
    known = at_home or resolved
    best = next((name for name in known if name.place and name.place.feature != "country"), known[0])
    low = bisect_left(surroundings.scenes, best.start - LONGEST_LIST, key=lambda name: name.start)
    high = bisect_left(surroundings.scenes, best.start + LONGEST_LIST, key=lambda name: name.start)
    beside = surroundings.scenes[low:high]
    named = {name.start: name for name in (*event.places, *event.faint, *beside)}
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
        if event.is_act and not event.flags & NOT_NOW and not _sums_up(event):
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
    return span is not None and not is_near(span)


def _where(name: PlaceName) -> Where | None:
    return Where(place=name.place, span=Span(start=name.start, end=name.end)) if name.place else None
