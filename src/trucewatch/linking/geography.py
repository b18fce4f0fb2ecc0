"""How far apart two places are, and whether one may lie in the other."""

from __future__ import annotations

from functools import lru_cache

from trucewatch.linking.words import RARE_NAME, skeleton, weight_of, words_of
from trucewatch.records import Place

AREA_KM = 30.0
"""A place of a larger radius is an area in which something happened, not the spot."""
AREAS = frozenset({"country", "region", "district"})
"""Features that hold many events of one day."""
SHORTEST_SPELLING = 3
"""Consonants that a name must have to be known by them."""


def gap_km(a: Place, b: Place) -> float:
    """Distance between the nearest points of two areas; 0 when they overlap."""
    return max(0.0, a.distance_km(b) - a.radius_km - b.radius_km)


def is_unlisted(place: Place) -> bool:
    """True for a name that no gazetteer has: its point is that of the area it was told in."""
    return place.gazetteer_id.startswith("unlisted:")


def is_point(place: Place) -> bool:
    """True for a settlement, a hill, a crossing, however widely an account draws it or however little is known."""
    return place.radius_km <= AREA_KM or place.feature not in AREAS or is_unlisted(place)


@lru_cache(maxsize=100_000)
def spellings(name: str) -> frozenset[str]:
    """The rare words of a name, each by its consonants where it has enough of them."""
    words = (word for word in words_of(name.lower()) if weight_of(word) >= RARE_NAME)
    bones = ((word, skeleton(word)) for word in words)
    return frozenset(some if len(some) >= SHORTEST_SPELLING else word for word, some in bones)


def of_one_name(a: Place, b: Place) -> bool:
    """True for two places that share a rare name, in whatever spelling."""
    return not spellings(a.name).isdisjoint(spellings(b.name))
