"""What is shown as somebody's words holds the negations and modals that govern them, and breaks off at no loose word."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tests.reading import parsed, statements_in
from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.borders import trimmed, with_whole_borders
from trucewatch.records import Span, Stance, Statement

CUES = (
    "denied the claim, saying",
    "said",
    "answered",
    "insisted that",
    "replied that",
    "rejected the report and added that",
    "told reporters that",
    "maintained that",
    "stressed that",
    "claimed",
    "conceded that",
    "noted that",
)
TURNED = (
    ("its guns did not fire on the village", "not"),
    ("its troops had never crossed the river", "never"),
    ("the report does not reflect the truth", "not"),
    ("its units can no longer hold their fire", "no longer"),
    ("the convoy could not have been struck from the ridge", "not"),
    ("the truce is hardly observed by the rebels", "hardly"),
    ("its patrols only answered the fire", "only"),
    ("it might have hit the depot by mistake", "might"),
    ("no shell was fired from its side", "no"),
)
SENTENCES = (
    "The garrison in Goma said its mortars had not shelled the camp and did not kill anybody there.",
    "Damascus told the envoy that the jets could not have been Syrian, and that it no longer flies at night.",
    "The militia admitted that it did not warn the drivers of the three lorries on the road to Hajjah.",
    "Moscow replied that the statement was one-sided, did not reflect the truth and would not be answered.",
)


@cache
def _parse(text: str) -> Doc:
    return parsed(text).doc


def _said(text: str) -> list[Statement]:
    return [s for s in statements_in(parsed(text)) if s.stance is not Stance.OUTLET]


@pytest.mark.parametrize("cue", CUES)
def test_negations_and_modals_stay_with_what_they_govern(cue: str) -> None:
    texts = [f"The defence ministry of Georgia {cue} {clause}." for clause, _ in TURNED]
    for text, (clause, turning) in zip(texts, TURNED, strict=True):
        head = clause.split(turning, 1)[1].split()[0]
        contents = [q.quote for s in _said(text) for q in s.quotes]
        for content in contents:
            assert head not in content or turning in content, (text, contents)


@settings(deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_no_cut_leaves_a_negation_behind(text: str, data: st.DataObject) -> None:
    """However a tagger cuts cue from content, and content from content."""
    doc = _parse(text)
    starts = sorted(data.draw(st.sets(st.integers(4, len(doc) - 3), min_size=1, max_size=3)))
    ends = [*starts[1:], len(doc) - 1]
    cue = Span(start=doc[3].idx, end=doc[starts[0]].idx - 1)
    lost = data.draw(st.integers(0, 3))
    last = [max(low, high - 1 - lost) for low, high in zip(starts, ends, strict=True)]
    content = tuple(
        Span(start=doc[low].idx, end=doc[high].idx + len(doc[high]))
        for low, high in zip(starts, last, strict=True)
    )
    whole = with_whole_borders(Attribution(source=None, cue=cue, content=content, form=Form.TAGGED), doc)
    assert whole.cue is not None
    assert not any(whole.cue.overlaps(span) for span in whole.content)
    for span in whole.content:
        first = doc.char_span(span.start, span.start + 1, alignment_mode="expand")
        tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
        assert first is not None
        assert tokens is not None
        before = doc[first.start - 1]
        governs = before.dep_ in ("neg", "aux", "auxpass") and before.head in tokens
        assert not governs or before.idx <= cue.start, (span.of(text), before.text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("three soldiers were hurt near Agdam, which", "three soldiers were hurt near Agdam"),
        (", and the bridge was left standing", "the bridge was left standing"),
        ("the aid was stopped at the border of", "the aid was stopped at the border"),
        ("the shells fell short, while", "the shells fell short"),
        ("nor did its guns answer", "nor did its guns answer"),
    ],
)
def test_loose_words_at_the_edges_are_cut(text: str, kept: str) -> None:
    whole = f"The council says {text} it waits for an answer."
    start = whole.index(text)
    (span,) = trimmed((Span(start=start, end=start + len(text)),), _parse(whole))
    assert span.of(whole) == kept


def test_a_second_verb_stays_under_the_first_ones_negation() -> None:
    said = _said("The army said its forces have not shelled the village and killed civilians there.")
    assert [s.stance for s in said] == [Stance.DENY]


def test_an_outlets_correction_is_its_own_voice() -> None:
    text = (
        "An earlier version of this article said that Houthi gunners had shelled the market in Taiz on Monday. "
        "The market was hit on Sunday."
    )
    assert _said(text) == []


def test_the_space_between_cue_and_speaker_is_no_content() -> None:
    text = "This was clearly stated at talks in Juba."
    gap = text.index(" talks")
    attribution = Attribution(
        source=Span(start=gap + 1, end=gap + 6),
        cue=Span(start=text.index("was"), end=gap),
        content=(Span(start=0, end=4), Span(start=gap, end=gap + 1)),
        form=Form.PASSIVE,
    )
    assert with_whole_borders(attribution, _parse(text)).content == (Span(start=0, end=4),)
