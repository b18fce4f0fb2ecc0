"""The days that feasts and elections fall on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def holiday(rule: str, year: int) -> date | None:
    """The day that a rule of `words.HOLIDAYS` names in a year."""
    rule = rule.removeprefix("us-")
    if rule.startswith("easter"):
        easter = _easter(year)
        return easter - timedelta(days=2) if rule.endswith("-2") else easter
    if rule == "election":
        return _nth_weekday(year, 11, 1, 1) + timedelta(days=1)
    pieces = rule.split("-")
    if len(pieces) == 2:
        return date(year, int(pieces[0]), int(pieces[1]))
    if len(pieces) == 3:
        if pieces[1] == "last":
            last = date(year, int(pieces[0]), monthrange(year, int(pieces[0]))[1])
            return last - timedelta(days=(last.isoweekday() - int(pieces[2])) % 7)
        return _nth_weekday(year, int(pieces[0]), int(pieces[1]), int(pieces[2]))
    return None


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Western Easter (Meeus, Jones and Butcher's rule for the Gregorian calendar)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
