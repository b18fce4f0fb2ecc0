"""The ledgers' lexicon: which words make an entry, and where in the sentence its actors stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.ledgers.amounts import MONEY
from trucewatch.ledgers.mood import Mood
from trucewatch.records import LedgerKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Words that give an entry a state, by how they are meant. See lexicon.yaml for `by` and `to`."""

    match: re.Pattern[str]
    states: Mapping[Mood, str]
    by: str
    to: str
    unless: re.Pattern[str] | None
    whole: bool
    """The statement itself is the entry, whatever its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The patterns of one ledger, in order; the first that matches decides."""

    ledger: LedgerKind
    stances: frozenset[Stance]
    """Empty: any stance."""
    needs_amount: bool
    unless: re.Pattern[str] | None
    """Words that rule a whole sentence out."""
    patterns: tuple[Pattern, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The packaged lexicon, compiled once."""
    import yaml

    table = yaml.safe_load(files("trucewatch.ledgers").joinpath("lexicon.yaml").read_text(encoding="utf-8"))
    classes = {"MONEY": MONEY}
    for name, words in table["classes"].items():
        classes[name] = f"(?:{_spelt_out(words, classes)})"
    return tuple(
        Rule(
            ledger=LedgerKind(row["ledger"]),
            stances=frozenset(Stance(stance) for stance in row.get("stances", ())),
            needs_amount=row.get("needs_amount", False),
            unless=_words(row["unless"], classes) if "unless" in row else None,
            patterns=tuple(_pattern(pattern, classes) for pattern in row["patterns"]),
        )
        for row in table["rules"]
    )


def _pattern(row: dict[str, Any], classes: Mapping[str, str]) -> Pattern:
    return Pattern(
        match=_words(row["match"], classes),
        states={Mood(mood): state for mood, state in row["states"].items()},
        by=row.get("by", "none"),
        to=row.get("to", "none"),
        unless=_words(row["unless"], classes) if "unless" in row else None,
        whole=row["match"] == ".+",
    )


def _words(expression: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_spelt_out(expression, classes)})", re.IGNORECASE | re.DOTALL)


def _spelt_out(expression: str, classes: Mapping[str, str]) -> str:
    """The expression with its classes' words in place of their names; a class may use those above it."""
    return _CLASS.sub(lambda name: classes[name[1]], expression)


_CLASS = re.compile(r"\{([A-Za-z_]+)\}")
