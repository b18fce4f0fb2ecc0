"""The tables. Each record is kept whole as JSON, with the columns that are searched beside it.

Everything here is plain SQL that SQLite and PostgreSQL share; full-text search alone is a dialect's own
(see searching.py and the migrations).
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ID = sa.String(64)
_position = sa.Integer
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column that is exactly INTEGER."""


def _document_fk(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "document_id",
        ID,
        sa.ForeignKey("documents.id"),
        nullable=False,
        primary_key=primary_key,
        index=not primary_key,
    )


documents = sa.Table(
    "documents",
    metadata,
    sa.Column("number", _BIG, primary_key=True, autoincrement=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("sha256", ID, nullable=False, index=True),
    sa.Column("published", sa.Date),
    sa.Column("record", sa.Text, nullable=False),
)

collected = sa.Table(
    "collected",
    metadata,
    sa.Column("sha256", ID, primary_key=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("number", _BIG, primary_key=True, autoincrement=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("origin", sa.Text, nullable=False, index=True),
    sa.Column("record", sa.Text, nullable=False),
)

extractions = sa.Table(
    "extractions",
    metadata,
    _document_fk(primary_key=True),
    sa.Column("extractor", ID, nullable=False, index=True),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", ID, primary_key=True),
    _document_fk(),
    sa.Column("position", _position, nullable=False),
    sa.Column("stance", sa.String(16), nullable=False),
    sa.Column("side", sa.Text),
    sa.Column("record", sa.Text, nullable=False),
)

mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    _document_fk(),
    sa.Column("position", _position, nullable=False),
    sa.Column("event_type", sa.String(40), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

derivations = sa.Table(
    "derivations",
    metadata,
    sa.Column("a", ID, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("b", ID, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("position", _position, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

wire_credits = sa.Table(
    "wire_credits",
    metadata,
    sa.Column("position", _position, primary_key=True),
    _document_fk(),
    sa.Column("record", sa.Text, nullable=False),
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("position", _position, nullable=False),
    sa.Column("event_type", sa.String(40), nullable=False),
    sa.Column("earliest", sa.Date),
    sa.Column("latest", sa.Date),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("record", sa.Text, nullable=False),
)

redirects = sa.Table(
    "redirects",
    metadata,
    sa.Column("former_id", ID, primary_key=True),
    sa.Column("id", ID, nullable=False),
)

assessments = sa.Table(
    "assessments",
    metadata,
    sa.Column("incident_id", ID, sa.ForeignKey("incidents.id"), primary_key=True),
    sa.Column("position", _position, nullable=False),
    sa.Column("occurrence", sa.String(24), nullable=False),
    sa.Column("attribution", sa.String(24), nullable=False),
    sa.Column("breach", sa.String(24), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

ledger_entries = sa.Table(
    "ledger_entries",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("position", _position, nullable=False),
    sa.Column("ledger", sa.String(16), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("number", _BIG, primary_key=True, autoincrement=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("record", sa.Text, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("number", _BIG, primary_key=True, autoincrement=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

remembered = sa.Table(
    "remembered",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

DERIVED = (assessments, incidents, ledger_entries, derivations, wire_credits)
"""Tables that are rebuilt, in an order in which they can be emptied."""
