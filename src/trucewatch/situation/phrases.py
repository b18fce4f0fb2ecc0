"""A whole noun phrase to the actor of its head: "the Azerbaijani defence ministry" gives AZ-MOD, side AZ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trucewatch.situation.names import NameTrie, Word, words_of
from trucewatch.situation.parties import Actor, ActorName, Role, Side
from trucewatch.situation.roster import Naming, Roster, name_at, plural

_LONGEST_PHRASE = 400
"""Characters looked at; a noun phrase is never longer, hostile text may be."""
_OF = frozenset("of for in at from within inside across throughout under near on with to".split())
_LED_BY = frozenset("loyal led commanded belonging answering".split())
_BREAK = frozenset(
    "who which that whose where when while and or but after before against by backed supported accused killed "
    "wounded injured captured targeted is was are were has have had said says citing including as than".split()
)
_SKIPPED = frozenset("the a an this these those some several many two three both all other".split())


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a phrase: a roster name, a role, or a plain word."""

    first: int
    last: int
    naming: Naming | None = None
    role: Role | None = None
    leaning: bool = False
    word: str = ""
    capital: bool = False


@dataclass(frozen=True, slots=True)
class _Segment:
    """The core of a noun phrase and what hangs on it by a preposition."""

    core: tuple[Part, ...]
    rest: tuple[Part, ...]


class PhraseResolver:
    """Resolves noun phrases over one situation's sides, actors and role nouns."""

    def __init__(
        self, sides: Mapping[str, Side], actors: Mapping[str, Actor], roster: Roster, roles: tuple[Role, ...]
    ) -> None:
        self._sides, self._actors, self._roster = sides, actors, roster
        self._stands_for = {built: actor.id for actor in actors.values() for built in actor.stands_for}
        self._roles = NameTrie()
        for role in roles:
            for word in role.words:
                self._roles.add(word, role)
                self._roles.add(plural(word), role)
        self._territories = NameTrie()
        for side in sides.values():
            for territory in side.territories:
                self._territories.add(territory, side.id)

    def resolve(self, phrase: str) -> ActorName | None:
        """The actor of the phrase's head, or None; a private person has neither actor nor side."""
        phrase = phrase[:_LONGEST_PHRASE]
        words = words_of(phrase)
        if not words:
            return None
        best: ActorName | None = None
        for segment in self._segments(phrase, words):
            found = self._head(phrase, words, segment)
            if found is not None and (best is None or _says_more(found, best)):
                best = found
        return best

    def _parts(self, phrase: str, words: list[Word]) -> list[Part]:
        names = {o.first: o for o in self._roster.occurrences(phrase, words)}
        roles = {found.first: found for found in self._roles.find(phrase, words)}
        parts: list[Part] = []
        position = 0
        while position < len(words):
            name, role = names.get(position), roles.get(position)
            if name is not None and (role is None or name.last >= role.last):
                parts.append(Part(name.first, name.last, naming=name.naming, leaning=name.leaning))
                position = name.last
            elif role is not None:
                parts.append(Part(role.first, role.last, role=role.payload))
                position = role.last
            else:
                word = words[position]
                parts.append(Part(position, position + 1, word=word.folded, capital=word.text[0].isupper()))
                position += 1
        return parts

    def _segments(self, phrase: str, words: list[Word]) -> list[_Segment]:
        """Appositions apart, each split at its first preposition."""
        segments: list[_Segment] = []
        core: list[Part] = []
        rest: list[Part] = []
        dropping = in_rest = False
        previous: Part | None = None
        for part in self._parts(phrase, words):
            if previous is not None and _apart(
                phrase[words[previous.last - 1].end : words[part.first].start]
            ):
                segments.append(_Segment(tuple(core), tuple(rest)))
                core, rest, dropping, in_rest = [], [], False, False
            previous = part
            if dropping or (part.word == "s" and part.last - part.first == 1):
                continue
            if part.word in _BREAK:
                dropping = bool(core)
            elif part.word in _OF or part.word in _LED_BY:
                in_rest = bool(core) or in_rest
            elif part.word not in _SKIPPED:
                (rest if in_rest else core).append(part)
        segments.append(_Segment(tuple(core), tuple(rest)))
        return [segment for segment in segments if segment.core]

    def _head(self, phrase: str, words: list[Word], segment: _Segment) -> ActorName | None:
        core = list(_without_name(segment.core))
        head = core[-1]
        before = core[:-1]
        if head.naming is not None and not head.leaning:
            return self._named(phrase, words, head, before)
        if head.role is None:
            return None
        role = head.role
        if role.kind in {"person", "witness"}:
            return self._someone(phrase, words, role, before, segment.rest)
        owner = _owner(before) or _owner(segment.rest)
        if role.kind == "insurgent":
            return self._insurgents(phrase, words, owner, segment)
        if owner is None:
            return None
        organ = (
            role
            if role.builds
            else _organ(before) or (_organ(segment.rest) if role.kind == "title" else None)
        )
        return self._build(phrase, words, owner, organ, role)

    def _named(self, phrase: str, words: list[Word], head: Part, before: list[Part]) -> ActorName:
        naming = head.naming
        assert naming is not None
        if naming.demonym and not before and phrase.lower().startswith(("a ", "an ")):
            return _person(phrase, words, naming.side)
        return name_at(phrase, words, head.first, head.last, naming)

    def _someone(
        self, phrase: str, words: list[Word], role: Role, before: list[Part], rest: tuple[Part, ...]
    ) -> ActorName:
        owner = _owner(before) or _owner(rest)
        belongs = owner.naming.side if owner and owner.naming else None
        if role.kind == "person":
            return _person(phrase, words, belongs)
        return ActorName(
            start=words[0].start,
            end=words[-1].end,
            text=phrase[words[0].start : words[-1].end],
            actor="WIT",
            side="WIT",
            kind="witness",
            belongs=belongs,
        )

    def _insurgents(
        self, phrase: str, words: list[Word], owner: Part | None, segment: _Segment
    ) -> ActorName | None:
        """Rebels, separatists, militants: the armed group of the named side or of the territory, never the state."""
        for found in self._territories.find(phrase, words):
            side = self._sides[found.payload]
            return name_at(phrase, words, 0, len(words), Naming(side.id, side.id, side.kind))
        if owner is None or owner.naming is None:
            return None
        side_of = self._sides.get(owner.naming.side)
        if side_of is None or side_of.kind not in {"non_state", "coalition"}:
            return None
        return name_at(phrase, words, 0, len(words), Naming(side_of.id, side_of.id, side_of.kind))

    def _build(
        self, phrase: str, words: list[Word], owner: Part, organ: Role | None, head: Role
    ) -> ActorName | None:
        naming = owner.naming
        assert naming is not None
        kind = head.kind
        actor = naming.actor
        if organ is not None:
            built = f"{naming.side}-{organ.id}"
            actor = self._stands_for.get(built, built)
            kind = organ.kind if head.builds else kind
        known = self._actors.get(actor)
        side = known.side if known else naming.side
        if kind in {"title", "party"}:
            kind = known.kind if known else "organ"
        return name_at(phrase, words, 0, len(words), Naming(actor, side, kind, person=None))


def _owner(parts: list[Part] | tuple[Part, ...]) -> Part | None:
    """The roster name nearest to the head on its left, or the first on its right."""
    named = [part for part in parts if part.naming is not None and not part.leaning]
    if not named:
        return None
    return named[-1] if isinstance(parts, list) else named[0]


def _organ(parts: list[Part] | tuple[Part, ...]) -> Role | None:
    built = [part.role for part in parts if part.role is not None and part.role.builds]
    if not built:
        return None
    return built[-1] if isinstance(parts, list) else built[0]


def _without_name(core: tuple[Part, ...]) -> tuple[Part, ...]:
    """The core without an unlisted name behind a title: "spokesman Anar Eyvazov" ends in "spokesman"."""
    last = len(core)
    while last > 1 and core[last - 1].capital and core[last - 1].naming is None:
        last -= 1
    titled = core[last - 1].role is not None and core[last - 1].role.kind in {
        "title",
        "organ",
        "person",
        "witness",
    }
    return core[:last] if titled else core


def _apart(gap: str) -> bool:
    """True where punctuation starts an apposition or a new phrase."""
    return any(mark in gap for mark in ',;:()[]—"“”') or gap.strip() in {"–", "--"}


def _says_more(found: ActorName, best: ActorName) -> bool:
    """True when an apposition tells who the first words only hint at: an organ beats its bare side."""
    return (
        best.kind != "person"
        and best.actor == best.side
        and found.side == best.side
        and found.actor != best.actor
    )


def _person(phrase: str, words: list[Word], belongs: str | None) -> ActorName:
    start, end = words[0].start, words[-1].end
    return ActorName(
        start=start,
        end=end,
        text=phrase[start:end],
        actor=None,
        side=None,
        kind="person",
        belongs=belongs,
    )
