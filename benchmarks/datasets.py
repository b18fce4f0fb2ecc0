"""The labelled sets, read from a folder beside the checkout; they are never part of the project."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("TRUCEWATCH_DATA", Path(__file__).parents[2] / "shared" / "data"))


def available() -> bool:
    return DATA.is_dir()


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of `NAME.jsonl.gz`, in file order."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def shown_in_demo() -> frozenset[str]:
    """Addresses of the documents that the demonstration retells; they are left out of reported figures."""
    folder = Path(__file__).parents[1] / "src" / "trucewatch" / "examples" / "documents"
    lines = (line for path in sorted(folder.glob("*.md")) for line in path.read_text().splitlines())
    return frozenset(line.removeprefix("url: ") for line in lines if line.startswith("url: "))


@cache
def ids_in_demo() -> frozenset[str]:
    """Ids of the two-sided documents that the demonstration shows."""
    shown = shown_in_demo()
    return frozenset(row["id"] for row in rows("two_sided_documents") if row["url"] in shown)


def two_sided(name: str) -> Iterator[dict[str, Any]]:
    """Rows of `two_sided_documents` or `_gold` about documents that the demonstration does not show."""
    return (row for row in rows(name) if row["id"] not in ids_in_demo())
