"""Every place of the world that has a name, by name: a read-only SQLite file baked once a user."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from trucewatch.records import Place, PlaceAlias
from trucewatch.situation.placekeys import place_key, spelling_key

MOST_CANDIDATES = 120
"""Places kept of one name, the most populous first; only names like San José have more."""


class GazetteerPlace(NamedTuple):
    """One place that bears a name; a tuple because a lookup makes many of them."""

    gazetteer_id: str
    """`geonames:616052`, or `world:darfur` for a row of the region table that ships with this package."""
    name: str
    lat: float
    lon: float
    country: str | None
    """ISO 3166 alpha-2."""
    admin1: str | None
    """GeoNames code of the first-level area within the country (US states: `TX`)."""
    feature: str
    """settlement | district | region | country | continent | river | lake | corridor | mountain | site | front_section"""
    population: int
    radius_km: float
    matched: str
    """How the name belongs to it: primary, alternate, short (without "County"), demonym, abbreviation, postal."""

    def place(self) -> Place:
        """The record that the other rooms speak."""
        return Place(
            name=self.name,
            lat=self.lat,
            lon=self.lon,
            radius_km=self.radius_km,
            gazetteer_id=self.gazetteer_id,
            feature=self.feature,
            country=self.country,
            geo_precision=_GEO_PRECISION.get(self.feature, 1),
            names=(PlaceAlias(name=self.name),),
        )


_GEO_PRECISION = {"district": 2, "river": 2, "lake": 3, "corridor": 2, "mountain": 2, "front_section": 2} | {
    "region": 3,
    "country": 3,
    "continent": 3,
}

_FIND = """
SELECT p.gid, p.name, p.lat, p.lon, p.country, p.admin1, p.feature, p.population, p.radius, n.kind
FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? LIMIT ?
"""

_SPELT = "SELECT key FROM spellings WHERE sounds = ?"


class Gazetteer:
    """Lookups in one or more baked files; the files given first win where both hold a place.

    Without `files`: the user's imported dumps, then the world, which is baked on a user's first lookup (seconds).
    Nothing is opened before the first lookup; each thread and each forked process opens its own connections.
    """

    def __init__(self, files: Iterable[Path] | None = None) -> None:
        self._files = None if files is None else tuple(files)
        self._local = threading.local()

    def find(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Every place called `name`, whatever its case and diacritics, the most populous first."""
        return self.find_key(place_key(name))

    def find_key(self, key: str) -> tuple[GazetteerPlace, ...]:
        """As `find`, for a name already folded by `place_key`."""
        connections = self._connections()
        rows = connections[0].execute(_FIND, (key, MOST_CANDIDATES)).fetchall()
        if len(connections) > 1:
            seen = {row[0] for row in rows}
            for connection in connections[1:]:
                more = connection.execute(_FIND, (key, MOST_CANDIDATES)).fetchall()
                rows += [row for row in more if row[0] not in seen]
                seen.update(row[0] for row in more)
        return tuple(map(GazetteerPlace._make, rows))

    def spelt_like(self, key: str) -> tuple[str, ...]:
        """The keys of names that sound the same in Arabic, Persian or Pashto letters, in alphabetical order."""
        sounds = spelling_key(key)
        found: set[str] = set()
        for connection in self._connections() if len(sounds) > 2 else ():
            found.update(row[0] for row in connection.execute(_SPELT, (sounds,)))
        return tuple(sorted(found))

    def _connections(self) -> list[sqlite3.Connection]:
        if getattr(self._local, "pid", None) != os.getpid():
            files = _default_files() if self._files is None else self._files
            self._local.connections = [_open_read_only(path) for path in files]
            self._local.pid = os.getpid()
        connections: list[sqlite3.Connection] = self._local.connections
        return connections


def _open_read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("PRAGMA cache_size = -8000")  # KiB
    connection.execute("PRAGMA mmap_size = 0")
    return connection


def _default_files() -> tuple[Path, ...]:
    from trucewatch.situation.gazetteer_bake import imported_files, world_file

    return (*imported_files(), world_file())
