"""How far a provision is carried out: a proposal with reasons, and apart from it what a person set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trucewatch.records.assessments import Decision, Reason
from trucewatch.records.ids import content_id
from trucewatch.records.reports import Period

SCORE_WORDS: Mapping[int, str] = {0: "not initiated", 1: "minimal", 2: "intermediate", 3: "full"}
"""The four steps of the Peace Accords Matrix (Kroc Institute), as its coders name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionScore:
    """One provision in one period, on the scale of the Peace Accords Matrix: 0 not initiated, 1 minimal,
    2 intermediate, 3 full."""

    provision: str
    period: Period
    proposed: int | None
    """None where the records allow no proposal: silence is neither 0 nor 3."""
    reasons: tuple[Reason, ...]
    set_to: int | None = None
    """Set by a named person only."""
    decision: Decision | None = None
    """The decision that set it."""

    @property
    def id(self) -> str:
        days = [day.isoformat() if day else None for day in (self.period.start, self.period.end)]
        return content_id("provision_score", self.provision, days)
