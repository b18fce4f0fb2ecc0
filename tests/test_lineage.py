"""Lineage: what reprints what, in all the ways in which newsrooms shorten, reorder and pad."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linking.lineage import trace_lineage
from trucewatch.records import Document, Lineage, Published, Relation
from trucewatch.situation import load_situation

WIRE = (
    "A convoy of food trucks turned back on Monday outside the besieged town of Halwar after shots were fired at "
    "its lead vehicle. Nobody was hurt. The convoy had been cleared by both commands two days earlier.\n"
    "The army's northern command said rebel fighters opened fire from the flour mill. A rebel spokesman called "
    "that a lie and said soldiers at the bridge checkpoint had fired first.\n"
    "Aid workers said that some nine thousand people in the town had received nothing since early spring and "
    "that the bakery had closed for want of fuel.\n"
    "The monitors asked both commands for the names of the officers on duty and for the logs of the checkpoint."
)
OTHER = (
    "Two fishermen were rescued off the northern coast on Monday after their boat lost power in a squall. The "
    "harbour master praised the crew of a passing ferry, which had turned about within minutes of the call.\n"
    "The men were taken to hospital as a precaution and went home in the evening, the harbour office said."
)
NEXT_DAY = (
    "A second convoy reached the hospital on Tuesday evening and unloaded medicine under floodlights, the mayor "
    "told reporters. Drivers described an empty road and silent checkpoints.\n"
    "Aid workers said that some nine thousand people in the town had received nothing since early spring and "
    "that the bakery had closed for want of fuel."
)


def lineage_of(*texts: str) -> Lineage:
    documents = [Document(id=f"d{number}", text=text) for number, text in enumerate(texts)]
    return trace_lineage(documents, load_situation("general"))


def relation_of(a: str, b: str) -> Relation | None:
    derivations = lineage_of(a, b).derivations
    return derivations[0].relation if derivations else None


def test_equal_texts_under_two_ids_are_a_copy_with_share_one() -> None:
    (found,) = lineage_of(WIRE, WIRE).derivations
    assert (found.relation, found.share) == (Relation.COPY, 1.0)


def test_a_shortened_reprint_is_a_copy() -> None:
    assert relation_of(WIRE, "\n".join(WIRE.split("\n")[:2])) is Relation.COPY


def test_a_reordered_reprint_is_a_copy() -> None:
    assert relation_of(WIRE, "\n".join(reversed(WIRE.split("\n")))) is Relation.COPY


def test_a_short_reprint_under_a_line_of_its_own_is_a_copy() -> None:
    lead = WIRE.split("\n")[0]
    assert relation_of(WIRE, f"From our regional desk, by special arrangement\n{lead}") is Relation.COPY


def test_very_long_texts_are_laid_side_by_side_in_bounded_time() -> None:
    long = " ".join(f"word{number % 4000} umbrella{number % 3}" for number in range(20_000))
    assert relation_of(long, long + " end") is Relation.COPY
    assert relation_of(long, " ".join(reversed(long.split()))) in (None, Relation.PARTLY_DERIVED)


def test_words_swapped_inside_the_sentences_hide_nothing() -> None:
    reworded = (
        WIRE.replace("turned back", "retreated").replace("besieged", "encircled").replace("lie", "lie again")
    )
    assert relation_of(WIRE, reworded) is Relation.COPY


def test_a_local_paragraph_beside_wire_copy_is_partly_derived() -> None:
    mixed = "\n".join(OTHER.split("\n") + WIRE.split("\n")[:2])
    assert relation_of(WIRE, mixed) is Relation.PARTLY_DERIVED


def test_the_next_day_with_the_same_background_is_no_copy() -> None:
    assert relation_of(WIRE, NEXT_DAY) is Relation.PARTLY_DERIVED


def test_two_reports_without_shared_words_are_independent() -> None:
    assert relation_of(WIRE, OTHER) is None


def test_a_long_name_is_not_wording() -> None:
    a = "The Syrian Observatory for Human Rights said five shells fell in the fields east of the old quarry."
    b = "A cook was hurt in his kitchen, the Syrian Observatory for Human Rights said, when glass flew from a door."
    assert relation_of(a, b) is None


STATEMENT = (
    "The ministry said the report about a stolen lorry was wholly invented. Rebel gunmen on the far bank opened "
    "irregular fire toward the ferry and sank two barges that were carrying seed, it said. Nobody drowned."
)
TRANSLATED = (
    "KARUNA, 4 May. The defence ministry has answered the claim of a stolen lorry, calling it pure invention. "
    "It says that from the far bank rebel gunmen irregularly opened fire toward the ferry; two barges carrying "
    "seed were sunk. There were no drowned."
)
OWN_ACCOUNT = (
    "Two barges went down at the Karuna crossing on Saturday. Fishermen who pulled the crew out of the water said "
    "the shooting went on for an hour and that they could not tell who began it. Rebel gunmen and the army both "
    "hold the far bank, and each put it on the other; the ministry spoke of irregular fire."
)


def test_one_statement_in_two_translations_is_partly_derived() -> None:
    assert relation_of(STATEMENT, TRANSLATED) is Relation.PARTLY_DERIVED


def test_two_accounts_of_one_event_are_independent() -> None:
    assert relation_of(STATEMENT, OWN_ACCOUNT) is None
    assert relation_of(TRANSLATED, OWN_ACCOUNT) is None


def test_what_is_retold_months_later_is_not_looked_for() -> None:
    early, late = (
        Document(id=f"d{n}", text=text, published=Published(day=date(2021, month, 4)))
        for n, (text, month) in enumerate([(STATEMENT, 5), (TRANSLATED, 9)])
    )
    assert not trace_lineage([early, late], load_situation("general")).derivations


def test_a_retold_statement_shows_where_it_stands_in_both_texts() -> None:
    ((passage,),) = (found.passages for found in lineage_of(STATEMENT, TRANSLATED).derivations)
    assert "far bank" in passage.a.of(STATEMENT)
    assert "far bank" in passage.b.of(TRANSLATED)


def test_passages_quote_both_texts() -> None:
    local = "\n".join(OTHER.split("\n") + WIRE.split("\n")[1:])
    (found,) = lineage_of(local, WIRE).derivations
    assert found.passages
    for passage in found.passages:
        assert passage.a.of(local).split()[0] == passage.b.of(WIRE).split()[0]


def test_order_of_documents_changes_nothing() -> None:
    documents = [
        Document(id=f"d{n}", text=t) for n, t in enumerate([WIRE, OTHER, NEXT_DAY, WIRE + "\n" + OTHER])
    ]
    situation = load_situation("general")
    expected = trace_lineage(documents, situation)
    shuffled = random.Random(3).sample(documents, len(documents))
    assert trace_lineage(shuffled, situation) == expected


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        ("HALWAR (Reuters) - A convoy turned back.", True),
        ("A convoy turned back, Reuters reported on Monday.", True),
        ("A convoy turned back, a driver told Reuters.", True),
        (
            "The Reuters building was lit in blue for the anniversary, and nothing else happened there at all.",
            False,
        ),
    ],
)
def test_agency_credits(text: str, credited: bool) -> None:
    assert bool(lineage_of(text).credits) is credited


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_is_survived_and_shares_stay_in_bounds(texts: list[str]) -> None:
    for found in lineage_of(*texts).derivations:
        assert 0 <= found.share <= 1
