"""What the encoder makes of each word on its way: the inner states that other readers of a text build on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAYER = "layer_norm_6"
"""The tensor that the third of six layers gives out: of all it told best which place belongs to which verb."""

EARLIER = "layer_norm_4"
"""What the second layer gives out: it knows less of who is made to say what, and more of the words themselves."""

WIDTH = 384

KEPT = 40_000
"""Subwords whose states are kept, about 60 printed pages and 60 MB; what comes later has none."""


@dataclass(frozen=True, slots=True)
class States:
    """The states of a text's subwords, each with the characters that it stands for."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    numbers: NDArray[np.float16]
    """Subwords x `WIDTH`, for the first `KEPT` at most."""
    earlier: NDArray[np.float16]
    """The same of the layer before."""

    def reach(self, end: int) -> bool:
        """Whether the text has states up to that character."""
        return bool(len(self.numbers)) and (
            len(self.numbers) == len(self.starts) or end <= int(self.ends[len(self.numbers) - 1])
        )

    def subwords(self, start: int, end: int) -> tuple[int, int]:
        """The first subword between two characters that has a state, and the one after the last."""
        low = int(np.searchsorted(self.ends, start, side="right"))
        return low, min(int(np.searchsorted(self.starts, end, side="left")), len(self.numbers))

    def both(self, low: int, high: int) -> NDArray[np.float16]:
        """What both layers make of some subwords side by side, the earlier layer first."""
        return np.concatenate((self.earlier[low:high], self.numbers[low:high]), axis=1)

    def of(self, start: int, end: int) -> NDArray[np.float32]:
        """The mean state of the subwords between two characters; zeros where there are none."""
        low, high = self.subwords(start, end)
        if low >= high:
            return np.zeros(WIDTH, dtype=np.float32)
        mean: NDArray[np.float32] = self.numbers[low:high].mean(axis=0, dtype=np.float32)
        return mean


def with_output(model: bytes, name: str) -> bytes:
    """An ONNX model that gives out one more of its inner tensors, by its name; nothing else is changed.

    ONNX files are protobuf messages, and two of them in a row are read as one: lists are joined. So the further
    entry of `graph.output` is simply added at the end, and no weight is stored twice.
    """
    entry = name.encode("ascii")
    for field in (0x0A, 0x62, 0x3A):  # ValueInfoProto.name, GraphProto.output, ModelProto.graph
        if len(entry) > 127:
            raise ValueError(f"{name!r} is too long a name for a tensor")
        entry = bytes((field, len(entry))) + entry
    return model + entry


def gathered(parts: list[NDArray[Any]]) -> NDArray[np.float16]:
    """The states of windows in order as one array, cut at `KEPT`."""
    if not parts:
        return np.zeros((0, WIDTH), dtype=np.float16)
    return np.concatenate(parts)[:KEPT]


def level(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """States without their own mean and scale; where there is no state there are zeros."""
    centred = states - states.mean(axis=-1, keepdims=True)
    scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
    levelled: NDArray[np.float32] = centred / scale
    return levelled
