"""One incident and its dossier into a proposed assessment, with reasons a reader can check."""

from trucewatch.verification.access import access_by_area
from trucewatch.verification.assess import assess_incident
from trucewatch.verification.settings import AssessmentSettings

__all__ = ["AssessmentSettings", "access_by_area", "assess_incident"]
