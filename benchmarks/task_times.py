"""Times on `times_aquaint`: found, and right in value, as a share of all gold DATE and TIME expressions.

A gold expression is right when an overlapping expression has exactly its value. The rules were written on the documents at
even places (ids sorted); figures are for those at odd places, and `fitted_*` for the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.times.finding import find_times
from trucewatch.records import Document, Published, TimeExpression


def measure(sample: int | None = None) -> dict[str, float]:
    """`value`: exact value on DATE and TIME; `found`: any overlap; `type_and_value`: both right, on all types."""
    documents = sorted(rows("times_aquaint"), key=lambda row: str(row["id"]))[:sample]
    unseen, fitted = documents[1::2], documents[0::2]
    return _figures(unseen) | {f"fitted_{name}": figure for name, figure in _figures(fitted).items()}


def times_of(row: dict[str, Any]) -> tuple[TimeExpression, ...]:
    published = Published(day=date.fromisoformat(row["dct"][:10]))
    document = Document(id=row["id"], text=row["text"], published=published)
    return find_times(next(iter(cached_analyses([document]))))


def _figures(documents: list[dict[str, Any]]) -> dict[str, float]:
    found = right = total = both = everything = 0
    for row in documents:
        times = times_of(row)
        for gold in row["timexes"]:
            near = list(_near(times, gold))
            everything += 1
            both += any(time.value == gold["value"] and time.type == gold["type"] for time in near)
            if gold["type"] in ("DATE", "TIME"):
                total += 1
                found += bool(near)
                right += any(time.value == gold["value"] for time in near)
    return {
        "value": right / max(1, total),
        "found": found / max(1, total),
        "type_and_value": both / max(1, everything),
    }


def _near(times: Iterable[TimeExpression], gold: dict[str, Any]) -> Iterable[TimeExpression]:
    return (time for time in times if time.start < gold["end"] and gold["start"] < time.end)
