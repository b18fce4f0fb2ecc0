"""What only the embedded store promises: its schema, its files, and words for a failing disk."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.builders import a_decision, a_document

from trucewatch.records import RunStopped
from trucewatch.store import schema
from trucewatch.store.opening import HEAD, MIGRATIONS
from trucewatch.store.sql import SqlStore


def test_the_migrations_give_the_tables_of_the_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = SqlStore.in_folder(tmp_path)
    with store._engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not str(name).startswith("documents_search")},
        )
        assert compare_metadata(context, schema.metadata) == []


def test_head_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_store_that_is_up_to_date_opens_without_alembic(tmp_path: Path) -> None:
    SqlStore.in_folder(tmp_path).close()
    script = (
        "import sys; from pathlib import Path; from trucewatch.store.sql import SqlStore;"
        f"SqlStore.in_folder(Path({str(tmp_path)!r})); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_acceptance_is_flushed_and_foreign_keys_hold(tmp_path: Path) -> None:
    store = SqlStore.in_folder(tmp_path)
    with store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_database_itself_refuses_to_change_a_decision(tmp_path: Path) -> None:
    store = SqlStore.in_folder(tmp_path)
    store.decide(a_decision(a_document(), "two soldiers"))
    for statement in (schema.decisions.delete(), schema.decisions.update().values(record="{}")):
        with pytest.raises(sa.exc.IntegrityError, match="never changed"), store._writer.begin() as connection:
            connection.execute(statement)


def test_a_file_that_is_no_database_stops_the_run_in_words(tmp_path: Path) -> None:
    (tmp_path / "trucewatch.db").write_bytes(b"not a database " * 200)
    with pytest.raises(RunStopped, match="cannot open the store"):
        SqlStore.in_folder(tmp_path)


def test_a_full_disk_stops_the_run_and_keeps_what_was_accepted(tmp_path: Path) -> None:
    store = SqlStore.in_folder(tmp_path)
    kept = a_document()
    store.accept([(kept, kept.text.encode())])
    large = a_document("The observers counted shells. " * 200_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(RunStopped, match="cannot keep documents"):
            store.accept([(large, large.text.encode())])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(store.documents()) == [kept]
    assert not list(tmp_path.glob("raw/*/.partial-*"))
    store.accept([(large, large.text.encode())])
    assert list(store.documents()) == [kept, large]
