"""What stands behind a row of a table: the same for a pattern, a silent area, a state of access and a score."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBasis:
    """A row in words, and every quotation that it rests on with what it is cited for."""

    id: str
    kind: str
    """pattern | silence | access | provision score"""
    says: str
    facts: tuple[str, ...] = ()
    cited: tuple[tuple[str, Evidence], ...] = ()
