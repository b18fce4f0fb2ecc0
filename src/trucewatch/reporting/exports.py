"""The report and the register in the formats that other tools read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trucewatch.records import Assessment, Document, Incident, Report, Sentence, Table, short_id
from trucewatch.reporting.patterns import numbered_titles
from trucewatch.reporting.phrasing import event_noun
from trucewatch.reporting.register import Register
from trucewatch.reporting.sentences import one_line
from trucewatch.reporting.spreadsheets import csv_text


def render_json(report: Report) -> str:
    """The report as data, indented; the shape is the one that `streams` documents."""
    return json.dumps(report_data(report), ensure_ascii=False, indent=2) + "\n"


def report_data(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "period": {"from": _iso(report.period.start), "to": _iso(report.period.end)},
        "prepared": report.prepared,
        "approved": {"by": report.approved.by, "at": report.approved.at.isoformat()}
        if report.approved
        else None,
        "sections": [
            {
                "title": section.title,
                "sentences": [_sentence_data(sentence) for sentence in section.sentences],
                "tables": [
                    {
                        "title": table.title,
                        "columns": list(table.columns),
                        "rows": [list(row) for row in table.rows],
                        "records": list(table.records),
                    }
                    for table in section.tables
                ],
            }
            for section in report.sections
        ],
    }


def _sentence_data(sentence: Sentence) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "text": sentence.text,
        "about": sentence.about,
        "citations": [
            {"document_id": c.document_id, "start": c.start, "end": c.end, "quote": c.quote}
            for c in sentence.citations
        ],
        "derived": [
            {"start": d.start, "end": d.end, "value": d.value, "rule": d.rule, "records": list(d.records)}
            for d in sentence.derived
        ],
    }


def render_markdown(report: Report, register: Register) -> str:
    """The report with numbered footnotes: one for each quotation, in order of first use."""
    documents = {document.id: document for document in register.documents}
    titles = numbered_titles(register)
    notes: dict[tuple[str, int, int], tuple[int, str]] = {}
    lines = [f"# {_plain(report.title)}", ""]
    lines += [f"Period: {_iso(report.period.start) or 'unknown'} to {_iso(report.period.end) or 'unknown'}  "]
    lines += [f"Prepared by: {_plain(report.prepared)}  "]
    approved = (
        f"Approved by {_plain(report.approved.by)}" if report.approved else "Draft – not approved by a person"
    )
    lines += [approved, ""]
    for section in report.sections:
        if not section.sentences and not section.tables:
            continue
        lines += [f"## {section.title}", ""]
        for sentence, heading in with_headings(section.sentences, titles):
            if heading:
                lines += [*([""] if lines[-1] else []), f"### {_plain(heading)}", ""]
            marks = []
            for quote in sentence.citations:
                key = (quote.document_id, quote.start, quote.end)
                number, _ = notes.setdefault(key, (len(notes) + 1, quote.quote))
                marks.append(f"[^{number}]")
            lines.append(f"- {_plain(sentence.text)}{''.join(marks)}")
        lines.append("")
        for table in section.tables:
            lines += _markdown_table(table.title, table.columns, table.rows)
    for (document_id, start, end), (number, quote_text) in notes.items():
        source = _source_line(documents[document_id])
        lines.append(f"[^{number}]: “{_plain(quote_text)}” – {source}, characters {start}–{end}")
    return "\n".join(lines) + "\n"


def with_headings(
    sentences: Sequence[Sentence], titles: Mapping[str, str]
) -> Iterator[tuple[Sentence, str | None]]:
    """Each sentence, with the title of its incident where it is the first on it, if the section tells more than one
    sentence of an incident."""
    told = Counter(sentence.about for sentence in sentences if sentence.about in titles)
    headed = max(told.values(), default=0) > 1
    before: str | None = None
    for sentence in sentences:
        about = sentence.about
        yield sentence, titles.get(about) if headed and about is not None and about != before else None
        before = about


def _source_line(document: Document) -> str:
    """Title, publisher and day of a document, as far as they are known, and its id."""
    day = document.published.day.isoformat() if document.published else "undated"
    known = [words for words in (document.title, document.publisher) if words]
    return _plain(", ".join([*known, day, short_id(document.id)]))


def _markdown_table(title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[str]:
    lines = [f"### {title}", "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(_plain(cell).replace('|', '/') for cell in row)} |" for row in rows]
    return [*lines, ""]


def _plain(words: str) -> str:
    """Source words as Markdown shows them literally: a hostile text gets no link, image, heading or HTML."""
    escaped = one_line(words)
    for character in "\\`*_[]<>#!":
        escaped = escaped.replace(
            character, f"\\{character}" if character not in "<>" else f"&{_ENTITY[character]};"
        )
    return escaped


_ENTITY = {"<": "lt", ">": "gt"}


def incidents_geojson(register: Register) -> str:
    """A GeoJSON FeatureCollection (RFC 7946); an incident without a place has no geometry."""
    features = [
        _feature(dossier.incident, register.assessments[dossier.incident.id]) for dossier in register.dossiers
    ]
    return (
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2) + "\n"
    )


def _feature(incident: Incident, assessment: Assessment) -> dict[str, Any]:
    place = incident.where
    geometry = {"type": "Point", "coordinates": [round(place.lon, 5), round(place.lat, 5)]} if place else None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry,
        "properties": {
            **_row(incident, assessment),
            "radius_km": place.radius_km if place else None,
            "geo_precision": place.geo_precision if place else None,
        },
    }


def incidents_csv(register: Register) -> str:
    """The register as CSV; a cell that a spreadsheet would run as a formula is made text."""
    rows = [_row(d.incident, register.assessments[d.incident.id]) for d in register.dossiers]
    return csv_text(_COLUMNS, ([row[column] for column in _COLUMNS] for row in rows))


def section_csv(report: Report, title: str) -> str:
    """The tables of one section as CSV, under one another where they have the same columns: a column `table`
    names each, and `id` is what `trucewatch explain` takes."""
    tables = [table for section in report.sections if section.title == title for table in section.tables]
    columns = tuple(dict.fromkeys(column for table in tables for column in table.columns))
    return csv_text(
        ("table", "id", *columns), (line for table in tables for line in _table_lines(table, columns))
    )


def _table_lines(table: Table, columns: tuple[str, ...]) -> Iterator[list[str | None]]:
    for number, row in enumerate(table.rows):
        cells = dict(zip(table.columns, row, strict=True))
        record = table.records[number] if number < len(table.records) else None
        yield [table.title, record, *(cells.get(column) for column in columns)]


_COLUMNS = (
    "id|event_type|sub_event_type|kind|earliest|latest|precision|place|lat|lon|documents|independent_origins|"
    "origins|occurrence|attribution|breach|provision|accused_by|denied_by|acknowledged_by|killed_low|killed_high|"
    "wounded_low|wounded_high"
).split("|")


def _row(incident: Incident, assessment: Assessment) -> dict[str, Any]:
    earliest, latest = incident.when.iso() if incident.when else (None, None)
    totals = {figure.category.value: figure for figure in incident.casualties if figure.group == "all"}
    killed, wounded = totals.get("killed"), totals.get("wounded")
    return {
        "id": incident.id,
        "event_type": incident.event_type.value,
        "sub_event_type": incident.sub_event_type.value if incident.sub_event_type else None,
        "kind": event_noun(incident.event_type, incident.sub_event_type),
        "earliest": earliest,
        "latest": latest,
        "precision": incident.when.precision.value if incident.when else None,
        "place": incident.where.name if incident.where else None,
        "lat": round(incident.where.lat, 5) if incident.where else None,
        "lon": round(incident.where.lon, 5) if incident.where else None,
        "documents": len(incident.documents),
        "independent_origins": assessment.independent_origins,
        "origins": "; ".join(assessment.origins),
        "occurrence": assessment.occurrence.value,
        "attribution": assessment.attribution.value,
        "breach": assessment.breach.value,
        "provision": assessment.provision,
        "accused_by": "; ".join(f"{a.side} > {', '.join(a.targets)}" for a in assessment.accused_by),
        "denied_by": "; ".join(assessment.denied_by),
        "acknowledged_by": "; ".join(assessment.acknowledged_by),
        "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None,
        "wounded_low": wounded.low if wounded else None,
        "wounded_high": wounded.high if wounded else None,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
