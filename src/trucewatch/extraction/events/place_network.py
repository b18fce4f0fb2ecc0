"""The network that weighs the names of a sentence as the place of an act, on the encoder's states.

Small and alike, three nets are averaged: each sets every state in its own narrow room, multiplies it there with the act's,
and adds what is no state. training/train_place_network.py fits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.tagging.states import level

Floats = NDArray[np.float32]

NETWORK = Path(__file__).parents[1] / "weights" / "event_places.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """One net; `act` is at place 0 of the states."""

    narrow: Floats  # states x width x room
    narrow_bias: Floats  # states x room
    inner: Floats  # inputs x hidden
    inner_bias: Floats
    outer: Floats  # hidden

    def scores(self, states: Floats, plain: Floats) -> Floats:
        """Log-odds a name, before the threshold is taken into account."""
        # Plain einsum, because the threads of a matrix product cost more than they gain on so little, and its sums may
        # depend on how many there are.
        room = np.maximum(np.einsum("nsw,swr->nsr", states, self.narrow) + self.narrow_bias, 0.0)
        joined = room[:, 1:] * room[:, :1]
        rows = np.concatenate([_flat(room), _flat(joined), plain], axis=1)
        hidden: Floats = np.maximum(np.einsum("ni,ih->nh", rows, self.inner) + self.inner_bias, 0.0)
        scores: Floats = np.einsum("nh,h->n", hidden, self.outer)
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNetwork:
    """The nets and what is added to their mean, so that its threshold is that of place_choice.py."""

    nets: tuple[Net, ...]
    shift: float

    def scores(self, states: Floats, plain: Floats) -> list[float]:
        """Log-odds for each name (names x states x width, names x columns)."""
        levelled = level(states)
        mean = np.mean([net.scores(levelled, plain) for net in self.nets], axis=0) + self.shift
        return [round(float(score), 4) for score in mean]


@cache
def load_place_network(path: Path = NETWORK) -> PlaceNetwork:
    with np.load(path) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    shift = float(arrays.pop("shift"))
    count = len(arrays["outer"])
    nets = tuple(Net(**{name: array[number] for name, array in arrays.items()}) for number in range(count))
    return PlaceNetwork(nets=nets, shift=shift)


def _flat(rows: Floats) -> Floats:
    return rows.reshape(len(rows), -1)
