"""Which names of a sentence are where an act happened: with the encoder's states, and without them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reading import mentions_in, parsed, parsed_together
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.events.place_choice import chances, chosen, load_place_choice
from trucewatch.extraction.events.place_names import candidates
from trucewatch.extraction.phrases import token_bounds
from trucewatch.extraction.places.finding import find_places
from trucewatch.extraction.tagging.states import WIDTH, States, with_output
from trucewatch.situation import load_situation

PLACES = [
    (
        "A drone struck a grain store in Hodeidah a day after envoys had met in Muscat.",
        "struck",
        {"Hodeidah"},
    ),
    (
        "Three fishermen from Sidon were wounded when a patrol opened fire off Naqoura.",
        "wounded",
        {"Naqoura"},
    ),
    (
        "The bridge at Malakal, rebuilt with help from Juba, was shelled again on Sunday.",
        "shelled",
        {"Malakal"},
    ),
    ("The army said in Bogota that rebels had burned two trucks near Tumaco.", "burned", {"Tumaco"}),
    ("Mortar rounds fired from Kurmuk damaged a clinic in Asosa.", "damaged", {"Asosa"}),
    (
        "Police in Lagos knew nothing about the raid that killed six herders in Zamfara.",
        "killed",
        {"Zamfara"},
    ),
]


def taken(analysis: Analysis, verb: str, states: States | None) -> set[str]:
    doc = analysis.doc
    found = find_places(analysis, load_situation("general"))
    names = candidates(doc[:], [(*token_bounds(doc, place.start, place.end), place) for place in found])
    likely = chances(next(token for token in doc if token.text == verb), names, states)
    flags = chosen(likely, load_place_choice().accepted)
    return {doc[n.first : n.last].text for n, is_taken in zip(names, flags, strict=True) if is_taken}


@pytest.mark.parametrize(("text", "verb", "wanted"), PLACES)
@pytest.mark.parametrize("is_tagged", [True, False])
def test_the_place_is_that_of_the_verb(text: str, verb: str, wanted: set[str], is_tagged: bool) -> None:
    analysis = parsed(text)
    assert taken(analysis, verb, analysis.states if is_tagged else None) == wanted


def test_the_states_tell_what_the_syntax_leaves_open() -> None:
    analysis = parsed("Four guards were shot dead in Goma and a fifth was captured in Bukavu.")
    assert "Bukavu" in taken(analysis, "captured", analysis.states)
    assert taken(analysis, "captured", None) == set()


def test_a_word_without_states_is_left_to_the_syntax() -> None:
    analysis = parsed("Four guards were shot dead in Goma and a fifth was captured in Bukavu.")
    assert analysis.states is not None
    cut = replace(analysis.states, numbers=analysis.states.numbers[:5])
    assert taken(analysis, "captured", cut) == taken(analysis, "captured", None)


def test_places_do_not_depend_on_what_else_is_parsed() -> None:
    texts = [text for text, _, _ in PLACES]

    def where(analysis: Analysis) -> list[str | None]:
        return [mention.where.name if mention.where else None for mention in mentions_in(analysis)]

    assert [where(analysis) for analysis in parsed_together(*texts)] == [
        where(parsed(text)) for text in texts
    ]


def test_states_belong_to_the_words_that_they_stand_for() -> None:
    numbers = np.arange(3, dtype=np.float16).repeat(WIDTH).reshape(3, WIDTH)
    states = States(np.array([0, 4, 9]), np.array([3, 8, 12]), numbers, -numbers)
    assert states.of(4, 8)[0] == 1.0
    assert states.of(0, 8)[0] == 0.5
    assert not states.of(3, 4).any()
    assert not states.of(20, 30).any()
    assert states.reach(12)
    assert states.both(1, 3)[:, [0, WIDTH]].tolist() == [[-1.0, 1.0], [-2.0, 2.0]]
    assert not replace(states, numbers=numbers[:2]).reach(12)
    assert not States(states.starts[:0], states.ends[:0], numbers[:0], numbers[:0]).reach(0)


def test_a_further_output_is_one_more_entry_of_the_graph() -> None:
    assert with_output(b"model", "inner") == b"model" + b"\x3a\x09\x62\x07\x0a\x05inner"


@pytest.mark.parametrize("text", ["", "\n", "€" * 500, "x" * 30_000, "\ud800 Goma \udfff"])
def test_any_text_has_states_for_its_subwords(text: str) -> None:
    states = parsed(text).states
    assert states is not None
    assert len(states.numbers) == len(states.earlier) == len(states.starts) == len(states.ends)
    assert np.isfinite(states.numbers).all()
