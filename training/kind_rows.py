"""Write down what `extraction/events/kind_choice.py` sees of each labelled event, for training/train_kinds.py to fit on.

    python -m training.kind_rows ROWS

One row an event, as extraction comes to it: of the reports in training/events, of our own reports that may be read
(benchmarks/corpus/fit), and of the two-sided reports all of whose incidents are of the half `fit`
(benchmarks/task_two_sided_mentions.py says which; they are real news). An event is of the label in whose passages its
triggers stand, else of the one that shares most characters with it. Labelled events that no trigger tells are rows too, made
from the sentences of their passages, and so is what the trigger table says of plain words. ROWS is a scratch file (.npz).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks import own_corpus, two_sided
from benchmarks.parses import cached_analyses
from benchmarks.task_two_sided_mentions import half_of

from training.labelled_events import labelled_reports
from trucewatch.extraction.events.accounts import accounts_of
from trucewatch.extraction.events.coreference import happenings_of, worth_telling
from trucewatch.extraction.events.drafts import Draft
from trucewatch.extraction.events.kind_choice import CLASSES, Told, acts_of, class_of, told_in, verdict_of
from trucewatch.extraction.events.kind_features import features, of_row, of_verdict, vectors
from trucewatch.extraction.events.mentions import drafts_of
from trucewatch.extraction.events.same_event import load_same_event
from trucewatch.extraction.events.triggers import trigger_table, word_classes
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.tagging.states import WIDTH
from trucewatch.records import ACLED_EVENT_TYPES, Document, Span, SubEventType
from trucewatch.situation import load_situation


@dataclass(frozen=True, slots=True)
class Label:
    id: str
    kind: str
    passages: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One event: where it is from, what is seen of it, what the rules made of it, and its kind."""

    group: str
    part: str
    found: set[str]
    states: np.ndarray
    verdict: str
    kind: str


def main() -> None:
    rows = list(read_rows())
    columns = {
        name: np.array([getattr(row, name) for row in rows]) for name in ("group", "part", "verdict", "kind")
    }
    np.savez_compressed(
        sys.argv[1],
        found=np.array(["\n".join(sorted(row.found)) for row in rows]),
        states=np.stack([row.states for row in rows]),
        names=np.array(list(CLASSES)),
        **columns,
    )


def read_rows() -> Iterator[Row]:
    for report in labelled_reports():
        labels = [Label(e.id, class_of(e.sub_event), e.passages) for e in report.events]
        yield from _rows(report.group, "labelled events", report.document, report.pack, labels)
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            part = next((name for name in ("fit-", "third-") if row["id"].startswith(name)), "once blind")
            yield from _rows(group.path.stem, part, two_sided.document(row), group.pack, _labels(gold))
    for document, gold in two_sided.documents():
        incidents = [incident["incident_id"] for incident in gold["incidents"]]
        if incidents and all(half_of(incident) == "fit" for incident in incidents):
            yield from _rows(min(incidents), "real", document, "south_caucasus", _labels(gold))
    yield from _of_table()


def _of_table() -> Iterator[Row]:
    """What the trigger table says of an act whose word tells its kind, alone and with each word that it asks for."""
    weapons = word_classes("instruments.tsv")
    for (word, _), rows in sorted(trigger_table().items()):
        for row in rows:
            if row.strength != "act" or row.event_type not in ACLED_EVENT_TYPES:
                continue
            kind = class_of(row.sub_event_type)
            found = {*of_verdict((row.event_type, row.sub_event_type), True), *of_row(row), f"word={word}"}
            asked = sorted({one for _, words in row.needs for one in words if one.isalpha()}) or [word]
            for other in asked:
                told = {f"word={other}"}
                if other in weapons:
                    told |= {
                        f"{name}={weapons[other]}" for name in ("weapon word", "document weapon", "weapon")
                    }
                yield Row(TABLE, "table", found | told, np.zeros((2, WIDTH), dtype=np.float32), kind, kind)


TABLE = "trigger table"


def _labels(gold: dict[str, Any]) -> list[Label]:
    return [
        Label(
            incident["incident_id"],
            class_of(_sub(incident["sub_event_type"])),
            tuple(
                Span(start=quote["start"], end=quote["end"])
                for key in ("accounts", "casualties")
                for quote in incident[key]
            ),
        )
        for incident in gold["incidents"]
    ]


def _sub(name: str) -> SubEventType | None:
    slug = name.lower().replace("/", "_").replace(" ", "_").replace("-", "_")
    return next((kind for kind in SubEventType if kind.value == slug), None)


def _rows(group: str, part: str, document: Document, pack: str, labels: Sequence[Label]) -> Iterator[Row]:
    situation = load_situation(pack)
    (analysis,) = cached_analyses([document])
    drafts = worth_telling(drafts_of(analysis, find_statements(analysis, situation), situation))
    told = told_in(analysis.sentences(), analysis.states)
    seen = set()
    for happening in happenings_of(accounts_of(drafts, told.sentences), load_same_event()):
        for act in acts_of(account.draft for account in happening):
            label = _label_of(act, labels)
            if label is not None:
                seen.add(label.id)
                yield Row(group, part, *told.described(act), verdict_of(act) or "", label.kind)
    for label in labels:
        if label.id not in seen:
            yield from _untold(group, told, label)


def _untold(group: str, told: Told, label: Label) -> Iterator[Row]:
    """A labelled event that no trigger tells, from the sentences of its passages."""
    sentences = [
        s
        for s in told.sentences
        if any(_shared(Span(start=s.start_char, end=s.end_char), p) >= SHARED for p in label.passages)
    ]
    if sentences:
        found = features([], sentences) | told.weapons
        yield Row(group, "no trigger", found, vectors(sentences, label.passages, told.states), "", label.kind)


SHARED = 12
"""Characters of a passage that a sentence must hold at least."""


def _label_of(drafts: Sequence[Draft], labels: Sequence[Label]) -> Label | None:
    acts = [trigger.span for draft in drafts for trigger in draft.triggers]
    evidence = [draft.evidence for draft in drafts]

    def fits(label: Label) -> tuple[int, int]:
        inside = sum(p.start <= act.start < p.end for act in acts for p in label.passages)
        return inside, sum(_shared(span, p) for span in evidence for p in label.passages)

    ranked = sorted(labels, key=fits, reverse=True)
    if not ranked or fits(ranked[0]) == (0, 0) or (ranked[1:] and fits(ranked[1]) == fits(ranked[0])):
        return None
    return ranked[0]


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


if __name__ == "__main__":
    main()
