"""Time expressions of a document with their TIMEX3 type and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.times.anchor import Anchor, Direction, published_day, resolve
from trucewatch.extraction.times.days import Resolved, make_range
from trucewatch.extraction.times.grammar import find_items
from trucewatch.extraction.times.meaning import Item, Meaning
from trucewatch.extraction.times.tense import direction_of
from trucewatch.extraction.times.tokens import Token, tokenise
from trucewatch.extraction.times.words import FULL_MONTHS
from trucewatch.records import TimeBasis, TimeExpression, TimePrecision, TimeRange, TimexType

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_times(analysis: Analysis) -> tuple[TimeExpression, ...]:
    """Every time expression, in order of its first character.

    A range ("from 5 to 7 May", "since Monday") gives its ends and, over them, one expression of type DURATION that carries
    the whole range of days. What cannot be anchored (a weekday where the day of publication is unknown) has no value.
    """
    tokens = tokenise(analysis.reading)
    items = find_items(tokens)
    published = analysis.document.published
    day = published_day(published.instant, published.day) if published else None
    told = _Told(published=day)
    starts = [token.idx for token in analysis.doc]
    sentences = _sentence_numbers(analysis.doc)
    items = _with_year_of_range(items, tokens, analysis.reading)
    placed = [(item, _word_at(starts, tokens[item.last - 1].start)) for item in items]
    firsts = [_word_at(starts, tokens[item.first].start) for item in items]
    found: list[TimeExpression] = []
    for number, (item, word) in enumerate(placed):
        sentence = sentences[word] if word < len(sentences) else -1
        anchor = told.anchor(_direction(analysis.doc, firsts[number], word, item.meaning), sentence)
        if item.meaning.kind in ("clock", "part") and anchor.beside is None:
            anchor = replace(
                anchor,
                beside=_later_in_sentence(placed[number + 1 : number + 5], sentences, sentence, anchor),
            )
        resolved = resolve(item.meaning, anchor)
        told.add(item.meaning, resolved, sentence, of_saying=_is_of_saying(analysis.doc, firsts[number]))
        found.append(_expression(item, tokens, resolved))
    return tuple(
        sorted([*found, *_covers(found, analysis.reading, day)], key=lambda time: (time.start, -time.end))
    )


@dataclass(slots=True)
class _Told:
    """The days told so far, so that "two days later" and "at 6 p.m." have something to hang on."""

    published: date | None
    narrative: date | None = None
    narrative_sentence: int = -9
    period: date | None = None
    year: int | None = None

    def anchor(self, direction: Direction, sentence: int) -> Anchor:
        beside = self.narrative if self.narrative_sentence == sentence else None
        return Anchor(
            published=self.published,
            direction=direction,
            narrative=self.narrative,
            beside=beside,
            period=self.period,
            year=self.year,
        )

    def add(self, meaning: Meaning, resolved: Resolved, sentence: int, *, of_saying: bool) -> None:
        days = resolved.range
        if days is None or days.basis is None or meaning.kind in ("duration", "clock", "part"):
            return
        if self._is_aside(days, sentence, of_saying=of_saying):
            return
        if days.earliest == days.latest or days.precision is TimePrecision.PART_OF_DAY:
            self.narrative, self.narrative_sentence = days.earliest, sentence
        self.period = days.earliest
        if meaning.year is not None:
            self.year = meaning.year

    def _is_aside(self, days: TimeRange, sentence: int, *, of_saying: bool) -> bool:
        """The day of the words, or one long before, in a sentence that has told the day of what happened."""
        if self.narrative is None or self.narrative_sentence != sentence:
            return False
        return of_saying or self.narrative - days.earliest > LONG_BEFORE


LONG_BEFORE = timedelta(days=7)
"""A day farther back than this from another of its sentence is that of something which went before."""

_SAID = frozenset("said says say told tells announced reported stated wrote added claimed".split())


def _is_of_saying(doc: Doc, first: int) -> bool:
    """True for the Wednesday of "the ministry said on Wednesday"."""
    return any(token.lower_ in _SAID for token in doc[max(0, first - 2) : first + 1])


def _later_in_sentence(
    placed: list[tuple[Item, int]], sentences: list[int], sentence: int, anchor: Anchor
) -> date | None:
    """A day named after a clock time in the same sentence ("at 10:35 (0735 GMT) Friday")."""
    for item, word in placed:
        if word >= len(sentences) or sentences[word] != sentence:
            return None
        if item.meaning.kind in ("calendar", "named", "shift"):
            days = resolve(item.meaning, anchor).range
            if days is not None and days.earliest == days.latest:
                return days.earliest
    return None


def _direction(doc: Doc, first: int, word: int, meaning: Meaning) -> Direction:
    if word >= len(doc) or meaning.kind not in ("calendar", "named", "shift", "stretch"):
        return Direction.UNKNOWN
    before = doc[max(0, first - 4) : first].text.lower()
    if _SINCE.search(before) or doc[first].lower_ == "last":
        return Direction.BEFORE
    return direction_of(doc[word], before)


_SINCE = re.compile(r"\bsince(?: early| late| mid| the)?\W*$")


def _with_year_of_range(items: list[Item], tokens: list[Token], reading: str) -> list[Item]:
    """ "From 27 September to 10 November 2020": the first date has the year of the second."""
    result = list(items)
    for number, (left, right) in enumerate(pairwise(items)):
        a, b = left.meaning, right.meaning
        gap = reading[tokens[left.last - 1].end : tokens[right.first].start]
        dates = a.kind == b.kind == "calendar" and a.month and b.month
        if dates and a.year is None and b.year and len(gap) < 16 and _JOINER.fullmatch(gap):
            year = b.year - ((a.month or 0) > (b.month or 0))
            result[number] = replace(left, meaning=replace(a, year=year))
    return result


def _word_at(starts: list[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers: list[int] = []
    for number, sentence in enumerate(doc.sents):
        numbers.extend([number] * len(sentence))
    return numbers


def _expression(item: Item, tokens: list[Token], resolved: Resolved) -> TimeExpression:
    first = item.first
    while first < item.last - 1 and tokens[first].letter in "pf":
        first += 1
    last = item.last
    if tokens[last - 1].letter == "." and tokens[last - 2].word in FULL_MONTHS:
        last -= 1
    return TimeExpression(
        start=tokens[first].start,
        end=tokens[last - 1].end,
        type=resolved.type,
        value=resolved.value,
        range=resolved.range,
    )


_JOINER = re.compile(r"\s*(?:-|to|until|till|through|and)\s*(?:the\s|on\s)?\s*", re.IGNORECASE)
_OPENER = re.compile(
    r"(?:\b(?P<between>between)|\b(?P<from>from)|\b(?P<since>since))(?:\s(?:about|early|late|the))?\s*$",
    re.IGNORECASE,
)


def _covers(found: list[TimeExpression], reading: str, published: date | None) -> Iterator[TimeExpression]:
    """Ranges over two ends, or from a day until publication."""
    for number, left in enumerate(found):
        opener = _OPENER.search(reading, max(0, left.start - 24), left.start)
        if left.range is None or left.type is TimexType.DURATION:
            continue
        right = found[number + 1] if number + 1 < len(found) else None
        joiner = reading[left.end : right.start] if right else ""
        if right and right.range and len(joiner) < 16 and _JOINER.fullmatch(joiner):
            words = joiner.strip().lower()
            days_told = {left.range.precision, right.range.precision} == {TimePrecision.DAY}
            next_day = days_told and (right.range.earliest - left.range.latest).days == 1
            if words.startswith("and") and not next_day and not (opener and opener["between"]):
                continue
            days = _from_to(left.range, right.range)
            if days is not None:
                yield _cover(opener.start() if opener else left.start, right.end, days)
        elif opener and opener["since"] and published and left.range.earliest <= published:
            days = make_range(left.range.earliest, published)
            if (days.latest - days.earliest).days <= 366:
                yield _cover(opener.start(), left.end, days)


def _from_to(left: TimeRange, right: TimeRange) -> TimeRange | None:
    if left.earliest > right.latest:
        return None
    return TimeRange(
        earliest=left.earliest,
        latest=right.latest,
        precision=TimePrecision.RANGE,
        basis=TimeBasis.STATED,
        start_clock=left.start_clock,
        end_clock=right.end_clock,
    )


def _cover(start: int, end: int, days: TimeRange) -> TimeExpression:
    length = (days.latest - days.earliest).days
    value = f"P{length}D"
    if length == 0 and days.start_clock and days.end_clock:
        minutes = (
            (days.end_clock.hour - days.start_clock.hour) * 60
            + days.end_clock.minute
            - days.start_clock.minute
        )
        value = f"PT{minutes // 60}H" if minutes % 60 == 0 else f"PT{minutes}M"
    return TimeExpression(start=start, end=end, type=TimexType.DURATION, value=value, range=days)
