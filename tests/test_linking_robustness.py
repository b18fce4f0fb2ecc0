"""Linking when a day is missing or wrong, a place is too wide or unknown, and a name has many spellings."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import a_day, a_document, a_mention, a_place, published
from tests.test_linking import KUPWARA, TALEH, UTMADI, Told, actors, documents_of, link, tell
from trucewatch.linking.days import days_named
from trucewatch.linking.words import lone_names, skeleton
from trucewatch.records import SubEventType, TimeBasis, TimePrecision, TimeRange

SUNDAY = date(2024, 2, 11)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The shelling began on Friday.", ["2024-02-09"]),
        ("On Sunday the mayor spoke of yesterday's fire.", ["2024-02-11", "2024-02-10"]),
        ("Since 3 February, and again on Feb. 8th, 2023.", ["2024-02-03", "2023-02-08"]),
        ("A man fell on December 30.", ["2023-12-30"]),
        ("On 31 February nothing happened in May.", []),
    ],
)
def test_days_that_a_text_names(text: str, days: list[str]) -> None:
    assert days_named(text, SUNDAY) == {date.fromisoformat(day).toordinal() for day in days}


def test_without_a_publication_day_only_whole_dates_are_days() -> None:
    assert days_named("On Friday, 3 March, and on 4 March 2021.", None) == {date(2021, 3, 4).toordinal()}


@pytest.mark.parametrize(
    ("one", "other"), [("tokhar", "tukhar"), ("sotk", "sotq"), ("farrukh", "furukh"), ("temir", "tamr")]
)
def test_spellings_of_one_name_share_their_consonants(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_rare_name_inside_a_sentence_counts_and_the_first_word_does_not() -> None:
    names = lone_names("Gunmen fired at Umbrakol. Velmarad was quiet, a report said.")
    assert set(names) == {f"~{skeleton('umbrakol')}"}


def test_a_place_that_no_gazetteer_has_ties_two_accounts() -> None:
    unplaced = {"where": None, "by": "SAF", "actors": actors("RSF", "SAF")}
    a = tell("Soldiers at the ford of Abu Dalaqi came under fire on Tuesday.", "2024-02-06", **unplaced)
    b = tell("The crossing near Abu Delagi was hit, a trader told local radio.", "2024-02-06", where=None)
    elsewhere = tell("The mill of Qarrim was hit, a farmer told local radio.", "2024-02-06", where=None)
    assert documents_of(link(a, b)) == {frozenset({a.document.id, b.document.id})}
    assert len(link(a, elsewhere)) == 2


def test_a_day_taken_from_the_speaker_is_outweighed_where_the_text_names_the_other_day() -> None:
    first = tell(
        "Shells killed two farmers at Utmadi on Sunday, the state governor said.", "2024-02-04", by="SAF"
    )
    late = tell(
        "Two farmers died at Utmadi in Sunday's shelling, the paramilitary command confirmed on Monday.",
        "2024-02-05",
        by="RSF",
    )
    assert len(link(first, late)) == 1


def test_the_same_point_stays_the_same_however_wide_the_account_draws_it() -> None:
    wide = a_place("Utmadi", lat=14.10, lon=33.30, radius_km=90.0, gazetteer_id="test:utmadi")
    day = TimeRange(
        earliest=date(2024, 2, 6),
        latest=date(2024, 2, 6),
        precision=TimePrecision.DAY,
        basis=TimeBasis.RELATIVE,
    )
    one = tell("Guns opened up from Utmadi to the canal at dawn.", "2024-02-06", where=wide, when=day)
    other = tell(
        "Fighting was heavy around Utmadi, its mayor told a radio station.",
        "2024-02-06",
        where=UTMADI,
        when=day,
        sub_event_type=SubEventType.ARMED_CLASH,
    )
    assert len(link(one, other)) == 1


def test_two_days_and_two_places_stay_two_whatever_the_texts_name() -> None:
    here = tell("A drone struck a depot in Utmadi on Monday; Sunday was calm in Taleh.", "2024-02-05")
    there = tell(
        "A drone struck a depot in Kupwara on Sunday, before Monday's talks.",
        "2024-02-05",
        where=KUPWARA,
        when=a_day("2024-02-04"),
    )
    assert len(link(here, there)) == 2


def test_neighbours_across_a_line_stay_two_on_one_day() -> None:
    across = a_place("Marjil", lat=14.25, lon=33.45, radius_km=2.0, gazetteer_id="test:marjil")
    one = tell(
        "A rocket hit an orchard in Taleh on Tuesday.", "2024-02-06", where=TALEH, actors=actors("RSF", "SAF")
    )
    other = tell(
        "A shell wounded a guard in Marjil on Tuesday.",
        "2024-02-06",
        where=across,
        actors=actors("SAF", "RSF"),
    )
    assert len(link(one, other)) == 2


def test_a_document_of_two_days_keeps_each_with_its_own_event() -> None:
    first = tell("Shells fell on the market of Utmadi on Tuesday and killed a trader.", "2024-02-06")
    wednesday = "Gunmen raided the clinic of Utmadi on Wednesday and wounded its guard."
    tuesday = "A trader had died in the town a day before, when mortars hit the market."
    document = a_document(f"{wednesday} {tuesday}", published=published("2024-02-07"))
    mentions = [
        a_mention(document, quote, when=a_day(day), where=UTMADI)
        for quote, day in ((wednesday, "2024-02-07"), (tuesday, "2024-02-06"))
    ]
    both = Told(document, (), tuple(mentions))
    incidents = link(first, both)
    assert sorted(len(incident.documents) for incident in incidents) == [1, 2]
    (shared,) = (incident for incident in incidents if len(incident.documents) == 2)
    assert shared.when is not None
    assert shared.when.earliest == date(2024, 2, 6)
