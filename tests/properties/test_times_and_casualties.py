"""Whatever the text: offsets quote it, the same text gives the same result, and time grows with length only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.reading import parsed

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualties.finding import find_casualties
from trucewatch.extraction.numbers import find_numbers
from trucewatch.extraction.times.finding import find_times
from trucewatch.intake.published import find_published
from trucewatch.situation import load_situation

WORDS = st.sampled_from(
    "killed wounded dead no casualties two 12 1,200 soldiers of the on and between from to at least Tuesday May 5 2022 "
    "night last week days ago next 18:20 p.m. GMT every since beginning in half a dozen years old toll rose 99 31 February "
    "9999 0 bodies missing hundreds several nobody was were hurt him self 2021-02-30 13/13/2021 '90s noon 24:60 \n \n\n “ ”".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _analysis(text: str, day: date | None = date(2022, 9, 14)) -> Analysis:
    return parsed(text, day=day, tagged=False)


@CALM
@example("0,0GMT", None)
@example("Shells fell today and again yesterday.", date(1, 1, 5))
@given(TEXTS, st.sampled_from([None, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]))
def test_times_quote_the_text_and_repeat(text: str, day: date | None) -> None:
    analysis = _analysis(text, day)
    times = find_times(analysis)
    assert times == find_times(analysis)
    for found in times:
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end]


@CALM
@given(TEXTS)
def test_figures_quote_the_text_and_repeat(text: str) -> None:
    analysis = _analysis(text)
    situation = load_situation("general")
    figures = find_casualties(analysis, (), situation)
    assert figures == find_casualties(analysis, (), situation)
    for figure in figures:
        assert text[figure.evidence.start : figure.evidence.end] == figure.evidence.quote
        assert figure.high is None or figure.low is None or figure.low <= figure.high


@CALM
@given(
    TEXTS, st.text(max_size=80), st.dictionaries(st.sampled_from(["date", "published"]), st.text(max_size=30))
)
def test_publication_dates_quote_the_text(text: str, url: str, metadata: dict[str, str]) -> None:
    published = find_published(text, url, metadata)
    if published and published.span:
        assert str(published.day.year) in published.span.of(text)


@pytest.mark.parametrize(
    "piece", ["two ", "1,2", "a hundred and ", "May 5 ", "no reports of ", "last ", "killed 5 ", "12-", "( "]
)
def test_a_flood_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """How time grows is measured in benchmarks; here a runaway pattern meets the test's own time limit."""
    text = (piece * 8_000)[:60_000]
    assert all(0 <= number.start < number.end <= len(text) for number in find_numbers(text))
    find_published(text, text)


def test_one_long_line_is_read_to_its_end() -> None:
    analysis = _analysis("On Tuesday two soldiers were killed and 5 wounded at 18:20 near the bridge. " * 150)
    situation = load_situation("general")
    assert len(find_times(analysis)) >= 300
    assert len(find_casualties(analysis, (), situation)) >= 300
