"""One incident and its dossier into a proposed assessment, and each provision into a proposed score, with reasons a
reader can check."""

from trucewatch.verification.access import access_by_area
from trucewatch.verification.assess import assess_incident
from trucewatch.verification.implementation import SET_VALUE, Known, score_provisions
from trucewatch.verification.settings import AssessmentSettings, ImplementationSettings

__all__ = [
    "AssessmentSettings",
    "ImplementationSettings",
    "Known",
    "SET_VALUE",
    "access_by_area",
    "assess_incident",
    "score_provisions",
]
