"""What a speaker does with his words, by the trained network: beyond the cues, never against the guards, and the same every time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading import parsed, parsed_together, statements_in
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.passages import Told
from trucewatch.extraction.statements.stance_choice import SURE, StanceChoice, likeliest
from trucewatch.extraction.statements.stance_features import LONGEST, MARKS, StanceFeatures
from trucewatch.extraction.statements.statement_network import load_statement_network
from trucewatch.records import Stance, Statement

NOTHING = {stance: 0.0 for stance in Stance if stance is not Stance.OUTLET}


def said(analysis: Analysis) -> list[Statement]:
    return [s for s in statements_in(analysis) if s.stance is not Stance.OUTLET]


def stances(analysis: Analysis) -> list[Stance]:
    return [statement.stance for statement in said(analysis)]


def without_states(analysis: Analysis) -> Analysis:
    return replace(analysis, states=None)


# --- what it gives ------------------------------------------------------------------------------------------------


def test_a_statement_does_not_depend_on_what_else_is_read() -> None:
    texts = [text for text, _ in BEYOND_CUES]
    alone = [said(parsed(text)) for text in texts]
    together = [said(analysis) for analysis in parsed_together(*texts)]
    assert [[(s.stance, s.target, s.content) for s in some] for some in together] == [
        [(s.stance, s.target, s.content) for s in some] for some in alone
    ]


BEYOND_CUES = [
    ("Phnom Penh said it was not from its own bank that the evening's first tracer had come.", Stance.DENY),
    ("Tbilisi said that the night's work bore the handwriting of the men in Tskhinvali.", Stance.ACCUSE),
    ("The M23's spokesman said that the men at the bridge were given what they had asked for.", Stance.ADMIT),
]


@pytest.mark.parametrize(("text", "wanted"), BEYOND_CUES)
def test_what_no_cue_tells(text: str, wanted: Stance) -> None:
    analysis = parsed(text)
    assert wanted in stances(analysis)
    assert wanted not in stances(without_states(analysis))


# --- what it may not do -------------------------------------------------------------------------------------------


def test_owning_and_accusing_need_more_than_being_likeliest() -> None:
    for stance, sure in SURE.items():
        assert likeliest(NOTHING | {stance: sure - 0.01}, Stance.ASSERT) is Stance.ASSERT
        assert likeliest(NOTHING | {stance: sure}, Stance.ASSERT) is stance
    assert likeliest(NOTHING | {Stance.DENY: 0.2}, Stance.ASSERT) is Stance.DENY


def test_the_rules_stand_where_nothing_is_clearly_likelier() -> None:
    beside = NOTHING | {Stance.DENY: 0.4, Stance.ASSERT: 0.3}
    assert likeliest(beside, Stance.ASSERT) is Stance.ASSERT
    assert likeliest(beside, Stance.CONFIRM) is Stance.DENY


def test_what_is_not_denied_is_no_denial(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = parsed("Tehran did not deny that its boats had been near the tanker.")
    monkeypatch.setattr(StanceChoice, "chances", lambda *_: NOTHING | {Stance.DENY: 1.0})
    assert said(analysis)
    assert Stance.DENY not in stances(analysis)


@pytest.mark.parametrize(
    "text",
    [
        "Colombia's defence ministry said terrorists had shelled a market in Tame on Monday.",
        "Pakistani jets bombed one of its own training centres in Kunar, the Afghan Taliban said.",
    ],
)
def test_nobody_owns_what_nobody_says_of_himself(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = parsed(text)
    monkeypatch.setattr(StanceChoice, "chances", lambda *_: NOTHING | {Stance.ADMIT: 1.0})
    assert said(analysis)
    assert Stance.ADMIT not in stances(analysis)


# --- what it is told ----------------------------------------------------------------------------------------------


def taken_down(text: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[StanceFeatures, Told, Analysis]]:
    analysis = parsed(text)
    found: list[tuple[StanceFeatures, Told, Analysis]] = []

    def note(choice: StanceChoice, told: Told) -> dict[Stance, float]:
        found.append((choice.features, told, analysis))
        return {}

    monkeypatch.setattr(StanceChoice, "chances", note)
    statements_in(analysis)
    return found


def test_marks_tell_the_speakers_own_names_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ethiopia's army said Eritrean gunners shelled Ethiopian farmers near Badme, and the UN mission saw it."
    features, told, analysis = taken_down(text, monkeypatch)[0]
    assert analysis.states is not None
    passage = features.passage(told, analysis.states)
    assert passage is not None
    starts = analysis.states.starts.tolist()

    def marks(word: str) -> set[str]:
        return {
            name
            for name, flag in zip(MARKS, passage.marks[starts.index(text.index(word))], strict=True)
            if flag
        }

    assert "own" in marks("Ethiopia's")
    assert "own" in marks("Ethiopian")
    assert {"party", "asked"} <= marks("Eritrean")
    assert "third" in marks("UN")
    assert "cue" in marks("said")
    assert "asked" not in marks("said")


def test_a_long_statement_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Hanoi said " + ", ".join(f"that post {n} was shelled from the hills" for n in range(60)) + "."
    for features, told, analysis in taken_down(text, monkeypatch):
        assert analysis.states is not None
        passage = features.passage(told, analysis.states)
        assert passage is not None
        assert len(passage.marks) <= LONGEST
        assert passage.marks[:, 0].any()


def test_a_text_without_states_is_left_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The army said that it had returned fire near Kidal. Bamako accused the rebels of shelling Gao."
    analysis = parsed(text)
    assert analysis.states is not None
    behind = replace(analysis.states, numbers=analysis.states.numbers[:0])
    by_rules = said(without_states(analysis))
    assert said(replace(analysis, states=behind)) == by_rules
    assert by_rules


# --- numbers ------------------------------------------------------------------------------------------------------


def test_chances_of_a_head_sum_to_one_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    network = load_statement_network()
    features, told, analysis = taken_down("Quito said so.", monkeypatch)[0]
    assert analysis.states is not None
    passage = features.passage(told, analysis.states)
    assert passage is not None
    short = replace(passage, states=passage.states[:1], marks=passage.marks[:1])
    for some in (passage, short):
        for given in ({}, {"a feature that nobody knows": 5.0}, features.features(told)):
            chances = network.read(some, given)["stance"]
            assert sum(chances.values()) == pytest.approx(1.0, abs=0.001)
            assert set(chances) == {stance.value for stance in NOTHING}
    assert network.read(passage, {"a feature that nobody knows": 5.0}) == network.read(passage, {})
