"""One incident and its dossier into a proposed assessment, with reasons a reader can check."""

from trucewatch.verification.assess import assess_incident
from trucewatch.verification.settings import AssessmentSettings

__all__ = ["AssessmentSettings", "assess_incident"]
