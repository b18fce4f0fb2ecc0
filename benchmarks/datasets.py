"""The labelled sets, read from a folder beside the checkout; they are never part of the project."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
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
