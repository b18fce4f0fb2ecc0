"""Small places in countries of which a document says nothing else: their names are taken for unknown ones.

A gazetteer of the world has a namesake for most villages that it lacks; "Jurin" in a report from Syria is no place in Ukraine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.records import Place, PlaceName, Statement

if TYPE_CHECKING:
    from trucewatch.situation import Situation
    from trucewatch.situation.gazetteer import GazetteerPlace

TOWN = 15_000
"""People from which a town is taken for what a text means although nothing else in it is in that country."""

CITY = 100_000
"""People from which no namesake makes a city doubtful."""

RIVAL_SHARE = 0.1
"""Of a town's people, that a namesake abroad must not reach."""


def is_unmistakable(ranked: Sequence[GazetteerPlace]) -> bool:
    """True where the most populous is a town of some size, and no other country has a namesake near its size."""
    if not ranked:
        return False
    best = max(ranked, key=lambda place: place.population)
    rivals = (place.population for place in ranked if place.country != best.country)
    return best.population >= TOWN and max(rivals, default=0) < best.population * RIVAL_SHARE


def without_strays(
    places: Iterable[PlaceName], statements: Iterable[Statement], situation: Situation
) -> tuple[PlaceName, ...]:
    """The same names, those of small places far from what the document is about unresolved."""
    places = tuple(places)
    at_home = countries_of(places) | lands_of(statements, situation)
    return tuple(
        replace(name, place=None) if _is_stray(name, at_home, situation) else name for name in places
    )


def _is_stray(name: PlaceName, at_home: frozenset[str], situation: Situation) -> bool:
    place = name.place
    if place is None or name.demonym or place.feature not in ("settlement", "site", "district"):
        return False
    if place.country is None or place.country in at_home or _is_curated(place):
        return False
    found = situation.gazetteer.find(name.name)
    people = next((one.population for one in found if one.gazetteer_id == place.gazetteer_id), 0)
    if not at_home:
        return max((one.population for one in found), default=0) < TOWN
    if place.feature == "district":
        return not is_unmistakable(found)
    return people < TOWN or (people < CITY and not is_unmistakable(found))


def _is_curated(place: Place) -> bool:
    return not place.gazetteer_id.startswith(("geonames:", "locality:"))


def countries_of(places: Iterable[PlaceName]) -> frozenset[str]:
    """Countries of which a document names more than one place or people."""
    named: dict[str, set[str]] = {}
    for name in places:
        if name.place is not None and name.place.country is not None:
            named.setdefault(name.place.country, set()).add(name.name.casefold())
    return frozenset(country for country, names in named.items() if len(names) > 1)


def lands_of(statements: Iterable[Statement], situation: Situation) -> frozenset[str]:
    """The countries of the states that speak or are spoken of, and of the rebels of which it is known."""
    sides: set[str] = set()
    for statement in statements:
        sides.update(statement.target)
        if statement.speaker is not None and statement.speaker.side is not None:
            sides.add(statement.speaker.side)
    known = [situation.sides[side] for side in sides if side in situation.sides]
    lands = {side.id for side in known if side.kind == "state"}
    lands |= {side.rebels_of for side in known if side.rebels_of is not None}
    return frozenset(land for land in lands if len(land) == 2)
