"""Fit the network of `extraction/statements/blame_network.py`: whom does a statement blame?

    python -m training.train_blame ARRAYS [--fold-weights]

ARRAYS is what training/target_examples.py wrote. Prints the figures of five-fold cross-validation (reports of one
conflict or file stay together), then fits on everything and writes extraction/weights/blame.onnx. `--fold-weights`
keeps the nets of each fold beside ARRAYS, so that the whole bench can be measured with nets that have not seen the
report in question.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
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
NETS, PLAN = 2, Plan(epochs=11, batch=32, rate=1.5e-3, decay=0.02)
ROOM, QUESTIONS, HIDDEN, MET = 64, 4, 80, 24
DROPPED, UNREAD, UNTOLD = 0.4, 0.15, 0.3
"""Shares left out while fitting: of hidden numbers, of words' states, of features."""
FLOORS, BESIDE = (0.3, 0.35, 0.4, 0.45, 0.5), 0.5


@dataclass(frozen=True)
class Batch:
    """Some statements; the sides that each may blame stand under one another, `of` says whose they are."""

    states: Tensor
    marks: Tensor
    there: Tensor
    theirs: Tensor
    met: Tensor
    features: Tensor
    stance: Tensor
    of: Tensor


class Data:
    """The arrays with where each statement's rows begin in them."""

    def __init__(self, path: Path) -> None:
        self.arrays = dict(np.load(path))
        sizes, counts = self.arrays["sizes"], self.arrays["counts"]
        self.words, self.sides, self.theirs = (_begins(n) for n in (sizes, counts, sizes * counts))

    def rows(self, some: np.ndarray) -> np.ndarray:
        """Which sides are those of these statements."""
        return np.concatenate([np.arange(self.sides[row], self.sides[row + 1]) for row in some])

    def batch(self, some: np.ndarray) -> Batch:
        arrays = self.arrays
        counts, length = arrays["counts"][some], int(arrays["sizes"][some].max())
        states = np.zeros((len(some), length, arrays["states"].shape[1]), dtype=np.float32)
        marks = np.zeros((len(some), length, arrays["marks"].shape[1]), dtype=np.float32)
        theirs = np.zeros((int(counts.sum()), length, arrays["theirs"].shape[1]), dtype=np.float32)
        there = np.zeros((len(some), length), dtype=bool)
        at = 0
        for number, row in enumerate(some):
            size, low, count = arrays["sizes"][row], arrays["low"][row], counts[number]
            states[number, :size] = arrays["states"][low : low + size]
            marks[number, :size] = arrays["marks"][self.words[row] : self.words[row + 1]]
            own = arrays["theirs"][self.theirs[row] : self.theirs[row + 1]]
            theirs[at : at + count, :size] = own.reshape(count, size, -1)
            there[number, :size], at = True, at + count
        sides = self.rows(some)
        return Batch(
            states=torch.from_numpy(states),
            marks=torch.from_numpy(marks),
            there=torch.from_numpy(there),
            theirs=torch.from_numpy(theirs),
            met=torch.from_numpy(arrays["met"][sides].astype(np.float32)),
            features=torch.from_numpy(arrays["features"][sides].astype(np.float32)),
            stance=torch.from_numpy(arrays["stance_rows"][some].astype(np.float32)),
            of=torch.from_numpy(np.repeat(np.arange(len(some)), counts)),
        )


def _begins(sizes: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)])


class Net(nn.Module):
    """The log odds of each side and of nobody, with words, features and numbers left out at random while fitted."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        super().__init__()
        width, marks, theirs, features, stances = (
            arrays[name].shape[1] for name in ("states", "marks", "theirs", "features", "stance_rows")
        )
        self.enter = drawn(width, ROOM)
        self.enter_bias = nn.Parameter(torch.zeros(ROOM))
        self.mark = drawn(marks, ROOM)
        self.ask = drawn(ROOM, QUESTIONS)
        self.ask_mark = nn.Parameter(torch.randn(marks, QUESTIONS) * 0.5)
        self.ask_their = nn.Parameter(torch.randn(theirs, QUESTIONS) * 0.5)
        self.meet = drawn(width, MET)
        self.meet_bias = nn.Parameter(torch.zeros(MET))
        self.feature = drawn(features, ROOM)
        self.feature_bias = nn.Parameter(torch.zeros(ROOM))
        self.inner = drawn(ROOM * (QUESTIONS + 3) + MET + stances, HIDDEN)
        self.inner_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.beside = drawn(2 * HIDDEN, HIDDEN)
        self.beside_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.outer = drawn(HIDDEN, 1)
        self.plain = nn.Parameter(torch.zeros(features))
        self.nobody = drawn(HIDDEN, 1)
        self.nobody_stance = nn.Parameter(torch.zeros(stances))
        self.nobody_bias = nn.Parameter(torch.zeros(1))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        states, features, of = levelled(batch.states), batch.features, batch.of
        if self.training:
            states = states * kept(states.shape[:2], UNREAD).unsqueeze(2) / (1 - UNREAD)
            features = features * kept(features.shape, UNTOLD)
        hidden = self.read(batch, states, features)
        most = torch.stack([hidden[of == number].amax(0) for number in range(batch.states.shape[0])])
        return self.weighed(hidden, most[of], features), self.unblamed(most, batch.stance)

    def weighed(self, hidden: Tensor, most: Tensor, features: Tensor) -> Tensor:
        """Log odds of each side, beside the most that any side of its statement has."""
        beside = self.dropout(torch.cat([hidden, most], dim=1))
        compared = (beside @ self.beside + self.beside_bias).relu()
        return (self.dropout(compared) @ self.outer).squeeze(1) + features @ self.plain

    def unblamed(self, most: Tensor, stance: Tensor) -> Tensor:
        """Log odds of nobody in each statement."""
        return (self.dropout(most) @ self.nobody).squeeze(1) + stance @ self.nobody_stance + self.nobody_bias

    def read(self, batch: Batch, states: Tensor, features: Tensor) -> Tensor:
        """Answers about each side, the mean of the words asked about and of those that stand for it, and its features."""
        of = batch.of
        words = (states @ self.enter + self.enter_bias + batch.marks @ self.mark).relu()
        fit = (words @ self.ask + batch.marks @ self.ask_mark)[of] + batch.theirs @ self.ask_their
        answers = torch.einsum(
            "nlq,nlr->nqr", fit.masked_fill(~batch.there[of].unsqueeze(2), -1e4).softmax(1), words[of]
        )
        asked = batch.marks[:, :, :1]
        mean = (asked * words).sum(1) / asked.sum(1).clamp(min=1.0)
        named = (batch.theirs[:, :, :1] + batch.theirs[:, :, 2:3]).clamp(max=1.0)
        own = torch.einsum("nl,nlr->nr", named.squeeze(2), words[of]) / named.sum(1).clamp(min=1.0)
        is_met = (batch.met.abs().sum(1, keepdim=True) > 0).float()
        met = (levelled(batch.met) @ self.meet + self.meet_bias).relu() * is_met
        told = (features @ self.feature + self.feature_bias).relu()
        row = torch.cat([answers.flatten(1), mean[of], own, met, told, batch.stance[of]], dim=1)
        return (self.dropout(row) @ self.inner + self.inner_bias).relu()


def levelled(states: Tensor) -> Tensor:
    return functional.layer_norm(states, states.shape[-1:])


def shares(net: Net, batch: Batch) -> tuple[Tensor, Tensor]:
    """How the blame of each statement is shared: that of each side, and what is nobody's."""
    scores, nobody = net(batch)
    count = len(nobody)
    most = nobody.scatter_reduce(0, batch.of, scores, "amax").detach()
    weights, left = (scores - most[batch.of]).exp(), (nobody - most).exp()
    whole = left + torch.zeros(count).scatter_add(0, batch.of, weights)
    return weights / whole[batch.of], left / whole


def fitted(data: Data, rows: np.ndarray, seed: int) -> Net:
    """A net fitted on these statements."""
    return net_fitted(
        lambda: Net(data.arrays),
        lambda net, some: _loss(net, data, some),
        rows,
        data.arrays["sizes"],
        PLAN,
        seed,
    )


def _loss(net: Net, data: Data, rows: np.ndarray) -> Tensor:
    """Cross-entropy: the blame is shared evenly among those who are blamed, else it is nobody's."""
    batch = data.batch(rows)
    found, left = shares(net, batch)
    right = torch.from_numpy(data.arrays["right"][data.rows(rows)]).float()
    weights = torch.from_numpy(data.arrays["weights"][rows]).float()
    none = torch.zeros(len(rows))
    count = none.scatter_add(0, batch.of, right)
    told = none.scatter_add(0, batch.of, -right * found.clamp(min=1e-6).log()) / count.clamp(min=1.0)
    return (torch.where(count > 0, told, -left.clamp(min=1e-6).log()) * weights).sum() / weights.sum()


@torch.no_grad()
def guessed(data: Data, nets: list[Net], rows: np.ndarray) -> dict[int, np.ndarray]:
    """By statement, the share of each side that it may blame."""
    found = {}
    for some in np.array_split(rows, max(1, len(rows) // 64)):
        batch = data.batch(some)
        mean = torch.stack([shares(net, batch)[0] for net in nets]).mean(0).numpy()
        for number, row in enumerate(some):
            found[int(row)] = mean[batch.of.numpy() == number]
    return found


# --- what is stored ---------------------------------------------------------------------------------------------------


class Network(nn.Module):
    """The mean of alike nets for one statement."""

    def __init__(self, nets: list[Net]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(
        self, states: Tensor, marks: Tensor, theirs: Tensor, met: Tensor, features: Tensor, stance: Tensor
    ) -> Tensor:
        batch = Batch(
            states=states.unsqueeze(0),
            marks=marks.unsqueeze(0),
            there=torch.ones((1, states.shape[0]), dtype=torch.bool),
            theirs=theirs,
            met=met,
            features=features,
            stance=stance.unsqueeze(0),
            of=torch.zeros(theirs.shape[0], dtype=torch.long),
        )
        return torch.stack([self._alone(net, batch) for net in self.nets]).mean(0)

    def _alone(self, net: Net, batch: Batch) -> Tensor:
        """What `shares` gives, without an axis for more statements than one."""
        hidden = net.read(batch, levelled(batch.states), batch.features)
        most = hidden.amax(0, keepdim=True)
        scores = net.weighed(hidden, most.expand(hidden.shape[0], -1), batch.features)
        return torch.cat([scores, net.unblamed(most, batch.stance)]).softmax(0)[:-1]


def stored(nets: list[Net], arrays: dict[str, np.ndarray], path: Path) -> None:
    """Writes what blame_network.load_blame_network reads."""
    words, sides = torch.export.Dim("words", min=2, max=512), torch.export.Dim("sides", min=2, max=64)
    width, marks, theirs, features, stances = (
        arrays[name].shape[1] for name in ("states", "marks", "theirs", "features", "stance_rows")
    )
    given = {
        "states": (torch.zeros(20, width), {0: words}),
        "marks": (torch.zeros(20, marks), {0: words}),
        "theirs": (torch.zeros(5, 20, theirs), {0: sides, 1: words}),
        "met": (torch.zeros(5, width), {0: sides}),
        "features": (torch.zeros(5, features), {0: sides}),
        "stance": (torch.zeros(stances), None),
    }
    says = {
        "features": arrays["columns"].tolist(),
        "stances": arrays["stance_names"].tolist(),
        "marks": arrays["mark_names"].tolist(),
        "theirs": arrays["their_names"].tolist(),
    }
    net_stored(Network(nets), given, ("shares",), says, path)


# --- figures ----------------------------------------------------------------------------------------------------------


def report(data: Data, found: dict[int, np.ndarray]) -> None:
    """By stance and part, of statements whose speaker extraction has right: the choice of single sides and the network's."""
    arrays = data.arrays
    parts = {source: source for source in sorted(set(arrays["sources"]))} | {"all": ""}
    for stance in arrays["stance_names"]:
        for name, source in parts.items():
            rows = np.flatnonzero(
                (arrays["stances"] == stance)
                & (arrays["kinds"] == "own")
                & (arrays["weights"] > 0)
                & ((arrays["sources"] == source) | (source == ""))
            )
            if len(rows):
                print(
                    f"{stance}, {name}, {len(rows)} statements; weights: {_scores(data, rows, _before(data))}"
                )
                for floor in FLOORS:
                    print(f"    from {floor}: {_scores(data, rows, _from(found, floor))}")
    rows = np.flatnonzero(arrays["kinds"] == "spurious")
    for floor in FLOORS:
        print(f"accuses nobody, from {floor}: {_scores(data, rows, _from(found, floor))}")


def _before(data: Data) -> Callable[[int], np.ndarray]:
    known, sides = data.arrays["known"], data.arrays["side_names"]
    return lambda row: np.isin(sides[row].split("|"), known[row].split("|"))


def _from(found: dict[int, np.ndarray], floor: float) -> Callable[[int], np.ndarray]:
    return lambda row: found[row] >= max(floor, BESIDE * found[row].max())


def _scores(data: Data, rows: np.ndarray, chosen: Callable[[int], np.ndarray]) -> str:
    whole = right = given = wanted = 0
    for row in map(int, rows):
        labelled = data.arrays["right"][data.sides[row] : data.sides[row + 1]]
        is_absent = bool(data.arrays["gold"][row]) and not labelled.any()
        picked = chosen(row)
        whole += not is_absent and bool((picked == labelled).all())
        right += int((picked & labelled).sum())
        given, wanted = given + int(picked.sum()), wanted + max(int(labelled.sum()), int(is_absent))
    return (
        f"whole set right {whole / len(rows):.3f}, precision {right / max(1, given):.3f}, "
        f"recall {right / max(1, wanted):.3f}, F1 {2 * right / max(1, given + wanted):.3f}"
    )


def main() -> None:
    torch.set_num_threads(1)
    source = Path(sys.argv[1])
    data = Data(source)
    used, folds = data.arrays["weights"] > 0, data.arrays["folds"]
    found: dict[int, np.ndarray] = {}
    for fold in range(int(folds.max()) + 1):
        learn = np.flatnonzero(used & (folds != fold))
        nets = [fitted(data, learn, seed) for seed in range(NETS)]
        found |= guessed(data, nets, np.flatnonzero(folds == fold))
        if "--fold-weights" in sys.argv:
            stored(nets, data.arrays, source.with_suffix(f".fold{fold}.onnx"))
    report(data, found)
    nets = [fitted(data, np.flatnonzero(used), seed) for seed in range(NETS)]
    stored(nets, data.arrays, WEIGHTS / "blame.onnx")


if __name__ == "__main__":
    main()
