"""Of what ACLED kind an event was, chosen by small fitted networks from all that its tellings say of it.

Often one passage of several tells the kind, and by no word of a list. The networks see what rules make of each telling
(types.py), which words and weapons stand around it, and the encoder's states (kind_features.py); three alike are averaged.
training/train_kinds.py fits them, on rows without states too, so that they choose where no tagger is installed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.events.kind_features import features, vectors, weapons_of
from trucewatch.extraction.events.triggers import GUESS
from trucewatch.extraction.events.types import AGAINST_CIVILIANS, BATTLE, BY_WEAPON, Kind
from trucewatch.extraction.tagging.states import level
from trucewatch.records import EventType, Span, SubEventType

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.events.drafts import Draft
    from trucewatch.extraction.tagging.states import States

Floats = NDArray[np.float32]

NETWORK = Path(__file__).parents[1] / "weights" / "kinds.npz"

_STREET, _STRATEGIC = EventType.PROTESTS, EventType.STRATEGIC_DEVELOPMENTS
CLASSES: dict[str, Kind] = {
    "clash": BATTLE,
    "attack": AGAINST_CIVILIANS,
    "shelling": BY_WEAPON["artillery"],
    "air": BY_WEAPON["air"],
    "explosive": BY_WEAPON["explosive"],
    "territory": (EventType.BATTLES, SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY),
    "abduction": (EventType.VIOLENCE_AGAINST_CIVILIANS, SubEventType.ABDUCTION_FORCED_DISAPPEARANCE),
    "arrests": (_STRATEGIC, SubEventType.ARRESTS),
    "looting": (_STRATEGIC, SubEventType.LOOTING_PROPERTY_DESTRUCTION),
    "disrupted": (_STRATEGIC, SubEventType.DISRUPTED_WEAPONS_USE),
    "street": (_STREET, SubEventType.PEACEFUL_PROTEST),
    "other": (_STRATEGIC, SubEventType.OTHER),
}
"""What the networks tell apart, each with the kind that it stands for where the rules found none of its kinds."""

_OF_SUB_EVENT = {kind[1]: name for name, kind in CLASSES.items()} | {
    SubEventType.SEXUAL_VIOLENCE: "attack",
    SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS: "attack",
    SubEventType.GRENADE: "explosive",
    SubEventType.SUICIDE_BOMB: "explosive",
    SubEventType.CHEMICAL_WEAPON: "explosive",
    SubEventType.GOVERNMENT_REGAINS_TERRITORY: "territory",
    SubEventType.PROTEST_WITH_INTERVENTION: "street",
    SubEventType.VIOLENT_DEMONSTRATION: "street",
    SubEventType.MOB_VIOLENCE: "street",
}
_FINER = ("chemical", "suicide", "grenade")
"""Weapons that make a kind of explosion of their own."""


def class_of(sub: SubEventType | None) -> str:
    return _OF_SUB_EVENT.get(sub, "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """One network."""

    narrow: Floats  # states x width x room
    narrow_bias: Floats  # states x room
    feature: Floats  # features x room
    feature_bias: Floats
    inner: Floats  # inputs x hidden
    inner_bias: Floats
    outer: Floats  # hidden x classes
    outer_bias: Floats
    direct: Floats  # features x classes

    def scores(self, columns: Sequence[int], states: Floats) -> Floats:
        """Log-odds a class, from the numbers of the features that are true and the levelled states."""
        # Plain einsum, as in place_network.py.
        room = np.maximum(np.einsum("sw,swr->sr", states, self.narrow) + self.narrow_bias, 0.0)
        told = np.maximum(self.feature[columns].sum(axis=0) + self.feature_bias, 0.0)
        row = np.concatenate([room.reshape(-1), told])
        hidden = np.maximum(np.einsum("i,ih->h", row, self.inner) + self.inner_bias, 0.0)
        direct = self.direct[columns].sum(axis=0) + self.outer_bias
        scores: Floats = np.einsum("h,hc->c", hidden, self.outer) + direct
        return scores


@dataclass(frozen=True, slots=True)
class KindNetwork:
    """The networks, and the number of each feature."""

    columns: dict[str, int]
    nets: tuple[Net, ...]
    ahead: float
    """Log-odds that the class of the rules' verdict has ahead."""

    def chances(self, found: Iterable[str], states: Floats) -> dict[str, float]:
        """The probability of each class."""
        columns = sorted(self.columns[name] for name in found if name in self.columns)
        levelled = level(states)
        total = np.zeros(len(CLASSES), dtype=np.float32)
        for net in self.nets:
            scores = net.scores(columns, levelled)
            raised = np.exp(scores - scores.max())
            total += raised / raised.sum()
        return {name: round(float(one) / len(self.nets), 4) for name, one in zip(CLASSES, total, strict=True)}


@cache
def load_kind_network(path: Path = NETWORK) -> KindNetwork:
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    ahead = float(arrays.pop("ahead"))
    names = [str(name) for name in arrays.pop("features")]
    layers = {name: array.astype(np.float32) for name, array in arrays.items()}
    nets = (Net(**{name: array[i] for name, array in layers.items()}) for i in range(len(layers["outer"])))
    return KindNetwork({name: number for number, name in enumerate(names)}, tuple(nets), ahead)


@dataclass(frozen=True, slots=True)
class Told:
    """What the events of one document are told by."""

    sentences: Sequence[Tokens]
    states: States | None
    weapons: set[str]

    def take_kinds(self, happening: Sequence[Draft]) -> None:
        """Give each act of an event its kind."""
        for drafts in acts_of(happening):
            network = load_kind_network()
            chances = network.chances(*self.described(drafts))
            verdict = verdict_of(drafts)
            if verdict is not None:
                chances[verdict] *= math.exp(network.ahead)
            kind = kind_by(chances, drafts)
            for draft in drafts:
                draft.kind = kind

    def described(self, drafts: Sequence[Draft]) -> tuple[set[str], Floats]:
        """The features and the states of one act."""
        sentences = [self.sentences[number] for number in sorted({draft.sentence for draft in drafts})]
        triggers = [trigger.span for draft in drafts for trigger in draft.triggers]
        return features(drafts, sentences) | self.weapons, vectors(sentences, triggers, self.states)


def told_in(sentences: Sequence[Tokens], states: States | None) -> Told:
    return Told(sentences, states, weapons_of(sentences))


def acts_of(happening: Iterable[Draft]) -> list[list[Draft]]:
    """The tellings of an event by act: an answer is one of its own, and what a sentence tells beside another kind."""
    acts: list[list[Draft]] = []
    for draft in happening:
        own = [act for act in acts if not any(_is_other_act(draft, other) for other in act)]
        same = [act for act in own if any(draft.kind == other.kind for other in act)]
        if own:
            (same or own)[-1].append(draft)
        else:
            acts.append([draft])
    return acts


def verdict_of(drafts: Sequence[Draft]) -> str | None:
    """The class that the rules gave the first telling that states its kind; None where they saw none."""
    seen = [draft for draft in drafts if draft.main.row.strength != GUESS]
    first = next((draft for draft in seen if draft.kind_is_stated), seen[0] if seen else None)
    return class_of(first.kind[1]) if first is not None else None


def likeliest_kind(sentence: Tokens, states: States) -> Kind:
    """Of a sentence by itself."""
    words = Span(start=sentence.start_char, end=sentence.end_char)
    network = load_kind_network()
    chances = network.chances(features([], [sentence]), vectors([sentence], [words], states))
    return CLASSES[max(chances, key=lambda name: chances[name])]


def _is_other_act(one: Draft, other: Draft) -> bool:
    if one.is_answer != other.is_answer:
        return True
    together = one.sentence == other.sentence and one.voice.key == other.voice.key
    return together and class_of(one.kind[1]) != class_of(other.kind[1])


def kind_by(chances: dict[str, float], drafts: Sequence[Draft]) -> Kind:
    """The finer kind that the rules found within the likeliest class, stated ones first; else the class's own."""
    best = max(chances, key=lambda name: chances[name])
    stated = sorted(drafts, key=lambda draft: not draft.kind_is_stated)
    found = next((draft.kind for draft in stated if class_of(draft.kind[1]) == best), None)
    if found is not None:
        return found
    if best == "explosive":
        weapons = [weapon for draft in drafts for weapon, _ in draft.weapons if weapon in _FINER]
        return BY_WEAPON[weapons[0]] if weapons else CLASSES[best]
    return CLASSES[best]
