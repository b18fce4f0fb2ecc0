"""Whom words blame, given what speaks for each side: likely enough, the likeliest first, and the same every time."""

from __future__ import annotations

from trucewatch.extraction.statements.target_choice import (
    TargetChoice,
    chosen,
    load_target_choice,
)
from trucewatch.extraction.weighing import chance, log_odds
from trucewatch.records import Stance

CHOICE = TargetChoice({"named": 2.0, "afar": -3.0, "beside": -0.2}, accepted=0.4, plain=0.7)


def test_the_likely_are_blamed_the_likeliest_first() -> None:
    described = [("KH", {"afar"}), ("LA", {"beside"}), ("TH", {"named"})]
    assert chosen(described, Stance.ACCUSE, CHOICE) == ("TH", "LA")


def test_plain_telling_blames_only_the_likeliest() -> None:
    described = [("LA", {"beside"}), ("TH", {"named"})]
    assert chosen(described, Stance.ASSERT, CHOICE) == ("TH",)


def test_nobody_is_blamed_where_nobody_may_be_meant() -> None:
    assert chosen([], Stance.ACCUSE, CHOICE) == ()


def test_what_the_model_does_not_know_says_nothing() -> None:
    assert chance(log_odds({"never seen"}, CHOICE.weights)) == 0.5


def test_the_stored_choice_asks_more_of_nobody_than_certainty() -> None:
    choice = load_target_choice()
    assert 0.0 < choice.accepted < 1.0
    assert 0.0 < choice.plain < 1.0
    assert choice.weights["bias"] < 0.0
