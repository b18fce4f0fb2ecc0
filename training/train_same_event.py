"""Fit the weights of `extraction/events/same_event.py`: do these two accounts tell of one event?

    python -m training.train_same_event

Logistic regression on pairs of accounts of one document: those of benchmarks/corpus/fit, and of the documents of the
two-sided set all of whose incidents are of the half `fit` (benchmarks/task_two_sided_mentions.py says which). An account
is of the incident in whose quotes its acts stand; pairs of accounts of no incident are left out. Writes
extraction/weights/same_event.json; features seen fewer than `SEEN_AT_LEAST` times or of small weight are left out.
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
ACCEPTED = 0.25
"""Log odds from which an account joins an event. The best F1 of pairs is had at about zero; but two events that are told
as one are worse than one told as two, which linking may still join."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its accounts, the incident of each, and what is true of each labelled pair."""

    file: str
    accounts: Accounts
    incidents: tuple[str | None, ...]
    pairs: dict[Pair, set[str]]

    def is_same(self, pair: Pair) -> bool:
        return self.incidents[pair[0]] == self.incidents[pair[1]]


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
    print(f"{len(kept)} weights, F1 of pairs {f1(held, ACCEPTED):.3f} by weights of other files")


def cases() -> Iterator[Case]:
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            yield _case(group.path.stem, two_sided.document(row), gold, group.pack)
    gold_rows = {row["id"]: row for row in rows("two_sided_gold")}
    for row in rows("two_sided_documents"):
        told = gold_rows.get(row["id"], {}).get("incidents") or ()
        if told and all(half_of(incident["incident_id"]) == "fit" for incident in told):
            file = f"two_sided {told[0]['incident_id']}"
            yield _case(file, document_of(row), gold_rows[row["id"]], "south_caucasus")


def _case(file: str, document: Document, gold: dict[str, Any], pack: str) -> Case:
    situation = load_situation(pack)
    (analysis,) = cached_analyses([document])
    drafts = drafts_of(analysis, find_statements(analysis, situation), situation)
    told = worth_telling(drafts)
    accounts = accounts_of(told, analysis.sentences())
    incidents = tuple(_incident(draft, gold) for draft in told)
    return Case(file, accounts, incidents, dict(_pairs(accounts, incidents)))


def _pairs(accounts: Accounts, incidents: Sequence[str | None]) -> Iterator[tuple[Pair, set[str]]]:
    for later in accounts.told:
        for earlier in accounts.told[: later.number]:
            if incidents[earlier.number] and incidents[later.number]:
                yield (earlier.number, later.number), features(earlier, later, accounts)


def _incident(draft: Draft, gold: dict[str, Any]) -> str | None:
    """The incident in whose quotes most of its acts stand, else the only one whose quotes touch its sentence."""
    quotes = [
        (quote["start"], quote["end"], incident["incident_id"])
        for incident in gold["incidents"]
        for key in ("accounts", "casualties")
        for quote in incident[key]
    ]
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
    seen = Counter(name for case, pair in pairs for name in case.pairs[pair])
    columns = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= SEEN_AT_LEAST))}
    table = np.zeros((len(pairs), len(columns)))
    for row, (case, pair) in enumerate(pairs):
        table[row, [columns[name] for name in case.pairs[pair] if name in columns]] = 1.0
    labels = [case.is_same(pair) for case, pair in pairs]
    shares = np.array([len(case.pairs) ** -0.5 for case, _ in pairs])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=3000)
    model.fit(table, labels, sample_weight=shares / shares.mean())
    return {name: float(model.coef_[0][i]) for name, i in columns.items()}


def f1(held: Sequence[tuple[dict[str, float], Sequence[Case]]], accepted: float) -> float:
    """Of pairs of labelled accounts that come to stand together, where each file is read by weights of the others."""
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
    return 2 * right / max(given + wanted, 1)


if __name__ == "__main__":
    main()
