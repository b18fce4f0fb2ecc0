"""The names of months and weekdays, read and written alike in every room."""

from __future__ import annotations

import re

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAY_NAMES = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

_SHORTER_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTHS: dict[str, int] = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)},
    **{name: number for number, name in enumerate(_SHORTER_MONTHS, start=1)},
    "febr": 2,
    "sept": 9,
}
"""Lower-cased names and abbreviations, without their full stop, and the month's number."""

WEEKDAYS: dict[str, int] = {
    **{name.lower(): number for number, name in enumerate(WEEKDAY_NAMES, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(WEEKDAY_NAMES, start=1)},
    **{"tues": 2, "weds": 3, "thur": 4, "thurs": 4},
}
"""The same of weekdays, with ISO numbers: Monday is 1."""

MONTH = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
"""A pattern for every name and abbreviation of a month, the longest first."""

FULL_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAY_NAMES)})\b")
"""A weekday's whole name, capitalised as in a text."""
