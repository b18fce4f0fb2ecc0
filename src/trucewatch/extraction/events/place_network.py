"""The network that weighs the names of a sentence as the place of an act, on the encoder's states.

An ONNX model of small and alike nets, averaged: each sets every state in its own narrow room, multiplies it there with the
act's, and adds what is no state. training/train_place_network.py fits them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.networks import opened

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

NETWORK = Path(__file__).parents[1] / "weights" / "event_places.onnx"


@dataclass(frozen=True, slots=True)
class PlaceNetwork:
    """The network, whose threshold is that of place_choice.py."""

    session: InferenceSession

    def scores(self, states: Floats, plain: Floats) -> list[float]:
        """Log-odds for each name (names x states x width, names x columns)."""
        (found,) = self.session.run(["scores"], {"states": states, "plain": plain})
        return [round(float(score), 4) for score in found]


@cache
def load_place_network(path: Path = NETWORK) -> PlaceNetwork:
    """The network of one process."""
    session, _ = opened(path)
    return PlaceNetwork(session)
