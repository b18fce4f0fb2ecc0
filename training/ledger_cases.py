"""The reports with labelled ledger entries that trainings read, and what of the ledgers each of their sentences tells."""

from __future__ import annotations

import csv
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from benchmarks.own_corpus import documents
from benchmarks.task_ledger_labels import CASES, _day, _half, other_cases

from training.labelled_statements import labelled_reports
from trucewatch.records import Document, Published

FOLDER = Path(__file__).parent / "ledgers"
FOLDS = 5
UNREAD = "unread"
"""The set of cases that nobody who wrote the lexicon has seen: only on them are its words as good as on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCase:
    """A case of which set, and its documents."""

    set: str
    row: dict[str, Any]
    documents: tuple[Document, ...]

    @property
    def fold(self) -> int:
        return fold_of(self.row["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A word on one sentence of a report that has no ledger labels: whether it tells of a ledger."""

    start: int
    end: int
    kind: str
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Words that tell of one entry; the state is None where the label does not say which of several they tell."""

    document: int
    start: int
    end: int
    kind: str
    entry: int
    """Its number among the case's."""
    state: str | None
    last: str | None = None
    """The state that the same entry's words before it tell."""


def labelled_cases() -> Iterator[LabelledCase]:
    """The open cases of the quality tests and all written for training."""
    sets = {
        "even": _half(CASES, 0),
        "fit": other_cases("ledger_fit"),
        "open": other_cases("ledger_open"),
        UNREAD: [
            row
            for path in sorted(FOLDER.glob("*.yaml"))
            for row in yaml.safe_load(path.read_text(encoding="utf-8"))
        ],
    }
    for name, rows in sets.items():
        for row in rows:
            documents = tuple(
                Document(id=f"{row['id']}-{n}", text=d["text"], published=Published(day=_day(d["published"])))
                for n, d in enumerate(row["documents"])
            )
            yield LabelledCase(set=name, row=row, documents=documents)


def fold_of(name: str) -> int:
    return zlib.crc32(name.encode()) % FOLDS


def reports_looked_at() -> Iterator[tuple[Document, tuple[LookedAt, ...]]]:
    """Reports labelled for other ends, each with what was said of sentences in which an entry seemed to be.

    News of which hardly a sentence is of a ledger: what was taken for an entry there and is none is told as such.
    """
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "in_reports.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["report"]].append(row)
    for report in (*(d for d, _ in documents("fit")), *(r.document for r in labelled_reports())):
        yield report, tuple(_looked_at(report.text, row) for row in found.get(report.id, ()))


def _looked_at(text: str, row: dict[str, str]) -> LookedAt:
    start = " ".join(text.split("\n")).index(row["sentence"])
    return LookedAt(
        start=start, end=start + len(row["sentence"]), kind=row["ledger"], told=row["told"] == "yes"
    )


def tellings(case: LabelledCase) -> Iterator[Telling]:
    """The quotes of a case's entries, each with the state that it tells where there is one quote a state."""
    for place, entry in enumerate(case.row["entries"]):
        quotes = entry["quotes"]
        history = entry.get("history", [entry["state"]] * len(quotes))
        for number, words in enumerate(quotes):
            state = history[number] if len(history) == len(quotes) else None
            at = next(
                ((n, d.text.find(words)) for n, d in enumerate(case.documents) if words in d.text), None
            )
            if at is not None:
                yield Telling(
                    document=at[0],
                    start=at[1],
                    end=at[1] + len(words),
                    kind=entry["ledger"],
                    entry=place,
                    state=_told(state),
                    last=_told(history[number - 1]) if number and state else None,
                )


def _told(state: str | None) -> str | None:
    """No words tell by themselves that something is disputed."""
    return None if state == "disputed" else state
