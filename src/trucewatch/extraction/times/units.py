"""What is counted in units of time: "three days ago", "last week", "every night", "a year and a half"."""

from __future__ import annotations

import re

from trucewatch.extraction.times import words
from trucewatch.extraction.times.meaning import Meaning, count_of, step_of, token_of
from trucewatch.extraction.times.tokens import Token
from trucewatch.records.calendar import MONTHS, WEEKDAYS

_COUNTING = frozenset(
    "more full whole consecutive straight additional extra further solid entire successive calendar long".split()
)


def unit_shift(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "last week", "this year", "last night", "this morning"."""
    token = tokens[match.start("t")]
    step = step_of(match) or 0
    if token.letter == "P":
        part = words.PARTS[token.word]
        days = step if not (token.word == "night" and step == 0) else 0
        told = match.group("mod") in "sB" or (match.group("mod") == "X" and match.group().startswith("A"))
        return Meaning(kind="shift", step=days, unit="D", part=part, narrative=told)
    if token.letter == "C":
        return Meaning(kind="shift", step=step, unit="C")
    if token.letter == "Y":
        return Meaning(kind="shift", step=step, unit="Q") if token.word == "quarter" else None
    unit = words.UNITS[token.word]
    if token.word in words.PLURAL_UNITS or unit.startswith("T"):
        value = f"P{'T' if unit.startswith('T') else ''}{'X' if token.word in words.PLURAL_UNITS else 1}{_letter(unit)}"
        return Meaning(kind="duration", value=value, step=step or None, unit=unit)
    narrative = match.group("mod") in "sB" or (match.group("mod") == "X" and match.group().startswith("A"))
    if tokens[match.start("mod")].word == "past":
        return Meaning(kind="duration", value=duration(1, unit), step=-1, unit=unit)
    return Meaning(kind="shift", step=step, unit=unit, narrative=narrative)


def _letter(unit: str) -> str:
    return {"TS": "S", "TM": "M", "TH": "H", "N": "D", "F": "W", "Q": "Q", "E": "E", "C": "C", "K": "WE"}.get(
        unit, unit
    )


def duration(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units; X where the number is not told."""
    scale = {"F": 2, "Q": 3, "E": 10, "C": 100}.get(unit, 1)
    letter = {"F": "W", "Q": "M", "E": "Y", "C": "Y"}.get(unit, _letter(unit))
    prefix = "PT" if unit.startswith("T") else "P"
    if amount is None:
        return f"{prefix}X{_letter(unit)}"
    return (
        f"{prefix}{amount * scale:g}{letter}"
        if amount * scale < 1e6
        else f"{prefix}{int(amount * scale)}{letter}"
    )


def amount(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "three days", "the past 24 hours", "two days ago", "a week later"."""
    token = tokens[match.start("U")]
    unit = words.UNITS[token.word]
    count = count_of(match, tokens)
    turn = match.group("turn") if "turn" in match.re.groupindex else None
    more = token_of(match, tokens, "more") if "more" in match.re.groupindex else None
    if more is not None and more.word not in _COUNTING:
        return None
    if turn:
        if count is None or count != int(count) or count > 5000:
            return Meaning(kind="reference", value="PAST_REF") if turn == "g" else None
        sign = -1 if turn in "grb" else 1
        return Meaning(kind="shift", step=sign * int(count), unit=unit, narrative=turn != "g")
    if match.group("n") == "I" and unit in ("TS", "N"):
        return None
    after = tokens[match.end()].word if match.end() < len(tokens) else ""
    beyond = tokens[match.end() + 1].word if match.end() + 1 < len(tokens) else ""
    if (
        after in ("old", "olds")
        or (after == "-" and beyond.startswith("old"))
        or (after == "of" and beyond == "age")
    ):
        return None
    step = step_of(match)
    return Meaning(kind="duration", value=duration(count, unit), step=step, unit=unit)


def rate(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "interviews a day": a set, where a plural or "times" stands before."""
    before = tokens[match.start() - 1] if match.start() else None
    unit = words.UNITS[tokens[match.end() - 1].word]
    if before and (
        before.word in ("once", "twice", "times", "%") or (before.letter == "x" and _plural(before.word))
    ):
        return Meaning(kind="set", value=duration(1, unit))
    return None


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def every(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    token = tokens[match.end() - 1]
    if token.letter == "W":
        return Meaning(kind="set", value=f"XXXX-WXX-{WEEKDAYS[token.word]}")
    if token.letter == "M":
        return Meaning(kind="set", value=f"XXXX-{MONTHS[token.word]:02}")
    if token.letter == "P":
        return Meaning(kind="set", value=f"XXXX-XX-XXT{words.PARTS[token.word]}")
    count = count_of(match, tokens) if match.start("n") >= 0 else 1
    return Meaning(kind="set", value=duration(count, words.UNITS[token.word]))


def neighbour_day(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    unit = words.UNITS[tokens[match.start("U")].word]
    return Meaning(kind="shift", step=-1 if match.group("turn") == "b" else 1, unit=unit, narrative=True)


def period_of(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    """ "the beginning of the week": this week."""
    unit = words.UNITS[tokens[match.start("U")].word]
    if unit.startswith("T") or unit == "N":
        return None
    return Meaning(kind="shift", step=0, unit=unit, phase=words.PHASES[tokens[match.start("G")].word])


def bare_plural(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    token = tokens[match.start("U")]
    if token.word not in words.PLURAL_UNITS or tokens[match.start()].word not in (
        "for",
        "in",
        "within",
        "over",
    ):
        return None
    return Meaning(
        kind="duration", value=duration(None, words.UNITS[token.word]), unit=words.UNITS[token.word]
    )


def unit_long(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    if tokens[match.end() - 1].word not in ("long", "lasting"):
        return None
    count = count_of(match, tokens) if match.start("n") >= 0 else 1
    unit = words.UNITS[tokens[match.start("U")].word]
    return Meaning(kind="duration", value=duration(count, unit), unit=unit)


def half(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    return Meaning(kind="duration", value=duration(0.5, words.UNITS[tokens[match.end() - 1].word]))


def and_a_half(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    count = count_of(match, tokens)
    unit = words.UNITS[tokens[match.start("U")].word]
    return Meaning(kind="duration", value=duration((count or 0) + 0.5, unit), unit=unit)


def the_weekend(match: re.Match[str], tokens: list[Token]) -> Meaning | None:
    if words.UNITS[tokens[match.end() - 1].word] != "K":
        return None
    return Meaning(kind="shift", step=None, unit="K")
