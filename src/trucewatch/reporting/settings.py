"""What a report counts over; a caller may pass others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trucewatch.records import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSettings:
    period_days: int = 30
    """Days of the period that patterns and scores are told by; the one before it has the same length."""
    silence_days: int = 30
    """Days without a report after which an area counts as silent, where the pack gives it none of its own."""
    scorecard_periods: int = 4
    """Periods that the provision scorecard goes back."""

    def periods(self, last_day: date) -> tuple[Period, ...]:
        """The periods of the scorecard, oldest first; the last ends on `last_day`."""
        length = timedelta(days=self.period_days)
        ends = [last_day - length * back for back in reversed(range(self.scorecard_periods))]
        return tuple(Period(start=end - length + timedelta(days=1), end=end) for end in ends)

    def present_and_before(self, last_day: date) -> tuple[Period, Period]:
        """The period that ends on `last_day`, and the one of equal length before it."""
        end = last_day - timedelta(days=self.period_days)
        before = Period(start=end - timedelta(days=self.period_days - 1), end=end)
        return Period(start=end + timedelta(days=1), end=last_day), before


def in_period(day: date, period: Period) -> bool:
    return (period.start is None or period.start <= day) and (period.end is None or day <= period.end)
