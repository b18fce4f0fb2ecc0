"""Invented reports with labelled statements (training/statements/*.yaml): who says what, in whose voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from trucewatch.records import Document, Published, Span, Stance

FOLDER = Path(__file__).parent / "statements"

ROSTER = {
    "POLISARIO": "POLIS",
    "GNU": "LY",
    "SOMALILAND": "SOMLD",
    "PUNTLAND": "PUNTL",
    "WAZALENDO": "WAZAL",
    "FLA": "CMA",
    "CSP": "CMA",
    "SADR": "POLIS",
    "RED-TABARA": "REDTABARA",
    "TWIRWANEHO": "TWIRW",
    "CDF": "CDF-CO",
    "MNLA": "CMA",
    "UPDF": "UG",
    "PUK": "KRG",
    "WHO": "UN",
    "KFOR": "NATO",
}
"""Acronyms of the writers that the roster knows by another id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One statement as its writer labelled it."""

    span: Span
    """Where the said thing stands in the text."""
    who: str | None
    """Words that name the speaker there; None in plain sentences."""
    side: str
    stance: Stance
    targets: tuple[str, ...]

    @property
    def account(self) -> dict[str, Any]:
        """The statement as the labels of whole reports have it."""
        return {
            "claimant_side": self.side,
            "stance": self.stance,
            "target_sides": self.targets,
            "start": self.span.start,
            "end": self.span.end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledReport:
    """One report with its labels."""

    file: str
    conflict: str
    document: Document
    voice: str | None
    """The side whose own publication it is; None for a newsroom's."""
    statements: tuple[Labelled, ...]

    @property
    def group(self) -> str:
        """What cross-validation keeps together: reports of one conflict, whoever wrote them."""
        return self.conflict.partition(",")[0].strip().lower()


def labelled_reports(folder: Path = FOLDER) -> Iterator[LabelledReport]:
    """The reports of every file, in order; a statement whose words the text lacks is left out."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(folder.glob("*.yaml")):
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=loader)["reports"]:  # noqa: S506 (a safe loader)
            day = row.get("published")
            document = Document(
                id=row["id"],
                text=row["text"],
                publisher=row.get("publisher"),
                published=Published(day=day) if isinstance(day, date) else None,
            )
            yield LabelledReport(
                file=path.name,
                conflict=row.get("conflict") or "",
                document=document,
                voice=_side(row["voice"]) if row.get("voice") else None,
                statements=tuple(_statements(row)),
            )


def _side(label: str) -> str:
    return ROSTER.get(label, label)


def _statements(row: dict[str, Any]) -> Iterator[Labelled]:
    for said in row["statements"]:
        words, at = said["words"], -1
        for _ in range(said.get("occurrence", 1)):
            at = row["text"].find(words, at + 1)
        if at >= 0:
            yield Labelled(
                span=Span(start=at, end=at + len(words)),
                who=said.get("who"),
                side=_side(said["side"]),
                stance=Stance(said["stance"]),
                targets=tuple(map(_side, said["targets"])),
            )
