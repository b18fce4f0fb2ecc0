"""Mentions of any text: no crash, spans that quote, ids that are one's own, time in proportion to length."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading import parsed

from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.records import Mention
from trucewatch.situation import load_situation

PHRASES = (
    "Rebels shelled the town of Bor on Monday",
    "killing 3 people and wounding 12",
    "the army said",
    "did not open fire",
    "“ceasefire violations”",
    "12 times in 24 hours",
    "a drone strike near Tyre",
    "according to",
    "if X attack Y",
    "((((",
    "Киев",
    "\u202e\u0000\ufeff",
    "SHELLING HITS ADEN",
    "\n\n",
    "In 2006 and in the 1990s",
    "of of of by by from",
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PHRASES), max_size=25).map(" ".join))


def _mentions(text: str) -> tuple[Mention, ...]:
    analysis = parsed(text, day=date(2024, 5, 6), tagged=False)
    return find_mentions(analysis, (), load_situation("general"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_every_span_quotes(text: str) -> None:
    mentions = _mentions(text)
    for mention in mentions:
        for evidence in (mention.evidence, *mention.more_evidence, *(c.evidence for c in mention.casualties)):
            assert text[evidence.start : evidence.end] == evidence.quote
        for words in (*mention.actors, *((mention.instrument,) if mention.instrument else ())):
            assert text[words.start : words.end] == words.text
        assert mention.evidence.start <= mention.trigger.start <= mention.trigger.end
    assert len({mention.id for mention in mentions}) == len(mentions)
    assert mentions == _mentions(text)


@pytest.mark.parametrize(
    "unit",
    [
        "shelling ",
        "Rebels shelled Bor, killing two. ",
        "X said that Y attacked Z and ",
        "1 2 3 killed ",
    ],
)
def test_a_flood_of_one_unit_is_read_to_its_end(unit: str) -> None:
    for size in (3_000, 12_000):
        analysis = parsed(unit * (size // len(unit)), tagged=False)
        # The parse is not ours, and places and casualties have their own tests.
        found = find_mentions(analysis, (), load_situation("general"), times=(), places=())
        assert all(mention.evidence.end <= len(analysis.document.text) for mention in found)
