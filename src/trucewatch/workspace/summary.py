"""What a run tells: while it works, and in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from trucewatch.records import Assessment, Attribution, Occurrence, Quarantined
from trucewatch.workspace.collecting import Collected

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how much of it is done, and of how much (None when that is not known)."""


def silent(_doing: str, _done: int, _total: int | None) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one run did, in the numbers of its closing table."""

    collected: Collected
    documents: int
    read: int
    """Documents read in this run; the others had been read before."""
    undated: int
    """Documents whose day of publication nothing tells."""
    set_aside: tuple[Quarantined, ...]
    statements: int
    """Attributed ones, without the outlets' own voice."""
    incidents: Mapping[str, int]
    """By occurrence."""
    disputed: int
    ledgers: Mapping[str, int]
    """Entries by kind."""
    seconds: float
    page: Path


def is_disputed(assessment: Assessment) -> bool:
    """True where a side contradicts that it happened or who did it."""
    return assessment.occurrence is Occurrence.CONTESTED or assessment.attribution is Attribution.CONTESTED
