"""A small network that reads a statement: the states of its words, who is named where in them, and what the rules see.

It is an ONNX model with three inputs: `states` (words x width), `marks` (words x marks) and `features` (one row). Each
output is a head: one chance a label. What the labels, marks and features are called stands in the model's own
metadata, so that other questions about a statement need only other weights. training/train_statements.py fits them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.networks import opened

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NETWORK = Path(__file__).parents[1] / "weights" / "statements.onnx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a text that are read together, with what is marked in them."""

    states: NDArray[np.float16]
    marks: NDArray[np.float32]
    """Words x marks, 0 or 1; the first mark is of the words that are asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementNetwork:
    """The network with the names of what goes in and comes out."""

    session: InferenceSession
    heads: Mapping[str, tuple[str, ...]]
    width: int
    """Numbers of a word's states that are read, from the last layer back."""
    features: Mapping[str, int]
    """Columns of the features; what has none says nothing."""

    def read(self, passage: Passage, features: Mapping[str, float]) -> dict[str, dict[str, float]]:
        """By head, how likely each of its labels is; the chances of a head sum to one."""
        row = np.zeros(len(self.features), dtype=np.float32)
        for name, value in features.items():
            if name in self.features:
                row[self.features[name]] = value
        given: dict[str, Any] = {
            "states": passage.states[:, -self.width :].astype(np.float32),
            "marks": passage.marks,
            "features": row,
        }
        found = self.session.run(list(self.heads), given)
        return {
            head: {label: round(float(likely), 4) for label, likely in zip(labels, chances, strict=True)}
            for (head, labels), chances in zip(self.heads.items(), found, strict=True)
        }


@cache
def load_statement_network(path: Path = NETWORK) -> StatementNetwork:
    """The network of one process."""
    session, says = opened(path)
    return StatementNetwork(
        session=session,
        width=session.get_inputs()[0].shape[1],
        heads={name: tuple(labels) for name, labels in says["heads"].items()},
        features={name: column for column, name in enumerate(says["features"])},
    )
