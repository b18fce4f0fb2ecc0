"""Why a name was given to one place and not to another, in numbers a reader can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trucewatch.extraction.places.finding import load_place_model, place_chances
from trucewatch.extraction.places.ranking import FEATURES, rank
from trucewatch.extraction.places.words import Naming, PlaceText, read_place_text, senses_of
from trucewatch.records import NotFound
from trucewatch.situation.placekeys import place_key

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation
    from trucewatch.situation.gazetteer import GazetteerPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedSense:
    """One place of a name, how likely it is meant, and what speaks for and against it."""

    sense: GazetteerPlace
    chance: float
    reasons: tuple[tuple[str, float], ...]
    """Evidence and its log-odds, the weightiest first."""


def weigh_senses(name: str, situation: Situation) -> tuple[WeighedSense, ...]:
    """Every place of `name` where nothing else is known, the likeliest first; raises `NotFound`."""
    key = place_key(name)
    senses = senses_of(situation, name)
    if not senses:
        raise NotFound(f"no place called {name!r} is in the gazetteer or the situation pack")
    naming = Naming(0, 1, 0, len(name), key, senses)
    return _weighed(key, PlaceText((), (naming,), False), None)


def weigh_senses_in(name: str, analysis: Analysis, situation: Situation) -> tuple[WeighedSense, ...]:
    """Every place of `name` as a text makes it likely, the likeliest first; raises `NotFound`."""
    text = read_place_text(analysis, situation)
    key = place_key(name)
    if all(naming.key != key for naming in text.namings):
        raise NotFound(f"the text does not name a place {name!r} that the gazetteer or the pack knows")
    return _weighed(key, text, place_chances(text, load_place_model()))


def _weighed(key: str, text: PlaceText, chances: Sequence[float] | None) -> tuple[WeighedSense, ...]:
    stages = load_place_model().stages
    ranked = rank(text, stages, chances)
    weighed = []
    for sense, share, row in zip(ranked.names[key], ranked.chances[key], ranked.evidence[key], strict=True):
        parts = zip(FEATURES, (row * stages[-1]).tolist(), strict=True)
        reasons = sorted((part for part in parts if abs(part[1]) >= 0.05), key=lambda part: -abs(part[1]))
        weighed.append(WeighedSense(sense=sense, chance=float(share), reasons=tuple(reasons)))
    order = np.argsort([-one.chance for one in weighed], kind="stable").tolist()
    return tuple(weighed[position] for position in order)
