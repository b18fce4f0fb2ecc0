"""Who publishes: outlets with their side and owner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of news; `side` only where a party owns or directs it."""

    id: str
    name: str
    kind: str
    """party | monitor | international_organisation | wire | outlet | ngo | social | field_team"""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    side: str | None = None
    owner: str | None = None
    reliability: str = "F"
    """Admiralty letter."""
    plain: bool = False
    """True when the name is an everyday word ("Report"): then it is never looked for inside texts."""
