"""Kill -9 at any moment loses no accepted document and leaves no half one."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from tests.builders import NOON
from tests.children import fork

from trucewatch.intake.formats import Limits
from trucewatch.intake.language import find_language
from trucewatch.records import Document
from trucewatch.store import Accepted
from trucewatch.store.sql import SqlStore
from trucewatch.workspace import collecting

FILES = 220
KILLS = 20
KILLS_A_STORE = 5


def collect(folder: Path, files: Path, writing: int) -> None:
    """Collects all files, saying the hash of each document once its acceptance was promised."""
    store = SqlStore.in_folder(folder)
    accept = store.accept

    def accept_and_say(documents: Sequence[tuple[Document, bytes]]) -> Accepted:
        done = accept(documents)
        os.write(writing, b"".join(f"{document.sha256}\n".encode() for document, _ in documents))
        return done

    store.accept = accept_and_say  # type: ignore[method-assign]
    collecting.BATCH = 8
    for _ in collecting.Collection(store, Limits(), NOON).run([str(files)]):
        pass


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


def run_until(folder: Path, files: Path, kill_after: float | None) -> tuple[set[str], int]:
    """What the child promised, and how it ended."""
    child = fork(lambda writing: collect(folder, files, writing))
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child.pid, signal.SIGKILL)
    promised = {line.decode() for line in child.said.read().split(b"\n") if len(line) == 64}
    return promised, child.wait()


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
    find_language("The models are loaded here once, and not in every child.")
    began = time.monotonic()
    assert run_until(tmp_path / "first", tmp_path / "files", None) == (possible, 0)
    takes = time.monotonic() - began
    for round_number in range(KILLS // KILLS_A_STORE):
        folder = tmp_path / f"store{round_number}"
        promised: set[str] = set()
        cut_short = 0
        for _ in range(KILLS_A_STORE):
            said, status = run_until(folder, tmp_path / "files", moments.uniform(0.0, 0.6 * takes))
            cut_short += status == -signal.SIGKILL
            promised |= said
            check(folder, promised, possible)
        assert cut_short, "no child was killed in its work"
        assert run_until(folder, tmp_path / "files", None)[1] == 0
        assert check(folder, possible, possible) == len(possible)
