"""From meanings to days: anchored on the day of publication and on what was told before."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from trucewatch.extraction.times import words
from trucewatch.extraction.times.days import (
    UNKNOWN_DATE,
    Resolved,
    day_after,
    length_in_days,
    make_range,
    month_end,
    on_day,
    stretch_of_year,
    whole_month,
    whole_week,
    whole_year,
)
from trucewatch.extraction.times.holidays import holiday
from trucewatch.extraction.times.meaning import Meaning
from trucewatch.records import TimeBasis, TimePrecision, TimeRange, TimexType


class Direction(Enum):
    """Where the sentence looks: what tense and wording say."""

    BEFORE = -2
    """Never ahead: "since January", "last 9 November"."""
    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What an expression can hang on; `narrative` is the last day told, `beside` a day told in the same sentence."""

    published: date | None
    direction: Direction = Direction.UNKNOWN
    narrative: date | None = None
    beside: date | None = None
    period: date | None = None
    """First day of the last week, month or year told."""
    year: int | None = None
    """Year of the last date that states one."""


def resolve(meaning: Meaning, anchor: Anchor) -> Resolved:
    """What `meaning` stands for; value None where nothing it can hang on is known, or no calendar has the day."""
    try:
        return _after_midnight(_resolve(meaning, anchor), meaning, anchor)
    except (ValueError, OverflowError):
        timed = meaning.clock or meaning.part
        return Resolved(type=TimexType.TIME if timed else TimexType.DATE, value=None)


def _after_midnight(resolved: Resolved, meaning: Meaning, anchor: Anchor) -> Resolved:
    """ "After midnight on 13 May" tells of the first hours of that day; a deadline "by midnight" runs to its end."""
    days = resolved.range
    if meaning.clock is None or meaning.clock.hour != 24 or days is None:
        return resolved
    day = day_after(days.earliest, -1)
    if anchor.direction is Direction.FUTURE or day is None:
        return resolved
    return replace(resolved, range=replace(days, earliest=day, latest=day))


def _resolve(meaning: Meaning, anchor: Anchor) -> Resolved:
    if meaning.kind in ("set", "reference", "duration"):
        return _unanchored(meaning, anchor)
    if meaning.kind == "stretch":
        return _stretch(meaning, anchor)
    if meaning.kind in ("clock", "part"):
        day = anchor.beside or anchor.narrative or anchor.published
        return _night_told(on_day(day, meaning, TimeBasis.RELATIVE), meaning, anchor)
    if meaning.kind == "shift":
        return _night_told(_shift(meaning, anchor), meaning, anchor)
    if meaning.kind == "calendar":
        return _calendar(meaning, anchor)
    return _named(meaning, anchor)


def _night_told(resolved: Resolved, meaning: Meaning, anchor: Anchor) -> Resolved:
    """A night told as gone by that would begin on the day of its own report is the one that ended on that day.

    "Tonight" in the past tense may be either: the days hold both.
    """
    days, today = resolved.range, anchor.published
    is_told = meaning.kind == "part" or (
        meaning.step == 0 and not meaning.narrative and anchor.direction is Direction.PAST
    )
    if meaning.part != "NI" or meaning.clock is not None or days is None or not is_told:
        return resolved
    if today is None or days.earliest != today or days.latest == today:
        return resolved
    night = make_range(today - timedelta(days=1), today, TimePrecision.PART_OF_DAY)
    value = f"{night.earliest.isoformat()}TNI" if meaning.kind == "part" else resolved.value
    return replace(resolved, value=value, range=night)


def _unanchored(meaning: Meaning, anchor: Anchor) -> Resolved:
    if meaning.kind == "set":
        return Resolved(type=TimexType.SET, value=meaning.value)
    if meaning.kind == "reference":
        return Resolved(type=TimexType.DATE, value=meaning.value)
    return Resolved(type=TimexType.DURATION, value=meaning.value, range=_span_back(meaning, anchor))


def _span_back(meaning: Meaning, anchor: Anchor) -> TimeRange | None:
    """ "the past 24 hours", "the next two weeks": from or to the day of publication."""
    length = length_in_days(meaning.value or "")
    if meaning.step not in (-1, 1) or length is None or anchor.published is None:
        return None
    other = day_after(anchor.published, meaning.step * length)
    if other is None:
        return None
    first, last = sorted((anchor.published, other))
    return TimeRange(earliest=first, latest=last, precision=TimePrecision.RANGE, basis=TimeBasis.RELATIVE)


def _stretch(meaning: Meaning, anchor: Anchor) -> Resolved:
    value = meaning.value
    if meaning.name:
        year = meaning.year or (anchor.published.year if anchor.published else None)
        if year is None:
            return UNKNOWN_DATE
        if anchor.published and not meaning.year and anchor.direction is Direction.PAST:
            year -= meaning.name[0] == "Q" and int(meaning.name[1]) > (anchor.published.month + 2) // 3
        return stretch_of_year(year, meaning.name)
    assert value is not None
    if len(value) == 3:
        first, last = int(value) * 10, int(value) * 10 + 9
    elif len(value) == 2:
        first, last = int(value) * 100, int(value) * 100 + 99
    else:
        first = last = int(value)
    if not 1 <= first <= last <= 9999:
        return Resolved(type=TimexType.DATE, value=value)
    days = make_range(date(first, 1, 1), date(last, 12, 31), TimePrecision.RANGE, TimeBasis.STATED)
    return Resolved(type=TimexType.DATE, value=value, range=days)


# Relative to the day of publication, or to what was told before


def _shift(meaning: Meaning, anchor: Anchor) -> Resolved:
    unit = meaning.unit or "D"
    base = anchor.published
    if meaning.narrative:
        day = anchor.narrative or (anchor.published if meaning.part else None)
        base = day if unit == "D" else anchor.period or anchor.narrative or anchor.published
    if base is None:
        timed = meaning.part or unit in ("TH", "TM", "TS")
        return Resolved(type=TimexType.TIME if timed else TimexType.DATE, value=None)
    step = meaning.step if meaning.step is not None else (1 if anchor.direction is Direction.FUTURE else -1)
    if unit in ("D", "N"):
        return on_day(day_after(base, step), meaning, TimeBasis.RELATIVE)
    if unit == "K":
        return _weekend(base, meaning.step if meaning.step is not None else step, meaning.step is None)
    if unit in ("TH", "TM", "TS"):
        return _hours(base, step, unit)
    return _longer(base, step, unit, meaning.phase)


def _hours(base: date, step: int, unit: str) -> Resolved:
    """Hours from a day whose hour is not known: a day on either side; minutes seldom lead out of it."""
    if unit != "TH":
        return Resolved(type=TimexType.TIME, value=None, range=make_range(base, base))
    days = -int(-abs(step) // 24)
    other = day_after(base, days if step > 0 else -days)
    if other is None:
        return Resolved(type=TimexType.TIME, value=None)
    value = other.isoformat() if unit == "TH" and step % 24 == 0 else None
    kind = TimexType.DATE if value else TimexType.TIME
    return Resolved(type=kind, value=value, range=make_range(base, other))


def _weekend(base: date, step: int, nearest: bool) -> Resolved:
    monday = base - timedelta(days=base.weekday())
    if nearest:
        step = -1 if step < 0 and base.weekday() < 5 else 0
    saturday = day_after(monday, 5 + 7 * step)
    if saturday is None:
        return UNKNOWN_DATE
    week = saturday.isocalendar()
    days = make_range(saturday, day_after(saturday, 1) or saturday)
    return Resolved(type=TimexType.DATE, value=f"{week.year:04}-W{week.week:02}-WE", range=days)


def _longer(base: date, step: int, unit: str, phase: str | None) -> Resolved:
    try:
        if unit in ("W", "F"):
            return whole_week(base + timedelta(weeks=step * (2 if unit == "F" else 1)), phase)
        if unit in ("M", "Q"):
            months = base.year * 12 + base.month - 1 + step * (3 if unit == "Q" else 1)
            if unit == "Q":
                return stretch_of_year(months // 12, f"Q{months % 12 // 3 + 1}")
            return whole_month(months // 12, months % 12 + 1, phase, TimeBasis.RELATIVE)
        if unit == "Y":
            return whole_year(base.year + step, phase, TimeBasis.RELATIVE)
        if unit == "E":
            return _stretch(
                Meaning(kind="stretch", value=f"{(base.year + step * 10) // 10:03}"), Anchor(published=base)
            )
        return _stretch(
            Meaning(kind="stretch", value=f"{base.year // 100 + step:02}"), Anchor(published=base)
        )
    except (ValueError, OverflowError):
        return UNKNOWN_DATE


# Calendar dates and names


def _calendar(meaning: Meaning, anchor: Anchor) -> Resolved:
    year, month, day = meaning.year, meaning.month, meaning.day
    try:
        if month is None:
            return whole_year(year or 0, meaning.phase, TimeBasis.STATED)
        if day is None:
            return whole_month(year or 0, month, meaning.phase, TimeBasis.STATED)
        if year is None and meaning.step is not None and anchor.published:
            year = anchor.published.year + meaning.step
        if year is None:
            year = _year_of(month, day, meaning.weekday, anchor)
        if year is None:
            timed = meaning.clock or meaning.part
            return Resolved(type=TimexType.TIME if timed else TimexType.DATE, value=None)
        if meaning.name == "slashed":
            month, day = _slashed(year, month, day, anchor.published)
        if meaning.first_day is not None:
            first = date(year, month, meaning.first_day)
            return on_day(first, meaning, TimeBasis.STATED, date(year, month, day))
        return on_day(date(year, month, day), meaning, TimeBasis.STATED)
    except ValueError:
        return UNKNOWN_DATE


def _slashed(year: int, month: int, day: int, published: date | None) -> tuple[int, int]:
    """05/06/2021 may be May or June: the reading nearer to publication, else the American one."""
    if published is None:
        return month, day
    as_read = abs((date(year, month, day) - published).days)
    other = abs((date(year, day, month) - published).days)
    return (day, month) if other < as_read else (month, day)


def _year_of(month: int, day: int | None, weekday: int | None, anchor: Anchor) -> int | None:
    """The year of a date without one: the weekday's if it is named, else by direction from publication."""
    if anchor.published is None:
        return anchor.year
    base = anchor.published
    choices = []
    for year in (base.year - 1, base.year, base.year + 1):
        try:
            choices.append(date(year, month, day or min(15, calendar.monthrange(year, month)[1])))
        except ValueError:
            continue
    if weekday is not None:
        fitting = [choice for choice in choices if choice.isoweekday() == weekday]
        choices = fitting or choices
    if not choices:
        return None
    behind, ahead = _WEIGHTS[anchor.direction]
    return min(
        choices, key=lambda choice: abs((choice - base).days) * (ahead if choice > base else behind)
    ).year


_WEIGHTS = {
    Direction.BEFORE: (1.0, 99.0),
    Direction.PAST: (1.0, 2.5),
    Direction.UNKNOWN: (1.0, 1.6),
    Direction.FUTURE: (2.5, 1.0),
}
"""How far a day behind and a day ahead count; tense outweighs nearness only up to a point ("summoned for 10 February")."""


def _named(meaning: Meaning, anchor: Anchor) -> Resolved:
    if meaning.unit == "weekday":
        return _weekday(meaning, anchor)
    if meaning.unit == "holiday":
        return _holiday(meaning, anchor)
    if meaning.unit == "season":
        return _season(meaning, anchor)
    assert meaning.month is not None
    if anchor.published is None:
        if anchor.year is None:
            return UNKNOWN_DATE
        return whole_month(anchor.year, meaning.month, meaning.phase, TimeBasis.RELATIVE)
    base = anchor.published
    if meaning.step is None:
        year = _year_of(meaning.month, None, None, anchor) or base.year
    elif meaning.step == 0:
        year = base.year
    elif meaning.step < 0:
        year = base.year if meaning.month < base.month else base.year - 1
    else:
        year = base.year if meaning.month > base.month else base.year + 1
    return whole_month(year, meaning.month, meaning.phase, TimeBasis.RELATIVE)


def _weekday(meaning: Meaning, anchor: Anchor) -> Resolved:
    """The day of that name: publication day itself, the last one, or the next one where the sentence looks ahead."""
    base = anchor.published
    if base is None or meaning.weekday is None:
        return on_day(None, meaning, TimeBasis.WEEKDAY)
    behind = (base.isoweekday() - meaning.weekday) % 7
    ahead = (meaning.weekday - base.isoweekday()) % 7
    if meaning.step == -1:
        shift = -(behind or 7)
    elif meaning.step == 1:
        shift = ahead or 7
    elif meaning.step == 0:
        shift = meaning.weekday - base.isoweekday()
        if shift > 0 and anchor.direction is Direction.PAST:
            shift = -behind
    elif behind == 0:
        shift = 0
    else:
        shift = ahead if anchor.direction is Direction.FUTURE else -behind
    return on_day(day_after(base, shift), meaning, TimeBasis.WEEKDAY)


def _season(meaning: Meaning, anchor: Anchor) -> Resolved:
    first_month, last_month = words.SEASON_MONTHS[meaning.name or "SP"]
    year = meaning.year
    if year is None:
        if anchor.published is None:
            return UNKNOWN_DATE
        base = anchor.published
        year = base.year
        began = date(year, first_month, 1) <= base
        over = base > month_end(year + (last_month < first_month), last_month)
        if meaning.step == -1 and not over:
            year -= 1
        elif meaning.step == 1 and began:
            year += 1
        elif meaning.step is None and not began and anchor.direction is Direction.PAST:
            year -= 1
    last = month_end(year + (last_month < first_month), last_month)
    days = make_range(date(year, first_month, 1), last, TimePrecision.RANGE, TimeBasis.STATED)
    return Resolved(type=TimexType.DATE, value=f"{year:04}-{meaning.name}", range=days)


def _holiday(meaning: Meaning, anchor: Anchor) -> Resolved:
    rule = words.HOLIDAYS.get(meaning.name or "", "")
    years = [meaning.year] if meaning.year else []
    if not years and anchor.published:
        years = [anchor.published.year + offset for offset in (-1, 0, 1)]
    days = [day for year in years if 1600 < year < 9990 and (day := holiday(rule, year))]
    if not days:
        return on_day(None, meaning, TimeBasis.STATED)
    base = anchor.published
    if meaning.year or base is None:
        chosen = days[0]
    elif meaning.step == -1 or (meaning.step is None and anchor.direction is not Direction.FUTURE):
        chosen = max((day for day in days if day <= base), default=days[0])
        if meaning.step is None and anchor.direction is Direction.UNKNOWN:
            chosen = min(days, key=lambda day: abs((day - base).days))
    else:
        chosen = min((day for day in days if day >= base), default=days[-1])
    return on_day(chosen, meaning, TimeBasis.STATED)


def published_day(instant: datetime | None, day: date) -> date:
    """The day of publication as its place counts it."""
    return instant.date() if instant else day
