"""What a sentence shows of a matter that was told before it: the crossing opened, the money paid, the troops gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from trucewatch.ledgers.amounts import sums_in
from trucewatch.ledgers.lexicon import Pattern, Rule
from trucewatch.ledgers.mood import Mood, mood_of
from trucewatch.ledgers.parties import Parties
from trucewatch.ledgers.told import Finding, TakesUp, content_of, teller_of
from trucewatch.ledgers.traffic import kind_in
from trucewatch.ledgers.wording import Wording, table, wording_of
from trucewatch.records import Amount, LedgerKind, Stance

_ANY = re.compile(r".+", re.DOTALL)
_DEFINITE = re.compile(
    r"\b(?:(?:the|that|this|these|those|its|their|both)\s+(?!(?:\w+ ){0,2}(?:army|government|ministry|mission)\b)[a-z]"
    r"|it\b|them\b|they\b|[’']s [a-z])",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.!?][”\"’']?\s")
_PRONOUN = re.compile(r"\b(?:it|them|they|one|done so|did so)\b", re.IGNORECASE)
_NOTHING_BEHIND = re.compile(
    r"\s*(?:[.,;!?”\"]|$)|\s+(?:on|in|at|within|after|before|but|and|as|when|by|until|saying|under|last|this (?:week|month)"
    r"|hours|days|yesterday|again|outright|later|immediately|too)\b"
)
_ANSWERED = frozenset({LedgerKind.DEMAND})
"""Ledgers whose matter is another's: who acts is who was asked."""
_DEEDS_OF = {
    LedgerKind.COMMITMENT: ("kept", "broken"),
    LedgerKind.DEMAND: ("met", None),
}
"""Ledgers of deeds that are to be done, with their states where these are done and where they are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Words near each other that show a state of an earlier entry of a ledger."""

    ledger: LedgerKind
    do: tuple[str, ...]
    with_: tuple[str, ...]
    states: Mapping[Mood, str]
    near: bool
    moves_from: frozenset[str]
    order: str = ""
    besides: tuple[str, ...] = ()
    """Classes of which the sentence has a word somewhere."""
    has_doer: bool = True
    """Who does it is a party: not where those let through arrive."""
    deed: str | None = None
    """The class of words that the earlier telling has."""


@cache
def happenings() -> tuple[Happening, ...]:
    """The packaged table; of a ledger's the first that a sentence has is taken."""
    told = [
        _happening(LedgerKind(ledger["ledger"]), row)
        for ledger in table()["happenings"]
        for row in ledger["tells"]
    ]
    return (*told, *(h for deed, row in table()["deeds"].items() for h in _deed(deed, row)))


def _happening(ledger: LedgerKind, row: Mapping[str, Any]) -> Happening:
    states = {Mood.DONE: row["state"]} | ({Mood.NEGATED: row["negated"]} if "negated" in row else {})
    return Happening(
        ledger=ledger,
        do=tuple(row["do"].split()),
        with_=tuple(row.get("with", "").split()),
        states=states,
        near=row.get("near", False),
        moves_from=frozenset(row.get("from", ())),
        order=row.get("order", ""),
        besides=tuple(row.get("and", "").split()),
        has_doer=row.get("doer") != "none",
    )


def _deed(deed: str, row: Mapping[str, Any]) -> Iterator[Happening]:
    begun = Happening(
        ledger=LedgerKind.COMMITMENT,
        do=(row["done"],),
        with_=("begin",),
        states={Mood.DONE: "in_progress"},
        near=False,
        moves_from=frozenset(),
        deed=deed,
    )
    if "not" not in row or row["not"] != "violence":
        yield begun
    for ledger, (done, undone) in _DEEDS_OF.items():
        for words, shown, denied in ((row.get("not"), undone, done), (row["done"], done, undone)):
            if words is None or (shown is None and denied is None):
                continue
            states = {Mood.DONE: shown, Mood.NEGATED: denied}
            if words == row.get("not"):
                states.pop(Mood.NEGATED)
            yield Happening(
                ledger=ledger,
                do=(words,),
                with_=tuple(row.get("with", "").split()),
                states={mood: state for mood, state in states.items() if state},
                near=False,
                moves_from=frozenset(),
                deed=deed,
            )


@cache
def entry_rules() -> tuple[tuple[Rule, tuple[Happening, ...]], ...]:
    """The rows that make entries by themselves, as rules of the lexicon with the words of each of their patterns."""
    return tuple(
        (
            Rule(
                ledger=LedgerKind(ledger["ledger"]),
                stances=frozenset(),
                needs_amount=ledger.get("needs_amount", False),
                unless=None,
                patterns=tuple(_pattern(row) for row in ledger["rows"]),
            ),
            tuple(_happening(LedgerKind(ledger["ledger"]), row | {"state": ""}) for row in ledger["rows"]),
        )
        for ledger in table()["entries"]
    )


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        match=_ANY,
        states={Mood(mood): state for mood, state in row["states"].items()},
        by=row.get("by", "none"),
        to=row.get("to", "none"),
        unless=re.compile(rf"\b(?:{row['unless']})", re.IGNORECASE) if "unless" in row else None,
        whole=False,
    )


def matches_of(happening: Happening, parties: Parties, within: range) -> Iterator[re.Match[str]]:
    """Where a sentence has the words of a row."""
    return _matches(happening, wording_of(parties.sentence), within)


def happenings_in(parties: Parties, said_on: date | None, within: range) -> Iterator[Finding]:
    """What the words that begin `within` show of each ledger, and of each deed; none is an entry by itself."""
    wording = wording_of(parties.sentence)
    seen: dict[tuple[LedgerKind, str | None], list[re.Match[str]]] = {}
    found: list[Finding] = []
    for happening in happenings():
        if not any(name in wording.places for name in happening.do):
            continue
        taken = seen.setdefault((happening.ledger, happening.deed), [])
        if taken and happening.deed:
            continue
        for match in _matches(happening, wording, within):
            if any(match.start() < other.end() and other.start() < match.end() for other in taken):
                continue
            mood = mood_of(match, parties.statement, parties.names)
            if mood is not None and mood in happening.states:
                taken.append(match)
                found.append(_finding(happening, happening.states[mood], match, parties, said_on))
                break
    # "The buses were stopped and the road was closed": as the sentence tells it.
    yield from sorted(found, key=lambda finding: finding.at)


def _matches(happening: Happening, wording: Wording, within: range) -> Iterator[re.Match[str]]:
    if not any(name in wording.places for name in happening.do):
        return
    if happening.with_:
        spans = (
            (min(act.start, thing.start), max(act.end, thing.end))
            for act, thing in wording.pairs(happening.do, happening.with_)
            if not (happening.order == "after" and thing.start < act.start)
            and not (happening.order == "before" and thing.start > act.start)
        )
    else:
        spans = ((p.start, p.end) for name in happening.do for p in wording.places.get(name, ()))
    for start, end in spans:
        match = _ANY.match(wording.sentence, start, end) if start in within else None
        if match is not None and not _stands_besides(happening, wording, start):
            continue
        if match is not None and (happening.order != "bare" or _NOTHING_BEHIND.match(wording.sentence, end)):
            yield match


def _stands_besides(happening: Happening, wording: Wording, at: int) -> bool:
    """Whether the words that must stand besides are in the same sentence: a statement may run over several."""
    places = [place.start for name in happening.besides for place in wording.places.get(name, ())]
    return not happening.besides or any(
        not _FULL_STOP.search(wording.sentence, min(at, place), max(at, place)) for place in places
    )


def _finding(
    happening: Happening, state: str, match: re.Match[str], parties: Parties, said_on: date | None
) -> Finding:
    statement = parties.statement
    doers = parties.named_doers(match) if happening.has_doer else ()
    if statement.stance is Stance.ACCUSE and not set(doers) - set(parties.speakers()):
        doers = parties.targets()
    asked = happening.ledger in _ANSWERED
    return Finding(
        ledger=happening.ledger,
        state=state,
        by=() if asked else doers,
        to=doers if asked else (),
        claimant=teller_of(statement),
        evidence=parties.evidence_to(match.end()),
        content=content_of(statement),
        said_on=said_on,
        statement_id=statement.id,
        at=statement.evidence.start + match.start(),
        until=statement.evidence.start + match.end(),
        takes_up=TakesUp(near=happening.near, moves_from=happening.moves_from, deed=happening.deed),
        refers=refers(parties.sentence, match),
        by_pronoun=by_pronoun(match),
        sides=parties.all_named(),
        amount=_amount(parties, match) if happening.ledger is LedgerKind.PLEDGE else None,
        traffic=kind_in(match.group()) if happening.ledger is LedgerKind.ACCESS else None,
        context=parties.lead() + parties.whole,
        things=frozenset({happening.deed}) if happening.deed else things_in(match.group()),
        names=parties.place_names(),
        stance=statement.stance,
    )


def _amount(parties: Parties, match: re.Match[str]) -> Amount | None:
    """The sum of the sentence that the words stand with."""
    sums = sums_in(parties.whole)
    return next((s.amount for s in sums if s.end > match.start()), sums[-1].amount if sums else None)


def by_pronoun(match: re.Match[str]) -> bool:
    """True where the words themselves name the matter by "it", "them" or "one"."""
    return _PRONOUN.search(match.group()) is not None


def refers(sentence: str, match: re.Match[str]) -> bool:
    """True where the words or those right around them say "the convoy", "its promise" or "it"."""
    return _DEFINITE.search(sentence, max(0, match.start() - 24), match.end() + 12) is not None


def things_in(sentence: str) -> frozenset[str]:
    """The classes of things and deeds that a sentence has words of."""
    return _kinds_of_things() & wording_of(sentence).places.keys()


@cache
def _kinds_of_things() -> frozenset[str]:
    told = {
        name
        for ledger in table()["happenings"]
        for row in ledger["tells"]
        for name in row.get("with", "").split()
    }
    return frozenset(told - {"it", "part"} | table()["deeds"].keys())
