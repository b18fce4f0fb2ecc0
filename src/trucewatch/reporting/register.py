"""What a report is written from: one period's incidents with everything they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trucewatch.records import (
    AreaAccess,
    Assessment,
    Decision,
    Document,
    Dossier,
    Incident,
    Ledgers,
    Lineage,
    ProvisionScore,
    Quarantined,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The incident register: dossiers, most important first, with all that a report needs beside them."""

    dossiers: tuple[Dossier, ...]
    assessments: Mapping[str, Assessment]
    """By incident id; one for each dossier."""
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...] = ()
    ledgers: Ledgers = field(default_factory=Ledgers)
    lineage: Lineage = field(default_factory=Lineage)
    access: tuple[AreaAccess, ...] = ()
    """What is told of access to each area."""
    scores: tuple[ProvisionScore, ...] = ()
    """By provision in the order of the pack, and by period, the last one last."""
    decisions: tuple[Decision, ...] = ()
    """What persons decided, oldest first."""
    quarantined: tuple[Quarantined, ...] = ()
    waiting: int = 0
    """Documents that are kept and not read yet, or are to be read again by another pack or version."""

    def incidents(self) -> tuple[Incident, ...]:
        return tuple(dossier.incident for dossier in self.dossiers)
