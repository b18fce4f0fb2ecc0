"""Names in a text: word tokens, folded spelling and one trie that finds the longest name at each word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_LETTERS = str.maketrans(
    {"ə": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_APOSTROPHES = "'’‘ʼ`´ʻʾʿ"
_JOINTS = frozenset(
    {
        " ",
        "  ",
        "\n",
        "\t",
        "\u00a0",
        " \n",
        "\n ",
        ".",
        ".-",
        "-",
        "‐",
        "‑",
        "–",
        "/",
        "/ ",
        " & ",
        "&",
        "+",
        " + ",
    }
    | {" (", *_APOSTROPHES, *(mark + " " for mark in _APOSTROPHES)}
)
"""What may stand between two words of one name."""

Payload = Any


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word without case, accents or letters that English copy-desks replace."""
    low = word.casefold()
    if low.isascii():
        return low
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return bare.translate(_LETTERS)


def fold_name(name: str) -> str:
    """A whole name folded word by word, so that spellings can be compared."""
    return " ".join(fold(word.group()) for word in _WORD.finditer(name))


@dataclass(frozen=True, slots=True)
class Word:
    """One token with its folded form."""

    start: int
    end: int
    text: str
    folded: str


def words_of(text: str) -> list[Word]:
    """Every word of a text, in order."""
    return [Word(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: word positions (end exclusive) and what it stands for."""

    first: int
    last: int
    payload: Payload


class Letters(Enum):
    """How a text is set: in capitals or small letters alone, case tells nothing."""

    MIXED = "mixed"
    CAPITALS = "capitals"
    SMALL = "small"


def letters_of(text: str, words: list[Word]) -> Letters:
    """How a whole text is set."""
    if not any(c.isupper() for c in text):
        return Letters.SMALL
    long = [word.text for word in words if len(word.text) > 1 and word.text.isalpha()]
    in_capitals = len(long) > 3 and sum(map(str.isupper, long)) > 0.7 * len(long)
    return Letters.CAPITALS if in_capitals else Letters.MIXED


class NameTrie:
    """Names by folded words; `find` takes the longest at each place and then goes on behind it."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, name: str, payload: Payload) -> None:
        """Add a name; a later payload replaces an earlier one of the same words and letter case."""
        forms = {tuple(_WORD.findall(name))}
        joined = name
        for mark in _APOSTROPHES:
            joined = joined.replace(mark, "")
        forms.add(tuple(_WORD.findall(joined)))
        for form in forms:
            if form:
                self._insert(form, payload)

    def _insert(self, form: tuple[str, ...], payload: Payload) -> None:
        node = self._root
        for word in form:
            node = node.setdefault(fold(word), {})
        ends = node.setdefault("", {})
        ends[_case_class(form)] = (form, payload)

    def find(self, text: str, words: list[Word], letters: Letters = Letters.MIXED) -> Iterator[Found]:
        """The longest names, left to right, without overlaps; time is linear in the text."""
        root, position, count = self._root, 0, len(words)
        while position < count:
            best = self.longest(text, words, position, letters) if words[position].folded in root else None
            if best is None:
                position += 1
            else:
                yield best
                position = best.last

    def longest(
        self, text: str, words: list[Word], position: int, letters: Letters = Letters.MIXED
    ) -> Found | None:
        """The longest name that begins at one word."""
        node = self._root.get(words[position].folded)
        best: Found | None = None
        here = position
        while node is not None:
            for form, payload in node.get("", {}).values():
                if _case_fits(form, words, position, letters):
                    best = Found(position, here + 1, payload)
                    break
            here += 1
            if here >= len(words) or not _joined(text, words[here - 1], words[here]):
                break
            node = node.get(words[here].folded)
        return best


def _joined(text: str, before: Word, after: Word) -> bool:
    """True where two words may belong to one name: "St. Petersburg", not "in Iraq. Iran"."""
    gap = text[before.end : after.start]
    return gap in _JOINTS or (gap == ". " and len(before.text) <= 3)


def _case_class(form: tuple[str, ...]) -> str:
    if all(word.isupper() for word in form):
        return "capitals"
    if form[0][0].isupper():
        return "proper"
    return "inner" if any(word[0].isupper() for word in form) else "plain"


# Acronyms that are also English words: they count only where the words around them are not in capitals.
_WORDLIKE = frozenset(
    "us is it who am as so or in be no me au un he we my to of on at an if up go do by all can may era pro "
    "for was has are the and not let set aid act arm one out our own see say any ten two ban car pace fan gun "
    "nas sac sad oas pal ham ap aa ria mea rat new old".split()
)
_ARTICLES = frozenset({"al", "el", "the", "as", "ash", "an", "ar"})
"""Before a name, in small or capital letters alike."""
# Names that are also English words: in a text of small letters they are taken for the words.
_PLAIN_WORDS = frozenset(
    "turkey china chad jordan guinea polish pole poles dane finn swede turk cuba hug mechanism resistance".split()
)


def _case_fits(form: tuple[str, ...], words: list[Word], position: int, letters: Letters) -> bool:
    """True when the text's letter case lets these words be this name."""
    plain = "".join(form).lower()
    if letters is Letters.SMALL:
        return plain not in _WORDLIKE and plain not in _PLAIN_WORDS
    acronym = all(word.isupper() for word in form)
    if acronym and plain in _WORDLIKE:
        loud = letters is Letters.CAPITALS or _in_capitals(words, position, len(form))
        if loud and len(form) == 1:  # "U.S." keeps its points in capitals
            return False
    if letters is Letters.CAPITALS:
        return True
    first = 1 if len(form) > 1 and form[0].lower() in _ARTICLES else 0
    for offset, wanted in enumerate(form):
        used = words[position + offset].text
        if len(wanted) > 1 and wanted[1:] != wanted[1:].lower():  # capitals within: "UN", "LeT"
            if used != wanted:
                return False
        elif wanted[0].isupper() and offset == first and not used[0].isupper() and not used[0].isdigit():
            return False
    return True


def _in_capitals(words: list[Word], position: int, length: int) -> bool:
    """True when both neighbours are words in capitals: the name stands in a headline."""
    around = words[max(0, position - 2) : position] + words[position + length : position + length + 2]
    long = [word.text for word in around if len(word.text) > 1 and word.text.isalpha()]
    return bool(long) and all(word.isupper() for word in long)
