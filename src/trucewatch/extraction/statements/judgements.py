"""Patterns by which a content judges a report, threatens or finds something, from `lexicons/judgements.tsv`."""

from __future__ import annotations

import re
from functools import cache

from trucewatch.extraction.lexicons import table


@cache
def _judgements() -> dict[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for pattern, name in table("judgements"):
        found.setdefault(name, []).append(re.compile(pattern))
    return {name: tuple(patterns) for name, patterns in found.items()}


def says(name: str, text: str) -> bool:
    """True when one of the named patterns is in `text`, lower case."""
    return any(pattern.search(text) for pattern in _judgements()[name])


def judgements_in(text: str) -> tuple[str, ...]:
    """Names of all whose patterns are in `text`, lower case."""
    return tuple(name for name in sorted(_judgements()) if says(name, text))
