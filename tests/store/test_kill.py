"""Kill -9 at any moment loses no accepted document and leaves no half one."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from trucewatch.store.sql import SqlStore

FILES = 220
KILLS = 20

COLLECT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from trucewatch.intake.formats import Limits
from trucewatch.store.sql import SqlStore
from trucewatch.workspace import collecting

collecting.BATCH = 8
store = SqlStore.in_folder(Path(sys.argv[1]))
print("open", flush=True)
collection = collecting.Collection(store, Limits(), datetime(2024, 12, 2, tzinfo=UTC))
accept = store.accept

def accept_and_say(documents):
    # What is printed here was promised: it must be there after any kill.
    done = accept(documents)
    for document, _ in documents:
        print(document.sha256, flush=True)
    return done

store.accept = accept_and_say
for _ in collection.run([sys.argv[2]]):
    pass
print("done", flush=True)
"""


def write_files(folder: Path) -> set[str]:
    """Small texts and two files of many lines; returns the hashes of the documents in them."""
    folder.mkdir()
    hashes = set()
    for number in range(FILES):
        raw = f"Post {number} reported {number % 7} shots. {'The night was quiet. ' * (number % 40)}".encode()
        (folder / f"{number:04}.txt").write_bytes(raw)
        hashes.add(hashlib.sha256(raw).hexdigest())
    for name in ("a.jsonl", "z.jsonl"):
        lines = [f'{{"id": "{name}-{n}", "text": "Convoy {n} passed the bridge {name}."}}' for n in range(60)]
        (folder / name).write_text("\n".join(lines))
        hashes |= {hashlib.sha256(line.encode()).hexdigest() for line in lines}
    return hashes


def run_until(store: Path, files: Path, kill_after: float | None) -> tuple[list[str], bool]:
    """Lines that the child printed, and whether it came to its end."""
    command = [sys.executable, "-c", COLLECT, str(store), str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        if kill_after is not None:
            child.stdout.readline()  # the start-up is not what is tested; it would eat most of the moments
            time.sleep(kill_after)
            child.kill()
        lines = child.stdout.read().split()
    return lines, child.returncode == 0


def check(folder: Path, promised: set[str], possible: set[str]) -> int:
    """Every promised document is there, whole, with its bytes; nothing else is."""
    store = SqlStore.in_folder(folder)
    documents = list(store.documents())
    store.close()
    hashes = [document.sha256 for document in documents]
    assert len(set(hashes)) == len(hashes)
    assert promised <= set(hashes) <= possible
    for document in documents:
        assert document.sha256 is not None
        raw = store.raw(document.sha256)
        assert hashlib.sha256(raw).hexdigest() == document.sha256
        text = json.loads(raw)["text"] if raw.startswith(b"{") else raw.decode()
        assert document.text == text
    return len(documents)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    possible = write_files(tmp_path / "files")
    moments = random.Random(20241202)
    promised: set[str] = set()
    for kill in range(KILLS):
        folder = tmp_path / f"store{kill // 5}"
        if kill % 5 == 0:
            promised = set()
        lines, _ = run_until(folder, tmp_path / "files", moments.uniform(0.0, 0.25))
        promised |= {line for line in lines if len(line) == 64}
        check(folder, promised, possible)
        if kill % 5 == 4:
            lines, ended = run_until(folder, tmp_path / "files", None)
            assert ended
            assert check(folder, possible, possible) == len(possible)
