"""Gazetteer look-ups a second of processor time, and the memory that an opened gazetteer adds to a process.

The names looked up are every eleventh place's own name, shuffled with a fixed seed; one in five is changed so that
it is not found. Memory is the resident set before opening against after all look-ups, in a fresh process.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

NAMES = 20_000


def measure(sample: int | None = None) -> dict[str, float]:
    """`lookups_per_second`, `found` (share) and `memory_mb`."""
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.task_gazetteer", str(sample or NAMES)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    figures: dict[str, float] = json.loads(child.stdout)
    return figures


def _measure_here(count: int) -> dict[str, float]:
    from trucewatch.situation.gazetteer import Gazetteer
    from trucewatch.situation.gazetteer_bake import world_file

    names = _names(world_file(), count)
    before = _resident_mb()
    gazetteer = Gazetteer()
    gazetteer.find("Geneva")
    started = time.process_time()
    found = sum(1 for name in names if gazetteer.find(name))
    seconds = time.process_time() - started
    return {
        "lookups_per_second": round(len(names) / seconds),
        "found": round(found / len(names), 3),
        "memory_mb": round(_resident_mb() - before, 1),
    }


def _names(world: Path, count: int) -> list[str]:
    connection = sqlite3.connect(f"file:{world}?mode=ro", uri=True)
    names = [row[0] for row in connection.execute("SELECT name FROM places WHERE id % 11 = 0 ORDER BY id")]
    connection.close()
    random.Random(7).shuffle(names)
    return [f"{name}q" if number % 5 == 0 else name for number, name in enumerate(names[:count])]


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(_measure_here(int(sys.argv[1]) if len(sys.argv) > 1 else NAMES)))
