"""Which tellings are worth comparing: those that share a place and time, rare words and time, or a rare name.

Every key depends on one telling alone, so that a telling meets the same others in any batch or order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from trucewatch.linking.tellings import Telling
from trucewatch.linking.words import RAREST, weight_of
from trucewatch.records import Place

Key = tuple[str | int, ...]

BUCKET_DAYS = 4
SLACK_DAYS = 2
"""Days on either side of a telling's own that it is looked for in."""
DAYS_NAMED = 6
LONGEST_DAYS = 40
"""A longer period is looked for by its names only."""
CELL_DEGREES = 0.5
WIDE_DEGREES = 4.0
LONGEST_EXACT = 2
RARE_WORDS = 8
RARE_NAMES = 6
PAIRED_NAMES = 5
NAME_DAYS = 90
"""A follow-up weeks later is found by a rare name together with the place's surroundings."""


class Blocks:
    """Which tellings share a block; the same for the same tellings in whatever order they came and went."""

    def __init__(self) -> None:
        self._members: dict[Key, list[str]] = {}
        self._undated: dict[Key, list[str]] = {}

    def enter(self, telling: Telling) -> set[str]:
        """Takes a telling in; gives the keys of those before it that it shares a block with.

        Only tellings without a date look beyond their days.
        """
        undated = telling.days is None
        met: set[str] = set()
        for block in keys_of(telling):
            others = self._members.setdefault(block, [])
            met.update(others)
            others.append(telling.key)
        for block in timeless_keys_of(telling):
            others = self._members.setdefault(block, [])
            met.update(others if undated else self._undated.get(block, ()))
            others.append(telling.key)
            if undated:
                self._undated.setdefault(block, []).append(telling.key)
        met.discard(telling.key)
        return met

    def leave(self, telling: Telling) -> None:
        """Lets a telling go again."""
        timeless = timeless_keys_of(telling)
        for block in (*keys_of(telling), *timeless):
            self._members[block].remove(telling.key)
        for block in timeless if telling.days is None else ():
            self._undated[block].remove(telling.key)


def keys_of(telling: Telling) -> set[Key]:
    """The blocks a telling belongs to."""
    return set(_keys(telling))


def _keys(telling: Telling) -> Iterator[Key]:
    article = telling.article if telling.main else ()
    words = [*list(telling.words)[:RARE_WORDS], *list(article)[:RARE_WORDS]]
    rare = [word for word in words if weight_of(word) >= 0.5 * RAREST]
    names = sorted(telling.names, key=lambda name: (-telling.names[name], name))[:RARE_NAMES]
    buckets = _buckets(telling)
    cells = {cell for place in telling.points[:6] for cell in _cells(place, CELL_DEGREES)}
    for bucket in (*buckets, *_buckets_named(telling)):
        for cell in cells:
            yield ("place", *cell, bucket)
    for bucket in buckets:
        for word in (*rare, *names):
            yield ("word", word, bucket)
    yield from _by_sides(telling)
    yield from _by_names(names, telling)


def _by_sides(telling: Telling) -> Iterator[Key]:
    """One party on one day in one wide area: the other side's version may share nothing else."""
    days = telling.days
    if days is None:
        return
    last = days[1]
    first = max(days[0], last - 1) if not telling.has_day else max(days[0], last - LONGEST_EXACT)
    for side, cell in _sides_and_areas(telling):
        yield from (("side", side, *cell, day) for day in range(first, last + 1))


def timeless_keys_of(telling: Telling) -> set[Key]:
    """Blocks in which a telling without any date looks for others, dated or not."""
    return {("timeless", side, *cell) for side, cell in _sides_and_areas(telling)}


def _sides_and_areas(telling: Telling) -> Iterator[tuple[str, tuple[int, int]]]:
    for place in telling.places[:2]:
        for cell in _cells(place, WIDE_DEGREES):
            for side in telling.concerned:
                yield side, cell


def _by_names(names: list[str], telling: Telling) -> Iterator[Key]:
    """A name with the surroundings, or two names anywhere: one alone may be a spokesman's, in every bulletin."""
    pairs = list(combinations(sorted(names[:PAIRED_NAMES]), 2))
    last = telling.published.toordinal() if telling.published else telling.days[1] if telling.days else None
    if last is None:
        yield from (("undated", *pair) for pair in pairs)
        return
    cells = {cell for place in telling.places[:3] for cell in _cells(place, 2.0)}
    for period in (last // NAME_DAYS, (last + NAME_DAYS // 2) // NAME_DAYS + 1_000_000):
        yield from (("names", *pair, period) for pair in pairs)
        yield from (("name", name, period, *cell) for name in names for cell in cells)


def _buckets(telling: Telling) -> tuple[int, ...]:
    days = telling.days
    if days is None or days[1] - days[0] > LONGEST_DAYS:
        return ()
    first = (days[0] - SLACK_DAYS) // BUCKET_DAYS
    last = (days[1] + SLACK_DAYS) // BUCKET_DAYS
    return tuple(range(first, last + 1))


def _buckets_named(telling: Telling) -> tuple[int, ...]:
    """Of the days that the text names besides: one of them may be the event's."""
    days = sorted(telling.days_named, reverse=True)[:DAYS_NAMED]
    return tuple({day // BUCKET_DAYS for day in days})


def _cells(place: Place, degrees: float) -> list[tuple[int, int]]:
    """The four grid corners nearest to a point: two points within half a cell of each other share one."""
    lat, lon = place.lat / degrees, place.lon / degrees
    return [(row, column) for row in _both(lat) for column in _both(lon)]


def _both(value: float) -> tuple[int, int]:
    low = math.floor(value)
    return low, low + 1
