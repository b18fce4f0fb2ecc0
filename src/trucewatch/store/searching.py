"""Which documents hold given words: each database by its own full-text search, with the same answers."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa

_WORD = re.compile(r"\w+")
LONGEST_TEXT = 200_000
"""Characters of a document that PostgreSQL searches: its text vectors end at a megabyte."""

_INDEX = {
    "sqlite": sa.text("INSERT INTO documents_search(rowid, title, text) VALUES (:number, :title, :text)"),
    "postgresql": sa.text(
        "INSERT INTO documents_search(number, words) "
        "VALUES (:number, to_tsvector('simple', :title || ' ' || :text))"
    ),
}
_FIND = {
    "sqlite": sa.text(
        "SELECT d.record FROM documents_search JOIN documents d ON d.number = documents_search.rowid "
        "WHERE documents_search MATCH :words ORDER BY rank, d.number LIMIT :limit"
    ),
    "postgresql": sa.text(
        "SELECT d.record FROM documents_search s JOIN documents d ON d.number = s.number "
        "WHERE s.words @@ plainto_tsquery('simple', :words) "
        "ORDER BY ts_rank(s.words, plainto_tsquery('simple', :words)) DESC, d.number LIMIT :limit"
    ),
}


def index(connection: sa.Connection, number: int, title: str, text: str) -> None:
    """Makes a new document findable by the words of its title and text."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        title, text = _folded(title), _folded(text[:LONGEST_TEXT])
    connection.execute(_INDEX[dialect], {"number": number, "title": title, "text": text})


def records_with(connection: sa.Connection, words: str, limit: int) -> list[str]:
    """The records of the documents that hold all of `words`, in any case and without accents; best first."""
    searched = _WORD.findall(_folded(words))
    if not searched:
        return []
    dialect = connection.dialect.name
    # SQLite has each word quoted, so that nothing a user types is read as the search language's own signs.
    asked = " ".join(f'"{word}"' for word in searched) if dialect == "sqlite" else " ".join(searched)
    return list(connection.execute(_FIND[dialect], {"words": asked, "limit": limit}).scalars())


def _folded(text: str) -> str:
    """Text without its accents, as SQLite's own tokenizer reads it."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter != "\0")
