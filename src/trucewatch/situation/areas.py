"""Areas of interest: what is to be watched, and where nobody who is independent can look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trucewatch.records import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """What the pack's author knows of access to an area for one kind of traffic."""

    traffic: str
    state: str
    since: date | None = None
    until: date | None = None
    """The first day on which it was no longer so."""
    by: str | None = None
    """Side that says so."""
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place of the pack that reports are expected from."""

    id: str
    """Pack and area: `south_caucasus/lachin_corridor`."""
    place: Place
    monitored: bool = True
    """False for an area that is listed only for its access."""
    silent_after: int | None = None
    """Days without a report after which silence is told; None takes the setting."""
    access: tuple[AccessRow, ...] = ()
    note: str | None = None
