"""What the page on packs shows is a pack that checks clean and is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trucewatch.situation import Situation, check_pack, load_situation, pack
from trucewatch.verification.carrying_out import FORBIDDING, MOVING

PAGE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder that a reader would make of the page's last section."""
    folder = tmp_path / "ridge_truce"
    folder.mkdir()
    for name, text in re.findall(r"\*\*`([\w.]+)`\*\*[^\n]*\n\n```\w*\n(.*?)```", PAGE, re.DOTALL):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_small_pack_has_every_file_and_no_problem(small: Path) -> None:
    assert {path.name for path in small.iterdir()} == {*pack.FILES, "places.tsv"}
    assert check_pack(small) == ()


def test_the_small_pack_is_understood(small: Path) -> None:
    situation: Situation = load_situation(small)
    said = (
        "Ilka Torm of the Ridge Front and Vessia's defence ministry blamed each other; the JRC saw no fire."
    )
    assert [(name.actor, name.side) for name in situation.find_actors(said)] == [
        ("RDF", "RDF"),
        ("RDF", "RDF"),
        ("XV", "XV"),
        ("JRC", "JRC"),
    ]
    ministry = situation.resolve_actor("Vessia's defence ministry")
    assert ministry is not None
    assert ministry.actor == "XV-MOD"
    assert [place.name for place in situation.places_named("Vrata")] == ["Karst pass"]
    assert [area.id for area in situation.areas] == ["ridge_truce/karst_pass", "ridge_truce/upper_lom"]
    assert situation.period_days == 14


def test_every_field_and_every_word_that_counts_is_on_the_page() -> None:
    told = {word for code in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"\w+", code)}
    items = (pack.SIDE, pack.ACTOR, pack.PERSON, pack.AGREEMENT, pack.PROVISION, pack.READING, pack.MILESTONE)
    items += (
        pack.AREA,
        pack.ACCESS,
        pack.OUTLET,
        pack.LOADED,
        pack.ROLE,
        pack.PERIOD,
        pack.FILES["pack.yaml"],
    )
    for fields in items:
        assert set(fields) <= told, set(fields) - told
    words = {*pack.ACCESS_STATES, *pack.TRAFFIC, *FORBIDDING, *MOVING}
    assert words <= told, words - told
