"""What a time expression says, read from its tokens before anything is known about when it was said: dates, clocks, years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.extraction.numbers import ORDINALS, find_numbers
from trucewatch.extraction.times import words
from trucewatch.extraction.times.tokens import Token
from trucewatch.records.calendar import MONTHS, WEEKDAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day; `zone` is hours from UTC, 99 for "local time", None if nothing is said."""

    hour: int
    minute: int | None = None
    zone: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an expression says: one kind, and the fields that this kind uses.

    calendar: year, month, day, weekday as far as stated   named: a weekday, month, season, holiday with a `step`
    shift: `step` units from the document's day, or from the narrative's   clock, part: a time of day alone
    duration, set, reference, stretch: `value` is final (stretch: a year's part, a decade)
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    step: int | None = None
    unit: str | None = None
    narrative: bool = False
    name: str | None = None
    value: str | None = None
    part: str | None = None
    clock: Clock | None = None
    phase: str | None = None
    first_day: int | None = None
    """In "12-13 September", the first of the two days; `day` is the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A meaning with the tokens [first, last) that carry it."""

    first: int
    last: int
    meaning: Meaning


def token_of(match: re.Match[str], tokens: list[Token], group: str) -> Token | None:
    return tokens[match.start(group)] if match.start(group) >= 0 else None


def integer(token: Token | None) -> int | None:
    if token is None:
        return None
    digits = re.match(r"'?(\d+)", token.word)
    if digits:
        return int(digits.group(1))
    return ORDINALS.get(token.word)


def year_of(token: Token | None) -> int | None:
    value = integer(token)
    if value is not None and value < 100:
        return value + (1900 if value > 40 else 2000)
    return value


def count_of(match: re.Match[str], tokens: list[Token]) -> float | None:
    """The number in group `n`: None for a vague word, 1 for an article."""
    first, last = match.span("n")
    letters = match.group("n")
    if letters == "I":
        return 1
    if "v" in letters:
        return None
    if letters in "dnyq":
        word = tokens[first].word.replace(",", "")
        return float(word) if word.replace(".", "", 1).isdigit() else None
    numbers = find_numbers(" ".join(token.word for token in tokens[first:last] if token.letter != "-"))
    return numbers[0].low if len(numbers) == 1 else None


def whole_date(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    return date_in_digits(tokens[match.start()].word)


def date_in_digits(text: str) -> Meaning | None:
    """A date in digits. Dotted dates are day first, slashed ones month first unless that cannot be."""
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:t(\d\d):(\d\d)\S*?(z|[+-]\d\d:?\d\d)?$)?", text)
    if iso:
        clock = None
        if iso.group(4):
            zone = iso.group(6)
            hours = None
            if zone:
                hours = 0.0 if zone == "z" else float(zone[:3]) + float(zone[0] + zone[-2:]) / 60
            clock = Clock(hour=int(iso.group(4)), minute=int(iso.group(5)), zone=hours)
        return Meaning(
            kind="calendar",
            year=int(iso.group(1)),
            month=int(iso.group(2)),
            day=int(iso.group(3)),
            clock=clock,
        )
    first, second, year = (int(piece) for piece in re.split(r"[./]", text))
    year += 0 if year > 99 else (1900 if year > 40 else 2000)
    day, month = (first, second) if "." in text or first > 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    doubtful = "/" in text and first <= 12 and second <= 12 and first != second
    return Meaning(kind="calendar", year=year, month=month, day=day, name="slashed" if doubtful else None)


def date(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    groups = match.re.groupindex
    month = MONTHS[tokens[match.start("m")].word]
    day = integer(token_of(match, tokens, "d")) if "d" in groups else None
    first = integer(token_of(match, tokens, "d1")) if "d1" in groups else None
    weekday = token_of(match, tokens, "W") if "W" in groups else None
    return Meaning(
        kind="calendar",
        year=year_of(token_of(match, tokens, "y")),
        month=month,
        day=day,
        weekday=WEEKDAYS[weekday.word] if weekday else None,
        first_day=first,
    )


_STEPS = {"L": -1, "N": 0, "X": 1, "s": 0, "B": 1}


def step_of(match: re.Match[str]) -> int | None:
    letter = match.group("mod") if "mod" in match.re.groupindex else None
    return _STEPS[letter] if letter else None


def named(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    token = tokens[match.start("t")]
    step, letter = step_of(match), token.letter
    if letter == "W":
        return Meaning(kind="named", unit="weekday", weekday=WEEKDAYS[token.word], step=step)
    if letter == "M":
        return Meaning(kind="named", unit="month", month=MONTHS[token.word], step=step)
    if letter == "S":
        year = year_of(token_of(match, tokens, "y")) if "y" in match.re.groupindex else None
        return Meaning(kind="named", unit="season", name=words.SEASONS[token.word], step=step, year=year)
    if letter == "H":
        year = year_of(token_of(match, tokens, "y")) if "y" in match.re.groupindex else None
        return Meaning(kind="named", unit="holiday", name=" ".join(token.word.split()), step=step, year=year)
    return None


def clock(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    token = tokens[match.start("c")]
    zone = token_of(match, tokens, "z")
    half = token_of(match, tokens, "m")
    before = tokens[match.start() - 1].word if match.start() else ""
    if "." in token.word and not half and not zone and before not in _BEFORE_CLOCKS:
        return None
    if token.letter == "K":
        named = words.NAMED_HOURS[token.word]
        return Meaning(kind="clock", clock=Clock(hour=int(named[:2]), minute=0, zone=_zone(zone)))
    if token.letter == "w":
        found = find_numbers(token.word)
        hour, minute = (found[0].low if found else 99), None
    elif re.fullmatch(r"\d{4}", token.word):
        hour, minute = int(token.word[:2]), int(token.word[2:])
    else:
        pieces = re.split(r"[:h.]", token.word)
        if not all(piece.isdecimal() for piece in pieces[:2]):
            return None  # "0,0 GMT"
        hour, minute = int(pieces[0]), int(pieces[1]) if len(pieces) > 1 else None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.word.startswith("p") else 0)
    if hour > 24 or (minute or 0) > 59:
        return None
    return Meaning(kind="clock", clock=Clock(hour=hour, minute=minute, zone=_zone(zone)))


_BEFORE_CLOCKS = frozenset({"at", "from", "until", "till", "by", "around", "about", "since", "to", "between"})
"""Words after which "18.20" is a time of day and not a number."""


def _zone(token: Token | None) -> float | None:
    return words.ZONES[" ".join(token.word.split())] if token else None


def year_alone(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    year = year_of(tokens[match.start("y")])
    before = tokens[match.start("y") - 1] if match.start("y") else None
    after = tokens[match.end()] if match.end() < len(tokens) else None
    if year is None or not 1800 <= year <= 2050:
        return None
    if before and before.word in (
        "$",
        "£",
        "€",
        "#",
        "no",
        "than",
        "least",
        "most",
        "some",
        "nearly",
        "almost",
        "up",
    ):
        return None
    counted = after is not None and (after.letter in "UO%" or after.word in _COUNTED)
    if counted and (year % 50 == 0 or after is None or after.letter in "UO%" or after.word in _COUNTED):
        return None
    if year % 100 == 0 and not (
        before and before.word in ("in", "of", "since", "by", "until", "year", "from", "to")
    ):
        return None
    return Meaning(kind="calendar", year=year)


_COUNTED = frozenset(
    "people men women troops soldiers civilians fighters residents refugees km kilometers kilometres miles meters "
    "metres tons tonnes dollars euros rubles families homes houses cases degrees feet gmt utc barrels points".split()
)


def decade(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    digits = re.sub(r"\D", "", tokens[match.start("D")].word)
    if len(digits) == 2:
        if not match.group().startswith("A"):
            return None
        digits = ("19" if digits > "20" else "20") + digits
    return Meaning(kind="stretch", value=digits[:3])


def century(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    number = integer(tokens[match.start("o")])
    return Meaning(kind="stretch", value=f"{number - 1:02}") if number else None


def quarter(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    number = integer(tokens[match.start("o")])
    year = year_of(token_of(match, tokens, "y"))
    code = "H" if match.group("Y") == "h" else "Q"
    if not number or number > (2 if code == "H" else 4):
        return None
    if code == "H" and year is None and match.start("this") < 0:
        return None
    return Meaning(kind="stretch", name=f"{code}{number}", year=year)


def quarter_code(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "Q3 2021"."""
    return Meaning(
        kind="stretch", name=tokens[match.start()].word.upper(), year=year_of(token_of(match, tokens, "y"))
    )


def fiscal(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    return Meaning(kind="stretch", value=f"{year_of(token_of(match, tokens, 'y')):04}")


def part(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    return Meaning(kind="part", part=words.PARTS[tokens[match.start("P")].word])


def deictic(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    days, part = words.DEICTIC[tokens[match.start("T")].word]
    if match.start("side") >= 0:
        days += -1 if match.group("side") == "b" else 1
    return Meaning(kind="shift", step=days, unit="D", part=part)


def part_before(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "The night before", of the day told or of the report's own; "the evening after"."""
    if match.end() < len(tokens) and tokens[match.end()].word in _OWNERS:
        return None
    step = -1 if match.group("turn") == "b" else 1
    part = words.PARTS[tokens[match.start("P")].word]
    return Meaning(kind="shift", step=step, unit="D", part=part, narrative=True)


_OWNERS = frozenset("he she it they we i you his her its their our".split())
"""Words after which "the evening before" opens a clause: it is that of what the clause tells."""


def reference(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    word = " ".join(tokens[match.start()].word.split())
    if word == "future" and match.end() < len(tokens) and tokens[match.end()].letter not in "x":
        return None
    return Meaning(kind="reference", value=words.REFERENCES[word])


def named_set(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    return Meaning(kind="set", value=words.SETS[tokens[match.start()].word])
