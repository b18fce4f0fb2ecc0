"""Files that a killed writer left are removed at the next run; one that is being written is left alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from tests.builders import a_document
from tests.children import fork

from trucewatch.store.files import PARTIAL, sweep, write_whole
from trucewatch.store.sql import SqlStore


def left_overs(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"{PARTIAL}*"))


def write_slowly(path: Path, writing: int) -> None:
    """Says when the scratch file is there, and is then stopped for good in the midst of writing."""
    import trucewatch.store.files as files

    def stuck(_descriptor: int) -> None:
        os.write(writing, b"writing\n")
        time.sleep(600)

    files.os.fsync = stuck  # type: ignore[assignment]
    write_whole(path, b"half")


def test_what_a_killed_writer_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "ab" / "whole"
    target.parent.mkdir()
    child = fork(lambda writing: write_slowly(target, writing))
    assert child.said.read(8) == b"writing\n"
    assert len(left_overs(tmp_path)) == 1
    assert sweep(tmp_path) == 0
    assert len(left_overs(tmp_path)) == 1
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert len(left_overs(tmp_path)) == 1
    assert sweep(tmp_path) == 1
    assert left_overs(tmp_path) == []
    assert not target.exists()


def test_a_swept_scratch_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    lock, swept = fcntl.flock, []

    def swept_first(file: object, how: int) -> None:
        if not swept:
            swept.append(True)
            (path,) = left_overs(tmp_path)
            path.unlink()
        lock(file, how)  # type: ignore[arg-type]

    monkeypatch.setattr("trucewatch.store.files.fcntl.flock", swept_first)
    write_whole(tmp_path / "name", "words")
    assert (tmp_path / "name").read_text() == "words"
    assert left_overs(tmp_path) == []


def test_a_run_tidies_the_raw_folder_and_the_report(tmp_path: Path) -> None:
    from trucewatch.workspace import Settings, Workspace

    (tmp_path / "note.txt").write_text("Nothing happened at the post.")
    folder = tmp_path / "w"
    with Workspace(folder, "general", Settings(processes=1)) as workspace:
        for place in (folder / "raw" / "ab", folder / "report"):
            place.mkdir(parents=True)
            (place / f"{PARTIAL}0123").write_bytes(b"half")
        other = folder / "raw" / "ab" / "partial-notes"
        other.write_bytes(b"not ours")
        workspace.run([str(tmp_path / "note.txt")])
        assert left_overs(folder) == []
        assert other.exists()


def test_the_store_counts_what_it_removes(tmp_path: Path) -> None:
    store = SqlStore.in_folder(tmp_path)
    document = a_document()
    store.accept([(document, document.text.encode())])
    (tmp_path / "raw" / f"{PARTIAL}ff").write_bytes(b"")
    assert store.tidy() == 1
    assert store.tidy() == 0
    assert store.raw(str(document.sha256)) == document.text.encode()
    store.close()
