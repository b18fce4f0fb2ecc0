"""What the ledgers and the incidents tell of one provision in one period, before any rule is applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from trucewatch.records import Breach, LedgerEntry, LedgerKind, Occurrence, Period
from trucewatch.verification.breaches import CLAUSES

if TYPE_CHECKING:
    from trucewatch.records import Assessment, Incident
    from trucewatch.situation import Situation
    from trucewatch.situation.agreements import Agreement, Provision
    from trucewatch.verification.implementation import Known


class Told(StrEnum):
    """What a state of a ledger entry means for the provision that it stands under."""

    NAMED = "named"
    WORD = "word"
    BEGUN = "begun"
    DONE = "done"
    SETBACK = "setback"
    BREACH = "breach"


TOLD: Mapping[LedgerKind, Mapping[str, Told]] = {
    LedgerKind.PROVISION: {"invoked": Told.NAMED, "alleged_breach": Told.BREACH},
    LedgerKind.COMMITMENT: {
        "made": Told.WORD,
        "in_progress": Told.BEGUN,
        "kept": Told.DONE,
        "broken": Told.SETBACK,
        "lapsed": Told.SETBACK,
    },
    LedgerKind.DEMAND: {
        "made": Told.WORD,
        "unanswered": Told.WORD,
        "accepted": Told.BEGUN,
        "met": Told.DONE,
        "rejected": Told.SETBACK,
    },
    LedgerKind.NOTIFICATION: {"notified": Told.BEGUN, "not_notified": Told.SETBACK},
    LedgerKind.ACCESS: {
        "demanded": Told.WORD,
        "offered": Told.BEGUN,
        "conditional": Told.SETBACK,
        "granted": Told.DONE,
        "restricted": Told.SETBACK,
        "denied": Told.SETBACK,
        "closed": Told.SETBACK,
    },
    LedgerKind.INVESTIGATION: {
        "requested": Told.WORD,
        "promised": Told.WORD,
        "opened": Told.BEGUN,
        "findings_published": Told.DONE,
        "closed": Told.DONE,
    },
    LedgerKind.PLEDGE: {"pledged": Told.WORD, "committed": Told.BEGUN, "paid": Told.DONE},
    LedgerKind.LIAISON: {"planned": Told.WORD, "in_contact": Told.BEGUN, "suspended": Told.SETBACK},
}
"""Who merely names a clause tells nothing of it; a promise, a demand or a plan is a word; only an act carries it out."""

FORBIDDING = (
    "ceasefire",
    "cessation_of_hostilities",
    "truce",
    "civilian_protection",
    "protection_of",
    "respect_of",
)
"""Parts of the types of provisions that forbid: they are kept by what does not happen."""
MOVING = ("corridor", "access", "transport", "movement", "crossing", "passage", "humanitarian", "monitoring")
"""Parts of the types of provisions that are carried out by letting people through."""
STRONG = frozenset({Occurrence.CORROBORATED, Occurrence.VERIFICATION_CANDIDATE, Occurrence.VERIFIED})
ACCUSED = frozenset({Breach.ALLEGED, Breach.CONTESTED, Breach.RULED_BREACH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing told of a provision."""

    told: Told
    day: date
    by: str | None
    """Camp that tells it; None for an outlet's own voice."""
    record: str
    neutral: bool = False
    strong: bool = False
    """Of a breach: the incident is corroborated, verified or ruled a breach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """All signs of one provision that count in one period."""

    forbids: bool
    signs: tuple[Sign, ...]
    """From the ledgers, oldest first, without alleged breaches."""
    breaches: tuple[Sign, ...]
    obliged: frozenset[str]
    """Camps that must do it."""
    owed: frozenset[str]

    def _of(self, *told: Told) -> tuple[Sign, ...]:
        return tuple(sign for sign in self.signs if sign.told in told)

    @property
    def words(self) -> tuple[Sign, ...]:
        return self._of(Told.WORD)

    @property
    def done(self) -> tuple[Sign, ...]:
        return self._of(Told.DONE)

    @property
    def steps(self) -> tuple[Sign, ...]:
        return self._of(Told.BEGUN, Told.DONE)

    @property
    def setbacks(self) -> tuple[Sign, ...]:
        return self._of(Told.SETBACK)

    @property
    def strong_breaches(self) -> tuple[Sign, ...]:
        return tuple(sign for sign in self.breaches if sign.strong)

    @property
    def begun_tellers(self) -> frozenset[str]:
        return frozenset(sign.by for sign in self.steps if sign.by)

    @property
    def setbacks_since_done(self) -> tuple[Sign, ...]:
        """Setbacks not older than what was last told to be done; all of them where nothing was."""
        last = max((sign.day for sign in self.done), default=date.min)
        return tuple(sign for sign in self.setbacks if sign.day >= last)

    @property
    def done_by_others_word(self) -> bool:
        """True where somebody beside the obliged tells that a part is done; their own word is a first step."""
        return any(sign.by not in self.obliged for sign in self.done)

    @property
    def vouched(self) -> bool:
        """True where the obliged alone are not the ones who say that it is done."""
        tellers = {sign.by for sign in self.done if sign.by}
        neutral = any(sign.neutral for sign in self.done)
        return neutral or bool(tellers & self.obliged and tellers & (self.owed - self.obliged))


def carried_out(
    provision: Provision, agreement: Agreement, period: Period, known: Known, situation: Situation
) -> Carried:
    """The signs of a period; what was done once before it still counts for a provision that asks for one act."""
    told = [sign for entry in known.ledgers.entries for sign in _of_entry(entry, provision, situation)]
    told += _of_access(provision, known, situation)
    lasting = not provision.continuous
    signs = [s for s in told if s.told is not Told.BREACH and _within(s.day, period, lasting=lasting)]
    breaches = [*_incidents(provision, agreement, known, situation)]
    counted = {sign.record for sign in breaches}
    told_in = {d.document_id for i in known.incidents if i.id in counted for d in i.documents}
    linked = {
        entry.id
        for entry in known.ledgers.entries
        if entry.incident_id in counted
        or told_in & {e.document_id for c in entry.history for e in c.evidence}
    }
    breaches += [s for s in told if s.told is Told.BREACH and s.record not in linked]
    return Carried(
        forbids=any(part in provision.type for part in FORBIDDING),
        signs=tuple(sorted(signs, key=lambda s: (s.day, s.record, s.told))),
        breaches=tuple(
            sorted(
                (s for s in breaches if _within(s.day, period, lasting=False)),
                key=lambda s: (s.day, s.record),
            )
        ),
        obliged=frozenset(map(situation.camp, provision.obligors)),
        owed=frozenset(map(situation.camp, provision.beneficiaries)),
    )


def _within(day: date, period: Period, *, lasting: bool) -> bool:
    if period.end is not None and day > period.end:
        return False
    return lasting or period.start is None or day >= period.start


def _of_entry(entry: LedgerEntry, provision: Provision, situation: Situation) -> Iterator[Sign]:
    if entry.provision != provision.id:
        return
    meanings = TOLD.get(entry.ledger, {})
    for change in entry.history:
        if change.when is not None and change.state in meanings:
            side = situation.sides.get(change.by or "")
            yield Sign(
                told=meanings[change.state],
                day=change.when,
                by=situation.camp(change.by) if change.by else None,
                record=entry.id,
                neutral=bool(side and side.neutral),
            )


def _of_access(provision: Provision, known: Known, situation: Situation) -> Iterator[Sign]:
    """States of access to the place that is the provision's area, where the clause is on movement."""
    moving = any(part in provision.type for part in MOVING)
    areas = {place.gazetteer_id for place in situation.places_named(provision.area or "") if moving}
    entries = {entry.id for entry in known.ledgers.entries if entry.provision == provision.id}
    for one in known.access:
        if one.area is None or one.area.gazetteer_id not in areas or one.record in entries:
            continue
        if one.evidence and one.since is not None and one.state in TOLD[LedgerKind.ACCESS]:
            side = situation.sides.get(one.by or "")
            yield Sign(
                told=TOLD[LedgerKind.ACCESS][one.state],
                day=one.since,
                by=situation.camp(one.by) if one.by else None,
                record=one.record,
                neutral=bool(side and side.neutral),
            )


def _incidents(
    provision: Provision, agreement: Agreement, known: Known, situation: Situation
) -> Iterator[Sign]:
    """Incidents that are said to break it; and, for a ceasefire, fire that one party blames on another.

    What a person ruled unfounded or no breach is none; an umbrella is left out, because what it contains counts.
    """
    for incident in known.incidents:
        assessed = known.assessments[incident.id]
        if assessed.occurrence is Occurrence.UNFOUNDED or assessed.breach is Breach.RULED_NO_BREACH:
            continue
        if incident.when is None or incident.contains:
            continue
        said = assessed.provision == provision.id and assessed.breach in ACCUSED
        if said or _fire_between_parties(incident, assessed, provision, agreement, situation):
            yield Sign(
                told=Told.BREACH,
                day=incident.when.earliest,
                by=None,
                record=incident.id,
                strong=assessed.occurrence in STRONG or assessed.breach is Breach.RULED_BREACH,
            )


def _fire_between_parties(
    incident: Incident,
    assessed: Assessment,
    provision: Provision,
    agreement: Agreement,
    situation: Situation,
) -> bool:
    """True where the act comes under the clause by its kind and one party blames another; only the agreement's first
    clause of that kind counts it, and no later agreement of theirs that was in force then."""
    wanted = [kind for kind in CLAUSES.get(incident.event_type, ()) if kind in FORBIDDING]
    first = next((p for kind in wanted for p in agreement.provisions if kind in p.type), None)
    if first is None or first.id != provision.id or _superseded(agreement, incident, situation):
        return False
    start = agreement.effective or agreement.signed
    if incident.when is None or (start is not None and incident.when.earliest < start):
        return False
    parties = {situation.camp(side) for side in (*agreement.parties, *agreement.covers)}
    return any(
        situation.camp(blame.side) in parties
        and any(situation.camp(target) in parties - {situation.camp(blame.side)} for target in blame.targets)
        for blame in assessed.accused_by
    )


def _superseded(agreement: Agreement, incident: Incident, situation: Situation) -> bool:
    """True where a later agreement with a truce between the same camps was in force on the incident's first day."""
    if incident.when is None:
        return False
    own = {situation.camp(side) for side in (*agreement.parties, *agreement.covers)}
    mine = agreement.effective or agreement.signed or date.min
    for other in situation.agreements:
        start = other.effective or other.signed or date.min
        camps = {situation.camp(side) for side in (*other.parties, *other.covers)}
        truce = any("ceasefire" in p.type for p in other.provisions)
        if truce and mine < start <= incident.when.earliest and len(camps & own) >= 2:
            return True
    return False
