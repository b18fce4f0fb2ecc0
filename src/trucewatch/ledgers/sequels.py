"""What a sentence tells further of a matter that it only takes up: "the inquiry", "half of it", "they have done so"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.ledgers.lexicon import Pattern, patterns_of
from trucewatch.ledgers.mood import mood_of
from trucewatch.ledgers.parties import Parties
from trucewatch.ledgers.told import Finding, TakesUp, content_of
from trucewatch.records import LedgerKind

_ANSWERERS = frozenset({LedgerKind.DEMAND})
_TAKEN_UP_AS = {
    LedgerKind.INVESTIGATION: ("inq",),
    LedgerKind.PLEDGE: ("sum",),
    LedgerKind.COMMITMENT: ("word", "deed"),
    LedgerKind.ACCESS: ("way", "mover"),
    LedgerKind.DEMAND: ("demand",),
}
"""The classes of words by which a ledger's matters are taken up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """Words that move an earlier entry of a ledger on."""

    ledger: LedgerKind
    pattern: Pattern
    near: bool
    """They take up only what is told right before."""
    moves_from: frozenset[str]
    """Empty: any other state."""


@cache
def sequels() -> tuple[Sequel, ...]:
    """The packaged table, compiled once."""
    table = _table()
    return tuple(
        Sequel(
            ledger=LedgerKind(rule["ledger"]),
            pattern=pattern,
            near=row.get("near", False),
            moves_from=frozenset(row.get("from", ())),
        )
        for rule in table["rules"]
        for row, pattern in zip(
            rule["patterns"], patterns_of(rule["patterns"], table["classes"]), strict=True
        )
    )


@cache
def _definite(ledger: LedgerKind) -> re.Pattern[str]:
    """A matter's noun with "the" or "its", or a pronoun; what has a name of its own is another one."""
    classes = _table()["classes"]
    nouns = "|".join(classes[name] for name in _TAKEN_UP_AS.get(ledger, ())) or "(?!)"
    named_after = r"(?! (?:(?:from|between|to|at|near|of|into|over) \w|in (?:the )?[A-Z]))"
    # "Its lorries" are their owner's, who need not be let through by the same.
    owned = "" if ledger is LedgerKind.ACCESS else "|[Ii]ts|[Tt]heir"
    return re.compile(
        rf"\b(?:[Tt]he|[Tt]hat|[Tt]his{owned}) (?:[a-z-]+ ){{0,2}}(?:{nouns})\b{named_after}"
        rf"|[’']s (?:[a-z-]+ ){{0,2}}(?:{nouns})\b|\b(?:it|them)\b"
    )


@cache
def _table() -> dict[str, Any]:
    import yaml

    return dict(
        yaml.safe_load(files("trucewatch.ledgers").joinpath("sequels.yaml").read_text(encoding="utf-8"))
    )


def sequels_in(parties: Parties, said_on: date | None, within: range) -> Iterator[Finding]:
    """Of each ledger the first such words that begin `within`; each needs an earlier entry to be one itself."""
    statement, sentence = parties.statement, parties.sentence
    found: set[LedgerKind] = set()
    for sequel in sequels():
        if sequel.ledger in found:
            continue
        for match in sequel.pattern.match.finditer(sentence, 0, within.stop):
            around = sentence[max(0, match.start() - 40) : match.end() + 20]
            if match.start() not in within or (
                sequel.pattern.unless is not None and sequel.pattern.unless.search(around)
            ):
                continue
            mood = mood_of(match, statement, parties.names)
            if mood is None or mood not in sequel.pattern.states:
                continue
            found.add(sequel.ledger)
            doers = parties.named_doers(match)
            asked = sequel.ledger in _ANSWERERS
            yield Finding(
                ledger=sequel.ledger,
                state=sequel.pattern.states[mood],
                by=() if asked else doers,
                to=doers if asked else (),
                claimant=statement.speaker.side if statement.speaker else None,
                evidence=statement.evidence,
                content=content_of(statement),
                said_on=said_on,
                statement_id=statement.id,
                at=statement.evidence.start + match.start(),
                until=statement.evidence.start + match.end(),
                takes_up=TakesUp(
                    alone=False,
                    near=sequel.near,
                    moves_from=sequel.moves_from,
                    kinds=_kinds_in(match.group()),
                ),
                sides=parties.all_named(),
            )
            break


def taken_up_by(match: re.Match[str], ledger: LedgerKind) -> TakesUp | None:
    """What an entry's own words take up where they name the matter by "the", "its" or "it"."""
    around = match.string[max(0, match.start() - 24) : match.end() + 24]
    if not _definite(ledger).search(around):
        return None
    return TakesUp(alone=True, near=False, moves_from=frozenset(), kinds=_kinds_in(match.group()))


def _kinds_in(words: str) -> tuple[re.Pattern[str], ...]:
    """What an earlier telling must have words of: of "the truce" where these words name one."""
    return tuple(kind for noun, kind in _kinds() if noun.search(words))


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(rf"\b(?:{noun})\b", re.I), re.compile(rf"\b(?:{kind})", re.I))
        for noun, kind in _table()["kinds"].items()
    )
