"""How likely a later telling is of an earlier entry's matter: what the two share, weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.ledgers.told import ASKED, Finding
from trucewatch.records import LedgerKind

NEXT_TO = 300
"""Characters within which a sentence goes on with what the one before it tells."""
NEAR = 600
"""Characters within which words that name nothing take up what was told before them in their document."""
MOVED_ON = 0.0
"""Weight from which a telling moves an entry on; chosen, as the weights are, by cross-validation by case."""
ANY_OF_ITS_LEDGER = frozenset({"word", "asking", "inquiry", "result", "talks", "money"})
"""Things that every entry of a ledger is about: "the promise" may be any."""
OWN_DEEDS = frozenset(
    {
        LedgerKind.ACCESS,
        LedgerKind.PLEDGE,
        LedgerKind.COMMITMENT,
        LedgerKind.NOTIFICATION,
        LedgerKind.INVESTIGATION,
    }
)
"""Ledgers whose entries only their own parties move on."""
_NEXT_CLAUSE = re.compile(r"[;,]|\b(?:and|but|then|before|after|until)\b", re.IGNORECASE)
LEADS_TO: dict[tuple[LedgerKind, str], tuple[str, ...]] = {
    (LedgerKind.INVESTIGATION, "opened"): ("requested", "promised"),
    (LedgerKind.INVESTIGATION, "findings_published"): ("requested", "promised", "opened"),
    (LedgerKind.INVESTIGATION, "closed"): ("promised", "opened", "findings_published"),
    (LedgerKind.COMMITMENT, "in_progress"): ("made",),
    (LedgerKind.COMMITMENT, "kept"): ("made", "in_progress"),
    (LedgerKind.COMMITMENT, "broken"): ("made", "in_progress"),
    (LedgerKind.COMMITMENT, "lapsed"): ("made", "in_progress"),
    (LedgerKind.PLEDGE, "committed"): ("pledged",),
    (LedgerKind.PLEDGE, "paid"): ("pledged", "committed"),
    (LedgerKind.ACCESS, "granted"): ("offered", "closed", "denied", "demanded", "conditional", "restricted"),
    (LedgerKind.ACCESS, "denied"): ("offered", "granted", "demanded", "conditional"),
    (LedgerKind.ACCESS, "closed"): ("offered", "granted", "restricted", "conditional"),
    (LedgerKind.ACCESS, "restricted"): ("offered", "granted"),
    (LedgerKind.DEMAND, "accepted"): ("made", "unanswered"),
    (LedgerKind.DEMAND, "rejected"): ("made", "unanswered"),
    (LedgerKind.DEMAND, "met"): ("made", "unanswered", "accepted"),
    (LedgerKind.DEMAND, "unanswered"): ("made",),
    (LedgerKind.NOTIFICATION, "not_notified"): ("notified",),
    (LedgerKind.NOTIFICATION, "notified"): ("not_notified",),
    (LedgerKind.LIAISON, "suspended"): ("planned", "in_contact"),
    (LedgerKind.LIAISON, "in_contact"): ("planned", "suspended"),
}
"""From which states an entry comes to each."""

WEIGHTS: dict[str, float] = {
    "bias": -1.75,
    "same_document": -1.1,
    "next_to": 2.3,
    "latest": 1.0,
    "names": 0.9,
    "other_names": -1.4,
    "words": 3.7,
    "no_things": -0.7,
    "parties": 0.8,
    "same_sum": 0.8,
    "refers": 0.4,
    "alone": 1.6,
}


def leads_on(group: Sequence[Finding], found: Finding) -> bool:
    """True where the found state can follow the entry's last one."""
    last = group[-1].state
    if found.takes_up is not None and found.takes_up.moves_from:
        return last in found.takes_up.moves_from
    return last in LEADS_TO.get((found.ledger, found.state), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """How an entry stands among the others that a telling might be of."""

    shared_words: float
    """The part of telling words they share."""
    latest: bool
    """Its document's last."""
    alone: bool
    """The only one of these parties that it can follow."""


def weight(group: Sequence[Finding], found: Finding, beside: Beside) -> float:
    """The weight for one matter, above or under nought."""
    return sum(WEIGHTS[name] * value for name, value in features(group, found, beside).items())


def shares_party(group: Sequence[Finding], found: Finding) -> bool:
    return bool({side for f in group for side in (*f.by, *f.to)} & found.sides)


def features(group: Sequence[Finding], found: Finding, beside: Beside) -> dict[str, float]:
    """What an entry's tellings and a later one have in common, each between nought and one."""
    here = [f for f in group if f.evidence.document_id == found.evidence.document_id]
    apart = min((abs(found.at - f.until) for f in here), default=None)
    names = frozenset().union(*(f.names for f in group))
    things = frozenset().union(*(f.things for f in group))
    told = found.things - ANY_OF_ITS_LEDGER
    sums = {f.amount.value for f in group if f.amount}
    return {
        "bias": 1.0,
        "same_document": float(bool(here)),
        "next_to": float(apart is not None and apart <= NEXT_TO),
        "latest": float(beside.latest),
        "names": min(len(names & found.names), 2) / 2,
        "other_names": float(bool(names and found.names) and not names & found.names),
        "words": beside.shared_words,
        "no_things": float(bool(told) and not found.by_pronoun and not things & told),
        "parties": float(shares_party(group, found)),
        "same_sum": float(found.amount is not None and found.amount.value in sums),
        "refers": float(found.refers),
        "alone": float(beside.alone),
    }


def can_follow(group: Sequence[Finding], found: Finding) -> bool:
    """False where the two cannot be of one matter, whatever words they share."""
    takes_up = found.takes_up
    if not leads_on(group, found):
        return False
    last = group[-1]
    here = last.evidence.document_id == found.evidence.document_id
    if all(_in_one_clause(f, found) for f in group):
        return False
    if takes_up is not None and takes_up.deed and not any(takes_up.deed in f.things for f in group):
        return False
    near = here and found.at - last.until <= NEAR
    if takes_up is not None and takes_up.near and not (near or _names_both(group, found)):
        return False
    if found.ledger is LedgerKind.NOTIFICATION and found.to and last.to and not {*found.to} & {*last.to}:
        return False
    if found.ledger is LedgerKind.LIAISON:
        # One party's line to another is no other's.
        return {*found.by, *found.to} <= {side for f in group for side in (*f.by, *f.to)}
    if found.ledger in OWN_DEEDS and _is_another_s(group, found):
        return False
    if found.amount and not _is_of_one_sum(group, found):
        return False
    if found.ledger is LedgerKind.DEMAND:
        asked = {side for f in group for side in f.to}
        return not (found.to and asked) or bool(set(found.to) & asked)
    if last.state in ASKED and not here:
        return bool(found.sides & {side for f in group for side in (*f.by, *f.to)})
    return True


def _names_both(group: Sequence[Finding], found: Finding) -> bool:
    """True for an answer in another report that names who asked and who was: "has given the mission no reply"."""
    asked, asking = {s for f in group for s in f.to}, {s for f in group for s in f.by}
    return found.ledger is LedgerKind.DEMAND and bool(asked & found.sides and asking & found.sides)


def _in_one_clause(known: Finding, found: Finding) -> bool:
    """True for two readings of one clause: "let only these through" restricts, and opens nothing besides."""
    if known.statement_id != found.statement_id:
        return False
    start = found.evidence.start
    between = found.evidence.quote[max(0, known.until - start) : max(0, found.at - start)]
    return found.at < known.until or not _NEXT_CLAUSE.search(between)


def _is_another_s(group: Sequence[Finding], found: Finding) -> bool:
    """True where the one named as doer is no party of the earlier tellings; a speaker is no doer by telling of it."""
    may_only_tell = found.takes_up is None and found.ledger is not LedgerKind.NOTIFICATION
    doers = set(found.by) - ({found.claimant} if may_only_tell else set())
    parties = {side for f in group for side in (*f.by, *(f.to if f.state in ASKED else ()))}
    if found.ledger is LedgerKind.INVESTIGATION and group[-1].state in ASKED:
        # Who calls for an inquiry is not who holds it.
        parties = {side for f in group for side in f.to}
    return bool(doers and parties) and not doers & parties


def _is_of_one_sum(group: Sequence[Finding], found: Finding) -> bool:
    """False for a greater sum, or one of another currency, than the entry's."""
    sums = [f.total or f.amount for f in group if f.amount]
    amount = found.amount
    return amount is None or any(
        s is not None and s.currency == amount.currency and amount.value <= s.value for s in sums
    )
