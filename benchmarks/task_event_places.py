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
from typing import TYPE_CHECKING, Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.events.attachment import token_bounds
from trucewatch.extraction.events.place_choice import chances, chosen, load_place_choice
from trucewatch.extraction.events.place_names import Candidate, candidates
from trucewatch.extraction.places.finding import find_places
from trucewatch.records import Document
from trucewatch.situation import load_situation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.tagging.states import States


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence: its verb, its names, the encoder's states, and where the marked places stand."""

    trigger: Token
    names: tuple[Candidate, ...]
    states: States | None
    gold: tuple[tuple[int, int], ...]
    is_held: bool

    def bounds(self) -> list[tuple[int, int]]:
        return [_characters(name) for name in self.names]


def measure(sample: int | None = None) -> dict[str, float]:
    """Of the network and, as `syntax_…`, of the choice without the encoder."""
    by_network, by_syntax = Tally(), Tally()
    for case in cases(sample):
        if case.is_held:
            by_network.add(case, chances(case.trigger, case.names, case.states))
            by_syntax.add(case, chances(case.trigger, case.names, None))
    return by_network.figures() | {f"syntax_{name}": value for name, value in by_syntax.figures().items()}


@dataclass(slots=True)
class Tally:
    """How many names were given and marked, and how many of them agree."""

    right: int = 0
    given: int = 0
    found: int = 0
    marked: int = 0

    def add(self, case: Case, likely: list[float]) -> None:
        taken = chosen(likely, load_place_choice().accepted)
        ours = [bounds for bounds, is_taken in zip(case.bounds(), taken, strict=True) if is_taken]
        self.given += len(ours)
        self.right += sum(any(_overlap(one, gold) for gold in case.gold) for one in ours)
        self.marked += len(case.gold)
        self.found += sum(any(_overlap(one, gold) for one in ours) for gold in case.gold)

    def figures(self) -> dict[str, float]:
        precision, recall = self.right / max(self.given, 1), self.found / max(self.marked, 1)
        f1 = 2 * self.right / max(self.given + self.marked, 1)
        return {"precision": precision, "recall": recall, "f1": f1}


def cases(sample: int | None = None) -> Iterator[Case]:
    """The usable sentences of the set, in file order."""
    situation = load_situation("general")
    usable = [row for row in list(rows("event_places"))[:sample] if not _lost_its_mark(row)]
    documents = [Document(id=str(number), text=row["text"]) for number, row in enumerate(usable)]
    for row, analysis in zip(usable, cached_analyses(documents), strict=True):
        doc = analysis.doc
        places = [
            (*token_bounds(doc, place.start, place.end), place) for place in find_places(analysis, situation)
        ]
        verb = next(span for span in row["spans"] if span["label"] == "VERB")
        yield Case(
            trigger=doc[token_bounds(doc, verb["start"], verb["end"])[0]],
            names=candidates(doc[:], places),
            states=analysis.states,
            gold=tuple((s["start"], s["end"]) for s in row["spans"] if s["label"] == "LOCATION"),
            is_held=hashlib.sha256(row["text"].encode()).digest()[0] < 77,
        )


def _lost_its_mark(row: dict[str, Any]) -> bool:
    return any(s["label"] == "LOCATION" and len(s["text"].strip()) <= 1 for s in row["spans"])


def _characters(name: Candidate) -> tuple[int, int]:
    doc = name.head.doc
    last = doc[name.last - 1]
    return doc[name.first].idx, last.idx + len(last)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
