"""What a speaker says of a clause: that it was breached and by whom, that it was not, or merely that it stands."""

from __future__ import annotations

import re
from datetime import date

from trucewatch.ledgers.parties import Parties
from trucewatch.ledgers.provisions import breach_in, names_agreement, provision_in
from trucewatch.ledgers.told import Finding, content_of, teller_of
from trucewatch.records import LedgerKind

_AT_ONCE = 12
"""Characters behind a statement within which a clause of its own begins."""
_FULL_STOP = re.compile(r"[.!?](?:[”\"’']?\s|$)|\n\s*\n")
_TAKES_UP = re.compile(
    r"[,;–—-]\s+(?:something|which|what|an? (?:move|step|act|action|decision))\b[^.,;]{0,24}$", re.I
)
_UNTRUE_BEFORE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut\w+|no truth (?:in|to)|did not|do(?:es)? not"
    r"|(?:has|have|had) (?:not|never)|never|n[’']t)\b[^.;]{0,160}$",
    re.I,
)
_UNTRUE_AFTER = re.compile(
    r"[^.;]{0,40}\b(?:(?:is|are|was|were) (?:\w+ )?(?:untrue|false|baseless|unfounded|groundless|a lie|lies|fabricat\w+"
    r"|invented|disinformation|not true|incorrect)|do(?:es)? not correspond)\b",
    re.I,
)
_CLAIM = re.compile(
    r"(?:[’']s?)?(?: \w+){0,2} (?:claims?|reports?|accusations?|allegations?|statements?|charges?|assertions?|information)\b",
    re.I,
)


def on_provision(parties: Parties, said_on: date | None) -> Finding | None:
    """The speaker's word on a clause; None where it names nobody's breach of it and no agreement."""
    statement, sentence = parties.statement, _with_its_clause(parties)
    if statement.speaker is None or statement.speaker.side is None:
        return None
    taken_up = _taken_up(parties.before, sentence)
    provision = provision_in(taken_up + sentence, said_on, parties.situation)
    breach = breach_in(sentence)
    if provision is None or not (breach or names_agreement(sentence, said_on, parties.situation)):
        return None
    told = (
        _told_of(breach, parties, taken_up)
        if breach
        else ("invoked", (statement.speaker.side,), _others(parties))
    )
    if told is None:
        return None
    state, by, to = told
    return Finding(
        ledger=LedgerKind.PROVISION,
        state=state,
        by=by,
        to=to,
        claimant=teller_of(statement),
        evidence=parties.evidence_to(len(sentence)),
        content=content_of(statement),
        said_on=said_on,
        statement_id=statement.id,
        at=statement.evidence.start,
        until=statement.evidence.start + len(sentence),
        provision=provision,
        stance=statement.stance,
    )


def _with_its_clause(parties: Parties) -> str:
    """The statement's words, and the clause behind them that tells of a breach: ", in breach of the second point"."""
    rest = parties.sentence[parties.own :]
    found = breach_in(rest) if rest.startswith(",") else None
    at_once = found is not None and found.start() < _AT_ONCE
    return parties.sentence if at_once else parties.own_words


def _told_of(
    breach: re.Match[str], parties: Parties, taken_up: str
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """State, accuser and accused; None where the words would have a side accuse itself: they are another's."""
    speaker = parties.statement.speaker
    by = (speaker.side,) if speaker and speaker.side else ()
    accused = parties.doers_of(breach)
    if not set(accused) - set(by) and _is_denied(breach, parties.sentence):
        return "denied", _who_claims(parties), by
    if accused and not set(accused) - set(by):
        # "entered the zone of the peacekeepers in violation of …": what stands nearest need not be who did it.
        accused = tuple(
            n.side for n in parties.names if n.end <= breach.start() and n.side not in by and not n.spoken
        )[:1]
        if not accused:
            return None
    others = tuple(side for side in accused if side not in by)
    return "alleged_breach", by, others or _others(parties) or _named_in(taken_up, parties, by)


def _is_denied(breach: re.Match[str], sentence: str) -> bool:
    return bool(
        _UNTRUE_BEFORE.search(sentence[: breach.start()]) or _UNTRUE_AFTER.match(sentence, breach.end())
    )


def _who_claims(parties: Parties) -> tuple[str, ...]:
    """The other side, where the words are "Russian claims that …"."""
    return tuple(
        name.side for name in parties.names if not name.spoken and _CLAIM.match(parties.sentence, name.end)
    )[:1]


def _others(parties: Parties) -> tuple[str, ...]:
    speaker = parties.statement.speaker
    named = tuple(side for side in parties.others() if speaker is None or side != speaker.side)[:1]
    return parties.targets() or named


def _named_in(taken_up: str, parties: Parties, by: tuple[str, ...]) -> tuple[str, ...]:
    sides = (name.side for name in parties.situation.find_actors(taken_up) if name.kind != "outlet")
    return tuple(side for side in sides if side and side not in by)[:1]


def _taken_up(before: str, sentence: str) -> str:
    """The clause that "something it said breaks the truce" speaks of, or nothing."""
    last = before[max((stop.end() for stop in _FULL_STOP.finditer(before, 0, len(before) - 1)), default=0) :]
    return last if _TAKES_UP.search(last + sentence[:12]) else ""
