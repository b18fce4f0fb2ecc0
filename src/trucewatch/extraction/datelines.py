"""Datelines: the town, and mostly the day and the agency, that a report opens with."""

from __future__ import annotations

import re

from trucewatch.records.calendar import MONTH_NAMES

HEAD = 1_500
"""Characters of a text in which its dateline stands."""
BODY = 120
"""Characters of a paragraph that is no headline: "KOTLI: …" opens a report, "ARMY: …" a line of a headline may."""
LONGEST = 110
"""Characters of a dateline."""

_MONTH = rf"(?:{'|'.join(name[:3] for name in MONTH_NAMES)})[a-z]{{0,6}}\.?"
_DAY = rf"(?:(?:{_MONTH} [0-3]?\d|[0-3]?\d {_MONTH})(?:,? (?:19|20)\d\d)?)"
_AGENCY = r"(?: ?[(/][A-Z][^)/\n]{1,40}[)/]\.?)"
_UPPER = "A-ZÀ-ÖØ-Þ"
# What parts two words stands in no word: else a line of "A-A-A-A" could be read in as many ways as it is long, cubed.
_CAPITALS = rf"[{_UPPER}][{_UPPER}.'/]{{2,}}(?:[ -][{_UPPER}][{_UPPER}.'/]+){{0,4}}"
_NAME = rf"[{_UPPER}][\w.'-]+"
_TOWN = rf"{_NAME}(?: (?:{_NAME}|al-[{_UPPER}]\w+|de|la|el)){{0,3}}"
_COUNTRY = rf"(?:, {_NAME}(?: {_NAME}){{0,3}} ?)"
_DATELINE = re.compile(
    rf"^[ \t]*(?:{_CAPITALS}{_COUNTRY}?(?:, {_DAY})?{_AGENCY}?|{_TOWN}{_COUNTRY}?(?:, {_DAY}{_AGENCY}?|{_AGENCY})|"
    rf"(?P<bare>{_TOWN}(?:, [{_UPPER}]{{2,10}})?))(?P<mark> -{{1,2}}|--?(?=\s)|:)(?=\s+[{_UPPER}\"'\d])",
    re.MULTILINE,
)
_CLOSED = re.compile(
    rf"\W{{0,3}}(?:{_CAPITALS}|{_TOWN}){_COUNTRY}?(?:, {_DAY})?{_AGENCY}?[ .]*$",
)


def close_datelines(text: str) -> str:
    """`text` with a full stop for the dash or colon of a dateline: same length.

    Parsers read the town before a dash as a party to the sentence behind it.
    """

    def closed(match: re.Match[str]) -> str:
        if match["bare"] and match["mark"] == ":":
            return match.group()
        if (match["bare"] or match["mark"] == ":") and not _is_body(text, match.end()):
            return match.group()
        return match.group()[: -len(match["mark"])] + ".".rjust(len(match["mark"]))

    head = min(len(text), HEAD)
    return _DATELINE.sub(closed, text[:head]) + text[head:]


def _is_body(text: str, start: int) -> bool:
    end = text.find("\n", start)
    return (end if end >= 0 else len(text)) - start >= BODY


def is_closed_dateline(sentence: str) -> bool:
    """Whether a sentence of a reading is a dateline that was closed, and nothing else."""
    return len(sentence) < LONGEST and sentence.rstrip().endswith(".") and _CLOSED.match(sentence) is not None
