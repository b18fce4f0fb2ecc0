"""A text as tokens of time: each token gets one letter, so that the grammar can be written over letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trucewatch.extraction.numbers import ORDINALS, SCALES, WORDS
from trucewatch.extraction.times import words
from trucewatch.records.calendar import MONTHS, WEEKDAYS

LETTERS = """
M month name        W weekday           U unit (day, weeks)     P part of the day   S season    H holiday
d 1..31 in digits   o ordinal           y four-digit year       q two digits, '90   n another number    w number word
v several, few      h half              i whole numeric date    c clock (18:20)     K noon, midnight    m a.m., p.m.
z zone              D decade (1990s)    T today, tonight        R now, recently     Q daily     A the   I a, an
L last  N this  X next  B following     s same, that            E every, each       g ago       r earlier   l later
b before    a after     f of            p in, on, at, by, for   k since             t to, until u and, or   e between
F from      G early, mid, late, end     Y quarter, half, fiscal C century           O o'clock   V night's "overnight"
j Q3, H1             x anything else; punctuation stands for itself
"""
"""What the letters stand for."""


def _phrases(table: Iterable[str]) -> str:
    """Phrases of several words as one alternation, longest first; they become one token each."""
    phrases = sorted((phrase for phrase in table if " " in phrase or "'" in phrase), key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases)


_TOKEN = re.compile(
    rf"""
    (?P<holiday>\b(?:{_phrases(words.HOLIDAYS)}|thanksgiving|christmas|easter|halloween)\b)
  | (?P<reference>\b(?:{_phrases(words.REFERENCES)})\b
      (?!\s(?:\d|two|three|few|several|week|month|year|decade|day|hour|cent|night)))
  | (?P<zone>\b(?:{_phrases(words.ZONES)})\b)
  | (?P<iso>(?<![\d.-])(?:19|20)\d\d-[01]\d-[0-3]\d(?:T[0-2]\d:[0-5]\d(?::[0-5]\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d|-\d))
  | (?P<dmy>(?<![\d./-])[0-3]?\d[./][01]?\d[./](?:19|20)\d\d(?![\d/]|\.\d))
  | (?P<mdy>(?<![\d./-])[01]?\d/[0-3]?\d/(?:19|20)?\d\d(?![\d/]))
  | (?P<clock>(?<![\d.,:])(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d)?(?!\d|:\d))
  | (?P<decade>(?:(?:19|20)\d0|'?[1-9]0)'?s\b)
  | (?P<quarter>(?-i:\bQ[1-4]|\bH[12])\b)
  | (?P<ordinal>\b[0-3]?\d(?:st|nd|rd|th)\b)
  | (?P<ampm>(?<![A-Za-z])[ap]\.m\b\.?|(?<=\d)[ap]m\b\.?|(?<=\d[ ])[ap]\.?m\b\.?)
  | (?P<number>\d+(?:[.,]\d+)*)
  | (?P<word>[^\W\d_]+(?:'[a-z]{{1,3}}\b)?)
  | (?P<short>'\d\d\b)
  | (?P<other>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_SIMPLE: dict[str, str] = {
    "the": "A",
    "a": "I",
    "an": "I",
    "of": "f",
    "in": "p",
    "on": "p",
    "at": "p",
    "by": "p",
    "for": "p",
    "during": "p",
    "within": "p",
    "over": "p",
    "about": "p",
    "around": "p",
    "to": "t",
    "into": "t",
    "until": "t",
    "till": "t",
    "through": "t",
    "and": "u",
    "or": "u",
    "between": "e",
    "from": "F",
    "fiscal": "Y",
    "fy": "Y",
    "half": "h",
    "o'clock": "O",
    "several": "v",
    "few": "v",
    "couple": "v",
    "many": "v",
    "some": "v",
    "recent": "v",
    "coming": "X",
}

_MODIFIER_LETTERS = {"g": "g", "r": "r", "s": "l", "b": "b", "a": "a", "k": "k", "S": "s", "T": "N"}
_ZONE_WORDS = frozenset(word for word in words.ZONES if " " not in word)
_COMPANY = frozenset(
    "in on of since last next this until by early late mid from to before after during between and the past every".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its letter; `word` is lower case."""

    start: int
    end: int
    letter: str
    word: str


def tokenise(reading: str) -> list[Token]:
    """The tokens of `reading` in order, letters assigned."""
    raw = [(m.start(), m.end(), m.lastgroup or "other", m.group()) for m in _TOKEN.finditer(reading)]
    tokens = []
    for index, (start, end, kind, surface) in enumerate(raw):
        word = surface.lower()
        letter = _letter(raw, index, kind, surface, word)
        tokens.append(Token(start, end, letter, word))
        if kind == "word" and word.endswith("'s") and letter == "x":
            tokens[-1] = _without_possessive(tokens[-1], raw, index)
    return tokens


def _without_possessive(token: Token, raw: list[tuple[int, int, str, str]], index: int) -> Token:
    """ "Friday's" is a weekday, without its ending."""
    stem = token.word[:-2]
    letter = _word_letter(raw, index, raw[index][3][:-2], stem)
    if letter in "MWUSTPC":
        return Token(token.start, token.end - 2, letter, stem)
    return token


def _letter(raw: list[tuple[int, int, str, str]], index: int, kind: str, surface: str, word: str) -> str:
    if kind == "number":
        return _number_letter(word)
    if kind == "word":
        return _word_letter(raw, index, surface, word)
    fixed = {
        "iso": "i",
        "dmy": "i",
        "mdy": "i",
        "clock": "c",
        "decade": "D",
        "ordinal": "o",
        "ampm": "m",
        "holiday": "H",
        "reference": "R",
        "zone": "z",
        "quarter": "j",
        "short": "q",
    }
    if surface == "/":
        return "-"  # "the night of 18/19 August" is that of 18-19 August
    return fixed.get(kind, surface if surface.isascii() else "x")


def _number_letter(word: str) -> str:
    if not word.isdigit():
        return "c" if len(word) in (4, 5) and word[-3] == "." and word[-2:] < "60" else "n"
    value = int(word) if len(word) < 10 else 10**9
    if len(word) <= 2:
        return "d" if 1 <= value <= 31 else "q"
    if len(word) == 4:
        return "y" if 1500 <= value <= 2199 else "n"
    return "n"


_WORD_LETTERS: dict[str, str] = {
    **dict.fromkeys((*WORDS, *SCALES, "dozen"), "w"),
    **dict.fromkeys(ORDINALS, "o"),
    **dict.fromkeys(words.SETS, "Q"),
    **dict.fromkeys(words.PARTS, "P"),
    **dict.fromkeys(words.NAMED_HOURS, "K"),
    **dict.fromkeys(words.UNITS, "U"),
    **dict.fromkeys(words.SEASONS, "S"),
    **dict.fromkeys(words.PHASES, "G"),
    **dict.fromkeys(words.DEICTIC, "T"),
    **{word: "R" for word in words.REFERENCES if " " not in word},
    **{word: _MODIFIER_LETTERS.get(code, code) for word, code in words.MODIFIERS.items()},
    **_SIMPLE,
    **dict.fromkeys(MONTHS, "M"),
    **dict.fromkeys(WEEKDAYS, "W"),
    "quarter": "Y",
    "century": "C",
    "night": "P",
    "nights": "U",
}


def _word_letter(raw: list[tuple[int, int, str, str]], index: int, surface: str, word: str) -> str:
    if word in _ZONE_WORDS and surface.isupper():
        return "z" if index and raw[index - 1][2] in ("clock", "ampm", "number") else "x"
    letter = _WORD_LETTERS.get(word, "x")
    if word in words.DOUBTFUL:
        return letter if _has_company(raw, index, surface, word) else ("o" if word == "second" else "x")
    if letter == "Y" and word == "half":
        return "h"
    return letter


def _has_company(raw: list[tuple[int, int, str, str]], index: int, surface: str, word: str) -> bool:
    """Whether a doubtful word ("may", "sat", "second", "fall") is meant as a word of time here."""
    before = raw[index - 1] if index else (0, 0, "", "")
    after = raw[index + 1] if index + 1 < len(raw) else (0, 0, "", "")
    beside_number = before[2] in ("number", "ordinal") or after[2] in ("number", "ordinal")
    if word == "second":
        return before[2] == "number" or before[3].lower() in ("a", "one", "per", "few", "split")
    if word in ("fall", "spring"):
        return before[3].lower() in ("last", "this", "next", "past", "the", "in", "late", "early", "of") and (
            after[3].lower() not in ("of", "in") or after[3].lower() == "of"
        )
    if word in ("may", "march"):
        named = surface[0].isupper() and before[3].lower() in _COMPANY
        return (
            beside_number
            or named
            or after[2] == "number"
            or before[3].lower() in ("last", "next", "in", "mid")
        )
    return beside_number or (after[3] in ".," and surface[0].isupper() and _number_near(raw, index))


def _number_near(raw: list[tuple[int, int, str, str]], index: int) -> bool:
    return any(item[2] == "number" for item in raw[index + 1 : index + 4])
