"""The names of a sentence that may be where something happened: places that were found, and names nobody knows.

Names that the gazetteer does not know compete too, so that a village it lacks is not replaced by the next town in the
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.extraction.phrases import upwards
from trucewatch.records import PlaceName
from trucewatch.records.calendar import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

PLACE_NOUNS = frozenset(
    """district province city town village governorate region area countryside county state camp neighborhood
    neighbourhood sector valley mountain mountains river airport airbase base hill hills island suburb suburbs outskirts
    subdistrict municipality department crossing bridge checkpoint square street road highway hospital university
    mosque church market prison port border quarter oblast raion axis front corridor heights height farm farms plain
    desert field fields hotel embassy capital zone territory enclave part parts""".split()
)
AT = frozenset("in at near around outside inside within across on throughout".split())
"""Prepositions by which a name says where."""

_CALENDAR = MONTHS.keys() | WEEKDAYS.keys()
_BEHIND_IT = frozenset(
    """backed led supported sponsored funded financed allied aligned affiliated linked trained armed made built supplied
    installed appointed recognised recognized brokered mediated based run controlled friendly loyal""".split()
)
_OF_ANY_NAME = PLACE_NOUNS | frozenset(
    """al el as ash ad an at the new old upper lower greater north south east west northern southern eastern western central
    barangay mount lake fort port saint st inner outer downtown metro rural mid middle northwestern northeastern
    southwestern southeastern northwest northeast southwest southeast ciudad villa puerto san santa la los las
    de da do""".split()
)
_HYPHENS = frozenset("-–‑")
_TITLES = frozenset(
    "mr mrs ms dr gen col lt maj capt sgt president minister general colonel spokesman spokesperson king sheikh".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that may be a place: tokens [first, last) with their head."""

    first: int
    last: int
    head: Token
    place: PlaceName | None
    """None for a proper name that the gazetteer does not know."""
    preposition: str
    through: str
    kind: str
    holder: Token | None
    own: frozenset[str]
    """Features that are the same for every act of the sentence."""


def candidates(sentence: Tokens, places: Sequence[tuple[int, int, PlaceName]]) -> tuple[Candidate, ...]:
    """The names of a sentence: the places found in it (given by token bounds) and the proper names beside them.

    A found place takes the rest of its proper name with it ("Yarmouk Camp", "West Ghouta").
    """
    doc = sentence.doc
    owners = {i: number for number, (first, last, _) in enumerate(places) for i in range(first, last)}
    found: list[Candidate] = []
    taken: set[int] = set()
    for number, (first, last, place) in enumerate(places):
        while first > sentence.start and owners.get(first - 1, number) == number and _extends(doc, first - 1):
            first -= 1
        while last < sentence.end and owners.get(last, number) == number and _extends(doc, last):
            last += 1
        while first < places[number][0] and doc[first].text in _HYPHENS:
            first += 1
        taken.update(range(first, last))
        if _is_of_longer_name(doc, first, places[number][0]):
            words = doc[first:last]
            place = replace(place, start=words.start_char, end=words.end_char, name=words.text, place=None)
        if not place.demonym and not _is_in_adjective(doc, last):
            found.append(_candidate(sentence, first, last, place))
    for first, last in _proper_runs(sentence, taken):
        found.append(_candidate(sentence, first, last, None))
    return tuple(sorted(found, key=lambda candidate: candidate.first))


def _is_of_longer_name(doc: Doc, first: int, found: int) -> bool:
    """True for the "Kara" of "Tungar Kara": another village than the one that was found."""
    before = [token for token in doc[first:found] if token.text not in _HYPHENS]
    return any(
        token.lower_ not in _OF_ANY_NAME and token.lower_.rstrip(".") not in _TITLES for token in before
    )


def _is_in_adjective(doc: Doc, last: int) -> bool:
    """True in "Damascus-backed", "Riyadh-led": who stands behind something, not where it is."""
    return last + 1 < len(doc) and doc[last].text == "-" and doc[last + 1].lower_ in _BEHIND_IT


def _extends(doc: Doc, index: int) -> bool:
    token = doc[index]
    return (token.pos_ == "PROPN" and token.lower_.rstrip(".") not in _CALENDAR) or _joins(doc, index)


def _joins(doc: Doc, index: int) -> bool:
    """True for the hyphen within a name: "Al-Hamdaniyeh", "Maarrat-al-Numan"."""
    if not 0 < index < len(doc) - 1 or doc[index].text not in _HYPHENS:
        return False
    if (
        doc[index].whitespace_
        or doc[index - 1].whitespace_
        or doc[index + 1].lower_ in _CALENDAR | _BEHIND_IT
    ):
        return False
    return doc[index - 1].pos_ == "PROPN" and doc[index + 1].pos_ == "PROPN"


def _proper_runs(sentence: Tokens, taken: set[int]) -> Iterator[tuple[int, int]]:
    doc = sentence.doc
    at = sentence.start
    while at < sentence.end:
        end = at
        while end < sentence.end and _is_name_part(doc, end, at, taken):
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _is_name_part(doc: Doc, index: int, first: int, taken: set[int]) -> bool:
    token = doc[index]
    if index in taken or token.lower_.rstrip(".") in _CALENDAR:
        return False
    if token.pos_ == "PROPN":
        return True
    joins = token.text in ("-", "'", "’", "‘", "al", "el") and index > first
    return joins and index + 1 < len(doc) and index + 1 not in taken and doc[index + 1].pos_ == "PROPN"


def _head(doc: Doc, first: int, last: int) -> Token:
    for token in doc[first : min(last, first + 12)]:
        if not first <= token.head.i < last or token.head == token:
            return token
    return doc[last - 1]


def _candidate(sentence: Tokens, first: int, last: int, place: PlaceName | None) -> Candidate:
    head = _head(sentence.doc, first, last)
    preposition, through = _preposition(head)
    kind = _kind(place)
    holder = _holder(head)
    own = {
        f"prep={preposition}",
        f"kind={kind}",
        f"prep={preposition} kind={kind}",
        f"dep={head.dep_}",
        f"through={through}",
        *_neighbours(sentence, first, last),
    }
    own.add(f"head={lemma_of(head.head)} {head.dep_}")
    if holder is not None:
        own |= {f"holder={lemma_of(holder)}", f"holder={holder.pos_} prep={preposition}"}
    return Candidate(
        first=first,
        last=last,
        head=head,
        place=place,
        preposition=preposition,
        through=through,
        kind=kind,
        holder=holder,
        own=frozenset(own),
    )


def _kind(place: PlaceName | None) -> str:
    if place is None:
        return "name"
    return place.place.feature if place.place is not None else "unresolved"


def _preposition(head: Token) -> tuple[str, str]:
    """The preposition that governs a name, and by way of what: itself, a place noun, a list, a possessor, …"""
    node = head
    through = "self"
    for _ in range(5):
        parent = node.head
        if parent is node:
            return "-", through
        if node.dep_ == "pobj":
            word = parent.lower_
            if word == "of" and parent.head != parent and parent.head.pos_ in ("NOUN", "PROPN"):
                through = "of place" if parent.head.lower_ in PLACE_NOUNS else "of noun"
                node = parent.head
                if node.dep_ != "pobj" and node.dep_ not in ("conj", "appos", "dobj", "nsubjpass"):
                    return "of", through
                continue
            return word, through
        if node.dep_ in ("compound", "nmod", "amod", "poss", "conj", "appos", "npadvmod"):
            if through == "self":
                through = f"{node.dep_} place" if parent.lower_ in PLACE_NOUNS else node.dep_
            node = parent
            continue
        return node.dep_, through
    return "-", through


def _holder(head: Token) -> Token | None:
    """The word on which a name's prepositional phrase hangs: "attack" of "an attack in Herat"."""
    return next((node.head for node in upwards(head, 6) if node.dep_ in ("prep", "agent")), None)


def _neighbours(sentence: Tokens, first: int, last: int) -> Iterator[str]:
    doc = sentence.doc
    before = doc[first - 1].lower_ if first > sentence.start else "^"
    earlier = doc[first - 2].lower_ if first - 1 > sentence.start else "^"
    after = doc[last].lower_ if last < sentence.end else "$"
    yield f"before={before}"
    yield f"earlier={earlier} {before}"
    yield f"after={'place noun' if after in PLACE_NOUNS else after}"
    word = doc[last - 1].lower_
    yield f"last={word}" if word in PLACE_NOUNS else "last=name"
    if before in PLACE_NOUNS:
        yield "before=place noun"
    if before.rstrip(".") in _TITLES or doc[first].lower_.rstrip(".") in _TITLES:
        yield "title"
    yield f"words={min(last - first, 4)}"
    if before == "," and doc[first - 2].pos_ == "PROPN":
        yield "second of a pair"
    if after == "," and last + 1 < sentence.end and doc[last + 1].pos_ == "PROPN":
        yield "first of a pair"
    if doc[last - 1].is_upper and last - first == 1:
        yield "acronym"
    yield f"around={before} {after}"
    if last + 1 < len(doc):
        yield f"then={after} {doc[last + 1].lower_}"
    if first - 2 > sentence.start:
        yield f"earliest={doc[first - 3].lower_} {earlier} {before}"
    yield f"ending={word[-3:]}"
