"""Where paragraphs begin, whichever way a text sets them off."""

from __future__ import annotations

import pytest

from trucewatch.extraction.paragraphs import Paragraphs

FIRST = "Mortars fell on the quay at dawn. Nobody was hurt."
SECOND = "Separately, a patrol met fire near the brickworks."
COLUMN = "The mission logged nine explosions along the ridge and counted\n"


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n", "\r\n", "\n\n\n"])
def test_lines_are_paragraphs_with_and_without_blank_lines(gap: str) -> None:
    paragraphs = Paragraphs(FIRST + gap + SECOND)
    start = len(FIRST + gap)
    assert [paragraphs.number(at) for at in (0, len(FIRST) - 1, start, start + 10)] == [0, 0, 1, 1]
    assert paragraphs.start(start + 10) == start
    assert paragraphs.start(5) == 0


def test_lines_of_one_width_are_no_paragraphs() -> None:
    text = COLUMN * 5 + "\n" + COLUMN * 5
    paragraphs = Paragraphs(text)
    assert paragraphs.number(len(COLUMN) * 5 - 1) == 0
    assert paragraphs.number(len(COLUMN) * 5 + 1) == 1
    assert paragraphs.number(len(text)) == 1


@pytest.mark.parametrize("text", ["", "\n\n\n", "one line"])
def test_odd_texts(text: str) -> None:
    assert Paragraphs(text).start(len(text)) <= len(text)
