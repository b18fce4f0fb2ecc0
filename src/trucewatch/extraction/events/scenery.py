"""What places a document names as scenes of something, and where it plays as a whole.

Where somebody spoke, where a truce was signed and the town of a dateline are no scenes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import SPEAKING, is_newsroom, is_voice, places_within
from trucewatch.extraction.events.datelines import dateline_end
from trucewatch.extraction.events.place_names import AT, PLACE_NOUNS, Candidate, candidates
from trucewatch.extraction.events.strays import countries_of
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.extraction.paragraphs import Paragraphs
from trucewatch.records import Place, PlaceName

if TYPE_CHECKING:
    from trucewatch.extraction.events.drafts import Scene
    from trucewatch.situation import Situation

MOST_PLACES = 60
"""Places of a document that are compared with each other, so that a huge one costs no more than its length."""

STRAY_KM = 200.0
"""A place no farther than this from what a document speaks of may well lie across a border."""

TOGETHER_KM = 150.0
"""Places of a report that lie no farther apart play in one area."""

_TALKS = frozenset(
    """sign agree meet negotiate broker mediate talk talks summit conference meeting session round deal agreement accord
    briefing statement interview understanding understandings protocol protocols reach negotiation negotiations hold
    resume host conclude headquarter base""".split()
)
_LOCALS = frozenset(
    """resident witness eyewitness villager mayor governor commissioner hospital police official doctor medic activist
    authority administration council elder chief local inhabitant farmer fisherman worker head lawmaker spokesman
    correspondent people survivor headman official""".split()
)
_AREAS = frozenset({"region", "district", "front_section", "corridor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The places of a document, in order."""

    text: str
    paragraphs: Paragraphs
    located: tuple[PlaceName, ...]
    """Those that something is said to be in, at or near."""
    scenes: tuple[PlaceName, ...]
    """Those that are no mere voice, newsroom or seat of talks."""
    areas: tuple[PlaceName, ...]
    """Regions and districts that are named at all ("the Donetsk administration")."""
    countries: frozenset[str]
    """Those of which the document names more than one thing."""
    witnesses: Mapping[int, PlaceName]
    """By the number of a sentence, where those live who speak in it: "Residents of Bara said"."""
    home: Place | None
    """Where most of its scenes lie, by the one most in their midst; else the dateline's town or the country."""

    at_home: tuple[Place, ...]
    """All that the document names in those countries, the countries too."""

    def is_stray(self, place: Place) -> bool:
        """True for the one name in a country of which nothing else is said, far from all that is: a namesake."""
        if not self.countries or place.country is None or place.country in self.countries:
            return False
        return all(
            place.distance_km(other) > other.radius_km + STRAY_KM for other in self.at_home[:MOST_PLACES]
        )


def surroundings_of(
    text: str, places: Iterable[PlaceName], scene: Scene, lands: frozenset[str]
) -> Surroundings:
    """`lands` are the states whose people speak."""
    places = tuple(places)
    countries = countries_of(places)
    names = _names(scene)
    at_home = [
        n for n in names.scenes if n.place and (not countries or n.place.country in (None, *countries))
    ]
    inside = (n.place for n in names.located if n.place and n.place.feature == "country")
    return Surroundings(
        text=text,
        paragraphs=Paragraphs(text),
        located=tuple(names.located),
        scenes=tuple(names.scenes),
        areas=tuple(
            n for n in places if n.place and n.place.feature in ("region", "district") and not n.demonym
        ),
        countries=countries,
        witnesses=names.witnesses,
        at_home=tuple(
            {
                n.place.gazetteer_id: n.place for n in places if n.place and n.place.country in countries
            }.values()
        ),
        home=_midst(at_home, names.located)
        or next(inside, None)
        or _midst(names.written_at, ())
        or _land(places)
        or _only_land(lands, scene.situation),
    )


@dataclass(slots=True)
class _Names:
    """The resolved names of a document by what they are there for."""

    located: list[PlaceName]
    scenes: list[PlaceName]
    written_at: list[PlaceName]
    """Of datelines."""
    witnesses: dict[int, PlaceName]


def _names(scene: Scene) -> _Names:
    names = _Names([], [], [], {})
    for number, sentence in enumerate(scene.sentences):
        within = places_within(scene.places, sentence)
        opening = dateline_end(sentence) if within else 0
        for name in candidates(sentence, within) if within else ():
            if name.place is None or name.place.place is None:
                continue
            if name.place.end <= opening:
                names.written_at.append(name.place)
                continue
            if _is_home_of_witness(name):
                names.witnesses.setdefault(number, name.place)
            if not (is_newsroom(name) or _is_aside(name, scene.situation)):
                names.scenes.append(name.place)
                if name.preposition in AT:
                    names.located.append(name.place)
    return names


def _is_aside(name: Candidate, situation: Situation) -> bool:
    """True for a capital that acts or is spoken of, and for where something was agreed."""
    if is_voice(name) or _is_seat(name) or _is_of_somebody(name):
        return True
    if name.preposition in AT or name.place is None:
        return False
    party = situation.resolve_actor(name.place.name)
    return party is not None and party.kind == "metonym"


def _is_home_of_witness(name: Candidate) -> bool:
    """True for "Bara" of "Residents of Bara said", "the mayor of Suárez told"."""
    place = name.place.place if name.place is not None else None
    if place is None or place.feature == "country" or name.holder is None:
        return False
    noun = name.holder
    if lemma_of(noun) not in _LOCALS or noun.dep_ not in ("nsubj", "pobj", "appos", "conj"):
        return False
    return lemma_of(noun.head) in SPEAKING or noun.head.lower_ in ("by", "to")


def _is_seat(name: Candidate) -> bool:
    """True for where something was agreed or is talked about: "the accord signed in Rome", "talks in Geneva"."""
    return name.holder is not None and lemma_of(name.holder) in _TALKS


def _is_of_somebody(name: Candidate) -> bool:
    """True in "the Kinshasa regime", "Riyadh's jets": a capital says whose, and nothing about where."""
    place = name.place.place if name.place is not None else None
    if place is None or place.feature in _AREAS or name.head.head.lower_ in PLACE_NOUNS:
        return False
    return name.head.dep_ in ("compound", "amod", "nmod", "poss")


def _midst(scenes: Sequence[PlaceName], located: Sequence[PlaceName]) -> Place | None:
    """Of the scenes the one with the most others around it, the finer and then the first of equals."""
    sure = {name.start for name in located}
    fine = [name.place for name in scenes if name.place is not None and name.place.feature != "country"]
    if not fine:
        return None
    weight: Counter[str] = Counter()
    for name in scenes:
        if name.place is not None:
            weight[name.place.gazetteer_id] += 3 if name.start in sure else 1
    distinct = list({place.gazetteer_id: place for place in fine}.values())[:MOST_PLACES]

    def standing(place: Place) -> tuple[int, bool, int]:
        around = sum(weight[o.gazetteer_id] for o in distinct if place.distance_km(o) <= TOGETHER_KM)
        return around, place.feature not in _AREAS, weight[place.gazetteer_id]

    return max(distinct, key=standing)


def _land(places: Sequence[PlaceName]) -> Place | None:
    """The country most named, its people included."""
    counts = Counter(name.place.country for name in places if name.place is not None and name.place.country)
    if not counts:
        return None
    most = max(counts, key=lambda land: counts[land])
    return next(
        (n.place for n in places if n.place and n.place.feature == "country" and n.place.country == most),
        None,
    )


def _only_land(lands: frozenset[str], situation: Situation) -> Place | None:
    """The country of the one state that speaks or whose rebels do."""
    if len(lands) != 1:
        return None
    (land,) = lands
    found = situation.gazetteer.find(situation.sides[land].name) if land in situation.sides else ()
    return next(
        (sense.place() for sense in found if sense.feature == "country" and sense.country == land), None
    )
