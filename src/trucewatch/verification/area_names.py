"""Which places the quotes of an access entry mean as the area that somebody may or may not go to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.records import Evidence, Place
from trucewatch.situation.names import NameTrie, words_of

if TYPE_CHECKING:
    from trucewatch.situation import Situation

_KIND = (
    r"(?:the\s+)?(?:(?:town|city|village|camp|district|region|province|area|zone|besieged|northern|southern|eastern|"
    r"western|central|nearby|whole|entire|rest|south|north|east|west)\s+(?:of\s+)?(?:the\s+)?){0,3}"
)
_GOAL = re.compile(
    rf"\b(?:to|into|onto|towards?|through|via|along|across|over|on|from|of|off|reach\w*|enter\w*|cross\w*|leav\w+|visit\w*)"
    rf"\s+{_KIND}[“\"'‘]?$",
    re.IGNORECASE,
)
"""Before a place to which, through which or from which one goes."""
_PRESENCE = re.compile(
    r"\b(?:access|observers?|monitors?|inspectors?|mission|presence|patrols?|journalists|reporters|aid|relief|convoys?|"
    rf"movement|teams?)\b(?:(?!\b(?:wait|stood|spent|park|gather|met\b))[^.;]){{0,40}}\b(?:in|inside|at|near|around|within)\s+{_KIND}[“\"'‘]?$",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\s+(?:-\s*\w+\s+)?(?:road|highway|corridor|crossing|checkpoint|airport|bridge|port|route|border)\b",
    re.I,
)
"""After a name that is a way or a gate."""
_LEADS = re.compile(
    r"\b(?:link|connect|lead|join)(?:s|ed|ing)?\b[^.;,]{0,30}$|\bled\b[^.;,]{0,30}$", re.IGNORECASE
)
"""Before a place that only says where a way leads."""
_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s+(?:al|el|de|of|the|[A-Z])[\w’'-]*){0,3}")
_WAYS = frozenset({"corridor", "front_section", "site"})
_AREAS = frozenset({"settlement", "district", "region", "corridor", "site"})
LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    place: Place


class AreaNames:
    """Looks for the pack's places, the incidents' places and, in the incidents' countries, the world's."""

    def __init__(self, situation: Situation, incident_places: Iterable[Place]) -> None:
        self._situation = situation
        self._incident_places = tuple(
            {place.gazetteer_id: place for place in incident_places}[key]
            for key in sorted({place.gazetteer_id for place in incident_places})
        )
        self._countries = frozenset(p.country for p in self._incident_places if p.country)
        self._known: dict[tuple[Evidence, ...], tuple[Place, ...]] = {}

    def meant_in(self, evidence: Sequence[Evidence]) -> tuple[Place, ...]:
        """The areas that these quotes speak of, each once, in the order of their naming."""
        key = tuple(evidence)
        if key not in self._known:
            found = [place for quote in evidence for place in self._in_words(quote.quote[:LONGEST])]
            self._known[key] = tuple({place.gazetteer_id: place for place in found}.values())
        return self._known[key]

    def _in_words(self, text: str) -> Iterator[Place]:
        actors = [(name.start, name.end) for name in self._situation.find_actors(text)]
        for named in self._named(text):
            speaks = any(start < named.end and named.start < end for start, end in actors)
            if _is_area(text, named, speaks=speaks):
                yield named.place

    def _named(self, text: str) -> Iterator[_Named]:
        words = words_of(text)
        taken: list[tuple[int, int]] = []
        for found in self._trie.find(text, words):
            start, end = words[found.first].start, words[found.last - 1].end
            taken.append((start, end))
            yield _Named(start, end, found.payload)
        for match in _NAME.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                place = self._of_the_world(match.group())
                if place is not None:
                    yield _Named(match.start(), match.end(), place)

    def _of_the_world(self, name: str) -> Place | None:
        """The most populous place of this name in a country where an incident lies."""
        if not self._countries:
            return None
        for candidate in self._situation.gazetteer.find(name):
            if candidate.country in self._countries and candidate.feature in _AREAS:
                return candidate.place()
        return None

    @cached_property
    def _trie(self) -> NameTrie:
        """The pack's names win over those of the incidents' places, which may be of the world's gazetteer."""
        trie = NameTrie()
        for place in (*self._incident_places, *self._situation.places):
            if place.feature != "country":
                for name in (place.name, *(alias.name for alias in place.names)):
                    trie.add(name, place)
        return trie


def _is_area(text: str, named: _Named, *, speaks: bool) -> bool:
    """Where one goes, a way that is open or shut, or where observers are; a seat that speaks is none of these."""
    before = text[max(0, named.start - 90) : named.start]
    if _LEADS.search(before):
        return False
    if _GOAL.search(before) or _WAY.match(text, named.end):
        return True
    if speaks:
        return False
    return named.place.feature in _WAYS or _PRESENCE.search(before) is not None
