"""Where an act happened, chosen among the names of its sentence by a small fitted model.

A name is described by the preposition before it, the words around it, and the way through the parse from the act to
it; training/train_event_places.py fits one weight a feature (logistic regression) on sentences in which people marked
the place of a given verb. Names that the gazetteer does not know compete too, so that a village it lacks is not
replaced by the next town in the sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.records import PlaceName

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

WEIGHTS = Path(__file__).parents[1] / "weights" / "event_places.json"
FAR = 12
"""Steps of a path through the parse; a longer one is no path."""

BEHIND = 0.6
"""Share of the best chance below which a name is not also the place; chosen by cross-validation."""

PLACE_NOUNS = frozenset(
    """district province city town village governorate region area countryside county state camp neighborhood
    neighbourhood sector valley mountain mountains river airport airbase base hill hills island suburb suburbs outskirts
    subdistrict municipality department crossing bridge checkpoint square street road highway hospital university
    mosque church market prison port border quarter oblast raion axis front corridor heights height farm farms plain
    desert field fields hotel embassy capital zone territory enclave part parts""".split()
)
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun""".split()
)
_BEHIND_IT = frozenset(
    """backed led supported sponsored funded financed allied aligned affiliated linked trained armed made built supplied
    installed appointed recognised recognized brokered mediated based run controlled friendly loyal""".split()
)
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
        taken.update(range(first, last))
        if not place.demonym and not _is_in_adjective(doc, last):
            found.append(_candidate(sentence, first, last, place))
    for first, last in _proper_runs(sentence, taken):
        found.append(_candidate(sentence, first, last, None))
    return tuple(sorted(found, key=lambda candidate: candidate.first))


def _is_in_adjective(doc: Doc, last: int) -> bool:
    """True in "Damascus-backed", "Riyadh-led": who stands behind something, not where it is."""
    return last + 1 < len(doc) and doc[last].text == "-" and doc[last + 1].lower_ in _BEHIND_IT


def _extends(doc: Doc, index: int) -> bool:
    token = doc[index]
    return token.pos_ == "PROPN" and token.lower_.rstrip(".") not in _CALENDAR


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


def features(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> set[str]:
    """What is true of a name as the place of an act; each is one weight of the model."""
    head, preposition, kind = candidate.head, candidate.preposition, candidate.kind
    path = path_between(trigger, head)
    up, _, down = path.partition("|")
    gap = candidate.first - trigger.i
    side = "after" if gap > 0 else "before"
    verb = _verb_above(head)
    above = "own" if verb is not None and verb.i == trigger.i else lemma_of(verb) if verb is not None else "-"
    act = lemma_of(trigger)
    return {
        "bias",
        *candidate.own,
        *_rivals(trigger, candidate, others),
        *_nested(candidate, others),
        *_between(trigger, candidate, others),
        f"path={path}",
        f"up={up}",
        f"down={down}",
        f"prep={preposition} up={up}",
        f"steps={min(path.count('.'), 8)}",
        f"side={side}",
        f"{side}={_bucket(abs(gap))}",
        f"prep={preposition} {side}",
        f"verb={above}",
        f"act={act}",
        f"act={act} prep={preposition}",
        f"act={act} up={up}",
        f"act={act} kind={kind}",
        f"act={act} {trigger.tag_} {head.dep_}",
        f"path={path} prep={preposition}",
        f"path={path} through={candidate.through}",
    }


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
    node = head
    for _ in range(6):
        if node.head == node:
            return None
        if node.dep_ in ("prep", "agent"):
            return node.head
        node = node.head
    return None


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


def _rivals(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """How the name stands to the other names: the only one with "in", the nearest, with a finer one at hand."""
    located = [other for other in others if other.preposition in AT]
    yield f"located rivals={min(sum(other is not candidate for other in located), 3)}"
    if candidate.preposition in AT:
        gap = abs(candidate.first - trigger.i)
        yield f"located rank={min(sum(abs(other.first - trigger.i) < gap for other in located), 3)}"
        same = sum(other.preposition == candidate.preposition for other in located) - 1
        yield f"same preposition={min(same, 2)}"
    if candidate.kind in ("country", "region") and any(other.kind in _FINE for other in others):
        yield f"{candidate.kind} with finer"


def _nested(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Whether a name stands under another ("Shosh in the Martuni district") or over one, and of what kind."""
    for other in others:
        if other is candidate:
            continue
        if candidate.holder is not None and other.first <= candidate.holder.i < other.last:
            yield f"under={other.kind} {candidate.kind} {candidate.preposition}"
        if candidate.head.is_ancestor(other.head):
            yield f"over={other.kind} {candidate.kind} {other.preposition}"
        elif other.head.is_ancestor(candidate.head):
            yield f"below={other.kind} {candidate.kind}"


def _between(trigger: Token, candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """What stands between an act and a name: other verbs, other names."""
    low, high = sorted((trigger.i, candidate.head.i))
    words = trigger.doc[low + 1 : high]
    verbs = sum(word.pos_ == "VERB" for word in words)
    names = sum(low < other.head.i < high for other in others)
    yield f"verbs between={min(verbs, 3)}"
    yield f"verbs between={min(verbs, 3)} prep={candidate.preposition}"
    yield f"names between={min(names, 3)}"
    if any(word.text in ('"', "“", "”") for word in words):
        yield "quotation between"


_FINE = frozenset({"settlement", "district", "site", "unresolved"})
AT = frozenset("in at near around outside inside within across on throughout".split())


def path_between(trigger: Token, head: Token) -> str:
    """Dependency labels from an act up to the word it shares with the name, then down: "conj.|prep.pobj."."""
    above: dict[int, int] = {}
    ups: list[str] = []
    node = trigger
    for step in range(FAR):
        above[node.i] = step
        if node.head == node:
            break
        ups.append(node.dep_)
        node = node.head
    downs: list[str] = []
    node = head
    for _ in range(FAR):
        if node.i in above:
            return ".".join([*ups[: above[node.i]], ""]) + "|" + ".".join([*reversed(downs), ""])
        if node.head == node:
            break
        downs.append(node.dep_)
        node = node.head
    return "none"


def _verb_above(token: Token) -> Token | None:
    node = token
    for _ in range(FAR):
        if node.head == node:
            return None
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            return node
    return None


def _bucket(gap: int) -> str:
    for limit in (1, 2, 3, 4, 6, 9, 13, 19):
        if gap <= limit:
            return str(limit)
    return "far"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The fitted weights and the chance from which a name is taken for the place."""

    weights: dict[str, float]
    accepted: float


@cache
def load_place_choice(path: Path = WEIGHTS) -> PlaceChoice:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return PlaceChoice(stored["weights"], stored["accepted"])


def chosen(chances: Sequence[float], accepted: float) -> list[bool]:
    """Which names are taken for the place: likely enough, and not far behind the likeliest."""
    best = max(chances, default=0.0)
    return [likely >= accepted and likely >= BEHIND * best for likely in chances]


def chance(found: Iterable[str], weights: dict[str, float]) -> float:
    score = sum(weights.get(name, 0.0) for name in sorted(found))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
