"""Ledgers: what enters, in which state, and what is one entry."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import a_document, a_statement, published

from trucewatch.ledgers import keep_ledgers
from trucewatch.ledgers.amounts import amounts_in
from trucewatch.ledgers.deadlines import deadline_in
from trucewatch.records import Document, LedgerEntry, LedgerKind, Speaker, Stance, Statement, StatementKind
from trucewatch.situation import load_situation

SITUATION = load_situation("south_caucasus")


def said(text: str, side: str | None = None, stance: Stance = Stance.ASSERT, **fields: object) -> Statement:
    document = a_document(text, **fields)
    speaker = Speaker(text=text.split()[0], start=0, end=len(text.split()[0]), side=side) if side else None
    return a_statement(document, text, stance=stance, speaker=speaker)


def kept(
    *statements: Statement, as_of: date | None = None, day: str = "2022-03-01"
) -> tuple[LedgerEntry, ...]:
    documents = {
        s.document_id: Document(id=s.document_id, text=s.evidence.quote, published=published(day))
        for s in statements
    }
    return keep_ledgers(statements, (), SITUATION, documents.values(), as_of).entries


def one(*statements: Statement, ledger: LedgerKind) -> LedgerEntry:
    (entry,) = [entry for entry in kept(*statements) if entry.ledger is ledger]
    return entry


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Sudan's army promised a full investigation of the strike on the market.", "promised"),
        ("Ukrainian prosecutors opened criminal proceedings over the shelling of the bus.", "opened"),
        ("The Israeli military said it was investigating the report.", "opened"),
        ("South Sudan called for an independent inquiry into the ambush.", "requested"),
        ("The findings of the Colombian army's inquiry were handed to the mission.", "findings_published"),
        ("Myanmar's military closed its investigation without charges.", "closed"),
    ],
)
def test_investigation_states(text: str, state: str) -> None:
    assert one(said(text, "SD"), ledger=LedgerKind.INVESTIGATION).state == state


@pytest.mark.parametrize(
    ("text", "state", "traffic"),
    [
        ("Syria refused the inspectors access to the depot.", "denied", "observers"),
        ("Saudi Arabia closed the airport to all flights.", "closed", "all"),
        ("Israel is ready to let fuel trucks enter through the crossing.", "offered", "commercial"),
        ("Sudan allowed three aid convoys to pass.", "granted", "humanitarian"),
        ("The UN demands unimpeded humanitarian access to the town.", "demanded", "humanitarian"),
        ("Russia restricted the movement of the monitors.", "restricted", "observers"),
    ],
)
def test_access_states(text: str, state: str, traffic: str) -> None:
    entry = one(said(text, "UN"), ledger=LedgerKind.ACCESS)
    assert (entry.state, entry.traffic) == (state, traffic)


def test_the_notified_is_not_the_notifier() -> None:
    entry = one(
        said("The Russian peacekeepers were informed by Azerbaijan hours in advance.", "TR"),
        ledger=LedgerKind.NOTIFICATION,
    )
    assert (entry.by, entry.to, entry.lead_time) == (("AZ",), ("RU",), "hours in advance")


def test_two_tellings_of_one_notification_stand_side_by_side() -> None:
    first = said("It notified the Russian peacekeepers of the operation.", "AZ")
    second = said(
        "The Russian peacekeepers were told nothing, and were informed minutes before Azerbaijan began.", "RU"
    )
    entry = one(first, second, ledger=LedgerKind.NOTIFICATION)
    assert {change.by for change in entry.history} == {"AZ", "RU"}
    assert entry.lead_time == "minutes before"


def test_a_pledge_needs_a_sum_and_keeps_it() -> None:
    entry = one(
        said("The European Union pledged 4.5 million euros in humanitarian aid.", "EU", Stance.PROMISE),
        ledger=LedgerKind.PLEDGE,
    )
    assert entry.amount is not None
    assert (entry.amount.value, entry.amount.currency) == (4_500_000, "EUR")
    assert not [
        e for e in kept(said("The European Union will send aid.", "EU")) if e.ledger is LedgerKind.PLEDGE
    ]


def test_one_promise_in_two_reports_is_one_entry_with_two_quotes() -> None:
    a = said(
        "The rebels will release the remaining prisoners of the September fighting.", "HOUTHI", Stance.PROMISE
    )
    b = said(
        "All remaining prisoners of the September fighting will be released, the rebels vowed.",
        "HOUTHI",
        Stance.PROMISE,
    )
    (entry,) = [e for e in kept(a, b) if e.ledger is LedgerKind.COMMITMENT]
    assert sum(len(change.evidence) for change in entry.history) == 2


def test_demands_keep_whom_they_address() -> None:
    demand = a_statement(
        a_document("Pakistan urged India to stop firing across the line."),
        "Pakistan urged India to stop firing across the line.",
        stance=Stance.DEMAND,
        speaker=Speaker(text="Pakistan", start=0, end=8, side="PK"),
        target=("IN",),
    )
    entry = one(demand, ledger=LedgerKind.DEMAND)
    assert (entry.by, entry.to) == (("PK",), ("IN",))


def test_what_an_outlet_supposes_is_no_entry() -> None:
    assert not kept(said("Observers could be granted access if talks succeed.", None, Stance.OUTLET))


def test_nobody_s_demand_is_no_entry() -> None:
    assert not [
        e for e in kept(said("More must be done.", None, Stance.DEMAND)) if e.ledger is LedgerKind.DEMAND
    ]


def test_a_breach_of_the_named_agreement_goes_to_its_ceasefire_clause() -> None:
    statement = a_statement(
        a_document("Armenia said Azerbaijan had violated the 2020 ceasefire agreement."),
        "Armenia said Azerbaijan had violated the 2020 ceasefire agreement.",
        stance=Stance.ACCUSE,
        speaker=Speaker(text="Armenia", start=0, end=7, side="AM"),
        target=("AZ",),
    )
    entry = one(statement, ledger=LedgerKind.PROVISION)
    assert (entry.provision, entry.state, entry.by, entry.to) == (
        "NK-2020-11-10/1",
        "alleged_breach",
        ("AM",),
        ("AZ",),
    )


def test_overdue_needs_a_clock() -> None:
    promise = said("The army will withdraw its guns from the bridge by 4 March.", "SD", Stance.PROMISE)
    (open_entry,) = [e for e in kept(promise) if e.ledger is LedgerKind.COMMITMENT]
    assert open_entry.deadline == date(2022, 3, 4)
    assert not open_entry.overdue
    (late,) = [e for e in kept(promise, as_of=date(2022, 4, 1)) if e.ledger is LedgerKind.COMMITMENT]
    assert late.overdue


def test_credit_lines_are_read_once_through_their_sentences() -> None:
    text = "Sudan's army promised a full investigation of the strike."
    credited = a_statement(a_document(text), text, kind=StatementKind.CREDIT_LINE)
    assert not kept(credited)


@pytest.mark.parametrize(
    ("words", "value", "currency", "basis"),
    [
        ("$12 million in aid", 12e6, "USD", "unknown"),
        ("an additional 500,000 euros", 5e5, "EUR", "increment"),
        ("bringing its support to 5 million euros", 5e6, "EUR", "cumulative"),
        ("€4.5m for the displaced", 4.5e6, "EUR", "unknown"),
        ("two million Swiss francs", 2e6, "CHF", "unknown"),
        ("half a billion dollars", None, None, None),
        ("1.2 bn yen", 1.2e9, "JPY", "unknown"),
    ],
)
def test_amounts(words: str, value: float | None, currency: str | None, basis: str | None) -> None:
    found = amounts_in(words)
    if value is None:
        assert all(amount.value > 0 for amount in found)
        return
    (amount,) = found
    assert (amount.value, amount.currency, amount.basis) == (value, currency, basis)


@pytest.mark.parametrize(
    ("words", "said_on", "due"),
    [
        ("by 1 December", date(2020, 11, 10), date(2020, 12, 1)),
        ("by January 5", date(2020, 11, 10), date(2021, 1, 5)),
        ("before 30 June 2021", None, date(2021, 6, 30)),
        ("within 72 hours", date(2020, 11, 10), date(2020, 11, 13)),
        ("within two weeks", date(2020, 11, 10), date(2020, 11, 24)),
        ("no later than 2024-11-27", None, date(2024, 11, 27)),
        ("within 72 hours", None, None),
        ("by 31 February", date(2020, 1, 1), None),
        ("by the river", date(2020, 1, 1), None),
    ],
)
def test_deadlines(words: str, said_on: date | None, due: date | None) -> None:
    assert deadline_in(f"The guns will be withdrawn {words}.", said_on) == due
