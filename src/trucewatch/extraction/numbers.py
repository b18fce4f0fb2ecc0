"""Numbers as news writes them: digits, words, scales, bounds and vague words.

Vague words get the lowest value they can stand for, and no highest. "Dozens" 12+, "hundreds" 100+ and 3 for "several",
"many" and "a few" follow the conservative convention that the ACLED codebook gives for vaguely reported fatalities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "fourty": 40,
}

SCALES: dict[str, int] = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}

VAGUE: dict[str, int] = {
    "tens of thousands": 10_000,
    "hundreds of thousands": 100_000,
    "tens of millions": 10_000_000,
    "millions": 1_000_000,
    "thousands": 1_000,
    "hundreds": 100,
    "scores": 20,
    "dozens": 12,
    "tens": 10,
    "several": 3,
    "a few": 3,
    "few": 3,
    "a number": 3,
    "a large number": 3,
    "an unknown number": 1,
    "an unspecified number": 1,
    "an undisclosed number": 1,
    "an undetermined number": 1,
    "a handful": 3,
    "many": 3,
    "numerous": 3,
    "multiple": 2,
    "a couple": 2,
    "some": 2,
}
"""Lowest number that each vague word stands for."""

_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_DIGITS = (
    r"\d{1,3}(?:[,\u00a0\u202f']\d{3})+(?!\d)|\d{1,3}(?:[ ]\d{3})+(?![\d,.]\d|[ ]?\d)|\d{1,12}(?:\.\d{1,3})?"
)
_VAGUE = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(VAGUE, key=len, reverse=True))
_NUMBER = re.compile(
    rf"""(?<![\w.,:/$€£-])(?:
      (?P<vague>(?:{_VAGUE})\b(?!\s+\d)(?:\s(?:dozen|hundred|thousand|million)\b)?)
    | (?P<dozen>(?:half\sa|a|(?:{_WORD})|\d{{1,3}})[\s-]dozen\b)
    | (?P<digits>{_DIGITS})(?:[\s-](?P<scale>{_SCALE})\b)?(?![\w%]|[:.,/]\d)
    | (?P<words>(?:(?:an?(?=\s(?:{_SCALE})\b))|(?:(?:{_WORD})\b))
        (?:(?:[\s-]|\sand\s)(?:{_WORD}|{_SCALE})\b){{0,12}})
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text; `high` is None where a vague word sets no upper bound."""

    start: int
    end: int
    low: int
    high: int | None
    word: str | None = None
    """The vague word, lower case, as it stands."""


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every count in `text`, in order; part numbers ("2.5"), amounts of money and percentages are left out."""
    found = []
    for match in _NUMBER.finditer(text):
        number = _read(match)
        if number is not None:
            found.extend(number)
    return tuple(found)


def _read(match: re.Match[str]) -> list[Number] | None:
    start, end = match.span()
    text = match.group().lower()
    if match["vague"]:
        return [_vague(start, end, text)]
    if match["dozen"]:
        head = re.split(r"[\s-]dozen", text)[0]
        value = 6 if head == "half a" else 12 * (1 if head == "a" else (_simple(head) or 1))
        return [Number(start=start, end=end, low=value, high=value, word=text if value > 6 else None)]
    if match["digits"]:
        raw = re.sub(r"[,\s\u00a0\u202f']", "", match["digits"])
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1
        if "." in raw and scale == 1:
            return None
        value = round(float(raw) * scale)
        return [Number(start=start, end=end, low=value, high=value)]
    return _words(match["words"], start)


def _vague(start: int, end: int, text: str) -> Number:
    phrase = re.sub(r"\s+", " ", text)
    head, _, scale = phrase.rpartition(" ")
    if scale in ("dozen", *SCALES) and head in VAGUE:
        low = VAGUE[head] * (12 if scale == "dozen" else SCALES[scale])
    else:
        low = VAGUE[phrase]
    return Number(start=start, end=end, low=low, high=None, word=phrase)


def _simple(word: str) -> int | None:
    return int(word) if word.isdigit() else WORDS.get(word)


def _words(text: str, offset: int) -> list[Number]:
    """The numbers in a run of number words; "two and three" or "two three" are two numbers, "two hundred and three" one."""
    numbers: list[Number] = []
    total = current = 0
    start = end = -1
    last = ""

    def close() -> None:
        if start >= 0:
            value = total + current
            numbers.append(Number(start=offset + start, end=offset + end, low=value, high=value))

    joined_by_and = False
    for piece in re.finditer(r"[a-z]+", text.lower()):
        word = piece.group()
        if word == "and":
            joined_by_and = True
            continue
        if word in SCALES:
            if start < 0:
                start = piece.start()
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 1_000:
                total, current = total + current, 0
        elif word in ("a", "an"):
            start = piece.start() if start < 0 else start
            end = piece.end()
            continue
        else:
            value = WORDS[word]
            fits_scale = last in SCALES
            fits_tens = last in WORDS and WORDS[last] >= 20 and 0 < value < 10 and not joined_by_and
            if start >= 0 and not (fits_scale or fits_tens or end < 0) and last:
                close()
                total, current, start = 0, 0, piece.start()
            elif start < 0:
                start = piece.start()
            current += value
        end = piece.end()
        last = word
        joined_by_and = False
    close()
    return numbers
