"""The ledgers' lexicon: which words make an entry, and where in the sentence its actors stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trucewatch.records import LedgerKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Words that give an entry one state. `by` and `to` say where its actors stand (see lexicon.yaml)."""

    match: re.Pattern[str]
    state: str
    by: str
    to: str
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The patterns of one ledger, in order; the first that matches decides."""

    ledger: LedgerKind
    stances: frozenset[Stance]
    """Empty: any stance."""
    needs_amount: bool
    patterns: tuple[Pattern, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The packaged lexicon, compiled once."""
    import yaml

    table = yaml.safe_load(files("trucewatch.ledgers").joinpath("lexicon.yaml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            ledger=LedgerKind(row["ledger"]),
            stances=frozenset(Stance(stance) for stance in row.get("stances", ())),
            needs_amount=row.get("needs_amount", False),
            patterns=tuple(_pattern(pattern) for pattern in row["patterns"]),
        )
        for row in table
    )


def _pattern(row: dict[str, str]) -> Pattern:
    return Pattern(
        match=_words(row["match"]),
        state=row["state"],
        by=row.get("by", "none"),
        to=row.get("to", "none"),
        unless=_words(row["unless"]) if "unless" in row else None,
    )


def _words(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression})", re.IGNORECASE | re.DOTALL)
