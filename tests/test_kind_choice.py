"""Of what kind an event was: with the encoder's states, and without them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reading import mentions_in, parsed, parsed_together
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.events.kind_choice import CLASSES, class_of, load_kind_network
from trucewatch.extraction.tagging.states import WIDTH
from trucewatch.records import EventType, SubEventType

SHELLING = SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK
AIR = SubEventType.AIR_DRONE_STRIKE


def kinds(analysis: Analysis) -> list[SubEventType | None]:
    return [mention.sub_event_type for mention in mentions_in(analysis)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Two farmers were wounded in an attack on Teztan on Monday. "
            "The attack began at noon, when howitzers opened up from the ridge, the mayor said.",
            SHELLING,
        ),
        (
            "Six people died in an attack on the market of Togoga on Tuesday, doctors said. "
            "The attack came from a plane that circled twice, a trader said.",
            AIR,
        ),
    ],
)
def test_one_passage_tells_the_kind_of_all(text: str, wanted: SubEventType) -> None:
    found = kinds(parsed(text))
    assert found
    assert set(found) == {wanted}


def test_two_acts_of_a_sentence_keep_their_kinds() -> None:
    found = kinds(parsed("Gunmen torched three shops in Batibo on Monday and abducted the owner."))
    assert found == [
        SubEventType.LOOTING_PROPERTY_DESTRUCTION,
        SubEventType.ABDUCTION_FORCED_DISAPPEARANCE,
    ]


def test_a_kind_is_chosen_without_states() -> None:
    analysis = parsed("Mortar rounds hit a clinic near Kutkai on Friday, wounding two nurses.")
    assert set(kinds(replace(analysis, states=None))) == {SHELLING}


def test_a_document_is_read_alike_beside_any_other() -> None:
    texts = ["Shells fell on Kadugli on Monday.", "Jets hit a bridge near Taiz on Sunday."]
    together = [mentions_in(analysis) for analysis in parsed_together(*texts)]
    alone = [mentions_in(parsed(text, id=str(number))) for number, text in enumerate(texts)]
    assert together == alone


def test_chances_are_those_of_the_classes() -> None:
    chances = load_kind_network().chances({"word=mortar"}, np.zeros((2, WIDTH), dtype=np.float32))
    assert list(chances) == list(CLASSES)
    assert sum(chances.values()) == pytest.approx(1.0, abs=0.01)
    assert max(chances, key=lambda name: chances[name]) == "shelling"


def test_each_class_stands_for_a_kind_of_its_own() -> None:
    assert all(class_of(sub) == name for name, (_, sub) in CLASSES.items())
    assert class_of(SubEventType.SUICIDE_BOMB) == "explosive"
    assert CLASSES["street"][0] is EventType.PROTESTS
