"""Place names folded to the keys they are looked up by: case, diacritics and punctuation do not matter."""

from __future__ import annotations

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


def place_key(name: str) -> str:
    """`name` as the gazetteer and the packs index it; empty when nothing is left."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(name.lower().translate(_PUNCTUATION).split())
