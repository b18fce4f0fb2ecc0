"""What speaks for a day as that of an act without one: how the day's words stand to the act's, and what else was on it.

No word and no date is a feature by itself, and how long ago a day was only where it is long: reports of different papers
and wars differ in that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import SPEAKING, distance, governing_verb
from trucewatch.extraction.events.day_choice import Days
from trucewatch.extraction.events.flags import NOT_NOW
from trucewatch.extraction.events.time_choice import Located, remoteness
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.extraction.paragraphs import Paragraphs
from trucewatch.records import Document, TimeRange

if TYPE_CHECKING:
    from trucewatch.extraction.events.drafts import Draft

LONGEST = 3
"""Days beyond the first of a time that says when something happened."""

NEAREST = 16
"""Times before an act, and as many after it, among which its day is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A time that a report names."""

    located: Located
    range: TimeRange
    sentence: int

    @property
    def days(self) -> Days:
        return days_of(self.range)

    @property
    def start(self) -> int:
        return self.located.time.start


def days_of(span: TimeRange) -> Days:
    return span.earliest, span.latest


class Calendar:
    """The times of one document, and which of its acts have a day of their own."""

    def __init__(
        self, document: Document, told: Sequence[Told], events: Sequence[tuple[Draft, TimeRange | None]]
    ) -> None:
        """`events` with the times that their own words give."""
        self._paragraphs = Paragraphs(document.text)
        self._published = document.published.day if document.published else None
        self._told = [one for one in told if is_short(one.days)]
        self._starts = [one.start for one in self._told]
        self._events = [event for event, _ in events]
        self._own = {id(event): days_of(span) for event, span in events if span is not None}
        self._count = Counter(one.days for one in self._told)

    def near(self, event: Draft) -> list[Told]:
        """The times around an act, in order of the text."""
        at = bisect_right(self._starts, event.main.token.idx)
        return self._told[max(0, at - NEAREST) : at + NEAREST]

    def holds(self, days: Days) -> bool:
        """Whether the words of any act put it on these days."""
        return self._all[days] > 0

    def described(self, event: Draft) -> dict[Days, set[str]]:
        """What is true of each day that may be the act's, its own long time ("this week") among them; none lies ahead."""
        own, published = self._own.get(id(event)), self._published
        near = [one for one in self.near(event) if not self._lies_ahead(one.days)]
        found: dict[Days, set[str]] = {}
        for one in near:
            found.setdefault(one.days, set()).update(self._standing(one, event))
        if published is not None:
            found.setdefault((published, published), set())
        if own is not None:
            found.setdefault(own, set())
        before = [one.days for one in near if one.located.time.end <= event.main.token.idx]
        for days, features in found.items():
            features.update(self._claims(event, days))
            features.update(_of_length(days, own))
            if before and before[-1] == days:
                features.add("last before")
            if published is not None:
                features.update(_age((published - days[1]).days))
        return found

    def _lies_ahead(self, days: Days) -> bool:
        return self._published is not None and (days[0] - self._published).days > 1

    def _standing(self, one: Told, event: Draft) -> Iterator[str]:
        """Where the words of a time stand."""
        gap = event.sentence - one.sentence
        trigger, head = event.main.token, one.located.head
        kind = "dateline" if one.located.in_dateline else "said" if _dates_speech(one, event) else "plain"
        if gap == 0:
            away = remoteness(trigger, head)
            yield f"same:{kind}:clause={'none' if away is None else _size(away)}"
            yield f"same:steps={_size(distance(trigger, head) // 2)}"
            yield "same:before" if head.i < trigger.i else "same:after"
        elif gap > 0:
            yield f"back{min(gap, 5)}:{kind}"
            apart = gap >= 5 or one.located.time.end <= self._paragraphs.start(event.evidence.start)
            yield "back:other paragraph" if apart else "back:paragraph"
        else:
            # A headline's day is told below it.
            yield f"{'below the first sentence' if event.sentence == 0 else 'ahead'}:{min(-gap, 3)}:{kind}"
        yield f"basis={one.range.basis}"
        if one.range.start_clock is not None:
            yield "clock"

    def _claims(self, event: Draft, days: Days) -> Iterator[str]:
        """Which acts have these days by their own words."""
        if event.told is not None and event.told.range is not None and days_of(event.told.range) == days:
            yield "day of speaking"
        mates, others = self._mates[event.happening], self._all
        if mates[days]:
            yield f"other tellings={_size(mates[days])}"
        elif mates:
            yield "other tellings have another"
        elsewhere = others[days] - mates[days]
        if elsewhere:
            yield f"other events={_size(elsewhere)}"
        if elsewhere and not mates[days]:
            yield "only other events"
        if self._usual == days:
            yield "usual"
        if self._first == days:
            leads = event.happening == self._lead
            yield "first told:lead" if leads else "first told"
        if not self._count[days]:
            yield "not named"

    @cached_property
    def _mates(self) -> dict[int | None, Counter[Days]]:
        """How many tellings of an event have which days."""
        found: dict[int | None, Counter[Days]] = {event.happening: Counter() for event in self._events}
        for event in self._events:
            own = self._own.get(id(event))
            if own is not None and is_short(own) and event.is_act:
                found[event.happening][own] += 1
        return found

    @cached_property
    def _all(self) -> Counter[Days]:
        found: Counter[Days] = Counter()
        for event, days in self._mates.items():
            if event is not None:
                found.update(days)
        return found

    @cached_property
    def _usual(self) -> Days | None:
        """The first stated day of an act: what the document is about."""
        acts = (event for event in self._events if event.is_act and not event.flags & NOT_NOW)
        own = (self._own.get(id(event)) for event in acts)
        return next((days for days in own if days is not None and is_short(days)), None)

    @cached_property
    def _first(self) -> Days | None:
        return next((one.days for one in self._told if not one.located.in_dateline), None)

    @cached_property
    def _lead(self) -> int | None:
        return next((event.happening for event in self._events if event.is_act), None)


def is_short(days: Days) -> bool:
    """True where a time says when something happened; a longer one says in what period."""
    return (days[1] - days[0]).days <= LONGEST


def _dates_speech(one: Told, event: Draft) -> bool:
    """True where a time hangs on a verb of saying: "said on Monday"."""
    verb = governing_verb(one.located.head)
    return verb is not None and verb.i != event.main.token.i and lemma_of(verb) in SPEAKING


def _of_length(days: Days, own: Days | None) -> Iterator[str]:
    more = (days[1] - days[0]).days
    yield f"days={'many' if more > LONGEST else more}"
    if own == days:
        yield "own"
    elif own is not None:
        yield "inside own" if own[0] <= days[0] and days[1] <= own[1] else "outside own"


def _age(days: int) -> Iterator[str]:
    if days < 0:
        yield "ahead of its report"
    elif days > 3:
        yield "age=week" if days <= 7 else "age=month" if days <= 30 else "age=more"


def _size(number: int) -> str:
    return str(number) if number <= 1 else "2-3" if number <= 3 else "4+"
