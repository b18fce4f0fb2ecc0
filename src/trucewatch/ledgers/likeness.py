"""How likely a later telling is of an earlier entry's matter: what the two share, weighed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trucewatch.ledgers.told import ASKED, Finding
from trucewatch.ledgers.trust import odds
from trucewatch.records import LedgerKind

NEXT_TO = 300
"""Characters within which a sentence goes on with what the one before it tells."""
NEAR = 600
"""Characters within which words that name nothing take up what was told before them in their document."""
LIKELY_ELSEWHERE = 0.1
"""Chance that a telling needs to move on a matter of another report: news of a war is full of words that might."""
SOON, LATE = 10, 60
"""Days between two reports."""
TOGETHER = 0.4
"""Weight above which tellings are an entry by each other, where none is one by itself."""
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
_ELSEWHERE = (
    "words",
    "sentences",
    "names",
    "other names",
    "things",
    "parties",
    "doers",
    "those told",
    "whose",
    "alone",
    "latest",
    "leads on",
    "same",
    "same sum",
    "deed",
    "entry so far",
    "likely",
    "open",
)
"""Signs that count otherwise where the matter was told in another report."""
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
    (LedgerKind.PROVISION, "denied"): ("alleged_breach",),
    (LedgerKind.LIAISON, "suspended"): ("planned", "in_contact"),
    (LedgerKind.LIAISON, "in_contact"): ("planned", "suspended"),
}
"""From which states an entry comes to each."""


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
    only: bool
    """The only one told in the document so far."""
    same: bool
    """One of its tellings is the same over again."""
    open: int
    """How many entries the telling might be of."""
    shared_context: float
    """The part of telling words that the whole sentence and the one that told of it last share."""


def weight(signs: Mapping[str, float], group: Sequence[Finding], found: Finding) -> float:  # noqa: ARG001
    """The weight for one matter, above or under nought."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def _weights() -> dict[str, float]:
    text = files("trucewatch.ledgers").joinpath("likeness.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights


def is_entry(group: Sequence[Finding]) -> bool:
    """Whether tellings of one matter are likely enough to be an entry: one by itself, or several by each other."""
    if any(finding.alone for finding in group):
        return True
    return len(group) > 1 and weight(together(group), group, group[-1]) > TOGETHER


def together(group: Sequence[Finding]) -> dict[str, float]:
    """What speaks for an entry where no telling is one by itself."""
    best, second = sorted((odds(f.chance) for f in group), reverse=True)[:2]
    told = {
        "bias": 1.0,
        f"{group[0].ledger}": 1.0,
        "best": best,
        "second": second,
        "joined": min(max((f.joined for f in group if f.joined is not None), default=0.0), 4.0),
        "worded": any(f.worded for f in group),
        "moved": any(f.moved for f in group),
        "reports": len({f.evidence.document_id for f in group}) > 1,
    }
    return {f"together: {name}": float(value) for name, value in told.items()}


def shares_party(group: Sequence[Finding], found: Finding) -> bool:
    return bool({side for f in group for side in (*f.by, *f.to)} & found.sides)


def features(group: Sequence[Finding], found: Finding, beside: Beside) -> dict[str, float]:
    """What an entry's tellings and a later one have in common, each between nought and one."""
    last = group[-1]
    here = [f for f in group if f.evidence.document_id == found.evidence.document_id]
    apart = min((abs(found.at - f.until) for f in here), default=None)
    told = {
        "bias": 1.0,
        f"{found.ledger}": 1.0,
        "same_document": bool(here),
        "next_to": apart is not None and apart <= NEXT_TO,
        "near": apart is not None and apart <= NEAR,
        "latest": beside.latest,
        "alone": beside.alone,
        "only": beside.only,
        "words": beside.shared_words,
        "sentences": beside.shared_context,
        "same": beside.same,
        "one sentence": any(f.statement_id == found.statement_id for f in group),
        "refers": found.refers,
        "pronoun": found.by_pronoun,
        "guessed": found.guessed,
        "likely": odds(found.chance),
        f"likely {found.ledger}": odds(found.chance),
        "state": found.states.get(found.state, 1.0) if found.states else 1.0,
        "entry by itself": found.alone,
        "leads on": leads_on(group, found),
        f"{found.ledger} {last.state} {found.state}": 1.0,
        "open": math.log1p(beside.open),
        **_so_far(group, found, apart),
        **_about(group, found),
        **_of_parties(group, found),
    }
    if not here:
        told |= {f"{name} elsewhere": told.get(name, 0.0) for name in _ELSEWHERE}
    return {name: float(value) for name, value in told.items() if value}


def _so_far(group: Sequence[Finding], found: Finding, apart: int | None) -> dict[str, float]:
    """How sure what was told so far is, and how far from it the telling stands: in characters, or in another report."""
    last, elsewhere = group[-1], apart is None
    days = abs((found.said_on - last.said_on).days) if found.said_on and last.said_on else 0
    return {
        "likely so far": max(odds(f.chance) for f in group),
        "entry so far": any(f.alone for f in group),
        "told so far": min(len(group), 4) / 4,
        "moved so far": len({f.state for f in group}) > 1,
        "far": math.log1p(apart / 100) / 3 if apart is not None and apart > 0 else 0.0,
        "same day elsewhere": elsewhere and not days,
        "soon": elsewhere and 0 < days <= SOON,
        "late": elsewhere and days > LATE,
    }


def _about(group: Sequence[Finding], found: Finding) -> dict[str, float]:
    """What the two are about: places, things and deeds, sums."""
    names = frozenset().union(*(f.names for f in group))
    things = frozenset().union(*(f.things for f in group))
    told = found.things - ANY_OF_ITS_LEDGER
    deed = found.takes_up.deed if found.takes_up else None
    sums = {f.amount.value for f in group if f.amount}
    return {
        "names": min(len(names & found.names), 2) / 2,
        "other names": bool(names and found.names) and not names & found.names,
        "things": min(len(things & told), 2) / 2,
        "no things": bool(told) and not found.by_pronoun and not things & told,
        "deed": deed is not None and deed in things,
        "other deed": deed is not None and deed not in things,
        "same sum": found.amount is not None and found.amount.value in sums,
        "other sum": not _is_of_one_sum(group, found),
    }


def _of_parties(group: Sequence[Finding], found: Finding) -> dict[str, float]:
    by, to = {side for f in group for side in f.by}, {side for f in group for side in f.to}
    doers, others = set(found.by), set(found.to)
    return {
        "parties": shares_party(group, found),
        "doers": bool(doers & by),
        "other doers": bool(doers and by) and not doers & by,
        "another's": is_another_s(group, found),
        "those told": bool(others & to),
        "others told": bool(others and to) and not others & to,
        "answer": bool(doers & to) or bool(others & by),
        "another speaks": found.claimant is not None and found.claimant != group[-1].claimant,
        "whose": bool({*doers, *others}) and {*doers, *others} <= by | to,
    }


def can_follow(group: Sequence[Finding], found: Finding) -> bool:
    """False where the two cannot be of one matter, whatever words they share."""
    if all(_in_one_clause(f, found) for f in group):
        return False
    if all(f.statement_id == found.statement_id for f in group) and _is_of_others(group, found):
        return False
    takes_up = found.takes_up
    if found.ledger is LedgerKind.PROVISION and found.state != "denied" and is_another_s(group, found):
        return False  # each side's charge against the other is its own
    here = group[-1].evidence.document_id == found.evidence.document_id
    unlikely = found.second or found.chance < LIKELY_ELSEWHERE
    if not here and (unlikely or _is_the_askers_own(group[-1], found)):
        return False
    near = here and found.at - group[-1].until <= NEAR
    if takes_up is not None and takes_up.near and not (near or _names_both(group, found)):
        return False
    return bool(found.states) or _follows_by_words(group, found)


def _is_the_askers_own(asked: Finding, found: Finding) -> bool:
    """True for a way that is opened by the very side which asked another for one."""
    opens = set(found.by) or {found.claimant or ""}
    return asked.state in ASKED and found.state not in ASKED and opens <= set(asked.by)


def _follows_by_words(group: Sequence[Finding], found: Finding) -> bool:
    """False where words alone, on which there is no guess, do not tell that the two are of one matter."""
    if not leads_on(group, found):
        return False
    last = group[-1]
    deed = found.takes_up.deed if found.takes_up else None
    if deed and not any(deed in f.things for f in group):
        return False
    if found.ledger is LedgerKind.NOTIFICATION and found.to and last.to and not {*found.to} & {*last.to}:
        return False
    parties = {side for f in group for side in (*f.by, *f.to)}
    if found.ledger is LedgerKind.LIAISON:
        # One party's line to another is no other's.
        return {*found.by, *found.to} <= parties
    if found.ledger in OWN_DEEDS and is_another_s(group, found):
        return False
    if found.amount and not _is_of_one_sum(group, found):
        return False
    if found.ledger is LedgerKind.DEMAND:
        asked = {side for f in group for side in f.to}
        return not (found.to and asked) or bool(set(found.to) & asked)
    here = last.evidence.document_id == found.evidence.document_id
    return last.state not in ASKED or here or bool(found.sides & parties)


def _is_of_others(group: Sequence[Finding], found: Finding) -> bool:
    """True where one sentence lists what several do: other doers, or sums of their own."""
    by = {side for f in group for side in f.by}
    sums = {f.amount.value for f in group if f.amount}
    other_sum = found.amount is not None and bool(sums) and found.amount.value not in sums
    return other_sum or (bool(by and found.by) and not by & set(found.by))


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


def is_another_s(group: Sequence[Finding], found: Finding) -> bool:
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
