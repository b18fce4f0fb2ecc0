"""The network that tells what of the ledgers a sentence tells of: a demand made, a road opened, an inquiry closed, or nothing.

Small and alike, its nets are averaged: each sets the encoder's states of a sentence's subwords in a narrow room, looks for
each ledger where in the sentence it is told, and weighs what stands there with the means of the sentence and the one before.
training/train_matters.py fits them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, kw_only=True)
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
        levelled = level(states)
        nets = len(self.sought)
        per_net = [self._read(levelled, bounds, net) for net in range(nets)]
        return [_mean([told[number] for told in per_net]) for number in range(len(bounds))]

    def _read(
        self, states: Floats, bounds: Sequence[tuple[int, int]], net: int
    ) -> list[tuple[Floats, Floats, Floats]]:
        words = np.maximum(states @ self.room[net] + self.room_bias[net], 0.0)
        looks = np.tanh(states @ self.key[net] + self.key_bias[net]) @ (SHARPNESS * self.sought[net].T)
        means = np.maximum(states @ self.mean[net] + self.mean_bias[net], 0.0)
        before = np.zeros(states.shape[1], dtype=np.float32)
        told = []
        for low, high in bounds:
            places = _softmax(looks[low:high].T)
            around = np.concatenate(
                [
                    means[low:high].mean(axis=0),
                    np.maximum(before @ self.before[net] + self.before_bias[net], 0.0),
                ]
            )
            found = np.concatenate([places @ words[low:high], np.tile(around, (len(KINDS), 1))], axis=1)
            hidden = np.maximum(found @ self.hidden[net] + self.hidden_bias[net], 0.0)
            kinds = (hidden * self.kind[net]).sum(axis=1) + (found * self.kind_plain[net]).sum(axis=1)
            pairs = (found[OF_KIND] * self.pair[net]).sum(axis=1) + self.pair_bias[net]
            told.append((kinds + self.kind_bias[net], pairs, places))
            before = states[low:high].mean(axis=0)
        return told


def level(states: Floats) -> Floats:
    """States without their own mean and scale."""
    centred = states - states.mean(axis=-1, keepdims=True)
    levelled: Floats = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
    return levelled


def _mean(nets: Sequence[tuple[Floats, Floats, Floats]]) -> Told:
    kinds, pairs, places = (np.mean(arrays, axis=0) for arrays in zip(*nets, strict=True))
    states = np.concatenate([_softmax(pairs[number == OF_KIND]) for number in range(len(KINDS))])
    chances = 1 / (1 + np.exp(-kinds))
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
