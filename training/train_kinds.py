"""Fit the networks of `extraction/events/kind_choice.py` on what training/kind_rows.py wrote: of what kind is an event?

    python -m training.train_kinds ROWS [--check]

Rules were written on reports whose ids start with `fit-`, so their verdicts look better there than they are: those weigh
less. In `BLIND` of all steps a row is seen without states, so that the choice stands without a tagger too. Prints how many
kinds are right in five-fold cross-validation by file, by group of reports, beside those of the rules; then, without
`--check`, fits three nets on all rows and writes extraction/weights/kinds.npz.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WEIGHTS_FILE = Path(__file__).parents[1] / "src/trucewatch/extraction/weights/kinds.npz"
NETS, EPOCHS, BATCH, RATE, DROPPED, BLIND, DECAY, SMOOTHED = 3, 16, 32, 2e-3, 0.3, 0.15, 0.02, 0.05
ROOM, HIDDEN = 24, 32
FOLDS = 5
SEEN_AT_LEAST = 4
AHEAD = 1.3
"""Log-odds that the rules' verdict has ahead: they are of plain words, of which the labelled reports have few."""
WEIGHTS = {"fit-": 0.6, "real": 2.0, "no trigger": 0.7, "table": 0.25}
TABLE = "trigger table"
"""The group that is learned from in every fold."""
TYPE = {
    "territory": "clash",
    "abduction": "attack",
    "air": "shelling",
    "explosive": "shelling",
    "arrests": "other",
    "looting": "other",
    "disrupted": "other",
}
"""Classes that are of the ACLED event type of another one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event of kind_rows.py; its kind is the number of its class."""

    group: str
    part: str
    found: frozenset[str]
    states: np.ndarray
    verdict: str
    kind: int


def main() -> None:
    torch.set_num_threads(1)
    rows, names = read(Path(sys.argv[1]))
    print(len(rows), "events;", Counter(names[row.kind] for row in rows).most_common())
    groups = np.random.default_rng(1).permutation(sorted({row.group for row in rows} - {TABLE}))
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    held: list[tuple[Row, np.ndarray]] = []
    for number in range(FOLDS):
        columns, nets = fit([row for row in rows if fold.get(row.group) != number])
        rest = [row for row in rows if fold.get(row.group) == number]
        held += zip(rest, chances(nets, columns, rest), strict=True)
    report([(row, chosen(row, chance, names), names[row.kind]) for row, chance in held])
    if "--check" not in sys.argv:
        write(*fit(rows))


def read(path: Path) -> tuple[list[Row], list[str]]:
    arrays = dict(np.load(path))
    names = [str(name) for name in arrays["names"]]
    keys = ("group", "part", "found", "states", "verdict", "kind")
    rows = [
        Row(str(group), str(part), frozenset(str(found).split("\n")), states, str(verdict), names.index(kind))
        for group, part, found, states, verdict, kind in zip(*(arrays[key] for key in keys), strict=True)
    ]
    return rows, names


class Net(nn.Module):
    """What kind_choice.Net computes, with dropout; its parameters have the same names and shapes."""

    def __init__(self, states: int, width: int, count: int, classes: int) -> None:
        super().__init__()

        def weights(rows: int, columns: int) -> Tensor:
            return torch.empty(rows, columns).uniform_(-1, 1) / math.sqrt(rows)

        inputs = ROOM * (states + 1)
        self.narrow = nn.Parameter(torch.stack([weights(width, ROOM) for _ in range(states)]))
        self.narrow_bias = nn.Parameter(torch.zeros(states, ROOM))
        self.feature = nn.Parameter(weights(count, ROOM))
        self.feature_bias = nn.Parameter(torch.zeros(ROOM))
        self.inner = nn.Parameter(weights(inputs, HIDDEN))
        self.inner_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.outer = nn.Parameter(weights(HIDDEN, classes))
        self.outer_bias = nn.Parameter(torch.zeros(classes))
        self.direct = nn.Parameter(torch.zeros(count, classes))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, found: Tensor) -> Tensor:
        if self.training:
            states = states * (torch.rand(len(states), 1, 1) >= BLIND)
        found = self.dropout(found)
        room = torch.einsum("nsw,swr->nsr", self.dropout(states), self.narrow) + self.narrow_bias
        told = (found @ self.feature + self.feature_bias).relu()
        row = self.dropout(torch.cat([room.relu().flatten(1), told], dim=1))
        hidden = self.dropout((row @ self.inner + self.inner_bias).relu())
        return hidden @ self.outer + self.outer_bias + found @ self.direct


def fit(rows: Sequence[Row]) -> tuple[list[str], list[Net]]:
    seen = Counter(name for row in rows for name in row.found)
    columns = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)
    states, found = _tensors(columns, rows)
    kinds = torch.tensor([row.kind for row in rows])
    weights = torch.tensor([WEIGHTS.get(row.part, 1.0) for row in rows])
    return columns, [_fitted(states, found, kinds, weights, seed) for seed in range(NETS)]


def _fitted(states: Tensor, found: Tensor, kinds: Tensor, weights: Tensor, seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(states.shape[1], states.shape[2], found.shape[1], int(kinds.max()) + 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(kinds) / BATCH)
    slope = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(kinds)).split(BATCH):
            losses = nn.functional.cross_entropy(
                net(states[rows], found[rows]), kinds[rows], reduction="none", label_smoothing=SMOOTHED
            )
            optimiser.zero_grad()
            (losses * weights[rows]).mean().backward()
            optimiser.step()
            slope.step()
    return net.eval()


def _tensors(columns: Sequence[str], rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
    numbers = {name: number for number, name in enumerate(columns)}
    found = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for number, row in enumerate(rows):
        found[number, [numbers[name] for name in row.found if name in numbers]] = 1.0
    states = torch.from_numpy(np.stack([row.states for row in rows]))
    return nn.functional.layer_norm(states, states.shape[-1:]), torch.from_numpy(found)


@torch.no_grad()
def chances(nets: Sequence[Net], columns: Sequence[str], rows: Sequence[Row]) -> np.ndarray:
    tensors = _tensors(columns, rows)
    return torch.stack([net(*tensors).softmax(dim=1) for net in nets]).mean(dim=0).numpy()


def chosen(row: Row, chance: np.ndarray, names: Sequence[str], ahead: float = AHEAD) -> str:
    """As kind_choice.kind_by has it."""
    weighed = [
        one * (math.exp(ahead) if name == row.verdict else 1.0)
        for name, one in zip(names, chance, strict=True)
    ]
    return names[int(np.argmax(weighed))]


def write(columns: Sequence[str], nets: Sequence[Net]) -> None:
    stored = {
        name: np.stack([dict(net.named_parameters())[name].detach().numpy() for net in nets])
        for name, _ in nets[0].named_parameters()
    }
    arrays = {name: array.astype(np.float16) for name, array in stored.items()}
    np.savez_compressed(WEIGHTS_FILE, features=np.array(columns), ahead=np.float32(AHEAD), **arrays)
    print(f"{len(columns)} features")


def report(chosen: Sequence[tuple[Row, str, str]]) -> None:
    """By group of reports the share whose event type is right, and whose finer class is."""
    for part in dict.fromkeys(row.part for row, _, _ in chosen):
        own = [(row.verdict, kind, right) for row, kind, right in chosen if row.part == part]
        ours, rules = ([(one[at], one[2]) for one in own] for at in (1, 0))
        print(f"{part:16} {len(own):5} {_shares(ours)}; by the rules {_shares(rules)}")


def _shares(pairs: Sequence[tuple[str, str]]) -> str:
    types = sum(TYPE.get(kind, kind) == TYPE.get(right, right) for kind, right in pairs)
    return f"type {types / len(pairs):.3f} class {sum(a == b for a, b in pairs) / len(pairs):.3f}"


if __name__ == "__main__":
    main()
