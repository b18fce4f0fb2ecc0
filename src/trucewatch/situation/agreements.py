"""What was agreed: agreements, their provisions and how each side reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One side's reading of a provision."""

    side: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated step within a provision."""

    what: str
    by: date
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One clause, in our own words."""

    id: str
    """Agreement id and number: `NK-2020-11-10/1`."""
    number: str
    type: str
    text: str
    obligors: tuple[str, ...]
    """Side ids that must do it."""
    beneficiaries: tuple[str, ...] = ()
    deadline: date | None = None
    continuous: bool = False
    area: str | None = None
    milestones: tuple[Milestone, ...] = ()
    readings: tuple[Reading, ...] = ()
    indicators: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A published (or announced) agreement and its clauses."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    signed: date | None = None
    effective: date | None = None
    until: date | None = None
    parties: tuple[str, ...]
    mediators: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """Sides that are no party and whose fire it is about: a group that a party answers for."""
    provisions: tuple[Provision, ...] = ()
    sources: tuple[str, ...] = ()
    pax_id: str | None = None
    """Number in the PA-X Peace Agreements Database."""
    caveat: str | None = None
