"""Words around a place's name that move what is meant away from it: near, north of, the direction, between, district."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from trucewatch.records import Place

COMPASS = {
    "north": 0.0,
    "northeast": 45.0,
    "north-east": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south-east": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "south-west": 225.0,
    "west": 270.0,
    "northwest": 315.0,
    "north-west": 315.0,
}
_BEARING = "|".join(sorted(COMPASS, key=len, reverse=True))
_DISTANCE = (
    r"(?:(?P<amount>\d+(?:[.,]\d+)?|a few|several|a|one|two|three|four|five|ten|twenty)[\s-]*"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|nautical\s+miles?|nmi?|miles?|mi|m|met(?:er|re)s)\b)"
)
_KIND = (
    r"(?:(?:the|that|a)\s+)?(?:(?:disputed|besieged|border|frontline|front-line|nearby|southern|northern|eastern|western|small|"
    r"strategic|key|rebel-held|occupied|capital|(?-i:[A-Z]\w+(?:ian|an|ese|ish|i)))\s+)*(?:village|villages|town|city|settlement|area|region|district|province|outskirts|suburbs?)?"
    r"(?:\s+of)?\s*"
)
_BEFORE = re.compile(
    rf"(?:{_DISTANCE}\s+)?(?:\(\d[^()]{{0,20}}\)\s*)?(?:to\s+the\s+)?(?:(?P<bearing>{_BEARING})(?:ern)?\s+(?:of|from)"
    rf"|(?P<near>near|nearby|close\s+to|around|outside|off|in\s+the\s+(?:vicinity|area|environs|outskirts)\s+of"
    rf"|on\s+the\s+(?:outskirts|edge|approaches)\s+(?:of|to)|adjacent\s+to|bordering|surrounding|not\s+far\s+from"
    rf"|towards?|in\s+the\s+directions?\s+of)|(?P<away>away\s+from|from))\s+{_KIND}$",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?P<part>(?:{_BEARING})ern|central|rural|greater|outer)\s+$|\bcountryside\s+of\s+$|\brural\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:villages?\s+of\s+|towns?\s+of\s+|cities\s+of\s+)?$", re.IGNORECASE
)
_AFTER_AREA = re.compile(
    r"\s+(?P<word>district|province|region|governorate|oblast|raion|rayon|county|state|prefecture|countryside|"
    r"directions?|front|front\s+line|frontline|sections?|sectors?|axis|corridor|border|area|suburbs?|outskirts)\b",
    re.IGNORECASE,
)
_WINDOW = 90
"""Characters before a name that may bear on it."""

_AMOUNTS = {
    "a few": 5,
    "several": 5,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "twenty": 20,
}
_DIRECTION_WORDS = frozenset(
    {"direction", "directions", "front", "section", "sections", "sector", "sectors", "axis"}
)
_AREA_WORDS = frozenset(
    "district province region governorate oblast raion rayon county state prefecture".split()
)
NEAR_KM = 10.0
DIRECTION_KM = 20.0
BETWEEN_KM = 150.0
"""Farther apart, two names after "between" are parties and not the ends of a stretch of land."""

AREA_KM = 25.0
"""From a town to the edge of the district that is called after it, where only the town is known."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How the text places something with respect to a name."""

    kind: str
    """near | north_of (any bearing) | between | direction | area | around | border | part"""
    km: float | None = None
    bearing: float | None = None


def relation_of(reading: str, start: int, end: int) -> Relation | None:
    """What the words right before and after a name make of it; None when the place itself is meant."""
    before = reading[max(0, start - _WINDOW) : start]
    distant = _BEFORE.search(before)
    if distant is not None:
        kilometres = _kilometres(distant["amount"], distant["unit"])
        if distant["bearing"]:
            bearing = distant["bearing"].lower()
            return Relation(f"{bearing.replace('-', '')}_of", kilometres, COMPASS[bearing])
        if distant["away"]:
            return Relation("near", kilometres) if kilometres is not None else None
        if distant["near"]:
            word = distant["near"].lower()
            return Relation("direction" if word.startswith(("toward", "in the dir")) else "near", kilometres)
    if _BETWEEN.search(before):
        return Relation("between")
    after = _AFTER_AREA.match(reading, end)
    if after is not None:
        word = " ".join(after["word"].lower().split())
        if word in _DIRECTION_WORDS or word in ("front line", "frontline"):
            return Relation("direction")
        if word in _AREA_WORDS:
            return Relation("area")
        return Relation({"border": "border", "corridor": "direction"}.get(word, "around"))
    part = _PART.search(before)
    return Relation("part" if part["part"] else "around") if part else None


def _kilometres(amount: str | None, unit: str | None) -> float | None:
    if amount is None or unit is None:
        return None
    word = amount.lower()
    number = float(_AMOUNTS.get(word, 0) or word.replace(",", "."))
    if unit.lower().startswith("n"):
        return number * 1.852
    if unit.lower().startswith("mi"):
        return number * 1.609
    return number / 1000 if unit.lower() in ("m", "meter", "meters", "metre", "metres") else number


_AS_WIDE_AS_THEY_ARE = frozenset({"front_section", "corridor", "river", "country", "continent"})


def related(place: Place, relation: Relation, other: Place | None) -> Place:
    """`place` as the relation moves and widens it; `other` is the second of "between A and B"."""
    if place.feature in _AS_WIDE_AS_THEY_ARE:
        return place
    if relation.kind == "between":
        # "Talks between Moscow and Baku" put nothing in the steppe between them.
        apart = _km_apart(place, other) if other else math.inf
        return between(place, other) if other and apart <= BETWEEN_KM else place
    return widened(place, relation)


def widened(place: Place, relation: Relation) -> Place:
    """`place` with the point and the radius that the relation leaves."""
    if relation.kind == "area" and place.feature == "settlement":
        return replace(place, radius_km=place.radius_km + AREA_KM, geo_precision=max(place.geo_precision, 2))
    if relation.kind == "area":
        return place
    if relation.kind == "part":
        return replace(place, geo_precision=max(place.geo_precision, 2))
    radius = place.radius_km + _SLACK.get(relation.kind, NEAR_KM)
    if relation.km is None:
        return replace(place, radius_km=radius, geo_precision=max(2, place.geo_precision))
    if relation.bearing is None:
        reach = place.radius_km + relation.km
        return replace(place, radius_km=reach, geo_precision=max(2, place.geo_precision))
    lat, lon = moved(place.lat, place.lon, relation.km, relation.bearing)
    slack = place.radius_km + max(2.0, relation.km * 0.4)
    return replace(place, lat=lat, lon=lon, radius_km=slack, geo_precision=max(2, place.geo_precision))


_SLACK = {"direction": DIRECTION_KM, "border": 30.0, "around": NEAR_KM}


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point so far away in that direction (degrees clockwise from north), rounded to about 100 m."""
    north = km * math.cos(math.radians(bearing)) / 111.2
    east = km * math.sin(math.radians(bearing)) / (111.2 * max(0.1, math.cos(math.radians(lat))))
    return round(max(-90.0, min(90.0, lat + north)), 3), round((lon + east + 180) % 360 - 180, 3)


def between(one: Place, other: Place) -> Place:
    """The middle of two places, as wide as they lie apart; named after the first."""
    return replace(
        one,
        lat=round((one.lat + other.lat) / 2, 4),
        lon=round((one.lon + other.lon) / 2, 4),
        radius_km=round(_km_apart(one, other) / 2 + max(one.radius_km, other.radius_km), 1),
        geo_precision=max(2, one.geo_precision, other.geo_precision),
    )


def _km_apart(one: Place, other: Place) -> float:
    across = (other.lon - one.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(other.lat - one.lat, across)
