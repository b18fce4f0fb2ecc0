"""The headline that a text begins with, if it begins with one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trucewatch.records import Span
from trucewatch.records.calendar import MONTH

LONGEST = 200
"""Characters in a headline."""
LOOKED_AT = 6
"""Lines at the head of a text among which the headline stands."""

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_MONTH = rf"(?:{MONTH})[a-z]*\.?"
_DATE_LINE = re.compile(
    r"\b(19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}\b"
    rf"|\b{_MONTH} \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(by|from|text|photo|source|author|reporting by)\b[: ]", re.IGNORECASE)


def find_headline(text: str, furniture: Iterable[Span] = ()) -> str | None:
    """The first line, when it reads like a headline and more text follows it; None when the text starts at
    once."""
    clutter = tuple(furniture)
    looked_at = 0
    lines = [match for match in _LINE.finditer(text[:20_000]) if match.group().strip()]
    for match in lines[:-1]:  # the last line has no text after it, so it is no headline
        if any(span.start < match.end() and match.start() < span.end for span in clutter):
            continue
        looked_at += 1
        line = match.group().strip()
        if not _is_date_or_byline(line):
            return line if _is_headline(line) else None
        if looked_at == LOOKED_AT:
            break
    return None


def _is_date_or_byline(line: str) -> bool:
    words = _WORD.findall(line[:LONGEST])
    return len(words) <= 8 and bool(_DATE_LINE.search(line) or _BYLINE.match(line))


def _is_headline(line: str) -> bool:
    words = _WORD.findall(line[: LONGEST + 1])
    return len(line) <= LONGEST and 3 <= len(words) <= 30 and line[-1] not in ".…:;,"
