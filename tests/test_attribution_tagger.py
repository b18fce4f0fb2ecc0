"""The packaged tagger on plain sentences, and what must hold for any text at all."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.extraction.models import WEIGHTS
from trucewatch.extraction.tagging.tagger import AttributionTagger, TaggedAttribution
from trucewatch.records import Span

NEWS = (
    "Ministry reports two dead in shelling\n\n"
    "The defence ministry in Varda said that Kessian forces had fired on its positions near Orlu. "
    "Two soldiers were killed, according to the regional governor.\n\n"
    "“We will answer every shot,” spokesman Aram Tovik said. “Our units hold the heights. They will not leave.”\n\n"
    "Rain fell in the valley until noon.\n"
)


@cache
def tagger() -> AttributionTagger:
    return AttributionTagger(WEIGHTS)


def words(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(span.of(text) for span in spans)


def found_by_cue(text: str) -> dict[str, TaggedAttribution]:
    return {words(text, item.cue): item for item in tagger().tag(text)}


def test_reported_speech() -> None:
    item = found_by_cue(NEWS)["said"]
    assert any(
        words(NEWS, other.source).startswith("The defence ministry")
        and "Kessian forces had fired on its positions" in words(NEWS, other.content)
        for other in tagger().tag(NEWS)
    )
    assert 0.0 < item.score <= 1.0


def test_according_to() -> None:
    item = found_by_cue(NEWS)["according to"]
    assert words(NEWS, item.source) == "the regional governor"
    assert words(NEWS, item.content) == "Two soldiers were killed"


def test_a_quotation_goes_on_after_its_speaker() -> None:
    (item,) = (item for item in tagger().tag(NEWS) if "Tovik" in words(NEWS, item.source))
    assert "We will answer every shot" in words(NEWS, item.content)
    assert "They will not leave" in words(NEWS, item.content)


def test_what_nobody_is_made_to_say_stays_untagged() -> None:
    rain = NEWS.index("Rain fell")
    assert all(span.end <= rain for item in tagger().tag(NEWS) for span in item.content)


def test_capitals_change_nothing() -> None:
    def shape(text: str) -> list[tuple[tuple[Span, ...], ...]]:
        return [(item.source, item.cue, item.content) for item in tagger().tag(text)]

    assert shape(NEWS) == shape(NEWS.upper())


def test_a_text_is_read_alike_whatever_was_read_before() -> None:
    alone = AttributionTagger(WEIGHTS).tag(NEWS)
    tagger().tag("Officials said nothing. " * 40)
    assert tagger().tag(NEWS) == alone


def test_each_character_is_content_of_one_attribution_at_most() -> None:
    spans = sorted(span for item in tagger().tag(NEWS * 3) for span in item.content)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00\x01", "\ud800", "a" * 500, "“" * 50, "\u200b\u202e"])
def test_nothing_comes_of_nothing(text: str) -> None:
    assert tagger().tag(text) == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                ["he said ", "“", "”", '"', "according to ", "the army ", ". ", "\n", "تقول ", "說", "😀"]
            ),
        ),
        max_size=40,
    ).map("".join)
)
def test_spans_quote_the_text_whatever_it_is(text: str) -> None:
    for item in tagger().tag(text):
        assert item.content
        for spans in (item.source, item.cue, item.content):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(one.end <= other.start for one, other in pairwise(spans))
        assert 0.0 <= item.score <= 1.0


def test_a_long_line_without_sentences_is_tagged_to_its_end() -> None:
    line = "officials said the army had left the town and the road was open to all comers from the north "
    found = tagger().tag(line * 240)
    assert max(span.end for item in found for span in item.content) > len(line) * 200
