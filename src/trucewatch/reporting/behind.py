"""What stands behind each row of a report's tables, for people who ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trucewatch.reporting.counting import counted_rows
from trucewatch.reporting.movement import movement_rows
from trucewatch.reporting.patterns import find_patterns
from trucewatch.reporting.register import Register
from trucewatch.reporting.rows import RowBasis
from trucewatch.reporting.scorecard import provision_rows, scorecard_rows
from trucewatch.reporting.settings import ReportSettings
from trucewatch.reporting.silence import watched_areas
from trucewatch.situation import Situation


def behind_rows(
    register: Register, situation: Situation, as_of: date | None, settings: ReportSettings
) -> Iterator[RowBasis]:
    """Every row of the sections on movement, patterns, silence and provisions."""
    yield from movement_rows(register, situation)
    yield from scorecard_rows(register, situation)
    yield from provision_rows(register, situation)
    if as_of is not None:
        found = find_patterns(register, situation, *settings.present_and_before(as_of))
        areas = watched_areas(register, situation, as_of, settings.silence_days)
        yield from counted_rows(found, areas, register)
