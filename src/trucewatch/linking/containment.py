"""Which incidents lie inside a bulletin's period ("since Monday"): contained, never merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from trucewatch.linking.geography import gap_km
from trucewatch.linking.incidents import Group

LONGEST_DAYS = 92
"""Totals over more than a quarter say too little about any one incident."""


def containments(groups: Mapping[str, Group]) -> dict[str, tuple[str, ...]]:
    """For each umbrella group, by name, the names of the groups in its period, area and parties."""
    single = sorted(
        (group.when.earliest.toordinal(), name)
        for name, group in groups.items()
        if not group.umbrella and group.when is not None
    )
    days = [day for day, _ in single]
    found = {}
    for name, group in groups.items():
        inside = _inside(group, days, single, groups)
        if inside:
            found[name] = inside
    return found


def _inside(
    umbrella: Group, days: Sequence[int], single: Sequence[tuple[int, str]], groups: Mapping[str, Group]
) -> tuple[str, ...]:
    when = umbrella.when
    if not umbrella.umbrella or when is None or (when.latest - when.earliest).days > LONGEST_DAYS:
        return ()
    first = bisect_left(days, when.earliest.toordinal())
    last = bisect_right(days, when.latest.toordinal())
    return tuple(sorted(name for _, name in single[first:last] if _may_hold(umbrella, groups[name])))


def _may_hold(umbrella: Group, group: Group) -> bool:
    when, limits = group.when, umbrella.when
    if when is None or limits is None or when.latest > limits.latest:
        return False
    if umbrella.sides and group.sides and not umbrella.sides & group.sides:
        return False
    if umbrella.where is None or group.where is None:
        return bool(umbrella.sides & group.sides)
    return gap_km(umbrella.where, group.where) == 0.0
