"""Namesakes told by their company: one of a list of villages does not lie in another part of the country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from trucewatch.records import Place, PlaceName

SOUNDS_NEAR_KM = 75.0
"""From the nearest other place, to which a name is believed that only sounds like a village's."""

LISTED_KM = 250.0
"""Apart, small places in one list are not both what is meant."""

SMALL_KM = 2.0
"""Radius of what has fewer than 5,000 people."""

VILLAGES_KM = 14.0
"""Greatest radius of what such a list names beside it: a small town's, or that of what is near one."""

OUTSIDE = 1.5
"""Times an area's radius, from which on a place is surely not in it."""

_INSIDE = re.compile(
    r"\s*,?\s*in\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+|(?:north|south)-(?:east|west)\w*\s+)?", re.I
)
_FINE = frozenset({"settlement", "site"})
_LISTED = re.compile(r"\s*(?:,|(?:,\s*)?\band\b)\s*(?:in\s+|near\s+|the\s+)?")


def without_far_guesses(names: Iterable[PlaceName], sounding: Set[int], text: str) -> Iterator[PlaceName]:
    """The same names in order, those of small places far from their company unresolved.

    `sounding` are the starts of names that no gazetteer spells so.
    """
    names = tuple(names)
    fine = {n.place.gazetteer_id: n.place for n in names if n.place and n.place.feature in _FINE}
    for number, name in enumerate(names):
        place = name.place
        if place is None or place.gazetteer_id not in fine or not place.gazetteer_id.startswith("geonames:"):
            yield name
            continue
        if name.start in sounding:
            far = _is_alone(place, fine.values())
        elif _is_outside(number, place, names, text):
            far = True
        else:
            far = place.radius_km <= SMALL_KM and _is_far_in_list(number, place, names, text)
        yield replace(name, place=None, relation=None) if far else name


def _is_outside(number: int, place: Place, names: Sequence[PlaceName], text: str) -> bool:
    """True of Dachnoye by Saint Petersburg in "Dachnoye in the Donetsk region": it is another, of which nothing is known."""
    if place.feature != "settlement" or number + 1 >= len(names):
        return False
    area = names[number + 1].place
    if area is None or names[number + 1].demonym or area.feature not in ("region", "district"):
        return False
    inside = _INSIDE.fullmatch(text, names[number].end, names[number + 1].start)
    return inside is not None and place.distance_km(area) > OUTSIDE * area.radius_km + SOUNDS_NEAR_KM


def _is_alone(place: Place, fine: Iterable[Place]) -> bool:
    others = [o for o in fine if o.gazetteer_id != place.gazetteer_id and o.country == place.country]
    return bool(others) and min(place.distance_km(other) for other in others) > SOUNDS_NEAR_KM


def _is_far_in_list(number: int, place: Place, names: Sequence[PlaceName], text: str) -> bool:
    """True where each name beside it in a list is a village's or a small town's, and far."""
    beside = []
    if number and _LISTED.fullmatch(text, names[number - 1].end, names[number].start):
        beside.append(names[number - 1].place)
    if number + 1 < len(names) and _LISTED.fullmatch(text, names[number].end, names[number + 1].start):
        beside.append(names[number + 1].place)
    small = [o for o in beside if o is not None and o.feature in _FINE and o.radius_km <= VILLAGES_KM]
    return bool(small) and len(small) == len(beside) and all(place.distance_km(o) > LISTED_KM for o in small)
