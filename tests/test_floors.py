"""Quality floors on small fixed samples of the labelled sets; skipped, saying so, where the sets are not."""

from __future__ import annotations

from importlib import import_module

import pytest
from benchmarks.__main__ import floors
from benchmarks.datasets import available

SAMPLES = {"lineage": 16, "ledgers": None, "times": 20, "attribution": 12}
"""Task → items measured; small enough for a minute on two cores."""

MARGIN = 0.06
"""A small sample scatters around the full figure; what it may fall under the pinned floor."""


@pytest.mark.skipif(
    not available(), reason="the labelled data is not beside this checkout (set TRUCEWATCH_DATA)"
)
@pytest.mark.parametrize("task", sorted(SAMPLES))
def test_figures_stay_above_their_floors(task: str) -> None:
    figures = import_module(f"benchmarks.task_{task}").measure(SAMPLES[task])
    pinned = floors()
    checked = 0
    for name, value in figures.items():
        floor = pinned[name].floor if name in pinned else None
        if floor is not None and not pinned[name].smaller_is_better:
            assert value >= floor - MARGIN, f"{name} is {value:.3f}, its floor {floor}"
            checked += 1
    assert checked, f"no figure of {task} has a floor in benchmarks/floors.toml"
