"""Who fights whom, whose bodies watch whom, and which sides a word stands in the names of."""

from __future__ import annotations

from trucewatch.situation import load_situation

GENERAL = load_situation("general")


def test_those_who_fight_a_state_are_its_rebels_and_its_foes() -> None:
    assert {"TTP", "BLA"} <= set(GENERAL.fighters_of("PK"))
    assert GENERAL.fighters_of("no such side") == ()


def test_bodies_have_the_state_itself_in_their_name() -> None:
    assert "SLMM" in GENERAL.bodies_of("LK")
    assert "CTSAMVM" in GENERAL.bodies_of("SS")
    assert "CTSAMVM" not in GENERAL.bodies_of("SD")
    assert "EHRC" in GENERAL.bodies_of("ET")


def test_a_word_calls_groups_and_bodies_but_no_state() -> None:
    assert {"MILF", "POLIS"} <= set(GENERAL.called("front"))
    assert "SS" not in GENERAL.called("south")
    assert GENERAL.called("the") == ()
