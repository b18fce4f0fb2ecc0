"""Where nobody independent could look: areas named in the ledger's quotes, and what assessments say of them."""

from __future__ import annotations

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
    an_incident,
    evidence_of,
    published,
)
from trucewatch.records import (
    AreaAccess,
    Dossier,
    Incident,
    LedgerEntry,
    LedgerKind,
    Ledgers,
    Place,
    StateChange,
)
from trucewatch.situation import load_situation
from trucewatch.verification import access_by_area, assess_incident

GENERAL = load_situation("general")
DONBAS = load_situation("donbas")
KHIAM = a_place("Khiam", lat=33.327, lon=35.611, radius_km=3.0, gazetteer_id="test:khiam", country="LB")


def told(quote: str, state: str, day: str = "2024-12-03", **fields: Any) -> tuple[LedgerEntry, Any]:
    """An access entry of one quote, and the document that it stands in."""
    document = a_document(f"{quote}.", published=published(day))
    change = StateChange(
        state=state,
        when=date.fromisoformat(day),
        evidence=(evidence_of(document, quote),),
        by=fields.pop("told_by", "UN"),
    )
    stated = {"ledger": LedgerKind.ACCESS, "state": state, "history": (change,), "traffic": "observers"}
    return a_ledger_entry(document, quote, **{**stated, **fields}), document


def an_incident_at(place: Place, day: str = "2024-12-02") -> Incident:
    document = a_document(f"Shells fell on {place.name}.", published=published(day))
    return an_incident(a_mention(document, f"Shells fell on {place.name}", where=place, when=a_day(day)))


def access(
    *entries: tuple[LedgerEntry, Any], at: Place = KHIAM, situation: Any = GENERAL
) -> tuple[AreaAccess, ...]:
    ledgers = Ledgers(entries=tuple(entry for entry, _ in entries))
    documents = [document for _, document in entries]
    return access_by_area(ledgers, situation, [an_incident_at(at)], documents)


def reasons(incident: Incident, known: tuple[AreaAccess, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    dossier = Dossier(incident=incident, mentions=(), statements=(), documents=(), access=known)
    found = assess_incident(dossier, GENERAL, None).reasons
    return [(r.rule, r.says, r.records) for r in found if r.rule.startswith("C")]


@pytest.mark.parametrize(
    ("quote", "area"),
    [
        ("The army turned a patrol back on its way to Khiam", "Khiam"),
        ("Observers in Khiam were told to leave", "Khiam"),
        ("The Khiam road stayed closed to inspectors", "Khiam"),
        ("Reporters were kept from entering the town of Khiam", "Khiam"),
        ("The mission was refused entry", None),
        ("Guards shut the road linking the coast to Khiam", None),
        ("Khiam said that the mission was refused entry", None),
        ("A convoy that had waited two days in Khiam got its permit", None),
    ],
)
def test_the_area_is_where_one_goes_not_every_place_that_is_named(quote: str, area: str | None) -> None:
    (one,) = access(told(quote, "denied"))
    assert (one.area.name if one.area else None) == area
    assert one.evidence[0].quote == quote


def test_a_place_of_the_countries_concerned_is_found_in_the_world() -> None:
    (one,) = access(told("A patrol was stopped on the road to Naqoura", "denied"))
    assert one.area is not None
    assert (one.area.country, round(one.area.lat, 1)) == ("LB", 33.1)


def test_an_assessment_says_that_the_area_was_closed_and_names_the_entry() -> None:
    entry, document = told("A patrol on its way to Khiam was turned back", "denied")
    ((rule, says, records),) = reasons(an_incident_at(KHIAM), access((entry, document)))
    assert rule == "C1"
    assert "no independent observer" in says
    assert "Khiam" in says
    assert "United Nations" in says
    assert records == (entry.id,)


@pytest.mark.parametrize(
    ("state", "traffic", "rule"),
    [
        ("closed", "media", "C1"),
        ("closed", "all", "C1"),
        ("restricted", "observers", "C2"),
        ("denied", "humanitarian", "C2"),
        ("granted", "observers", None),
        ("offered", "observers", None),
        ("demanded", "observers", None),
        ("closed", "commercial", None),
        ("closed", "military", None),
    ],
)
def test_what_counts_as_closed(state: str, traffic: str, rule: str | None) -> None:
    known = access(told("Passage to Khiam", state, traffic=traffic))
    assert [found for found, _, _ in reasons(an_incident_at(KHIAM), known)] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2024-12-02", True),  # told the day after: nobody could look into it
        ("2024-12-20", True),
        ("2024-11-10", False),  # more than two weeks earlier
        ("2025-02-01", False),  # told too long ago to hold
    ],
)
def test_a_state_holds_for_its_time(day: str, closed: bool) -> None:
    known = access(told("A patrol on its way to Khiam was turned back", "denied", "2024-12-03"))
    assert bool(reasons(an_incident_at(KHIAM, day), known)) is closed


def test_what_is_opened_later_ends_it() -> None:
    known = access(
        told("A patrol on its way to Khiam was turned back", "denied", "2024-12-03"),
        told("Observers were let into Khiam", "granted", "2024-12-06"),
    )
    assert [one.until for one in known if one.state == "denied"] == [date(2024, 12, 6)]
    assert reasons(an_incident_at(KHIAM, "2024-12-07"), known) == []


def test_what_is_opened_to_aid_alone_does_not_end_a_closure_to_all() -> None:
    known = access(
        told("The Khiam road was closed", "closed", "2024-12-03", traffic="all"),
        told("Aid lorries were let into Khiam", "granted", "2024-12-06", traffic="humanitarian"),
    )
    assert [one.until for one in known if one.state == "closed"] == [None]


def test_one_sentence_that_tells_two_states_is_one_row() -> None:
    entry, document = told("Guards first stopped the patrol at Khiam and later let it through", "granted")
    (later,) = entry.history
    history = (replace(later, state="denied"), later)
    (row,) = access((replace(entry, history=history), document))
    assert (row.state, row.after) == ("granted", "denied")


def test_accounts_that_differ_stand_side_by_side() -> None:
    known = access(
        told("A patrol on its way to Khiam was turned back", "denied", "2024-12-03"),
        told("Observers were let into Khiam", "granted", "2024-12-03", told_by="IL"),
    )
    assert [rule for rule, _, _ in reasons(an_incident_at(KHIAM), known)] == ["C1", "C5"]


def test_another_town_says_nothing() -> None:
    tyre = replace(KHIAM, name="Tyre", lat=33.271, lon=35.196, gazetteer_id="test:tyre")
    known = access(told("A patrol on its way to Khiam was turned back", "denied"))
    assert reasons(an_incident_at(tyre), known) == []


def test_the_pack_knows_closed_areas_without_any_report() -> None:
    (stanytsia,) = DONBAS.places_named("Stanytsia Luhanska")
    known = access_by_area(Ledgers(), DONBAS, (), ())
    assert [one.source is not None for one in known] == [True] * len(known)
    found = reasons(an_incident_at(stanytsia, "2022-02-10"), known)
    assert ("C3", ("donbas/stanytsia_luhanska",)) in [(rule, records) for rule, _, records in found]
    assert all("pack" in says for _, says, _ in found)
    assert reasons(an_incident_at(stanytsia, "2019-02-10"), known) == []
