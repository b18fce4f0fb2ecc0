"""Fit the weights of `extraction/events/place_choice.py`: is this name where this act happened?

    python -m training.train_event_places [--all]

Logistic regression on the fitted part of event_places (benchmarks/task_event_places.py says which), or with --all on
everything. Writes extraction/weights/event_places.json; features seen fewer than `SEEN_AT_LEAST` times or of small
weight are left out. The threshold is the one with the best F1 in five-fold cross-validation on the fitted part.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

import numpy as np
from benchmarks.task_event_places import Case, cases
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from trucewatch.extraction.events.place_choice import WEIGHTS, chosen

SEEN_AT_LEAST = 3
STRENGTH = 0.4
SMALL = 0.06


def main() -> None:
    used = [case for case in cases() if "--all" in sys.argv[1:] or not case.is_held]
    seen = Counter(name for case in used for found in case.found for name in found)
    columns = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= SEEN_AT_LEAST))}
    table, labels, groups = _table(used, columns)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=400)
    chances = cross_val_predict(model, table, labels, groups=groups, cv=GroupKFold(5), method="predict_proba")
    accepted = max(np.arange(0.2, 0.7, 0.02), key=lambda floor: _f1(used, chances[:, 1], floor))
    weights = model.fit(table, labels).coef_[0]
    kept = {name: round(float(weights[i]), 3) for name, i in columns.items() if abs(weights[i]) >= SMALL}
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(
        json.dumps({"accepted": round(float(accepted), 2), "weights": kept}, ensure_ascii=False, indent=0)
        + "\n",
        encoding="utf-8",
    )
    print(f"{len(kept)} weights, accepted from {accepted:.2f}")


def _table(used: list[Case], columns: dict[str, int]) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    row_ends, indices, labels, groups = [0], [], [], []
    for number, case in enumerate(used):
        for found, (start, end) in zip(case.found, case.bounds, strict=True):
            indices.extend(sorted(columns[name] for name in found if name in columns))
            row_ends.append(len(indices))
            labels.append(any(start < g_end and g_start < end for g_start, g_end in case.gold))
            groups.append(number)
    shape = (len(labels), len(columns))
    return csr_matrix((np.ones(len(indices)), indices, row_ends), shape), np.array(labels), np.array(groups)


def _f1(used: list[Case], chances: np.ndarray, floor: float) -> float:
    """The task's own F1 where names are taken from that chance on."""
    right = given = marked = at = 0
    for case in used:
        taken = chosen(chances[at : at + len(case.bounds)].tolist(), floor)
        at += len(case.bounds)
        ours = [bounds for bounds, is_taken in zip(case.bounds, taken, strict=True) if is_taken]
        given += len(ours)
        right += sum(any(s < g_end and g_start < e for g_start, g_end in case.gold) for s, e in ours)
        marked += len(case.gold)
    return 2 * right / max(given + marked, 1)


if __name__ == "__main__":
    main()
