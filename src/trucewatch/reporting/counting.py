"""The sections on patterns and on silence: what recurs, and what nobody reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trucewatch.records import Period, Section, Sentence, Table
from trucewatch.reporting.patterns import FEW, NO_PLACE, NOBODY, Apart, Pattern, Patterns, Tally, titles
from trucewatch.reporting.quotations import Quotations
from trucewatch.reporting.register import Register
from trucewatch.reporting.rows import RowBasis
from trucewatch.reporting.sentences import SentenceBuilder, long_date
from trucewatch.reporting.silence import WatchedArea

PATTERNS = "Patterns"
SILENCE = "What was not reported"
COUNTS = ("In the period", "contested", "reports", "Before it", "contested before", "reports before")
"""Incidents, those of them that are contested, and the documents that tell of them, copies included."""
NO_REPORT = "no report"
MOST_SILENT = 15
"""Silent areas that are told in words."""
MOST_TOLD = 6
"""Rows of a breakdown that are told in words; the tables hold all."""
MOST_CITED = 12
"""Quotations of a sentence that sums up many incidents; the register holds them all."""


def period_words(period: Period) -> str:
    """`1 March 2024 to 30 March 2024`."""
    ends = [long_date(day) for day in (period.start, period.end) if day]
    return " to ".join(dict.fromkeys(ends)) or "an unknown period"


def patterns_section(found: Patterns) -> Section:
    """What is counted, each recurrent combination, what is left out of the counts, and the tables."""
    recurrent = [row for rows in (found.by_place, found.by_kind, found.by_side) for row in _most(rows)]
    sentences = [*_opening(found), *map(_recurs, (*_most(found.combined), *recurrent))]
    tables = [_table("Incidents by place, kind and accused side", found.combined)]
    tables += [
        _table(title, rows)
        for title, rows in (
            ("Incidents by place", found.by_place),
            ("Incidents by kind", found.by_kind),
            ("Incidents by accused side", found.by_side),
        )
    ]
    if found.apart:
        tables.append(_apart_table(found.apart))
    filled = tuple(table for table in tables if table.rows)
    return Section(title=PATTERNS, sentences=tuple(sentences), tables=filled)


def _most(rows: tuple[Pattern, ...]) -> list[Pattern]:
    """The recurrent rows that are told in words; places unknown and nobody accused recur too, and say nothing."""
    told = [row for row in rows if row.recurrent and row.place != NO_PLACE and row.side != NOBODY]
    return told[:MOST_TOLD]


def _opening(found: Patterns) -> Iterator[Sentence]:
    now, before = found.counted
    cited = [quote for row in found.by_kind for quote in row.evidence][:MOST_CITED]
    cited = cited or [quote for one in found.apart for quote in one.evidence][:MOST_CITED]
    if not cited:
        return
    line = SentenceBuilder().cite(cited).plain("Counted are ")
    line.derived(_incidents(len(now)), "count", now).plain(" from ")
    line.derived(period_words(found.period), "period", ()).plain(" and ")
    line.derived(_incidents(len(before)), "count", before).plain(
        " in the period of equal length before it, from "
    )
    line.derived(period_words(found.before), "period", ())
    if found.apart:
        line.plain("; left out of the counts: ").derived(
            _incidents(len(found.apart)), "count", [one.incident for one in found.apart]
        )
    yield line.stop()


def _incidents(count: int) -> str:
    return f"{count} incident" if count == 1 else f"{count} incidents"


def _recurs(row: Pattern) -> Sentence:
    line = SentenceBuilder().cite(row.evidence[:MOST_CITED])
    if row.kind:
        line.derived(row.kind[0].upper() + row.kind[1:], "event_type", row.incidents)
    if row.place:
        line.plain(" at " if row.kind else "At ").name(row.place, "resolved_place", row.incidents)
    if row.side:
        line.plain(", accused: " if row.kind or row.place else "Accused: ")
        line.derived(row.side, "resolved_side", row.incidents)
    line.plain(": ")
    line.derived(_incidents(len(row.now.incidents)), "count", row.now.incidents).plain(" in the period, ")
    line.derived(str(len(row.before.incidents)), "count", row.before.incidents).plain(" in that before it")
    contested = (*row.now.contested, *row.before.contested)
    if contested:
        line.plain("; contested of these: ").derived(str(len(contested)), "count", contested)
    if max(len(row.now.incidents), len(row.before.incidents)) < FEW:
        line.plain("; too few to tell a trend")
    return line.stop()


def _table(title: str, rows: tuple[Pattern, ...]) -> Table:
    """Counts of both periods; the columns that a breakdown does not use are left out."""
    used = [
        (name, field)
        for name, field in (("Place", "place"), ("Kind", "kind"), ("Accused", "side"))
        if any(getattr(row, field) for row in rows)
    ]
    columns = (
        *(name for name, _ in used),
        *COUNTS,
    )
    cells = tuple(
        (
            *(getattr(row, field) for _, field in used),
            *_counts(row.now),
            *_counts(row.before),
        )
        for row in rows
    )
    return Table(title=title, columns=columns, rows=cells, records=tuple(row.id for row in rows))


def _counts(tally: Tally) -> tuple[str, ...]:
    return str(len(tally.incidents)), str(len(tally.contested)), str(tally.reports)


def _apart_table(apart: tuple[Apart, ...]) -> Table:
    return Table(
        title="Left out of the counts",
        columns=("Incident", "Why"),
        rows=tuple((one.incident[:10], one.why) for one in apart),
        records=tuple(one.incident for one in apart),
    )


def silence_section(areas: tuple[WatchedArea, ...], quotations: Quotations) -> Section:
    """One sentence for each silent area of which something was once read; all watched areas in the table."""
    silent = [one for one in areas if one.silent and one.last_words is not None]
    # What fell silent last is told in words; the table holds what has been silent for years.
    silent.sort(key=lambda one: (one.days if one.days is not None else 0, one.name))
    told = tuple(_silent(one, quotations) for one in silent[:MOST_SILENT])
    table = Table(
        title="Watched areas and the last report on each",
        columns=(
            "Area",
            "Watched because",
            "Last report",
            "Days since",
            "Silent after",
            "Last incident",
            "State",
        ),
        rows=tuple(_area_row(one) for one in areas),
        records=tuple(one.id for one in areas),
    )
    return Section(title=SILENCE, sentences=told, tables=(table,) if areas else ())


def _area_row(one: WatchedArea) -> tuple[str, ...]:
    return (
        one.name,
        one.why,
        one.last_report.isoformat() if one.last_report else "none among the documents read",
        str(one.days) if one.days is not None else "–",
        f"{one.limit} days",
        one.last_incident.isoformat() if one.last_incident else "none",
        NO_REPORT if one.silent else "reported on",
    )


def _silent(one: WatchedArea, quotations: Quotations) -> Sentence:
    words = one.last_words
    assert words is not None
    assert one.last_report is not None
    line = SentenceBuilder().cite([words])
    line.name(one.name, "resolved_place", [one.id]).plain(": no report for ")
    line.derived(f"{one.days} days", "days_since", [words.document_id])
    line.plain("; the last document that names it, or a place in it, is of ")
    line.derived(long_date(one.last_report), "published", [words.document_id])
    return line.plain(": ").quotation(quotations.shown(words)).stop()


def counted_rows(found: Patterns, areas: tuple[WatchedArea, ...], register: Register) -> Iterator[RowBasis]:
    """Each row of both sections with what it was counted from."""
    named = titles(register)
    for row in (*found.combined, *found.by_place, *found.by_kind, *found.by_side):
        what = ", ".join(part for part in (row.place, row.kind, row.side and f"accused: {row.side}") if part)
        facts = [
            *_tally_facts(f"In the period, {period_words(found.period)}", row.now, named),
            *_tally_facts(f"Before it, {period_words(found.before)}", row.before, named),
        ]
        yield RowBasis(
            id=row.id,
            kind="pattern",
            says=what,
            facts=tuple(facts),
            cited=tuple(("counted once", quote) for quote in row.evidence),
        )
    for one in areas:
        yield RowBasis(
            id=one.id,
            kind="silence",
            says=f"{one.name}: {_area_row(one)[-1]}",
            facts=(
                f"Watched: {one.why}; silent after {one.limit} days.",
                f"Last report: {_area_row(one)[2]}; last incident: {_area_row(one)[5]}.",
                "Nothing reported is nothing known; it does not mean that nothing happened.",
            ),
            cited=(("the last report that names it", one.last_words),) if one.last_words else (),
        )


def _tally_facts(label: str, tally: Tally, named: Mapping[str, str]) -> Iterator[str]:
    yield f"{label}: {_incidents(len(tally.incidents))}, told by {tally.reports} documents"
    for incident in tally.incidents:
        mark = " (contested)" if incident in tally.contested else ""
        yield f"  {incident[:10]}  {named[incident]}{mark}"
