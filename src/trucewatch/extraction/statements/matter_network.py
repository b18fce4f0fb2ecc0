"""The network that tells what of the ledgers a sentence tells of: a demand made, a road opened, an inquiry closed, or nothing.

Small and alike, its nets are averaged: each sets the encoder's states of a sentence's subwords in a narrow room, looks for
each ledger where in the sentence it is told, and weighs what stands there with the means of the sentence and the one before.
It is an ONNX model with two inputs, the states of a sentence (words x width) and the mean state of the one before it;
the last of its outputs is the sentence's own mean, for the next. training/train_matters.py fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.networks import opened
from trucewatch.records import LedgerKind

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

NETWORK = Path(__file__).parents[1] / "weights" / "matters.onnx"

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
_GIVEN_OUT = ["kinds", "pairs", "places", "passed_on"]
OF_KIND = np.array([KINDS.index(kind) for kind, _ in PAIRS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one sentence tells: chances by kind and by pair of kind and state, and where each kind is looked for."""

    kinds: Floats
    pairs: Floats
    places: Floats  # kinds x subwords, each row summing to one


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterNetwork:
    """The nets, as one model that reads a sentence at a time."""

    session: InferenceSession

    def read(self, states: Floats, bounds: Sequence[tuple[int, int]]) -> list[Told]:
        """What each sentence tells, of the states of a document's subwords and where its sentences lie among them."""
        before = np.zeros(states.shape[1], dtype=np.float32)
        told = []
        for low, high in bounds:
            given = {"states": states[low:high], "before": before}
            kinds, pairs, places, before = self.session.run(_GIVEN_OUT, given)
            told.append(Told(kinds=kinds, pairs=pairs, places=places))
        return told


@cache
def load_matter_network(path: Path = NETWORK) -> MatterNetwork | None:
    """The packaged network; None where its weights are not there."""
    return MatterNetwork(session=opened(path)[0]) if path.exists() else None
