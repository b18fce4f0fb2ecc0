"""Datelines are closed in the reading, so that no parser takes a town for a party; what looks like one is left alone."""

from __future__ import annotations

import pytest

from trucewatch.extraction.datelines import close_datelines, is_closed_dateline

BODY = "Two soldiers were killed and a third went missing after gunmen attacked a patrol on the road to the north, the army said."


@pytest.mark.parametrize(
    "line",
    [
        "JUBA - ",
        "PORT SUDAN, Sudan (AP) -- ",
        "KIGALI/GOMA - ",
        "SUÁREZ, Cauca - ",
        "GENEVA, March 4 (Agency) - ",
        "Tame, November 21 - ",
        "Jammu, 27 Oct: ",
        "KOTLI: ",
        "Cairo (Wire) - ",
        "Hama, NEWS - ",
        "Gaza - ",
    ],
)
def test_a_dateline_is_closed_with_a_full_stop(line: str) -> None:
    closed = close_datelines(line + BODY)
    assert len(closed) == len(line + BODY)
    assert closed.endswith(BODY)
    opening = closed[: len(line)]
    assert opening.rstrip().endswith(".")
    assert opening.rstrip()[:-1].rstrip() == line.rstrip(" -:")
    assert is_closed_dateline(opening)


@pytest.mark.parametrize(
    "text",
    [
        "The army - which denies it - said two soldiers were killed near the crossing on the road to the north of the town.",
        "ARMY: two soldiers killed\n\n" + BODY,
        "Army - two killed",
        "Ukraine's army said: two soldiers were killed near the crossing on the road to the north of the town on Monday night.",
        "Governor: " + BODY,
        BODY,
        "",
    ],
)
def test_what_is_no_dateline_is_left_alone(text: str) -> None:
    assert close_datelines(text) == text


def test_a_sentence_of_names_is_no_dateline_for_long() -> None:
    assert not is_closed_dateline("Two soldiers were killed in Juba.")
    assert not is_closed_dateline("Juba - ")


@pytest.mark.parametrize(
    "line", ["A/" * 700, "AA-" * 500, "Aa-" * 500, "GOMA, " + "Aa" * 700, "Aa " * 500, "A." * 700]
)
def test_a_line_of_nothing_but_names_takes_no_time(line: str) -> None:
    assert close_datelines(line) == line
    assert not is_closed_dateline(line + ".")
