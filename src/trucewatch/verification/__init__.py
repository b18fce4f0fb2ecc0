"""One incident and its dossier into a proposed assessment, and each provision into a proposed score, with reasons a
reader can check."""

from trucewatch.verification.access import access_by_area
from trucewatch.verification.assess import assess_incident, can_be_signed_off
from trucewatch.verification.implementation import SET_VALUE, Known, score_provisions
from trucewatch.verification.rules import QUESTIONS
from trucewatch.verification.settings import AssessmentSettings, ImplementationSettings

__all__ = [
    "AssessmentSettings",
    "ImplementationSettings",
    "Known",
    "QUESTIONS",
    "SET_VALUE",
    "access_by_area",
    "assess_incident",
    "can_be_signed_off",
    "score_provisions",
]
