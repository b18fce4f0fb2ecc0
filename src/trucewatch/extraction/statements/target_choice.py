"""Whom a statement blames, chosen among the sides of its document by a small fitted model.

A side is described by what the rules of deeds and cues give, by where its names and the words that stand for it hang in
the content, by who else is there, and by what the text so far and the pack tell of it and the speaker
(target_features.py); training/train_targets.py fits one weight a feature (logistic regression) on labelled accounts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trucewatch.extraction.weighing import chance, log_odds
from trucewatch.records import Stance

WEIGHTS = Path(__file__).parents[1] / "weights" / "targets.json"
LIMIT = 30.0
"""Log odds that the arithmetic bears."""
AIMED = frozenset({Stance.ACCUSE, Stance.CONFIRM})
"""Stances whose targets are those who are said to have done it."""


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """The fitted weights, and the chances from which a side is blamed."""

    weights: dict[str, float]
    accepted: float
    """Of words that accuse."""
    plain: float
    """Of words that the rules take for plain telling."""


@cache
def load_target_choice(path: Path = WEIGHTS) -> TargetChoice:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return TargetChoice(stored["weights"], stored["accepted"], stored["plain"])


def chosen(
    described: Sequence[tuple[str, Iterable[str]]], stance: Stance, choice: TargetChoice
) -> tuple[str, ...]:
    """The sides that are likely enough to be blamed, the likeliest first."""
    floor = choice.accepted if stance in AIMED else choice.plain
    sides = (side for side, _ in described)
    weighed = sorted(zip(chances(described, choice), sides, strict=True), key=lambda c: (-c[0], c[1]))
    return tuple(side for likely, side in weighed if likely >= floor)


def chances(described: Sequence[tuple[str, Iterable[str]]], choice: TargetChoice) -> tuple[float, ...]:
    """How likely each side is blamed."""
    return tuple(chance(log_odds(found, choice.weights, LIMIT)) for _, found in described)
