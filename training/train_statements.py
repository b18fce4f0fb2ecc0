"""Fit the network of `extraction/statements/statement_network.py`: what does a speaker do with the words?

    python -m training.train_statements ARRAYS [--fold-weights]

ARRAYS is what training/statement_examples.py wrote. Prints the figures of five-fold cross-validation (reports of one
conflict or file stay together), beside those of the rules; then fits on everything and writes
extraction/weights/statements.onnx. `--fold-weights` keeps the nets of each fold beside ARRAYS, so that the whole bench
can be measured with nets that have not seen the report in question.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.nets import Plan, drawn, kept
from training.nets import fitted as net_fitted
from training.nets import stored as net_stored

WEIGHTS = Path(__file__).parents[1] / "src/trucewatch/extraction/weights"
NETS, PLAN = 3, Plan(epochs=8, batch=32, rate=1e-3, decay=0.02)
ROOM, QUESTIONS, HIDDEN = 128, 8, 128
WIDTH = 384
"""Numbers that a layer of the encoder gives a word; each layer's are levelled by themselves."""
DROPPED, UNREAD, UNTOLD, SMOOTHED = 0.3, 0.15, 0.1, 0.05
"""Shares left out while fitting: of hidden numbers, of words' states, of features; and what a label leaves to the rest."""
INCRIMINATING = ("accuse", "deny", "admit")
"""What a statement without a label should not be taken for."""
TABLED = ("assert", "deny", "admit", "accuse", "confirm")


@dataclass(frozen=True)
class Data:
    """The arrays as tensors; words are read from the file's states batch by batch."""

    arrays: dict[str, np.ndarray]

    def batch(self, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """States, marks, which words are there, and features."""
        low, high = self.arrays["low"][rows], self.arrays["high"][rows]
        begins = self.arrays["mark_starts"][rows]
        length, count = int((high - low).max()), len(rows)
        states = np.zeros((count, length, self.arrays["states"].shape[1]), dtype=np.float32)
        marks = np.zeros((count, length, self.arrays["marks"].shape[1]), dtype=np.float32)
        there = np.zeros((count, length), dtype=bool)
        for number, (start, stop, begin) in enumerate(zip(low, high, begins, strict=True)):
            size = stop - start
            states[number, :size] = self.arrays["states"][start:stop]
            marks[number, :size] = self.arrays["marks"][begin : begin + size]
            there[number, :size] = True
        features = torch.from_numpy(self.arrays["features"][rows])
        return torch.from_numpy(states), torch.from_numpy(marks), torch.from_numpy(there), features


class Net(nn.Module):
    """What one of statement_network.Nets computes, with words, features and numbers left out at random."""

    def __init__(self, width: int, marks: int, features: int, labels: int) -> None:
        super().__init__()
        inputs = ROOM * (QUESTIONS + 2) + features
        self.enter = drawn(width, ROOM)
        self.enter_bias = nn.Parameter(torch.zeros(ROOM))
        self.mark = drawn(marks, ROOM)
        self.feature = drawn(features, ROOM)
        self.feature_bias = nn.Parameter(torch.zeros(ROOM))
        self.ask = drawn(ROOM, QUESTIONS)
        self.ask_mark = nn.Parameter(torch.randn(marks, QUESTIONS) * 0.5)
        self.inner = drawn(inputs, HIDDEN)
        self.inner_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.outer = drawn(HIDDEN, labels)
        self.outer_bias = nn.Parameter(torch.zeros(labels))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, marks: Tensor, there: Tensor, features: Tensor) -> Tensor:
        levelled = functional.layer_norm(states.unflatten(-1, (-1, WIDTH)), (WIDTH,)).flatten(-2)
        if self.training:
            levelled = levelled * kept(levelled.shape[:2], UNREAD).unsqueeze(2) / (1 - UNREAD)
            features = features * kept(features.shape, UNTOLD)
        words = (levelled @ self.enter + self.enter_bias + marks @ self.mark).relu()
        fit = (words @ self.ask + marks @ self.ask_mark).masked_fill(~there.unsqueeze(2), -1e4)
        answers = torch.einsum("nlq,nlr->nqr", fit.softmax(1), words)
        asked = marks[:, :, :1]
        mean = (asked * words).sum(1) / asked.sum(1).clamp(min=1.0)
        told = (features @ self.feature + self.feature_bias).relu()
        row = self.dropout(torch.cat([answers.flatten(1), mean, told, features], dim=1))
        hidden = (row @ self.inner + self.inner_bias).relu()
        return self.dropout(hidden) @ self.outer + self.outer_bias


def fitted(data: Data, rows: np.ndarray, seed: int) -> Net:
    """A net fitted on these statements."""
    arrays = data.arrays
    sizes = (arrays[name].shape[1] for name in ("states", "marks", "features"))
    return net_fitted(
        lambda: Net(*sizes, len(arrays["label_names"])),
        lambda net, some: _loss(net(*data.batch(some)), arrays, some),
        rows,
        arrays["high"] - arrays["low"],
        PLAN,
        seed,
    )


def _loss(scores: Tensor, arrays: dict[str, np.ndarray], rows: np.ndarray) -> Tensor:
    labels = torch.from_numpy(arrays["labels"][rows])
    weights = torch.from_numpy(arrays["weights"][rows]).float()
    told = functional.cross_entropy(scores, labels.clamp(min=0), reduction="none", label_smoothing=SMOOTHED)
    names = arrays["label_names"].tolist()
    chances = scores.softmax(1)[:, [names.index(name) for name in INCRIMINATING]].sum(1)
    untold = -torch.log1p(-chances.clamp(max=0.999))
    return (torch.where(labels >= 0, told, untold) * weights).sum() / weights.sum()


@torch.no_grad()
def chances(data: Data, nets: list[Net], rows: np.ndarray) -> np.ndarray:
    found = [
        np.mean([net(*data.batch(some)).softmax(1).numpy() for net in nets], axis=0)
        for some in np.array_split(rows, max(1, len(rows) // 64))
    ]
    return np.concatenate(found)


class Network(nn.Module):
    """What is stored: the mean of alike nets for one statement, without an axis for more of them."""

    def __init__(self, nets: list[Net]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, states: Tensor, marks: Tensor, features: Tensor) -> Tensor:
        there = torch.ones((1, states.shape[0]), dtype=torch.bool)
        given = states.unsqueeze(0), marks.unsqueeze(0), there, features.unsqueeze(0)
        return torch.stack([net(*given).softmax(1)[0] for net in self.nets]).mean(0)


def stored(nets: list[Net], arrays: dict[str, np.ndarray], path: Path) -> None:
    """Writes what statement_network.load_statement_network reads: one head, `stance`."""
    words = torch.export.Dim("words", min=2, max=512)
    width, marks, features = (arrays[name].shape[1] for name in ("states", "marks", "features"))
    given = {
        "states": (torch.zeros(20, width), {0: words}),
        "marks": (torch.zeros(20, marks), {0: words}),
        "features": (torch.zeros(features), None),
    }
    says = {
        "heads": {"stance": arrays["label_names"].tolist()},
        "marks": arrays["mark_names"].tolist(),
        "features": arrays["columns"].tolist(),
    }
    net_stored(Network(nets), given, ("stance",), says, path)


# --- figures ----------------------------------------------------------------------------------------------------------


def report(arrays: dict[str, np.ndarray], likely: np.ndarray) -> None:
    """Of statements with a label, by whether extraction has the speaker's side right."""
    labels, ruled, best = arrays["labels"], arrays["ruled"], likely.argmax(1)
    judged = (labels >= 0) & (arrays["kinds"] != "corrected")
    for source in sorted(set(arrays["sources"])):
        for kinds in (("own",), ("own", "unknown", "wrong")):
            rows = judged & (arrays["sources"] == source) & np.isin(arrays["kinds"], kinds)
            if rows.any():
                figures = [
                    (name, *_scores(labels[rows], one[rows], arrays))
                    for name, one in (("rules", ruled), ("network", best))
                ]
                told = ", ".join(
                    f"{name} accuracy {right:.3f}, macro F1 {f1:.3f}" for name, right, f1 in figures
                )
                print(
                    f"{source}, speaker {'right' if len(kinds) == 1 else 'any'}: {rows.sum()} statements; {told}"
                )
    rows = judged & (arrays["kinds"] == "own")
    for number, name in enumerate(arrays["label_names"]):
        row = [
            f"precision {p:.2f} recall {r:.2f}"
            for p, r in (_one(labels[rows], one[rows], number) for one in (ruled, best))
        ]
        print(f"{name}: rules {row[0]}, network {row[1]}")


def _scores(labels: np.ndarray, found: np.ndarray, arrays: dict[str, np.ndarray]) -> tuple[float, float]:
    names = arrays["label_names"].tolist()
    pairs = [_one(labels, found, names.index(name)) for name in TABLED]
    return float((labels == found).mean()), float(np.mean([2 * p * r / max(p + r, 1e-9) for p, r in pairs]))


def _one(labels: np.ndarray, found: np.ndarray, label: int) -> tuple[float, float]:
    right = ((labels == label) & (found == label)).sum()
    return right / max(1, (found == label).sum()), right / max(1, (labels == label).sum())


def main() -> None:
    torch.set_num_threads(1)
    source = Path(sys.argv[1])
    arrays = dict(np.load(source))
    sizes = arrays["high"] - arrays["low"]
    arrays["mark_starts"] = np.cumsum(sizes) - sizes
    data = Data(arrays)
    used = arrays["weights"] > 0
    likely = np.zeros((len(used), len(arrays["label_names"])))
    for fold in range(int(arrays["folds"].max()) + 1):
        learn, rest = (
            np.flatnonzero(used & (arrays["folds"] != fold)),
            np.flatnonzero(arrays["folds"] == fold),
        )
        nets = [fitted(data, learn, seed) for seed in range(NETS)]
        likely[rest] = chances(data, nets, rest)
        if "--fold-weights" in sys.argv:
            stored(nets, arrays, source.with_suffix(f".fold{fold}.onnx"))
    report(arrays, likely)
    np.save(source.with_suffix(".oof.npy"), likely)
    stored(
        [fitted(data, np.flatnonzero(used), seed) for seed in range(NETS)],
        arrays,
        WEIGHTS / "statements.onnx",
    )


if __name__ == "__main__":
    main()
