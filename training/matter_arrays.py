"""What training/train_matters.py reads, of labelled cases and of reports that only the ledgers' lexicon has labelled.

    python -m training.matter_arrays ARRAYS

For each sentence the encoder's states of its subwords, the ledgers and states that it tells of, and which subwords tell so.
Reports without labels (the fitted part of our own corpus, and news of another continent and time where the labelled sets
are at hand) take those that the lexicon finds: a network that has seen these first needs fewer labels.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from benchmarks.datasets import available, rows
from benchmarks.own_corpus import documents
from benchmarks.parses import cached_analyses

from training.ledger_cases import LookedAt, Telling, fold_of, labelled_cases, reports_looked_at, tellings
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.statements.matter_network import KINDS, PAIRS, load_matter_network
from trucewatch.ledgers.finding import candidates
from trucewatch.records import Document, LedgerKind, Published
from trucewatch.situation import load_situation

LONGEST = 90
"""Subwords of a sentence without labels; longer ones are lists more often than not."""
EVERY, NEWS = 2, 1100
"""Of the news every second report among the first so many."""
PLAIN, UNSURE = 6, 0.15
"""Of the reports in which nothing was looked at every sixth is read. A sentence that nobody looked at tells nothing of a
ledger that the network in place gives no more than that chance; of others nothing is known."""


@dataclass(slots=True)
class Rows:
    """The sentences so far."""

    states: list[np.ndarray] = field(default_factory=list)
    looked: list[np.ndarray] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    kinds: list[np.ndarray] = field(default_factory=list)
    pairs: list[np.ndarray] = field(default_factory=list)
    known: list[np.ndarray] = field(default_factory=list)
    counts: list[np.ndarray] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)

    def add(self, analysis: Analysis, told: Sequence[Telling], fold: int) -> None:
        """A document's sentences; fold -1 is that of reports without labels."""
        states = analysis.states
        assert states is not None
        before = -1
        for sentence in analysis.sentences():
            low, high = states.subwords(sentence.start_char, sentence.end_char)
            if low >= high or (fold < 0 and high - low > LONGEST):
                continue
            kinds, pairs, known = np.zeros(len(KINDS)), np.zeros(len(PAIRS)), np.zeros(len(KINDS))
            looked = np.zeros((high - low, len(KINDS)), dtype=bool)
            for one in told:
                inside = (states.starts[low:high] < one.end) & (states.ends[low:high] > one.start)
                whole = ((states.starts < one.end) & (states.ends > one.start)).sum()
                if inside.sum() < min(2, whole):
                    continue
                number = KINDS.index(LedgerKind(one.kind))
                kinds[number] = 1
                looked[:, number] |= inside
                if (LedgerKind(one.kind), one.state) in PAIRS:
                    pairs[PAIRS.index((LedgerKind(one.kind), one.state or ""))] = known[number] = 1
            self.states.append(states.numbers[low:high])
            self.looked.append(looked)
            self.sizes.append(high - low)
            self.before.append(before)
            self.kinds.append(kinds)
            self.pairs.append(pairs)
            self.known.append(known)
            self.counts.append(np.ones(len(KINDS)))
            self.folds.append(fold)
            before = len(self.sizes) - 1

    def add_report(self, analysis: Analysis, looked: Sequence[LookedAt]) -> None:
        """The sentences of a report without ledger labels, those that were looked at and the others."""
        states, network = analysis.states, load_matter_network()
        assert states is not None
        assert network is not None
        before = -1
        for sentence in analysis.sentences():
            low, high = states.subwords(sentence.start_char, sentence.end_char)
            if low >= high or high - low > LONGEST:
                continue
            of_it = [one for one in looked if sentence.start_char <= one.start < sentence.end_char]
            kinds = np.zeros(len(KINDS))
            guess = network.read(states.numbers[low:high].astype(np.float32), [(0, high - low)])[0]
            counts = (guess.kinds <= UNSURE).astype(float)
            for one in of_it:
                number = KINDS.index(LedgerKind(one.kind))
                kinds[number], counts[number] = one.told, 1.0
            self.states.append(states.numbers[low:high])
            self.looked.append(np.zeros((high - low, len(KINDS)), dtype=bool))
            self.sizes.append(high - low)
            self.before.append(before)
            self.kinds.append(kinds)
            self.pairs.append(np.zeros(len(PAIRS)))
            self.known.append(np.zeros(len(KINDS)))
            self.counts.append(counts)
            self.folds.append(fold_of(analysis.document.id))
            before = len(self.sizes) - 1


def main() -> None:
    rows_of = Rows()
    for case in labelled_cases():
        told = list(tellings(case))
        for number, analysis in enumerate(cached_analyses(case.documents)):
            rows_of.add(analysis, [one for one in told if one.document == number], case.fold)
    reports = [row for n, row in enumerate(reports_looked_at()) if row[1] or n % PLAIN == 0]
    for (_, looked), analysis in zip(reports, cached_analyses(d for d, _ in reports), strict=True):
        rows_of.add_report(analysis, looked)
    for analysis in cached_analyses(_unlabelled()):
        rows_of.add(analysis, _by_lexicon(analysis), -1)
    np.savez(
        sys.argv[1],
        states=np.concatenate(rows_of.states),
        looked=np.concatenate(rows_of.looked),
        **{
            name: np.stack(getattr(rows_of, name))
            for name in ("sizes", "before", "kinds", "pairs", "known", "counts", "folds")
        },
    )


def _unlabelled() -> list[Document]:
    reports = [document for document, _ in documents("fit")]
    if available():
        news = [row for number, row in enumerate(rows("templates_dev")) if number < NEWS]
        published = Published(day=date(1989, 11, 1))
        reports += [
            Document(id=f"news-{number}", text=row["text"], published=published)
            for number, row in enumerate(news)
            if number % EVERY == 0
        ]
    return reports


def _by_lexicon(analysis: Analysis) -> list[Telling]:
    situation = load_situation("general")
    # Without the guesses of the network in place, so that what is written does not depend on it.
    statements = [replace(statement, matters=()) for statement in find_statements(analysis, situation)]
    found = candidates(statements, {analysis.document.id: analysis.document}, situation)
    return [
        Telling(document=0, start=f.at, end=f.until, kind=f.ledger.value, entry=0, state=f.state)
        for f in (candidate.finding for candidate in found)
        if not f.guessed and f.takes_up is None
    ]


if __name__ == "__main__":
    main()
