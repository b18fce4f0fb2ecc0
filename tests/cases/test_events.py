"""One phenomenon a file: a text, and mentions that it must give or must not.

A wanted or unwanted mention names only what matters: `trigger` (its word), `type`, `sub`, `flags` (exactly these), `count`,
`when` (the day it begins; null: unknown), `where` (the name; null: unknown), `near` (a point within the radius), and sides in a role: `perpetrator`, `target`
(who was hit, people or not), `victim`, `reporter`. `acts` counts the acts that are told as having happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading import mentions_in, parsed

from trucewatch.records import ACLED_EVENT_TYPES, Flag, Mention, Place, Role

FILES = sorted((Path(__file__).parent / "events").glob("*.yaml"))
ROLES = {
    "perpetrator": {Role.ALLEGED_PERPETRATOR},
    "target": {Role.TARGET, Role.VICTIM},
    "victim": {Role.VICTIM},
    "reporter": {Role.REPORTER},
}
NO_EVENT = {Flag.NEGATED, Flag.HYPOTHETICAL, Flag.PLANNED, Flag.HISTORICAL}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}-{number}")
        for file in FILES
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["cases"], start=1)
    ]


def _mentions(case: dict[str, Any]) -> tuple[Mention, ...]:
    return mentions_in(parsed(case["text"], day=case.get("published"), tagged=False))


def _is(mention: Mention, wanted: dict[str, Any], text: str) -> bool:
    return all(_has(mention, name, value, text) for name, value in wanted.items())


def _has(mention: Mention, name: str, value: Any, text: str) -> bool:
    match name:
        case "trigger":
            return mention.trigger.of(text) == value
        case "type":
            return mention.event_type == value
        case "sub":
            return mention.sub_event_type == value
        case "flags":
            return set(mention.flags) == set(value)
        case "count":
            return mention.count is not None and [mention.count.low, mention.count.high] == value
        case "when":
            return _day(mention) == value
        case "near":
            return mention.where is not None and _gap_km(mention.where, value) <= mention.where.radius_km
        case "where":
            return _named(mention, text) == value if value else mention.where is None
    return value in {actor.side for actor in mention.actors if actor.role in ROLES[name]}


def _gap_km(place: Place, point: list[float]) -> float:
    return place.distance_km(replace(place, lat=point[0], lon=point[1]))


def _day(mention: Mention) -> date | None:
    return mention.when.earliest if mention.when else None


def _named(mention: Mention, text: str) -> str | None:
    return mention.where_span.of(text) if mention.where_span else None


@pytest.mark.parametrize("case", _cases())
def test_mentions(case: dict[str, Any]) -> None:
    text = case["text"]
    mentions = _mentions(case)
    told = [(m.trigger.of(text), m) for m in mentions]
    for wanted in case.get("expect", ()):
        assert any(_is(mention, wanted, text) for mention in mentions), (wanted, told)
    for unwanted in case.get("never", ()):
        assert not any(_is(mention, unwanted, text) for mention in mentions), (unwanted, told)
    if case.get("expect") == []:
        assert [m for m in mentions if m.event_type in ACLED_EVENT_TYPES] == []
    if "acts" in case:
        acts = [m for m in mentions if m.event_type in ACLED_EVENT_TYPES and not NO_EVENT & set(m.flags)]
        assert len(acts) == case["acts"], told
