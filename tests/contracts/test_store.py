"""What every store must keep to, run against each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from tests.builders import (
    NOON,
    a_decision,
    a_document,
    a_ledger_entry,
    a_mention,
    a_rejection,
    a_statement,
    an_assessment,
    an_incident,
)

from trucewatch.records import Conflict, Derivation, Ledgers, Lineage, NotFound, Period, Relation, Report
from trucewatch.store import Derived, Extraction, Store
from trucewatch.store.sql import SqlStore

SERVER = os.environ.get("TRUCEWATCH_TEST_POSTGRESQL")
"""URL of an empty database on a PostgreSQL server, as `postgresql+psycopg://user:password@host/name`."""


def on_postgresql(folder: Path) -> SqlStore:
    """A store in tables of its own, so that every test finds an empty one."""
    if SERVER is None:
        pytest.skip("no PostgreSQL server is named (set TRUCEWATCH_TEST_POSTGRESQL)")
    schema = f"tw_{uuid4().hex}"
    server = sa.create_engine(SERVER)
    with server.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    server.dispose()
    return SqlStore(f"{SERVER}?options=-csearch_path%3D{schema}", folder / "raw")


BACKENDS: dict[str, Callable[[Path], Store]] = {"sqlite": SqlStore.in_folder, "postgresql": on_postgresql}


@pytest.fixture(params=sorted(BACKENDS))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = BACKENDS[request.param](tmp_path)
    yield opened
    opened.close()


ONE = a_document("The army said two soldiers were hurt near Kfar Kila. The UN asked for calm.")
TWO = a_document("Shelling was heard in Hudaydah before dawn, residents said.")


def accept(store: Store, *documents: object) -> None:
    store.accept([(document, document.text.encode()) for document in documents])


def test_what_was_accepted_comes_back_equal_and_in_order(store: Store) -> None:
    accept(store, TWO, ONE)
    assert list(store.documents()) == [TWO, ONE]
    assert store.document(ONE.id) == ONE
    assert store.raw(ONE.sha256) == ONE.text.encode()


def test_the_same_bytes_twice_are_one_document(store: Store) -> None:
    accept(store, ONE)
    again = store.accept([(ONE, ONE.text.encode()), (TWO, TWO.text.encode()), (ONE, ONE.text.encode())])
    assert (again.added, again.known) == (1, 2)
    assert list(store.documents()) == [ONE, TWO]


def test_a_document_that_does_not_carry_its_bytes_hash_is_refused(store: Store) -> None:
    with pytest.raises(Conflict):
        store.accept([(ONE, b"other bytes")])
    assert list(store.documents()) == []


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.document("0" * 64)
    with pytest.raises(NotFound):
        store.raw("0" * 64)


def test_documents_are_found_by_their_words(store: Store) -> None:
    accept(store, ONE, TWO)
    assert store.find_documents("soldiers Kfar") == (ONE,)
    assert store.find_documents("húdaydah") == (TWO,)
    assert store.find_documents('" OR * NEAR(') == ()
    assert store.find_documents("") == ()


def test_collected_bytes_are_remembered(store: Store) -> None:
    assert not store.is_collected("a" * 64)
    store.mark_collected([("a" * 64, "feed.jsonl")], NOON)
    store.mark_collected([("a" * 64, "copy.jsonl"), ("b" * 64, "page.html")], NOON)
    assert store.is_collected("a" * 64)


def test_the_quarantine_keeps_each_reason_once(store: Store) -> None:
    item = a_rejection()
    assert store.set_aside([item, item]) == 1
    assert store.set_aside([item]) == 0
    assert store.quarantine() == (item,)
    store.release(item.origin)
    assert store.quarantine() == ()


def test_documents_are_unread_until_this_extractor_read_them(store: Store) -> None:
    accept(store, ONE, TWO)
    assert store.unread("first") == (ONE.id, TWO.id)
    store.keep_extractions([Extraction(document_id=ONE.id, extractor="first")])
    assert store.unread("first") == (TWO.id,)
    assert store.unread("second") == (ONE.id, TWO.id)


def test_a_new_reading_takes_the_place_of_the_old_one(store: Store) -> None:
    accept(store, ONE)
    statement = a_statement(ONE, "two soldiers were hurt near Kfar Kila")
    mention = a_mention(ONE, "two soldiers were hurt", statement_id=statement.id)
    for _ in range(2):
        extraction = Extraction(
            document_id=ONE.id, extractor="first", statements=(statement,), mentions=(mention,)
        )
        store.keep_extractions([extraction])
    assert list(store.statements()) == [statement]
    assert list(store.mentions()) == [mention]
    store.keep_extractions([Extraction(document_id=ONE.id, extractor="second")])
    assert list(store.statements()) == []


def test_what_is_derived_is_replaced_whole(store: Store) -> None:
    accept(store, ONE, TWO)
    incident = an_incident(a_mention(ONE, "two soldiers were hurt"))
    derivation = Derivation(a=ONE.id, b=TWO.id, relation=Relation.COPY, share=1.0, passages=())
    derived = Derived(
        lineage=Lineage(derivations=(derivation,)),
        incidents=(incident,),
        assessments=(an_assessment(incident),),
        ledgers=Ledgers(entries=(a_ledger_entry(ONE, "The UN asked for calm"),)),
    )
    store.replace_derived(derived)
    store.replace_derived(derived)
    assert store.derived() == derived
    store.replace_derived(Derived())
    assert store.derived() == Derived()


def test_former_incident_ids_lead_to_the_present_one(store: Store) -> None:
    accept(store, ONE, TWO)
    first = an_incident(a_mention(ONE, "two soldiers were hurt"))
    second = an_incident(a_mention(TWO, "Shelling was heard"))
    store.replace_derived(Derived(incidents=(second,), redirects=(("f" * 64, second.id),)))
    store.replace_derived(Derived(incidents=(first,), redirects=((second.id, first.id),)))
    assert store.current_incident("f" * 64) == first.id
    assert store.current_incident(second.id) == first.id
    assert store.current_incident(first.id) == first.id
    # Split again, it is itself again, and what led to it is not lost.
    store.replace_derived(Derived(incidents=(first, second)))
    assert store.current_incident(second.id) == second.id


def test_decisions_are_only_ever_added(store: Store) -> None:
    decision = a_decision(ONE, "two soldiers")
    undone = a_decision(ONE, "two soldiers", undoes=decision.id)
    store.decide(decision)
    store.decide(undone)
    with pytest.raises(Conflict):
        store.decide(decision)
    assert store.decisions() == (decision, undone)


def test_the_latest_report_of_a_kind_is_kept(store: Store) -> None:
    assert store.latest_report("situation") is None
    first, second = (
        Report(title=title, period=Period(start=None, end=None), prepared="today") for title in ("one", "two")
    )
    ids = [store.keep_report("situation", report, NOON) for report in (first, second)]
    assert store.latest_report("situation") == second
    assert store.keep_report("situation", first, NOON) == ids[0]
    assert store.latest_report("situation") == first


def test_records_are_found_by_the_beginning_of_their_id(store: Store) -> None:
    accept(store, ONE)
    statement = a_statement(ONE, "two soldiers were hurt near Kfar Kila")
    store.keep_extractions([Extraction(document_id=ONE.id, extractor="first", statements=(statement,))])
    assert store.find_ids(statement.id[:12]) == (("statement", statement.id),)
    assert store.find_ids(ONE.id[:12]) == (("document", ONE.id),)
    assert store.find_ids("%") == ()


def test_a_choice_is_remembered_until_another_is_made(store: Store) -> None:
    assert store.remembered("situation") is None
    store.remember("situation", "general")
    store.remember("situation", "south_caucasus")
    assert store.remembered("situation") == "south_caucasus"
