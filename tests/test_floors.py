"""Quality floors: on the labelled reports of our own, and on small fixed samples of the labelled sets.

The samples are skipped, saying so, where the sets are not beside this checkout.
"""

from __future__ import annotations

from importlib import import_module

import pytest
from benchmarks.__main__ import floors
from benchmarks.datasets import available

SAMPLES = {"lineage": 16, "ledgers": None, "times": 20, "attribution": 12}
"""Task → items measured; small enough for a minute on two cores."""

OWN = ("own_corpus", "ledger_labels")
"""Tasks whose data is part of the project: measured in full, on every machine."""

MARGIN = 0.06
"""A small sample scatters around the full figure; what it may fall under the pinned floor."""


@pytest.mark.timeout(
    1200
)  # it reads more than a thousand reports: minutes on a machine that has read none of them before
@pytest.mark.parametrize("task", OWN)
def test_figures_on_our_own_reports_stay_above_their_floors(task: str) -> None:
    check(import_module(f"benchmarks.task_{task}").measure(), 0.0)


@pytest.mark.skipif(
    not available(), reason="the labelled data is not beside this checkout (set TRUCEWATCH_DATA)"
)
@pytest.mark.parametrize("task", sorted(SAMPLES))
def test_figures_stay_above_their_floors(task: str) -> None:
    check(import_module(f"benchmarks.task_{task}").measure(SAMPLES[task]), MARGIN)


def check(figures: dict[str, float], margin: float) -> None:
    pinned = floors()
    checked = 0
    for name, value in figures.items():
        floor = pinned[name].floor if name in pinned else None
        if floor is not None and not pinned[name].smaller_is_better:
            assert value >= floor - margin, f"{name} is {value:.3f}, its floor {floor}"
            checked += 1
    assert checked, "no figure has a floor in benchmarks/floors.toml"
