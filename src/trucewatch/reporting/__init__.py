"""Incidents, assessments and ledgers → a report in which every sentence cites; drawings and exports."""

from trucewatch.reporting.behind import behind_rows
from trucewatch.reporting.counting import PATTERNS, SILENCE
from trucewatch.reporting.exports import (
    incidents_csv,
    incidents_geojson,
    render_json,
    render_markdown,
    report_data,
    section_csv,
)
from trucewatch.reporting.html import render_html
from trucewatch.reporting.movement import TITLE as MOVEMENT
from trucewatch.reporting.register import Register
from trucewatch.reporting.rows import RowBasis
from trucewatch.reporting.scorecard import provisions_csv, provisions_json
from trucewatch.reporting.sentences import unsupported
from trucewatch.reporting.settings import ReportSettings
from trucewatch.reporting.situation_report import DECISIONS, approved, write_situation_report

__all__ = [
    "DECISIONS",
    "MOVEMENT",
    "PATTERNS",
    "SILENCE",
    "Register",
    "ReportSettings",
    "RowBasis",
    "approved",
    "behind_rows",
    "incidents_csv",
    "incidents_geojson",
    "provisions_csv",
    "provisions_json",
    "render_html",
    "render_json",
    "render_markdown",
    "report_data",
    "section_csv",
    "unsupported",
    "write_situation_report",
]
