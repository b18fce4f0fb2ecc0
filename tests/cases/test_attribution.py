"""One phenomenon a file: a text, the statements it must give, and those it must not give.

An expectation names only what matters. speaker, name, cue, content and loaded: words that are in the statement's; chain:
words of each outer speaker; side, stance, kind, hedged, target: the value itself. `speaker: null` is nobody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading import parsed, statements_in

from trucewatch.extraction.analysis import Analysis
from trucewatch.records import Statement

FILES = sorted((Path(__file__).parent / "attribution").glob("*.yaml"))


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}-{number}")
        for file in FILES
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["cases"], start=1)
    ]


@cache
def _analysis(text: str, publisher: str | None) -> Analysis:
    return parsed(text, publisher=publisher)


def _matches(statement: Statement, wanted: dict[str, Any], text: str) -> bool:
    return all(_agrees(statement, field, value, text) for field, value in wanted.items())


def _agrees(statement: Statement, field: str, value: Any, text: str) -> bool:
    speaker = statement.speaker
    if field == "speaker":
        return speaker is None if value is None else speaker is not None and value in speaker.text
    if field == "name":
        return speaker is not None and speaker.name is not None and value in speaker.name
    if field == "side":
        return (speaker.side if speaker else None) == value
    if field == "cue":
        return statement.cue is not None and value in statement.cue.of(text)
    if field == "content":
        return value in " ".join(span.of(text) for span in statement.content)
    if field == "chain":
        return len(value) == len(statement.chain) and all(
            words in outer.text for words, outer in zip(value, statement.chain, strict=True)
        )
    if field == "target":
        return set(statement.target) == set(value)
    if field == "loaded":
        return {term.text for term in statement.loaded} >= set(value)
    return getattr(statement, field) == value  # stance, kind, hedged


@pytest.mark.parametrize("case", _cases())
def test_statements(case: dict[str, Any]) -> None:
    text = case["text"]
    statements = statements_in(_analysis(text, case.get("publisher")))
    for statement in statements:
        for quote in (statement.evidence, *statement.quotes):
            assert text[quote.start : quote.end] == quote.quote
        if statement.speaker is not None:
            assert text[statement.speaker.start : statement.speaker.end] == statement.speaker.text
    for wanted in case.get("expect", ()):
        assert any(_matches(s, wanted, text) for s in statements), (wanted, _told(statements))
    for unwanted in case.get("never", ()):
        assert not any(_matches(s, unwanted, text) for s in statements), (unwanted, _told(statements))


def _told(statements: tuple[Statement, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            s.speaker.text if s.speaker else None,
            s.speaker.name if s.speaker else None,
            s.speaker.side if s.speaker else None,
            s.stance.value,
            s.kind.value,
            s.target,
            [q.quote for q in s.quotes],
            [c.text for c in s.chain],
        )
        for s in statements
    ]
