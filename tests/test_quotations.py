"""Quotations as sentences show them: exact, with whole inner marks, and whole sentences where there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.records import Document, Evidence, Span
from trucewatch.reporting.quotations import Quotations, Shown, sentence_around


def quotations(text: str, words: str) -> tuple[Quotations, Evidence]:
    start = text.index(words)
    quote = Evidence(document_id="d", start=start, end=start + len(words), quote=words)
    return Quotations([Document(id="d", text=text)]), quote


def shown(text: str, words: str, longest: int = 280) -> Shown:
    prepared, quote = quotations(text, words)
    return prepared.shown(quote, longest)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            'Juba blames "armed cattle keepers". The rest',
            'blames "armed cattle keepers',
            'blames "armed cattle keepers"',
        ),
        ("Sanaa calls them “mercenaries.” The rest", "calls them “mercenaries", "calls them “mercenaries.”"),
        ('"We held our fire," the army said', '"We held our fire,', "We held our fire"),
        ('The army said "no" and then "never"', '"no" and then "never"', '"no" and then "never"'),
        ('He: "Nobody was hurt," it reads.', 'Nobody was hurt," it reads', '"Nobody was hurt," it reads'),
        ("It said that the rebels' guns fired", "that the rebels' guns", "the rebels' guns"),
        (
            "A statement by the junta says troops left",
            "statement by the junta says",
            "A statement by the junta says",
        ),
        ("Es hieß „kein Beschuss“ am Abend", "hieß „kein Beschuss", "hieß „kein Beschuss“"),
        ("« Rien », dit l'armée", "« Rien », dit", "« Rien », dit"),
    ],
)
def test_marks_are_whole_and_strays_are_left_out(text: str, words: str, expected: str) -> None:
    assert shown(text, words).evidence.quote == expected


def test_a_long_quotation_is_cut_at_a_word_and_says_so() -> None:
    told = shown("Shells fell on the market of Zalingei all day", "Shells fell on the market of Zalingei", 20)
    assert (told.evidence.quote, told.cut) == ("Shells fell on the", True)


def test_a_cut_leaves_no_mark_open_behind_it() -> None:
    text = 'Aden said that fighters near Dhale fired at its post and that "the other side" began'
    assert (
        shown(text, text, 70).evidence.quote
        == "Aden said that fighters near Dhale fired at its post and that"
    )


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        (
            "The SAF spoke. Khartoum called on the UN and the AU to act. It rained.",
            "the UN",
            "Khartoum called on the UN and the AU to act.",
        ),
        ("It was over by 6 a.m. on Monday. Calm held.", "over", "It was over by 6 a.m. on Monday."),
        ("The envoy met Lt. Gen. Okello in Bor. He left.", "Okello", "The envoy met Lt. Gen. Okello in Bor."),
        ("A headline\nFire was heard near Taiz", "heard", "Fire was heard near Taiz"),
        ('He said: "Stop. Go back." They went.', "Stop", 'He said: "Stop.'),
    ],
)
def test_the_sentence_around_a_quotation(text: str, words: str, sentence: str) -> None:
    prepared, quote = quotations(text, words)
    assert prepared.sentence_around(quote).quote == sentence


def test_a_sentence_for_which_there_is_no_room_gives_way_to_the_quotation() -> None:
    text = "The mission said that " + "a patrol and " * 40 + "a car were stopped."
    prepared, quote = quotations(text, "a car were stopped")
    assert prepared.whole(quote).evidence.quote == "a car were stopped"


@given(st.text(alphabet="ab .,\"“”„«»‘’'\n", max_size=60), st.data())
def test_whatever_is_shown_is_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = Evidence(document_id="d", start=start, end=end, quote=text[start:end])
    prepared = Quotations([Document(id="d", text=text)])
    for told in (prepared.shown(quote, 20), prepared.whole(quote, 20)):
        kept = told.evidence
        assert text[kept.start : kept.end] == kept.quote
    around = sentence_around(text, Span(start=start, end=end))
    assert around.start <= start
    assert end <= around.end
