"""Places, with every name and the side that uses it; no name is the real one."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points given in degrees."""
    half_lat = sin(radians(other_lat - lat) / 2)
    half_lon = sin(radians(other_lon - lon) / 2)
    across = cos(radians(lat)) * cos(radians(other_lat)) * half_lon**2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half_lat**2 + across)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAlias:
    """One name of a place."""

    name: str
    language: str | None = None
    side: str | None = None
    """Id of the side that uses this name, if it is one side's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere on the map. `radius_km` says how far from the point the event may lie."""

    name: str
    lat: float
    lon: float
    radius_km: float
    gazetteer_id: str
    """`geonames:616052`, or `south_caucasus:martakert` for a pack's own row; `unlisted:kuloy@geonames:1694008` for
    a name that no gazetteer has, somewhere in the area behind the `@`."""
    feature: str = "settlement"
    """settlement | district | region | country | river | corridor | front_section | mountain | lake | site"""
    country: str | None = None
    """ISO 3166 alpha-2, as the gazetteer has it; no statement about sovereignty."""
    geo_precision: int = 1
    """ACLED geo_precision: 1 the place itself, 2 near it or its area, 3 a region."""
    names: tuple[PlaceAlias, ...] = ()

    def distance_km(self, other: Place) -> float:
        """Great-circle distance between the two points."""
        return km_between(self.lat, self.lon, other.lat, other.lon)

    def lies_in(self, area: Place) -> bool:
        """True where this place's point is within the radius of `area`."""
        return self.gazetteer_id == area.gazetteer_id or self.distance_km(area) <= area.radius_km


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A place name in a text, resolved or not."""

    start: int
    end: int
    name: str
    """The words of the text."""
    place: Place | None
    relation: str | None = None
    """`near`, `north_of`, `between`, `direction`, …: already counted in `place.radius_km`."""
    demonym: bool = False
    """True for "Armenian": it names a country without putting anything there."""
