"""Which accusers cite an agreement that was in force, and which clause they mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from trucewatch.records import Dossier, EventType
from trucewatch.verification.findings import Findings
from trucewatch.verification.rules import Breaches
from trucewatch.verification.settings import AssessmentSettings
from trucewatch.verification.wording import CITES_AGREEMENT

if TYPE_CHECKING:
    from trucewatch.situation import Situation
    from trucewatch.situation.agreements import Agreement

CLAUSES = {
    EventType.BATTLES: ("ceasefire", "cessation_of_hostilities", "truce"),
    EventType.EXPLOSIONS_REMOTE_VIOLENCE: ("ceasefire", "cessation_of_hostilities", "truce"),
    EventType.VIOLENCE_AGAINST_CIVILIANS: (
        "civilian_protection",
        "protection_of_civilians",
        "ceasefire",
        "cessation_of_hostilities",
        "truce",
    ),
    EventType.STRATEGIC_DEVELOPMENTS: ("withdrawal", "disengagement", "ceasefire"),
}
"""Types of provisions that an act of a kind can breach, the closest first."""


def breaches_of(
    dossier: Dossier,
    findings: Findings,
    situation: Situation,
    settings: AssessmentSettings,
    now: date | datetime | None,
) -> Breaches:
    """Accusers who cite an agreement in force on the incident's day, with the clause it comes under."""
    day = dossier.incident.when.earliest if dossier.incident.when else _date(now)
    parties = {situation.camp(side) for side in (*findings.accusations, *findings.accused)}
    binding = [
        a for a in situation.agreements if _in_force(a, day, settings) and _binds(a, parties, situation)
    ]
    if not binding:
        return Breaches(cited_by={}, provision=None, agreement=None)
    texts = {s.id: s.evidence.quote for s in dossier.statements}
    passages = {m.statement_id: m.evidence.quote for m in dossier.mentions if m.statement_id}
    cited = {}
    for side, (records, _) in findings.accusations.items():
        said = [i for i in records if _cites(f"{texts.get(i, '')} {passages.get(i, '')}", binding)]
        if said:
            cited[side] = tuple(said)
    words = " ".join(texts.get(i, "") for records in cited.values() for i in records)
    agreement = _meant(words, binding)
    return Breaches(
        cited_by=cited,
        provision=_clause(agreement, dossier.incident.event_type) if cited else None,
        agreement=agreement.title,
    )


def _date(now: date | datetime | None) -> date | None:
    return now.date() if isinstance(now, datetime) else now


def _in_force(agreement: Agreement, day: date | None, settings: AssessmentSettings) -> bool:
    if day is None:  # nothing is dated and no clock is given: the citation alone tells
        return True
    start = agreement.effective or agreement.signed
    if start is None or day < start - timedelta(days=settings.agreement_grace_days):
        return False
    return agreement.until is None or day <= agreement.until


def _binds(agreement: Agreement, parties: set[str], situation: Situation) -> bool:
    return bool({situation.camp(side) for side in agreement.parties} & parties)


def _cites(text: str, binding: Iterable[Agreement]) -> bool:
    if CITES_AGREEMENT.search(text):
        return True
    lowered = text.lower()
    return any(name.lower() in lowered for a in binding for name in (a.title, *a.aliases))


def _meant(words: str, binding: list[Agreement]) -> Agreement:
    """The agreement that is named; else the latest one with a ceasefire clause; else the latest."""
    lowered = words.lower()
    named = [a for a in binding if any(name.lower() in lowered for name in (a.title, *a.aliases))]
    ceasefires = [a for a in binding if any("ceasefire" in p.type for p in a.provisions)]
    return max(named or ceasefires or binding, key=lambda a: (a.effective or a.signed or date.min, a.id))


def _clause(agreement: Agreement, kind: EventType) -> str | None:
    for wanted in CLAUSES.get(kind, ()):
        for provision in agreement.provisions:
            if wanted in provision.type:
                return provision.id
    return None
