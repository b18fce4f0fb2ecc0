"""The place of an event: given a verb, which names of its sentence are where it happened (Halterman 2019).

A name that we give is right if it overlaps a marked location; a marked location is found if a given name overlaps it;
some sentences have none. Sentences whose mark lost its text (823 of 9,199: empty or a single letter) say that there is
a place but not which, and are left out. `held`: sentences whose text hashes below 77/256 (30 %), not used by
training/train_event_places.py; place names come from the package's own finder, so names it misses compete unresolved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.events.attachment import token_bounds
from trucewatch.extraction.events.place_choice import chance, chosen, load_place_choice
from trucewatch.extraction.events.place_features import features
from trucewatch.extraction.events.place_names import Candidate, candidates
from trucewatch.extraction.models import load_models
from trucewatch.extraction.places.finding import find_places
from trucewatch.records import Document
from trucewatch.situation import load_situation


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence: what is true of each name, where it stands, and where the marked places stand."""

    found: tuple[set[str], ...]
    bounds: tuple[tuple[int, int], ...]
    gold: tuple[tuple[int, int], ...]
    is_held: bool


def measure(sample: int | None = None) -> dict[str, float]:
    model = load_place_choice()
    held = [case for case in cases(sample) if case.is_held]
    right = given = found = marked = 0
    for case in held:
        taken = chosen([chance(names, model.weights) for names in case.found], model.accepted)
        ours = [bounds for bounds, is_taken in zip(case.bounds, taken, strict=True) if is_taken]
        given += len(ours)
        right += sum(any(_overlap(one, gold) for gold in case.gold) for one in ours)
        marked += len(case.gold)
        found += sum(any(_overlap(one, gold) for one in ours) for gold in case.gold)
    precision, recall = right / max(given, 1), found / max(marked, 1)
    return {"precision": precision, "recall": recall, "f1": 2 * right / max(given + marked, 1)}


def cases(sample: int | None = None) -> Iterator[Case]:
    """The usable sentences of the set, in file order."""
    situation = load_situation("general")
    usable = [row for row in list(rows("event_places"))[:sample] if not _lost_its_mark(row)]
    documents = [Document(id=str(number), text=row["text"]) for number, row in enumerate(usable)]
    for row, analysis in zip(usable, cached_analyses(documents, _parser_only()), strict=True):
        doc = analysis.doc
        places = [
            (*token_bounds(doc, place.start, place.end), place) for place in find_places(analysis, situation)
        ]
        names = candidates(doc[:], places)
        verb = next(span for span in row["spans"] if span["label"] == "VERB")
        trigger = doc[token_bounds(doc, verb["start"], verb["end"])[0]]
        yield Case(
            found=tuple(features(trigger, name, names) for name in names),
            bounds=tuple(_characters(name) for name in names),
            gold=tuple((s["start"], s["end"]) for s in row["spans"] if s["label"] == "LOCATION"),
            is_held=hashlib.sha256(row["text"].encode()).digest()[0] < 77,
        )


@cache
def _parser_only() -> Any:
    return load_models(weights=None)


def _lost_its_mark(row: dict[str, Any]) -> bool:
    return any(s["label"] == "LOCATION" and len(s["text"].strip()) <= 1 for s in row["spans"])


def _characters(name: Candidate) -> tuple[int, int]:
    doc = name.head.doc
    last = doc[name.last - 1]
    return doc[name.first].idx, last.idx + len(last)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
