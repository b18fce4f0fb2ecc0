"""Place names folded to the keys they are looked up by: case, diacritics and punctuation do not matter."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = "'’ʼʻʹ`´\"“”.()[]{}·"
_SPACED = "-‐‑–—_/,;:\u00a0\t\r\n"
_PUNCTUATION = {ord(c): None for c in _DROPPED} | {ord(c): " " for c in _SPACED}
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ħ": "h",
        "ў": "у",
        "ё": "е",
    }
)

# Combining marks of Latin, Cyrillic, Hebrew and Arabic letters.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")


def place_key(name: str) -> str:
    """`name` as the gazetteer and the packs index it; empty when nothing is left."""
    if not name.isascii():
        name = _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)))
    return " ".join(name.lower().translate(_PUNCTUATION).split())


SPELT_MANY_WAYS = frozenset(
    "AE AF BH DJ DZ EG ER IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SS SY TD TN YE".split()
)
"""Countries whose names reach the English press by way of Arabic, Persian or Pashto letters."""

_ARTICLE = re.compile(r"\b(?:al|el|an|ar|as|ash|at|ad|az|ez|es|er|ed|et|en|ath|adh|ul|il|l)\b ?")
_SOUNDS = (("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("zh", "j"), ("ph", "f"),
           ("ou", "u"), ("q", "k"), ("c", "k"), ("p", "b"))  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1")
_VOWELS = re.compile(r"[aeiouyw]|h\b")


def bare_key(key: str) -> str:
    """A folded name without Arabic articles."""
    return _ARTICLE.sub("", key).strip()


def spelling_key(key: str) -> str:
    """The consonants of a folded name, the same for most Latin spellings of an Arabic, Persian or Pashto name.

    "Hodeidah" and "Al Hudaydah", "Jisr al-Shughur" and "Jisr ash Shughur" share theirs.
    """
    sounds = bare_key(key)
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", sounds))
