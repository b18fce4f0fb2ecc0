"""The thresholds of the assessment rules; a caller may pass others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSettings:
    corroborating_origins: int = 2
    """Independent origins from which an event is called corroborated."""
    candidate_origins: int = 2
    """Independent origins, the confirming or owning one included, that a verification candidate needs."""
    agreement_grace_days: int = 0
    """Days before an agreement takes effect on which an act can already be alleged to breach it."""
    access_holds_days: int = 30
    """Days for which an area stays closed after it was last told to be, where nobody tells that it opened."""
    access_after_days: int = 14
    """Days after an incident in which an area that is closed keeps observers from looking into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationSettings:
    """The thresholds of the implementation scores."""

    collapse_breaches: int = 10
    """Corroborated, verified or ruled breaches in 30 days from which a clause that forbids is not carried out at all."""
    many_breaches: int = 3
    """Alleged breaches in 30 days from which it is carried out only minimally."""
    intermediate_tellers: int = 2
    """Camps that must tell of steps where nothing is told to be done."""
    full_days: int = 2
    """Days on which a duty that holds every day must be told to be kept, to count as kept."""
    many_setbacks: int = 3
    """Setbacks from which steps count as a first step only."""
