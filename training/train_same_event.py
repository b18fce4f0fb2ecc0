"""Fit the weights of `extraction/events/same_event.py`: do these two accounts tell of one event?

    python -m training.train_same_event

Logistic regression on pairs of accounts of one document: those of benchmarks/corpus/fit, of the documents of the
two-sided set all of whose incidents are of the half `fit` (benchmarks/task_two_sided_mentions.py says which), and of
training/events. An account is of the incident in whose quotes its acts stand; pairs with an account of none, and of two
accounts of the background, are left out. Writes extraction/weights/same_event.json; features seen fewer than
`SEEN_AT_LEAST` times or of small weight are left out.

Eight-fold by file, pairs of labelled accounts that come to stand together: benchmarks/corpus/fit precision .76, recall .84
(.77 and .82 without training/events and with ACCEPTED at 0); two_sided .88, .85. Tried and left out, because they gave
nothing: likeness of the encoder's states, features of lead and denial, more days between, weights of .1 to 1 for
training/events without a base rate of their own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks import own_corpus, two_sided
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from benchmarks.task_two_sided_mentions import document_of, half_of
from sklearn.linear_model import LogisticRegression

from training.labelled_events import LabelledReport, labelled_reports
from trucewatch.extraction.events.accounts import Accounts, accounts_of
from trucewatch.extraction.events.coreference import happenings_of, worth_telling
from trucewatch.extraction.events.drafts import Draft
from trucewatch.extraction.events.mentions import drafts_of
from trucewatch.extraction.events.same_event import WEIGHTS, SameEvent
from trucewatch.extraction.events.same_event_features import features
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document
from trucewatch.situation import load_situation

SEEN_AT_LEAST = 8
STRENGTH = 0.1
SMALL = 0.02
FOLDS = 8
ACCEPTED = -0.26
"""Log odds from which an account joins an event. From -.4 to -.2 pairs of other files come out equally well; within that
the reports of the demonstration decided."""
OF_INVENTED = "of training/events"
"""A feature of all their pairs: those reports tell of several events on purpose and seldom of one twice. How often two
accounts are one is so learned apart, and only what tells them apart is learned from all."""
FREELY = 3.0
"""Size of that feature: the larger, the less its weight is held down."""
BACKGROUND = "background"
"""How an incident begins that is none: two of them may or may not be one."""

OWN, TWO_SIDED, INVENTED = "benchmarks/corpus/fit", "two_sided", "training/events"

Pair = tuple[int, int]
Quote = tuple[int, int, str]
"""Where a passage begins and ends, and the incident that it tells of."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its accounts, the incident of each, and what is true of each labelled pair."""

    file: str
    source: str
    accounts: Accounts
    incidents: tuple[str | None, ...]
    pairs: dict[Pair, set[str]]

    def is_same(self, pair: Pair) -> bool:
        return self.incidents[pair[0]] == self.incidents[pair[1]]

    def found(self, pair: Pair) -> set[str]:
        return self.pairs[pair] | ({OF_INVENTED} if self.source == INVENTED else set())


def main() -> None:
    used = list(cases())
    files = sorted({case.file for case in used})
    fold = {file: number % FOLDS for number, file in enumerate(files)}
    held = [
        (fit([c for c in used if fold[c.file] != k]), [c for c in used if fold[c.file] == k])
        for k in range(FOLDS)
    ]
    weights = fit(used)
    kept = {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= SMALL}
    WEIGHTS.write_text(
        json.dumps({"accepted": ACCEPTED, "weights": kept}, ensure_ascii=False, indent=0) + "\n",
        encoding="utf-8",
    )
    print(f"{len(kept)} weights; pairs of accounts that come to stand together, by weights of other files:")
    for source in (OWN, TWO_SIDED):
        some = [(weights, [case for case in rest if case.source == source]) for weights, rest in held]
        precision, recall = scores(some, ACCEPTED)
        print(f"  {source}: precision {precision:.3f}, recall {recall:.3f}")


def cases() -> Iterator[Case]:
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            yield _case((OWN, group.path.stem), two_sided.document(row), _quotes(gold), group.pack)
    gold_rows = {row["id"]: row for row in rows("two_sided_gold")}
    for row in rows("two_sided_documents"):
        told = gold_rows.get(row["id"], {}).get("incidents") or ()
        if told and all(half_of(incident["incident_id"]) == "fit" for incident in told):
            name = (TWO_SIDED, f"two_sided {told[0]['incident_id']}")
            yield _case(name, document_of(row), _quotes(gold_rows[row["id"]]), "south_caucasus")
    for report in labelled_reports():
        yield _case((INVENTED, report.group), report.document, _passages(report), report.pack)


def _quotes(gold: dict[str, Any]) -> list[Quote]:
    return [
        (quote["start"], quote["end"], incident["incident_id"])
        for incident in gold["incidents"]
        for key in ("accounts", "casualties")
        for quote in incident[key]
    ]


def _passages(report: LabelledReport) -> list[Quote]:
    told = [(span.start, span.end, event.id) for event in report.events for span in event.passages]
    beside = [
        (span.start, span.end, f"{BACKGROUND} {number}") for number, span in enumerate(report.background)
    ]
    return [*told, *beside]


def _case(name: tuple[str, str], document: Document, quotes: list[Quote], pack: str) -> Case:
    situation = load_situation(pack)
    (analysis,) = cached_analyses([document])
    drafts = drafts_of(analysis, find_statements(analysis, situation), situation)
    told = worth_telling(drafts)
    accounts = accounts_of(told, analysis.sentences())
    incidents = tuple(_incident(draft, quotes) for draft in told)
    source, file = name
    return Case(file, source, accounts, incidents, dict(_pairs(accounts, incidents)))


def _pairs(accounts: Accounts, incidents: Sequence[str | None]) -> Iterator[tuple[Pair, set[str]]]:
    for later in accounts.told:
        for earlier in accounts.told[: later.number]:
            told = (incidents[earlier.number], incidents[later.number])
            if all(told) and not all(name is not None and name.startswith(BACKGROUND) for name in told):
                yield (earlier.number, later.number), features(earlier, later, accounts)


def _incident(draft: Draft, quotes: Sequence[Quote]) -> str | None:
    """The incident in whose quotes most of its acts stand, else the only one whose quotes touch its sentence."""
    acts: Counter[str] = Counter()
    for trigger in draft.triggers:
        acts.update({name for start, end, name in quotes if start <= trigger.token.idx < end})
    if acts:
        (best, most), *rest = acts.most_common()
        return best if not rest or rest[0][1] < most else None
    span = draft.evidence
    touched = {name for start, end, name in quotes if start < span.end and span.start < end}
    return touched.pop() if len(touched) == 1 else None


def fit(used: Iterable[Case]) -> dict[str, float]:
    """One weight a feature; a document's pairs weigh together the root of their number."""
    pairs = [(case, pair) for case in used for pair in case.pairs]
    seen = Counter(name for case, pair in pairs for name in case.found(pair))
    columns = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= SEEN_AT_LEAST))}
    table = np.zeros((len(pairs), len(columns)))
    for row, (case, pair) in enumerate(pairs):
        table[row, [columns[name] for name in case.found(pair) if name in columns]] = 1.0
    if OF_INVENTED in columns:
        table[:, columns[OF_INVENTED]] *= FREELY
    labels = [case.is_same(pair) for case, pair in pairs]
    shares = np.array([len(case.pairs) ** -0.5 for case, _ in pairs])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=3000)
    model.fit(table, labels, sample_weight=shares / shares.mean())
    return {name: float(model.coef_[0][i]) for name, i in columns.items() if name != OF_INVENTED}


def scores(held: Sequence[tuple[dict[str, float], Sequence[Case]]], accepted: float) -> tuple[float, float]:
    """Precision and recall of pairs of labelled accounts brought together, each file read by weights of the others."""
    right = given = wanted = 0
    for weights, some in held:
        model = SameEvent(weights, accepted)
        for case in some:
            home = {
                account.number: number
                for number, happening in enumerate(happenings_of(case.accounts, model))
                for account in happening
            }
            for pair in case.pairs:
                ours = pair[0] in home and home[pair[0]] == home.get(pair[1])
                given += ours
                wanted += case.is_same(pair)
                right += ours and case.is_same(pair)
    return right / max(given, 1), right / max(wanted, 1)


if __name__ == "__main__":
    main()
