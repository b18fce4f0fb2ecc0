"""Toponyms of LGL and TR-News (demonyms included): found, and within 161 km, as a share of all labelled ones.

A labelled toponym is found when an extracted name overlaps it. Figures are on the documents with an odd number;
the weights were fitted on the even ones (training/train_places.py). `precision` counts extracted names that
overlap a label: the sets leave some names unlabelled, so it is a lower bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.models import load_models
from trucewatch.extraction.places.finding import find_places
from trucewatch.records import Document, PlaceName
from trucewatch.situation import load_situation

SETS = {"lgl": "places_lgl", "trnews": "places_trnews"}
RIGHT_KM = 161.0


def measure(sample: int | None = None) -> dict[str, float]:
    """Shares from 0 to 1 by set."""
    situation = load_situation("general")
    figures: dict[str, float] = {}
    for short, name in SETS.items():
        labelled = list(rows(name))[1::2][:sample]
        documents = [Document(id=row["id"], text=row["text"]) for row in labelled]
        found = [
            find_places(analysis, situation)
            for analysis in cached_analyses(documents, load_models(weights=None))
        ]
        figures |= {f"{short}_{figure}": value for figure, value in score(labelled, found).items()}
    return figures


def score(labelled: Sequence[dict[str, Any]], found: Sequence[tuple[PlaceName, ...]]) -> dict[str, float]:
    gold = hit = exact = right = names = true = 0
    for row, places in zip(labelled, found, strict=True):
        names += len(places)
        true += sum(any(_overlap(place, label) for label in row["toponyms"]) for place in places)
        for label in row["toponyms"]:
            gold += 1
            over = [place for place in places if _overlap(place, label)]
            hit += bool(over)
            exact += any((place.start, place.end) == (label["start"], label["end"]) for place in over)
            right += any(place.place is not None and _km(place, label) <= RIGHT_KM for place in over)
    return {
        "right_of_all": right / gold,
        "found": hit / gold,
        "exact_span": exact / gold,
        "right_of_found": right / max(hit, 1),
        "precision": true / max(names, 1),
    }


def _overlap(place: PlaceName, label: dict[str, Any]) -> bool:
    return place.start < label["end"] and label["start"] < place.end


def _km(name: PlaceName, label: dict[str, Any]) -> float:
    if name.place is None:
        return math.inf
    one, other = math.radians(name.place.lat), math.radians(label["lat"])
    across = math.radians(label["lon"] - name.place.lon)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(across)
    return 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:24} {value:.3f}")
