"""Whom words blame, by the trained network: each side beside the others, nobody where nobody is meant, never its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading import parsed, parsed_together, statements_in
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.blame_network import LIKELY, blamed, load_blame_network
from trucewatch.extraction.statements.target_passages import MARKS, THEIRS
from trucewatch.records import Stance, Statement


def accusations(analysis: Analysis) -> list[Statement]:
    return [s for s in statements_in(analysis) if s.stance is Stance.ACCUSE]


def test_who_is_not_likely_enough_is_not_blamed() -> None:
    assert blamed(["TH", "KH"], [0.9, 0.1], [2 * LIKELY - 0.91, 0.3]) == ()
    assert blamed([], [], []) == ()


def test_both_readers_of_the_words_count_and_two_may_be_blamed() -> None:
    assert blamed(["TH", "KH", "LA"], [0.07, 0.46, 0.47], [0.4, 0.9, 0.8]) == ("KH", "LA")


NAMED = [
    ("Juba said SPLA-IO fighters had shelled the barracks at Nasir before dawn.", ("SPLA-IO",)),
    ("Islamabad accused Indian troops of firing on a school bus near Kotli.", ("IN",)),
    ("Kyiv blamed Russia for the strike on the grain terminal, in which four dockers died.", ("RU",)),
]


@pytest.mark.parametrize(("text", "wanted"), NAMED)
def test_who_is_named_as_the_doer(text: str, wanted: tuple[str, ...]) -> None:
    assert [s.target for s in accusations(parsed(text))] == [wanted]


def test_a_statement_does_not_depend_on_what_else_is_read() -> None:
    texts = [text for text, _ in NAMED]
    alone = [accusations(parsed(text)) for text in texts]
    assert [[s.target for s in accusations(a)] for a in parsed_together(*texts)] == [
        [s.target for s in some] for some in alone
    ]


def test_without_states_the_weights_of_single_sides_decide() -> None:
    analysis = replace(parsed(NAMED[0][0]), states=None)
    assert [s.target for s in accusations(analysis)] == [("SPLA-IO",)]


def test_the_model_says_what_goes_in() -> None:
    network = load_blame_network()
    shapes = {given.name: given.shape for given in network.session.get_inputs()}
    assert shapes["marks"][-1] == len(MARKS)
    assert shapes["theirs"][-1] == len(THEIRS)
    assert shapes["features"][-1] == len(network.features)
    assert list(network.stances) == ["accuse", "confirm", "deny"]
