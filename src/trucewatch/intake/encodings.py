"""Bytes become text, or are rejected with the reason why they are not text."""

from __future__ import annotations

import codecs
import re

from trucewatch.records import ItemRejected

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1252", "cp1251", "koi8-r", "cp1250", "cp1254", "cp1253", "cp1256")
"""Tried where a file is not Unicode, in this order on equal plausibility: the code pages of the languages
met."""

MOST_DAMAGE = 0.002
"""Share of undecodable bytes up to which damaged UTF-8 is still read as UTF-8, with a note."""
MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are not a text."""
SAMPLE = 200_000
"""Characters looked at to tell code pages apart."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORDS = re.compile(r"[^\W\d_]+")


def decode(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, the encoding it was read in, and notes on damage.

    Raises `ItemRejected` with code `empty` or `not_text`.
    """
    if not raw.strip():
        raise ItemRejected("empty", "the file holds no text")
    text, encoding, notes = _decoded(raw)
    head = text[:SAMPLE]
    if len(_CONTROLS.findall(head)) > MOST_CONTROLS * len(head):
        raise ItemRejected("not_text", "the file holds binary data, not text")
    if not text.strip("\ufeff\ufffd\x00 \t\r\n"):
        raise ItemRejected("empty", "the file holds no text")
    return text, encoding, notes


def _decoded(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), encoding, ()
            except UnicodeDecodeError as error:
                says = f"the file is marked as {encoding} and is not valid at byte {error.start}"
                raise ItemRejected("not_text", says) from error
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    wide = _unmarked_utf16(raw)
    if wide is not None:
        return wide, "utf-16", ()
    repaired = raw.decode("utf-8", "replace")
    damage = repaired.count("\ufffd")
    foreign = sum(character > "\x7f" for character in repaired[:SAMPLE])
    if damage <= MOST_DAMAGE * len(raw) and damage * 4 < foreign:
        return repaired, "utf-8", (f"{damage} undecodable bytes were replaced by U+FFFD",)
    return _single_byte(raw)


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    sample = raw[:2000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[offset::2].count(0)
        if zeros > 0.4 * (len(sample) // 2) and sample[1 - offset :: 2].count(0) == 0:
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _single_byte(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    best: tuple[float, str, str] | None = None
    for encoding in SINGLE_BYTE:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text[:SAMPLE])
        if best is None or score > best[0] + 1e-9:
            best = (score, encoding, text)
    if best is None or best[0] < 0.5:
        raise ItemRejected("not_text", "the bytes are not text in any encoding that is known here")
    return best[2], best[1], (f"read as {best[1]}",)


def _plausibility(text: str) -> float:
    """Share of the words with foreign letters that are of one script and one way of writing, 0..1.

    Typographic quotation marks and dashes count as plausible where they stand alone; a code page misread
    shows as
    words that mix scripts, or lower case before upper case.
    """
    good = bad = 0.0
    for match in _WORDS.finditer(text):
        word = match.group()
        foreign = [c for c in word if c > "\x7f"]
        if not foreign:
            continue
        scripts = {_script(c) for c in word}
        sane_case = word.isupper() or word[1:] == word[1:].lower()
        accents = sum(_script(c) == "latin" for c in foreign)
        if len(scripts) == 1 and sane_case and accents <= max(1, 0.4 * len(word)):
            good += len(foreign)
        else:
            bad += len(foreign)
    for character in text:
        if character in "“”‘’–—…«»№€£°·•":
            good += 0.5
        elif character > "\x7f" and not character.isalpha() and not character.isspace():
            bad += 0.5
    return good / (good + bad) if good + bad else 0.0


def _script(character: str) -> str:
    point = ord(character)
    if 0x400 <= point < 0x530:
        return "cyrillic"
    if 0x370 <= point < 0x400:
        return "greek"
    if 0x600 <= point < 0x700:
        return "arabic"
    return "latin" if point < 0x250 else "other"
