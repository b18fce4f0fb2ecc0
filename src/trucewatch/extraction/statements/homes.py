"""Whose an official or organ of no stated side is, as far as the document tells: by place, by dateline, by the only party."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.situation.venues import is_venue

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.antecedents import NounPhrases
    from trucewatch.situation import Situation

LONGEST_SEARCH = 100_000
"""Characters in which "rebel-held X" is looked for."""
CITY = 200_000
"""People of a place by which an outlet of a country that the report does not name may call itself."""
HELD = 10**9
LONGEST_PLACE = 3
TOWN = 20_000
"""People of a place that alone tells the country where the report names no state."""
PLACES = 30
"""Place names of a report that are asked in which country they lie, where it names no state."""
MUCH_MORE = 3
"""A state named so many times as often as the next one is the one the news is from."""
_HELD = re.compile(
    r"\b(?P<who>[\w-]{2,30})[- ](?:held|controlled|run|ruled|administered) "
    r"(?:(?:north|south|east|west|central)\w* |parts? of |(?:[A-Z]\w+ )?(?:town|city|province|region|village) of |the ){0,3}"
    r"(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
_HELD_AREA = re.compile(r"\b(?P<who>[\w-]{2,30})[- ](?:held|controlled|run|ruled|administered)\b")
_PLACE = re.compile(
    r"\b(?:in|at|near|of|on|over|from|outside|around|hit|struck|shelled|targeted) (?:the )?(?:[a-z]+ (?:of )?){0,3}?"
    r"(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)
NEAR = 1200
"""Characters before an official in which the place of the events is looked for."""
_REBEL = re.compile(r"^(?:rebel|opposition|insurgent|separatist|militant)$", re.IGNORECASE)
_DATELINE = re.compile(
    r"^((?P<town>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}|[A-Z]\w+(?: [A-Z]\w+)?(?=, [A-Z]\w+ \d| [-–—] \d))"
    r"(?:, (?:[A-Z][\w. ]{2,30}|\d[\w ]{4,20}))?)(?: \([^)\n]{2,20}\))? ?(?:[-–—:]|\(|(?<=[A-Z\d])\. )",
    re.MULTILINE,
)
_TITLED = re.compile(
    r"(?P<first>[A-Z][^:]{1,60}?)(?::| (?:says?|said|denies|denied|reports?|confirms?|accuses|rejects|refutes|dismisses|"
    r"vows|warns|urges|summons|protests|condemns|slams)\b)"
    r"|.* [-–—] (?P<last>[A-Z][\w' ]{1,40})$"
)
_COUNTRY_CODE = re.compile(r"^https?://[^/]*\.(?P<code>[a-z]{2})(?:/|$)", re.IGNORECASE)
_SIDE_OF_COUNTRY = {"PS": "PAL"}
"""Countries whose side has another id."""


class Homes:
    """The home sides of one document."""

    def __init__(self, analysis: Analysis, situation: Situation, index: NounPhrases) -> None:
        self._document = analysis.document
        self._situation = situation
        self._index = index
        self._around: dict[int, str | None] = {}

    def signals(self, offset: int) -> dict[str, list[str]]:
        """What speaks for a side as the one at home in the report: reasons with the sides they speak for."""
        around = self.around(offset)
        return self._general | {"around": [around] if around else []}

    @cached_property
    def foremost(self) -> str | None:
        """The side for whom more speaks than for any other, wherever one reads."""
        counts = Counter(side for sides in self._general.values() for side in sides)
        (first, most), (_, second) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
        return first if most > second else None

    @cached_property
    def _general(self) -> dict[str, list[str]]:
        towns = [match["town"].strip() for match in _DATELINE.finditer(self._document.text[:600])]
        source = self._situation.source_of(self._document.publisher, self._document.url)
        return {
            "town": sorted({side for town in towns if (side := self._side_of_town(town))}),
            "published": sorted(self._publishing),
            "paper": sorted(self._paper),
            "titled": sorted(self._titled),
            "foe": sorted({foe for side in self._index.sides if (foe := self._foe_of(side))}),
            "land": [self._land] if self._land else [],
            "source": [source.side] if source is not None and source.side else [],
        }

    @cached_property
    def _paper(self) -> frozenset[str]:
        """The country that an outlet's address or name puts it in ("….az", "Haifa Herald")."""
        match = _COUNTRY_CODE.search(self._document.url or "")
        code = match["code"].upper() if match is not None else ""
        coded = _SIDE_OF_COUNTRY.get(code, code)
        if self._kind(coded) in ("state", "non_state"):
            return frozenset([coded])
        found: Counter[str] = Counter()
        words = (self._document.publisher or "").split()
        for first, word in enumerate(words):
            if word[:1].isupper() and len(word) > 3:
                for name in _openings(" ".join(words[first : first + LONGEST_PLACE])):
                    found |= self._weights_of(_bare(name))
        only = self._only(found)
        return frozenset([only] if only else [])

    def _weights_of(self, name: str) -> Counter[str]:
        """The sides that have a place of that name, with its people; who holds a land by that name comes first."""
        holders = [s.id for s in self._situation.sides.values() if name in s.lands or name in s.territories]
        found = Counter(dict.fromkeys(holders, HELD))
        for place in self._situation.gazetteer.find(name):
            side = _SIDE_OF_COUNTRY.get(place.country or "", place.country) or ""
            people = place.population or 1
            is_near = side in self.named or side in self.votes or people >= CITY
            if side in self._situation.sides and is_near:
                found[side] = max(found[side], people)
        return found

    @cached_property
    def votes(self) -> Counter[str]:
        """How many of the report's place names each country has."""
        text = self._document.text[:LONGEST_SEARCH]
        names = list(dict.fromkeys(_bare(match["place"]) for match in _PLACE.finditer(text)))[:PLACES]
        votes: Counter[str] = Counter()
        for name in names:
            found = next(filter(None, map(self._situation.gazetteer.find, _openings(name))), ())
            here = {_SIDE_OF_COUNTRY.get(p.country or "", p.country) for p in found}
            votes.update(sorted(side for side in here if side and side in self._situation.sides))
        return votes

    def at_place(self, name: str) -> str | None:
        """Who governs a place: who is said to hold it, else the country it is in if the document names that country."""
        name = _bare(name)
        held = [side for side in self._governing if name in self._situation.sides[side].lands]
        if len(held) == 1:
            return held[0]
        for spelling in (name, name[:-1]) if name.endswith("s") else (name,):
            side = self._holders.get(spelling) or self._country_of(spelling)
            if side is not None:
                return side
        return None

    def holder_in(self, words: str) -> str | None:
        """Who holds the place in "a hospital in the rebel-held town"."""
        match = _HELD_AREA.search(words)
        return self._party(match["who"], None) if match is not None else None

    def around(self, offset: int) -> str | None:
        """Who governs the place named last before `offset`: whose police and medics come to what happened there."""
        if offset not in self._around:
            self._around[offset] = self._last_place(offset)
        return self._around[offset]

    def _last_place(self, offset: int) -> str | None:
        before = self._document.text[max(0, offset - NEAR) : offset]
        for match in reversed(list(_PLACE.finditer(before))):
            if any(name.demonym for name in self._situation.find_actors(match["place"])):
                continue
            for name in _openings(match["place"]):
                side = self.at_place(name) or (self._sole_country(name) if name == match["place"] else None)
                if side is not None and not self._can_be_of(side, name):
                    continue
                if side is not None:
                    return side
        return None

    def _can_be_of(self, side: str, name: str) -> bool:
        """False for a hamlet alone of its name in a country that the report does not speak of."""
        if side in self.named or any(side in sides for sides in self._general.values()):
            return True
        places = self._situation.gazetteer.find(_bare(name))
        return any((place.population or 0) >= TOWN for place in places)

    def _sole_country(self, name: str) -> str | None:
        """The only country that has places of that name, named or not."""
        countries = {place.country for place in self._situation.gazetteer.find(_bare(name))}
        country = countries.pop() if len(countries) == 1 else None
        side = _SIDE_OF_COUNTRY.get(country or "", country)
        return side if side in self._situation.sides else None

    def _country_of(self, name: str) -> str | None:
        """The country of a place; None where two countries that the document names have places of that name."""
        found: dict[str, int] = {}
        for place in self._situation.gazetteer.find(name):
            side = _SIDE_OF_COUNTRY.get(place.country or "", place.country)
            is_town = self._land is None and (place.population or 0) >= TOWN
            is_likely = side in self.named if self._states else is_town or side == self._land
            if side and side in self._situation.sides and is_likely:
                found[side] = max(found.get(side, 0), place.population or 1)
        return self._only(Counter(found))

    @cached_property
    def _land(self) -> str | None:
        """The country in which most of the report's places can lie: hamlets have namesakes everywhere."""
        votes = self.votes
        (first, most), (_, second) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
        return first if most > max(1, second) else None

    @cached_property
    def _holders(self) -> dict[str, str]:
        """The places that an armed group is said to hold, with its side."""
        found: dict[str, str] = {}
        for match in _HELD.finditer(self._document.text[:LONGEST_SEARCH]):
            side = self._party(match["who"], self._country_of(_bare(match["place"])))
            if side is not None:
                for name in (match["place"], match["place"].split()[0]):
                    found.setdefault(_bare(name), side)
        return found

    def _party(self, who: str, state: str | None) -> str | None:
        """The armed group or state of "Houthi-held", and of "rebel-held" in a state."""
        if _REBEL.match(who):
            return self._rebels_in(state) or self.rebels
        names = self._situation.find_actors(who)
        side = names[0].side if names else None
        return side if side and self._kind(side) in ("state", "non_state") else None

    @cached_property
    def rebels(self) -> str | None:
        """Who "the rebels" are: those who fight the document's only state, unless it names another armed group only."""
        groups = {s for s in self._index.sides if self._kind(s) == "non_state"}
        known = self._rebels_in(self._only(self._states))
        if known in groups or len(groups) != 1:
            return known
        return groups.pop()

    def _rebels_in(self, state: str | None) -> str | None:
        found = self._situation.resolve_actor("the rebels", owner=state) if state else None
        return found.side if found is not None else None

    def _side_of_town(self, town: str) -> str | None:
        """Who has a dateline's town: a capital's state, a party of the text that holds it, or the only country it is in."""
        names = [n for n in self._situation.find_actors(town) if n.side and n.kind in ("state", "metonym")]
        if names:
            return names[0].side
        title = town.title()
        holders = [side for side in self._governing if title in self._situation.sides[side].territories]
        if len(holders) == 1:
            return holders[0]
        here = {
            _SIDE_OF_COUNTRY.get(p.country or "", p.country) for p in self._situation.gazetteer.find(title)
        }
        foes = {self._foe_of(side) for side in self._index.sides} & here
        return self.at_place(title) or self._sole_country(title) or (foes.pop() if len(foes) == 1 else None)

    def _foe_of(self, side: str) -> str | None:
        """The state that a group fights."""
        known = self._situation.sides.get(side)
        foe = (known.opposes or known.rebels_of) if known is not None else None
        return foe if foe and self._kind(foe) == "state" else None

    @cached_property
    def _titled(self) -> frozenset[str]:
        """Who speaks in the title ("Baku's ministry: two lost their way", "Troops repelled - Kyiv")."""
        title = self._document.title or ""
        matches = [match for part in title.split("; ") if (match := _TITLED.match(part)) is not None]
        names = [n for m in matches for n in self._situation.find_actors(m["first"] or m["last"])]
        sides = {n.side for n in names if n.side}
        return frozenset(side for side in sides if self._kind(side) == "state" or side in self._governing)

    @cached_property
    def _publishing(self) -> frozenset[str]:
        """The state or territory that an outlet has in its name ("Jammu Morning Courier")."""
        publisher = self._document.publisher or ""
        names = {
            n.side
            for n in self._situation.find_actors(publisher)
            if n.side and n.kind in ("state", "metonym")
        }
        if names:
            return frozenset(side for side in names if side)
        towns = (
            self._side_of_town(word) for word in publisher.split()[:3] if word[:1].isupper() and len(word) > 3
        )
        found = {side for side in towns if side and (side in self.named or side in self._states)}
        return frozenset(found) if len(found) == 1 else frozenset()

    @cached_property
    def named(self) -> Counter[str]:
        """How often each side is named; by its land too, as Gaza names the Palestinians."""
        text = self._document.text[:LONGEST_SEARCH]
        lands = {side.id: sum(map(text.count, side.lands)) for side in self._situation.sides.values()}
        return self._index.sides + Counter({side: count for side, count in lands.items() if count})

    @cached_property
    def haunts(self) -> Counter[str]:
        """The sides that mostly act at places named, each with at how many."""
        return self._situation.at_home_in(self._document.text[:LONGEST_SEARCH])

    @cached_property
    def _venues(self) -> Counter[str]:
        """How often a capital is only where something was signed ("the deal signed in Addis Ababa"), or in a dateline."""
        text = self._document.text
        dated = {at for m in _DATELINE.finditer(text[:600]) for at in range(m.start(), m.end())}
        capitals = (n for n in self._index.names if n.kind == "metonym" and not n.demonym)
        return Counter(n.side for n in capitals if n.side and (n.start in dated or is_venue(text, n)))

    @cached_property
    def _states(self) -> Counter[str]:
        """The states named, with how often; an unrecognised state counts for the one it is in a camp with."""
        found: Counter[str] = Counter()
        named = self.named - self._venues
        for side, count in named.items():
            camp = self._situation.camp(side)
            if self._kind(side) == "state":
                found[side] += count
            elif self._kind(camp) == "state" and side in self._governing:
                found[camp] += count
        return found

    @cached_property
    def _governing(self) -> Counter[str]:
        """The armed groups named that govern a territory."""
        sides = self._situation.sides
        return Counter(
            {
                side: count
                for side, count in self.named.items()
                if self._kind(side) == "non_state" and (sides[side].territories or sides[side].lands)
            }
        )

    def _kind(self, side: str) -> str:
        known = self._situation.sides.get(side)
        return known.kind if known is not None else ""

    @staticmethod
    def _only(sides: Counter[str]) -> str | None:
        """The only side, or the one that is named far more often than any other."""
        first, second = (*sides.most_common(2), ("", 0), ("", 0))[:2]
        return first[0] if first[1] >= max(1, MUCH_MORE * second[1]) else None


def _openings(name: str) -> list[str]:
    """A name of several words, then ever fewer of them: the last may begin the next phrase."""
    words = name.split()
    return [" ".join(words[:count]) for count in range(len(words), 0, -1)]


def _bare(name: str) -> str:
    """A name without its possessive ending."""
    return re.sub(r"['’]s?$", "", name)
