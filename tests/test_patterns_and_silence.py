"""What recurs, what nobody reported, who may go where: honest counts, and rows that can be asked about."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    a_day,
    a_document,
    a_ledger_entry,
    a_mention,
    a_place,
    an_assessment,
    an_incident,
    evidence_of,
    published,
)
from trucewatch.records import (
    Accusation,
    AreaAccess,
    Attribution,
    Dossier,
    Flag,
    IncidentDocument,
    LedgerKind,
    Ledgers,
    Occurrence,
    Period,
    ProvisionScore,
    Reason,
    Report,
    Section,
    Span,
    TimeBasis,
    TimePrecision,
    TimeRange,
)
from trucewatch.reporting import (
    MOVEMENT,
    PATTERNS,
    SILENCE,
    Register,
    ReportSettings,
    behind_rows,
    render_html,
    section_csv,
    unsupported,
    write_situation_report,
)
from trucewatch.reporting.patterns import NO_PLACE, NOBODY, Patterns, find_patterns
from trucewatch.reporting.silence import watched_areas
from trucewatch.situation import Area, load_situation
from trucewatch.verification import access_by_area

GENERAL = load_situation("general")
TODAY = date(2024, 12, 31)
SETTINGS = ReportSettings(period_days=30, silence_days=14, scorecard_periods=2)
KHIAM = a_place("Khiam", lat=33.327, lon=35.611, radius_km=2.0, gazetteer_id="test:khiam")
TYRE = a_place("Tyre", lat=33.271, lon=35.196, radius_km=4.0, gazetteer_id="test:tyre")


def told(day: str | None, place: Any = KHIAM, copies: int = 1, **fields: Any) -> tuple[Dossier, Any]:
    """An incident told by one document (and counted copies of it), and its assessment."""
    name = place.name if place else "the border"
    flags = fields.pop("flags", ())
    contains = fields.pop("contains", ())
    when = fields.pop("when", a_day(day) if day else None)
    document = a_document(
        f"Shells fell near {name}, the mayor said. Case {day} {sorted(fields)} {copies} {contains}.",
        published=published(day or "2024-12-20"),
        publisher="Example Daily",
    )
    mention = a_mention(document, f"Shells fell near {name}", where=place, when=when, flags=flags)
    parts = tuple(
        IncidentDocument(document_id=f"{document.id}{n}" if n else document.id, main=not n, mentions=1)
        for n in range(copies)
    )
    incident = an_incident(mention, documents=parts, contains=contains)
    dossier = Dossier(incident=incident, mentions=(mention,), statements=(), documents=(document,))
    return dossier, an_assessment(
        incident, **{"accused_by": (Accusation(side="HEZB", targets=("IL",)),), **fields}
    )


def a_register(*cases: tuple[Dossier, Any], **fields: Any) -> Register:
    more = fields.pop("documents", ())
    return Register(
        dossiers=tuple(dossier for dossier, _ in cases),
        assessments={dossier.incident.id: assessed for dossier, assessed in cases},
        documents=(*(dossier.documents[0] for dossier, _ in cases), *more),
        **fields,
    )


def patterns(*cases: tuple[Dossier, Any], situation: Any = GENERAL) -> Patterns:
    return find_patterns(a_register(*cases), situation, *SETTINGS.present_and_before(TODAY))


def test_two_periods_of_equal_length_lie_side_by_side() -> None:
    now, before = SETTINGS.present_and_before(TODAY)
    assert now == Period(start=date(2024, 12, 2), end=date(2024, 12, 31))
    assert before == Period(start=date(2024, 11, 2), end=date(2024, 12, 1))
    assert SETTINGS.periods(TODAY) == (before, now)


def test_incidents_are_counted_and_not_reports() -> None:
    found = patterns(told("2024-12-05", copies=10), told("2024-12-20"), told("2024-11-05", copies=3))
    (row,) = found.combined
    assert (row.place, row.kind, row.side) == ("Khiam", "fighting", "Israel")
    assert (len(row.now.incidents), row.now.reports) == (2, 11)
    assert (len(row.before.incidents), row.before.reports) == (1, 3)
    assert row.recurrent


def test_contested_incidents_are_marked_in_the_count() -> None:
    (row,) = patterns(
        told("2024-12-05", attribution=Attribution.CONTESTED),
        told("2024-12-06", occurrence=Occurrence.REPORTED),
    ).combined
    assert (len(row.now.incidents), len(row.now.contested)) == (2, 1)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (told("2024-12-05", contains=("a", "b")), "stands for several"),
        (told("2024-12-05", flags=(Flag.AGGREGATE,)), "sum of several"),
        (told("2024-12-05", occurrence=Occurrence.UNFOUNDED), "did not happen"),
        (told(None), "no day"),
        (
            told(
                "2024-12-05",
                when=TimeRange(
                    earliest=date(2024, 11, 25),
                    latest=date(2024, 12, 5),
                    precision=TimePrecision.RANGE,
                    basis=TimeBasis.STATED,
                ),
            ),
            "beyond one period",
        ),
    ],
)
def test_what_cannot_be_counted_honestly_is_set_apart(case: tuple[Dossier, Any], why: str) -> None:
    found = patterns(case, told("2024-12-09"))
    (apart,) = found.apart
    assert apart.incident == case[0].incident.id
    assert why in apart.why
    assert [len(row.now.incidents) for row in found.combined] == [1]


def test_older_incidents_are_in_no_count_and_not_apart() -> None:
    found = patterns(told("2024-08-05"))
    assert (found.combined, found.apart) == ((), ())


def test_unknown_place_and_nobody_accused_are_said_so() -> None:
    (row,) = patterns(told("2024-12-05", None, accused_by=())).combined
    assert (row.place, row.side) == (NO_PLACE, NOBODY)


def test_an_incident_of_two_accused_sides_counts_under_each_but_once_in_all() -> None:
    both = (Accusation(side="HEZB", targets=("IL",)), Accusation(side="IL", targets=("HEZB",)))
    found = patterns(told("2024-12-05", accused_by=both))
    assert [row.side for row in found.combined] == ["Hezbollah and Israel"]
    assert sorted(row.side for row in found.by_side) == ["Hezbollah", "Israel"]
    assert len(found.counted[0]) == 1


def watched(*areas: Area) -> Any:
    return replace(GENERAL, areas=areas)


SECTOR = Area(
    id="test/sector", place=a_place("Eastern sector", lat=33.3, lon=35.6, radius_km=15, gazetteer_id="t:e")
)


def test_incidents_in_a_watched_area_are_counted_together() -> None:
    near = replace(KHIAM, name="Odaisseh", gazetteer_id="test:od", lat=33.256)
    rows = patterns(told("2024-12-05"), told("2024-12-06", near), situation=watched(SECTOR)).by_place
    assert [(row.place, len(row.now.incidents)) for row in rows] == [("Eastern sector", 2)]


def report_of(register: Register, situation: Any = GENERAL) -> Report:
    return write_situation_report(register, situation, as_of=TODAY, settings=SETTINGS)


def section(report: Report, title: str) -> Section:
    return next(section for section in report.sections if section.title == title)


def test_every_sentence_of_the_new_sections_cites_and_holds() -> None:
    document = a_document("Observers were kept out of Khiam on Monday.", published=published("2024-12-20"))
    access = AreaAccess(
        record="entry",
        area=KHIAM,
        traffic="observers",
        state="denied",
        since=date(2024, 12, 20),
        by="UN",
        evidence=(evidence_of(document, "Observers were kept out of Khiam"),),
    )
    register = a_register(
        told("2024-12-05"),
        told("2024-12-06"),
        told("2024-09-05", TYRE),
        documents=(document,),
        access=(access,),
    )
    report = report_of(register)
    for title in (MOVEMENT, PATTERNS, SILENCE):
        sentences = section(report, title).sentences
        assert sentences, title
        for sentence in sentences:
            assert sentence.citations, sentence.text
            assert unsupported(sentence) == (), sentence.text
    assert "withheld" not in " ".join(s.text for s in report.sections[-1].sentences)


def test_small_numbers_are_called_too_few() -> None:
    few = report_of(a_register(told("2024-12-05"), told("2024-11-06")))
    assert any("too few" in s.text for s in section(few, PATTERNS).sentences)
    many = [told(f"2024-12-{day:02}") for day in range(5, 12)]
    assert not any("too few" in s.text for s in section(report_of(a_register(*many)), PATTERNS).sentences)


def test_silence_is_told_with_the_last_report_and_never_as_quiet() -> None:
    report = report_of(a_register(told("2024-12-30"), told("2024-09-05", TYRE)))
    (sentence,) = section(report, SILENCE).sentences
    assert sentence.text.startswith("Tyre: no report for 117 days")
    assert "5 September 2024" in sentence.text
    assert sentence.citations[0].quote in sentence.text.replace("“", "").replace("”", "") + "."
    told_all = " ".join([*(s.text for s in section(report, SILENCE).sentences), section_csv(report, SILENCE)])
    assert not re.search(r"\b(?:calm|quiet|peaceful|stable|no incidents?)\b", told_all, re.IGNORECASE)


def test_a_document_that_names_the_area_breaks_the_silence() -> None:
    newer = a_document("The road to Tyre was repaired.", published=published("2024-12-28"))
    register = a_register(told("2024-09-05", TYRE), documents=(newer,))
    (area,) = watched_areas(register, GENERAL, TODAY, 14)
    assert (area.days, area.silent, area.last_report) == (3, False, date(2024, 12, 28))
    assert area.last_words is not None
    assert area.last_words.quote == "The road to Tyre was repaired."


def test_page_furniture_and_later_and_undated_documents_break_no_silence() -> None:
    teaser = a_document("Read also: Tyre in pictures", published=published("2024-12-28"))
    teaser = replace(teaser, furniture=(evidence_of(teaser, "Read also: Tyre in pictures").span,))
    others = (
        a_document("Tyre rebuilds.", published=None),
        a_document("Tyre in the new year.", published=published("2025-01-05")),
        teaser,
    )
    (area,) = watched_areas(a_register(told("2024-09-05", TYRE), documents=others), GENERAL, TODAY, 14)
    assert (area.last_report, area.silent) == (date(2024, 9, 5), True)


def test_the_packs_areas_are_watched_even_if_nobody_ever_named_them() -> None:
    own = replace(SECTOR, silent_after=5)
    (area,) = watched_areas(a_register(), watched(own), TODAY, 14)
    assert (area.name, area.last_report, area.days, area.silent, area.limit) == (
        "Eastern sector",
        None,
        None,
        True,
        5,
    )
    unwatched = replace(SECTOR, monitored=False)
    assert watched_areas(a_register(), watched(unwatched), TODAY, 14) == ()


def test_an_incident_in_an_area_is_a_report_on_it_whatever_its_words() -> None:
    near = replace(KHIAM, name="the hill", gazetteer_id="test:hill")
    sector = replace(SECTOR, place=replace(SECTOR.place, gazetteer_id="test:hill"))
    (area,) = watched_areas(a_register(told("2024-12-30", near)), watched(sector), TODAY, 14)
    assert area.last_report == date(2024, 12, 30)


def test_the_spelling_that_reports_use_counts_as_the_places_name() -> None:
    askyaran = a_place("Askyaran", lat=39.94, lon=46.83, gazetteer_id="test:askyaran")
    dossier, assessed = told("2024-09-05", askyaran)
    (document,), (mention,) = dossier.documents, dossier.mentions
    spoken = replace(document, text=document.text.replace("Askyaran", "Askeran"))
    at = spoken.text.index("Askeran")
    mention = replace(
        mention, where_span=Span(start=at, end=at + 7), evidence=evidence_of(spoken, "fell near Askeran")
    )
    case = replace(dossier, documents=(spoken,), mentions=(mention,)), assessed
    newer = a_document("Shops in Askeran opened again.", published=published("2024-12-29"))
    (area,) = watched_areas(a_register(case, documents=(newer,)), GENERAL, TODAY, 14)
    assert area.last_report == date(2024, 12, 29)


def test_an_incident_of_the_world_gazetteer_is_told_of_the_packs_area_around_it() -> None:
    (area,) = watched_areas(a_register(told("2024-12-30", KHIAM)), watched(SECTOR), TODAY, 14)
    assert (area.name, area.last_report, area.last_incident) == (
        "Eastern sector",
        date(2024, 12, 30),
        date(2024, 12, 30),
    )


def test_without_a_day_nothing_is_told_of_patterns_and_silence() -> None:
    report = write_situation_report(a_register(told("2024-12-05")), GENERAL, as_of=None)
    assert {PATTERNS, SILENCE}.isdisjoint(section.title for section in report.sections)


def test_differing_accounts_of_access_stand_side_by_side() -> None:
    document = a_document("The crossing to Khiam was shut. The crossing to Khiam was open.")
    rows = [
        AreaAccess(
            record="e1",
            area=KHIAM,
            traffic="all",
            state=state,
            since=date(2024, 12, 3),
            by=by,
            evidence=(evidence_of(document, quote),),
        )
        for state, by, quote in (
            ("closed", "HEZB", "The crossing to Khiam was shut"),
            ("granted", "IL", "The crossing to Khiam was open"),
        )
    ]
    report = report_of(a_register(documents=(document,), access=tuple(rows)))
    (table,) = section(report, MOVEMENT).tables
    assert [row[:6] for row in table.rows] == [
        ("Khiam", "all traffic", "closed", "2024-12-03", "not told", "Hezbollah"),
        ("Khiam", "all traffic", "granted", "2024-12-03", "not told", "Israel"),
    ]
    assert table.records == tuple(row.id for row in rows)


def test_every_row_of_every_table_can_be_asked_about() -> None:
    document = a_document("Aid reached Khiam.")
    access = AreaAccess(
        record="e1",
        area=KHIAM,
        traffic="humanitarian",
        state="granted",
        evidence=(evidence_of(document, "Aid reached Khiam"),),
    )
    register = a_register(
        told("2024-12-05"), told("2024-11-05", TYRE), documents=(document,), access=(access,)
    )
    report = report_of(register, watched(SECTOR))
    behind = {row.id: row for row in behind_rows(register, watched(SECTOR), TODAY, SETTINGS)}
    asked = [
        record
        for title in (MOVEMENT, PATTERNS, SILENCE)
        for table in section(report, title).tables
        if table.title != "Left out of the counts"
        for record in table.records
    ]
    assert len(asked) >= 8
    for record in asked:
        assert behind[record].says
    (pattern,) = [row for row in behind.values() if row.kind == "pattern" and row.says == "Tyre"]
    assert any("before" in fact.lower() and "1 incident" in fact for fact in pattern.facts)
    assert pattern.cited


def test_the_page_draws_the_patterns_for_those_who_see_and_those_who_do_not() -> None:
    register = a_register(
        told("2024-12-05", attribution=Attribution.CONTESTED), told("2024-11-06"), told("2024-12-07", TYRE)
    )
    page = render_html(report_of(register), register, GENERAL, TODAY, SETTINGS)
    panels = re.findall(r'<svg class="panel".*?</svg>', page, re.DOTALL)
    assert len(panels) == 3
    for panel in panels:
        assert 'role="img"' in panel
        assert "2 December 2024 to 31 December 2024 against 2 November 2024 to 1 December 2024" in panel
    assert "Khiam: 1, before 1, contested 1" in panels[0]
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_hostile_names_stay_words_in_the_drawing() -> None:
    bad = replace(KHIAM, name="<script>alert(1)</script>", gazetteer_id="test:bad")
    register = a_register(told("2024-12-05", bad))
    page = render_html(report_of(register), register, GENERAL, TODAY, SETTINGS)
    assert "<script>" not in page


def test_tables_as_csv_name_their_rows() -> None:
    report = report_of(a_register(told("2024-12-05"), told("2024-11-06")))
    lines = section_csv(report, PATTERNS).splitlines()
    assert lines[0].startswith("table,id,Place,Kind,Accused,In the period,contested,reports,Before it")
    assert lines[1].startswith('"Incidents by place, kind and accused side",')
    assert ",Khiam,fighting,Israel,1,0,1,1,0,1" in lines[1]


def test_an_incident_nobody_independent_could_see_is_marked_on_its_card() -> None:
    seen = told("2024-12-05", reasons=(Reason(rule="C1", says="no independent observer", records=("e1",)),))
    register = a_register(seen)
    assert "access: <b>no independent observer</b>" in render_html(report_of(register), register, GENERAL)
    open_ = a_register(told("2024-12-05"))
    assert 'class="unseen"' not in render_html(report_of(open_), open_, GENERAL)


def test_a_ledger_entry_without_place_is_in_no_area() -> None:
    document = a_document("The mission was refused entry.")
    entry = a_ledger_entry(
        document, "The mission was refused entry", ledger=LedgerKind.ACCESS, state="denied"
    )
    (one,) = access_by_area(Ledgers(entries=(entry,)), GENERAL, (), (document,))
    report = report_of(a_register(documents=(document,), access=(one,)))
    assert section(report, MOVEMENT).tables[0].rows[0][0] == "area not told"


def test_the_scorecard_is_drawn_with_its_words_beside_it() -> None:
    pack = load_situation("lebanon_israel")
    scores = tuple(
        ProvisionScore(
            provision=provision.id,
            period=period,
            proposed=2 if provision.number == "1" else None,
            reasons=(Reason(rule="I6", says="1 incident against it", records=()),),
            set_to=3 if provision.number == "8" and period.end == TODAY else None,
        )
        for agreement in pack.agreements
        for provision in agreement.provisions
        for period in SETTINGS.periods(TODAY)
    )
    register = a_register(told("2024-12-05"), scores=scores)
    page = render_html(report_of(register, pack), register, pack, TODAY, SETTINGS)
    grids = re.findall(r'<svg class="panel grid".*?</svg>', page, re.DOTALL)
    assert len(grids) == 2
    assert "2 proposed, intermediate" in grids[0]
    assert "none; 3 set by a person" in grids[0]
    (columns,) = {
        table.columns[3:5] for table in section(report_of(register, pack), "Provision scorecard").tables[:1]
    }
    assert columns == ("2024-11-02 to 2024-12-01", "2024-12-02 to 2024-12-31")
