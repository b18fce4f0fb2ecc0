"""The fitted choice of a speaker's side: chances, the doubt in which nobody is chosen, and that nothing else counts."""

from __future__ import annotations

import pytest

from trucewatch.extraction.statements.side_choice import SideChoice, load_side_choice

WEIGHTS = {"home most": 1.5, "last turn 1": 0.5, "witness": -0.4}
CANDIDATES = {None: {"unnamed"}, "KH": {"home most"}, "TH": {"last turn 1"}, "WIT": {"witness"}}


def test_chances_sum_to_one_and_follow_the_weights() -> None:
    chances = SideChoice(WEIGHTS, 0.4).chances(CANDIDATES)
    assert sum(chances.values()) == pytest.approx(1.0)
    assert sorted(chances, key=lambda side: -chances[side]) == ["KH", "TH", None, "WIT"]


def test_what_is_too_unsure_is_nobody() -> None:
    assert SideChoice(WEIGHTS, 0.4).best(CANDIDATES) == "KH"
    assert SideChoice(WEIGHTS, 0.9).best(CANDIDATES) is None


def test_the_order_of_candidates_and_features_does_not_matter() -> None:
    turned = {side: set(names) for side, names in reversed(CANDIDATES.items())}
    choice = SideChoice(WEIGHTS, 0.4)
    assert choice.chances(turned) == pytest.approx(choice.chances(CANDIDATES))
    assert choice.best({"PK": {"named"}, "IN": {"named"}}) == choice.best({"IN": {"named"}, "PK": {"named"}})


def test_the_shipped_weights_believe_no_side_on_nothing() -> None:
    assert load_side_choice().best({None: set(), "IL": set(), "LB": set()}) is None
