"""When an act was: chosen among the days its report names, never one that lies ahead or that nobody names."""

from __future__ import annotations

from datetime import date

from tests.reading import mentions_in, parsed
from trucewatch.extraction.events.day_choice import DayChoice, load_day_choice
from trucewatch.records import Mention, TimeBasis

MONDAY, TUESDAY = date(2024, 4, 1), date(2024, 4, 2)


def test_the_likeliest_day_is_chosen_and_of_equals_the_latest() -> None:
    choice = DayChoice({"own": 1.0, "far": -1.0})
    assert choice.best({(MONDAY, MONDAY): {"own"}, (TUESDAY, TUESDAY): {"far"}}) == (MONDAY, MONDAY)
    assert choice.best({(MONDAY, MONDAY): {"own"}, (TUESDAY, TUESDAY): {"own"}}) == (TUESDAY, TUESDAY)


def test_without_days_nothing_is_chosen() -> None:
    assert load_day_choice().best({}) is None


def _mentions(text: str, published: date | None) -> tuple[Mention, ...]:
    return mentions_in(parsed(text, day=published))


def test_a_deadline_ahead_dates_no_act() -> None:
    found = _mentions("Shells hit the market of Taiz. The envoy wants an answer by 20 May.", date(2024, 5, 3))
    assert found
    assert all(m.when is not None and m.when.latest <= date(2024, 5, 3) for m in found)


def test_a_report_without_any_day_leaves_its_acts_undated() -> None:
    found = _mentions("Shells hit the market of Taiz and killed two traders, the police said.", None)
    assert found
    assert all(m.when is None for m in found)


def test_the_day_of_publication_is_only_a_bound() -> None:
    (shells,) = _mentions("Shells hit the market of Taiz.", date(2024, 5, 3))
    assert shells.when is not None
    assert shells.when.basis is TimeBasis.DOCUMENT_DATE


def test_a_day_is_quoted_where_the_text_names_it() -> None:
    text = "On Tuesday shells hit the market of Taiz. They killed two traders, the police said on Thursday."
    for mention in _mentions(text, date(2024, 5, 3)):
        assert mention.when is not None
        assert mention.when.earliest == date(2024, 4, 30)
        assert mention.when_span is not None
        assert mention.when_span.of(text).endswith("Tuesday")
