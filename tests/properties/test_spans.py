"""Spans cut from one another lose and gain no character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.records import Span

spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda ends: Span(start=min(ends), end=max(ends))
)


def characters(span: Span) -> set[int]:
    return set(range(span.start, span.end))


@given(spans, spans)
def test_what_is_left_is_what_the_other_does_not_cover(one: Span, other: Span) -> None:
    left = [characters(part) for part in one.less(other)]
    assert set[int]().union(*left) == characters(one) - characters(other)
    assert sum(map(len, left)) == len(characters(one) - characters(other))
