"""Fit the two linear models of `extraction/place_*`: is a name meant as a place, and which place does it mean.

    python training/train_places.py [--all]

Reads places_lgl and places_trnews from the labelled data (benchmarks/datasets.py says where that lies); fits on
the documents with an even number and measures on the others, or with --all fits on everything. Writes
extraction/weights/places.json.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from trucewatch.extraction import place_ranking
from trucewatch.extraction.place_evidence import weigh
from trucewatch.extraction.place_words import Naming, PlaceText, read_place_text
from trucewatch.records import Document
from trucewatch.situation import load_situation

WEIGHTS = Path(__file__).parents[1] / "src" / "trucewatch" / "extraction" / "weights" / "places.json"
RIGHT_KM = 161.0
SETS = ("places_lgl", "places_trnews")
SEEN_AT_LEAST = 4
"""Documents an item of evidence must be seen in to be weighed."""


@dataclass
class Example:
    """One labelled text with its names."""

    name: str
    even: bool
    text: PlaceText
    gold: list[dict[str, Any]]
    right: dict[str, list[bool]] = field(default_factory=dict)
    """Of each name that is labelled somewhere in the text: which of its senses are right."""


def read_examples() -> list[Example]:
    situation = load_situation("general")
    examples = []
    for name in SETS:
        labelled = list(rows(name))
        documents = (Document(id=row["id"], text=row["text"]) for row in labelled)
        for number, (row, analysis) in enumerate(zip(labelled, cached_analyses(documents), strict=True)):
            example = Example(name, number % 2 == 0, read_place_text(analysis, situation), row["toponyms"])
            for naming in example.text.namings:
                label = label_of(naming, example.gold)
                if label and naming.senses and naming.key not in example.right:
                    example.right[naming.key] = [is_right(sense, label) for sense in naming.senses]
            examples.append(example)
    return examples


def label_of(naming: Naming, gold: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((g for g in gold if naming.start < g["end"] and g["start"] < naming.end), None)


def is_right(sense: Any, label: dict[str, Any]) -> bool:
    x = math.radians((label["lon"] - sense.lon + 540) % 360 - 180)
    x *= math.cos(math.radians((label["lat"] + sense.lat) / 2))
    return 6371 * math.hypot(x, math.radians(label["lat"] - sense.lat)) <= RIGHT_KM


def fit_ranking(examples: list[Example], tables: list[Any], penalty: float = 0.1) -> np.ndarray:
    """Weights that make the right senses of the labelled names most likely."""
    blocks, marks, counts = [], [], []
    for example, table in zip(examples, tables, strict=True):
        if table is None:
            continue
        for name, start, size in zip(table.names, table.starts, table.sizes, strict=True):
            right = example.right.get(name.key)
            if right and any(right) and not all(right):
                blocks.append(table.features[start : start + size].copy())
                marks.append(np.array(right))
                counts.append(math.sqrt(name.count))
    sizes = np.array([len(block) for block in blocks])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    features, right, weight = np.vstack(blocks), np.concatenate(marks), np.array(counts)

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ vector
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        grown = np.exp(scores)
        all_mass = np.add.reduceat(grown, starts)
        right_mass = np.maximum(np.add.reduceat(grown * right, starts), 1e-30)
        share = grown / np.repeat(all_mass, sizes)
        right_share = grown * right / np.repeat(right_mass, sizes)
        value = -(weight * np.log(right_mass / all_mass)).sum() + penalty * vector @ vector
        slope = features.T @ (np.repeat(weight, sizes) * (share - right_share)) + 2 * penalty * vector
        return value, slope

    return minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x


def fit_evidence(evidence: list[dict[str, float]], labels: list[bool]) -> dict[str, float]:
    seen = Counter(name for one in evidence for name in one)
    names = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST * 2)
    column = {name: index for index, name in enumerate(names)}
    from scipy.sparse import lil_matrix

    matrix = lil_matrix((len(evidence), len(names)))
    for row, one in enumerate(evidence):
        for name, value in one.items():
            if name in column:
                matrix[row, column[name]] = value
    model = LogisticRegression(C=1.0, max_iter=2000).fit(matrix.tocsr(), labels)
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    return {name: round(value, 4) for name, value in weights.items() if abs(value) >= 0.005}


def main() -> None:
    examples = read_examples()
    fitted = examples if "--all" in sys.argv else [example for example in examples if example.even]
    first = fit_ranking(fitted, [place_ranking.stage_table(e.text, [], None) for e in fitted])
    evidence, labels = [], []
    for example in fitted:
        ranked = place_ranking.rank(example.text, [first])
        for naming, one in zip(example.text.namings, weigh(example.text, ranked), strict=True):
            evidence.append(one)
            labels.append(label_of(naming, example.gold) is not None)
    is_place = fit_evidence(evidence, labels)
    tables = []
    for example in fitted:
        ranked = place_ranking.rank(example.text, [first])
        chances = [chance(one, is_place) for one in weigh(example.text, ranked)]
        tables.append(place_ranking.stage_table(example.text, [first], chances))
    second = fit_ranking(fitted, tables)
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    model = {
        "features": list(place_ranking.FEATURES),
        "ranking": [[round(w, 4) for w in stage.tolist()] for stage in (first, second)],
        "is_place": is_place,
    }
    WEIGHTS.write_text(json.dumps(model, indent=0, sort_keys=True) + "\n")


def chance(evidence: dict[str, float], weights: dict[str, float]) -> float:
    score = sum(weights.get(name, 0.0) * value for name, value in evidence.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


if __name__ == "__main__":
    main()
