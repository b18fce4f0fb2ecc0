"""Which time and which place belong to an event: by the syntax between them, not by mere nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.triggers import lemma_of
from trucewatch.records import PlaceName, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

FAR = 14
"""Steps in the parse beyond which two words are as good as unrelated."""

SPEAKING = frozenset(
    """say tell report announce add note state claim confirm deny declare inform speak publish post write
    release accuse blame allege stress explain comment respond reply acknowledge admit reveal quote
    according""".split()
)

_LOCATIVE = frozenset(
    """in at near around on inside outside within into along across throughout between over above toward
    towards against onto beside behind beyond off opposite through""".split()
)
_GRAIN = {"country": 3, "region": 2, "district": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A found name or time together with the token that heads it in the parse."""

    head: Token
    place: PlaceName | None = None
    time: TimeExpression | None = None


def heads_of_places(doc: Doc, places: Iterable[PlaceName]) -> list[Located]:
    starts = [token.idx for token in doc]
    return [
        Located(head=head, place=place)
        for place in places
        if (head := _head_of(doc, starts, place.start, place.end)) is not None
    ]


def heads_of_times(doc: Doc, times: Iterable[TimeExpression]) -> list[Located]:
    starts = [token.idx for token in doc]
    return [
        Located(head=head, time=time)
        for time in times
        if (head := _head_of(doc, starts, time.start, time.end)) is not None
    ]


def words_within(doc: Doc, times: Iterable[TimeExpression]) -> frozenset[int]:
    starts = [token.idx for token in doc]
    words: set[int] = set()
    for time in times:
        words.update(range(bisect_left(starts, time.start), bisect_left(starts, time.end)))
    return frozenset(words)


def in_sentence(found: Sequence[Located], sentence: Tokens) -> list[Located]:
    keys = [item.head.i for item in found]
    return list(found[bisect_left(keys, sentence.start) : bisect_left(keys, sentence.end)])


def time_of(trigger: Token, times: Sequence[Located]) -> tuple[TimeExpression | None, TimeExpression | None]:
    """The time of the event, and the time at which it was told, of those in its sentence."""
    own: list[tuple[int, int, TimeExpression]] = []
    told: list[tuple[int, int, TimeExpression]] = []
    for item in times:
        if item.time is None or item.time.range is None:
            continue
        verb = governing_verb(item.head)
        steps = (distance(trigger, item.head), abs(trigger.i - item.head.i), item.time)
        telling = verb is not None and verb.i != trigger.i and lemma_of(verb) in SPEAKING
        if telling and not _under(trigger, item.head, verb):
            told.append(steps)
        else:
            own.append(steps)
    return _nearest(own), _nearest(told)


def places_of(trigger: Token, places: Sequence[Located]) -> list[PlaceName]:
    """The places of a sentence where the event may have been, likeliest first."""
    scored = []
    for item in places:
        place = item.place
        if place is None or place.demonym:
            continue
        located = is_locative(item.head)
        if not located and not _is_hit(item.head, trigger):
            continue
        grain = _GRAIN.get(place.place.feature, 0) if place.place else 0
        scored.append(
            (grain == 3, distance(trigger, item.head) + 2 * grain, abs(trigger.i - item.head.i), place)
        )
    scored.sort(key=lambda entry: entry[:3])
    return [place for *_, place in scored]


def is_locative(head: Token) -> bool:
    """True where the name says where something is, rather than who acts."""
    node = head
    for _ in range(4):
        parent = node.head
        if parent is node:
            return node.dep_ == "ROOT" and head.dep_ in ("pobj", "npadvmod", "appos")
        if node.dep_ == "pobj":
            if parent.lower_ in _LOCATIVE:
                return True
            if parent.lower_ not in ("of", "from", "to"):
                return False
        elif node.dep_ not in (
            "conj",
            "appos",
            "compound",
            "nmod",
            "poss",
            "prep",
            "amod",
            "npadvmod",
            "dep",
        ):
            return False
        node = parent
    return False


def _is_hit(head: Token, trigger: Token) -> bool:
    """ "shelled Stepanakert", "the capture of Kobane", "hit Lviv": the place is what the act was done to."""
    node = head
    for _ in range(3):
        if node.dep_ in ("dobj", "nsubjpass", "pobj") and (
            node.head.i == trigger.i or node.head.head.i == trigger.i
        ):
            return True
        if node.head is node or node.dep_ not in ("conj", "compound", "appos", "poss"):
            return False
        node = node.head
    return False


def governing_verb(token: Token) -> Token | None:
    node = token
    for _ in range(FAR):
        if node.head is node:
            return node if node.pos_ in ("VERB", "AUX") else None
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            return node
    return None


def distance(a: Token, b: Token) -> int:
    """Steps from one word to another through the parse, at most twice `FAR`."""
    above = {}
    node = a
    for step in range(FAR):
        above[node.i] = step
        if node.head is node:
            break
        node = node.head
    node = b
    for step in range(FAR):
        if node.i in above:
            return above[node.i] + step
        if node.head is node:
            break
        node = node.head
    return 2 * FAR


def _under(trigger: Token, time: Token, verb: Token | None) -> bool:
    """True when the time stands between the trigger and the verb of saying, inside what is said."""
    if verb is None:
        return True
    node = trigger
    for _ in range(FAR):
        if node.head is node:
            return False
        if node.head.i == verb.i:
            return node.left_edge.i <= time.i <= node.right_edge.i
        node = node.head
    return False


def _nearest(scored: list[tuple[int, int, TimeExpression]]) -> TimeExpression | None:
    return min(scored, key=lambda entry: entry[:2])[2] if scored else None


def _head_of(doc: Doc, starts: list[int], start: int, end: int) -> Token | None:
    """The word of a span whose own head lies outside of it."""
    low = max(bisect_left(starts, start + 1) - 1, 0)
    high = bisect_left(starts, end)
    for token in doc[low : min(high, low + 40)]:
        if not (low <= token.head.i < high) or token.head is token:
            return token
    return doc[low] if low < len(doc) else None
