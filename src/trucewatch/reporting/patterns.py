"""Recurrent incidents by place, kind and side, in one period against the one of equal length before it.

What is counted are incidents, never reports: ten copies of one wire are one incident. What cannot be counted
honestly is set apart with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.records import (
    Assessment,
    Attribution,
    Dossier,
    Evidence,
    Flag,
    Incident,
    Occurrence,
    Period,
    Place,
    content_id,
    short_id,
)
from trucewatch.reporting.phrasing import closeness, day_words, event_noun
from trucewatch.reporting.register import Register
from trucewatch.reporting.settings import in_period
from trucewatch.situation import Area, Situation

RECURRENT = 2
"""Incidents over both periods from which a pattern is recurrent."""
FEW = 5
"""Where both counts are below this, the difference may be chance, and the report says so."""
NOBODY = "nobody accused"
NO_PLACE = "place unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Incidents of one period in one cell."""

    incidents: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    """Those of them of which a side denies the event or the blame."""
    reports: int = 0
    """Documents that tell of them; copies are counted here, and nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One combination of place, kind and accused sides, or of one of these alone."""

    id: str
    place: str
    kind: str
    side: str
    now: Tally
    before: Tally
    evidence: tuple[Evidence, ...]
    """The first quotation of each incident."""

    @property
    def incidents(self) -> tuple[str, ...]:
        return (*self.now.incidents, *self.before.incidents)

    @property
    def recurrent(self) -> bool:
        return len(self.incidents) >= RECURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An incident that is in no count, and why."""

    incident: str
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """All counts of two neighbouring periods; each list has the largest count first."""

    period: Period
    before: Period
    combined: tuple[Pattern, ...]
    by_place: tuple[Pattern, ...]
    by_kind: tuple[Pattern, ...]
    by_side: tuple[Pattern, ...]
    """An incident of which several sides are accused counts under each."""
    apart: tuple[Apart, ...]

    @property
    def counted(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Incidents in the period and in the one before."""
        rows = self.by_kind
        now = tuple(i for row in rows for i in row.now.incidents)
        return now, tuple(i for row in rows for i in row.before.incidents)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    dossier: Dossier
    assessment: Assessment
    now: bool
    place: str
    kind: str
    sides: tuple[str, ...]


def find_patterns(register: Register, situation: Situation, period: Period, before: Period) -> Patterns:
    """The counts of `period` and `before`; older incidents are in neither."""
    counted: list[_Counted] = []
    apart: list[Apart] = []
    for dossier in register.dossiers:
        assessed = register.assessments[dossier.incident.id]
        why = _why_apart(dossier, assessed, period, before)
        if why is None:
            counted.append(_counted(dossier, assessed, situation, period))
        elif why:
            apart.append(Apart(incident=dossier.incident.id, why=why, evidence=_first_quotes([dossier])))
    return Patterns(
        period=period,
        before=before,
        combined=_group(counted, lambda one: [(one.place, one.kind, _joined(one.sides))], period),
        by_place=_group(counted, lambda one: [(one.place, "", "")], period),
        by_kind=_group(counted, lambda one: [("", one.kind, "")], period),
        by_side=_group(counted, lambda one: [("", "", side) for side in one.sides], period),
        apart=tuple(apart),
    )


def _why_apart(dossier: Dossier, assessed: Assessment, period: Period, before: Period) -> str | None:
    """Why an incident is in no count: None when it is counted, empty when it lies outside both periods."""
    incident = dossier.incident
    if incident.when is None:
        return "no day is told"
    touches = [p for p in (period, before) if _overlaps(incident, p)]
    if not touches:
        return ""
    if assessed.occurrence is Occurrence.UNFOUNDED:
        return "a person ruled that it did not happen"
    if incident.contains:
        return "it stands for several incidents, which are counted themselves"
    if dossier.mentions and all(Flag.AGGREGATE in mention.flags for mention in dossier.mentions):
        return "it is a sum of several events that are not told one by one"
    if not any(in_period(incident.when.earliest, p) and in_period(incident.when.latest, p) for p in touches):
        return "its days reach beyond one period"
    return None


def _overlaps(incident: Incident, period: Period) -> bool:
    when = incident.when
    assert when is not None
    return (period.start or date.min) <= when.latest and when.earliest <= (period.end or date.max)


def _counted(dossier: Dossier, assessed: Assessment, situation: Situation, period: Period) -> _Counted:
    incident = dossier.incident
    sides = sorted({target for blame in assessed.accused_by for target in blame.targets})
    assert incident.when is not None
    return _Counted(
        dossier=dossier,
        assessment=assessed,
        now=in_period(incident.when.earliest, period),
        place=place_group(incident.where, situation),
        kind=event_noun(incident.event_type, incident.sub_event_type),
        sides=tuple(_side_name(side, situation) for side in sides) or (NOBODY,),
    )


def place_group(place: Place | None, situation: Situation) -> str:
    """The name under which incidents at a place are counted: the pack's smallest watched area around it, else its own."""
    area = area_of(place, situation) if place else None
    return area.place.name if area else place.name if place else NO_PLACE


def area_of(place: Place, situation: Situation) -> Area | None:
    """The smallest watched area of the pack that a place lies in; a place wider than the area lies in none."""
    around = [
        area
        for area in situation.areas
        if area.monitored and place.lies_in(area.place) and place.radius_km <= area.place.radius_km
    ]
    return min(around, key=lambda area: (area.place.radius_km, area.id), default=None)


def _side_name(side: str, situation: Situation) -> str:
    known = situation.sides.get(side)
    return known.name if known else side


def _joined(names: Sequence[str]) -> str:
    return " and ".join(names)


def is_contested(assessed: Assessment) -> bool:
    return assessed.occurrence is Occurrence.CONTESTED or assessed.attribution is Attribution.CONTESTED


_Key = tuple[str, str, str]


def _group(
    counted: Sequence[_Counted], keys: Callable[[_Counted], Iterable[_Key]], period: Period
) -> tuple[Pattern, ...]:
    cells: dict[_Key, list[_Counted]] = {}
    for one in counted:
        for key in keys(one):
            cells.setdefault(key, []).append(one)
    rows = [_pattern(key, found, period) for key, found in cells.items()]
    return tuple(
        sorted(
            rows,
            key=lambda row: (-len(row.now.incidents), -len(row.incidents), row.place, row.kind, row.side),
        )
    )


def _pattern(key: _Key, found: Sequence[_Counted], period: Period) -> Pattern:
    place, kind, side = key
    days = [day.isoformat() if day else None for day in (period.start, period.end)]
    return Pattern(
        id=content_id("pattern", place, kind, side, days),
        place=place,
        kind=kind,
        side=side,
        now=_tally([one for one in found if one.now]),
        before=_tally([one for one in found if not one.now]),
        evidence=_first_quotes(one.dossier for one in found),
    )


def _tally(found: Sequence[_Counted]) -> Tally:
    documents = {part.document_id for one in found for part in one.dossier.incident.documents}
    return Tally(
        incidents=tuple(one.dossier.incident.id for one in found),
        contested=tuple(one.dossier.incident.id for one in found if is_contested(one.assessment)),
        reports=len(documents),
    )


def _first_quotes(dossiers: Iterable[Dossier]) -> tuple[Evidence, ...]:
    return tuple(dossier.mentions[0].evidence for dossier in dossiers if dossier.mentions)


def titles(register: Register) -> Mapping[str, str]:
    """For each incident what, where and when in a few words, for people who ask what was counted."""
    named = {}
    for incident in register.incidents():
        kind = event_noun(incident.event_type, incident.sub_event_type)
        where = f"{closeness(incident.where)}{incident.where.name}" if incident.where else NO_PLACE
        named[incident.id] = f"{kind}, {where}, {day_words(incident.when)}"
    return named


def numbered_titles(register: Register) -> Mapping[str, str]:
    """The title of each incident with its number in the register and the id that `explain` takes."""
    return {
        incident: f"{number}. {title[0].upper()}{title[1:]} ({short_id(incident)})"
        for number, (incident, title) in enumerate(titles(register).items(), 1)
    }
