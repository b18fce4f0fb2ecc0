"""How likely two tellings are of one event, as a sum of named parts that can be put into words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from trucewatch.linking.geography import AREA_KM, gap_km, is_unlisted, of_one_name
from trucewatch.linking.settings import KIND_MISFIT, LinkingSettings
from trucewatch.linking.tellings import Telling, Toll
from trucewatch.linking.words import likeness, words_of
from trucewatch.records import CasualtyCategory, EventType, Place

VETO = -math.inf
FAR_KM = 150.0
NEIGHBOURS_KM = 10.0
FEW = 5

COUNTED_TOLLS = (CasualtyCategory.KILLED, CasualtyCategory.WOUNDED, CasualtyCategory.CAPTURED)


class Part(NamedTuple):
    """One thing compared: what was found, and what it adds in log-odds."""

    says: str
    adds: float


NOTHING = Part("nothing", 0.0)


class Comparison(NamedTuple):
    score: float
    parts: tuple[Part, ...]

    def reasons(self) -> tuple[str, ...]:
        """The parts in words, weightiest first, each with what it adds."""
        telling = sorted(
            (part for part in self.parts if abs(part.adds) >= 0.1), key=lambda p: (-abs(p.adds), p.says)
        )
        return tuple(f"{part.says} ({part.adds:+.1f})" for part in telling)


def compare(
    a: Telling, b: Telling, settings: LinkingSettings, *, copied: bool = False, told_elsewhere: float = 0.0
) -> Comparison:
    """The comparison of two tellings, the same whichever comes first; a veto scores minus infinity.

    `copied` says that one of the two documents is a copy of the other, `told_elsewhere` what it takes off that one
    of them has another telling that is more like it.
    """
    if b.key < a.key:
        a, b = b, a
    parts = tuple(_parts(a, b, settings))
    if copied and a.main and b.main:
        parts = (*parts, Part("one document is a copy of the other", settings.copied))
    if told_elsewhere:
        parts = (*parts, Part("one document tells the event of the other elsewhere", told_elsewhere))
    return Comparison(settings.start + sum(part.adds for part in parts), parts)


def of_one_day_and_place(a: Telling, b: Telling) -> bool:
    """True where both accounts state the same day and the same place."""
    if not (a.has_day and b.has_day and a.days and b.days):
        return False
    same_day = a.days[0] <= b.days[1] and b.days[0] <= a.days[1]
    return same_day and any(_same_point(p, q) for p in a.points for q in b.points)


def _parts(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    if a.umbrella != b.umbrella:
        yield Part("one is a total over a period, the other a single event", VETO)
        return
    if a.document_id == b.document_id:
        yield from _same_document(a, b, settings)
    yield from _kinds(a, b, settings)
    time = tuple(_time(a, b, settings))
    place = tuple(_place(a, b, settings))
    yield from time
    yield from place
    if sum(p.adds for p in time) <= settings.next_day + settings.each_further_day and (
        sum(p.adds for p in place) <= settings.other_place
    ):
        yield Part("another day and another place", VETO)
        return
    days_stated = (a.states_day or a.days is None) and (b.states_day or b.days is None)
    contrary = (days_stated and sum(p.adds for p in time) <= settings.next_day) or (
        sum(p.adds for p in place) <= settings.other_place
    )
    sides = tuple(_sides(a, b, settings))
    words = tuple(_words(a, b, settings, settings.words_contrary if contrary else settings.words_counted))
    tolls = tuple(_tolls(a, b, settings))
    yield from (*sides, *tolls, *words)
    if contrary and sum(part.adds for part in tolls) <= settings.tolls_exclude:
        yield Part("another day or place, and tolls that exclude each other", VETO)
        return
    # The wording of the passages comes first and is left out: any two shootings are told in like words.
    if max(part.adds for part in (*place, *sides, *words[1:], NOTHING)) < settings.identifies:
        yield Part("no place, party, name or story in common", settings.unidentified)


def _same_document(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    if a.set_apart or b.set_apart:
        yield Part("the document itself calls them two events", VETO)
    else:
        likely = a.apart.get(b.key, 0.0)
        yield Part("the document tells them apart", settings.told_apart + settings.told_apart_likely * likely)


def _kinds(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    fit = max(
        settings.kind_fit.get(frozenset({kind_a, kind_b}), KIND_MISFIT)
        for kind_a in a.kinds
        for kind_b in b.kinds
    )
    if fit > 0 and not a.sub_kinds.isdisjoint(b.sub_kinds):
        yield Part("the same kind of event", fit + 0.2)
    elif fit >= 0:
        yield Part("kinds of event that are told of one another", fit)
    else:
        yield Part("kinds of event that do not go together", fit)


def _time(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    exact = a.has_day and b.has_day
    span_a, span_b = a.days, b.days
    if span_a is not None and span_b is not None:
        gap = max(0, max(span_a[0], span_b[0]) - min(span_a[1], span_b[1]))
        further = min(max(0, gap - 1), settings.further_days_counted)
        apart = settings.next_day + further * settings.each_further_day
        if exact and gap == 0:
            yield Part("the same day", settings.same_day)
        elif gap == 0:
            yield Part("days that can be the same", settings.periods_overlap)
        else:
            stated = exact and a.states_day and b.states_day
            weight = 1.0 if stated else settings.day_inferred
            if _names_day(a, b) or _names_day(b, a):
                weight *= settings.day_named
            yield Part(_days_apart(gap), apart * weight)
    else:
        yield from _undated(a, b, settings)
    if a.has_day != b.has_day and span_a is not None and span_b is not None:
        yield from _lag(a, b, settings)
    elif a.published is not None and b.published is not None and not exact:
        apart = abs((a.published - b.published).days)
        if apart == 0:
            yield Part("published on the same day", settings.published_same_day)
        else:
            counted = min(apart, settings.days_published_counted)
            yield Part(f"published {_days(apart)} apart", counted * settings.each_day_published_apart)


def _lag(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    """News without a day is told soon: how long before its publication the other's day was."""
    dated, undated = (a, b) if a.has_day else (b, a)
    if dated.days is None or undated.published is None:
        return
    lag = max(0, undated.published.toordinal() - dated.days[1])
    counted = min(lag, settings.days_published_counted)
    adds = settings.published_at_once + counted * settings.each_day_to_print
    yield Part(f"published {_days(lag)} after the day of the other" if lag else "published on that day", adds)


def _names_day(telling: Telling, other: Telling) -> bool:
    """True when the words about one event name the other's day, too, though not as the event's."""
    days = other.days if other.has_day else None
    return days is not None and any(day in telling.days_named for day in range(days[0], days[1] + 1))


def _undated(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    yield Part("the day of one is unknown", settings.day_unknown)
    if a.weekdays and b.weekdays:
        if a.weekdays & b.weekdays:
            yield Part("the same day of the week", settings.same_weekday)
        else:
            yield Part("another day of the week", settings.other_weekday)


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def _days_apart(gap: int) -> str:
    return f"dated {_days(gap)} apart"


def _place(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    if not a.places or not b.places:
        return
    shared = {p.gazetteer_id for p in a.spots} & {p.gazetteer_id for p in b.spots}
    if shared:
        name = next(p.name for p in a.spots if p.gazetteer_id == min(shared))
        yield Part(f"the same place, {name}", settings.same_place)
        return
    common = [p.name for p in a.points for q in b.points if _same_point(p, q)]
    if common:
        yield Part(f"both are placed by {min(common)}", settings.same_name)
        return
    place_a, place_b, gap = nearest(a.spots or a.places, b.spots or b.places)
    fine = max(place_a.radius_km, place_b.radius_km) <= AREA_KM
    names = f"{place_a.name} and {place_b.name}"
    if fine and gap <= NEIGHBOURS_KM:
        yield _neighbours(a, b, (place_a, place_b), settings)
    elif gap == 0.0 and (_names_spot(a, b) or _names_spot(b, a)):
        yield Part(f"one place may lie in the other, {names}, and both texts name it", settings.area_named)
    elif gap == 0.0:
        yield Part(f"one place may lie in the other, {names}", settings.inside_area)
    elif place_a.name == place_b.name:
        yield Part(f"places of one name, {place_a.name}", 0.0)
    elif gap > 40.0 or fine:
        yield Part(f"{names} are {gap:.0f} km apart", _apart(a, b, gap, settings))


def _neighbours(a: Telling, b: Telling, places: tuple[Place, Place], settings: LinkingSettings) -> Part:
    """Two villages side by side: one place to whoever names both, else two, the more so across a border."""
    here, there = places
    names = f"{here.name} and {there.name}"
    if here.name == there.name or _names(a, there) or _names(b, here):
        return Part(f"places next to each other, {names}", settings.near_place)
    countries = {here.country, there.country}
    if None not in countries and len(countries) > 1 and not (_is_battle(a) and _is_battle(b)):
        return Part(f"neighbours across a border, {names}", settings.across_border)
    return Part(f"neighbouring places, {names}", settings.neighbours)


def _is_battle(telling: Telling) -> bool:
    return EventType.BATTLES in telling.kinds


def _same_point(a: Place, b: Place) -> bool:
    """True for one point, however widely drawn, and for one rare name of which the gazetteer lacks a place."""
    if a.gazetteer_id == b.gazetteer_id:
        return True
    return (is_unlisted(a) or is_unlisted(b)) and of_one_name(a, b)


def _names_spot(telling: Telling, other: Telling) -> bool:
    """True when an account that is placed in a wide area only names the other's place in its text."""
    return not telling.spots and any(_names(telling, place) for place in other.spots)


def _apart(a: Telling, b: Telling, gap: float, settings: LinkingSettings) -> float:
    """What it weighs that two accounts put the event at two places."""
    stated = a.states_place and b.states_place
    named = any(_names(b, place) for place in a.places) or any(_names(a, place) for place in b.places)
    weight = settings.far_place if gap > FAR_KM and stated and not named else settings.other_place
    if gap <= 40.0:
        weight *= 0.4
    return weight * (1.0 if stated else settings.place_inferred) * (settings.place_named if named else 1.0)


def _names(telling: Telling, place: Place) -> bool:
    """True when the document names the place, too, though not as the event's."""
    return _name_words(place.name) <= telling.capitals


@lru_cache(maxsize=100_000)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(words_of(name.lower()))


def nearest(some: tuple[Place, ...], others: tuple[Place, ...]) -> tuple[Place, Place, float]:
    """The two places with the smallest gap between them."""
    pairs = ((p, q, gap_km(p, q)) for p in some for q in others)
    return min(pairs, key=lambda found: (found[2], found[0].gazetteer_id, found[1].gazetteer_id))


def _sides(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    if not a.sides or not b.sides:
        return
    if a.sides & b.sides:
        whole = a.sides <= b.sides or b.sides <= a.sides
        yield Part("the same parties, whichever way round", settings.sides_agree * (1.0 if whole else 0.5))
    elif a.concerned & b.concerned:
        yield Part("a party to one has a word on the other", settings.sides_spoken)
    else:
        known = min(len(a.concerned), len(b.concerned)) > 1
        yield Part("other parties", settings.sides_differ if known else settings.sides_little_known)
    swapped = {(claimant, victim, doer) for claimant, doer, victim in a.versions}
    if swapped & b.versions and not swapped & a.versions and not a.versions & b.versions:
        yield Part(
            "one side tells of itself as doer here and as victim there", settings.roles_swapped_by_one_side
        )


def _tolls(a: Telling, b: Telling, settings: LinkingSettings) -> Iterator[Part]:
    for category in COUNTED_TOLLS:
        pairs = [(x, y) for x in a.tolls.get(category, ()) for y in b.tolls.get(category, ())]
        if not pairs:
            continue
        shared = [x[0] for x, y in pairs if x == y]
        if shared:
            telling = min(1.5, 1.0 + 0.3 * math.log1p(max(shared)))
            yield Part(f"the same number {category.value}", settings.toll_agrees * telling)
        elif all(_exclude(x, y) for x, y in pairs):
            yield Part(
                f"other numbers {category.value}", settings.toll_differs * min(_doublings(p) for p in pairs)
            )


def _exclude(a: Toll, b: Toll) -> bool:
    """True when neither can be the other, even if "at least N" grows to twice as many."""
    return _most(a) < b[0] or _most(b) < a[0]


def _most(toll: Toll) -> int:
    return 2 * toll[0] if toll[1] is None else toll[1]


def _doublings(pair: tuple[Toll, Toll]) -> float:
    """One, and one more for each time the larger number is twice the smaller; a toll of a few soon doubles."""
    small, large = sorted(toll[0] for toll in pair)
    return 1.0 if small < FEW else min(5.0, 1.0 + 2.0 * math.log2(large / small))


def _words(a: Telling, b: Telling, settings: LinkingSettings, most: float) -> Iterator[Part]:
    """What the words add, `most` at the utmost: bulletins are worded alike day after day."""
    passages = settings.wording * likeness(a.words, b.words)
    articles, names = 0.0, 0.0
    if a.document_id != b.document_id:
        weight = settings.article * (1.0 if a.main and b.main else settings.article_aside)
        alike = likeness(a.article, b.article) - settings.article_known
        articles = max(settings.article_least, weight * alike)
        small, large = (a.names, b.names) if len(a.names) <= len(b.names) else (b.names, a.names)
        rarity = sum(weight for name, weight in small.items() if name in large)
        names = settings.names * min(rarity, settings.names_counted)
    scale = (
        min(1.0, most / max(passages + articles + names, 1e-9)) if passages + articles + names > 0 else 1.0
    )
    yield Part("wording of the passages", scale * passages)
    yield Part("likeness of the articles", scale * articles)
    yield Part("rare names in both", scale * names)
