"""The words of time, as tables: what a token may mean before grammar and anchoring decide."""

from __future__ import annotations

from trucewatch.records.calendar import MONTH_NAMES

FULL_MONTHS = frozenset(name.lower() for name in MONTH_NAMES)
"""Names after which a full stop ends the sentence, not an abbreviation."""

DOUBTFUL = frozenset(
    {"may", "march", "mar", "dec", "jan", "sat", "sun", "mon", "wed", "fri", "second", "fall", "spring"}
)
"""Words that are words of time only in company (a number, a preposition, a modifier)."""

UNITS: dict[str, str] = {
    "second": "TS",
    "seconds": "TS",
    "minute": "TM",
    "minutes": "TM",
    "min": "TM",
    "mins": "TM",
    "hour": "TH",
    "hours": "TH",
    "hr": "TH",
    "hrs": "TH",
    "day": "D",
    "days": "D",
    "night": "N",
    "nights": "N",
    "week": "W",
    "weeks": "W",
    "fortnight": "F",
    "month": "M",
    "months": "M",
    "quarter": "Q",
    "quarters": "Q",
    "year": "Y",
    "years": "Y",
    "decade": "E",
    "decades": "E",
    "century": "C",
    "centuries": "C",
    "weekend": "K",
    "weekends": "K",
}
"""Unit codes: TIMEX3 letters where there is one (T before units of clock time)."""

PLURAL_UNITS = frozenset(word for word in UNITS if word.endswith("s") and word not in ("hours'",)) - {
    "hrs",
    "mins",
}

PARTS: dict[str, str] = {
    "morning": "MO",
    "mornings": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "nightfall": "EV",
    "night": "NI",
    "nighttime": "NI",
    "nights": "NI",
    "daytime": "DT",
}
"""TIMEX3 parts of the day."""

NAMED_HOURS: dict[str, str] = {"noon": "12:00", "midday": "12:00", "noontime": "12:00", "midnight": "24:00"}

SEASONS: dict[str, str] = {
    "spring": "SP",
    "springtime": "SP",
    "summer": "SU",
    "summertime": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "wintertime": "WI",
}

SEASON_MONTHS: dict[str, tuple[int, int]] = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month in the northern half of the world; a winter ends in the year after it began."""

DEICTIC: dict[str, tuple[int, str | None]] = {
    "today": (0, None),
    "tonight": (0, "NI"),
    "yesterday": (-1, None),
    "tomorrow": (1, None),
    "overnight": (-1, "NI"),
}
"""Days from the day of publication, and part of the day. "Overnight" is the night before the paper is read."""

REFERENCES: dict[str, str] = {
    "now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "presently": "PRESENT_REF",
    "at present": "PRESENT_REF",
    "at the moment": "PRESENT_REF",
    "at this time": "PRESENT_REF",
    "these days": "PRESENT_REF",
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "in the past": "PAST_REF",
    "the past": "PAST_REF",
    "the recent past": "PAST_REF",
    "the future": "FUTURE_REF",
    "the near future": "FUTURE_REF",
    "the foreseeable future": "FUTURE_REF",
    "future": "FUTURE_REF",
}

ZONES: dict[str, float] = {
    "gmt": 0,
    "utc": 0,
    "z": 0,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "moscow time": 3,
    "kyiv time": 2,
    "kiev time": 2,
    "baku time": 4,
    "yerevan time": 4,
    "tbilisi time": 4,
    "ist": 5.5,
    "pkt": 5,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "et": -5,
    "eastern time": -5,
    "local time": 99,
}
"""Hours from UTC; `local time` (99) states that the clock is local without saying which."""

HOLIDAYS: dict[str, str] = {
    "new year's day": "01-01",
    "new year's eve": "12-31",
    "new year": "01-01",
    "christmas day": "12-25",
    "christmas eve": "12-24",
    "christmas": "12-25",
    "valentine's day": "02-14",
    "halloween": "10-31",
    "veterans day": "11-11",
    "fourth of july": "07-04",
    "independence day": "us-07-04",
    "thanksgiving day": "11-4-4",
    "thanksgiving": "11-4-4",
    "labor day": "09-1-1",
    "memorial day": "05-last-1",
    "martin luther king day": "01-3-1",
    "election day": "election",
    "easter sunday": "easter",
    "easter": "easter",
    "good friday": "easter-2",
}
"""MM-DD, or month-nth-weekday, or a rule by name; feasts that move with the moon (Eid, Novruz) are left out."""

MODIFIERS: dict[str, str] = {
    "last": "L",
    "past": "L",
    "previous": "L",
    "preceding": "L",
    "this": "T",
    "current": "T",
    "next": "X",
    "coming": "X",
    "upcoming": "X",
    "following": "B",
    "same": "S",
    "that": "S",
    "every": "E",
    "each": "E",
    "per": "E",
    "ago": "g",
    "earlier": "r",
    "later": "s",
    "before": "b",
    "after": "a",
    "since": "k",
    "previously": "r",
}

SETS: dict[str, str] = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "annually": "P1Y",
    "annual": "P1Y",
    "yearly": "P1Y",
    "hourly": "PT1H",
    "quarterly": "P3M",
}

PHASES: dict[str, str] = {
    "early": "START",
    "beginning": "START",
    "start": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "end": "END",
    "close": "END",
}
"""TIMEX3 `mod`: part of a longer period."""
