"""Days of the calendar as TIMEX3 values and ranges: a day and its hours, a week, a month, a part of a year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone

from trucewatch.extraction.times.meaning import Clock, Meaning
from trucewatch.records import TimeBasis, TimePrecision, TimeRange, TimexType

DAWN = 6
"""Hours of the clock before this one, told of a night, are those of the day after."""
_DAYS = {"D": 1.0, "W": 7.0, "M": 30.4, "Y": 365.25, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """TIMEX3 type and value, and the days they stand for."""

    type: TimexType
    value: str | None
    range: TimeRange | None = None


UNKNOWN_DATE = Resolved(type=TimexType.DATE, value=None)


def make_range(
    first: date,
    last: date,
    precision: TimePrecision = TimePrecision.RANGE,
    basis: TimeBasis = TimeBasis.RELATIVE,
) -> TimeRange:
    return TimeRange(earliest=min(first, last), latest=max(first, last), precision=precision, basis=basis)


def day_after(day: date, days: int) -> date | None:
    """The day so many days on; None where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def length_in_days(value: str) -> int | None:
    """Days that a TIMEX3 duration lasts, rounded up; None if it is not a definite one."""
    body = value.removeprefix("P")
    unit = ("T" if body.startswith("T") else "") + body[-1:]
    number = body.removeprefix("T")[:-1]
    if unit not in _DAYS or not number.replace(".", "", 1).isdigit():
        return None
    days = float(number) * _DAYS[unit]
    return -int(-days // 1) if days < 200_000 else None


def on_day(day: date | None, meaning: Meaning, basis: TimeBasis, last: date | None = None) -> Resolved:
    """A day, or a part or a clock time of it; `last` where it runs over two days ("the night of 12-13 May")."""
    timed = meaning.clock is not None or meaning.part is not None
    type_ = TimexType.TIME if timed else TimexType.DATE
    if day is None:
        return Resolved(type=type_, value=None)
    if meaning.clock:
        if meaning.part == "NI" and meaning.clock.hour < DAWN:
            day = day_after(day, 1) or day  # "at 3 a.m. last night"
        return _at_clock(day, meaning.clock, basis)
    if meaning.part:
        end = (
            last
            or (day_after(day, 1) if meaning.part == "NI" and meaning.phase != "overnight" else None)
            or day
        )
        days = make_range(day, end, TimePrecision.PART_OF_DAY, basis)
        return Resolved(type=type_, value=f"{day.isoformat()}T{meaning.part}", range=days)
    days = make_range(day, last or day, TimePrecision.DAY if not last else TimePrecision.RANGE, basis)
    return Resolved(type=type_, value=day.isoformat(), range=days)


def _at_clock(day: date, clock: Clock, basis: TimeBasis) -> Resolved:
    minute = clock.minute or 0
    value = f"{day.isoformat()}T{clock.hour:02}:{minute:02}"
    shown = day
    if clock.hour == 24:
        shown = day_after(day, 1) or day
        value = f"{day.isoformat()}T24:00"
    zone = None
    if clock.zone is not None and abs(clock.zone) <= 14:
        zone = timezone(timedelta(hours=clock.zone))
    when = time(clock.hour % 24, minute, tzinfo=zone)
    precision = TimePrecision.HOUR if clock.minute is None else TimePrecision.MINUTE
    days = TimeRange(
        earliest=shown, latest=shown, precision=precision, basis=basis, start_clock=when, end_clock=when
    )
    return Resolved(type=TimexType.TIME, value=value, range=days)


def stretch_of_year(year: int, name: str) -> Resolved:
    """A quarter ("Q3") or a half ("H1")."""
    months = 3 if name[0] == "Q" else 6
    first = (int(name[1]) - 1) * months + 1
    days = make_range(
        date(year, first, 1), month_end(year, first + months - 1), TimePrecision.RANGE, TimeBasis.STATED
    )
    return Resolved(type=TimexType.DATE, value=f"{year:04}-{name}", range=days)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def whole_week(day: date, phase: str | None) -> Resolved:
    week = day.isocalendar()
    monday = day - timedelta(days=day.weekday())
    first, last = (2, 3) if phase == "MID" else (0, 6)
    days = make_range(monday + timedelta(days=first), monday + timedelta(days=last), TimePrecision.WEEK)
    return Resolved(type=TimexType.DATE, value=f"{week.year:04}-W{week.week:02}", range=days)


def whole_month(year: int, month: int, phase: str | None, basis: TimeBasis) -> Resolved:
    first, last = date(year, month, 1), month_end(year, month)
    if phase == "START":
        last = date(year, month, 10)
    elif phase == "MID":
        first, last = date(year, month, 11), date(year, month, 20)
    elif phase == "END":
        first = date(year, month, 21)
    return Resolved(
        type=TimexType.DATE,
        value=f"{year:04}-{month:02}",
        range=make_range(first, last, TimePrecision.MONTH, basis),
    )


def whole_year(year: int, phase: str | None, basis: TimeBasis) -> Resolved:
    months = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}.get(phase or "", (1, 12))
    days = make_range(date(year, months[0], 1), month_end(year, months[1]), TimePrecision.YEAR, basis)
    return Resolved(type=TimexType.DATE, value=f"{year:04}", range=days)
