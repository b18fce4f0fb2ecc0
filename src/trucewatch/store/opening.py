"""A database ready for use: connection settings, schema brought up to date, failures put in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trucewatch.records import RunStopped
from trucewatch.store.files import stopping

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
"""The newest step under migrations/versions; a test keeps it so. A store at HEAD opens without loading
Alembic."""


def open_engine(url: str) -> sa.Engine:
    """An engine on an up-to-date schema. Raises `RunStopped` when the database cannot be opened or
    written."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    with stopping(f"cannot open the store at {engine.url.database}"):
        try:
            with engine.connect() as connection:
                current = _version(connection)
            if current != HEAD:
                with engine.execution_options(writes=True).begin() as connection:
                    _migrate(connection)
        except sa.exc.DBAPIError as error:
            if _is_damaged(error):
                raise RunStopped(_damaged(engine.url.database, error)) from error
            raise
    return engine


def _is_damaged(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _damaged(database: str | None, error: sa.exc.DBAPIError) -> str:
    return (
        f"cannot open the store at {database}: {error.orig}. Put a copy of it in its place, or move it and the files "
        f"{database}-* beside it away and run again on your files; decisions are in the database alone"
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own idea of when a transaction begins leaves DDL outside it; `_begin_sqlite` says when.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers take the lock at once: a reader that turns writer half-way would be refused."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: sa.Connection) -> None:
    """All missing steps in the caller's one transaction: a killed process leaves the old schema or the
    new."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise RunStopped(f"the store was written by a newer version of Trucewatch: {error}") from error
