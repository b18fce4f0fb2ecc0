"""Ledgers: what enters, in which state, and what is one entry."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_document, a_statement, published
from tests.reading import parsed, statements_in
from trucewatch.ledgers import keep_ledgers
from trucewatch.ledgers.amounts import amounts_in
from trucewatch.ledgers.deadlines import deadline_in, lead_time_in
from trucewatch.ledgers.provisions import names_agreement, provision_in
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


def test_where_and_by_whose_mediation_they_met_is_no_addressee() -> None:
    invoked = one(
        said(
            "The attack, made while the leaders met in Minsk under Russian mediation, shows that Armenia scorns the trilateral"
            " statement of November 9, 2020.",
            "AZ",
        ),
        ledger=LedgerKind.PROVISION,
    )
    assert (invoked.state, invoked.by, invoked.to) == ("invoked", ("AZ",), ("AM",))


def test_who_tells_what_another_asked_is_the_teller() -> None:
    text = "Georgia's government said Moscow had demanded that the crossing at Zemo Nikozi be closed."
    analysis = parsed(text, day=date(2021, 6, 15))
    entries = keep_ledgers(
        statements_in(analysis), (), load_situation("general"), [analysis.document]
    ).entries
    (demand,) = [entry for entry in entries if entry.ledger is LedgerKind.DEMAND]
    assert (demand.by, [change.by for change in demand.history]) == (("RU",), ["GE"])


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


def told(*reports: tuple[str, str, str | None, Stance]) -> tuple[LedgerEntry, ...]:
    """What is kept of reports, each a day, a sentence, the speaker's side and the stance."""
    statements, documents = [], []
    for day, text, side, stance in reports:
        document = a_document(text, published=published(day))
        speaker = (
            Speaker(text=text.split()[0], start=0, end=len(text.split()[0]), side=side) if side else None
        )
        statements.append(a_statement(document, text, stance=stance, speaker=speaker))
        documents.append(document)
    return keep_ledgers(statements, (), SITUATION, documents).entries


def moves(ledger: LedgerKind, *reports: tuple[str, str, str | None, Stance]) -> tuple[str, list[str]]:
    (entry,) = [entry for entry in told(*reports) if entry.ledger is ledger]
    return entry.state, [change.state for change in entry.history]


def test_an_inquiry_moves_from_promise_to_findings() -> None:
    assert moves(
        LedgerKind.INVESTIGATION,
        ("2019-08-01", "Kenya promised a full review of the raid on Mandera hospital.", "KE", Stance.PROMISE),
        (
            "2019-09-01",
            "Kenya has opened its inquiry into the raid on Mandera hospital.",
            None,
            Stance.OUTLET,
        ),
        (
            "2020-01-15",
            "Kenya published the findings of its probe into the raid on Mandera hospital.",
            None,
            Stance.OUTLET,
        ),
    ) == ("findings_published", ["promised", "opened", "findings_published"])


def test_what_is_told_again_on_another_day_is_quoted_under_that_day() -> None:
    (entry,) = told(
        ("2014-02-01", "Egypt closed Rafah crossing to aid convoys.", None, Stance.OUTLET),
        ("2014-02-09", "Egypt closed the Rafah crossing to aid convoys.", None, Stance.OUTLET),
    )
    assert [(c.state, c.when, len(c.evidence)) for c in entry.history] == [
        ("closed", date(2014, 2, 1), 1),
        ("closed", date(2014, 2, 9), 1),
    ]


def test_another_report_s_asking_for_what_was_granted_is_a_matter_of_its_own() -> None:
    entries = told(
        ("2014-01-09", "Egypt opened Rafah crossing to aid convoys.", None, Stance.OUTLET),
        ("2014-01-20", "Qatar called for aid convoys to be let through at Nitzana.", "QA", Stance.DEMAND),
    )
    assert sum(entry.ledger is LedgerKind.ACCESS for entry in entries) == 2


def test_a_pledge_moves_from_word_to_payment() -> None:
    assert moves(
        LedgerKind.PLEDGE,
        ("2018-02-01", "Japan pledged 12 million dollars in relief for Chad.", "JP", Stance.PROMISE),
        ("2018-03-01", "Japan has allocated 12 million dollars in relief for Chad.", None, Stance.OUTLET),
        ("2018-05-01", "Japan has paid the 12 million dollars it pledged to Chad.", None, Stance.OUTLET),
    ) == ("paid", ["pledged", "committed", "paid"])


def test_a_crossing_opens_and_closes_per_traffic() -> None:
    assert moves(
        LedgerKind.ACCESS,
        ("2014-01-02", "Egypt offered to open Rafah crossing to aid convoys.", "EG", Stance.PROMISE),
        ("2014-01-09", "Egypt opened Rafah crossing to aid convoys.", None, Stance.OUTLET),
        ("2014-02-01", "Egypt closed Rafah crossing to aid convoys.", None, Stance.OUTLET),
    ) == ("closed", ["offered", "granted", "closed"])


def test_an_opening_to_one_kind_of_traffic_is_not_what_was_asked_for_all() -> None:
    entries = told(
        ("2016-06-01", "Syria must open the Homs road, Turkey demands.", "TR", Stance.DEMAND),
        ("2016-06-01", "Syria has opened the Homs road to aid convoys.", "SY", Stance.ASSERT),
    )
    ways = {(e.traffic, e.state) for e in entries if e.ledger is LedgerKind.ACCESS}
    assert ways == {("all", "demanded"), ("humanitarian", "granted")}


def test_those_who_stop_others_are_no_traffic() -> None:
    entry = one(
        said("In Mitrovica residents stopped the lorry at the bridge.", "UN"), ledger=LedgerKind.ACCESS
    )
    assert entry.traffic == "all"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Russia is obliged to withdraw foreign fighters under the agreement of 12 February.", True),
        ("Ukraine cites the 12 February agreement on the withdrawal of weapons.", True),
        ("Prosecutors said that soldiers fired on a car of the monitors on 12 February.", False),
        ("The ceasefire held and the army admitted that its mortars were used on 12 February.", False),
    ],
)
def test_a_day_names_an_agreement_only_with_a_word_for_a_text(text: str, named: bool) -> None:
    assert names_agreement(text, date(2015, 3, 1), load_situation("donbas")) is named


def test_increments_and_their_total_are_counted_once() -> None:
    entries = told(
        ("2015-03-01", "Ireland pledged 0.5 million euros in aid for Niger.", "IE", Stance.PROMISE),
        (
            "2015-04-01",
            "Ireland pledged a further 4.5 million euros in aid for Niger, bringing its total to 5 million euros.",
            "IE",
            Stance.PROMISE,
        ),
    )
    (entry,) = [entry for entry in entries if entry.ledger is LedgerKind.PLEDGE]
    assert entry.amount is not None
    assert (entry.amount.value, entry.amount.basis) == (5e6, "cumulative")


def test_a_demand_and_its_rejection_are_one() -> None:
    assert moves(
        LedgerKind.DEMAND,
        ("2016-06-01", "India demanded that Pakistan shut the camps near Muzaffarabad.", "IN", Stance.DEMAND),
        ("2016-06-03", "Pakistan rejected India's demand to shut the camps.", None, Stance.OUTLET),
    ) == ("rejected", ["made", "rejected"])


@pytest.mark.parametrize(
    "text",
    [
        "No investigation was opened into the shelling.",
        "Chad's army refused to open an inquiry.",
        "In 2009 Chad opened an inquiry into the raid.",
        "Doctors could be granted access if the truce holds.",
        "Washington approved $600 million in arms sales to Chad.",
    ],
)
def test_what_is_denied_supposed_old_or_military_is_no_entry(text: str) -> None:
    assert not told(("2021-05-01", text, None, Stance.OUTLET))


def test_a_notification_that_its_recipient_denies_is_disputed() -> None:
    entries = told(
        ("2019-10-09", "Turkey said it had notified Iraq of the raid two hours ahead.", "TR", Stance.ASSERT),
        ("2019-10-09", "Iraq said it was not notified of the raid.", "IQ", Stance.DENY),
    )
    (entry,) = [entry for entry in entries if entry.ledger is LedgerKind.NOTIFICATION]
    assert (entry.state, entry.to, entry.lead_time) == ("disputed", ("IQ",), "two hours ahead")
    assert {change.by for change in entry.history} == {"TR", "IQ"}


def test_doers_in_a_list_all_act() -> None:
    entries = told(
        (
            "2020-08-21",
            "France and Germany called for an inquiry into the coup in Mali.",
            "FR",
            Stance.DEMAND,
        )
    )
    (entry,) = [entry for entry in entries if entry.ledger is LedgerKind.INVESTIGATION]
    assert (entry.state, entry.by) == ("requested", ("FR", "DE"))


REPORTS = (
    ("2018-02-01", "Japan pledged 12 million dollars in relief for Chad.", "JP", Stance.PROMISE),
    ("2018-05-01", "Japan has paid the 12 million dollars it pledged to Chad.", None, Stance.OUTLET),
    ("2018-05-01", "Chad demanded that Sudan shut the camps near Tine.", "TD", Stance.DEMAND),
    ("2018-05-02", "Sudan rejected Chad's demand to shut the camps.", None, Stance.OUTLET),
    ("2018-05-02", "Turkey said it had notified Iraq of the raid two hours ahead.", "TR", Stance.ASSERT),
    ("2018-05-02", "Iraq said it was not notified of the raid.", "IQ", Stance.DENY),
    ("2018-06-01", "Egypt opened Rafah crossing to aid convoys.", None, Stance.OUTLET),
    ("2018-07-01", "Egypt closed Rafah crossing to aid convoys.", None, Stance.OUTLET),
)


@given(st.permutations(REPORTS))
@settings(max_examples=40, deadline=None)
def test_entries_do_not_depend_on_the_order_of_reports(
    reports: list[tuple[str, str, str | None, Stance]],
) -> None:
    assert told(*reports) == told(*REPORTS)


def test_many_demands_take_near_linear_time() -> None:
    def spent(count: int) -> float:
        reports = [
            (f"2018-{1 + n % 12:02d}-{1 + n % 28:02d}", f"Chad demanded that Sudan leave post {n}.", "TD")
            for n in range(count)
        ]
        start = process_time()
        told(*((day, text, side, Stance.DEMAND) for day, text, side in reports))
        return process_time() - start

    spent(50)
    assert spent(1600) < 12 * max(spent(400), 0.01)


@pytest.mark.parametrize(
    ("pack", "day", "words", "provision"),
    [
        ("south_caucasus", "2021-06-01", "The trilateral statement obliges it to free all captives.", "8"),
        ("south_caucasus", "2022-08-05", "Shelling of the posts breaks the trilateral statement.", "1"),
        ("south_caucasus", "2023-01-10", "The Lachin corridor stays closed to all traffic.", "6"),
        (
            "south_caucasus",
            "2021-06-01",
            "Armenian units still stationed there breach the trilateral statement.",
            "4",
        ),
        ("donbas", "2016-06-01", "Howitzers near the line violate the Minsk agreements.", "2"),
        ("donbas", "2016-06-01", "The Minsk agreements require an amnesty.", "5"),
        ("donbas", "2016-06-01", "Turning monitors back breaches the Minsk agreements.", "3"),
        ("donbas", "2018-06-01", "Local elections come first under the Minsk agreements.", "12"),
        ("lebanon_israel", "2025-02-20", "Staying on the five hills breaches the November ceasefire.", "12"),
        ("lebanon_israel", "2025-03-01", "The overflights breach resolution 1701.", "4"),
        ("lebanon_israel", "2025-03-01", "The strike violated the November ceasefire.", "1"),
    ],
)
def test_clauses_by_what_they_are_about(pack: str, day: str, words: str, provision: str) -> None:
    found = provision_in(words, date.fromisoformat(day), load_situation(pack))
    assert found is not None
    assert found.split("/")[1] == provision


@pytest.mark.parametrize(
    ("pack", "day", "words"),
    [
        ("donbas", "2016-06-01", "Talks on peace and stability in the area go on."),
        ("donbas", "2023-06-01", "Shelling violates the Minsk agreements."),
        ("lebanon_israel", "2025-03-01", "A ceasefire in Gaza is near."),
        ("south_caucasus", "2020-09-28", "Shelling breaks the ceasefire."),
    ],
)
def test_words_that_concern_no_clause_in_force(pack: str, day: str, words: str) -> None:
    assert provision_in(words, date.fromisoformat(day), load_situation(pack)) is None


def test_ids_stay_when_later_reports_come() -> None:
    early = told(*REPORTS[:3])
    later = told(*REPORTS)
    assert {entry.id for entry in early} <= {entry.id for entry in later}


@pytest.mark.parametrize(
    ("words", "lead_time"),
    [
        ("It was told only 20 minutes before the raid.", "20 minutes before"),
        ("They gave 24 hours' notice of the patrol.", "24 hours' notice"),
        ("The mission was informed about two days in advance.", "about two days in advance"),
        ("It was warned shortly before the strike.", "shortly before"),
        ("It was told of the raid.", None),
    ],
)
def test_lead_times(words: str, lead_time: str | None) -> None:
    assert lead_time_in(words) == lead_time


def of_kind(ledger: LedgerKind, entries: tuple[LedgerEntry, ...]) -> LedgerEntry:
    (entry,) = [entry for entry in entries if entry.ledger is ledger]
    return entry


@pytest.mark.parametrize(
    ("as_of", "state", "overdue"),
    [
        (None, "made", False),
        (date(2022, 3, 3), "made", False),
        (date(2022, 3, 20), "made", True),
        (date(2022, 4, 4), "lapsed", True),
    ],
)
def test_a_promise_is_overdue_and_then_lapses(as_of: date | None, state: str, overdue: bool) -> None:
    promise = said("The army will withdraw its guns from the bridge by 4 March.", "SD", Stance.PROMISE)
    entry = of_kind(LedgerKind.COMMITMENT, kept(promise, as_of=as_of))
    assert (entry.state, entry.overdue) == (state, overdue)
    # What the clock makes of it is no quote of anybody's.
    assert [change.state for change in entry.history] == ["made"]


def test_of_a_promise_without_a_day_the_state_is_unknown_after_half_a_year() -> None:
    promise = said("The army will withdraw its guns from the bridge.", "SD", Stance.PROMISE)
    assert of_kind(LedgerKind.COMMITMENT, kept(promise, as_of=date(2022, 8, 1))).state == "made"
    assert of_kind(LedgerKind.COMMITMENT, kept(promise, as_of=date(2022, 9, 1))).state == "unknown"


def test_a_demand_that_nobody_answers_is_unanswered_after_a_month() -> None:
    demand = said("Chad demanded that Sudan shut the camps near Tine.", "TD", Stance.DEMAND)
    assert of_kind(LedgerKind.DEMAND, kept(demand, as_of=date(2022, 3, 31))).state == "made"
    assert of_kind(LedgerKind.DEMAND, kept(demand, as_of=date(2022, 4, 1))).state == "unanswered"


def test_a_clause_lends_its_deadline() -> None:
    statement = said(
        "Azerbaijan said the trilateral statement obliges Armenia to return Aghdam district.", "AZ"
    )
    entry = of_kind(LedgerKind.PROVISION, kept(statement, day="2020-11-15", as_of=date(2020, 12, 1)))
    assert (entry.deadline, entry.overdue) == (date(2020, 11, 20), True)


def test_five_tellings_of_one_notification_are_one_entry_with_each_account_s_lead_time() -> None:
    entries = told(
        ("2019-05-01", "Turkey said it had informed Iraq of the drone flights.", "TR", Stance.ASSERT),
        (
            "2019-05-01",
            "Iraq was told of the Turkish drone flights only minutes before.",
            "IQ",
            Stance.ASSERT,
        ),
        ("2019-05-02", "Ankara notified Baghdad of its drone flights.", "TR", Stance.ASSERT),
        ("2019-05-02", "Iraq was informed by Turkey of the flights.", None, Stance.OUTLET),
        ("2019-05-03", "Turkey had informed Iraqi commanders about the flights.", None, Stance.OUTLET),
    )
    entry = of_kind(LedgerKind.NOTIFICATION, entries)
    assert sum(len(change.evidence) for change in entry.history) == 5
    assert {change.by: change.lead_time for change in entry.history} == {
        "TR": None,
        "IQ": "minutes before",
        None: None,
    }


def test_a_total_told_later_takes_in_its_parts() -> None:
    entries = told(
        ("2016-02-01", "Ireland pledged 0.5 million euros in aid for Niger.", "IE", Stance.PROMISE),
        ("2016-02-09", "Ireland pledged a further 4.5 million euros in aid for Niger.", "IE", Stance.PROMISE),
        ("2016-02-20", "Irish aid for Niger now totals 5 million euros.", None, Stance.OUTLET),
    )
    entry = of_kind(LedgerKind.PLEDGE, entries)
    assert entry.amount is not None
    assert (entry.amount.value, entry.amount.basis) == (5e6, "cumulative")
    assert len([quote for change in entry.history for quote in change.evidence]) == 3


def test_a_list_of_donors_is_an_entry_each() -> None:
    entries = told(
        (
            "2016-02-01",
            "Norway pledged 20 million dollars in aid for Yemen, Finland 5 million and Japan 7 million.",
            "NO",
            Stance.PROMISE,
        )
    )
    pledges = {entry.by: entry.amount for entry in entries if entry.ledger is LedgerKind.PLEDGE}
    assert {by: amount.value for by, amount in pledges.items() if amount} == {
        ("NO",): 20e6,
        ("FI",): 5e6,
        ("JP",): 7e6,
    }


def test_a_denied_breach_stands_beside_the_accusation() -> None:
    entries = told(
        (
            "2022-03-01",
            "Armenia said Azerbaijan had violated the ceasefire near Parukh.",
            "AM",
            Stance.ACCUSE,
        ),
        (
            "2022-03-02",
            "Azerbaijan denied that it had violated the ceasefire near Parukh.",
            "AZ",
            Stance.DENY,
        ),
    )
    entry = of_kind(LedgerKind.PROVISION, entries)
    assert (entry.state, entry.by, entry.to) == ("disputed", ("AM",), ("AZ",))
    assert [(change.state, change.by) for change in entry.history] == [
        ("alleged_breach", "AM"),
        ("denied", "AZ"),
    ]


@pytest.mark.parametrize(
    "aside",
    [
        "the ministers met in Tbilisi",
        "talks went on under Georgian mediation",
        "Georgian-mediated talks went on",
    ],
)
def test_where_ministers_met_and_who_mediates_is_nobody_who_is_accused(aside: str) -> None:
    text = f"Azerbaijan said the shelling, carried out while {aside}, violates the trilateral statement of 9 November 2020."
    entries = kept(said(text, "AZ", Stance.ACCUSE))
    assert entries
    assert all("GE" not in entry.to for entry in entries)


def test_nobody_accuses_itself() -> None:
    text = "It was Azerbaijani units that broke the ceasefire."
    assert not [
        e for e in told(("2022-03-01", text, "AZ", Stance.ASSERT)) if e.ledger is LedgerKind.PROVISION
    ]


def test_who_drives_the_aid_in_grants_no_access() -> None:
    text = "A truck of the Russian Red Cross entered the district held by the Armenian side."
    entry = of_kind(LedgerKind.ACCESS, told(("2022-03-01", text, None, Stance.OUTLET)))
    assert (entry.state, entry.by) == ("granted", ())
    with_leave = "The convoy entered the district after Azerbaijan had allowed it in."
    assert of_kind(LedgerKind.ACCESS, told(("2022-03-01", with_leave, None, Stance.OUTLET))).by == ("AZ",)


def test_a_messenger_is_asked_for_nothing() -> None:
    text = "Azerbaijan demanded through the Russian peacekeepers that the post be moved."
    assert of_kind(LedgerKind.DEMAND, told(("2022-03-01", text, "AZ", Stance.DEMAND))).to == ()


@given(st.text(max_size=400), st.sampled_from(list(Stance)))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_without_error(text: str, stance: Stance) -> None:
    if text.strip():
        told(("2022-03-01", text, "AZ", stance))


def test_a_huge_line_takes_little_time() -> None:
    start = process_time()
    told(("2022-03-01", "Sudan let aid in, and promised not to deny " * 20_000, "SD", Stance.PROMISE))
    assert process_time() - start < 2


def test_both_sides_are_those_named_before() -> None:
    text = (
        "Houthi gunners shelled Yemeni troops at Marib. The United Nations urged both sides to open the road."
    )
    document = a_document(text)
    first, second = text[: text.index(" The")], text[text.index("The United") :]
    shelling = a_statement(document, first, stance=Stance.OUTLET, speaker=None)
    speaker = Speaker(text="The United Nations", start=len(first) + 1, end=len(first) + 19, side="UN")
    urging = a_statement(document, second, stance=Stance.DEMAND, speaker=speaker)
    entries = keep_ledgers([shelling, urging], (), SITUATION, [document]).entries
    (demand,) = [entry for entry in entries if entry.ledger is LedgerKind.DEMAND]
    assert set(demand.to) == {"HOUTHI", "YE"}


def test_no_state_depends_on_what_a_document_is_called() -> None:
    text = "Boko Haram's promise to free the girls came to nothing."
    states = set()
    for name in ("one", "two", "three", "four", "five", "six"):
        document = Document(id=name, text=text)
        found = statements_in(parsed(text, id=name, tagged=False))
        entries = keep_ledgers(found, (), SITUATION, [document]).entries
        states.add(tuple((entry.ledger, entry.state) for entry in entries))
    assert len(states) == 1
