"""A small network that says whom a statement blames: it reads its words once for each side that may be meant.

The blame is shared among these sides and nobody, so that each is weighed against the others. It is an ONNX model with
five inputs (see `Passage`; one row of features a side, one of the stance) and one output, the share of each side. What
marks, features and stances are called stands in the model's own metadata. training/train_blame.py fits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.networks import opened

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NETWORK = Path(__file__).parents[1] / "weights" / "blame.onnx"
LIKELY = 0.5
"""How likely a side must be blamed to be a target: half by its share here, half by its own weights."""
BESIDE = 0.5
"""How likely another must be beside the first target, as a part of how likely that one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a text that are read together, with what is marked in them for everybody and for each side."""

    low: int
    """Which of the text's subwords is the first."""
    states: NDArray[np.float16]
    marks: NDArray[np.float32]
    """Words x marks, 0 or 1."""
    theirs: NDArray[np.float32]
    """Sides x words x marks, 0 or 1."""
    met: NDArray[np.float32]
    """Sides x width: how the text tells of each elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameNetwork:
    """The network with the names of what goes in."""

    session: InferenceSession
    features: Mapping[str, int]
    """Columns of the features; what has none says nothing."""
    stances: Sequence[str]

    def shares(self, passage: Passage, features: Sequence[Iterable[str]], stance: str) -> list[float]:
        """The share of the blame of each side; what is missing to one is nobody's."""
        rows = np.zeros((len(features), len(self.features)), dtype=np.float32)
        for row, found in zip(rows, features, strict=True):
            row[[self.features[name] for name in found if name in self.features]] = 1.0
        given: dict[str, Any] = {
            "states": passage.states.astype(np.float32),
            "marks": passage.marks,
            "theirs": passage.theirs,
            "met": passage.met,
            "features": rows,
            "stance": np.array([float(stance == name) for name in self.stances], dtype=np.float32),
        }
        (found_shares,) = self.session.run(["shares"], given)
        return [round(float(share), 4) for share in found_shares]


def blamed(sides: Sequence[str], shares: Sequence[float], chances: Sequence[float]) -> tuple[str, ...]:
    """The sides that are likely enough to be blamed by their share and by themselves, the likeliest first."""
    likely = [(share + alone) / 2 for share, alone in zip(shares, chances, strict=True)]
    floor = max(LIKELY, BESIDE * max(likely, default=0.0))
    weighed = sorted(zip(likely, sides, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(side for one, side in weighed if one >= floor)


@cache
def load_blame_network(path: Path = NETWORK) -> BlameNetwork:
    """The network of one process."""
    session, says = opened(path)
    return BlameNetwork(
        session=session,
        features={name: column for column, name in enumerate(says["features"])},
        stances=says["stances"],
    )
