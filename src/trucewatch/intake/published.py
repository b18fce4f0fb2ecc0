"""When a document was published, from its metadata, its head or its address; unknown where none of them says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from trucewatch.records import Published, Span
from trucewatch.records.calendar import MONTH, MONTHS

METADATA_KEYS = (
    "article:published_time",
    "datepublished",
    "published",
    "date_published",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)
"""Keys that hold a publication date, the most telling first; compared without case."""

HEAD_CHARACTERS = 1_200
HEAD_LINES = 12
"""Publication dates stand at the head; dates further down are what the news is about."""

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Z]{2,4}\b)"
_CLOCK = rf"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:(?i-i:{_ZONE}))?"
_CLOCK = _CLOCK.replace("(?i-i:", "(?-i:")
_DATE = rf"""(?:
    (?P<y1>(?:19|20)\d\d)-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)
  | (?P<d2>[0-3]?\d)(?P<s2>[./-])(?P<m2>[0-3]?\d)(?P=s2)(?P<y2>(?:19|20)\d\d)
  | (?P<d3>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<m3>{MONTH})\.?,?\s+(?P<y3>(?:19|20)\d\d)
  | (?P<m4>{MONTH})\.?\s+(?P<d4>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)
)(?!\d)"""

_LABEL = (
    r"(?:(?:first\s)?published|posted|updated?|last\s(?:updated|modified)|date(?:\sof\spublication)?|created|issued|"
    r"publication\sdate)(?:\s(?:on|at))?\s*:?\s*"
)
_DATE_LINE = re.compile(
    rf"""^[\W_]*(?P<label>{_LABEL})?(?:(?:{_CLOCK})\s*[-,|]\s*)?{_WEEKDAY}?(?P<date>{_DATE})""",
    re.VERBOSE | re.IGNORECASE,
)
_SECOND_DATE = _DATE.replace("?P<", "?P<z").replace("?P=", "?P=z")
_BYLINE = re.compile(
    rf"""^(?:[^|\n]{{1,80}}\|\s*){{1,3}}(?P<label>{_LABEL})?{_WEEKDAY}?(?P<date>{_DATE})
    |^(?:by\s)?(?:the\s)?[A-Z][\w.&' -]{{2,50}},\s+{_WEEKDAY}?(?P<date2>{_SECOND_DATE})\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"^[A-Z][\w.' -]{{1,40}}(?:,\s[A-Z][\w.' -]{{1,30}})?,\s+(?:(?P<month>{MONTH})\.?\s(?P<day>[0-3]?\d)|"
    rf"(?P<day2>[0-3]?\d)\s(?P<month2>{MONTH})\.?)(?:,?\s(?P<year>(?:19|20)\d\d))?\s*(?:[,./(/-]|\s[-–—])",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:$|[|\[()–—-]|\s\d+\s[A-Za-z]|,\s*\d|at\s\d|[0-2]?\d[:.]\d\d|\s[A-Z\"“])")
_CLOCK_AFTER = re.compile(rf"^[\s,|\[(–—-]{{0,4}}(?:at\s+)?{_CLOCK}", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?:^|[/_=-])(?P<y>(?:19|20)\d\d)(?P<s>[/_-])(?P<m>[01]?\d)(?P=s)(?P<d>[0-3]?\d)(?=[/_.?&#-]|$)"
    r"|/(?P<y2>20\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?=[/_.-]|$)"
)
_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
    "PST": -8,
}
"""Hours from UTC. Ambiguous abbreviations (IST is India's, Israel's and Ireland's) state no zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    published: Published
    labelled: bool


def find_published(
    text: str, url: str | None = None, metadata: Mapping[str, str] | None = None
) -> Published | None:
    """The publication date with its basis: metadata first, then the head of the text, then the address.

    A bare date at the head may be the event's: where the address contradicts it by more than two days, the address holds.
    A dateline without a year ("Baku, July 26") takes the year of the address or of another date at the head, else it says
    nothing.
    """
    stated = _from_metadata(metadata or {})
    if stated is not None:
        return stated
    address = _from_url(url or "")
    head = _from_head(text, address)
    if head is None:
        return address
    if address is None or head.labelled or abs(head.published.day - address.day) <= timedelta(days=2):
        return head.published
    return address


def _from_metadata(metadata: Mapping[str, str]) -> Published | None:
    lowered = {key.lower(): value for key, value in metadata.items() if isinstance(value, str)}
    for key in METADATA_KEYS:
        value = lowered.get(key, "").strip()[:60]
        if not value:
            continue
        instant = _iso_instant(value)
        if instant is not None:
            is_day = len(value) <= 10
            return Published(day=instant.date(), instant=None if is_day else instant, basis="metadata")
        match = re.search(_DATE, value, re.VERBOSE | re.IGNORECASE)
        day = _day(match) if match else None
        if day is not None:
            return Published(day=day, basis="metadata")
    return None


def _iso_instant(value: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if 1900 <= instant.year <= 2200 else None


def _from_url(url: str) -> Published | None:
    for match in _URL_DATE.finditer(url[:2_000]):
        groups = [match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]]
        day = _valid(*(int(group) for group in groups))
        if day is not None:
            return Published(day=day, basis="url")
    return None


def _from_head(text: str, address: Published | None) -> _Found | None:
    """The first line at the head that states a whole date, else the first dateline that the address gives a year."""
    for start, line in _head_lines(text):
        found = _whole_date(line, start)
        if found is not None:
            return found
    for start, line in _head_lines(text):
        match = _DATELINE.match(line)
        year = int(match["year"]) if match and match["year"] else (address.day.year if address else None)
        if match is None or year is None:
            continue
        day = _valid(
            year, MONTHS[(match["month"] or match["month2"]).lower()], int(match["day"] or match["day2"])
        )
        if day is not None:
            span = Span(start=start + match.start(), end=start + match.end())
            return _Found(published=Published(day=day, basis="dateline", span=span), labelled=False)
    return None


def _head_lines(text: str) -> Iterator[tuple[int, str]]:
    position = count = 0
    for line in text[:HEAD_CHARACTERS].split("\n"):
        bare = line.strip()
        if bare:
            count += 1
            if count > HEAD_LINES:
                return
            yield position + line.index(bare), bare[:200]
        position += len(line) + 1


def _whole_date(line: str, start: int) -> _Found | None:
    match = _DATE_LINE.match(line)
    if match is not None and (match["label"] or _AFTER.match(line, match.end())):
        return _found(match, "date", "dateline", line, start)
    match = _BYLINE.match(line)
    if match is not None:
        return _found(match, "date" if match["date"] else "date2", "byline", line, start)
    return None


def _found(match: re.Match[str], group: str, basis: str, line: str, start: int) -> _Found | None:
    day = _day(match, "z" if group == "date2" else "")
    if day is None:
        return None
    clock = (
        match
        if "hour" in match.re.groupindex and match["hour"]
        else _CLOCK_AFTER.match(line[match.end(group) :])
    )
    instant, end = None, match.end(group)
    if clock is not None:
        moment = _time(clock)
        if moment is not None:
            instant = datetime.combine(day, moment)
            end = end if clock is match else end + clock.end()
    begin = match.start("hour") if clock is match else match.start(group)
    span = Span(start=start + begin, end=start + end)
    labelled = bool("label" in match.re.groupindex and match["label"])
    return _Found(published=Published(day=day, instant=instant, basis=basis, span=span), labelled=labelled)


def _day(match: re.Match[str], prefix: str = "") -> date | None:
    for number in "1234":
        year = match[f"{prefix}y{number}"]
        if not year:
            continue
        month, day = match[f"{prefix}m{number}"], int(match[f"{prefix}d{number}"])
        if number == "2" and match[f"{prefix}s2"] == "/":
            return _slashed(int(year), day, int(month))
        return _valid(int(year), int(month) if month.isdigit() else MONTHS[month.lower()], day)
    return None


def _slashed(year: int, first: int, second: int) -> date | None:
    """07/26/2021 and 26/07/2021 tell the day; 05/06/2021 does not."""
    if first > 12:
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 or first == second else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23:
        return None
    return time(hour, minute, tzinfo=_zone(match["zone"]))


def _zone(words: str | None) -> timezone | None:
    if not words:
        return None
    if words[0] in "+-":
        hours = int(words[1:3]) + int(words[-2:]) / 60
        return timezone(timedelta(hours=hours if words[0] == "+" else -hours)) if hours <= 14 else None
    if words not in _ZONES:
        return None
    return UTC if _ZONES[words] == 0 else timezone(timedelta(hours=_ZONES[words]))
