"""Which places belong to an act: by the syntax between them, not by mere nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extraction.events.place_choice import MOST_NAMES, chances, chosen, load_place_choice
from trucewatch.extraction.events.place_names import PLACE_NOUNS, Candidate, candidates
from trucewatch.extraction.events.strays import is_unmistakable
from trucewatch.extraction.events.triggers import lemma_of, trigger_table
from trucewatch.extraction.phrases import token_bounds, upwards, verb_above
from trucewatch.records import Place, PlaceName

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.tagging.states import States
    from trucewatch.situation import Situation

FAR = 14
"""Steps in the parse beyond which two words are as good as unrelated."""

SPEAKING = frozenset(
    """say tell report announce add note state claim confirm deny declare inform speak publish post write
    release accuse blame allege stress explain comment respond reply acknowledge admit reveal quote
    according condemn deplore denounce welcome urge reject warn express mourn regret criticise criticize dismiss refute
    contradict""".split()
)

TELLING = frozenset("say tell speak inform comment stress explain add".split())
"""Verbs whose place is where the speaker was; what is reported or announced "in Homs" may well have been there."""

_SEATED = frozenset(
    "government ministry presidency embassy leadership regime parliament diplomat headquarters".split()
)

FAINT = 0.4
"""Share of the accepted chance from which a name is kept for want of a better one."""


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


def is_newsroom(name: Candidate) -> bool:
    """True for where somebody spoke: "said in Minsk", "told reporters in Beirut", "the government in Tripoli said"."""
    holder = name.holder
    if holder is not None and holder.dep_ in ("dobj", "dative") and lemma_of(holder.head) in TELLING:
        return True
    if holder is not None and holder.dep_ == "nsubj" and lemma_of(holder) in _SEATED:
        return lemma_of(holder.head) in SPEAKING
    return holder is not None and lemma_of(holder) in TELLING


def is_voice(name: Candidate) -> bool:
    """True for a seat of government that speaks or is spoken of: "Moscow accused Baku of breaking the truce"."""
    return name.head.dep_ in ("nsubj", "dobj", "dative") and lemma_of(name.head.head) in SPEAKING


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
        self._states = {side.id for side in situation.sides.values() if side.kind == "state"}

    def is_party(self, name: str) -> bool:
        """True for the name of an armed group or an office: no village is called Hamas."""
        found = self._situation.resolve_actor(name)
        return (
            found is not None
            and not found.demonym
            and found.kind != "metonym"
            and found.actor not in self._states
        )

    def look_up(self, name: str) -> Place | None:
        """The pack's place of that name, else the most populous one in those countries."""
        own = self._situation.places_named(name)
        if own:
            return own[0]
        found = self._situation.gazetteer.find(name)
        near = [place for place in found if place.country in self._countries]
        ranked = sorted(near or found, key=lambda place: (-place.population, place.gazetteer_id))
        if not ranked or (not near and not is_unmistakable(ranked)):
            return None
        return ranked[0].place()


class SentencePlaces:
    """The names of one sentence, weighed for each act in it once."""

    def __init__(
        self,
        sentence: Tokens,
        places: Sequence[tuple[int, int, PlaceName]],
        atlas: Atlas,
        states: States | None,
    ) -> None:
        self._names = candidates(sentence, places)
        self._atlas = atlas
        self._states = states
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
        names = self._near(act)
        acts = [act]
        verb = governing_verb(act) if act.pos_ in ("NOUN", "PROPN") else None
        if verb is not None and verb.i != act.i and lemma_of(verb) not in SPEAKING:
            acts.append(verb)
        by_act = [chances(token, names, self._states) for token in acts]
        best = [max(of_name) for of_name in zip(*by_act, strict=True)]
        weighed = []
        taken = chosen(best, model.accepted)
        taken = [is_sure and not is_newsroom(name) for name, is_sure in zip(names, taken, strict=True)]
        taken = _where_it_came_down(act, names, taken)
        for name, likely, is_sure in zip(names, best, taken, strict=True):
            if (
                is_voice(name)
                or _is_power(name)
                or (name.place is None and (_is_no_village(name) or self._atlas.is_party(_words(name))))
            ):
                continue
            faint = name.place is not None and likely >= model.accepted * FAINT and not is_newsroom(name)
            if is_sure or faint:
                weighed.append(Weighed(likely, is_sure, name.place or self._named(name)))
        return sorted(weighed, key=lambda entry: (-entry.likely, entry.place.start))

    def _near(self, act: Token) -> Sequence[Candidate]:
        """The names that an act is weighed against: in a list as long as no sentence, the nearest."""
        if len(self._names) <= MOST_NAMES:
            return self._names
        nearest = sorted(self._names, key=lambda name: abs(name.first - act.i))[:MOST_NAMES]
        return sorted(nearest, key=lambda name: name.first)

    def _named(self, name: Candidate) -> PlaceName:
        """A name that stands where an act was, and that nothing else told to be a place."""
        words = name.head.doc[name.first : name.last]
        return PlaceName(
            start=words.start_char, end=words.end_char, name=words.text, place=self._atlas.look_up(words.text)
        )


_SENDING = frozenset("launch fire shoot lob hurl send rain direct aim".split())
_INTO = frozenset("at into toward towards against on".split())


def _where_it_came_down(act: Token, names: Sequence[Candidate], taken: Sequence[bool]) -> list[bool]:
    """Of "launched from Gaza toward Ashkelon" the target, where both ends are named."""
    if not any(lemma_of(token) in _SENDING for token in (act, act.head)):
        return list(taken)
    from_there = [
        name.preposition == "from" and is_taken for name, is_taken in zip(names, taken, strict=True)
    ]
    ends = [name.preposition in _INTO and name.place is not None for name in names]
    if not any(from_there) or not any(ends):
        return list(taken)
    return [
        is_end or (is_taken and not is_start)
        for is_end, is_taken, is_start in zip(ends, taken, from_there, strict=True)
    ]


def _is_power(name: Candidate) -> bool:
    """True in "Belgrade's assertion", "the Kinshasa regime": a seat of government stands for its people."""
    if name.head.dep_ not in ("compound", "amod", "nmod", "poss"):
        return False
    return lemma_of(name.head.head) in _OF_POWER


_OF_POWER = frozenset(
    """assertion claim statement government regime army force troop authority ministry official spokesman spokeswoman
    leadership side denial accusation allegation position stance envoy ambassador minister junta command version account
    ally backer proxy""".split()
)


def _is_no_village(name: Candidate) -> bool:
    """True for an unknown name that says whose or what sort ("Americas interest"), or that names an act."""
    if any((lemma_of(token), "NOUN") in trigger_table() for token in name.head.doc[name.first : name.last]):
        return True
    modifies = name.head.dep_ in ("compound", "amod", "nmod", "poss")
    return modifies and name.head.head.lower_ not in PLACE_NOUNS


def _words(name: Candidate) -> str:
    return name.head.doc[name.first : name.last].text


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a word, or the word itself at the root."""
    is_root_verb = token.head == token and token.pos_ in ("VERB", "AUX")
    return token if is_root_verb else verb_above(token, FAR)


def distance(a: Token, b: Token) -> int:
    """Steps from one word to another through the parse, at most twice `FAR`."""
    above = {node.i: step for step, node in enumerate(upwards(a, FAR))}
    ways = (above[node.i] + step for step, node in enumerate(upwards(b, FAR)) if node.i in above)
    return next(ways, 2 * FAR)
