"""Who may go where: one area's state for one kind of traffic, as one side tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trucewatch.records.ids import content_id
from trucewatch.records.spans import Evidence
from trucewatch.records.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAccess:
    """A state of access; accounts that differ are records of their own and stand side by side."""

    record: str
    """The ledger entry, or the area of the situation pack, that it is taken from."""
    area: Place | None
    """None where the words name no place."""
    traffic: str
    """observers | media | humanitarian | civilian | military | commercial | all"""
    state: str
    """demanded | offered | granted | conditional | restricted | denied | closed"""
    after: str | None = None
    """The state that the same words tell to have been before: "first stopped, later let through"."""
    since: date | None = None
    """The day on which it was first told; for a pack's row, the day that the row gives."""
    until: date | None = None
    """The first day of another state, where one is told."""
    last_told: date | None = None
    """The day on which it was told last."""
    by: str | None = None
    """Side that says so."""
    evidence: tuple[Evidence, ...] = ()
    """Empty for a pack's row."""
    source: str | None = None
    """Of a pack's row: the address of what it rests on."""

    @property
    def id(self) -> str:
        area = self.area.gazetteer_id if self.area else None
        since = self.since.isoformat() if self.since else None
        return content_id("access", self.record, area, self.traffic, self.state, since, self.by)
