"""Fit the network of `extraction/statements/matter_network.py` on what training/matter_arrays.py wrote.

    python -m training.train_matters ARRAYS FOLDER

First on the sentences that only the lexicon has labelled, then from there on the labelled ones, five times, each time
without one fold of cases. Each net goes to FOLDER as 0.onnx to 4.onnx, the figures of the folds left out are printed, and
training/fit_ledger_trust.py weighs their guesses as those of unread reports. All five together are what is written to
extraction/weights/matters.onnx: every case has been seen by four of them, and five that differ guess better than one.
About ten minutes on one core; seeds are fixed, and one thread gives the same weights again on the same machine.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.export_matters import export

WEIGHTS = Path(__file__).parents[1] / "src/trucewatch/extraction/weights/matters.onnx"
ROOM, BEFORE, DROPPED = 64, 16, 0.3
EPOCHS, FIRST_EPOCHS, BATCH, RATE, LOOK = 16, 6, 32, 2e-3, 0.2
SHARPNESS = 4.0
"""What the looked-for directions are multiplied with, so that a net may look at one word alone."""
STATES = (7, 5, 5, 5, 3, 2, 3, 3)  # how many of each kind, in the order of matter_network.KINDS
OF_KIND = torch.tensor([kind for kind, count in enumerate(STATES) for _ in range(count)])
KINDS = len(STATES)
UNTOLD = 2
"""Sentences of which the lexicon tells nothing, for each one of which it does."""


class Net(nn.Module):
    """One net, with dropout; export_matters.Together computes the same of several."""

    def __init__(self, width: int) -> None:
        super().__init__()
        inputs = 2 * ROOM + BEFORE
        for name, rows, columns in (
            ("room", width, ROOM),
            ("key", width, ROOM),
            ("mean", width, ROOM),
            ("before", width, BEFORE),
            ("hidden", inputs, ROOM),
        ):
            bound = 1 / math.sqrt(rows)
            setattr(self, name, nn.Parameter(torch.empty(rows, columns).uniform_(-bound, bound)))
            setattr(self, f"{name}_bias", nn.Parameter(torch.empty(columns).uniform_(-bound, bound)))
        self.sought = nn.Parameter(torch.randn(KINDS, ROOM) * 0.1)
        self.kind = nn.Parameter(torch.randn(KINDS, ROOM) * 0.1)
        self.kind_plain = nn.Parameter(torch.randn(KINDS, inputs) * 0.02)
        self.kind_bias = nn.Parameter(torch.full((KINDS,), -2.0))
        bound = 1 / math.sqrt(inputs)
        self.pair = nn.Parameter(torch.empty(len(OF_KIND), inputs).uniform_(-bound, bound))
        self.pair_bias = nn.Parameter(torch.zeros(len(OF_KIND)))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, real: Tensor, before: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states, before = self.dropout(states), self.dropout(before)
        words = (states @ self.room + self.room_bias).relu()
        looks = (torch.tanh(states @ self.key + self.key_bias) @ (SHARPNESS * self.sought.T)).transpose(1, 2)
        looks = looks.masked_fill(~real[:, None], -1e4)
        mean = (states @ self.mean + self.mean_bias).relu() * real[..., None]
        around = [mean.sum(1) / real.sum(1, keepdim=True), (before @ self.before + self.before_bias).relu()]
        rows = [part[:, None].expand(-1, KINDS, -1) for part in around]
        found = self.dropout(torch.cat([looks.softmax(-1) @ words, *rows], dim=-1))
        hidden = self.dropout((found @ self.hidden + self.hidden_bias).relu())
        kinds = (hidden * self.kind).sum(-1) + (found * self.kind_plain).sum(-1) + self.kind_bias
        return kinds, (found[:, OF_KIND] * self.pair).sum(-1) + self.pair_bias, looks


class Sentences:
    """The arrays, their states without their own mean and scale."""

    def __init__(self, path: str) -> None:
        arrays = dict(np.load(path))
        states = arrays["states"].astype(np.float32)
        states -= states.mean(axis=1, keepdims=True)
        states /= np.sqrt((states**2).mean(axis=1, keepdims=True) + 1e-5)
        self.states = torch.from_numpy(states)
        self.looked = torch.from_numpy(arrays["looked"]).float()
        ends = np.cumsum(arrays["sizes"])
        self.bounds = list(zip((ends - arrays["sizes"]).tolist(), ends.tolist(), strict=True))
        means = torch.stack([self.states[low:high].mean(0) for low, high in self.bounds])
        means = torch.cat([means, torch.zeros(1, means.shape[1])])
        self.before = means[torch.from_numpy(arrays["before"])]
        self.kinds, self.pairs, self.known, self.counts = (
            torch.from_numpy(arrays[name]).float() for name in ("kinds", "pairs", "known", "counts")
        )
        self.folds = arrays["folds"]

    def batch(self, rows: list[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """States, which of them are real, those of the sentence before, and where it is told."""
        sizes = [self.bounds[row][1] - self.bounds[row][0] for row in rows]
        states = torch.zeros(len(rows), max(sizes), self.states.shape[1])
        looked = torch.zeros(len(rows), KINDS, max(sizes))
        real = torch.zeros(len(rows), max(sizes), dtype=torch.bool)
        for place, (row, size) in enumerate(zip(rows, sizes, strict=True)):
            low, high = self.bounds[row]
            states[place, :size], real[place, :size] = self.states[low:high], True
            looked[place, :, :size] = self.looked[low:high].T
        return states, real, self.before[rows], looked


def fitted(data: Sentences, rows: list[int], epochs: int, start: Net | None = None) -> Net:
    torch.manual_seed(0)
    net = Net(data.states.shape[1])
    if start is not None:
        net.load_state_dict(start.state_dict())
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.02)
    steps = epochs * math.ceil(len(rows) / BATCH) + epochs
    slope = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    net.train()
    for _ in range(epochs):
        for some in _batches(data, rows):
            states, real, before, looked = data.batch(some)
            kinds, pairs, looks = net(states, real, before)
            loss = _loss(data, some, kinds, pairs)
            shares = looked / (looked.sum(-1, keepdim=True) + 1e-9)
            loss = loss - LOOK * (shares * looks.log_softmax(-1)).sum() / len(some)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            slope.step()
    return net.eval()


def _loss(data: Sentences, rows: list[int], kinds: Tensor, pairs: Tensor) -> Tensor:
    told = nn.functional.binary_cross_entropy_with_logits(kinds, data.kinds[rows], weight=data.counts[rows])
    known = data.kinds[rows] * data.known[rows]
    states = torch.zeros(())
    for kind, (scores, marked) in enumerate(
        zip(pairs.split(STATES, 1), data.pairs[rows].split(STATES, 1), strict=True)
    ):
        shares = marked / marked.sum(1, keepdim=True).clamp(min=1.0)
        states = states - ((shares * scores.log_softmax(1)).sum(1) * known[:, kind]).sum()
    return told * KINDS + states / len(rows)


def _batches(data: Sentences, rows: list[int]) -> Iterator[list[int]]:
    """All rows in an order of chance, those of like length together."""
    order = [rows[n] for n in torch.randperm(len(rows)).tolist()]
    for start in range(0, len(order), 8 * BATCH):
        some = sorted(order[start : start + 8 * BATCH], key=lambda r: data.bounds[r][1] - data.bounds[r][0])
        for at in range(0, len(some), BATCH):
            yield some[at : at + BATCH]


@torch.no_grad()
def guessed(net: Net, data: Sentences, rows: list[int]) -> np.ndarray:
    scores = []
    for start in range(0, len(rows), 128):
        states, real, before, _ = data.batch(rows[start : start + 128])
        scores.append(net(states, real, before)[0].numpy())
    return 1 / (1 + np.exp(-np.concatenate(scores)))


def main() -> None:
    torch.set_num_threads(1)
    data, folder = Sentences(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    told = [r for r in np.flatnonzero(data.folds < 0).tolist() if data.kinds[r].any()]
    untold = [r for r in np.flatnonzero(data.folds < 0).tolist() if not data.kinds[r].any()]
    order = np.random.default_rng(0).permutation(len(untold))[: UNTOLD * len(told)]
    start = fitted(data, told + [untold[n] for n in order], FIRST_EPOCHS)
    nets: list[Net] = []
    chances = np.zeros((len(data.folds), KINDS))
    for fold in range(int(data.folds.max()) + 1):
        rest = np.flatnonzero((data.folds >= 0) & (data.folds != fold)).tolist()
        nets.append(fitted(data, rest, EPOCHS, start))
        own = np.flatnonzero(data.folds == fold).tolist()
        chances[own] = guessed(nets[fold], data, own)
        export(nets[fold:], folder / f"{fold}.onnx", STATES, SHARPNESS)
    export(nets, WEIGHTS, STATES, SHARPNESS)
    labelled = (data.folds >= 0) & (data.counts.numpy().min(axis=1) > 0)
    right = (chances[labelled] >= 0.4) & (data.kinds.numpy()[labelled] > 0)
    given, marked = (chances[labelled] >= 0.4).sum(), data.kinds.numpy()[labelled].sum()
    print(f"cross-validated: precision {right.sum() / given:.3f}, recall {right.sum() / marked:.3f}")


if __name__ == "__main__":
    main()
