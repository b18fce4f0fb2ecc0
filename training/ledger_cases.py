"""The reports with labelled ledger entries that trainings read, and what of the ledgers each of their sentences tells."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from benchmarks.task_ledger_labels import CASES, _day, _half, other_cases

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
        return zlib.crc32(self.row["id"].encode()) % FOLDS


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
