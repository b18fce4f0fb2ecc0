"""Names that the text itself calls a village, a town, a district: places even where no gazetteer knows them."""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.extraction.places.evidence import BODIES
from trucewatch.extraction.places.words import PlaceText, Word
from trucewatch.records.calendar import MONTH_NAMES, WEEKDAY_NAMES

SETTLED = frozenset(
    "village town city settlement hamlet commune suburb neighbourhood neighborhood locality".split()
)
AREAS = frozenset(
    "district province region governorate oblast raion rayon county prefecture township municipality territory locality "
    "subdivision subdistrict canton cercle arrondissement woreda kebele payam tehsil upazila barangay".split()
)
SECTORS = frozenset({"sector", "axis"})
"""Stretches of a front, written small: "the Chenab sector"; a Sector in capitals is an office's."""

_PLURALS = {f"{word}s": word for word in SETTLED} | {"cities": "city", "communes": "commune"}
_NOT_NAMES = frozenset(
    "the this that these those a an our their his her its new old state county city town village district military "
    "security first second third northern southern eastern western north south east west central federal national "
    "administrative autonomous police and or in of".split()
)
_COMPASS = frozenset("northern southern eastern western north south east west central".split())
_WITHIN = frozenset({"in", "near", "outside"})
_NOT_IN = {name.lower() for name in (*MONTH_NAMES, *WEEKDAY_NAMES)} | frozenset(
    "parliament congress senate ramadan christmas easter eid islam christianity arabic english french russian hebrew "
    "spanish turkish armenian facebook twitter telegram youtube instagram whatsapp reuters interpol nato unicef "
    "spring summer autumn winter god allah heaven earth cabinet court office camp "
    "operation division brigade battalion".split()
)
LONGEST = 3
"""Words of an unknown name."""


def called_places(text: PlaceText) -> Iterator[tuple[int, int]]:
    """Word ranges (end exclusive) of names that the words beside them make a place, in order of those words."""
    if text.shouted:
        return
    yield from _called(text.words)
    yield from _located(text.words)


def _located(words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    """The one or two capitalised words after "in" or "near" that are not a time, a body, a tongue or a feast."""
    for position, word in enumerate(words[:-1]):
        if word.text not in _WITHIN or not _is_proper(words[position + 1]) or words[position + 1].gap != " ":
            continue
        last = position + 2
        if last < len(words) and _is_proper(words[last]) and words[last].gap in (" ", "-"):
            last += 1
        further = words[last] if last < len(words) else None
        if further is None or not (further.capital and further.gap in (" ", "-")):
            yield position + 1, last


def _is_proper(word: Word) -> bool:
    if word.folded in _NOT_IN or word.folded in BODIES or word.text.isupper():
        return False
    return _is_name(word) and word.token.pos_ == "PROPN" and len(word.text) > 2


def _called(words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    for position, word in enumerate(words):
        kind = _PLURALS.get(word.folded, word.folded)
        if kind in SECTORS and not word.capital:
            yield from _named_before(words, position)
        if kind not in SETTLED and kind not in AREAS:
            continue
        if not word.capital and position + 1 < len(words) and words[position + 1].folded == "of":
            yield from _listed(
                words, position + 2, several=word.folded in _PLURALS or word.folded.endswith("s")
            )
        elif (
            word.folded != "state" or not word.capital
        ):  # a State in capitals is somebody's, or has a name we know
            yield from _named_before(words, position)


def _listed(words: tuple[Word, ...], first: int, several: bool) -> Iterator[tuple[int, int]]:
    """The name that starts at `first`, and where several are announced those that commas and "and" add."""
    while first < len(words) and _is_name(words[first]):
        last = first + 1
        while (
            last < len(words)
            and last - first < LONGEST
            and _is_name(words[last])
            and words[last].gap in (" ", "-")
        ):
            last += 1
        yield first, last
        if not several or last >= len(words):
            return
        if words[last].folded == "and" and words[last].gap.strip(" ,") == "":
            first = last + 1
        elif words[last].gap.strip() == ",":
            first = last
        else:
            return


def _named_before(words: tuple[Word, ...], position: int) -> Iterator[tuple[int, int]]:
    """The capitalised words right before "district"; words of rank and compass alone are no name."""
    if position and words[position - 1].folded == "sub":
        position -= 1  # the Kani Masi sub-district
    first = position
    while (
        first and position - first < LONGEST and words[first].gap in (" ", "-") and _is_name(words[first - 1])
    ):
        first -= 1
    if (
        first >= 1
        and words[first].gap == "-"
        and words[first - 1].folded in ("al", "el", "as", "ash", "ar", "an")
    ):
        first -= 1
    if first < position and not all(word.folded in _COMPASS for word in words[first:position]):
        yield first, position


def _is_name(word: Word) -> bool:
    if not word.text[:1].isupper() or len(word.text) < 2 or word.folded in _NOT_NAMES:
        return False
    return word.token.pos_ in ("PROPN", "NOUN", "ADJ", "X")
