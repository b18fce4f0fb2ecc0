"""Fit the weights of `linking/sameness.py`: do two mentions of one report tell of one event?

    python -m training.train_sameness

Logistic regression on pairs of mentions whose passages are labelled with their incident: the half of our own corpus
that may be read, and those two-sided reports of which every incident belongs to linking's fitting half. A report of
many pairs counts as the root of their number. Prints pair precision, recall and F1 of the tellings in ten-fold
cross-validation by group of reports, then writes linking/sameness.json from all of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from unittest.mock import patch

import numpy as np
from benchmarks import own_corpus, task_own_corpus, two_sided
from benchmarks.parses import cached_analyses
from benchmarks.task_linking_documents import is_fit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.linking import sameness
from trucewatch.linking.grouping import Reading, profiles_of, tellings_of
from trucewatch.linking.tellings import forms_incident
from trucewatch.records import Document, Mention, Statement
from trucewatch.situation import Situation, load_situation

STRENGTH = 0.1
FOLDS = 10
SMALL = 0.02


@dataclass(frozen=True, slots=True)
class Report:
    """A labelled report with what extraction finds in it."""

    group: str
    reading: Reading
    mentions: tuple[Mention, ...]
    incidents: dict[str, str]
    """Of each mention that meets a label: its incident."""


@dataclass(frozen=True, slots=True)
class Pairs:
    features: tuple[dict[str, float], ...]
    same: np.ndarray
    weights: np.ndarray
    groups: np.ndarray


def main() -> None:
    reports = [*_own(), *_two_sided()]
    pairs = _pairs(reports)
    print(f"{len(pairs.same)} pairs of {len(set(pairs.groups))} groups, {pairs.same.mean():.2f} of one event")
    scores: Counter[str] = Counter()
    for learn, rest in GroupKFold(FOLDS).split(pairs.features, pairs.same, pairs.groups):
        left_out = set(pairs.groups[rest])
        fitted = _fit(pairs, learn)
        with patch.object(sameness, "load_weights", return_value=fitted):
            for report in reports:
                if report.group in left_out:
                    scores.update(_score(report))
    precision = scores["right"] / scores["given"]
    recall = scores["right"] / scores["wanted"]
    print(f"left out: precision {precision:.3f}, recall {recall:.3f}, "
          f"F1 {2 * precision * recall / (precision + recall):.3f}")  # fmt: skip
    weights = _fit(pairs, np.arange(len(pairs.same)))
    kept = {name: round(value, 3) for name, value in sorted(weights.items()) if abs(value) >= SMALL}
    sameness.WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights")


def _fit(pairs: Pairs, rows: np.ndarray) -> dict[str, float]:
    names = sorted({name for row in rows for name in pairs.features[row]})
    columns = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for name, value in pairs.features[row].items():
            table[n, columns[name]] = value
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(table, pairs.same[rows], sample_weight=pairs.weights[rows])
    start = float(model.intercept_[0])
    return {"start": start, **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def _pairs(reports: list[Report]) -> Pairs:
    features, same, weights, groups = [], [], [], []
    for report in reports:
        profiles = [
            p for p in profiles_of(report.mentions, report.reading) if p.mention.id in report.incidents
        ]
        own = list(combinations(profiles, 2))
        for first, then in own:
            features.append(dict(sameness.features(first, then, report.reading.document.text)))
            same.append(report.incidents[first.mention.id] == report.incidents[then.mention.id])
            weights.append(len(own) ** -0.5)
            groups.append(report.group)
    return Pairs(tuple(features), np.array(same), np.array(weights), np.array(groups))


def _score(report: Report) -> dict[str, int]:
    """Pairs of mentions that are right, given and wanted."""
    telling = {
        m.id: n for n, t in enumerate(tellings_of(report.mentions, report.reading)) for m in t.mentions
    }
    pairs = list(combinations(sorted(report.incidents), 2))
    given = {pair for pair in pairs if telling[pair[0]] == telling[pair[1]]}
    wanted = {pair for pair in pairs if report.incidents[pair[0]] == report.incidents[pair[1]]}
    return {"right": len(given & wanted), "given": len(given), "wanted": len(wanted)}


def _own() -> Iterator[Report]:
    for group in own_corpus.groups("fit"):
        for read in task_own_corpus.read((group,)):
            found = (read.mentions, read.statements)
            yield _report(group.path.stem, (read.document, read.gold), found, load_situation(read.pack))


def _two_sided() -> Iterator[Report]:
    situation = load_situation("general")
    labelled = {
        document.id: (document, gold)
        for document, gold in two_sided.documents()
        if gold["incidents"] and all(is_fit(incident["incident_id"]) for incident in gold["incidents"])
    }
    for analysis in cached_analyses([document for document, _ in labelled.values()]):
        statements = find_statements(analysis, situation)
        document, gold = labelled[analysis.document.id]
        group = min(incident["incident_id"] for incident in gold["incidents"])
        found = (find_mentions(analysis, statements, situation), statements)
        yield _report(group, (document, gold), found, situation)


def _report(
    group: str,
    labelled: tuple[Document, dict[str, Any]],
    found: tuple[tuple[Mention, ...], tuple[Statement, ...]],
    situation: Situation,
) -> Report:
    (document, gold), (mentions, statements) = labelled, found
    by_id = {statement.id: statement for statement in statements}
    reading = Reading(
        document=document,
        statements=by_id,
        said=statements,
        camps_of={side: situation.camp(side) for side in situation.sides},
        apart=lambda _a, _b: False,
    )
    forming = tuple(m for m in mentions if forms_incident(m, by_id))
    incidents = {m.id: incident for m in forming if (incident := _incident(m, gold)) is not None}
    return Report(group, reading, forming, incidents)


def _incident(mention: Mention, gold: dict[str, Any]) -> str | None:
    """The labelled incident that the mention's trigger stands in, else the one its passages share most with."""
    shared: Counter[str] = Counter()
    for incident in gold["incidents"]:
        for label in (*incident["accounts"], *incident["casualties"]):
            start, end = label["start"], label["end"]
            if start <= mention.trigger.start < end:
                shared[incident["incident_id"]] += len(mention.evidence.quote) + 1
            for passage in (mention.evidence, *mention.more_evidence):
                shared[incident["incident_id"]] += max(0, min(end, passage.end) - max(start, passage.start))
    best = shared.most_common(1)
    return best[0][0] if best and best[0][1] > 0 else None


if __name__ == "__main__":
    main()
