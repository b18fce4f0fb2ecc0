"""The reading is as long as the text, and a long text's parse is one parse."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading import parsed

from trucewatch.extraction.analysis import WINDOW, analyse
from trucewatch.extraction.models import load_models
from trucewatch.extraction.reading import reading_of
from trucewatch.records import Document, Span

SENTENCE = (
    "The mayor of Halwar said on Monday that the bridge had been shelled twice and that nobody was hurt. "
)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.integers(0, 100), st.integers(0, 200))
def test_a_reading_is_as_long_as_its_text(text: str, start: int, length: int) -> None:
    furniture = [Span(start=start, end=start + length)]
    assert len(reading_of(text, furniture)) == len(text)


def test_furniture_is_blank_in_the_reading_and_whole_in_the_text() -> None:
    text = "icon shareicon\nThe bridge was shelled."
    reading = reading_of(text, [Span(start=0, end=14)])
    assert reading == " " * 14 + text[14:]


def test_shouting_is_lowered_but_ordinary_print_is_not() -> None:
    assert reading_of("THE BRIDGE AT HALWAR WAS SHELLED TWICE ON MONDAY. NOBODY WAS HURT.").count("T") == 1
    assert "NATO and the UN" in reading_of(
        "NATO and the UN said the bridge had been shelled twice on Monday."
    )


def test_a_long_text_is_parsed_in_windows_that_join_to_the_whole() -> None:
    for text in (SENTENCE * 400, (SENTENCE * 3 + "\n") * 120, "x" * (3 * WINDOW), "word " * WINDOW):
        analysis = parsed(text, tagged=False)
        assert analysis.doc.text == analysis.reading
        assert len(analysis.reading) == len(text)


def test_windows_do_not_tear_sentences() -> None:
    sentences = parsed(SENTENCE * 400, tagged=False).sentences()
    assert {sentence.text.strip() for sentence in sentences} == {SENTENCE.strip()}


def test_neighbours_do_not_change_a_parse() -> None:
    texts = [SENTENCE * 150, "Shots were fired at a bus near Lamu.", SENTENCE]
    models = load_models(weights=None)
    together = [a.doc.to_json() for a in analyse([Document(id=t[:5], text=t) for t in texts], models)]
    alone = [parsed(t, tagged=False).doc.to_json() for t in texts]
    assert together == alone
