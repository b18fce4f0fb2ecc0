"""The proposal for one incident: three questions, each answered by the first rule that holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from trucewatch.records import Accusation, Assessment, Dossier
from trucewatch.verification.access import access_reasons
from trucewatch.verification.breaches import breaches_of
from trucewatch.verification.findings import findings_of
from trucewatch.verification.rules import (
    ATTRIBUTION,
    BREACH,
    CREDIBILITY,
    OCCURRENCE,
    Breaches,
    Case,
    first_that_holds,
    may_be_verified,
    ruled_provision,
)
from trucewatch.verification.settings import AssessmentSettings

if TYPE_CHECKING:
    from trucewatch.situation import Situation


def can_be_signed_off(
    dossier: Dossier, situation: Situation, settings: AssessmentSettings | None = None
) -> bool:
    """True for a verification candidate and for what a monitor observed: only these become verified."""
    case = Case(
        findings=findings_of(dossier, situation),
        breaches=Breaches(cited_by={}, provision=None, agreement=None),
        settings=settings or AssessmentSettings(),
        sides=situation.sides,
    )
    return may_be_verified(case)


def assess_incident(
    dossier: Dossier,
    situation: Situation,
    now: date | datetime | None,
    settings: AssessmentSettings | None = None,
) -> Assessment:
    """What the records say about one incident, with the rules that fired and the records they rest on.

    `now` stands for the day of an incident that has none; None leaves its breach unassessed.
    """
    settings = settings or AssessmentSettings()
    findings = findings_of(dossier, situation)
    breaches = breaches_of(dossier, findings, situation, settings, now)
    case = Case(findings=findings, breaches=breaches, settings=settings, sides=situation.sides)
    occurrence = first_that_holds(OCCURRENCE, case)
    attribution = first_that_holds(ATTRIBUTION, case)
    breach = first_that_holds(BREACH, case)
    return Assessment(
        incident_id=dossier.incident.id,
        occurrence=occurrence.gives,
        attribution=attribution.gives,
        breach=breach.gives,
        provision=ruled_provision(case) or breaches.provision,
        independent_origins=len(findings.origins),
        origins=findings.origins,
        accused_by=tuple(
            Accusation(side=side, targets=targets) for side, (_, targets) in findings.accusations.items()
        ),
        denied_by=tuple(sorted(findings.answers)),
        acknowledged_by=tuple(sorted({*findings.owned, *findings.apologies})),
        credibility=CREDIBILITY[occurrence.gives],
        reasons=(
            *(rule.reason(case) for rule in (occurrence, attribution, breach)),
            *access_reasons(dossier.incident, dossier.access, settings, situation.sides),
        ),
    )
