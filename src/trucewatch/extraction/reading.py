"""A same-length reading of a text: what the parser sees, without shifting a single offset."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trucewatch.extraction.datelines import close_datelines
from trucewatch.records import Span

# No word is this long; the tokenizer's time grows with the square of an unbroken run ('""""…', a base64 blob).
_UNBROKEN = re.compile(r"(\S{399})\S")

# One character for one character, so that offsets into the reading are offsets into the text.
_SAME_LENGTH = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‟": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "`": "'",
        "´": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "\x00": " ",
        "\x0b": " ",
        "\x0c": "\n",
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


def reading_of(text: str, furniture: Iterable[Span] = ()) -> str:
    """`text` as the parser reads it: same length, plain quotes, furniture blanked, datelines closed, shouting lowered.

    `len(reading_of(text)) == len(text)` always holds, so spans found in the reading quote the text.
    """
    reading = text.translate(_SAME_LENGTH).replace("''", '" ').replace("\r", "\n")
    characters = list(reading)
    for index, character in enumerate(characters):
        if (ord(character) < 32 and character not in "\n\t") or 0xD800 <= ord(character) <= 0xDFFF:
            characters[index] = " "
    for span in furniture:
        for index in range(span.start, min(span.end, len(characters))):
            if characters[index] != "\n":
                characters[index] = " "
    return _lower_shouting(close_datelines(_UNBROKEN.sub(r"\1 ", "".join(characters))))


def _lower_shouting(text: str) -> str:
    """Upper-case agency copy in sentence case with every word capitalised that may be a name.

    Parsers trained on ordinary print read a wholly upper-case text as one long name. Only texts of which
    nine letters in ten are capitals are touched.
    """
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text)
    if letters < 40 or capitals < 0.9 * letters:
        return text
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _capitalise_sentences(lowered)


def _capitalise_sentences(text: str) -> str:
    result = list(text)
    at_start = True
    for index, character in enumerate(result):
        if character in ".!?":
            at_start = True
        elif at_start and character.isalpha():
            if len(character.upper()) == 1:
                result[index] = character.upper()
            at_start = False
    return "".join(result)
