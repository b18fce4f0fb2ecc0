"""Page clutter is marked where it stands, and the news never is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.intake.furniture import find_furniture
from trucewatch.intake.headlines import find_headline
from trucewatch.intake.lines import read_line
from trucewatch.intake.read import Origin, read_document

CASES = sorted((Path(__file__).parents[1] / "cases" / "furniture").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """`expect`: passages marked, whole; `never`: passages of which nothing is marked; `headline`: the title."""
    case = yaml.safe_load(path.read_text("utf-8"))
    text = case["text"]
    furniture = find_furniture(text)
    marked = [span.of(text) for span in furniture]
    for wanted in case.get("expect", ()):
        assert any(wanted in passage for passage in marked), (wanted, marked)
    for news in case.get("never", ()):
        start = text.index(news)
        assert not any(span.start < start + len(news) and start < span.end for span in furniture), (
            news,
            marked,
        )
    if "headline" in case:
        assert find_headline(text, furniture) == case["headline"]


@given(st.text())
def test_spans_are_sorted_disjoint_and_inside(text: str) -> None:
    furniture = find_furniture(text)
    assert all(0 <= span.start < span.end <= len(text) for span in furniture)
    assert all(a.end < b.start for a, b in pairwise(furniture))


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(["Related:", "Read more", "The army said so.", "Share", "Old bridge falls", ""]))
)
def test_prose_is_never_marked(lines: list[str]) -> None:
    text = "\n".join(
        [*lines, "The army of the north said that its posts had been fired upon from the river."]
    )
    assert all(span.end <= text.index("The army of the north") for span in find_furniture(text))


@pytest.mark.parametrize(
    "piece", ["icon ", "Related\n", "a\n", "Read more ", "x", "Next Article\n\nTitle of it\n\n"]
)
def test_a_flood_of_anything_is_read_to_its_end(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    furniture = find_furniture(text)
    assert all(span.end <= len(text) for span in furniture)
    find_headline(text, furniture)


def test_stream_lines_have_their_furniture_marked_too() -> None:
    document = read_line(
        b'{"id": "a", "text": "Truce holds in the north\\n\\nShare\\n\\nNo shots were heard, observers said."}'
    )
    assert [span.of(document.text) for span in document.furniture] == ["Share"]
    assert document.title == "Truce holds in the north"
    assert document.language == "en"


def test_front_matter_is_read_and_marked() -> None:
    raw = (
        b"---\npublisher: Valley Post\npublished: 2019-05-12\nurl: https://valley.example/a\nnote: Retold.\n---\n"
        b"12 May, 2019\nTruce in the valley holds\n\nHerders went back to the pastures, elders on both sides said.\n"
    )
    document = read_document(raw, Origin(name="a.md"))
    assert document.title == "Truce in the valley holds"
    assert (document.publisher, document.url) == ("Valley Post", "https://valley.example/a")
    assert document.published is not None
    assert document.published.iso() == "2019-05-12"
    assert document.notes == ("Retold.",)
    assert document.furniture[0].of(document.text).startswith("---\npublisher: Valley Post")
    assert document.furniture[0].of(document.text).endswith("---\n")
