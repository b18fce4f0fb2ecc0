"""How far apart two places are, and whether one may lie in the other."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from trucewatch.records import Place

EARTH_KM = 6371.0


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance between two points."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat = sin((lat_b - lat_a) / 2)
    half_lon = sin(radians(b.lon - a.lon) / 2)
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half_lat**2 + cos(lat_a) * cos(lat_b) * half_lon**2)))


def gap_km(a: Place, b: Place) -> float:
    """Distance between the nearest points of two areas; 0 when they overlap."""
    return max(0.0, distance_km(a, b) - a.radius_km - b.radius_km)
