"""Invented reports with labelled events (training/events/*.yaml): what happened, when and where, and which words tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from trucewatch.records import Document, Published, Span, SubEventType

FOLDER = Path(__file__).parent / "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledEvent:
    """One event as its writer labelled it."""

    id: str
    """Unique: the report's, too."""
    sub_event: SubEventType
    first: date
    last: date
    day_told: bool
    """False where the text gives no clue to the day."""
    place: str | None
    """The name in the text."""
    passages: tuple[Span, ...]
    """Where it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledReport:
    """One report with its labels."""

    group: str
    """What cross-validation keeps together: reports that one hand wrote one after the other."""
    pack: str
    document: Document
    events: tuple[LabelledEvent, ...]
    background: tuple[Span, ...]
    """Passages about acts that are no event of the report."""


BATCH = 25
"""Reports that a writer wrote in one go, mostly of one or two conflicts."""


def labelled_reports(folder: Path = FOLDER) -> Iterator[LabelledReport]:
    """The reports of every file, in order; passages that the text lacks are left out."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(folder.glob("*.yaml")):
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)["reports"]  # noqa: S506 (a safe loader)
        for number, row in enumerate(rows):
            yield LabelledReport(
                group=f"{path.stem} {number // BATCH}",
                pack=row["pack"],
                document=Document(id=row["id"], text=row["text"], published=Published(day=row["published"])),
                events=tuple(_events(row)),
                background=_passages(row["text"], row.get("background") or ()),
            )


def _events(row: dict[str, Any]) -> Iterator[LabelledEvent]:
    for number, told in enumerate(row["events"], start=1):
        yield LabelledEvent(
            id=f"{row['id']} {number}",
            sub_event=SubEventType(_slug(told["sub_event"])),
            first=told["first"],
            last=told["last"],
            day_told=told["day_told"],
            place=told["place"],
            passages=_passages(row["text"], told["words"]),
        )


def _slug(name: str) -> str:
    """ "Air/drone strike" as our records write it."""
    return name.lower().replace("/", "_").replace("-", "_").replace(" ", "_")


def _passages(text: str, quotes: list[str]) -> tuple[Span, ...]:
    starts = ((text.find(quote), quote) for quote in quotes)
    return tuple(Span(start=start, end=start + len(quote)) for start, quote in starts if start >= 0)
