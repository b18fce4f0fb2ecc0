"""Whole outputs, compared letter by letter with what is kept; refresh them with
`python -m pytest tests/golden --refresh-golden` and read the difference before you commit it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.builders import (
    a_day,
    a_document,
    a_ledger_entry,
    a_mention,
    a_statement,
    an_incident,
    evidence_of,
    published,
)

from trucewatch.records import (
    Account,
    Accusation,
    Attribution,
    Document,
    Dossier,
    LedgerKind,
    Ledgers,
    Occurrence,
    Speaker,
    Stance,
    StateChange,
)
from trucewatch.reporting import (
    MOVEMENT,
    PATTERNS,
    SILENCE,
    Register,
    ReportSettings,
    incidents_csv,
    incidents_geojson,
    provisions_csv,
    provisions_json,
    render_json,
    render_markdown,
    section_csv,
    write_situation_report,
)
from trucewatch.situation import load_situation
from trucewatch.verification import Known, access_by_area, assess_incident, score_provisions

KEPT = Path(__file__).parent
PACK = load_situation("lebanon_israel")
TODAY = date(2025, 1, 20)
SETTINGS = ReportSettings(period_days=28, silence_days=21, scorecard_periods=2)


def _place(name: str) -> Any:
    (place,) = PACK.places_named(name)
    return place


def _told(document: Document, quote: str, side: str, stance: Stance, **fields: Any) -> Any:
    return replace(
        a_statement(document, quote, stance=stance, **fields),
        speaker=Speaker(text="It", start=0, end=2, side=side),
    )


def _clash(day: str, place: str, *, denied: bool) -> Dossier:
    """One side blames the other for fire at a place; the other denies it or says nothing."""
    blame = f"Fighters fired on a post near {place}"
    claim = a_document(
        f"{blame} on {day}, the army said.", published=published(day), publisher="Example Daily"
    )
    reply = a_document(f"We fired no shot near {place} on {day}, the group said.", published=published(day))
    accused = _told(claim, blame, "IL", Stance.ACCUSE, target=("HEZB",))
    accounts = [Account(side="IL", stance=Stance.ACCUSE, statement_ids=(accused.id,), targets=("HEZB",))]
    statements, documents = [accused], [claim]
    if denied:
        denial = _told(reply, "We fired no shot", "HEZB", Stance.DENY)
        accounts.append(Account(side="HEZB", stance=Stance.DENY, statement_ids=(denial.id,)))
        statements.append(denial)
        documents.append(reply)
    mention = a_mention(claim, blame, where=_place(place), when=a_day(day), statement_id=accused.id)
    incident = an_incident(mention, accounts=tuple(accounts))
    return Dossier(
        incident=incident, mentions=(mention,), statements=tuple(statements), documents=tuple(documents)
    )


def _entry(
    ledger: LedgerKind, quote: str, day: str, state: str, by: str, **fields: Any
) -> tuple[Any, Document]:
    document = a_document(
        f"{quote}, it was said on {day}.", published=published(day), publisher="Example Daily"
    )
    change = StateChange(
        state=state, when=date.fromisoformat(day), evidence=(evidence_of(document, quote),), by=by
    )
    return a_ledger_entry(document, quote, ledger=ledger, state=state, history=(change,), **fields), document


@pytest.fixture(scope="module")
def register() -> Register:
    """Three clashes in two periods, a patrol that was kept out, a deployment that was begun and seen."""
    dossiers = [
        _clash("2025-01-15", "Khiam", denied=True),
        _clash("2025-01-05", "Kfar Kila", denied=False),
        _clash("2024-12-10", "Khiam", denied=False),
    ]
    entries = [
        _entry(
            LedgerKind.ACCESS,
            "A patrol was turned back on its way to Khiam",
            "2025-01-16",
            "denied",
            "UN",
            traffic="observers",
        ),
        _entry(
            LedgerKind.COMMITMENT,
            "The army said that it had moved into ten villages",
            "2025-01-12",
            "in_progress",
            "LB",
            provision="LBIL-2024-11-27/8",
        ),
        _entry(
            LedgerKind.COMMITMENT,
            "The mission saw the army in the villages",
            "2025-01-14",
            "kept",
            "UN",
            provision="LBIL-2024-11-27/8",
        ),
    ]
    ledgers = Ledgers(entries=tuple(entry for entry, _ in entries))
    documents = (*(d for dossier in dossiers for d in dossier.documents), *(d for _, d in entries))
    incidents = [dossier.incident for dossier in dossiers]
    access = access_by_area(ledgers, PACK, incidents, documents)
    dossiers = [replace(dossier, access=access) for dossier in dossiers]
    assessments = {d.incident.id: assess_incident(d, PACK, TODAY) for d in dossiers}
    known = Known(incidents=tuple(incidents), assessments=assessments, ledgers=ledgers, access=access)
    return Register(
        dossiers=tuple(dossiers),
        assessments=assessments,
        documents=documents,
        statements=tuple(s for dossier in dossiers for s in dossier.statements),
        ledgers=ledgers,
        access=access,
        scores=score_provisions(PACK, SETTINGS.periods(TODAY), known),
    )


def _report(register: Register) -> Any:
    return write_situation_report(register, PACK, as_of=TODAY, settings=SETTINGS)


OUTPUTS: dict[str, Callable[[Register], str]] = {
    "report.md": lambda register: render_markdown(_report(register), register),
    "report.json": lambda register: render_json(_report(register)),
    "incidents.csv": incidents_csv,
    "incidents.geojson": incidents_geojson,
    "access.csv": lambda register: section_csv(_report(register), MOVEMENT),
    "patterns.csv": lambda register: section_csv(_report(register), PATTERNS),
    "silence.csv": lambda register: section_csv(_report(register), SILENCE),
    "provisions.csv": lambda register: provisions_csv(register, PACK),
    "provisions.json": lambda register: provisions_json(register, PACK),
}


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_the_whole_output_is_what_was_kept(name: str, register: Register, refresh_golden: bool) -> None:
    written = OUTPUTS[name](register)
    path = KEPT / name
    if refresh_golden:
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_the_register_of_the_golden_files_has_something_of_everything(register: Register) -> None:
    assessed = register.assessments.values()
    assert Attribution.CONTESTED in {a.attribution for a in assessed}
    assert Occurrence.REPORTED in {a.occurrence for a in assessed}
    assert any(reason.rule == "C1" for a in assessed for reason in a.reasons)
    assert {score.proposed for score in register.scores} >= {None, 2, 3}
    assert {blame for a in assessed for blame in a.accused_by} == {Accusation(side="IL", targets=("HEZB",))}
