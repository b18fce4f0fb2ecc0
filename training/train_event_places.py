"""Fit the weights of `extraction/events/place_choice.py`: is this name where this act happened?

    python -m training.train_event_places ARRAYS

Logistic regression on the fitted part of event_places (benchmarks/task_event_places.py says which). Writes
extraction/weights/event_places.json; features seen fewer than `SEEN_AT_LEAST` times or of small weight are left out.
The threshold is the one with the best F1 in five-fold cross-validation on the fitted part. ARRAYS (a scratch file) takes
what training/train_place_network.py reads: for every name the encoder's states, the score by weights that were fitted
without its sentence, and its label.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.task_event_places import Case, cases
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from trucewatch.extraction.events.place_choice import LIMIT, WEIGHTS, chosen
from trucewatch.extraction.events.place_features import features
from trucewatch.extraction.events.place_vectors import plain, vectors

SEEN_AT_LEAST = 3
STRENGTH = 0.4
SMALL = 0.06
FOLDS = 5


@dataclass(frozen=True)
class Sentence:
    """What is fitted on, of one sentence."""

    case: Case
    found: list[set[str]]
    states: np.ndarray
    labels: list[bool]
    fold: int


def main() -> None:
    used = [_sentence(case) for case in cases() if not case.is_held and case.names]
    seen = Counter(name for sentence in used for found in sentence.found for name in found)
    columns = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= SEEN_AT_LEAST))}
    table = _table(used, columns)
    labels = np.array([label for sentence in used for label in sentence.labels])
    folds = np.array([sentence.fold for sentence in used for _ in sentence.labels])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=400)
    scores = np.zeros(len(labels))
    for fold in range(FOLDS):
        fitted = model.fit(table[folds != fold], labels[folds != fold])
        scores[folds == fold] = fitted.decision_function(table[folds == fold])
    scores = scores.clip(-LIMIT, LIMIT)
    accepted = round(
        max(np.arange(0.2, 0.7, 0.02), key=lambda floor: f1(used, 1 / (1 + np.exp(-scores)), floor)), 2
    )
    weights = model.fit(table, labels).coef_[0]
    kept = {name: round(float(weights[i]), 3) for name, i in columns.items() if abs(weights[i]) >= SMALL}
    WEIGHTS.write_text(
        json.dumps({"accepted": accepted, "weights": kept}, ensure_ascii=False, indent=0) + "\n",
        encoding="utf-8",
    )
    print(f"{len(kept)} weights, accepted from {accepted:.2f}")
    _write(Path(sys.argv[1]), used, scores, folds)


def _write(target: Path, used: list[Sentence], scores: np.ndarray, folds: np.ndarray) -> None:
    at, columns = 0, []
    for sentence in used:
        own = scores[at : at + len(sentence.labels)].tolist()
        columns.append(plain(sentence.case.trigger, sentence.case.names, own))
        at += len(own)
    np.savez(
        target,
        states=np.concatenate([sentence.states for sentence in used]),
        plain=np.concatenate(columns),
        labels=np.concatenate([sentence.labels for sentence in used]),
        folds=folds,
        sizes=np.array([len(sentence.labels) for sentence in used]),
        marked=np.array([len(sentence.case.gold) for sentence in used]),
    )


def _sentence(case: Case) -> Sentence:
    if case.states is None:
        raise SystemExit("the encoder's weights are not installed")
    text = case.trigger.doc.text.encode()
    return Sentence(
        case=case,
        found=[features(case.trigger, name, case.names) for name in case.names],
        states=vectors(case.trigger, case.names, case.states).astype(np.float16),
        labels=[any(start < b and a < end for a, b in case.gold) for start, end in case.bounds()],
        fold=int.from_bytes(hashlib.sha256(b"fold" + text).digest()[:4], "big") % FOLDS,
    )


def _table(used: list[Sentence], columns: dict[str, int]) -> csr_matrix:
    row_ends, indices = [0], []
    for sentence in used:
        for found in sentence.found:
            indices.extend(sorted(columns[name] for name in found if name in columns))
            row_ends.append(len(indices))
    shape = (len(row_ends) - 1, len(columns))
    return csr_matrix((np.ones(len(indices)), indices, row_ends), shape)


def f1(used: list[Sentence], likely: np.ndarray, floor: float) -> float:
    """The task's own F1 where names are taken from that chance on."""
    right = given = at = 0
    for sentence in used:
        taken = chosen(likely[at : at + len(sentence.labels)].tolist(), floor)
        at += len(taken)
        given += sum(taken)
        right += sum(one and other for one, other in zip(taken, sentence.labels, strict=True))
    return 2 * right / max(given + sum(len(sentence.case.gold) for sentence in used), 1)


if __name__ == "__main__":
    main()
