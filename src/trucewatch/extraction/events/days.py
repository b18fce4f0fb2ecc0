"""When, for each act: its own words' time or another that the document names, as a fitted choice has it (day_choice.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trucewatch.extraction.events.day_choice import load_day_choice
from trucewatch.extraction.events.day_features import Calendar, Told, days_of, is_short
from trucewatch.extraction.events.flags import NOT_NOW
from trucewatch.extraction.events.time_choice import in_sentence
from trucewatch.extraction.paragraphs import Paragraphs
from trucewatch.extraction.phrases import words_between
from trucewatch.records import Document, Span, TimeBasis, TimeExpression, TimePrecision, TimeRange
from trucewatch.records.calendar import WEEKDAY_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from trucewatch.extraction.events.drafts import Draft, Scene

RECENT = timedelta(days=60)
"""Older than this beside the document's own day, an event is background."""

RETROSPECT = timedelta(days=400)
"""A document none of whose events is recent may report on a season gone by, but not on another war."""

SAME_TALE = 3
"""Sentences of one paragraph through which the place last told still holds."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    range: TimeRange
    span: Span | None


def whens(events: Sequence[Draft], scene: Scene, document: Document) -> list[When | None]:
    """For each event when it was; None for what is planned, supposed or long past and has no time of its own."""
    published = document.published.day if document.published else None
    given = [_given(event, published) for event in events]
    own = [(event, when.range if when else None) for event, when in zip(events, given, strict=True)]
    calendar = Calendar(document, told_times(scene, published), own)
    found: list[When | None] = []
    for event, when in zip(events, given, strict=True):
        if not event.is_act:
            when = when or _day_of_speaking(event) or _of_document(document)
        elif not event.flags & NOT_NOW and (when is None or not is_short(days_of(when.range))):
            counted = _days_on(event, found) if event.days_on is not None else None
            when = counted or _chosen(event, calendar, document) or when
        found.append(when)
    return found


def _chosen(event: Draft, calendar: Calendar, document: Document) -> When | None:
    """The likeliest day, as the words nearest to an act give it; None where that is its own long time.

    The day of publication is no more than a bound, unless the report puts another act on it.
    """
    days = load_day_choice().best(calendar.described(event))
    if days is None:
        return None
    if document.published is not None and set(days) == {document.published.day} and not calendar.holds(days):
        return _of_document(document)
    told = [one for one in calendar.near(event) if one.days == days]
    if not told:
        return None
    nearest = min(told, key=lambda one: abs(one.start - event.main.token.idx))
    return When(range=nearest.range, span=Span(start=nearest.start, end=nearest.located.time.end))


def told_times(scene: Scene, published: date | None) -> list[Told]:
    """The times of a document, each in its sentence."""
    return [
        Told(
            located=located, range=_past(_evening(located.head.doc, located.time), published), sentence=number
        )
        for number, sentence in enumerate(scene.sentences)
        for located in in_sentence(scene.times, sentence)
        if located.time.range is not None
    ]


def _given(event: Draft, published: date | None) -> When | None:
    """The time of a telling, unless it lies ahead of its own report: then it is a deadline's, or misread."""
    if event.time is None or event.time.range is None:
        return None
    span = Span(start=event.time.start, end=event.time.end)
    when = _evening(event.main.token.doc, event.time)
    if event.is_act and not event.flags & NOT_NOW:
        when = _past(when, published)
        if published is not None and (when.earliest - published).days > 1:
            return None
    return When(range=when, span=span)


_EVENING = re.compile(
    rf"\b(?:(?:{'|'.join(WEEKDAY_NAMES)}|yesterday)(?:'s|’s)?(?: late)?|(?:that|same))"
    r" (?:night|evening)\b|\bnight of (?!\S+ ?(?:-|–|/|to|and)\b)",
    re.IGNORECASE,
)


def _evening(doc: Doc, time: TimeExpression) -> TimeRange:
    """The day that a night is called after: "Sunday night" is Sunday's, as ACLED dates it."""
    span = time.range
    assert span is not None  # only times that stand for days are asked for
    if (span.latest - span.earliest).days != 1:
        return span
    words = words_between(doc, time.start, time.end)
    return replace(span, latest=span.earliest, end_clock=None) if _EVENING.search(words) else span


def _past(span: TimeRange, published: date | None) -> TimeRange:
    """A weekday that would lie ahead is the last one: "deplores the shelling on Thursday". A day is left for time zones."""
    ahead = (span.earliest - published).days if published is not None else 0
    if span.basis is not TimeBasis.WEEKDAY or not 1 < ahead <= WEEK.days:
        return span
    return replace(span, earliest=span.earliest - WEEK, latest=span.latest - WEEK)


def _of_document(document: Document) -> When | None:
    """The day of publication: what an act without a day of its own was on, or before."""
    if document.published is None:
        return None
    return When(range=_on(document.published.day), span=document.published.span)


def _day_of_speaking(event: Draft) -> When | None:
    if event.told is None or event.told.range is None:
        return None
    told = event.told.range
    return When(
        range=told if is_near(told) else _on(told.latest),
        span=Span(start=event.told.start, end=event.told.end),
    )


def _days_on(event: Draft, found: Sequence[When | None]) -> When | None:
    """So many days from the last act that has a day."""
    last = next((when.range for when in reversed(found) if when is not None and is_near(when.range)), None)
    if last is None or event.days_on is None:
        return None
    day = last.earliest + timedelta(days=event.days_on)
    return When(
        range=TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.RELATIVE),
        span=None,
    )


def is_near(span: TimeRange) -> bool:
    return (span.latest - span.earliest).days <= 7


def in_one_paragraph(earlier: Draft, later: Draft, paragraphs: Paragraphs) -> bool:
    last = max(
        (span.end for span in (earlier.evidence, *earlier.more) if span.end <= later.evidence.start),
        default=0,
    )
    return last > 0 and paragraphs.start(later.evidence.start) < last


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
