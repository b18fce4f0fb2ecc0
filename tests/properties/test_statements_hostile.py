"""Whatever the text is: no crash, every offset quotes, the same ids alone and in a batch, time in step with length."""

from __future__ import annotations

from itertools import pairwise

import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading import parsed, statements_in

from trucewatch.extraction.analysis import Analysis, analyse
from trucewatch.extraction.attribution.quotation import find_quotations
from trucewatch.extraction.models import load_models
from trucewatch.extraction.reading import reading_of
from trucewatch.records import Document, Statement

WORDS = st.sampled_from(
    [
        "Israel", "Ukraine's army", "the ministry", "He", "it", "said", "says", "denied", "accused", "each other", "that",
        "the claim", "according to", "was accused of", "shelled", "Russia", "villages", "false", "\"", "“", "”", "'", "’",
        "«", "»", "''", ".", ",", ":", "-", "—", "\n", "\n\n", "[Attribution: x]", "\x00", "\x0b", "\u200b", "\ufeff",
        "Россия заявила", "اتهمت", "中国国防部表示", "ДНР", "🙂", "e\u0301", "\ud800", "should", "will", "not", "and", "who",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(WORDS, max_size=60).map("".join),
)


def _read(text: str, name: str = "hostile") -> tuple[Statement, ...]:
    return statements_in(parsed(text, id=name))


def _check(text: str, statements: tuple[Statement, ...]) -> None:
    assert len({statement.id for statement in statements}) == len(statements)
    for statement in statements:
        assert statement.content
        for part in (statement.evidence, *statement.quotes):
            assert part.quote == text[part.start : part.end]
        for speaker in (statement.speaker, *statement.chain):
            if speaker is not None:
                assert speaker.text == text[speaker.start : speaker.end]
        for term in (*statement.hedges, *statement.loaded):
            assert term.text == text[term.start : term.end]
        assert statement.cue is None or statement.evidence.span.contains(statement.cue)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_every_offset_quotes(text: str) -> None:
    _check(text, _read(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_quotations_are_ordered_and_apart(text: str) -> None:
    spans = [quotation.span for quotation in find_quotations(text)]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_quotations_nested_fifty_deep() -> None:
    for opening, closing in (("“", "”"), ('"', '"'), ("«", "»"), ("‘“", "”’")):
        text = "The army said " + opening * 50 + "the road is open" + closing * 50 + ". Russia denied it."
        _check(text, _read(text))


def test_speech_nested_fifty_deep() -> None:
    text = "Iran said " * 50 + "the road was open."
    statements = _read(text)
    _check(text, statements)


def test_no_sentences_and_no_words() -> None:
    for text in ("", " ", "\n\n\n", "....", '"', '"' * 999, "said", "said said said", "\x00" * 50, "12 34 %"):
        _check(text, _read(text))


def test_same_statements_alone_and_in_a_batch() -> None:
    texts = [
        "Kyiv said Russian guns had shelled Kherson. Moscow denied it.",
        '"We will stay," the Houthi spokesman said. "Nobody will leave."',
        "",
        "India and Pakistan accused each other of breaking the truce. " * 12,
    ]
    documents = [Document(id=f"d{number}", text=text) for number, text in enumerate(texts)]
    together = [statements_in(a) for a in analyse(documents, load_models())]
    reversed_batch = [statements_in(a) for a in analyse(documents[::-1], load_models())][::-1]
    alone = [_read(document.text, document.id) for document in documents]
    assert together == alone == reversed_batch


def test_a_long_text_of_one_sentence_again_and_again_gives_statements_throughout() -> None:
    sentence = 'Syria said "rebels shelled the road" and accused them of it, according to the ministry; it denied that. '
    found = [statement for statement in _read(sentence * 200) if statement.speaker]
    assert found[-1].evidence.start > len(sentence) * 190


def test_a_line_of_a_megabyte() -> None:
    """Parsed by a tokenizer alone: the parse's own cost is not what is tested here."""
    blank = spacy.blank("en")
    blank.max_length = 4_000_000
    blank.add_pipe("sentencizer")
    for unit in ('Israel said "no" and ', "[Attribution: ", '"'):
        text = unit * (1_000_000 // len(unit))
        reading = reading_of(text)
        doc = blank(reading)
        statements_in(Analysis(document=Document(id="long", text=text), reading=reading, doc=doc))
