"""Events that are told by no word of the trigger table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reading import mentions_in, parsed
from trucewatch.extraction.analysis import Analysis
from trucewatch.records import ACLED_EVENT_TYPES, EventType, Mention


def read(text: str) -> Analysis:
    return parsed(text, day=date(2024, 3, 13))


def acts(analysis: Analysis) -> list[Mention]:
    return [mention for mention in mentions_in(analysis) if mention.event_type in ACLED_EVENT_TYPES]


TOLD = [
    "At dawn on Sunday eleven rounds came over the ridge into Heiban and the church lost its roof, an elder said.",
    "On Tuesday morning a lorry with labourers lifted off the track near Menaka and came down in two pieces; "
    "four did not get up again.",
]


@pytest.mark.parametrize("text", TOLD)
def test_a_sentence_that_tells_of_an_act_by_no_usual_word_is_a_mention(text: str) -> None:
    (found,) = acts(read(text))
    assert found.event_type is EventType.EXPLOSIONS_REMOTE_VIOLENCE
    assert found.evidence.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "Eleven lorries of flour reached Kadugli on Monday, the Red Cross said.",
        "The two delegations meet again in Jeddah on Tuesday.",
        "The army will leave the market of Menaka by Friday, its spokesman promised.",
        "The price of bread in Goma doubled on Monday.",
        "The minister flew to Juba on Wednesday and praised the mission.",
    ],
)
def test_other_news_is_none(text: str) -> None:
    assert acts(read(text)) == []


def test_without_states_nothing_is_guessed() -> None:
    assert acts(replace(read(TOLD[0]), states=None)) == []


def test_a_guess_without_day_or_place_makes_no_event_of_its_own() -> None:
    text = (
        "A lorry with labourers lifted off the track and came down in two pieces; four did not get up again."
    )
    assert acts(read(text)) == []


def test_a_guess_joins_the_event_that_it_tells_of() -> None:
    text = (
        "Shells hit the hospital of Kadugli on Monday, killing two patients. "
        "They came over the ridge, eleven of them, and one took the roof off the ward, a nurse of the hospital said."
    )
    found = acts(read(text))
    assert len({mention.event for mention in found}) == 1
    assert any("the ward" in e.quote for m in found for e in (m.evidence, *m.more_evidence))
