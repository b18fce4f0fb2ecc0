"""The files of a report, written into a folder."""

from __future__ import annotations

from pathlib import Path

from trucewatch import reporting
from trucewatch.records import Report
from trucewatch.situation import Situation
from trucewatch.store.files import stopping, write_whole


def write_pages(
    folder: Path, page: str, report: Report, register: reporting.Register, situation: Situation
) -> Path:
    """The report in every form and a table for each of its sections, beside its HTML page; returns that page."""
    with stopping(f"cannot write the report in {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (
            ("index.html", page),
            ("report.md", reporting.render_markdown(report, register)),
            ("report.json", reporting.render_json(report)),
            ("incidents.geojson", reporting.incidents_geojson(register)),
            ("incidents.csv", reporting.incidents_csv(register)),
            ("access.csv", reporting.section_csv(report, reporting.MOVEMENT)),
            ("patterns.csv", reporting.section_csv(report, reporting.PATTERNS)),
            ("silence.csv", reporting.section_csv(report, reporting.SILENCE)),
            ("provisions.csv", reporting.provisions_csv(register, situation)),
            ("provisions.json", reporting.provisions_json(register, situation)),
        ):
            write_whole(folder / name, text)
    return folder / "index.html"
