"""How far words of the lexicon and the reader's guess are trusted: together they tell whether a sentence is of a ledger."""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.ledgers.told import Finding, TakesUp
from trucewatch.records import LedgerKind, Matter, Span, Statement

LEAST, MOST = 0.02, 0.98
"""Chances that a guess is taken for when it is lower or higher."""
UNGUESSED = 0.7
"""The chance of words that are no entry by themselves, where there is no guess on them."""
BESIDE = 0.3
"""The chance from which it counts which other ledger a sentence may be of."""
TAKEN_UP_ALONE = 0.4
"""How likely a guess is on words of the lexicon that are no entry by themselves, where they are one."""
ANYTHING = TakesUp(near=False, moves_from=frozenset())
"""How words refer that are too unlikely to be an entry by themselves."""


@dataclass(slots=True, kw_only=True)
class Guess:
    """What the reader makes of one sentence for one ledger."""

    sentence: Span
    words: Span
    states: dict[str, float] = field(default_factory=dict)

    @property
    def chance(self) -> float:
        return sum(self.states.values())

    def share(self, state: str) -> float:
        """How likely a state is, given that the sentence tells of the ledger."""
        return self.states.get(state, 0.0) / max(self.chance, LEAST)


def guesses_in(matters: Iterable[Matter]) -> list[tuple[LedgerKind, Guess]]:
    """The guesses of some sentences, one for each sentence and ledger."""
    found: dict[tuple[int, LedgerKind], Guess] = {}
    for matter in matters:
        key = (matter.sentence.start, matter.kind)
        guess = found.setdefault(key, Guess(sentence=matter.sentence, words=matter.words))
        guess.states[matter.state] = matter.chance
    return [(kind, guess) for (_, kind), guess in found.items()]


class Guesses:
    """The guesses on a document's sentences."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        self._found = {(guess.sentence.start, kind): guess for kind, guess in guesses_in(matters)}
        self._ends = {guess.sentence.start: guess.sentence.end for guess in self._found.values()}
        self._starts = sorted(self._ends)

    def sentences(self, start: int, end: int) -> list[int]:
        """Where the sentences begin that words from one place to another stand in."""
        first = max(0, bisect_right(self._starts, start) - 1)
        after = bisect_left(self._starts, max(end, start + 1))
        return [at for at in self._starts[first:after] if start < self._ends[at]]

    def beside(self, guess: Guess | None, kind: LedgerKind) -> dict[LedgerKind, float]:
        """How likely the ledgers but this one are in the sentence of its guess."""
        found = ((k, self._found.get((guess.sentence.start, k))) for k in LedgerKind) if guess else ()
        return {k: other.chance for k, other in found if other is not None and k is not kind}

    def over(self, start: int, end: int, kind: LedgerKind) -> Guess | None:
        """The likeliest guess on a ledger in the sentences that words stand in."""
        found = (self._found.get((at, kind)) for at in self.sentences(start, end))
        return max((guess for guess in found if guess), key=lambda guess: guess.chance, default=None)


def guesses_of(statements: Iterable[Statement]) -> dict[str, Guesses]:
    """The guesses of each document that was read for them."""
    found: dict[str, list[Matter]] = defaultdict(list)
    for statement in statements:
        if statement.matters:
            found[statement.document_id] += statement.matters
    return {document: Guesses(matters) for document, matters in found.items()}


def odds(chance: float) -> float:
    """The logarithm of the odds of a chance, within bounds."""
    chance = min(max(chance, LEAST), MOST)
    return math.log(chance / (1 - chance))


def signs(finding: Finding, guess: Guess | None, beside: Mapping[LedgerKind, float]) -> dict[str, float]:
    """What speaks for a sentence's telling of a ledger: guesses, words of the lexicon, who speaks how, and of what."""
    kind, likely = finding.ledger, odds(guess.chance if guess else 0.0)
    told = {"bias": 1.0, f"is {kind}": 1.0, "guess": likely}
    by = "guessed"
    if not finding.guessed:
        by = "taken up" if finding.takes_up is not None else "words"
        agreed = guess.share(finding.state) if guess else 0.0
        told |= {by: 1.0, f"{by} and guess": likely, f"{by} agree": agreed, f"{by} of {kind}": 1.0}
    likeliest = max(beside.values(), default=0.0)
    told |= {"another ledger": odds(likeliest) / 4}
    told |= {f"{kind} beside {other}": chance for other, chance in beside.items() if chance > BESIDE}
    told |= dict.fromkeys((f"{by} {finding.stance}", f"{kind} {finding.stance}"), 1.0)
    told |= dict.fromkeys((name for thing in finding.things for name in (thing, f"{kind} of {thing}")), 1.0)
    parties = {
        "by": bool(finding.by),
        "to": bool(finding.to),
        "no party": not (finding.by or finding.to),
    }
    told |= {f"{kind} {name}": 1.0 for name, there in parties.items() if there}
    told |= {f"{by} {name}": 1.0 for name, there in parties.items() if there}
    return told | {
        "a side speaks": float(finding.claimant is not None),
        "its doer speaks": float(finding.claimant in finding.by),
        "sides": min(len(finding.sides), 3) / 3,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The fitted weights of signs."""

    weights: Mapping[str, float]
    worded_enough: float
    """The chance from which words of the lexicon that tell an entry are one."""
    guessed_enough: float
    """The chance from which other words are an entry by themselves."""
    slight: float
    """The chance from which words may move an earlier entry on."""
    share: float
    """What the logarithm of a state's share of the guess counts for it."""
    worded: float
    """What the lexicon's word on a state counts for it."""
    after: Mapping[str, float]
    """What counts for a state by the ledger and the state told before it, if any."""

    def chance(self, told: Mapping[str, float]) -> float:
        total = sum(self.weights.get(sign, 0.0) * value for sign, value in told.items())
        return 1 / (1 + math.exp(-total))


@cache
def load_trust() -> Trust:
    """The packaged weights."""
    stored: dict[str, Any] = json.loads(
        files("trucewatch.ledgers").joinpath("trust.json").read_text(encoding="utf-8")
    )
    return Trust(**stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A finding, with what is guessed of its sentence and ledger."""

    finding: Finding
    guess: Guess | None
    read: bool
    """Its document was read for guesses."""
    first: bool
    """No finding before it that may stand alone is of its sentence and ledger."""
    beside: Mapping[LedgerKind, float] = field(default_factory=dict)
    """How likely the other ledgers are in its sentence."""

    def signs(self) -> dict[str, float]:
        return signs(self.finding, self.guess, self.beside)


def with_guesses(findings: Sequence[Finding], guesses: Guesses | None) -> Iterator[Candidate]:
    """The findings of a document, less guesses on what words of the lexicon tell of too."""
    if guesses is None:
        yield from (Candidate(finding=f, guess=None, read=False, first=True) for f in findings)
        return
    places = [{(at, f.ledger) for at in guesses.sentences(f.at, f.until)} for f in findings]
    by_words = {p for of_one, f in zip(places, findings, strict=True) if not f.guessed for p in of_one}
    alone = {
        p
        for of_one, f in zip(places, findings, strict=True)
        if not f.guessed and f.takes_up is None
        for p in of_one
    }
    for of_one, f in zip(places, findings, strict=True):
        if f.guessed and of_one & by_words:
            continue
        guess = guesses.over(f.at, f.until, f.ledger)
        first = f.takes_up is None or not of_one & alone
        beside = guesses.beside(guess, f.ledger)
        yield Candidate(finding=f, guess=guess, read=True, first=first, beside=beside)
        if f.takes_up is not None:
            alone |= of_one


def trusted(candidate: Candidate, trust: Trust) -> Iterator[Finding]:
    """The finding with the likeliest state, if it is likely enough to be an entry or to move one on."""
    finding, guess = candidate.finding, candidate.guess
    if not candidate.read:
        by_itself = finding.takes_up is None
        yield replace(finding, alone=by_itself, chance=MOST if by_itself else UNGUESSED)
        return
    chance = trust.chance(candidate.signs())
    by_words = not finding.guessed and finding.takes_up is None
    alone = candidate.first and chance >= (trust.worded_enough if by_words else trust.guessed_enough)
    if finding.takes_up is not None and (guess is None or guess.chance < TAKEN_UP_ALONE):
        alone = False
    if chance < trust.slight:
        return
    finding = replace(
        finding,
        chance=chance,
        alone=alone,
        second=not candidate.first,
        states={s: guess.share(s) for s in guess.states} if guess else {},
        worded=None if finding.guessed else finding.state,
        takes_up=finding.takes_up or (None if alone else ANYTHING),
    )
    yield replace(finding, state=likeliest_state(finding, None))


def likeliest_state(finding: Finding, last: str | None) -> str:
    """The state that the words tell where this one was told before it."""
    states = {*finding.states, finding.worded or finding.state}
    return max(sorted(states), key=lambda state: _for_state(finding, last, state))


def _for_state(finding: Finding, last: str | None, state: str) -> float:
    trust = load_trust()
    after = trust.after.get(f"{finding.ledger} {last or 'first'} {state}", 0.0)
    share = math.log(finding.states.get(state, 0.0) + LEAST)
    return trust.share * share + trust.worded * (state == finding.worded) + after
