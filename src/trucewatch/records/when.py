"""Times that carry their own precision; the unknown is None, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from trucewatch.records.vocabulary import TimeBasis, TimePrecision, TimexType


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """From `earliest` to `latest`, both days inclusive, with clock times where they are stated."""

    earliest: date
    latest: date
    precision: TimePrecision
    basis: TimeBasis
    start_clock: time | None = None
    """Time of day on `earliest`, with tzinfo where the text states a zone."""
    end_clock: time | None = None

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"time range runs backwards: {self.earliest} > {self.latest}")

    def overlaps(self, other: TimeRange) -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest

    def days_apart(self, other: TimeRange) -> int:
        """Days from the end of the one to the beginning of the other; not above nought where they overlap."""
        return max((self.earliest - other.latest).days, (other.earliest - self.latest).days)

    def iso(self) -> tuple[str, str]:
        """Both ends in ISO 8601; a clock only where one is stated."""
        return _iso(self.earliest, self.start_clock), _iso(self.latest, self.end_clock)


def _iso(day: date, clock: time | None) -> str:
    if clock is None:
        return day.isoformat()
    return datetime.combine(day, clock).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression in a text; `value` is its TIMEX3 value, None if it cannot be anchored."""

    start: int
    end: int
    type: TimexType
    value: str | None
    range: TimeRange | None = None
    """The days it stands for; None for durations, sets and what cannot be anchored."""
