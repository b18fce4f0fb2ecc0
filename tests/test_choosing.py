"""The fit of all choices among candidates: the right ones become the likeliest, and the order of what is read changes nothing."""

from __future__ import annotations

from functools import partial
from operator import eq

import pytest
from training.choosing import Chosen, fit_choice

EXAMPLES = [
    Chosen.among({"AZ": {"named", "near"}, "AM": {"named"}, None: set()}, partial(eq, "AZ")),
    Chosen.among({"AZ": {"named"}, "AM": {"named", "near"}, None: set()}, partial(eq, "AM")),
    Chosen.among({"RU": {"named", "far"}, "UA": {"near"}, None: {"once"}}, partial(eq, "UA")),
]


def scores(one: Chosen, weights: dict[str, float]) -> list[float]:
    return [sum(weights.get(name, 0.0) for name in features) for features in one.candidates]


def test_the_right_candidate_becomes_the_likeliest() -> None:
    weights = fit_choice(EXAMPLES, penalty=0.1)
    for one in EXAMPLES:
        told = scores(one, weights)
        assert one.right[told.index(max(told))]


def test_a_feature_seen_too_seldom_has_no_weight() -> None:
    assert "once" not in fit_choice(EXAMPLES, penalty=0.1, seen_at_least=2)


def test_an_example_that_counts_more_outweighs_another() -> None:
    def two(heavy: float) -> dict[str, float]:
        first = Chosen.among({"A": {"x"}, "B": {"y"}}, partial(eq, "A"), heavy)
        return fit_choice([first, Chosen.among({"A": {"x"}, "B": {"y"}}, partial(eq, "B"))], penalty=1.0)

    assert two(1.0) == pytest.approx({"x": 0.0, "y": 0.0}, abs=1e-4)
    assert two(3.0)["x"] > 0 > two(3.0)["y"]


def test_the_order_of_candidates_changes_nothing() -> None:
    turned = [Chosen(one.candidates[::-1], one.right[::-1], one.counts) for one in EXAMPLES]
    assert fit_choice(turned, penalty=0.1) == pytest.approx(fit_choice(EXAMPLES, penalty=0.1), abs=1e-3)
