"""Short statements of our own with their stance: the files of `benchmarks/statements`, each scored on its own.

The statement that covers most of an account's words (then the one whose content they are, then the closest) is judged;
statements of the claimant's side are preferred. The files say which were written before and which after rules were mended.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.parses import cached_analyses
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document, Span, Stance, Statement
from trucewatch.situation import Situation, load_situation

FOLDER = Path(__file__).parent / "statements"
AIMED = ("accuse", "confirm")
"""Stances whose targets are compared."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is said, by whom, and what the speaker does with it."""

    side: str | None
    stance: str
    targets: frozenset[str] | None
    words: Span


def measure(stances: Sequence[str]) -> dict[str, float]:
    """Macro F1 over `stances` and over all, sides and targets right, and the innocent left in peace, by file."""
    figures: dict[str, float] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        judged, innocent = judge(path)
        figures |= {f"own_{path.stem}_{name}": value for name, value in _figures(judged, stances).items()}
        figures[f"own_{path.stem}_innocent_unaccused"] = sum(innocent) / max(1, len(innocent))
    return figures


def judge(path: Path) -> tuple[list[tuple[Account, Statement | None]], list[bool]]:
    """Each account of a file with the statement found for it; and whether each text with innocents leaves them so."""
    import yaml

    situation = load_situation("general")
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    documents = [Document(id=_identity(case["text"]), text=case["text"]) for case in cases]
    judged: list[tuple[Account, Statement | None]] = []
    innocent: list[bool] = []
    for case, analysis in zip(cases, cached_analyses(documents), strict=True):
        said = [s for s in find_statements(analysis, situation) if s.stance is not Stance.OUTLET]
        judged += [(account, _found(account, said, situation)) for account in _accounts(case)]
        if case.get("innocent"):
            innocent.append(not any(_burdens(s, set(case["innocent"])) for s in said))
    return judged, innocent


def _identity(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _accounts(case: dict[str, Any]) -> Iterator[Account]:
    for side, stance, targets, words in case["accounts"]:
        start = case["text"].index(words)
        aimed = None if targets is None else frozenset(targets)
        yield Account(side, stance, aimed, Span(start=start, end=start + len(words)))


def _found(account: Account, said: list[Statement], situation: Situation) -> Statement | None:
    def fit(statement: Statement) -> tuple[float, ...]:
        shared = statement.evidence.span.overlap(account.words)
        together = len(statement.evidence.span) + len(account.words) - shared
        inside = any(span.overlaps(account.words) for span in statement.content)
        as_labelled = statement.stance.value == account.stance  # an apology that also owns is two statements
        return round(shared / len(account.words), 1), inside, shared / together, as_labelled

    near = [s for s in said if s.evidence.span.overlaps(account.words)]
    own = [s for s in near if _is_of(s, account.side, situation)]
    return max(own or near, key=fit, default=None)


def _is_of(statement: Statement, side: str | None, situation: Situation) -> bool:
    speaker = statement.speaker.side if statement.speaker else None
    return side is None or (speaker is not None and situation.camp(speaker) == situation.camp(side))


def _burdens(statement: Statement, innocent: set[str]) -> bool:
    """True where one of them is accused, or is made to own something."""
    if statement.stance is Stance.ADMIT:
        return statement.speaker is not None and statement.speaker.side in innocent
    return statement.stance.value in AIMED and bool(innocent & set(statement.target))


def _figures(judged: list[tuple[Account, Statement | None]], stances: Sequence[str]) -> dict[str, float]:
    situation = load_situation("general")
    gold = Counter(account.stance for account, _ in judged)
    found = Counter(s.stance.value for _, s in judged if s is not None)
    hits = [(a, s) for a, s in judged if s is not None and s.stance.value == a.stance]
    right = Counter(a.stance for a, _ in hits)
    score = {name: 2 * right[name] / (gold[name] + found[name]) for name in gold}
    aimed = [(a.targets, s.target) for a, s in hits if a.stance in AIMED and a.targets is not None]
    camps = [({situation.camp(t) for t in wanted}, {situation.camp(t) for t in got}) for wanted, got in aimed]
    return {
        "stance_macro_f1": sum(score.get(name, 0.0) for name in stances) / len(stances),
        "all_stances_macro_f1": sum(score.values()) / len(score),
        "stance_accuracy": len(hits) / len(judged),
        "side_accuracy": sum(s is not None and _is_of(s, a.side, situation) for a, s in judged) / len(judged),
        "targets_right": sum(wanted == got for wanted, got in camps) / max(1, len(camps)),
        "accounts": float(len(judged)),
    }
