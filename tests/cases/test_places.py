"""One phenomenon a file: a text, the place names it must give and where, and those it must not give.

An expectation is [words, lat, lon] (within 60 km, a country's or region's point within 250), [words, null] for a
name without a place, or [words, lat, lon, relation, least radius, greatest radius].
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading import parsed

from trucewatch.extraction.places.finding import find_places
from trucewatch.records import PlaceName
from trucewatch.situation import load_situation

FILES = sorted((Path(__file__).parent / "places").glob("*.yaml"))
NEAR_KM = 60.0
NEAR_AREA_KM = 250.0


def _cases() -> list[Any]:
    cases = []
    for file in FILES:
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        for number, case in enumerate(loaded["cases"], start=1):
            cases.append(pytest.param(case, loaded["situation"], id=f"{file.stem}-{number}"))
    return cases


def _places(text: str, situation: str) -> tuple[PlaceName, ...]:
    return find_places(parsed(text, tagged=False), load_situation(situation))


@pytest.mark.parametrize(("case", "situation"), _cases())
def test_place_names(case: dict[str, Any], situation: str) -> None:
    found = _places(case["text"], situation)
    assert all(case["text"][name.start : name.end] == name.name for name in found)
    for words, *wanted in case.get("expect", ()):
        assert any(name.name == words and _is_as(name, wanted) for name in found), (words, _told(found))
    if case.get("expect") == []:
        assert found == ()
    for words in case.get("never", ()):
        assert all(name.name != words for name in found), (words, _told(found))
    if "demonyms" in case:
        assert [name.name for name in found if name.demonym] == case["demonyms"]


def _is_as(name: PlaceName, wanted: list[Any]) -> bool:
    if wanted == [None]:
        return name.place is None
    if name.place is None:
        return False
    lat, lon, *rest = wanted
    limit = NEAR_AREA_KM if name.place.geo_precision == 3 else NEAR_KM
    x = (name.place.lon - lon) * math.cos(math.radians(lat))
    near = 111.2 * math.hypot(name.place.lat - lat, x) <= limit
    if not rest:
        return near
    relation, least, greatest = rest
    return near and name.relation == relation and least <= name.place.radius_km <= greatest


def _told(found: tuple[PlaceName, ...]) -> list[Any]:
    return [
        (n.name, n.relation, n.place and (n.place.name, n.place.lat, n.place.lon, n.place.radius_km))
        for n in found
    ]
