"""Access entries of the ledger and rows of the pack → which area is open to whom, and what that leaves unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.records import (
    AreaAccess,
    Document,
    Evidence,
    Incident,
    LedgerEntry,
    LedgerKind,
    Ledgers,
    Place,
    Reason,
    StateChange,
)
from trucewatch.verification.area_names import AreaNames
from trucewatch.verification.naming import named
from trucewatch.verification.settings import AssessmentSettings

if TYPE_CHECKING:
    from trucewatch.situation import Side, Situation

SHUT = frozenset({"denied", "closed"})
NARROWED = frozenset({"restricted", "conditional"})
OPEN = frozenset({"granted"})
_TELLING = SHUT | NARROWED | OPEN
LOOKING = frozenset({"observers", "media", "all"})
"""Traffic that can see for itself; aid workers do not observe, but where they cannot go, few others can."""
AID = frozenset({"humanitarian"})
TRAFFIC_WORDS = {
    "observers": "observers",
    "media": "journalists",
    "humanitarian": "aid",
    "all": "all traffic",
}


def access_by_area(
    ledgers: Ledgers, situation: Situation, incidents: Iterable[Incident], documents: Iterable[Document]
) -> tuple[AreaAccess, ...]:
    """Every state of access that is told, by area, traffic and day; the pack's own rows after the ledger's."""
    published = {d.id: d.published.day for d in documents if d.published}
    areas = AreaNames(situation, [i.where for i in incidents if i.where is not None])
    told = [
        one
        for entry in ledgers.of(LedgerKind.ACCESS)
        for one in _of_entry(entry, areas, published)
        if one is not None
    ]
    ended = [replace(one, until=_ended(one, told)) for one in told]
    ended.sort(key=lambda one: (_name(one.area), one.traffic, one.since or date.min, one.state, one.id))
    return (*ended, *_of_pack(situation))


def _of_entry(
    entry: LedgerEntry, areas: AreaNames, published: Mapping[str, date]
) -> Iterable[AreaAccess | None]:
    """One for each state, claimant and area named; the entry's other quotes give the area where one has none."""
    named = {change: areas.meant_in(change.evidence) for change in entry.history}
    anywhere = tuple(dict.fromkeys(place for places in named.values() for place in places))
    passed = _passed_in(entry.history)
    for change, places in named.items():
        if change in passed:
            continue
        for place in places or anywhere or (None,):
            days = [published[e.document_id] for e in change.evidence if e.document_id in published]
            yield AreaAccess(
                record=entry.id,
                area=place,
                traffic=change.traffic or entry.traffic or "all",
                state=change.state,
                after=next((before.state for before, later in passed.items() if later == change), None),
                since=change.when,
                last_told=max(days, default=change.when),
                by=change.by,
                evidence=_quotes_on(place, change.evidence, areas),
            )


def _passed_in(history: Sequence[StateChange]) -> dict[StateChange, StateChange]:
    """The states of which no words tell but those that tell what came after them, each with that later one."""
    passed: dict[StateChange, StateChange] = {}
    for before, later in pairwise(history):
        if before.by == later.by and set(before.evidence) <= set(later.evidence):
            passed[before] = later
    return passed


def _quotes_on(place: Place | None, evidence: tuple[Evidence, ...], areas: AreaNames) -> tuple[Evidence, ...]:
    """The quotes that name this place, where some do and some name another."""
    own = tuple(quote for quote in evidence if place in areas.meant_in((quote,)))
    return own or evidence


def _of_pack(situation: Situation) -> Iterable[AreaAccess]:
    for area in situation.areas:
        for row in area.access:
            yield AreaAccess(
                record=area.id,
                area=area.place,
                traffic=row.traffic,
                state=row.state,
                since=row.since,
                until=row.until,
                by=row.by,
                source=row.source,
            )


def _ended(one: AreaAccess, told: Sequence[AreaAccess]) -> date | None:
    """The first later day on which somebody tells the opposite of the same area and traffic.

    What holds for all traffic is not ended by what is told of one kind alone.
    """
    opposite = OPEN if one.state in SHUT | NARROWED else SHUT | NARROWED if one.state in OPEN else frozenset()
    if one.since is None or one.area is None:
        return None
    days = [
        other.since
        for other in told
        if other.state in opposite
        and other.since is not None
        and other.since > one.since
        and other.area is not None
        and other.area.gazetteer_id == one.area.gazetteer_id
        and other.traffic in (one.traffic, "all")
    ]
    return min(days, default=None)


def _name(place: Place | None) -> str:
    return place.name if place else "\uffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """One row of the table on access; every row that holds gives its reason."""

    id: str
    when: str
    """The condition in words, as docs/assessment.md prints it."""
    says: str
    """The reason, with {area}, {state}, {traffic} and {told}."""
    holds: Callable[[AreaAccess], bool]


def _from_ledger(one: AreaAccess) -> bool:
    return bool(one.evidence)


ACCESS_RULES: tuple[AccessRule, ...] = (
    AccessRule(
        id="C1",
        when="the access ledger has the area denied or closed to observers, to media or to all traffic",
        says="no independent observer is known to have had access to {area}: {state} to {traffic}, {told}",
        holds=lambda one: _from_ledger(one) and one.traffic in LOOKING and one.state in SHUT,
    ),
    AccessRule(
        id="C2",
        when="the access ledger has it restricted for these, or denied, closed or restricted for aid",
        says="few could see {area} for themselves: {state} for {traffic}, {told}",
        holds=lambda one: (
            _from_ledger(one)
            and (
                (one.traffic in LOOKING and one.state in NARROWED)
                or (one.traffic in AID and one.state in SHUT | NARROWED)
            )
        ),
    ),
    AccessRule(
        id="C3",
        when="the situation pack has the area denied or closed to observers, to media or to all traffic",
        says="no independent observer is known to have had access to {area}: {state} to {traffic}, {told}",
        holds=lambda one: not _from_ledger(one) and one.traffic in LOOKING and one.state in SHUT,
    ),
    AccessRule(
        id="C4",
        when="the situation pack has it restricted for these, or denied, closed or restricted for aid",
        says="few could see {area} for themselves: {state} for {traffic}, {told}",
        holds=lambda one: (
            not _from_ledger(one)
            and (
                (one.traffic in LOOKING and one.state in NARROWED)
                or (one.traffic in AID and one.state in SHUT | NARROWED)
            )
        ),
    ),
    AccessRule(
        id="C5",
        when="beside one of these, somebody tells that the same area was open to the same traffic",
        says="another account has {area} {state} to {traffic}, {told}",
        holds=lambda one: one.state in OPEN,
    ),
)


def access_reasons(
    incident: Incident, access: Sequence[AreaAccess], settings: AssessmentSettings, sides: Mapping[str, Side]
) -> tuple[Reason, ...]:
    """What an assessment says of access to the incident's place in and after its days; nothing where it was open."""
    if incident.where is None or incident.when is None:
        return ()
    there = [one for one in access if _concerns(one, incident, settings)]
    shut = [one for one in there if one.state in SHUT | NARROWED]
    closed = {(one.area.gazetteer_id if one.area else None, one.traffic) for one in shut}
    reasons = []
    for rule in ACCESS_RULES:
        for one in there:
            beside = one.state in OPEN and (one.area and one.area.gazetteer_id, one.traffic) not in closed
            if rule.holds(one) and not beside:
                reasons.append(_reason(rule, one, sides))
    return tuple(dict.fromkeys(reasons))


def _reason(rule: AccessRule, one: AreaAccess, sides: Mapping[str, Side]) -> Reason:
    by = f"as told by {named([one.by], sides)}" if one.by else "as told"
    since = f" ({one.since.isoformat()})" if one.since else ""
    kept = "access ledger" if _from_ledger(one) else "situation pack"
    says = rule.says.format(
        area=one.area.name if one.area else "the area",
        state=one.state,
        traffic=TRAFFIC_WORDS.get(one.traffic, f"{one.traffic} traffic"),
        told=f"{by}{since} – {kept}",
    )
    return Reason(rule=rule.id, says=says, records=(one.record,))


def _concerns(one: AreaAccess, incident: Incident, settings: AssessmentSettings) -> bool:
    """True where the incident lies in the area, and the state holds in its days or soon after them."""
    where, when = incident.where, incident.when
    if one.area is None or where is None or when is None or one.state not in _TELLING:
        return False
    if not one.evidence:
        from_day, to_day = one.since or date.min, one.until or date.max
    elif one.since is None:
        return False
    else:
        from_day = one.since
        to_day = one.until or (one.last_told or one.since) + timedelta(days=settings.access_holds_days)
    holds = from_day <= when.latest + timedelta(days=settings.access_after_days) and when.earliest < to_day
    return holds and where.lies_in(one.area)
