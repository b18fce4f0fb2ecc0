"""Sides that a report may mean though it names none of theirs: by its places, by who fights whom, and by a word of a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from types import SimpleNamespace

import pytest

from trucewatch.extraction.statements.unnamed import WORLD, Unnamed, words_of
from trucewatch.situation import load_situation


def meant(words: str, *, named: str = "", places: str = "", text: str = "") -> dict[str, set[str]]:
    """What speaks for each side in a report that names sides and has places of countries, given by their ids."""
    situation = load_situation("general")
    homes = SimpleNamespace(
        named=Counter(named.split()), votes=Counter(places.split()), haunts=situation.at_home_in(text)
    )
    found = defaultdict(set)
    for side, why in Unnamed(situation, homes).meant_by(words):  # type: ignore[arg-type]
        found[side].add(why)
    return found


def test_the_state_of_the_places_may_be_meant() -> None:
    assert {"place 0", "only place"} <= meant("the district governor", places="MZ MZ")["MZ"]


def test_a_group_may_be_meant_that_fights_a_side_named_and_acts_where_the_report_is_set() -> None:
    found = meant("a separatist spokesman", named="CM", text="Soldiers searched houses in Bamenda and Kumbo.")
    assert {"haunts 2", "haunts most", "fights named"} <= found["AMBA"]


@pytest.mark.parametrize(
    ("words", "named", "side"),
    [
        ("the Front", "PH", "MILF"),
        ("The mission's head", "LK", "SLMM"),
        ("the Ombudsman's office", "CO", "DEFENSORIA"),
    ],
)
def test_a_word_of_its_name_calls_a_side_that_has_to_do_with_those_named(
    words: str, named: str, side: str
) -> None:
    assert any(why.startswith("called") for why in meant(words, named=named)[side])


def test_a_word_alone_calls_nobody_from_another_conflict() -> None:
    found = meant("the Front", named="UA")
    assert "MILF" not in found
    assert "TPLF" not in found


def test_foes_of_foes_that_nothing_else_speaks_for_are_no_candidates() -> None:
    assert set(meant("an official", named="MM")) == {WORLD, *meant("the minister", named="MM")}
    assert "KIA" not in meant("an official", named="MM")


def test_words_are_compared_small_and_without_possessive_endings() -> None:
    assert words_of("the Movement’s press-bureau, its aide") == {"movement", "press-bureau", "aide"}
