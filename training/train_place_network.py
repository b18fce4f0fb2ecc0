"""Fit the network of `extraction/events/place_network.py` on what training/train_event_places.py wrote.

    python -m training.train_place_network ARRAYS

Prints the figures of five-fold cross-validation on the fitted part, takes the threshold with the best F1 there, then fits
three nets on all of the part and writes extraction/weights/event_places.npz.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WEIGHTS = Path(__file__).parents[1] / "src/trucewatch/extraction/weights"
NETS, EPOCHS, BATCH, RATE, DROPPED = 3, 6, 96, 1e-3, 0.3
ROOM, HIDDEN = 64, 128
BEHIND = 0.7  # as in place_choice.py


class Net(nn.Module):
    """What place_network.Net computes, with dropout; its parameters have the same names and shapes."""

    def __init__(self, states: int, width: int, plain: int) -> None:
        super().__init__()
        inputs = ROOM * (2 * states - 1) + plain
        self.narrow = nn.Parameter(torch.empty(states, width, ROOM).uniform_(-1, 1) / math.sqrt(width))
        self.narrow_bias = nn.Parameter(torch.zeros(states, ROOM))
        self.inner = nn.Parameter(torch.empty(inputs, HIDDEN).uniform_(-1, 1) / math.sqrt(inputs))
        self.inner_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.outer = nn.Parameter(torch.empty(HIDDEN).uniform_(-1, 1) / math.sqrt(HIDDEN))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, plain: Tensor) -> Tensor:
        levelled = nn.functional.layer_norm(states, states.shape[-1:])
        room = torch.einsum("nsw,swr->nsr", self.dropout(levelled), self.narrow) + self.narrow_bias
        room = room.relu()
        joined = room[:, 1:] * room[:, :1]
        rows = torch.cat([room.flatten(1), joined.flatten(1), plain], dim=1)
        hidden = (self.dropout(rows) @ self.inner + self.inner_bias).relu()
        return self.dropout(hidden) @ self.outer


def fitted(states: Tensor, plain: Tensor, labels: Tensor, seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(states.shape[1], states.shape[2], plain.shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * math.ceil(len(labels) / BATCH)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / (0.9 * steps)))
    )
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(labels)).split(BATCH):
            scores = net(states[rows].float(), plain[rows])
            loss = nn.functional.binary_cross_entropy_with_logits(scores, labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            slope.step()
    return net.eval()


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
    labels, folds = torch.from_numpy(arrays["labels"]).float(), torch.from_numpy(arrays["folds"])
    scores = np.zeros(len(labels))
    for fold in range(int(folds.max()) + 1):
        rest, own = folds != fold, folds == fold
        nets = [fitted(states[rest], plain[rest], labels[rest], seed) for seed in range(NETS)]
        scores[own.numpy()] = mean_scores(nets, states[own], plain[own])
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
    nets = [fitted(states, plain, labels, seed) for seed in range(NETS)]
    stored = {
        name: np.stack([dict(net.named_parameters())[name].detach().numpy() for net in nets])
        for name, _ in nets[0].named_parameters()
    }
    accepted = json.loads((WEIGHTS / "event_places.json").read_text(encoding="utf-8"))["accepted"]
    shift = math.log(accepted / (1 - accepted)) - math.log(floor / (1 - floor))
    np.savez_compressed(
        WEIGHTS / "event_places.npz",
        shift=np.float32(shift),
        **{name: array.astype(np.float16) for name, array in stored.items()},
    )


if __name__ == "__main__":
    main()
