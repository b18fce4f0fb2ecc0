"""Fit what of the lexicon's words and the network's guesses is believed, and which tellings are of one matter.

    python -m training.fit_ledger_trust FOLDER

FOLDER holds the nets of training/train_matters.py that were each fitted without one fold of the cases: only so are their
guesses on these as good as on reports that nobody has labelled. Three choices, each cross-validated by the same folds: whether
a sentence tells of a ledger, which state it tells after the one told before it, and whether it goes on with an earlier
matter. Cases whose words the lexicon's writers had seen count less for the first; sentences of news reports in which an entry
seemed to be count more. Writes ledgers/trust.json and likeness.json.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.parses import cached_analyses
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from training.ledger_cases import (
    FOLDS,
    LabelledCase,
    LookedAt,
    Telling,
    fold_of,
    labelled_cases,
    reports_looked_at,
    tellings,
)
from trucewatch import ledgers
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.statements.matter_network import STATES, load_matter_network
from trucewatch.extraction.statements.matters import with_matters
from trucewatch.ledgers.finding import candidates
from trucewatch.ledgers.likeness import together
from trucewatch.ledgers.matter import Matters
from trucewatch.ledgers.told import Finding
from trucewatch.ledgers.trust import LEAST, Candidate, Trust, load_trust, trusted
from trucewatch.records import Document, LedgerKind, Statement
from trucewatch.situation import Situation, load_situation

COUNTS = {"even": 0.5, "fit": 0.7, "open": 1.0, "unread": 1.0}
"""What a case of each set counts for how far words of the lexicon are trusted."""
WORDED_ENOUGH, GUESSED_ENOUGH, SLIGHT = 0.33, 0.7, 0.08
"""Chances; what is slight may still move an entry on. On the written cases lower ones of guesses and .05 were best, but these
are dense with matters: in the news of the demonstration such chances made entries of headlines and of what nobody promised.
For words it was .42 until there were cases written to mislead them, which make every chance of words smaller."""
WORDED_MORE = 2.0
"""What the lexicon's word on a state counts more than the fit has it, for the same reason."""
OF_NEWS = 2.0
"""What a sentence of a news report counts: there are few, and they are like what is read."""
CROWD, OF_A_CROWD = 12, 2.0
"""Cases of one pack whose matters are no sequels of one another's, and what a pair of two of them counts."""
STRENGTH, STRENGTH_ONE_MATTER, STRENGTH_SEVERAL = 0.1, 0.07, 0.7
Weigh = Callable[[Mapping[str, float], Sequence[Finding], Finding], float]
Row = tuple[dict[str, float], bool, int, float]
"""What speaks for it, whether it is so, the fold and what the row counts."""


@dataclass(frozen=True)
class Read:
    """A case with its statements and candidates."""

    case: LabelledCase
    statements: list[Statement]
    candidates: list[Candidate]
    told: list[Telling]

    def tellings_at(self, finding: Finding) -> list[Telling]:
        """The labelled words of a finding's ledger in its sentence."""
        number = [d.id for d in self.case.documents].index(finding.evidence.document_id)
        start, end = finding.at, finding.until
        for matter in (
            m for s in self.statements if s.document_id == finding.evidence.document_id for m in s.matters
        ):
            if matter.sentence.start <= finding.at < matter.sentence.end:
                start, end = matter.sentence.start, matter.sentence.end
        return [
            t
            for t in self.told
            if t.document == number and t.kind == finding.ledger and t.start < end and start < t.end
        ]


def main() -> None:
    folder = Path(sys.argv[1])
    fit([_read(case, folder) for case in labelled_cases()], list(_in_reports(folder)))


def fit(read: Sequence[Read], news: Sequence[Row]) -> None:
    """Write what is learned from the cases, and from sentences of reports."""
    told = [
        (c.signs(), bool(r.tellings_at(c.finding)), r.case.fold, COUNTS[r.case.set])
        for r in read
        for c in r.candidates
    ]
    weights = _fitted("tells of its ledger", [*told, *news], STRENGTH)
    share, worded, after = _states(read)
    _write(
        "trust.json",
        {
            "weights": weights,
            "worded_enough": WORDED_ENOUGH,
            "guessed_enough": GUESSED_ENOUGH,
            "slight": SLIGHT,
            "share": share,
            "worded": worded + WORDED_MORE,
            "after": after,
        },
    )
    # Which state a telling is likeliest in goes by what was just written.
    load_trust.cache_clear()
    alike = _fitted("one matter", list(_pairs(read, load_trust())), STRENGTH_ONE_MATTER)

    def weigh(told: Mapping[str, float], *_: object) -> float:
        return sum(alike.get(name, 0.0) * value for name, value in told.items())

    several = _fitted(
        "entry by several tellings", list(_several(read, load_trust(), weigh)), STRENGTH_SEVERAL
    )
    _write("likeness.json", alike | several)


def _read(case: LabelledCase, folder: Path) -> Read:
    situation = load_situation(case.row.get("situation", "general"))
    by_id = {document.id: document for document in case.documents}
    guessed = _guessed(case.documents, situation, folder / f"{case.fold}.onnx")
    days = {d.id: d.published.day for d in case.documents if d.published}
    guessed.sort(key=lambda s: (days[s.document_id], s.document_id, s.evidence.start, s.id))
    return Read(case, guessed, list(candidates(guessed, by_id, situation)), list(tellings(case)))


def _guessed(documents: Sequence[Document], situation: Situation, weights: Path) -> list[Statement]:
    """The statements of documents with the guesses of these weights alone."""
    network = load_matter_network(weights)
    return [
        statement
        for analysis in cached_analyses(documents)
        for statement in with_matters(
            [replace(s, matters=()) for s in find_statements(analysis, situation)], analysis, network
        )
    ]


def _in_reports(folder: Path) -> Iterator[Row]:
    """What seemed to be an entry in reports without ledger labels, and whether it is one."""
    situation = load_situation("general")
    for report, looked in reports_looked_at():
        fold = fold_of(report.id)
        statements = _guessed((report,), situation, folder / f"{fold}.onnx") if looked else []
        for candidate in candidates(statements, {report.id: report}, situation):
            told = {one.told for one in looked if _is_of(candidate, one)}
            if len(told) == 1:
                yield candidate.signs(), told.pop(), fold, OF_NEWS


def _is_of(candidate: Candidate, one: LookedAt) -> bool:
    """True where the candidate is of the ledger and sentence that were looked at."""
    f, guess = candidate.finding, candidate.guess
    start, end = (guess.sentence.start, guess.sentence.end) if guess else (f.at, f.until)
    return one.kind == f.ledger and start < one.end and one.start < end


def _states(read: Sequence[Read]) -> tuple[float, float, dict[str, float]]:
    """The weights of a state's share of the guess, of the lexicon's word on it, and of what was told before it."""
    names: dict[str, int] = {}
    choices: list[tuple[int, np.ndarray, list[int], int]] = []
    for one in read:
        for candidate in one.candidates if one.case.set != "even" else ():
            f, guess = candidate.finding, candidate.guess
            for state, last in {(t.state, t.last or "first") for t in one.tellings_at(f) if t.state}:
                states = STATES[f.ledger]
                if state not in states:
                    continue
                plain = [
                    [math.log((guess.share(s) if guess else 0.0) + LEAST), not f.guessed and f.state == s]
                    for s in states
                ]
                places = [names.setdefault(f"{f.ledger} {last} {s}", len(names)) for s in states]
                choices.append((one.case.fold, np.array(plain, dtype=float), places, states.index(state)))

    def fitted(some: Sequence[tuple[int, np.ndarray, list[int], int]]) -> np.ndarray:
        start = np.concatenate([[1.0, 1.0], np.zeros(len(names))])
        return minimize(_loss, start, args=(some,), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x

    right = 0
    for fold in range(FOLDS):
        weights = fitted([c for c in choices if c[0] != fold])
        for _, plain, places, true in (c for c in choices if c[0] == fold):
            right += int(np.argmax(plain @ weights[:2] + weights[2:][places])) == true
    print(f"state told after another: {right / len(choices):.3f} of {len(choices)} right, cross-validated")
    weights = fitted(choices)
    after = {name: round(float(weights[2 + n]), 3) for name, n in sorted(names.items())}
    return (
        round(float(weights[0]), 3),
        round(float(weights[1]), 3),
        {k: v for k, v in after.items() if abs(v) > 0.05},
    )


def _loss(
    weights: np.ndarray, choices: Sequence[tuple[int, np.ndarray, list[int], int]]
) -> tuple[float, np.ndarray]:
    """The surprise at the true states, and its slope; what was told before counts nothing without evidence."""
    total, slope = 0.5 * float((weights[2:] ** 2).sum()), np.concatenate([[0.0, 0.0], weights[2:]])
    for _, plain, places, true in choices:
        scores = plain @ weights[:2] + weights[2:][places]
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        total -= math.log(likely[true] + 1e-12)
        likely[true] -= 1
        slope[:2] += likely @ plain
        np.add.at(slope, 2 + np.array(places), likely)
    return total, slope


def _pairs(read: Sequence[Read], trust: Trust) -> Iterator[Row]:
    """Each telling with each earlier matter, put together as labelled: those of a case alone, and of a crowd of cases."""
    order = sorted(read, key=lambda one: (one.case.row.get("situation", ""), one.case.row["id"]))
    crowds = [order[start : start + CROWD] for start in range(0, len(order), CROWD)]
    for crowd in (*([one] for one in read), *crowds):
        yield from _pairs_of(crowd, trust)


def _pairs_of(crowd: Sequence[Read], trust: Trust) -> Iterator[Row]:
    rows: list[Row] = []
    homes = {d.id: n for n, one in enumerate(crowd) for d in one.case.documents}
    found = [[f for c in one.candidates for f in trusted(c, trust)] for one in crowd]
    entries = {
        _key(f): {(n, t.entry) for t in one.tellings_at(f)} for n, one in enumerate(crowd) for f in found[n]
    }

    def weigh(signs: Mapping[str, float], group: Sequence[Finding], telling: Finding) -> float:
        of_one = any(entries[_key(f)] & entries[_key(telling)] for f in group)
        home = homes[telling.evidence.document_id]
        of_case = any(homes[f.evidence.document_id] == home for f in group)
        rows.append((dict(signs), of_one, crowd[home].case.fold, 1.0 if of_case else OF_A_CROWD))
        return 1.0 if of_one else -1.0

    in_order = (f for of_one in found for f in of_one)
    if len(crowd) > 1:
        in_order = sorted(in_order, key=lambda f: (f.said_on, f.evidence.document_id, f.at))
    _group(list(in_order), weigh)
    yield from rows


def _several(read: Sequence[Read], trust: Trust, weigh: Weigh) -> Iterator[Row]:
    """Matters of which no telling is an entry by itself, and whether two of their tellings are of one."""
    for one in read:
        for group in _group([f for c in one.candidates for f in trusted(c, trust)], weigh):
            if len(group) > 1 and not any(f.alone for f in group):
                entries = Counter(n for f in group for n in {t.entry for t in one.tellings_at(f)})
                yield together(group), max(entries.values(), default=0) > 1, one.case.fold, 1.0


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.evidence.document_id, finding.ledger, finding.at


def _group(findings: Sequence[Finding], weigh: Weigh) -> list[list[Finding]]:
    """The matters that tellings are put together to, those that are no entries too."""
    groups: list[list[Finding]] = []
    for kind in LedgerKind:
        matters = Matters(weigh=weigh, is_entry=lambda _: True)
        matters.add_all([f for f in findings if f.ledger is kind])
        groups += matters.groups
    return groups


def _fitted(what: str, rows: Sequence[Row], strength: float) -> dict[str, float]:
    """The weights, after the cross-validated precision and recall at even odds are printed."""
    vectors = DictVectorizer()
    table = vectors.fit_transform([row[0] for row in rows])
    labels, folds = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    counts = np.array([row[3] for row in rows])
    model = LogisticRegression(C=strength, max_iter=4000, fit_intercept=False)
    likely = np.zeros(len(rows))
    for fold in range(FOLDS):
        rest = folds != fold
        fitted = model.fit(table[rest], labels[rest], sample_weight=counts[rest])
        likely[~rest] = fitted.predict_proba(table[~rest])[:, 1]
    taken = likely >= 0.5
    precision, recall = labels[taken].mean(), labels[taken].sum() / labels.sum()
    print(f"{what}: precision {precision:.3f}, recall {recall:.3f} of {labels.sum()}, cross-validated")
    weights = model.fit(table, labels, sample_weight=counts).coef_[0]
    pairs = zip(vectors.get_feature_names_out(), weights, strict=True)
    return {name: round(float(weight), 3) for name, weight in pairs if abs(weight) > 0.02}


def _write(name: str, stored: Mapping[str, Any]) -> None:
    path = Path(ledgers.__file__).with_name(name)
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
