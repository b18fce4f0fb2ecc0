"""One situation, constant once loaded: parties, agreements, publishers and names of places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trucewatch.records import Place, Reliability, Source, SourceKind, Span
from trucewatch.situation.agreements import Agreement
from trucewatch.situation.areas import Area
from trucewatch.situation.names import NameTrie, fold_name, words_of
from trucewatch.situation.outlets import Outlet
from trucewatch.situation.parties import Actor, ActorName, LoadedTerm, Role, Side
from trucewatch.situation.phrases import PhraseResolver
from trucewatch.situation.roster import Roster

if TYPE_CHECKING:
    from trucewatch.situation.gazetteer import Gazetteer

_REMEMBERED = 20_000


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Parties, agreements, outlets and place names of one conflict over those of the whole world."""

    id: str
    title: str
    time_zone: str
    time_zones: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    period: tuple[date, date | None] | None = None
    period_days: int | None = None
    """Days of a reporting period, where the pack says."""
    sides: Mapping[str, Side]
    actors: Mapping[str, Actor]
    roles: tuple[Role, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    loaded_terms: tuple[LoadedTerm, ...] = ()
    places: tuple[Place, ...] = ()
    areas: tuple[Area, ...] = ()
    _resolved: dict[tuple[str, str | None], ActorName | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __getstate__(self) -> dict[str, object]:
        """What travels to another process: the data, not the look-up tables made from it."""
        return {**{one.name: self.__dict__[one.name] for one in fields(self)}, "_resolved": {}}

    def find_actors(self, text: str) -> tuple[ActorName, ...]:
        """Every actor named in `text`: the longest names, left to right, without overlaps."""
        return self._roster.find(text)

    def resolve_actor(self, words: str, owner: str | None = None) -> ActorName | None:
        """The actor that a whole noun phrase means by its head; None when the phrase does not tell.

        `owner`, a side or actor id, is whose a bare role is: "the ministry" with owner AZ is AZ-GOV.
        A private person comes out with kind `person` and neither actor nor side.
        """
        key = (words, owner)
        if key not in self._resolved:
            if len(self._resolved) >= _REMEMBERED:
                self._resolved.clear()
            self._resolved[key] = self._phrases.resolve(words, owner)
        return self._resolved[key]

    def role_of(self, words: str) -> Role | None:
        """The role noun that heads a phrase ("the defence ministry": `MOD`), whoever's it is."""
        return self._phrases.role_of(words)

    def camp(self, side: str) -> str:
        """The id of the side that leads this side's camp; the side itself when it stands alone."""
        known = self.sides.get(side)
        return known.camp or side if known else side

    def actor_name(self, actor: str) -> str:
        """How a report calls an actor or a side, also one that roles built; the id itself when unknown."""
        if actor in self.actors:
            return self.actors[actor].name
        side, _, role_id = actor.rpartition("-")
        role = self._roles_by_id.get(role_id)
        if role is None or side not in self.sides:
            return actor
        return role.name.replace("{side}", self.sides[side].name)

    def source_of(self, publisher: str | None, url: str | None) -> Source | None:
        """The source behind a publisher's name or a page's address; None when the situation knows neither."""
        outlet = self._by_domain(url) or self._by_publisher(publisher)
        if outlet is not None:
            return Source(
                id=outlet.id,
                name=outlet.name,
                kind=SourceKind(outlet.kind),
                side=outlet.side,
                owner=outlet.owner,
                reliability=Reliability(outlet.reliability),
            )
        actor = self.resolve_actor(publisher) if publisher else None
        if actor is None or actor.actor is None or actor.side is None or actor.kind == "witness":
            return None
        side = self.sides.get(actor.side)
        return Source(
            id=actor.actor,
            name=self.actor_name(actor.actor),
            kind=_SOURCE_KINDS.get(side.kind if side else "", SourceKind.PARTY),
            side=actor.side,
        )

    def places_named(self, name: str) -> tuple[Place, ...]:
        """The pack's own places of this name; all names of a place are equal."""
        return self._places_by_name.get(fold_name(name), ())

    def find_loaded_terms(self, text: str) -> tuple[Span, ...]:
        """Where the text uses a label that one party puts on another."""
        words = words_of(text)
        return tuple(
            Span(start=words[found.first].start, end=words[found.last - 1].end)
            for found in self._loaded.find(text, words)
        )

    def at_home_in(self, text: str) -> Counter[str]:
        """The sides that mostly act at places which the text names, each with how many of them."""
        found = {place.payload for place in self._haunts.find(text, words_of(text))}
        return Counter(side for _, sides in sorted(found) for side in sides)

    def reminded_of(self, word: str) -> tuple[str, ...]:
        """The armed groups, a few at most, in whose names a capitalised word stands: "Kokang", "Brigades"."""
        return self._by_word.get(word, ())

    def called(self, word: str) -> tuple[str, ...]:
        """The sides, states apart, that have a word of four letters or more in a name of theirs; small letters."""
        return self._by_any_word.get(word, ())

    def fighters_of(self, side: str) -> tuple[str, ...]:
        """The armed groups that fight a side."""
        return self._fighters.get(side, ())

    def bodies_of(self, state: str) -> tuple[str, ...]:
        """The monitors and international bodies that have a state in their name."""
        return self._bodies.get(state, ())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The world gazetteer, opened on first use."""
        from trucewatch.situation.gazetteer import Gazetteer

        return Gazetteer()

    def _by_domain(self, url: str | None) -> Outlet | None:
        host = _host(url) if url else ""
        while host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None

    def _by_publisher(self, publisher: str | None) -> Outlet | None:
        if not publisher:
            return None
        return self._publishers.get(fold_name(publisher)) or self._by_domain(
            publisher if "." in publisher and " " not in publisher else None
        )

    @cached_property
    def _roster(self) -> Roster:
        return Roster(self.sides, self.actors, self.outlets)

    @cached_property
    def _phrases(self) -> PhraseResolver:
        return PhraseResolver(self.sides, self.actors, self._roster, self.roles, self._country_of)

    def _country_of(self, name: str) -> str | None:
        """The state a place lies in; None where its sides differ, or another place of the name is as likely."""
        own = self.places_named(name)
        users = {alias.side for place in own for alias in place.names if alias.side in self.sides}
        if any(self.sides[side].kind == "non_state" for side in users if side):
            return None
        if own:
            return own[0].country
        found = [place for place in self.gazetteer.find(name) if place.feature in _GOVERNED]
        rivals = [place for place in found[1:] if place.country != found[0].country]
        if not found or any(3 * place.population > found[0].population for place in rivals):
            return None
        if rivals and found[0].population < _TOWN:
            return None  # of two hamlets of one name the larger need not be the one that is meant
        return found[0].country

    @cached_property
    def _roles_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles if role.builds}

    @cached_property
    def _domains(self) -> Mapping[str, Outlet]:
        return {domain: outlet for outlet in self.outlets for domain in outlet.domains}

    @cached_property
    def _publishers(self) -> Mapping[str, Outlet]:
        return {fold_name(name): outlet for outlet in self.outlets for name in (outlet.name, *outlet.aliases)}

    @cached_property
    def _places_by_name(self) -> Mapping[str, tuple[Place, ...]]:
        by_name: dict[str, tuple[Place, ...]] = {}
        for place in self.places:
            for folded in dict.fromkeys(fold_name(alias.name) for alias in place.names):
                by_name[folded] = (*by_name.get(folded, ()), place)
        return by_name

    @cached_property
    def _by_word(self) -> Mapping[str, tuple[str, ...]]:
        whose: dict[str, set[str]] = {}
        for side in self.sides.values():
            if side.kind == "non_state":
                for name in (side.name, *side.aliases):
                    for word in words_of(name):
                        if word.text.istitle() and len(word.text) > 3:
                            whose.setdefault(word.text, set()).add(side.id)
        return {word: tuple(sorted(ids)) for word, ids in whose.items() if len(ids) <= _FEW}

    @cached_property
    def _fighters(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for side in self.sides.values():
            for foe in dict.fromkeys(filter(None, (side.opposes, side.rebels_of))):
                found[foe] = (*found.get(foe, ()), side.id)
        return found

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """By side, states apart, all that it and its bodies are called."""
        named: dict[str, tuple[str, ...]] = {}
        called = [(side.id, side.name, side.aliases) for side in self.sides.values()]
        called += [(actor.side, actor.name, actor.aliases) for actor in self.actors.values()]
        for side, name, aliases in called:
            if side in self.sides and self.sides[side].kind not in ("state", "media", "witness"):
                named[side] = (*named.get(side, ()), name, *aliases)
        return named

    @cached_property
    def _by_any_word(self) -> Mapping[str, tuple[str, ...]]:
        whose: dict[str, set[str]] = {}
        for side, names in self._names.items():
            for word in words_of(" ".join(names)):
                if len(word.text) > 3:
                    whose.setdefault(word.text.lower(), set()).add(side)
        return {word: tuple(sorted(sides)) for word, sides in whose.items()}

    @cached_property
    def _bodies(self) -> Mapping[str, tuple[str, ...]]:
        states = {
            name: side.id
            for side in self.sides.values()
            if side.kind == "state"
            for name in (side.name, *side.demonyms)
        }
        found: dict[str, list[str]] = {}
        for side, names in self._names.items():
            if self.sides[side].kind in ("monitor", "international"):
                within = [name for name in states if name in " ".join(names)]
                # "South Sudan" is no body of Sudan.
                whole = [
                    name for name in within if not any(name in other for other in within if other != name)
                ]
                for state in dict.fromkeys(states[name] for name in whole):
                    found.setdefault(state, []).append(side)
        return {state: tuple(bodies) for state, bodies in found.items()}

    @cached_property
    def _haunts(self) -> NameTrie:
        """Of each place where sides mostly act, those sides."""
        sides: dict[str, tuple[str, ...]] = {}
        for side in self.sides.values():
            for area in side.areas:
                sides[area] = (*sides.get(area, ()), side.id)
        trie = NameTrie()
        for area, who in sides.items():
            trie.add(area, (area, who))
        return trie

    @cached_property
    def _loaded(self) -> NameTrie:
        trie = NameTrie()
        for loaded in self.loaded_terms:
            trie.add(loaded.term, loaded)
        return trie


def _host(url: str) -> str:
    """The host of an address in lower case; empty when it has none."""
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # a broken address names no publisher
        return ""


_FEW = 3
"""Groups that may share a word by which they are known."""
_TOWN = 20_000
"""People of a place that is known by its bare name, whatever hamlets share it."""
_GOVERNED = frozenset({"settlement", "district", "region"})
_SOURCE_KINDS = {
    "international": SourceKind.INTERNATIONAL_ORGANISATION,
    "monitor": SourceKind.MONITOR,
    "media": SourceKind.OUTLET,
}
