"""Every actor's name in a text: roster names, demonyms, seats of government, people in office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from trucewatch.situation.names import Found, Letters, NameTrie, Word, letters_of, words_of
from trucewatch.situation.outlets import Outlet
from trucewatch.situation.parties import Actor, ActorName, Person, Side
from trucewatch.situation.spellings import spellings

# "Russian-backed rebels", "pro-Iranian militia": the name describes someone else and names no actor here.
_DASH = "[-‐‑–]"
_LEANING_BEFORE = re.compile(rf"(?:^|[\s(\"“‘'])(?:pro|(anti)|non|ex|un|post|pre){_DASH}$", re.IGNORECASE)
_LEANING_AFTER = re.compile(
    rf"^{_DASH}(?:backed|led|brokered|mediated|allied|aligned|occupied|held|funded|financed|made|built|based|"
    r"supplied|sponsored|supported|affiliated|linked|installed|appointed|imposed|speaking|born|majority|style|"
    r"era|populated|trained|armed|friendly|origin|inspired|designed|guaranteed|patrolled)\b",
    re.IGNORECASE,
)
_OWNED_AFTER = re.compile(r"^ of (?:the )?[A-Z]")
# "A village called Lubino in Polish": a demonym that names the language of what is said.
_LANGUAGE_BEFORE = re.compile(r"\b(?:in|into) $", re.IGNORECASE)
_LANGUAGE_AFTER = re.compile(
    r"$|[.;:!?)\"”»]|,(?! [A-Z])|\n| (?:and|or) (?:[a-z]|[A-Z]\w+(?:$|[.,;:)]| (?:in|and|or) ))|"
    r" (?:translations?|languages?|as|by|on|at|to|for|that|but|is|was|means?|while|when)\b"
)
_RUN_BY_AFTER = re.compile(
    rf"^(?:{_DASH}| )(?:run|administered|controlled|owned|ruled|installed|appointed)\b", re.IGNORECASE
)


class Leaning(Enum):
    """Whether a name only describes another noun."""

    NO = "no"
    RUN_BY = "run by"
    """"Hamas-run": owns the ministry or the channel that follows, and nothing else."""
    AGAINST = "against"
    """"Anti-Damascus militants": who fights the side named."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Naming:
    """What one roster name stands for, before it is found anywhere."""

    actor: str
    side: str
    kind: str
    demonym: bool = False
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A roster name at word positions."""

    first: int
    last: int
    naming: Naming
    leaning: Leaning


class Roster:
    """All names of a situation in one trie."""

    def __init__(
        self, sides: Mapping[str, Side], actors: Mapping[str, Actor], outlets: Iterable[Outlet]
    ) -> None:
        self._trie = NameTrie()
        # Later additions win where two things share a name: outlets, then bodies, then people.
        for outlet in outlets:
            self._add_outlet(outlet, sides)
        for side in sides.values():
            self._add_side(side)
        for actor in actors.values():
            self._add_actor(actor)
        for actor in actors.values():
            for person in actor.people:
                self._add_person(actor, person)

    def _add_outlet(self, outlet: Outlet, sides: Mapping[str, Side]) -> None:
        naming = Naming(outlet.id, outlet.side or ("MEDIA" if "MEDIA" in sides else outlet.id), "media")
        for name in () if outlet.plain else (outlet.name,):
            self._trie.add(name, naming)
        for name in outlet.aliases:
            self._trie.add(name, naming)

    def _add_side(self, side: Side) -> None:
        for name in side.metonyms:
            self._trie.add(name, Naming(side.id, side.id, "metonym"))
        for name in side.demonyms:
            for form in (name, plural(name)):
                self._trie.add(form, Naming(side.id, side.id, side.kind, demonym=True))
        generic = side.kind in {"media", "witness"}  # "Media" and "Witnesses" name nobody
        for name in (*(() if generic else (side.name,)), *side.aliases):
            self._trie.add(name, Naming(side.id, side.id, side.kind))
        if side.kind == "state" and side.name.isalpha() and len(side.name) > 4:
            # "Syrias army": scraped pages lose apostrophes.
            self._trie.add(f"{side.name}s", Naming(side.id, side.id, side.kind))

    def _add_actor(self, actor: Actor) -> None:
        for name in actor.metonyms:
            self._trie.add(name, Naming(actor.id, actor.side, "metonym"))
        generic = actor.id == actor.side  # named by its side already
        for name in (*(() if generic else (actor.name,)), *actor.aliases):
            self._trie.add(name, Naming(actor.id, actor.side, actor.kind))

    def _add_person(self, actor: Actor, person: Person) -> None:
        naming = Naming(actor.id, actor.side, person.title, person=person.name)
        for name in (person.name, *person.aliases):
            for spelling in spellings(name):
                self._trie.add(spelling, naming)

    def occurrences(self, text: str, words: list[Word], letters: Letters = Letters.MIXED) -> list[Occurrence]:
        """Every roster name with its word positions, those that only lean on a name included."""
        occurrences: list[Occurrence] = []
        for found in self._trie.find(text, words, letters):
            before = occurrences[-1] if occurrences and occurrences[-1].last == found.first else None
            occurrences.append(self._occurrence(text, words, found, before))
        return occurrences

    def _occurrence(
        self, text: str, words: list[Word], found: Found, before: Occurrence | None
    ) -> Occurrence:
        start, end = words[found.first].start, words[found.last - 1].end
        naming: Naming = found.payload
        is_edition = before is not None and before.naming.kind == "media"  # "Al Jazeera English"
        if naming.demonym and (is_edition or _is_language(text, start, end)):
            return Occurrence(found.first, found.last, naming, Leaning.OTHER)
        return Occurrence(found.first, found.last, naming, _leaning(text, start, end))

    def find(self, text: str) -> tuple[ActorName, ...]:
        """Every actor named in `text`, left to right, longest names first, without overlaps."""
        words = words_of(text)
        return tuple(
            name_at(text, words, occurrence.first, occurrence.last, occurrence.naming)
            for occurrence in self.occurrences(text, words, letters_of(text, words))
            if occurrence.leaning is Leaning.NO
        )


def _is_language(text: str, start: int, end: int) -> bool:
    """ "In Polish", with no noun behind it that is Polish."""
    before = _LANGUAGE_BEFORE.search(text[max(0, start - 6) : start])
    return before is not None and _LANGUAGE_AFTER.match(text[end : end + 30]) is not None


def _leaning(text: str, start: int, end: int) -> Leaning:
    end += text[end : end + 1] == "." and text[end - 2 : end - 1] == "."  # "U.S.-backed"
    after = text[end : end + 20]
    if _OWNED_AFTER.match(after) and text[start:end].islower():
        return Leaning.OTHER  # "the armed formations of Ukraine": common words that here are somebody else's
    if after[:1] in {"-", "‐", "‑", "–", " "} and _RUN_BY_AFTER.match(after):
        return Leaning.RUN_BY
    if after[:1] in {"-", "‐", "‑", "–"} and _LEANING_AFTER.match(after):
        return Leaning.OTHER
    before = text[max(0, start - 6) : start]
    leaning = _LEANING_BEFORE.search(before)
    if leaning is None:
        return Leaning.NO
    return Leaning.AGAINST if leaning.group(1) else Leaning.OTHER


def name_at(text: str, words: list[Word], first: int, last: int, naming: Naming) -> ActorName:
    """The finding for the words from `first` up to `last`."""
    start, end = words[first].start, words[last - 1].end
    if text[end : end + 1] == "." and end - words[last - 1].start == 1 and text[end - 2 : end - 1] == ".":
        end += 1  # the last point of "U.S."
    return ActorName(
        start=start,
        end=end,
        text=text[start:end],
        actor=naming.actor,
        side=naming.side,
        kind=naming.kind,
        demonym=naming.demonym,
        person=naming.person,
    )


def plural(name: str) -> str:
    """The English plural of a demonym or role word; itself where the plural is the same."""
    if name.endswith(("ese", "sh", "ch", "s", "z", "x")):
        return name
    if name.endswith("man") and not name.endswith(("German", "Roman", "Oman", "human")):
        return name[:-3] + "men"
    if name.endswith("woman"):
        return name[:-5] + "women"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"
