"""Ledger entries: precision and recall on cases of our own words that were labelled before they were run.

`ledger_label_*`: `tests/quality/ledgers.yaml`, which holds the cases and the label rules, labelled by the hand that wrote the
lexicon; cases at even positions are for fitting, the figures are those of the odd ones. `ledger_fit_*`:
`tests/quality/ledgers_fit.yaml`, by another hand under the same rules; blind once, now read by whoever changes the lexicon.
Of these all cases count. `tests/quality/ledgers_held.yaml` is by another hand again: its cases at even positions (and
those marked `fitted`) are open, figures `ledger_open_*`; `ledger_held_*` are only of those at odd positions, read by nobody
who changes the lexicon. `ledger_fit_*` and `ledger_open_*` are of cases that the network of guesses, and what is believed of
it, are fitted on (training/ledger_cases.py): no measure any more. An entry is right when it is of the label's ledger and one
of its quotes overlaps one of the label's; each entry serves one label and each label one entry, so that a matter told
twice and kept as two entries costs precision. Over the entries found: the present state, the parties (each side id
of `by` and `to` where the label names any) and, where a label tells several states, all of them in their order;
for `disputed` in it stands what the other side tells.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.parses import cached_analyses
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.ledgers import keep_ledgers
from trucewatch.records import Document, LedgerEntry, LedgerKind, Published
from trucewatch.situation import load_situation

CASES = Path(__file__).parents[1] / "tests" / "quality" / "ledgers.yaml"
OTHERS = {
    "ledger_fit": ("ledgers_fit.yaml", None),
    "ledger_open": ("ledgers_held.yaml", 0),
    "ledger_held": ("ledgers_held.yaml", 1),
}
"""Figures' prefix → the cases of other hands, beside `CASES`, and which half of them (None: all)."""

FEWEST = 10
"""Labels that a kind needs for a figure of its own."""

Label = dict[str, Any]


@dataclass(kw_only=True)
class Tally:
    found: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def note(self, question: str, answer: bool) -> None:
        self.asked[question] += 1
        self.right[question] += answer


def measure(sample: int | None = None) -> dict[str, float]:
    """The figures of the reported half of our own cases, and of those by other hands as far as they are there."""
    figures = figures_of(_cases(1)[:sample], "ledger_label")
    for prefix in OTHERS:
        figures |= figures_of(other_cases(prefix)[:sample], prefix)
    return figures


def figures_of(cases: list[dict[str, Any]], prefix: str) -> dict[str, float]:
    """Precision and recall over all kinds, F1 of each with enough labels, and the share right of what is asked."""
    tally = Tally()
    for case in cases:
        _score(case, tally)
    total, entries = sum(tally.labels.values()), sum(tally.entries.values())
    found = sum(tally.found.values())
    figures = {f"{prefix}_precision": found / max(entries, 1), f"{prefix}_recall": found / max(total, 1)}
    for kind in LedgerKind:
        if tally.labels[kind] >= FEWEST:
            figures[f"{prefix}_f1_{kind}"] = (
                2 * tally.found[kind] / (tally.labels[kind] + tally.entries[kind])
            )
    return figures | {
        f"{prefix}_{question}_right": tally.right[question] / asked
        for question, asked in sorted(tally.asked.items())
    }


def _cases(half: int) -> list[dict[str, Any]]:
    return _half(CASES, half)


def _half(path: Path, half: int | None) -> list[dict[str, Any]]:
    """Even positions are half 0, odd ones half 1; a case looked at once it had been run is `fitted`."""
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        case for n, case in enumerate(cases) if half is None or (0 if case.get("fitted") else n % 2) == half
    ]


def other_cases(prefix: str) -> list[dict[str, Any]]:
    """The cases by another hand whose figures have this prefix; none where the file is not there."""
    name, half = OTHERS[prefix]
    path = CASES.with_name(name)
    return _half(path, half) if path.exists() else []


def entries_of(case: dict[str, Any]) -> tuple[list[Document], tuple[LedgerEntry, ...]]:
    """The case's documents and what is kept of them."""
    situation = load_situation(case.get("situation", "general"))
    documents = [
        Document(id=f"{case['id']}-{n}", text=d["text"], published=Published(day=_day(d["published"])))
        for n, d in enumerate(case["documents"])
    ]
    statements = [s for a in cached_analyses(documents) for s in find_statements(a, situation)]
    as_of = _day(case["as_of"]) if "as_of" in case else None
    return documents, keep_ledgers(statements, (), situation, documents, as_of).entries


def matched(
    labels: list[Label], entries: tuple[LedgerEntry, ...], documents: list[Document]
) -> list[tuple[Label | None, LedgerEntry | None]]:
    """Each label with its entry, and those without partner; closest in parties and state first."""
    pairs = [
        (-_agreement(label, entry), n, m)
        for n, label in enumerate(labels)
        for m, entry in enumerate(entries)
        if entry.ledger == label["ledger"] and _meets(label, entry, documents)
    ]
    taken_labels: set[int] = set()
    taken_entries: set[int] = set()
    result: list[tuple[Label | None, LedgerEntry | None]] = []
    for _, n, m in sorted(pairs):
        if n not in taken_labels and m not in taken_entries:
            taken_labels.add(n)
            taken_entries.add(m)
            result.append((labels[n], entries[m]))
    result += [(label, None) for n, label in enumerate(labels) if n not in taken_labels]
    return result + [(None, entry) for m, entry in enumerate(entries) if m not in taken_entries]


def _score(case: dict[str, Any], tally: Tally) -> None:
    documents, entries = entries_of(case)
    for label, entry in matched(case["entries"], entries, documents):
        if label is not None:
            tally.labels[label["ledger"]] += 1
        if entry is not None:
            tally.entries[entry.ledger] += 1
        if label is None or entry is None:
            continue
        tally.found[entry.ledger] += 1
        for question, answer in answers(label, entry).items():
            tally.note(question, answer)


def answers(label: Label, entry: LedgerEntry) -> dict[str, bool]:
    """Which of the things that the label tells the entry has right."""
    told = {"state": entry.state == label["state"]}
    if label.get("by"):
        told["by"] = set(entry.by) == set(label["by"])
    if label.get("to"):
        told["to"] = set(entry.to) == set(label["to"])
    if "history" in label:
        # Accounts of one state by several sides stand side by side: each state counts where it is first told.
        moves = list(dict.fromkeys(change.state for change in entry.history))
        told["moves"] = told["state"] and moves == _told_states(label["history"], entry)
    if "amount" in label:
        told["amount"] = (
            entry.amount is not None and [entry.amount.value, entry.amount.currency] == label["amount"]
        )
    if "deadline" in label:
        told["deadline"] = entry.deadline == _day(label["deadline"])
    if "lead_time" in label:
        told["lead_time"] = entry.lead_time == label["lead_time"]
    if "provision" in label:
        told["provision"] = entry.provision == label["provision"]
    return told


def _told_states(history: list[str], entry: LedgerEntry) -> list[str]:
    """A label's states as they are told: nobody tells that a matter is disputed, but what makes it so."""
    if "disputed" not in history or entry.state != "disputed":
        return history
    at = history.index("disputed")
    contrary = next((c.state for c in entry.history if c.state not in history), None)
    return [*history[:at], *([contrary] if contrary else []), *history[at + 1 :]]


def _agreement(label: Label, entry: LedgerEntry) -> int:
    return sum(answers(label, entry).values())


def _meets(label: Label, entry: LedgerEntry, documents: list[Document]) -> bool:
    for document in documents:
        for words in label["quotes"]:
            at = document.text.find(words)
            if at >= 0 and any(
                e.document_id == document.id and e.start < at + len(words) and at < e.end
                for change in entry.history
                for e in change.evidence
            ):
                return True
    return False


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def show() -> None:
    """What is missed, invented or wrong in the half that was fitted, case by case."""
    for case in _cases(0):
        documents, entries = entries_of(case)
        for label, entry in matched(case["entries"], entries, documents):
            if entry is None:
                print(f"{case['id']}: missed {label}")
            elif label is None:
                print(f"{case['id']}: extra {_short(entry)}")
            elif wrong := [question for question, answer in answers(label, entry).items() if not answer]:
                print(f"{case['id']}: wrong {wrong} {label}\n    {_short(entry)}")


def _short(entry: LedgerEntry) -> str:
    moves = [(change.state, change.by, [e.quote for e in change.evidence]) for change in entry.history]
    return (
        f"{entry.ledger} {entry.state} by={entry.by} to={entry.to} amount={entry.amount} due={entry.deadline}"
        f" lead={entry.lead_time} traffic={entry.traffic} provision={entry.provision} {moves}"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        # The half that was fitted, whose errors may be looked at.
        show()
        print(figures_of(_cases(0), "ledger_fit"))
    else:
        print(figures_of(_cases(1), "ledger_label"))
