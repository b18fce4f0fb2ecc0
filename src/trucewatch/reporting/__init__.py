"""Incidents, assessments and ledgers → a report in which every sentence cites; drawings and exports."""

from trucewatch.reporting.exports import (
    incidents_csv,
    incidents_geojson,
    render_json,
    render_markdown,
    report_data,
)
from trucewatch.reporting.html import render_html
from trucewatch.reporting.register import Register
from trucewatch.reporting.sentences import unsupported
from trucewatch.reporting.situation_report import write_situation_report

__all__ = [
    "Register",
    "incidents_csv",
    "incidents_geojson",
    "render_html",
    "render_json",
    "render_markdown",
    "report_data",
    "unsupported",
    "write_situation_report",
]
