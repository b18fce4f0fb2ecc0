"""Who takes part: sides, their actors and people in office, and how a text names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A public official who speaks or acts for an actor, by period of office."""

    name: str
    title: str
    """`leader` or `spokesperson`: also the kind of the names found for them."""
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One party, or one neutral third party, to which actors belong."""

    id: str
    """ISO 3166 alpha-2 for a state, else an acronym; `MEDIA` an outlet's own voice, `WIT` witnesses."""
    name: str
    kind: str
    """state | non_state | international | monitor | coalition | media | witness"""
    camp: str | None = None
    """Id of the side that leads its camp; None when it stands alone."""
    neutral: bool = False
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    """Where it is the armed group meant by "rebels in …", "separatists of …"."""
    rebels_of: str | None = None
    """The state whose unnamed rebels or armed opposition it is: "the Syrian rebels"."""
    opposes: str | None = None
    """Whom it fights, where its words name nobody ("the enemy", "the regime") and the text no other party."""
    areas: tuple[str, ...] = ()
    """Places that its reports tell of: where it mostly acts, whoever governs there."""
    creed: str | None = None
    """`islamist` or `left`, where its releases are worded by it ("the mujahideen", "our comrades")."""
    lands: tuple[str, ...] = ()
    """Whose ministries, forces and officials are its own: "Nagorno-Karabakh's defence ministry"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A body that speaks or acts: the side itself (same id), or one of its organs."""

    id: str
    name: str
    side: str
    kind: str
    """state | organ | armed_force | non_state | international | monitor | coalition | media | witness"""
    aliases: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    """Ids that roles would build and that mean this actor: Sudan's army `SD-MIL` is `SAF`."""
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorName:
    """Where a text names an actor; `text` is the words used."""

    start: int
    end: int
    text: str
    actor: str | None
    """None only for a private person, and then `side` is None too."""
    side: str | None
    kind: str
    """`metonym` for a seat that stands for its government, `leader` or `spokesperson` for someone in office,
    `person` for a private person, else the actor's kind."""
    demonym: bool = False
    person: str | None = None
    """The official's name as the pack has it."""
    belongs: str | None = None
    """For a private person or a witness: the side whose people they are said to be ("an Armenian farmer")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one kind of role noun does to the side it goes with."""

    id: str
    """Suffix of the ids it builds, e.g. `MOD` gives `AZ-MOD`; unused where `builds` is false."""
    name: str
    """With `{side}`: "Ministry of Defence of {side}"."""
    kind: str
    """organ | armed_force | media | press | title | party | insurgent | witness | person"""
    words: tuple[str, ...]

    @property
    def builds(self) -> bool:
        """True where side and role together make an actor of their own."""
        return self.kind in {"organ", "armed_force", "media"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTerm:
    """A label one party puts on another; it stays inside quotes."""

    term: str
    neutral: str | None = None
    """What a report says instead."""
