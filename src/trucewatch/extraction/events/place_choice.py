"""Where an act happened, chosen among the names of its sentence by a small fitted model.

A name is described by the preposition before it, the words around it, the way through the parse from the act to it, what
the act is done to, and the names beside it (place_features.py); training/train_event_places.py fits one weight a
feature (logistic regression) on sentences in which people marked the place of a given verb. Where the tagger has read the
text, a small network (place_network.py) weighs that score anew together with the encoder's states of the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.extraction.events.place_features import features
from trucewatch.extraction.events.place_names import Candidate
from trucewatch.extraction.weighing import chance, log_odds

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.tagging.states import States

WEIGHTS = Path(__file__).parents[1] / "weights" / "event_places.json"
BEHIND = 0.7
"""Share of the best chance below which a name is not also the place; chosen by cross-validation."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The fitted weights and the chance from which a name is taken for the place."""

    weights: dict[str, float]
    accepted: float


@cache
def load_place_choice(path: Path = WEIGHTS) -> PlaceChoice:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return PlaceChoice(stored["weights"], stored["accepted"])


def chosen(chances: Sequence[float], accepted: float) -> list[bool]:
    """Which names are taken for the place: likely enough, and not far behind the likeliest."""
    best = max(chances, default=0.0)
    return [likely >= accepted and likely >= BEHIND * best for likely in chances]


def chances(trigger: Token, names: Sequence[Candidate], states: States | None) -> list[float]:
    """How likely each name of a sentence is where an act happened.

    By the network where the encoder's states are at hand; without them by the weights of the features alone.
    """
    model = load_place_choice()
    scores = [score(features(trigger, name, names), model.weights) for name in names]
    if names and states is not None and states.reach(max(trigger.idx, names[-1].head.idx)):
        from trucewatch.extraction.events.place_network import load_place_network
        from trucewatch.extraction.events.place_vectors import plain, vectors

        read = vectors(trigger, names, states), plain(trigger, names, scores)
        scores = load_place_network().scores(*read)
    return [chance(score) for score in scores]


def score(found: Iterable[str], weights: dict[str, float]) -> float:
    """Log-odds."""
    return log_odds(found, weights, LIMIT)


LIMIT = 9.0
"""Log odds beyond which a chance is as good as certain."""

MOST_NAMES = 16
"""Names of a sentence that an act is weighed against, the nearest; a longer list is no sentence."""
