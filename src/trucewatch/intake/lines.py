"""Documents given as JSON lines (design: the streams' input), each line for itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from trucewatch.intake.completing import complete
from trucewatch.records import Document, ItemRejected, Published

OPTIONAL = ("title", "url", "publisher", "language")
"""Fields that may be absent or null; `published` is read by itself."""


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, Document | ItemRejected]]:
    """Each line's number (from 1) with its document, or with the reason why it is none; blank lines are
    passed over.

    An id that was given before is rejected, so ids stay unique.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = read_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            if document.id in seen:
                raise ItemRejected("repeated_id", f"the id {document.id!r} was given before")
        except ItemRejected as reason:
            yield number, ItemRejected(reason.code, reason.says, f"line {number}")
        else:
            seen.add(document.id)
            yield number, document


def read_line(line: bytes) -> Document:
    """The document of one line, with the caller's id. Raises `ItemRejected` with code `broken_line`."""
    row = _row(line)
    for name in ("id", "text"):
        if not isinstance(row.get(name), str):
            wrong = "must be a string" if name in row else "is missing"
            raise ItemRejected("broken_line", f'"{name}" {wrong}')
    if not row["id"]:
        raise ItemRejected("broken_line", '"id" is empty')
    for name in OPTIONAL:
        if not isinstance(row.get(name), str | None):
            raise ItemRejected("broken_line", f'"{name}" must be a string or null')
    published, notes = _published(row.get("published"))
    document = Document(
        id=row["id"],
        text=row["text"],
        title=row.get("title") or None,
        published=published,
        url=row.get("url") or None,
        publisher=row.get("publisher") or None,
        language=row.get("language") or None,
        method="jsonl",
        notes=notes,
    )
    return complete(document)


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ItemRejected("broken_line", f"not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise ItemRejected("broken_line", f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise ItemRejected(
            "broken_line", "not JSON that can be read: too deep or a number too long"
        ) from error
    if not isinstance(row, dict):
        raise ItemRejected("broken_line", "the line is JSON, but not an object with id and text")
    return row


def _published(given: object) -> tuple[Published | None, tuple[str, ...]]:
    """The caller's date; one that is no ISO date is left out with a note, because the text can still be
    read."""
    if given is None or given == "":
        return None, ()
    if not isinstance(given, str):
        raise ItemRejected("broken_line", '"published" must be an ISO date, a date-time or null')
    try:
        return published_from_iso(given, "stated by the caller"), ()
    except ValueError:
        return None, ("published: not an ISO date or date-time, left out",)


def published_from_iso(given: str, basis: str) -> Published:
    """A publication date from `2023-09-20` or `2023-09-20T14:05:00+04:00`; raises `ValueError` on anything
    else."""
    stated = given.strip()
    if len(stated) <= 10:
        return Published(day=date.fromisoformat(stated), basis=basis)
    instant = datetime.fromisoformat(stated)
    return Published(day=instant.date(), instant=instant, basis=basis)
