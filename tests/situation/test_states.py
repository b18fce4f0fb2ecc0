"""Every state of the general pack is found by its own name: no body's acronym takes its code."""

from __future__ import annotations

from importlib.resources import files

import pytest

from trucewatch.situation import load_situation

ROWS = [
    line.split("\t")[:2]
    for line in (files("trucewatch.situations") / "general" / "states.tsv").read_text().splitlines()[1:]
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("side", "name"), ROWS)
def test_a_state_is_its_own_side(side: str, name: str) -> None:
    found = load_situation("general").resolve_actor(name)
    assert found is not None
    assert found.side == side
