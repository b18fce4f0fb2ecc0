"""Fit the weights of `extraction/casualties/claimant_choice.py`: who gives a figure?

    python -m training.train_claimants

Learned from the figures that extraction finds in the two-sided reports at even places, in the fit half of our own
corpus, in the reports with labelled statements and in the cases of tests/cases/casualties, where the labels tell whose
they are: a figure that a casualty label overlaps has that label's claimant; one that only repeats a labelled number has
any of those who give it; one in a labelled statement has its speaker. A conditional logit (softmax over the sides around
the figure), one weight a feature.
Prints the share of figures with the right claimant in cross-validation by file, and writes
extraction/weights/claimants.json from all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from benchmarks import own_corpus, two_sided
from benchmarks.parses import cached_analyses
from sklearn.model_selection import GroupKFold

from training.choosing import Chosen, fit_choice
from training.labelled_statements import LabelledReport, labelled_reports
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualties import finding
from trucewatch.extraction.casualties.claimant_choice import WEIGHTS, likeliest
from trucewatch.extraction.casualties.claimant_features import Told
from trucewatch.extraction.models import load_models
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document
from trucewatch.situation import load_situation

CASES = Path(__file__).parents[1] / "tests" / "cases" / "casualties"
CASES_COUNT = 3.0
"""Weight of a figure of the tests, which must hold."""
FOLDS = 8
SEEN_AT_LEAST = 3
STRENGTH = 10.0
SMALL = 0.02

Row = Mapping[str, Any]
Candidates = Mapping[str | None, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """One figure, the sides whose it may be by the labels, and what is true of each candidate."""

    part: str
    file: str
    document: str
    number: tuple[str, int]
    start: int
    sides: frozenset[str | None]
    candidates: Candidates


def main() -> None:
    examples = list(read_examples())
    groups = [example.file for example in examples]
    given: list[str | None] = [None] * len(examples)
    for learn, rest in GroupKFold(FOLDS).split(examples, groups=groups):
        weights = fit([examples[i] for i in learn])
        for i in rest:
            given[i] = likeliest(examples[i].candidates, weights)
    report(examples, given)
    weights = fit(examples)
    kept = {name: round(value, 3) for name, value in sorted(weights.items())}
    WEIGHTS.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(examples)} figures, {len(weights)} weights")


def report(examples: Sequence[Example], given: Sequence[str | None]) -> None:
    right: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for example, side in zip(examples, given, strict=True):
        right[example.part].append((side in example.sides, bool(example.sides & example.candidates.keys())))
    for part, rows in right.items():
        share, best = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"{part:12} {len(rows):4} figures: claimant right {share:.3f}, among the candidates {best:.3f}")


# --- examples -------------------------------------------------------------------------------------------------------


def read_examples() -> Iterator[Example]:
    for group in own_corpus.groups("fit"):
        first = group.documents[0]["id"].partition("-")[0]
        part = first if first in ("fit", "third") else "blind once"
        analyses = cached_analyses(two_sided.document(row) for row in group.documents)
        for gold, analysis in zip(group.gold, analyses, strict=True):
            yield from _by_figures(_weighed(analysis, group.pack), gold, part, group.path.stem)
    for place, (document, gold) in enumerate(two_sided.documents()):
        if place % 2 == 0:
            name = min((incident["incident_id"] for incident in gold["incidents"]), default=document.id)
            analysis = next(cached_analyses([document]))
            yield from _by_figures(_weighed(analysis, "general"), gold, "two-sided", name)
    yield from _cases()
    reports = list(labelled_reports())
    for labelled, analysis in zip(reports, cached_analyses(r.document for r in reports), strict=True):
        yield from _by_statements(_weighed(analysis, "general"), labelled)


def _cases() -> Iterator[Example]:
    """What the tests of casualty figures hold: rows of category, group, low, high, word, scope and claimant."""
    for path in sorted(CASES.glob("*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
        documents = [
            Document(id=f"{path.stem}-{number}", text=case["text"]) for number, case in enumerate(cases)
        ]
        for case, analysis in zip(cases, cached_analyses(documents, load_models(weights=None)), strict=True):
            rows = [row for row in case["expect"] if len(row) > 6]
            for told, candidates in _weighed(analysis, "general"):
                count = told.harm.count
                sides = {row[6] for row in rows if (row[0], row[2]) == (str(told.harm.category), count.low)}
                if sides:
                    yield _example(told, candidates, sides, "cases", path.stem, analysis.document.id)


def _weighed(analysis: Analysis, pack: str) -> list[tuple[Told, Candidates]]:
    """What extraction weighs of each figure of a document, as it comes to it."""
    situation = load_situation(pack)
    weighed: list[tuple[Told, Candidates]] = []
    weigh = finding.ClaimantFeatures.weigh

    def note(self: finding.ClaimantFeatures, told: Told) -> dict[str | None, set[str]]:
        found = weigh(self, told)
        weighed.append((told, {side: frozenset(names) for side, names in found.items()}))
        return found

    with patch.object(finding.ClaimantFeatures, "weigh", note):
        finding.find_casualties(analysis, find_statements(analysis, situation), situation)
    return weighed


def _by_figures(
    weighed: Iterable[tuple[Told, Candidates]], gold: Row, part: str, file: str
) -> Iterator[Example]:
    labels = [label for incident in gold["incidents"] for label in incident["casualties"]]
    for told, candidates in weighed:
        harm = told.harm
        same = [
            label
            for label in labels
            if (label["category"], label["low"]) == (str(harm.category), harm.count.low)
            and harm.count.word is None
        ]
        here = [
            label for label in same if label.get("start", -1) < harm.end and harm.start < label.get("end", -1)
        ]
        sides = {label["claimant_side"] for label in here or same}
        if sides:
            yield _example(told, candidates, sides, part, file, str(gold.get("id") or gold.get("doc_id")))


def _by_statements(weighed: Sequence[tuple[Told, Candidates]], report: LabelledReport) -> Iterator[Example]:
    given: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for told, _ in weighed:
        at = told.harm.count.start
        given[told.number] |= {s.side for s in report.statements if s.span.start <= at < s.span.end}
    for told, candidates in weighed:
        if given[told.number]:
            yield _example(
                told, candidates, given[told.number], "statements", report.group, report.document.id
            )


def _example(
    told: Told, candidates: Candidates, sides: Iterable[str], part: str, file: str, document: str
) -> Example:
    harm = told.harm
    known = load_situation("general").sides
    return Example(
        part=part,
        file=file,
        document=document,
        number=(str(harm.category), harm.count.low),
        start=harm.count.start,
        sides=frozenset(side if side in known else None for side in sides),
        candidates=candidates,
    )


# --- fitting --------------------------------------------------------------------------------------------------------


def fit(examples: Sequence[Example], strength: float = STRENGTH) -> dict[str, float]:
    """The weights under which the labelled sides are likeliest, small ones left out."""
    usable = [e for e in examples if e.sides & e.candidates.keys() and len(e.candidates) > 1]
    weights = fit_choice(
        [
            Chosen.among(e.candidates, e.sides.__contains__, CASES_COUNT if e.part == "cases" else 1.0)
            for e in usable
        ],
        penalty=strength,
        seen_at_least=SEEN_AT_LEAST,
    )
    return {name: value for name, value in weights.items() if abs(value) >= SMALL}


if __name__ == "__main__":
    main()
