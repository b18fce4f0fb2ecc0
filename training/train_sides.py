"""Fit the weights of `extraction/statements/side_choice.py`: which side do the words of a speaker mean?

    python -m training.train_sides

Learned from the accounts, casualty figures and other acts that the two-sided fit half (documents at even places) and
the fit half of our own corpus label with the side that speaks, from our own short statements, from the reports of
training/statements and from the cases of tests/cases/attribution. A conditional logit (softmax over the sides that the
report knows), one weight a feature. Every speaker's features depend on how the earlier ones were resolved, so the reports
are read again with the weights of the last round; in cross-validation with weights that have not seen their file. Writes
extraction/weights/sides.json and prints the cross-validated shares.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import yaml
from benchmarks import own_corpus, own_statements, two_sided
from benchmarks import task_two_sided_statements as speaking
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from sklearn.model_selection import GroupKFold

from training.choosing import Chosen, fit_choice
from training.labelled_statements import labelled_reports
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.finding import weigh_speakers
from trucewatch.extraction.statements.side_choice import WEIGHTS, SideChoice
from trucewatch.records import Document, Span, Stance, Statement
from trucewatch.situation import Situation, load_situation

CASES = Path(__file__).parents[1] / "tests" / "cases" / "attribution"
FOLDS = 8
ROUNDS = 2
SEEN_AT_LEAST = 3
STRENGTH = 4.0
SMALL = 0.05
ACCEPTED = 0.4
LATE = dict.fromkeys(("own, unread", "own, third", "own, fourth", "own, fifth", "own, sixth"), 2.0)
COUNTS = {**LATE, "cases": 12.0, "written": 0.7}
"""Weights of examples: of files that were labelled before the rules saw them, and of what tests must hold."""
UNKNOWN = 2.0
"""Further weight of examples that labels leave without a side: few are labelled, many are met."""
NOBODY = ("OTHER", "NOBODY")
COVERED = 0.5
"""Share of a label's quote that a statement must cover to be what is labelled."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report with its labels."""

    file: str
    part: str
    situation: Situation
    analysis: Analysis
    gold: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One speaker with the side that the labels give, and what is true of each candidate."""

    part: str
    side: str | None
    candidates: Mapping[str | None, frozenset[str]]


def main() -> None:
    reports = [*_own(), *_two_sided(), *_statements(), *_written(), *_cases()]
    folds = list(GroupKFold(FOLDS).split(reports, groups=[r.file for r in reports]))
    nothing = SideChoice({}, 1.0)
    examples = [_read(report, nothing) for report in reports]
    for _ in range(ROUNDS):
        last = examples
        for seen, unseen in folds:
            choice = fit([e for i in seen for e in last[i]])
            examples = [*examples]
            for i in unseen:
                examples[i] = _read(reports[i], choice)
        _report(examples, folds)
    choice = fit([e for own in examples for e in own])
    stored = {"accepted": choice.accepted, "weights": dict(sorted(choice.weights.items()))}
    WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(choice.weights)} weights")


# --- labels --------------------------------------------------------------------------------------------------------


def _own() -> Iterator[Report]:
    for group in own_corpus.groups("fit"):
        written = {row["id"].partition("-")[0] for row in group.documents}
        analyses = cached_analyses(two_sided.document(row) for row in group.documents)
        for gold, analysis in zip(group.gold, analyses, strict=True):
            late = next(iter(written & {"third", "fourth", "fifth", "sixth"}), "unread")
            part = f"own, {'read' if written == {'fit'} else late}"
            yield Report(group.path.name, part, load_situation(group.pack), analysis, gold)


def _two_sided() -> Iterator[Report]:
    documents = {row["id"]: two_sided.document(row) for row in rows("two_sided_documents")}
    golds = sorted(rows("two_sided_gold"), key=lambda row: str(row["id"]))[0::2]
    for gold, analysis in zip(golds, cached_analyses(documents[g["id"]] for g in golds), strict=True):
        yield Report(str(gold["id"]), "two-sided", load_situation("general"), analysis, gold)


def _statements() -> Iterator[Report]:
    for path in sorted(own_statements.FOLDER.glob("*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
        documents = [Document(id=f"{path.stem}-{n}", text=case["text"]) for n, case in enumerate(cases)]
        for number, (case, analysis) in enumerate(zip(cases, cached_analyses(documents), strict=True)):
            accounts = [
                {
                    "claimant_side": side,
                    "start": case["text"].find(words),
                    "end": case["text"].find(words) + len(words),
                }
                for side, _, _, words in case.get("accounts", ())
                if side
            ]
            gold = {"incidents": [{"accounts": accounts}]}
            yield Report(f"{path.stem} {number // 10}", "short", load_situation("general"), analysis, gold)


def _written() -> Iterator[Report]:
    """Reports of training/statements: of every statement whose speaker is named, the side."""
    general = load_situation("general")
    written = list(labelled_reports())
    for report, analysis in zip(written, cached_analyses(r.document for r in written), strict=True):
        accounts = [
            said.account | {"claimant_side": said.side if said.side in general.sides else NOBODY[0]}
            for said in report.statements
            if said.who is not None
        ]
        yield Report(
            f"written {report.group}", "written", general, analysis, {"incidents": [{"accounts": accounts}]}
        )


def _cases() -> Iterator[Report]:
    for path in sorted(CASES.glob("*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
        documents = [
            Document(id=f"{path.stem}-{n}", text=case["text"], publisher=case.get("publisher"))
            for n, case in enumerate(cases)
        ]
        for case, analysis in zip(cases, cached_analyses(documents), strict=True):
            yield Report(
                path.name, "cases", load_situation("general"), analysis, {"expect": case.get("expect", ())}
            )


def _read(report: Report, choice: SideChoice) -> list[Example]:
    statements, weighed = weigh_speakers(report.analysis, report.situation, choice)
    sides = _labels(report.gold, statements)
    found = []
    for one in {one.at: one for one in weighed}.values():
        if one.at in sides:
            side = sides[one.at].most_common(1)[0][0]
            candidates = {c: frozenset(names) for c, names in one.candidates.items()}
            found.append(Example(report.part, _among(side, candidates, report.situation), candidates))
    return found


def _among(side: str, candidates: Mapping[str | None, frozenset[str]], situation: Situation) -> str | None:
    """The candidate that a label means: itself, or one of its camp; "" where none is."""
    if side in NOBODY:
        return None
    camp = situation.camp(side)
    same = sorted(c for c in candidates if c is not None and situation.camp(c) == camp)
    return side if side in candidates else same[0] if same else ""


def _labels(gold: Mapping[str, Any], statements: Sequence[Statement]) -> dict[int, Counter[str]]:
    """Where speakers begin, with how often the labels give them each side."""
    told = [s for s in statements if s.stance is not Stance.OUTLET and s.speaker is not None]
    found: dict[int, Counter[str]] = defaultdict(Counter)
    only = len({s.speaker.start for s in told if s.speaker is not None}) == 1
    for wanted in gold.get("expect", ()):
        for s in told:
            quotes = any(wanted.get("content", "") in quote.quote for quote in s.quotes)
            by = wanted.get("speaker")
            names = s.speaker is not None and (by in s.speaker.text if by else only)
            if s.speaker is not None and names and quotes and "side" in wanted:
                found[s.speaker.start][wanted["side"] or "NOBODY"] += 1
    for start, end, side, weight in _quoted(gold):
        quote = Span(start=start, end=end)
        over = [s for s in told if s.evidence.span.overlaps(quote)]
        best = max(over, key=lambda s: speaking.closeness(s, quote), default=None)
        if best is not None and best.speaker is not None and speaking.closeness(best, quote)[0] >= COVERED:
            found[best.speaker.start][side] += weight
    return found


def _quoted(gold: Mapping[str, Any]) -> Iterator[tuple[int, int, str, int]]:
    labels = [(row, row["claimant_side"], 2) for i in gold.get("incidents", ()) for row in i["accounts"]]
    labels += [
        (row, row["claimant_side"], 1) for i in gold.get("incidents", ()) for row in i.get("casualties", ())
    ]
    labels += [(row, row["actor_side"], 1) for row in gold.get("other", ())]
    for row, side, weight in labels:
        if row.get("start", -1) >= 0 and side != "MEDIA":
            yield row["start"], row["end"], side, weight


# --- fitting -------------------------------------------------------------------------------------------------------


def fit(examples: Sequence[Example], strength: float = STRENGTH) -> SideChoice:
    """The weights under which the labelled sides are likeliest, small ones left out."""
    used = [e for e in examples if e.side != ""]
    chosen = [
        Chosen.among(
            e.candidates, partial(eq, e.side), COUNTS.get(e.part, 1.0) * (1.0 if e.side else UNKNOWN)
        )
        for e in used
    ]
    weights = fit_choice(chosen, penalty=strength, seen_at_least=SEEN_AT_LEAST)
    kept = {name: round(value, 3) for name, value in weights.items() if abs(value) >= SMALL}
    return SideChoice(kept, ACCEPTED)


def _report(examples: Sequence[Sequence[Example]], folds: Sequence[Any]) -> None:
    """Shares of labelled speakers given the right side, a wrong one or none, by weights that saw none of their file."""
    counts: Counter[tuple[str, str]] = Counter()
    for seen, unseen in folds:
        choice = fit([e for i in seen for e in examples[i]])
        for e in (e for i in unseen for e in examples[i] if e.side is not None):
            best = choice.best(e.candidates)
            counts[e.part, "right" if best == e.side else "none" if best is None else "wrong"] += 1
    for part in sorted({part for part, _ in counts}):
        total = sum(n for (p, _), n in counts.items() if p == part)
        shares = (f"{what} {counts[part, what] / total:.3f}" for what in ("right", "wrong", "none"))
        print(f"{part:12} {total:4} speakers:", ", ".join(shares))


if __name__ == "__main__":
    main()
