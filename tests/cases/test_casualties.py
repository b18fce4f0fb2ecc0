"""One phenomenon a file: a text, and the casualty figures it must give, no more of them and no fewer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading import parsed, statements_in

from trucewatch.extraction.casualties.finding import find_casualties
from trucewatch.records import CasualtyFigure
from trucewatch.situation import load_situation

FILES = sorted((Path(__file__).parent / "casualties").glob("*.yaml"))
FIELDS = ("category", "group", "low", "high", "word", "scope", "claimant", "side")


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}-{number}")
        for file in FILES
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["cases"], start=1)
    ]


def _figures(text: str) -> tuple[CasualtyFigure, ...]:
    analysis = parsed(text, tagged=False)
    return find_casualties(analysis, statements_in(analysis), load_situation("general"))


def _row(figure: CasualtyFigure, length: int) -> list[Any]:
    return [getattr(figure, name) for name in FIELDS[:length]]


@pytest.mark.parametrize("case", _cases())
def test_casualty_figures(case: dict[str, Any]) -> None:
    figures = _figures(case["text"])
    for figure in figures:
        assert case["text"][figure.evidence.start : figure.evidence.end] == figure.evidence.quote
    for wanted in case["expect"]:
        assert wanted in [_row(figure, len(wanted)) for figure in figures]
    for unwanted in case.get("never", ()):
        assert unwanted not in [_row(figure, len(unwanted)) for figure in figures]
    if not case["expect"]:
        assert figures == ()
