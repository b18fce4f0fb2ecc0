"""One phenomenon a file: a text, and the time expressions it must give."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading import parsed

from trucewatch.extraction.times.finding import find_times
from trucewatch.records import TimeExpression

FILES = sorted((Path(__file__).parent / "times").glob("*.yaml"))


def _cases() -> list[Any]:
    cases = []
    for file in FILES:
        loaded = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        for number, case in enumerate(loaded["cases"], start=1):
            cases.append(pytest.param(case, loaded["published"], id=f"{file.stem}-{number}"))
    return cases


def _times(text: str, published: str) -> tuple[TimeExpression, ...]:
    day = None if published in ("null", "") else date.fromisoformat(published)
    return find_times(parsed(text, day=day, tagged=False))


@pytest.mark.parametrize(("case", "published"), _cases())
def test_time_expressions(case: dict[str, Any], published: str) -> None:
    text = case["text"]
    times = _times(text, published)
    told = [(text[time.start : time.end], str(time.type), time.value) for time in times]
    for quote, kind, value, *ends in case["expect"]:
        wanted = (quote, kind, None if value == "null" else value)
        assert wanted in told
        if ends:
            found = times[told.index(wanted)]
            assert found.range is not None
            assert found.range.iso() == (ends[0], ends[-1])
    if not case["expect"]:
        assert told == []
