"""Which days a text names, whatever it says of them: read roughly, to soften what another account contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from trucewatch.records.calendar import FULL_WEEKDAY, MONTH, MONTHS, WEEKDAYS

_MONTH = rf"(?P<month>{MONTH})[a-z]*\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_PATTERNS = (
    re.compile(rf"\b{_DAY} {_MONTH}{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {_DAY}{_YEAR}\b", re.IGNORECASE),
)
_RELATIVE = re.compile(r"\b(today|yesterday)\b", re.IGNORECASE)
AHEAD = timedelta(days=1)
"""A date without a year is the last such day up to the one after publication."""


def days_named(text: str, published: date | None) -> frozenset[int]:
    """The days (proleptic ordinals) of the dates and weekdays in a text; without a publication day, of whole dates."""
    return frozenset(day.toordinal() for day in (*_dates(text, published), *_around(text, published)))


def _dates(text: str, published: date | None) -> Iterator[date]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            month, day = MONTHS[match["month"].lower()], int(match["day"])
            year = int(match["year"]) if match["year"] else _year_of(month, day, published)
            found = _date(year, month, day)
            if found is not None:
                yield found


def _year_of(month: int, day: int, published: date | None) -> int | None:
    if published is None:
        return None
    this = _date(published.year, month, day)
    return published.year - 1 if this is not None and this > published + AHEAD else published.year


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year is not None else None
    except ValueError:
        return None


def _around(text: str, published: date | None) -> Iterator[date]:
    """Days that are told from the day of publication: the last Sunday up to it, yesterday."""
    if published is None:
        return
    for match in FULL_WEEKDAY.finditer(text):
        back = (published.isoweekday() - WEEKDAYS[match.group(1).lower()]) % 7
        yield published - timedelta(days=back)
    for match in _RELATIVE.finditer(text):
        yield published - timedelta(days=match.group(1).lower() == "yesterday")
