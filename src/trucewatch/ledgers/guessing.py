"""What the reader guesses that a statement's sentences tell of, as findings: their parties by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from trucewatch.ledgers.amounts import sums_in
from trucewatch.ledgers.deadlines import deadline_in, lead_time_in
from trucewatch.ledgers.happenings import by_pronoun, refers, things_in
from trucewatch.ledgers.lexicon import Pattern
from trucewatch.ledgers.mood import Mood, mood_of
from trucewatch.ledgers.parties import Parties
from trucewatch.ledgers.provisions import provision_in
from trucewatch.ledgers.told import ASKED, Finding, content_of, teller_of
from trucewatch.ledgers.traffic import ALL, traffic_of
from trucewatch.ledgers.trust import Guess, guesses_in
from trucewatch.records import Evidence, LedgerKind, Stance

_ANY = re.compile(r".*", re.DOTALL)
_ACTIVE = ("before", "after")
_ANSWERED = ("after", "before")
_STANDING: dict[tuple[LedgerKind, str], tuple[str, str]] = {
    (LedgerKind.DEMAND, "made"): ("promisor", "after"),
    (LedgerKind.DEMAND, "accepted"): _ANSWERED,
    (LedgerKind.DEMAND, "rejected"): _ANSWERED,
    (LedgerKind.DEMAND, "met"): _ANSWERED,
    (LedgerKind.DEMAND, "unanswered"): _ANSWERED,
    (LedgerKind.NOTIFICATION, "not_notified"): ("named", "before"),
    (LedgerKind.PLEDGE, "pledged"): ("donor", "recipient"),
    (LedgerKind.PLEDGE, "committed"): ("donor", "recipient"),
    (LedgerKind.PLEDGE, "paid"): ("donor", "recipient"),
    (LedgerKind.COMMITMENT, "made"): ("promisor", "none"),
    (LedgerKind.INVESTIGATION, "findings_published"): ("before", "none"),
    (LedgerKind.INVESTIGATION, "closed"): ("before", "none"),
    (LedgerKind.INVESTIGATION, "opened"): ("before", "none"),
    (LedgerKind.INVESTIGATION, "promised"): ("promisor", "none"),
    (LedgerKind.PROVISION, "denied"): ("none", "none"),
}
"""Where the doers and those concerned stand, as in lexicon.yaml; `_ACTIVE` where nothing is told here."""


_BREACHES = frozenset({Stance.ACCUSE, Stance.CONFIRM, Stance.DEMAND})
"""Stances whose words may lay a breach at a party or remind it of a clause."""


def guessed(parties: Parties, said_on: date | None) -> Iterator[Finding]:
    """One finding for each sentence and ledger that the statement has a guess on, its likeliest state told."""
    for kind, guess in guesses_in(parties.statement.matters):
        if kind is LedgerKind.PROVISION and parties.statement.stance not in _BREACHES:
            continue  # "had not violated a single provision" alleges no breach
        state = max(guess.states, key=lambda s: (guess.states[s], s))
        if kind is LedgerKind.PROVISION and state == "alleged_breach" and not parties.targets():
            continue  # "we urge everyone to follow the provisions" says of nobody that he does not
        finding = _finding(kind, state, guess, parties, said_on)
        if not (kind is LedgerKind.INVESTIGATION and _is_denied(finding, parties)):
            yield finding


def _is_denied(finding: Finding, parties: Parties) -> bool:
    """True for "was not in a position to verify": no inquiry is told by what is not done."""
    origin = parties.statement.evidence.start
    match = _ANY.match(parties.sentence, max(0, finding.at - origin), max(0, finding.until - origin))
    return match is not None and mood_of(match, parties.statement, parties.names) is Mood.NEGATED


def _finding(kind: LedgerKind, state: str, guess: Guess, parties: Parties, said_on: date | None) -> Finding:
    statement = parties.statement
    origin = statement.evidence.start
    length = len(parties.sentence)
    start = min(max(guess.words.start - origin, 0), length)
    match = _ANY.match(parties.sentence, start, min(max(guess.words.end - origin, start), length))
    assert match is not None
    by, to = _sides(kind, state, parties, match)
    sums = sums_in(parties.whole) if kind is LedgerKind.PLEDGE else ()
    return Finding(
        ledger=kind,
        state=state,
        by=by,
        to=to,
        claimant=teller_of(statement),
        evidence=_evidence(guess, parties),
        content=content_of(statement),
        said_on=said_on,
        statement_id=statement.id,
        at=guess.words.start,
        until=guess.words.end,
        amount=next((s.amount for s in sums if s.end > start), sums[-1].amount if sums else None),
        deadline=deadline_in(parties.whole, said_on) if kind is not LedgerKind.LIAISON else None,
        lead_time=lead_time_in(parties.whole) if kind is LedgerKind.NOTIFICATION else None,
        traffic=(traffic_of(parties.sentence, match) or ALL) if kind is LedgerKind.ACCESS else None,
        provision=provision_in(parties.sentence, said_on, parties.situation),
        refers=refers(parties.sentence, match),
        by_pronoun=by_pronoun(match),
        sides=parties.all_named(),
        context=parties.lead() + parties.whole,
        things=things_in(parties.sentence),
        names=parties.place_names(),
        stance=statement.stance,
        guessed=True,
    )


def _evidence(guess: Guess, parties: Parties) -> Evidence:
    """The statement's words where it stands within the sentence, else what of the sentence is known."""
    told = parties.statement.evidence
    if guess.sentence.start <= told.start and told.end <= guess.sentence.end:
        return told
    if told.start <= guess.sentence.start and guess.sentence.end <= told.end:
        start, end = guess.sentence.start - told.start, guess.sentence.end - told.start
        quote = told.quote[start:end].rstrip()
        return Evidence(
            document_id=told.document_id,
            start=guess.sentence.start,
            end=guess.sentence.start + len(quote),
            quote=quote,
        )
    return told


def _sides(
    kind: LedgerKind, state: str, parties: Parties, match: re.Match[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if state in ASKED or (kind is LedgerKind.DEMAND and state == "made"):
        return parties.of_demand(match)
    if kind is LedgerKind.PROVISION:
        speakers, others = parties.speakers(), parties.targets()
        return (others, speakers) if state == "denied" else (speakers, others)
    by, to = parties.of(_pattern(kind, state), match)
    if kind is LedgerKind.LIAISON:
        return tuple(dict.fromkeys((*by, *to))), ()
    return by, to


@cache
def _pattern(kind: LedgerKind, state: str) -> Pattern:
    by, to = _STANDING.get((kind, state), _ACTIVE)
    return Pattern(match=_ANY, states={Mood.DONE: state}, by=by, to=to, unless=None, whole=False)
