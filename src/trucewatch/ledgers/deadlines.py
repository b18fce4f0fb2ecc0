"""Deadlines in the words of a promise or a demand, as days, and how long before something was announced."""

from __future__ import annotations

import re
from datetime import date, timedelta

from trucewatch.records.calendar import MONTH, MONTHS

_BOUND = (
    r"\b(?:by|before|until|till|no later than|not later than|deadline of|due on|expires? on)\s+(?:the\s+)?"
)
_DAY_FIRST = re.compile(
    rf"{_BOUND}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\w*\.?,?\s*(?P<year>\d{{4}})?",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"{_BOUND}(?P<month>{MONTH})\w*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<year>\d{{4}}))?\b",
    re.I,
)
_ISO = re.compile(rf"{_BOUND}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)\b", re.I)
_NUMBER_WORDS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_WITHIN = re.compile(
    rf"\bwithin\s+(?:the\s+next\s+)?(?P<count>\d+|an?|{'|'.join(_NUMBER_WORDS)})\s+(?P<unit>hour|day|week|month|year)s?\b",
    re.I,
)
_COUNT = rf"\d+|half an?|an?|a few|a couple of|several|some|many|{'|'.join(_NUMBER_WORDS)}"
_LEAD_TIME = re.compile(
    rf"\b(?:(?:about|around|nearly|almost|less than|more than|at least|up to)\s+)?"
    rf"(?:(?:{_COUNT})\s+(?:full\s+)?)?(?:minutes?|hours?|days?|weeks?|months?)[’']?\s+"
    r"(?:before(?:hand)?|in advance|ahead|earlier|prior|(?:advance |prior )?notice|(?:advance |prior )?warning)\b"
    r"|\b(?:shortly|immediately|moments|just|right|well) (?:before|ahead|in advance)\b"
    r"|\bthe (?:day|night|evening|morning|week) before\b|\b(?:in advance|beforehand|ahead of time)\b",
    re.I,
)
_UNIT_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}


def deadline_in(sentence: str, said_on: date | None) -> date | None:
    """The last day that the words allow, or None; a day without a year needs the day on which it was said.

    "Within N months" counts 30 days a month, and hours round up to whole days.
    """
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.search(sentence)
        if match is not None:
            return _calendar_day(match, said_on)
    match = _WITHIN.search(sentence)
    if match is None or said_on is None:
        return None
    words = match["count"].lower()
    count = int(words) if words.isdigit() else _NUMBER_WORDS.get(words, 1)
    days = min(count * _UNIT_DAYS[match["unit"].lower()], 36_500.0)
    return said_on + timedelta(days=-(-days // 1))


def lead_time_in(sentence: str) -> str | None:
    """How long before an act its announcement came, in the words used."""
    found = _LEAD_TIME.search(sentence)
    return found.group() if found else None


def _calendar_day(match: re.Match[str], said_on: date | None) -> date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else MONTHS[month]
    try:
        if match["year"]:
            return date(int(match["year"]), number, int(match["day"]))
        if said_on is None:
            return None
        this_year = date(said_on.year, number, int(match["day"]))
        # A deadline named without a year lies ahead of the day on which it was named.
        return this_year if this_year >= said_on else date(said_on.year + 1, number, int(match["day"]))
    except ValueError:
        return None
