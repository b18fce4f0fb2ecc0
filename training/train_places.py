"""Fit the linear models of `extraction/places`: is a name meant as a place, and which place does it mean.

    python -m training.train_places [--all]

Reads the labelled data (benchmarks/datasets.py says where it lies): all toponyms of places_lgl and places_trnews,
the same texts in capitals for upper-case copy, and the event places of event_places, whose other names are left
unlabelled (those that a first model finds very unlikely are taken as no places). Fits on the documents with an
even number, or with --all on everything. Writes extraction/weights/places.json.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from scipy.sparse import lil_matrix
from sklearn.linear_model import LogisticRegression

from training.choosing import likeliest_weights
from trucewatch.extraction.models import load_models
from trucewatch.extraction.places.evidence import Evidence, weigh
from trucewatch.extraction.places.finding import PlaceModel, agree, place_chances, score
from trucewatch.extraction.places.ranking import CURATED_FIRST, FEATURES, rank, stage_table
from trucewatch.extraction.places.words import Naming, PlaceText, read_place_text
from trucewatch.extraction.weighing import chance
from trucewatch.records import Document
from trucewatch.situation import load_situation

WEIGHTS = Path(__file__).parents[1] / "src" / "trucewatch" / "extraction" / "weights" / "places.json"
RIGHT_KM = 161.0
SETS = ("places_lgl", "places_trnews")
SEEN_AT_LEAST = 8
"""Times an item of evidence must be seen to be weighed."""
EVENT_SENTENCES = 3000
EVENT_WEIGHT = 0.5
SURELY_NOT = 0.03
CURATED_BONUS = 1.5
"""Log-odds that a pack's own row is meant as a place, over a gazetteer row; no labelled set has packs."""

Labels = list[bool | None]


@dataclass
class Example:
    """One labelled text with its names."""

    text: PlaceText
    labels: Labels
    right: dict[str, list[bool]] = field(default_factory=dict)
    """Of each name that is labelled somewhere in the text: which of its senses are right."""
    weight: float = 1.0


def toponym_examples(shouted: bool, everything: bool) -> Iterator[Example]:
    situation = load_situation("general")
    for name in SETS:
        labelled = [row for number, row in enumerate(rows(name)) if everything or number % 2 == 0]
        texts = (in_capitals(row["text"]) if shouted else row["text"] for row in labelled)
        documents = (Document(id=row["id"], text=text) for row, text in zip(labelled, texts, strict=True))
        for row, analysis in zip(
            labelled, cached_analyses(documents, load_models(weights=None)), strict=True
        ):
            text = read_place_text(analysis, situation)
            found = [label_of(naming, row["toponyms"]) for naming in text.namings]
            example = Example(text, [label is not None for label in found])
            for naming, label in zip(text.namings, found, strict=True):
                if label:
                    example.right.setdefault(naming.key, [is_right(sense, label) for sense in naming.senses])
            yield example


def in_capitals(text: str) -> str:
    """Upper case without moving an offset."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def event_examples(everything: bool) -> Iterator[Example]:
    """Single sentences of conflict news: where something happened is a place, all else is not known."""
    situation = load_situation("general")
    labelled = []
    for number, row in enumerate(rows("event_places")):
        spans = [s for s in row["spans"] if s["label"] == "LOCATION"]
        whole = all(row["text"][s["start"] : s["end"]] == s["text"] for s in spans)
        if spans and whole and (everything or number % 2 == 0):
            labelled.append((row["text"], spans))
    labelled = labelled[:EVENT_SENTENCES]
    documents = (Document(id=str(number), text=text) for number, (text, _) in enumerate(labelled))
    for (_, spans), analysis in zip(
        labelled, cached_analyses(documents, load_models(weights=None)), strict=True
    ):
        text = read_place_text(analysis, situation)
        labels: Labels = [True if label_of(naming, spans) else None for naming in text.namings]
        yield Example(text, labels, weight=EVENT_WEIGHT)


def label_of(naming: Naming, gold: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((g for g in gold if naming.start < g["end"] and g["start"] < naming.end), None)


def is_right(sense: Any, label: dict[str, Any]) -> bool:
    x = math.radians((label["lon"] - sense.lon + 540) % 360 - 180)
    x *= math.cos(math.radians((label["lat"] + sense.lat) / 2))
    return 6371 * math.hypot(x, math.radians(label["lat"] - sense.lat)) <= RIGHT_KM


def fit_ranking(examples: Sequence[Example], tables: Sequence[Any], penalty: float = 0.1) -> np.ndarray:
    """Weights that make the right senses of the labelled names most likely."""
    blocks, marks, counts = [], [], []
    for example, table in zip(examples, tables, strict=True):
        for name, start, size in zip(table.names, table.starts, table.sizes, strict=True) if table else ():
            right = example.right.get(name.key)
            if right and any(right) and not all(right):
                blocks.append(table.features[start : start + size].copy())
                marks.append(np.array(right))
                counts.append(math.sqrt(max(name.count, 0.01)))
    vector = likeliest_weights(
        np.vstack(blocks),
        np.concatenate(marks),
        np.array([len(block) for block in blocks]),
        np.array(counts),
        penalty=2 * penalty,
    )
    vector[FEATURES.index("curated")] = CURATED_FIRST
    return np.round(vector, 4)


def fit_odds(evidence: list[Evidence], labels: list[bool], weights: list[float], ease: float) -> Evidence:
    """A logistic regression's weights by item of evidence."""
    seen = Counter(name for one in evidence for name in one)
    names = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST and name != "bias")
    column = {name: index for index, name in enumerate(names)}
    matrix = lil_matrix((len(evidence), len(names)))
    for row, one in enumerate(evidence):
        for name, value in one.items():
            if name in column:
                matrix[row, column[name]] = value
    model = LogisticRegression(C=ease, max_iter=3000).fit(matrix.tocsr(), labels, sample_weight=weights)
    fitted = dict(zip(names, model.coef_[0].tolist(), strict=True)) | {"bias": float(model.intercept_[0])}
    return {name: round(value, 4) for name, value in fitted.items() if abs(value) >= 0.005}


def fit_is_place(examples: Sequence[Example], first: np.ndarray) -> Evidence:
    evidence, labels, weights = [], [], []
    for example in examples:
        ranked = rank(example.text, [first])
        for one, label in zip(weigh(example.text, ranked), example.labels, strict=True):
            if label is not None:
                evidence.append(one)
                labels.append(label)
                weights.append(example.weight)
    fitted = fit_odds(evidence, labels, weights, ease=1.0)
    fitted["matched=curated"] = fitted.get("matched=primary", 0.0)
    fitted["best_matched=curated"] = round(fitted.get("best_matched=primary", 0.0) + CURATED_BONUS, 4)
    return fitted


def with_sure_negatives(examples: Sequence[Example], first: np.ndarray, is_place: Evidence) -> list[Example]:
    """The unlabelled names that the model so far finds very unlikely, labelled as no places."""
    completed = []
    for example in examples:
        chances = [chance(score(one, is_place)) for one in weigh(example.text, rank(example.text, [first]))]
        labels = [
            False if label is None and c <= SURELY_NOT else label
            for label, c in zip(example.labels, chances, strict=True)
        ]
        completed.append(Example(example.text, labels, weight=example.weight))
    return completed


def fit_consensus(examples: Sequence[Example], first: np.ndarray, is_place: Evidence) -> Evidence:
    evidence, labels = [], []
    for example in examples:
        scores = [score(one, is_place) for one in weigh(example.text, rank(example.text, [first]))]
        evidence += agree(example.text, scores)
        labels += example.labels
    return fit_odds(evidence, [bool(label) for label in labels], [1.0] * len(labels), ease=10.0)


def main() -> None:
    everything = "--all" in sys.argv
    cased = list(toponym_examples(False, everything))
    first = fit_ranking(cased, [stage_table(e.text, [], None) for e in cased])
    events = with_sure_negatives(list(event_examples(everything)), first, fit_is_place(cased, first))
    is_place = fit_is_place([*cased, *events], first)
    shouted = fit_is_place(list(toponym_examples(True, everything)), first)
    model = PlaceModel((first,), is_place, shouted, fit_consensus(cased, first, is_place))
    tables = [stage_table(e.text, [first], place_chances(e.text, model)) for e in cased]
    second = fit_ranking(cased, tables)
    stored = {
        "features": list(FEATURES),
        "ranking": [first.tolist(), second.tolist()],
        "is_place": is_place,
        "is_place_shouted": shouted,
        "consensus": model.consensus,
    }
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    WEIGHTS.write_text(json.dumps(stored, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
