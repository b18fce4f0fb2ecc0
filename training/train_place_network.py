"""Fit the network of `extraction/events/place_network.py` on what training/train_event_places.py wrote.

    python -m training.train_place_network ARRAYS

Prints the figures of five-fold cross-validation on the fitted part, takes the threshold with the best F1 there, then fits
three nets on all of the part and writes extraction/weights/event_places.onnx.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.nets import Plan, drawn
from training.nets import fitted as net_fitted
from training.nets import stored as net_stored

WEIGHTS = Path(__file__).parents[1] / "src/trucewatch/extraction/weights"
NETS, PLAN = 3, Plan(epochs=6, batch=96, rate=1e-3, decay=0.01)
ROOM, HIDDEN, DROPPED = 64, 128, 0.3
BEHIND = 0.7  # as in place_choice.py


class Net(nn.Module):
    """The log-odds of each name, with numbers left out at random while fitted."""

    def __init__(self, states: int, width: int, plain: int) -> None:
        super().__init__()
        inputs = ROOM * (2 * states - 1) + plain
        self.narrow = drawn(states, width, ROOM)
        self.narrow_bias = nn.Parameter(torch.zeros(states, ROOM))
        self.inner = drawn(inputs, HIDDEN)
        self.inner_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.outer = drawn(HIDDEN, 1)
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, plain: Tensor) -> Tensor:
        levelled = nn.functional.layer_norm(states, states.shape[-1:])
        room = torch.einsum("nsw,swr->nsr", self.dropout(levelled), self.narrow) + self.narrow_bias
        room = room.relu()
        joined = room[:, 1:] * room[:, :1]
        rows = torch.cat([room.flatten(1), joined.flatten(1), plain], dim=1)
        hidden = (self.dropout(rows) @ self.inner + self.inner_bias).relu()
        return (self.dropout(hidden) @ self.outer).squeeze(1)


def fitted(states: Tensor, plain: Tensor, labels: Tensor, rows: np.ndarray, seed: int) -> Net:
    """A net fitted on these names."""

    def loss(net: Net, some: np.ndarray) -> Tensor:
        scores = net(states[some].float(), plain[some])
        return nn.functional.binary_cross_entropy_with_logits(scores, labels[some])

    shape = states.shape[1], states.shape[2], plain.shape[1]
    return net_fitted(lambda: Net(*shape), loss, rows, np.zeros(len(labels)), PLAN, seed)


class Network(nn.Module):
    """What is stored: the mean of alike nets, moved so that the threshold of place_choice.py fits it."""

    def __init__(self, nets: list[Net], shift: float) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.shift = shift

    def forward(self, states: Tensor, plain: Tensor) -> Tensor:
        return torch.stack([net(states, plain) for net in self.nets]).mean(0) + self.shift


def stored(nets: list[Net], shift: float, path: Path) -> None:
    """Writes what place_network.load_place_network reads."""
    names = torch.export.Dim("names", min=2, max=512)
    states, width, _ = nets[0].narrow.shape
    plain = nets[0].inner.shape[0] - ROOM * (2 * states - 1)
    given = {
        "states": (torch.zeros(5, states, width), {0: names}),
        "plain": (torch.zeros(5, plain), {0: names}),
    }
    net_stored(Network(nets, shift), given, ("scores",), {}, path)


@torch.no_grad()
def mean_scores(nets: list[Net], states: Tensor, plain: Tensor) -> np.ndarray:
    return np.mean([net(states.float(), plain).numpy() for net in nets], axis=0)


def figures(
    likely: np.ndarray, labels: np.ndarray, sizes: np.ndarray, marked: int, floor: float
) -> tuple[float, float, float]:
    """Precision, recall and F1 where names are taken from that chance on."""
    best = np.repeat(np.maximum.reduceat(likely, np.cumsum(sizes) - sizes), sizes)
    taken = (likely >= floor) & (likely >= BEHIND * best)
    right = int((taken & labels).sum())
    given = int(taken.sum())
    return right / max(given, 1), right / marked, 2 * right / max(given + marked, 1)


def main() -> None:
    torch.set_num_threads(1)
    arrays = dict(np.load(sys.argv[1]))
    states, plain = torch.from_numpy(arrays["states"]), torch.from_numpy(arrays["plain"])
    labels, folds = torch.from_numpy(arrays["labels"]).float(), arrays["folds"]
    scores = np.zeros(len(labels))
    for fold in range(int(folds.max()) + 1):
        learn, own = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        nets = [fitted(states, plain, labels, learn, seed) for seed in range(NETS)]
        scores[own] = mean_scores(nets, states[own], plain[own])
    likely = 1 / (1 + np.exp(-scores))
    table = {
        round(float(floor), 2): figures(
            likely, arrays["labels"], arrays["sizes"], int(arrays["marked"].sum()), floor
        )
        for floor in np.arange(0.2, 0.7, 0.02)
    }
    floor = max(table, key=lambda one: table[one][2])
    for one, row in table.items():
        print(one, *(f"{figure:.3f}" for figure in row), "<" if one == floor else "")
    np.save(str(Path(sys.argv[1]).with_suffix(".oof.npy")), scores)
    nets = [fitted(states, plain, labels, np.arange(len(labels)), seed) for seed in range(NETS)]
    accepted = json.loads((WEIGHTS / "event_places.json").read_text(encoding="utf-8"))["accepted"]
    shift = math.log(accepted / (1 - accepted)) - math.log(floor / (1 - floor))
    stored(nets, shift, WEIGHTS / "event_places.onnx")


if __name__ == "__main__":
    main()
