"""What one sentence tells of one ledger entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from trucewatch.records import Amount, Evidence, LedgerKind, Stance, Statement

ANSWERS = frozenset({"accepted", "rejected", "met", "unanswered"})
"""States of a demand that tell what those asked said to it."""
ASKED = frozenset({"demanded", "requested"})
"""States of an access or an inquiry that somebody asks for."""


ONLOOKERS = frozenset({"MEDIA", "WIT"})
"""Sides that tell and are no party to anything."""
FEWEST_SAID = 6
"""Words of a passage that tell what was said without those around it: "the Security Council" is whom was spoken to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesUp:
    """How words refer to a matter that was told before them."""

    near: bool
    """They take up only what is told right before them."""
    moves_from: frozenset[str]
    """The states that they move on from; empty: any other than their own."""
    deed: str | None = None
    """The class of words that the earlier telling has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence's word on one ledger entry."""

    ledger: LedgerKind
    state: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    claimant: str | None
    evidence: Evidence
    content: str
    said_on: date | None
    statement_id: str
    at: int
    """Where in the document the deciding words begin; two statements over the same words give one finding."""
    until: int
    """Where they end."""
    amount: Amount | None = None
    total: Amount | None = None
    """What the sentence says that this sum and earlier ones come to."""
    deadline: date | None = None
    lead_time: str | None = None
    traffic: str | None = None
    provision: str | None = None
    takes_up: TakesUp | None = None
    """Set where the words are no entry by themselves."""
    refers: bool = False
    """The words name their matter by "the", "its" or "it": one told before."""
    by_pronoun: bool = False
    """They name it by "it" or "them" alone."""
    sides: frozenset[str] = frozenset()
    """The sides named in the sentence and its speaker's."""
    context: str = ""
    """The whole sentence, what stands before the statement in it too."""
    moved: bool = False
    """It has moved an earlier entry on."""
    things: frozenset[str] = frozenset()
    """The kinds of things and deeds that the sentence has words of."""
    names: frozenset[str] = frozenset()
    """Its names that are no sides': of places and bodies."""
    chance: float = 1.0
    """How likely the words tell of this ledger at all."""
    states: Mapping[str, float] = field(default_factory=dict)
    """How likely each state of the ledger is, given that they do; empty where nothing but the words found it."""
    worded: str | None = None
    """The state that words of the lexicon tell."""
    guessed: bool = False
    """No words of the lexicon found it, but the reader's guess."""
    alone: bool = True
    """The words are likely enough to be an entry by themselves."""
    stance: Stance = Stance.OUTLET
    """What the statement's speaker does with the words."""
    second: bool = False
    """Words of its sentence that may stand alone tell of its ledger before it."""
    joined: float | None = None
    """How much speaks for its being of the earlier matter that it was put with."""


def teller_of(statement: Statement) -> str | None:
    """The side that tells of it: of "Delhi said Dhaka had demanded …" Delhi's, whatever Dhaka may say itself.

    An outlet or a witness that passes words on leaves them to who said them.
    """
    speakers = (*statement.chain, *((statement.speaker,) if statement.speaker else ()))
    sides = [speaker.side for speaker in speakers if speaker.side and speaker.side not in ONLOOKERS]
    return sides[0] if sides else statement.speaker.side if statement.speaker else None


def content_of(statement: Statement) -> str:
    """The longest of the passages that were said: the first may be a mere name before "he said"."""
    said = max(statement.quotes, key=lambda quote: quote.end - quote.start, default=None)
    if said is None or (statement.cue is not None and len(said.quote.split()) < FEWEST_SAID):
        return statement.evidence.quote
    return said.quote
