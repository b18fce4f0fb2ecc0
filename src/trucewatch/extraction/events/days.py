"""When, for accounts whose own sentence does not say it: from the document around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import words_between
from trucewatch.records import Document, Flag, Span, TimeBasis, TimePrecision, TimeRange
from trucewatch.records.calendar import WEEKDAY_NAMES

if TYPE_CHECKING:
    from trucewatch.extraction.events.drafts import Draft

RECENT = timedelta(days=60)
"""Older than this beside the document's own day, an event is background."""

RETROSPECT = timedelta(days=400)
"""A document none of whose events is recent may report on a season gone by, but not on another war."""

COARSE_DAYS = 2
SATURDAY = 5

SAME_TALE = 3
"""Sentences of one paragraph through which the day last told still holds."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    range: TimeRange
    span: Span | None


def whens(events: Sequence[Draft], document: Document) -> list[When | None]:
    """For each event the time of its telling, else of the accounts around it, else the document's day."""
    today = document.published.day if document.published else None
    given = [_possible(_given(event), event, today) for event in events]
    usual = _usual_time(events, given)
    filled: list[When | None] = []
    for number, event in enumerate(events):
        own = given[number]
        if own is None or (event.is_act and _is_coarse(own.range)):
            assumed = _assumed(number, events, filled, usual, document)
            if own is None or (assumed is not None and _is_within(assumed.range, own.range)):
                own = assumed
        filled.append(own)
    return filled


def _given(event: Draft) -> When | None:
    """The time of a telling, else that of another voice's account of the same event."""
    for telling in (event, *event.beside):
        if telling.time is not None and telling.time.range is not None:
            if telling is not event and not is_near(telling.time.range):
                continue
            span = Span(start=telling.time.start, end=telling.time.end)
            return When(range=_evening(telling.time.range, telling), span=span)
    return None


_EVENING = re.compile(
    rf"\b(?:(?:{'|'.join(WEEKDAY_NAMES)}|yesterday)(?:'s|’s)?(?: late)?|(?:that|same))"
    r" (?:night|evening)\b|\bnight of (?!\S+ ?(?:-|–|/|to|and)\b)",
    re.IGNORECASE,
)


def _evening(span: TimeRange, telling: Draft) -> TimeRange:
    """The day that a night is called after: "Sunday night" is Sunday's, as ACLED dates it."""
    if telling.time is None or (span.latest - span.earliest).days != 1:
        return span
    words = words_between(telling.main.token.doc, telling.time.start, telling.time.end)
    return replace(span, latest=span.earliest, end_clock=None) if _EVENING.search(words) else span


def _possible(when: When | None, event: Draft, today: date | None) -> When | None:
    """The time of an act, unless it lies ahead of its own report: then it is a deadline's, or misread.

    A day is left for time zones.
    """
    if when is None or today is None or not event.is_act or event.flags & NOT_NOW:
        return when
    if (when.range.earliest - today).days <= 1:
        return when
    if when.range.basis is not TimeBasis.WEEKDAY or (when.range.earliest - today).days > WEEK.days:
        return None
    past = replace(when.range, earliest=when.range.earliest - WEEK, latest=when.range.latest - WEEK)
    return replace(when, range=past)  # "deplores the shelling on Thursday" is said of the last one


def _usual_time(events: Sequence[Draft], given: Sequence[When | None]) -> When | None:
    """The first stated day of an act that is not background: what the document is about."""
    for event, when in zip(events, given, strict=True):
        if event.is_act and when is not None and not _is_coarse(when.range) and not event.flags & NOT_NOW:
            return when
    return None


NOT_NOW = {Flag.HISTORICAL, Flag.PLANNED, Flag.HYPOTHETICAL}


def is_near(span: TimeRange) -> bool:
    return (span.latest - span.earliest).days <= 7


def _is_coarse(span: TimeRange) -> bool:
    """ "this week", "in April": a day told elsewhere in that time says more."""
    weekend = span.earliest.weekday() == SATURDAY and (span.latest - span.earliest).days == 1
    return (span.latest - span.earliest).days > COARSE_DAYS or (weekend and span.start_clock is None)


def _is_within(inner: TimeRange, outer: TimeRange) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _assumed(
    number: int,
    events: Sequence[Draft],
    filled: Sequence[When | None],
    usual: When | None,
    document: Document,
) -> When | None:
    """The time of an act that does not tell its own."""
    event = events[number]
    if event.flags & NOT_NOW:
        return None
    if event.days_on is not None:
        return _days_on(event, filled)
    told = _told(event)
    published = document.published
    if told is not None and (published is None or told.range.latest != published.day or usual is None):
        return told
    if event.is_act:
        beside = _told_before(number, events, filled)
        if beside is not None or usual is not None:
            return beside or usual
    if told is not None or published is None:
        return told
    return When(range=_on(published.day), span=published.span)


def _told(event: Draft) -> When | None:
    if event.told is None or event.told.range is None:
        return None
    told = event.told.range
    return When(
        range=told if not _is_coarse(told) else _on(told.latest),
        span=Span(start=event.told.start, end=event.told.end),
    )


def _told_before(number: int, events: Sequence[Draft], filled: Sequence[When | None]) -> When | None:
    """The time of the act told just before, in this sentence or the last one, or a little before in its paragraph."""
    event = events[number]
    for earlier in range(number - 1, max(number - 4, -1), -1):
        other, when = events[earlier], filled[earlier]
        if other.is_act and when is not None and not other.flags & NOT_NOW and not _is_coarse(when.range):
            gap = event.sentence - other.last_sentence
            return (
                when if 0 <= gap <= 1 or (0 <= gap <= SAME_TALE and in_one_paragraph(other, event)) else None
            )
    return None


def _days_on(event: Draft, filled: Sequence[When | None]) -> When | None:
    """So many days from the last act that has a day."""
    last = next((w.range for w in reversed(filled) if w is not None and not _is_coarse(w.range)), None)
    if last is None or event.days_on is None:
        return None
    day = last.earliest + timedelta(days=event.days_on)
    return When(
        range=TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.RELATIVE),
        span=None,
    )


def in_one_paragraph(earlier: Draft, later: Draft) -> bool:
    last = max(
        (span.end for span in (earlier.evidence, *earlier.more) if span.end <= later.evidence.start),
        default=0,
    )
    return last > 0 and "\n\n" not in words_between(later.main.token.doc, last - 1, later.evidence.start + 1)


def _on(day: date) -> TimeRange:
    return TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.DOCUMENT_DATE)


def is_background(span: TimeRange, today: date | None) -> bool:
    """True for another war, a past decade, or a long period that began long ago."""
    if today is None:
        return span.precision is TimePrecision.YEAR
    if span.precision is TimePrecision.YEAR and span.latest.year < today.year:
        return True
    if span.latest < today - RECENT:
        return True
    return span.earliest < today - RECENT and (span.latest - span.earliest).days > RECENT.days


def day_of_document(events: Sequence[Draft], document: Document) -> date | None:
    """The day from which a document looks back: its publication, or the latest day it tells of."""
    days = [
        event.time.range.latest
        for event in events
        if event.time is not None and event.time.range is not None and is_near(event.time.range)
    ]
    published = document.published.day if document.published else None
    if published is None:
        return max(days, default=None)
    days = [day for day in days if day <= published]
    latest = max(days, default=published)
    return latest if published - RETROSPECT < latest < published - RECENT else published
