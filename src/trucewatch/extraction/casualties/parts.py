"""Parts of a figure, told beside the whole: "22 people, nine of them children", "14 died, including two medics"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.counts import Count, Counts
from trucewatch.extraction.casualties.harm import Harm, is_known_person

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_LIST = 25
"""Tokens of a list of parts."""
REACH = 200
"""Characters between a whole and its parts."""

_OPENER = re.compile(
    r"\bincluding\b|\b(?P<among>among) (?:them|whom|those (?:killed|wounded|injured|dead))\b|"
    r"\bof (?P<those>them|whom)\b|\b(?P<badly>"
    + "|".join(sorted(words.BADLY))
    + r")(?= and\b|[,.;])|(?P<sum>:|\s[–—-])\s",
    re.IGNORECASE,
)
_IN_A_LIST = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN", "CCONJ", "ADP", "PUNCT", "ADV", "SYM"})
_ENDS = frozenset({".", ";", ":", "(", ")", "–", "—", "\n"})


def parts_of(doc: Doc, counts: Counts, found: Sequence[Harm]) -> Iterator[Harm]:
    """The parts of figures already found, each with the category of its whole and its own words as evidence.

    After a colon or a dash people are parts only when their numbers add up to the whole.
    """
    wholes = sorted((harm for harm in found if harm.count.low > 1), key=lambda harm: harm.count.start)
    starts = [harm.count.start for harm in wholes]
    for opener in _OPENER.finditer(doc.text):
        at = bisect_left(starts, opener.start()) - 1
        if at < 0 or opener.start() - wholes[at].count.end > REACH:
            continue
        first = doc.char_span(opener.start(), opener.end(), alignment_mode="expand")
        if first is None:
            continue
        opens, _ = counts.sentence_around(first[0])
        # "Two of them were boys" goes on from the sentence before.
        if opens > starts[at] and not (
            opener["those"] and wholes[at].count.end >= opens - REACH and opener.start() - opens < 16
        ):
            continue
        whole = wholes[at]
        if opener["badly"]:
            told = list(_so_badly(first[0], whole, counts))
        elif opener["those"]:
            told = list(_number_of_them(first[0], first[-1], whole, counts))
            whole = _whole_before(told, wholes[: at + 1]) or whole
        else:
            told = list(_listed(first[-1], counts))
            if not told and opener["among"]:
                told = list(_before(first[0], counts))
                whole = _whole_before(told, wholes[: at + 1]) or whole
        if opener["sum"] and sum(count.low for count in told) != whole.count.low:
            continue
        for count in told:
            if count.low < whole.count.low and count.start != whole.count.start:
                yield replace(whole, count=count, start=count.start, end=count.end, is_part=True)


def _whole_before(told: Sequence[Count], wholes: Sequence[Harm]) -> Harm | None:
    """The whole that stands before the number of "nine of them", which may have been read as a figure itself."""
    return next((harm for harm in reversed(wholes) if told and harm.count.start < told[0].start), None)


def _before(among: Token, counts: Counts) -> Iterator[Count]:
    """ "Eleven were killed, seven children among them": the seven."""
    people = among.nbor(-1) if among.i > 0 else None
    count = counts.of(people) if people is not None and is_known_person(people) else None
    if count is not None and count.stated and count.low > 0 and count.noun is people:
        yield count


def _so_badly(adverb: Token, whole: Harm, counts: Counts) -> Iterator[Count]:
    """ "Two were wounded, one severely": one, of the same people."""
    number = adverb.nbor(-1) if adverb.i > 0 else None
    count = counts.of(number) if number is not None and counts.number_at(number) is not None else None
    if count is not None and whole.category is words.WOUNDED:
        yield replace(count, noun=whole.count.noun, end=adverb.idx + len(adverb.text))


def _number_of_them(of: Token, them: Token, whole: Harm, counts: Counts) -> Iterator[Count]:
    """ "nine of them children", "two of whom were medics": the number before, the people behind."""
    number = of.nbor(-1) if of.i > 0 else None
    if number is None or counts.number_at(number) is None:
        return
    count = counts.of(number)
    following = (
        token for token in them.doc[them.i + 1 : them.i + 8] if token.pos_ not in ("DET", "ADJ", "AUX", "ADV")
    )
    people = next(following, None)
    if count is not None and people is not None and (is_known_person(people) or people.tag_ == "NNPS"):
        yield replace(count, noun=people, end=people.idx + len(people.text))
    elif count is not None and them.i + 1 < len(them.doc) and them.nbor().lower_ in words.BADLY:
        yield replace(count, noun=whole.count.noun, end=them.nbor().idx + len(them.nbor().text))


def _listed(opener: Token, counts: Counts) -> Iterator[Count]:
    """A count for every numbered group of people that a list names, up to the first verb or the end of the list.

    "Including a child" tells who was hurt, not how many.
    """
    seen: set[int] = set()
    for token in opener.doc[opener.i + 1 : opener.i + 1 + LONGEST_LIST]:
        leads_away = token.pos_ == "ADP" and token.lower_ != "of"
        if token.pos_ not in _IN_A_LIST or token.text in _ENDS or leads_away:
            return
        named = token.pos_ in ("NOUN", "PROPN", "NUM") or token.dep_ == "pobj"
        if not named or token.dep_ in ("compound", "nummod", "npadvmod", "poss"):
            continue
        count = counts.of(token)
        if count is None or not count.stated or count.low == 0 or count.start in seen:
            continue
        numbered = any(counts.number_at(child) is not None for child in (token, *token.children))
        if numbered and is_known_person(count.noun):
            seen.add(count.start)
            yield count
