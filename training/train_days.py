"""Fit the weights of `extraction/events/day_choice.py`: which of the days that a report names is that of an act?

    python -m training.train_days

Conditional logit over the days that may be those of an act without a day of its own: of the reports in training/events,
of our own reports that may be read (benchmarks/corpus/fit), and of the two-sided reports all of whose incidents are of the
half `fit` (benchmarks/task_two_sided_mentions.py says which; they are real news, and count `REAL` times). An act is of the
event that shares most words with it; days within the event's are right. Acts whose day their report does not tell,
and acts none of whose days is right, are left out. Prints how many events get their day in ten-fold cross-validation by
file, by group of reports, then writes extraction/weights/days.json from all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

from benchmarks import own_corpus, two_sided
from benchmarks.parses import cached_analyses
from benchmarks.task_two_sided_mentions import half_of
from sklearn.model_selection import GroupKFold

from training.choosing import Chosen, fit_choice
from training.labelled_events import labelled_reports
from trucewatch.extraction.events.day_choice import WEIGHTS, DayChoice, Days
from trucewatch.extraction.events.day_features import Calendar
from trucewatch.extraction.events.drafts import Draft
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document
from trucewatch.situation import load_situation

PENALTY = 3.0
REAL = 2.0
FOLDS = 10
SMALL = 0.02

Row = dict[str, Any]
Described = Mapping[Days, set[str]]


@dataclass(frozen=True, slots=True)
class Happened:
    """One labelled event of a report."""

    id: str
    """Unique: the report's, too."""
    passages: tuple[tuple[int, int], ...]
    days: Days
    is_told: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One act with the days that may be its own, and the event that it is of."""

    group: str
    part: str
    event: Happened
    shared: int
    """Characters that it shares with the event's passages."""
    described: Described

    def is_right(self, days: Days | None) -> bool:
        first, last = self.event.days
        return days is not None and first <= days[0] and days[1] <= last


def main() -> None:
    acts = list(read_acts())
    chosen: dict[int, Days | None] = {}
    groups = [act.group for act in acts]
    for learn, rest in GroupKFold(FOLDS).split(acts, groups=groups):
        choice = DayChoice(fit([acts[number] for number in learn]))
        chosen |= {int(number): choice.best(acts[number].described) for number in rest}
    report(acts, chosen)
    weights = fit(acts)
    kept = {name: round(value, 3) for name, value in sorted(weights.items()) if abs(value) >= SMALL}
    WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights")


# --- acts ---------------------------------------------------------------------------------------------------------


def read_acts() -> Iterator[Act]:
    """The acts of the labelled reports, as extraction comes to them."""
    for report in labelled_reports():
        events = [
            Happened(e.id, tuple((p.start, p.end) for p in e.passages), (e.first, e.last), e.day_told)
            for e in report.events
        ]
        yield from _of_report(report.group, "events", report.document, events, report.pack)
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            document = two_sided.document(row)
            part = next((p for p in ("fit-", "third-") if document.id.startswith(p)), "once blind")
            yield from _of_report(group.path.stem, part, document, _happened(gold), group.pack)
    for document, gold in two_sided.documents():
        incidents = [incident["incident_id"] for incident in gold["incidents"]]
        if incidents and all(half_of(incident) == "fit" for incident in incidents):
            yield from _of_report(min(incidents), "real", document, _happened(gold), "south_caucasus")


def _happened(gold: Row) -> list[Happened]:
    return [
        Happened(
            id=f"{gold['id']} {incident['incident_id']}",
            passages=tuple(
                (p["start"], p["end"]) for key in ("accounts", "casualties") for p in incident[key]
            ),
            days=(date.fromisoformat(incident["date_start"]), date.fromisoformat(incident["date_end"])),
            is_told=incident.get("date_basis") != "not_in_document",
        )
        for incident in gold["incidents"]
    ]


def _of_report(
    group: str, part: str, document: Document, labelled: Sequence[Happened], pack: str
) -> Iterator[Act]:
    situation = load_situation(pack)
    seen: list[tuple[Draft, Described]] = []
    describe = Calendar.described

    def note(self: Calendar, event: Draft) -> dict[Days, set[str]]:
        found = describe(self, event)
        seen.append((event, found))
        return found

    (analysis,) = cached_analyses([document])
    with patch.object(Calendar, "described", note):
        find_mentions(analysis, find_statements(analysis, situation), situation)
    for draft, described in seen:
        event = max(labelled, key=lambda one: _shared(draft, one), default=None)
        if event is not None and _shared(draft, event):
            yield Act(group, part, event, _shared(draft, event), described)


def _shared(draft: Draft, event: Happened) -> int:
    own = [(span.start, span.end) for span in (draft.evidence, *draft.more)]
    return sum(max(0, min(b, d) - max(a, c)) for a, b in own for c, d in event.passages)


# --- model --------------------------------------------------------------------------------------------------------


def fit(acts: Sequence[Act]) -> dict[str, float]:
    """The weights under which the right days are likeliest, kept small."""
    used = [act for act in acts if act.event.is_told and any(map(act.is_right, act.described))]
    examples = [
        Chosen.among(act.described, act.is_right, REAL if act.part == "real" else 1.0) for act in used
    ]
    return fit_choice(examples, penalty=PENALTY)


# --- figures ------------------------------------------------------------------------------------------------------


def report(acts: Sequence[Act], chosen: Mapping[int, Days | None]) -> None:
    """Of the events that have such acts: the one that shares most with the passages has to have the day."""
    told: dict[str, list[int]] = defaultdict(list)
    for number, act in enumerate(acts):
        told[act.event.id].append(number)
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for numbers in told.values():
        best = max(numbers, key=lambda number: acts[number].shared)
        act = acts[best]
        rows[act.part].append((act.is_right(chosen[best]), any(map(act.is_right, act.described))))
    for part, found in rows.items():
        right, possible = (sum(column) / len(found) for column in zip(*found, strict=True))
        print(f"{part:12} {len(found):4} events, day right {right:.3f} of {possible:.3f} possible")


if __name__ == "__main__":
    main()
