"""Which of the places of one name a text means: what else the text names decides first, population last."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trucewatch.extraction.places.words import PlaceText, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trucewatch.situation.gazetteer import GazetteerPlace

EARTH_KM = 6371.0
NEIGHBOURS = 60
"""Names of a text, the most frequent first, that others are weighed against: long texts stay linear."""
SENSES_OF_A_NEIGHBOUR = 6
AREAS = frozenset({"country", "region"})

FEATURES = (
    "population",
    "most_populous",
    "country",
    "region",
    "district",
    "settlement",
    "world_region",
    "alternate",
    "short",
    "contained",
    "not_contained",
    "region_named",
    "country_named",
    "country_share",
    "near_40",
    "near_200",
    "near_1000",
    "curated",
)


@dataclass(frozen=True, slots=True)
class Name:
    """One distinct name of a text: one name has one sense in a text."""

    key: str
    senses: tuple[GazetteerPlace, ...]
    count: float
    """How often it is there, weighed by how surely it is a place there."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The senses of each name with their probabilities and the evidence for the best."""

    names: dict[str, tuple[GazetteerPlace, ...]]
    chances: dict[str, NDArray[np.float64]]
    evidence: dict[str, NDArray[np.float64]]
    """The feature rows of each name's senses, in the order of `FEATURES`."""

    def best(self, key: str) -> GazetteerPlace:
        return self.names[key][int(np.argmax(self.chances[key]))]

    def best_evidence(self, key: str) -> dict[str, float]:
        row = self.evidence[key][int(np.argmax(self.chances[key]))]
        return dict(zip(FEATURES, row.tolist(), strict=True))


class Table:
    """All senses of all names of one text as arrays, name after name."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        senses = [sense for name in names for sense in name.senses]
        sizes = [len(name.senses) for name in names]
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
        self.sizes = np.array(sizes)
        self.owner = np.repeat(np.arange(len(names)), sizes)
        self.counts = np.array([name.count for name in names], dtype=float)
        self.senses = senses
        self.points = unit_vectors([s.lat for s in senses], [s.lon for s in senses])
        self.population = np.log1p(np.array([s.population for s in senses], dtype=float)) / math.log(10)
        self.features = np.zeros((len(senses), len(FEATURES)))
        for row, sense in enumerate(senses):
            self._describe(self.features[row], sense)
        self.features[:, 0] = self.population / 7
        self.features[self.starts, 1] = 1.0

    @staticmethod
    def _describe(row: NDArray[np.float64], sense: GazetteerPlace) -> None:
        kind = "world_region" if sense.gazetteer_id.startswith("world:") else sense.feature
        if kind in ("country", "region", "district", "settlement", "world_region"):
            row[FEATURES.index(kind)] = 1.0
        if sense.matched in ("alternate", "short", "curated"):
            row[FEATURES.index(sense.matched)] = 1.0

    def softmax(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities within each name."""
        top = np.maximum.reduceat(scores, self.starts)
        grown = np.exp(scores - np.repeat(top, self.sizes))
        shares: NDArray[np.float64] = grown / np.repeat(np.add.reduceat(grown, self.starts), self.sizes)
        return shares


def unit_vectors(lats: Sequence[float], lons: Sequence[float]) -> NDArray[np.float64]:
    lat, lon = np.radians(np.array(lats, dtype=float)), np.radians(np.array(lons, dtype=float))
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def distinct_names(text: PlaceText, weights: Sequence[float] | None) -> list[Name]:
    """Each name of a text once, in order of first appearance, with the sum of its namings' weights (1 each)."""
    counts: dict[str, float] = {}
    senses: dict[str, tuple[GazetteerPlace, ...]] = {}
    for naming, weight in zip(text.namings, weights or [1.0] * len(text.namings), strict=True):
        senses.setdefault(naming.key, naming.senses)
        counts[naming.key] = counts.get(naming.key, 0.0) + weight
    return [Name(key, found, counts[key]) for key, found in senses.items()]


def stage_table(
    text: PlaceText, stages: Sequence[NDArray[np.float64]], weights: Sequence[float] | None
) -> Table | None:
    """The senses of a text's names with the context that the last of `stages` sees; None without names.

    Each stage sees the text through the chances that the stage before it gave; `weights` says how surely each
    naming is a place at all.
    """
    names = distinct_names(text, weights)
    if not names:
        return None
    table = Table(names)
    _mark_containment(table, containers(text))
    chances = table.softmax(table.features @ _PRIOR)
    _mark_context(table, chances)
    for stage in stages:
        _mark_context(table, table.softmax(table.features @ stage))
    return table


def rank(
    text: PlaceText, stages: Sequence[NDArray[np.float64]], weights: Sequence[float] | None = None
) -> Ranked:
    """The chances of every sense of every name by the last of `stages`."""
    table = stage_table(text, stages[:-1], weights)
    if table is None:
        return Ranked({}, {}, {})
    chances = table.softmax(table.features @ stages[-1])
    ends = (table.starts + table.sizes).tolist()
    bounds = [
        (name, slice(start, end))
        for name, start, end in zip(table.names, table.starts.tolist(), ends, strict=True)
    ]
    return Ranked(
        {name.key: name.senses for name in table.names},
        {name.key: chances[rows] for name, rows in bounds},
        {name.key: table.features[rows] for name, rows in bounds},
    )


CURATED_FIRST = 6.0
"""What a pack's own row is worth: more than any population, less than a stated container elsewhere."""

_GUESS = {
    "population": 4.0,
    "country": 3.0,
    "region": 1.5,
    "world_region": 1.5,
    "alternate": -1.5,
    "short": -1.0,
    "contained": 4.0,
    "curated": CURATED_FIRST,
}
_PRIOR = np.array([_GUESS.get(name, 0.0) for name in FEATURES])


def containers(text: PlaceText) -> dict[str, list[tuple[GazetteerPlace, ...]]]:
    """What a name is said to lie in: "Paris, Texas", "Aleppo in Syria", "Gao (Mali)"."""
    found: dict[str, list[tuple[GazetteerPlace, ...]]] = {}
    by_end = {naming.last: naming.key for naming in text.namings}
    for naming, following in zip(text.namings, text.namings[1:], strict=False):
        if not _said_to_lie_in(text.words[naming.last : following.first], text.words[following.first].gap):
            continue
        areas = tuple(s for s in following.senses if s.feature != "settlement" and s.matched != "demonym")
        if areas:
            found.setdefault(naming.key, []).append(areas[:6])
            before = by_end.get(_before_and(text.words, naming.first) or -1)
            if before is not None:  # "Malinovka and Dachnoye in Donetsk Region"
                found.setdefault(before, []).append(areas[:6])
    return found


def _before_and(words: Sequence[Word], first: int) -> int | None:
    """The end of the name that "and" joins to the one that starts at `first`."""
    joined = first > 1 and words[first - 1].folded == "and" and not words[first].gap.strip()
    return first - 1 if joined else None


_DIRECTIONS = frozenset(
    "northern southern eastern western central north south east west northeastern northwestern southeastern "
    "southwestern rural the".split()
)


def _said_to_lie_in(between: Sequence[Word], gap: str) -> bool:
    """True for ", " and " (", and for "in", "of", "in northern", after a comma or not."""
    if not between:
        return gap.strip() in (",", "(", ",(")
    first, *others = between
    if first.folded not in ("in", "of") or first.gap.strip(" \n,") or gap.strip():
        return False
    return all(word.folded in _DIRECTIONS and not word.gap.strip() for word in others)


def lies_in(sense: GazetteerPlace, area: GazetteerPlace) -> bool:
    """True when a place is part of an area, as far as codes and radii tell."""
    if sense.gazetteer_id == area.gazetteer_id:
        return False
    if area.feature == "country":
        return sense.country == area.country and sense.feature != "country"
    if area.feature == "region" and area.admin1 and area.gazetteer_id.startswith("geonames:"):
        return sense.country == area.country and sense.admin1 == area.admin1 and sense.feature not in AREAS
    return km_between(sense, area) <= area.radius_km + 10


def km_between(one: GazetteerPlace, other: GazetteerPlace) -> float:
    x = math.radians(other.lon - one.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return EARTH_KM * math.hypot(x, math.radians(other.lat - one.lat))


_CONTAINED, _NOT_CONTAINED = FEATURES.index("contained"), FEATURES.index("not_contained")
_REGION_NAMED = FEATURES.index("region_named")
_NEAR = FEATURES.index("near_40")
_SCALES = (40.0, 200.0, 1000.0)


def _mark_containment(table: Table, said: dict[str, list[tuple[GazetteerPlace, ...]]]) -> None:
    for position, name in enumerate(table.names):
        areas = [area for group in said.get(name.key, ()) for area in group]
        if not areas:
            continue
        start = table.starts[position]
        inside = [any(lies_in(sense, area) for area in areas) for sense in name.senses]
        if any(inside):
            rows = slice(start, start + len(inside))
            table.features[rows, _CONTAINED] = inside
            table.features[rows, _NOT_CONTAINED] = np.logical_not(inside)


def _mark_context(table: Table, chances: NDArray[np.float64]) -> None:
    """Which areas the text names, and how near each sense is to what else the text probably means."""
    regions: defaultdict[tuple[str | None, str | None], float] = defaultdict(float)
    countries: defaultdict[str | None, float] = defaultdict(float)
    shares: defaultdict[str | None, float] = defaultdict(float)
    own: list[tuple[float, float, float]] = []
    weights = (chances * np.repeat(np.sqrt(table.counts), table.sizes)).tolist()
    for sense, weight in zip(table.senses, weights, strict=True):
        region = weight if sense.feature == "region" else 0.0
        country = weight if sense.feature == "country" else 0.0
        regions[sense.country, sense.admin1] += region
        countries[sense.country] += country
        shares[sense.country] += weight
        own.append((region, country, weight))
    total = sum(shares.values()) or 1.0
    rows = [
        (
            math.log1p(max(0.0, regions[sense.country, sense.admin1] - region)) if sense.admin1 else 0.0,
            math.log1p(max(0.0, countries[sense.country] - country)),
            max(0.0, shares[sense.country] - weight) / total,
        )
        for sense, (region, country, weight) in zip(table.senses, own, strict=True)
    ]
    table.features[:, _REGION_NAMED : _REGION_NAMED + 3] = rows
    table.features[:, _NEAR : _NEAR + 3] = _nearness(table, chances)


def _nearness(table: Table, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each sense and scale, how many of the text's other names probably lie about that near."""
    usual = sorted(np.argsort(-table.counts, kind="stable")[:NEIGHBOURS].tolist())
    columns: list[int] = []
    starts: list[int] = []
    for name in usual:
        start = int(table.starts[name])
        order = np.argsort(-chances[start : start + table.sizes[name]], kind="stable")[:SENSES_OF_A_NEIGHBOUR]
        starts.append(len(columns))
        columns += (start + order).tolist()
    squared = np.maximum(0.0, 2.0 - 2.0 * (table.points @ table.points[columns].T)) * (EARTH_KM * EARTH_KM)
    others = table.owner[:, None] != np.array(usual)[None, :]
    mentions = np.sqrt(table.counts[usual])
    near = np.empty((len(table.senses), len(_SCALES)))
    for column, scale in enumerate(_SCALES):
        closeness = chances[columns] / (1.0 + squared / (scale * scale))
        by_name = np.maximum.reduceat(closeness, starts, axis=1)
        near[:, column] = np.log1p((by_name * others) @ mentions)
    return near
