"""The network that tells what of the ledgers a sentence tells of: a demand made, a road opened, an inquiry closed, or nothing.

Small and alike, its nets are averaged: each sets the encoder's states of a sentence's subwords in a narrow room, looks for
each ledger where in the sentence it is told, and weighs what stands there with the means of the sentence and the one before.
training/train_matters.py fits them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.tagging.states import level
from trucewatch.records import LedgerKind

Floats = NDArray[np.float32]

NETWORK = Path(__file__).parents[1] / "weights" / "matters.npz"

STATES: dict[LedgerKind, tuple[str, ...]] = {
    LedgerKind.ACCESS: ("demanded", "offered", "granted", "restricted", "conditional", "denied", "closed"),
    LedgerKind.COMMITMENT: ("made", "in_progress", "kept", "broken", "lapsed"),
    LedgerKind.DEMAND: ("made", "accepted", "rejected", "met", "unanswered"),
    LedgerKind.INVESTIGATION: ("requested", "promised", "opened", "findings_published", "closed"),
    LedgerKind.LIAISON: ("planned", "in_contact", "suspended"),
    LedgerKind.NOTIFICATION: ("notified", "not_notified"),
    LedgerKind.PLEDGE: ("pledged", "committed", "paid"),
    LedgerKind.PROVISION: ("invoked", "denied", "alleged_breach"),
}
"""The ledgers and their states in the order of the network's outputs."""
KINDS = tuple(STATES)
PAIRS = tuple((kind, state) for kind, states in STATES.items() for state in states)
OF_KIND = np.array([KINDS.index(kind) for kind, _ in PAIRS])

SHARPNESS = 4.0
"""What the looked-for directions are multiplied with, so that a net may look at one word alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one sentence tells: chances by kind and by pair of kind and state, and where each kind is looked for."""

    kinds: Floats
    pairs: Floats
    places: Floats  # kinds x subwords, each row summing to one


@dataclass(frozen=True, kw_only=True)
class MatterNetwork:
    """The nets' weights, each array with the nets as its first axis."""

    room: Floats  # nets x width x room: what a word means
    room_bias: Floats
    key: Floats  # nets x width x room: whether it is looked at
    key_bias: Floats
    sought: Floats  # nets x kinds x room
    mean: Floats
    mean_bias: Floats
    before: Floats
    before_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    kind: Floats  # nets x kinds x room
    kind_plain: Floats  # nets x kinds x inputs
    kind_bias: Floats  # nets x kinds
    pair: Floats  # nets x pairs x inputs
    pair_bias: Floats

    def read(self, states: Floats, bounds: Sequence[tuple[int, int]]) -> list[Told]:
        """What each sentence tells, of the states of a document's subwords and where its sentences lie among them."""
        nets, kinds, room = self.sought.shape
        levelled = level(states)
        # All nets' rooms in one product: many small ones cost several times as much.
        wide, bias = self._wide
        rooms = (levelled @ wide + bias).reshape(len(states), 3, nets, room)
        words, means = np.maximum(rooms[:, 0], 0.0), np.maximum(rooms[:, 2], 0.0)
        looks = np.einsum("xnr,nkr->nkx", np.tanh(rooms[:, 1]), SHARPNESS * self.sought)
        before = np.zeros((nets, self.before.shape[2]), dtype=np.float32) + self.before_bias
        told = []
        for low, high in bounds:
            places = _softmax(looks[:, :, low:high])
            around = np.concatenate([means[low:high].mean(axis=0), np.maximum(before, 0.0)], axis=1)
            seen = places @ words[low:high].transpose(1, 0, 2)
            found = np.concatenate([seen, np.repeat(around[:, None], kinds, axis=1)], axis=2)
            hidden = np.maximum(found @ self.hidden + self.hidden_bias[:, None], 0.0)
            chosen = (hidden * self.kind).sum(axis=2) + (found * self.kind_plain).sum(axis=2) + self.kind_bias
            pairs = (found[:, OF_KIND] * self.pair).sum(axis=2) + self.pair_bias
            told.append(_told(chosen.mean(axis=0), pairs.mean(axis=0), places.mean(axis=0)))
            mean = levelled[low:high].mean(axis=0)
            before = mean @ self.before + self.before_bias
        return told

    @cached_property
    def _wide(self) -> tuple[Floats, Floats]:
        """What takes a state into the rooms of all nets, side by side, and what is added there."""
        arrays = [part[net] for part in (self.room, self.key, self.mean) for net in range(len(part))]
        biases = [p[n] for p in (self.room_bias, self.key_bias, self.mean_bias) for n in range(len(p))]
        return np.ascontiguousarray(np.concatenate(arrays, axis=1)), np.concatenate(biases)


def _told(kinds: Floats, pairs: Floats, places: Floats) -> Told:
    states = np.concatenate([_softmax(pairs[number == OF_KIND]) for number in range(len(KINDS))])
    chances: Floats = np.reciprocal(1 + np.exp(-kinds))
    return Told(kinds=chances, pairs=chances[OF_KIND] * states, places=places)


def _softmax(rows: Floats) -> Floats:
    powers = np.exp(rows - rows.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


@cache
def load_matter_network(path: Path = NETWORK) -> MatterNetwork | None:
    """The packaged network; None where its weights are not there."""
    if not path.exists():
        return None
    with np.load(path) as stored:
        return MatterNetwork(**{name: stored[name].astype(np.float32) for name in stored.files})
