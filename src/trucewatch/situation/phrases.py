"""A whole noun phrase to the actor of its head: "the Azerbaijani defence ministry" gives AZ-MOD, side AZ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.situation.names import NameTrie, Word, words_of
from trucewatch.situation.parties import Actor, ActorName, Role, Side
from trucewatch.situation.roster import Leaning, Naming, Roster, name_at, plural

_LONGEST_PHRASE = 400
"""Characters looked at; a noun phrase is never longer, hostile text may be."""
_OF = frozenset(
    "of for in at from within inside across throughout under near on with to into along around beyond towards".split()
)
_LED_BY = frozenset("loyal led commanded belonging answering fighting".split())
_OWNING = frozenset({"of", "for", "from", "by", *_LED_BY})
"""What may stand before the owner: "the army of Chad"."""
_SEATED = frozenset({"in", "at", "inside", "within"})
"""The same for who has an office ("the ministry in Doha"); troops in a country need not be its own."""
_BREAK = frozenset(
    "between among who which that whose where when while and or but after before against backed supported "
    "accused killed wounded injured captured targeted is was are were has have had said says citing including "
    "as also named aged".split()
)
_SKIPPED = frozenset(
    "these those some several many two three four five both all other another more than at least over "
    "about s".split()
)
_ARTICLES = frozenset({"a", "an", "the"})
_NAMED_ROLES = frozenset({"title", "organ", "armed_force", "person", "witness"})
_FORMER = frozenset("former retired ex onetime late".split())
"""Who held an office speaks for nobody."""
_PEOPLE = frozenset("many some most several few ordinary ethnic young thousands hundreds dozens".split())
"""Before a demonym: people, not their side."""
_IRREGULAR = frozenset("illegal illicit unlawful irregular separatist rebel insurgent".split())
_REBEL = frozenset("separatist rebel insurgent opposition".split())
"""Before any office: "a rebel official", "the separatist government"."""
_DE_FACTO = frozenset("facto proclaimed installed appointed backed rebel separatist".split())
_HELD = frozenset("held controlled occupied ruled administered".split())
"""A town that somebody holds is not simply its country's."""
_LOCAL_ROLES = frozenset({"LOCAL", "MOI"})
_COLLECTIVE = frozenset({"international", "monitor", "media"})
"""Sides without ministries: a role noun beside them means the body itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a phrase: a roster name, a role, or a plain word."""

    first: int
    last: int
    naming: Naming | None = None
    leaning: Leaning = Leaning.NO
    role: Role | None = None
    land: Side | None = None
    word: str = ""
    capital: bool = False
    via: str = ""
    """The preposition it hangs on; empty in the core."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """The core of a noun phrase and what hangs on it by a preposition."""

    core: tuple[Part, ...]
    rest: tuple[Part, ...]


class PhraseResolver:
    """Resolves noun phrases over one situation's sides, actors and role nouns."""

    def __init__(
        self,
        sides: Mapping[str, Side],
        actors: Mapping[str, Actor],
        roster: Roster,
        roles: tuple[Role, ...],
        country_of: Callable[[str], str | None],
    ) -> None:
        self._sides, self._actors, self._roster = sides, actors, roster
        self._country_of = country_of
        self._stands_for = {built: actor.id for actor in actors.values() for built in actor.stands_for}
        self._rebels = {side.rebels_of: side for side in sides.values() if side.rebels_of}
        self._led: dict[str, list[Side]] = {}
        for side in sides.values():
            if side.camp and side.kind == "non_state":
                self._led.setdefault(side.camp, []).append(side)
        self._roles = _trie((word, role) for role in roles for word in role.words)
        self._territories = _trie((land, side) for side in sides.values() for land in side.territories)
        self._lands = _trie((land, side) for side in sides.values() for land in side.lands)
        self._areas = _trie(
            (area, side) for side in sides.values() if side.lands or side.territories for area in side.areas
        )

    def resolve(self, phrase: str, owner: str | None = None) -> ActorName | None:
        """The actor of the phrase's head, or None; a private person has neither actor nor side.

        `owner` is the side (or actor) a bare role belongs to: "the ministry" in an account of AZ.
        """
        reading = _Reading(self, phrase[:_LONGEST_PHRASE])
        best: ActorName | None = None
        for segment in reading.segments():
            found = self._head(reading, segment, owner)
            if found is not None and (best is None or _says_more(found, best)):
                best = found
        return best

    def role_of(self, phrase: str) -> Role | None:
        """The role noun that heads the phrase, if one does: `MOD` for "the ministry of defence"."""
        for segment in _Reading(self, phrase[:_LONGEST_PHRASE]).segments():
            if role := _without_name(segment.core)[-1].role:
                return role
        return None

    def parts(self, phrase: str, words: list[Word]) -> list[Part]:
        """The phrase as roster names, roles and plain words, the longer reading first."""
        names = {o.first: o for o in self._roster.occurrences(phrase, words)}
        parts: list[Part] = []
        position = 0
        while position < len(words):
            name, role = names.get(position), self._roles.longest(phrase, words, position)
            land = self._lands.longest(phrase, words, position)
            if name is not None and (role is None or name.last >= role.last):
                part = Part(name.first, name.last, naming=name.naming, leaning=name.leaning)
            elif role is not None:
                last = words[role.last - 1]
                capital = words[role.first].text[0].isupper()
                part = Part(role.first, role.last, role=role.payload, word=last.folded, capital=capital)
            elif land is not None:
                part = Part(position, land.last, land=land.payload)
            else:
                word = words[position]
                part = Part(position, position + 1, word=word.folded, capital=word.text[0].isupper())
            parts.append(part)
            position = part.last
        return parts

    def _head(self, reading: _Reading, segment: _Segment, owner: str | None) -> ActorName | None:
        core = _without_name(segment.core)
        head, before = core[-1], core[:-1]
        if head.naming is not None:
            return self._named(reading, head, before) if head.leaning is Leaning.NO else None
        if head.role is None:
            return None
        named = self._owner(head.role, before, segment.rest)
        if head.role.kind in {"person", "witness"}:
            return self._someone(reading, head.role, named, bool(before))
        if head.role.kind == "press":
            return self._press(reading, named)
        unlawful = _IRREGULAR if head.role.kind == "armed_force" else _REBEL
        opposed = any(part.word == "anti" for part in before)
        irregular = not opposed and any(part.word in unlawful for part in before)
        if head.role.kind == "insurgent" or irregular:
            return self._insurgents(reading, before, segment.rest, owner)
        if head.role.kind != "party" and any(part.word in _FORMER for part in before):
            return _someone(reading, None, named.side if named else None)
        organ = _organ(head.role, before, segment.rest)
        named = named or self._as_naming(owner) or self._by_place(reading, organ, before, segment.rest)
        return self._built(reading, named, organ, head.role) if named else None

    def _named(self, reading: _Reading, head: Part, before: Sequence[Part]) -> ActorName:
        naming = head.naming
        assert naming is not None
        single = not before and reading.phrase.lower().startswith(("a ", "an "))
        if naming.demonym and (single or any(word.folded in _PEOPLE for word in reading.words)):
            return _someone(reading, None, naming.side)
        if naming.person and any(part.word in _FORMER for part in before):
            return _someone(reading, None, naming.side)
        return name_at(reading.phrase, reading.words, head.first, head.last, naming)

    def _owner(self, role: Role, before: Sequence[Part], rest: Sequence[Part]) -> Naming | None:
        """Whose role it is: the name nearest on its left, else the first that an owning preposition brings."""
        running = {Leaning.NO, Leaning.RUN_BY} if role.kind in {"organ", "media"} else {Leaning.NO}
        via = _OWNING if role.kind == "armed_force" else _OWNING | _SEATED
        for part in (*reversed(before), *(part for part in rest if part.via in via)):
            if part.naming is not None and part.leaning in running and not _begins(part, (*before, *rest)):
                return part.naming
            if part.land is not None:
                return Naming(part.land.id, part.land.id, part.land.kind)
        return None

    def _by_place(
        self, reading: _Reading, organ: Role | None, before: Sequence[Part], rest: Sequence[Part]
    ) -> Naming | None:
        """The state of a governor's or a police force's town, where the gazetteer leaves no doubt."""
        if organ is None or organ.id not in _LOCAL_ROLES:
            return None
        if any(part.word in _DE_FACTO for part in before):
            return self._held_there(reading)
        if any(word.folded in _HELD for word in reading.words):
            return None
        places = (*before, *(part for part in rest if part.via in _OWNING | _SEATED))
        named = [part for part in places if part.capital and not part.role]
        if not named:
            return None
        first, last = reading.words[named[0].first], reading.words[named[-1].last - 1]
        country = self._country_of(reading.phrase[first.start : last.end])
        return Naming(country, country, "state") if country and country in self._sides else None

    def _held_there(self, reading: _Reading) -> Naming | None:
        """Who runs a town against its state: "the de facto mayor" of where one that governs is known to act, and no other."""
        sides = {found.payload.id for found in self._areas.find(reading.phrase, reading.words)}
        return Naming(side := sides.pop(), side, "non_state") if len(sides) == 1 else None

    def _someone(self, reading: _Reading, role: Role, owner: Naming | None, owned: bool) -> ActorName:
        """A private person or a witness; experts and observers of an international body are that body."""
        side = self._sides.get(owner.side) if owner else None
        if owner and side and owned and side.kind in {"international", "monitor"}:
            return reading.whole(Naming(owner.actor, owner.side, side.kind))
        return _someone(reading, role, owner.side if owner else None)

    def _as_naming(self, owner: str | None) -> Naming | None:
        if owner is None:
            return None
        if owner in self._actors:
            actor = self._actors[owner]
            return Naming(actor.id, actor.side, actor.kind)
        return Naming(owner, owner, "state") if owner in self._sides else None

    def _press(self, reading: _Reading, owner: Naming | None) -> ActorName:
        """Newspapers and broadcasters speak for themselves; those of an armed group speak for it."""
        if owner is not None and owner.kind == "media":
            return reading.whole(owner)
        side = self._sides.get(owner.side) if owner else None
        if side is not None and side.kind == "non_state":
            return reading.whole(Naming(f"{side.id}-MEDIA", side.id, "media"))
        return replace(
            reading.whole(Naming("MEDIA", "MEDIA", "media")), belongs=side.id if side is not None else None
        )

    def _insurgents(
        self, reading: _Reading, before: Sequence[Part], rest: Sequence[Part], owner: str | None
    ) -> ActorName | None:
        """Rebels, separatists, militants: the armed group named or the territory's, never a state."""
        for part in (*reversed(before), *rest):
            side = self._sides.get(part.naming.side) if part.naming and part.leaning is Leaning.NO else None
            if side is not None and side.kind in {"non_state", "coalition"}:
                return reading.whole(Naming(side.id, side.id, side.kind))
        for found in self._territories.find(reading.phrase, reading.words):
            return reading.whole(Naming(found.payload.id, found.payload.id, found.payload.kind))
        against = {Leaning.NO, Leaning.AGAINST}
        states = [part.naming.side for part in before if part.naming and part.leaning in against]
        for state in (*reversed(states), owner or ""):
            led = self._led.get(state, [])
            side = self._rebels.get(state) or (led[0] if len(led) == 1 else None)
            if side is not None:
                return reading.whole(Naming(side.id, side.id, side.kind))
        return None

    def _built(self, reading: _Reading, owner: Naming, organ: Role | None, head: Role) -> ActorName:
        """The owner's organ: listed, standing for it, or made from side and role."""
        side = self._sides.get(owner.side)
        collective = side is not None and side.kind in _COLLECTIVE
        actor = owner.actor
        if organ is not None and not (collective and organ.kind != "armed_force"):
            built = f"{owner.side}-{organ.id}"
            actor = self._stands_for.get(built, built)
        known = self._actors.get(actor)
        if known is not None:
            return reading.whole(Naming(actor, known.side, known.kind))
        return reading.whole(Naming(actor, owner.side, organ.kind if organ else head.kind))


class _Reading:
    """One phrase cut into words and segments."""

    def __init__(self, resolver: PhraseResolver, phrase: str) -> None:
        self.phrase = phrase
        self.words = words_of(phrase)
        self._resolver = resolver

    def segments(self) -> list[_Segment]:
        """Appositions apart, each split at its first preposition."""
        segments: list[_Segment] = []
        core: list[Part] = []
        rest: list[Part] = []
        dropping = in_rest = False
        via = ""
        previous: Part | None = None
        for part in self._resolver.parts(self.phrase, self.words):
            article = part.word in _ARTICLES and bool(core) and not in_rest
            if previous is not None and (article or self._apart(previous, part)):
                segments.append(_Segment(tuple(core), tuple(rest)))
                core, rest, dropping, in_rest, via = [], [], False, False, ""
            compound = previous is not None and previous.leaning is not Leaning.NO and self._hyphen(previous)
            previous = part
            if dropping or compound:  # "Rwandan-backed": neither word is the head's
                continue
            if part.word in _BREAK or (part.word == "by" and not _is_document(core)):
                dropping = bool(core)
            elif part.word in _OF or part.word == "by" or (core and part.word in _LED_BY):
                in_rest = bool(core) or in_rest
                via = via if via in _LED_BY and part.word in {"to", "by", "for"} else part.word
            elif part.word not in _SKIPPED and part.word not in _ARTICLES and not part.word.isdigit():
                if in_rest:
                    rest.append(replace(part, via=via))
                else:
                    core.append(part)
        segments.append(_Segment(tuple(core), tuple(rest)))
        return [segment for segment in segments if segment.core]

    def _apart(self, before: Part, after: Part) -> bool:
        """True where punctuation starts an apposition or a new phrase."""
        gap = self.phrase[self.words[before.last - 1].end : self.words[after.first].start]
        return any(mark in gap for mark in ',;:()[]—"“”') or gap.strip() in {"–", "--"}

    def _hyphen(self, part: Part) -> bool:
        end = self.words[part.last - 1].end
        end += self.phrase[end : end + 1] == "."  # "U.S.-backed"
        return self.phrase[end : end + 1] in {"-", "‐", "‑", "–"}

    def whole(self, naming: Naming) -> ActorName:
        return name_at(self.phrase, self.words, 0, len(self.words), naming)


def _trie(names: Iterable[tuple[str, object]]) -> NameTrie:
    """Names in singular and plural."""
    trie = NameTrie()
    for name, payload in names:
        for form in (name, plural(name)):
            trie.add(form, payload)
    return trie


def _is_document(core: Sequence[Part]) -> bool:
    """True behind "a statement", "the report": then "by" names who speaks."""
    return bool(core) and core[-1].role is not None and core[-1].role.kind == "title"


def _begins(part: Part, parts: Sequence[Part]) -> bool:
    """True for a demonym that begins another body's name: "American Civil Liberties Union"."""
    demonym = part.naming is not None and part.naming.demonym
    return demonym and any(other.capital and not other.role and other.first == part.last for other in parts)


def _organ(head: Role, before: Sequence[Part], rest: Sequence[Part]) -> Role | None:
    """The role that makes the actor: the head's own, else for a title the one it goes with."""
    if head.builds:
        return head
    places = (*reversed(before), *(rest if head.kind == "title" else ()))
    return next((part.role for part in places if part.role is not None and part.role.builds), None)


def _without_name(core: Sequence[Part]) -> Sequence[Part]:
    """The core without an unlisted name behind a role: "spokesman Anar Eyvazov" ends in "spokesman"."""
    last = len(core)
    while last > 1 and core[last - 1].capital and not core[last - 1].naming and not core[last - 1].role:
        last -= 1
    role = core[last - 1].role
    if last < len(core) and core[last - 1].capital and core[last - 1].word.endswith("s"):
        return core  # "Doctors Union": a plural bears no person's name
    return core[:last] if role is not None and role.kind in _NAMED_ROLES else core


def _says_more(found: ActorName, best: ActorName) -> bool:
    """True when an apposition tells who the first words only hint at: an organ beats its bare side."""
    if found.person and not best.person and found.side == best.side:
        return True
    if best.kind == "person" or best.actor != best.side:
        return False
    return found.side == best.side and found.actor != best.actor


def _someone(reading: _Reading, role: Role | None, belongs: str | None) -> ActorName:
    """A private person (no actor) or a witness (`WIT`), with the side whose people they are."""
    witness = role is not None and role.kind == "witness"
    start, end = reading.words[0].start, reading.words[-1].end
    return ActorName(
        start=start,
        end=end,
        text=reading.phrase[start:end],
        actor="WIT" if witness else None,
        side="WIT" if witness else None,
        kind="witness" if witness else "person",
        belongs=belongs,
    )
