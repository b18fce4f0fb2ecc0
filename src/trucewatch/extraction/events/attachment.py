"""Which time and which place belong to an event: by the syntax between them, not by mere nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extraction.events.place_choice import (
    AT,
    Candidate,
    candidates,
    chance,
    chosen,
    features,
    load_place_choice,
)
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.records import Place, PlaceName, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

    from trucewatch.situation import Situation
    from trucewatch.situation.gazetteer import GazetteerPlace

FAR = 14
"""Steps in the parse beyond which two words are as good as unrelated."""

SPEAKING = frozenset(
    """say tell report announce add note state claim confirm deny declare inform speak publish post write
    release accuse blame allege stress explain comment respond reply acknowledge admit reveal quote
    according""".split()
)

TELLING = frozenset("say tell speak inform comment stress explain add".split())
"""Verbs whose place is where the speaker was; what is reported or announced "in Homs" may well have been there."""

SCENE = frozenset("on in at near inside outside".split())
"""Prepositions by which a noun names its scene."""

FAINT = 0.4
"""Share of the accepted chance from which a name is kept for want of a better one."""


TOWN = 15_000
"""People from which a town is taken for what a text means although nothing else in it is in that country."""

RIVAL_SHARE = 0.1
"""Of a town's people, that a namesake abroad must not reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A time expression together with the token that heads it in the parse."""

    head: Token
    time: TimeExpression


def bounded(doc: Doc, places: Iterable[PlaceName]) -> list[tuple[int, int, PlaceName]]:
    """Places with the tokens that they cover, in order."""
    found = [(*token_bounds(doc, place.start, place.end), place) for place in places]
    return sorted((entry for entry in found if entry[1] > entry[0]), key=lambda entry: entry[:2])


def places_within(
    places: Sequence[tuple[int, int, PlaceName]], sentence: Tokens
) -> list[tuple[int, int, PlaceName]]:
    low = bisect_left(places, sentence.start, key=lambda entry: entry[0])
    high = bisect_left(places, sentence.end, key=lambda entry: entry[0])
    return [entry for entry in places[low:high] if entry[1] <= sentence.end]


def heads_of_times(doc: Doc, times: Iterable[TimeExpression]) -> list[Located]:
    starts = [token.idx for token in doc]
    return [
        Located(head=head, time=time)
        for time in times
        if (head := _head_of(doc, starts, time.start, time.end)) is not None
    ]


def token_bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens [first, last) that a span of characters touches."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


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
        if item.time.range is None:
            continue
        verb = governing_verb(item.head)
        steps = (distance(trigger, item.head), abs(trigger.i - item.head.i), item.time)
        telling = verb is not None and verb.i != trigger.i and lemma_of(verb) in SPEAKING
        if telling and not _under(trigger, item.head, verb):
            told.append(steps)
        else:
            own.append(steps)
    return _nearest(own), _nearest(told)


def located(
    places: Sequence[tuple[int, int, PlaceName]], sentences: Sequence[Tokens]
) -> tuple[PlaceName, ...]:
    """The places that something is said to be in, at or near, in order."""
    found = []
    for sentence in sentences:
        within = places_within(places, sentence)
        for name in candidates(sentence, within) if within else ():
            if name.place is not None and name.preposition in AT and not _is_newsroom(name):
                found.append(name.place)
    return tuple(found)


def _is_newsroom(name: Candidate) -> bool:
    """True for where somebody spoke: "said in Minsk", "told reporters in Beirut"."""
    holder = name.holder
    if holder is not None and holder.dep_ in ("dobj", "dative") and lemma_of(holder.head) in TELLING:
        return True
    return holder is not None and lemma_of(holder) in TELLING


def _is_voice(name: Candidate) -> bool:
    """True for a seat of government that speaks or is spoken of: "Moscow accused Baku of breaking the truce"."""
    return name.head.dep_ in ("nsubj", "dobj", "dative") and lemma_of(name.head.head) in SPEAKING


def _is_held_by(act: Token, name: Candidate) -> bool:
    """True for a place that a noun names as its own scene: "Monday's air strike on Hajjah"."""
    if act.pos_ != "NOUN" or name.holder is None or name.holder.i != act.i:
        return False
    found = name.place is not None and name.place.place is not None
    return found and name.preposition in SCENE and name.through in ("self", "of place")


class Weighed(NamedTuple):
    """A name with its chance of being where an act was, and whether that is enough."""

    likely: float
    is_sure: bool
    place: PlaceName


class Atlas:
    """Looks up names in the countries that a document speaks of; elsewhere only towns that have no namesake."""

    def __init__(self, places: Iterable[PlaceName], situation: Situation) -> None:
        self._countries = {name.place.country for name in places if name.place is not None}
        self._situation = situation

    def look_up(self, name: str) -> Place | None:
        """The pack's place of that name, else the most populous one in those countries."""
        own = self._situation.places_named(name)
        if own:
            return own[0]
        found = self._situation.gazetteer.find(name)
        near = [place for place in found if place.country in self._countries]
        ranked = sorted(near or found, key=lambda place: (-place.population, place.gazetteer_id))
        if not ranked or (not near and not _is_unmistakable(ranked)):
            return None
        return ranked[0].place()


def _is_unmistakable(ranked: Sequence[GazetteerPlace]) -> bool:
    """True where the first is a town of some size, and no other country has a namesake near its size."""
    best = ranked[0]
    rivals = (p.population for p in ranked if p.country != best.country)
    return best.population >= TOWN and max(rivals, default=0) < best.population * RIVAL_SHARE


class SentencePlaces:
    """The names of one sentence, weighed for each act in it once."""

    def __init__(
        self,
        sentence: Tokens,
        places: Sequence[tuple[int, int, PlaceName]],
        look_up: Callable[[str], Place | None],
    ) -> None:
        self._names = candidates(sentence, places)
        self._look_up = look_up
        self._weighed: dict[int, list[Weighed]] = {}

    def of(self, act: Token) -> list[Weighed]:
        """The found places where an act may have been with their chances, likeliest first.

        A noun ("the shelling") is read together with the verb that it stands under.
        """
        if act.i not in self._weighed:
            self._weighed[act.i] = self._weigh(act)
        return self._weighed[act.i]

    def _weigh(self, act: Token) -> list[Weighed]:
        model = load_place_choice()
        acts = [act]
        verb = governing_verb(act) if act.pos_ in ("NOUN", "PROPN") else None
        if verb is not None and verb.i != act.i and lemma_of(verb) not in SPEAKING:
            acts.append(verb)
        chances = [
            max(chance(features(token, name, self._names), model.weights) for token in acts)
            for name in self._names
        ]
        weighed = []
        taken = chosen(chances, model.accepted)
        scenes = [
            is_sure and not _is_newsroom(name) for name, is_sure in zip(self._names, taken, strict=True)
        ]
        if any(scenes):
            taken = scenes
        for name, likely, is_sure in zip(self._names, chances, taken, strict=True):
            if _is_voice(name):
                continue
            faint = name.place is not None and likely >= model.accepted * FAINT and not _is_newsroom(name)
            if is_sure or faint:
                weighed.append(Weighed(likely, is_sure, name.place or self._named(name)))
        return sorted(weighed, key=lambda entry: (-entry.likely, entry.place.start))

    def _named(self, name: Candidate) -> PlaceName:
        """A name that stands where an act was, and that nothing else told to be a place."""
        words = name.head.doc[name.first : name.last]
        return PlaceName(
            start=words.start_char, end=words.end_char, name=words.text, place=self._look_up(words.text)
        )


def governing_verb(token: Token) -> Token | None:
    node = token
    for _ in range(FAR):
        if node.head == node:
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
        if node.head == node:
            break
        node = node.head
    node = b
    for step in range(FAR):
        if node.i in above:
            return above[node.i] + step
        if node.head == node:
            break
        node = node.head
    return 2 * FAR


def _under(trigger: Token, time: Token, verb: Token | None) -> bool:
    """True when the time stands between the trigger and the verb of saying, inside what is said."""
    if verb is None:
        return True
    node = trigger
    for _ in range(FAR):
        if node.head == node:
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
        if not (low <= token.head.i < high) or token.head == token:
            return token
    return doc[low] if low < len(doc) else None
