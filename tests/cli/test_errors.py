"""An error is one clear line and an exit status; never a traceback."""

from __future__ import annotations

import fcntl
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from tests.children import fork, give_up_rights
from tests.cli.conftest import Command

SHELL = [sys.executable, "-c", "from trucewatch.cli import main; main()"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("run", "/nowhere/at/all", "-w", "{tmp}/w"), 4, "no such file"),
        (("run", "{tmp}", "-w", "{tmp}/w", "--situation", "atlantis"), 4, "atlantis"),
        (("run", "{tmp}", "-w", "{tmp}/w", "--as-of", "tomorrow"), 6, "not a date"),
        (("report", "-w", "{tmp}/w"), 4, "no workspace"),
        (("explain", "abc", "-w", "{tmp}/w"), 4, "no workspace"),
        (("quarantine", "-w", "{tmp}/w"), 4, "no workspace"),
        (("decide", "same", "a", "b", "--by", "x", "--why", "y", "-w", "{tmp}/w"), 4, "no workspace"),
        (("extract", "-i", "{tmp}/none.jsonl"), 4, "no such file"),
        (("extract", "-i", "{tmp}"), 1, "directory"),
        (("lineage", "-i", "{tmp}/empty.jsonl", "-o", "{tmp}/no/such/folder"), 1, "cannot write"),
        (("lineage", "-i", "{tmp}/empty.jsonl", "-o", "{tmp}/empty.jsonl"), 1, "the input too"),
        (("link", "--situation", "{tmp}/atlantis"), 4, "atlantis"),
        (("run",), 2, "Missing argument"),
        (("fly",), 2, "No such command"),
    ],
)
def test_each_error(
    trucewatch: Command, tmp_path: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    outcome = trucewatch(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert outcome.status == status, outcome.err
    assert says in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("damage", [b"\0" * 4096, b"SQLite format 3\0" + b"\x10" * 4080])
def test_a_damaged_store_says_what_to_do(trucewatch: Command, workspace: Path, damage: bytes) -> None:
    store = workspace / "trucewatch.db"
    for beside in workspace.glob("trucewatch.db-*"):
        beside.unlink()
    store.write_bytes(damage + store.read_bytes()[4096:9000])
    outcome = trucewatch("quarantine", "-w", workspace)
    assert outcome.status == 1
    assert str(store) in outcome.err
    assert "move it" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_file_in_the_place_of_the_workspace_is_said_to_be_one(
    trucewatch: Command, files: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes").write_text("kept")
    outcome = trucewatch("run", files, "-w", tmp_path / "notes")
    assert outcome.status == 1
    assert "is a file" in outcome.err
    assert (tmp_path / "notes").read_text() == "kept"


def test_a_folder_with_nothing_to_read_says_so(trucewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    outcome = trucewatch("run", tmp_path / "in", "-w", tmp_path / "w")
    assert outcome.status == 0
    assert "nothing to read there" in outcome.out


def test_undated_documents_are_counted(trucewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(
        "---\npublished: 2024-02-31\n---\nThe army said that shells fell near Taiz.\n"
    )
    (tmp_path / "in" / "b.md").write_text(
        "---\npublished: 2024-02-28\n---\nThe army said that shells fell on Aden.\n"
    )
    outcome = trucewatch("run", tmp_path / "in", "-w", tmp_path / "w")
    assert "Undated 1" in " ".join(outcome.out.split())


def test_wrong_settings_are_all_reported_at_once(
    trucewatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUCEWATCH_PROCESSES", "none")
    monkeypatch.setenv("TRUCEWATCH_MAX_FILE_BYTES", "-5")
    outcome = trucewatch("quarantine")
    assert outcome.status == 6
    assert "TRUCEWATCH_PROCESSES" in outcome.err
    assert "TRUCEWATCH_MAX_FILE_BYTES" in outcome.err


def test_two_writers_do_not_meet(trucewatch: Command, files: Path, workspace: Path) -> None:
    with (workspace / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = trucewatch("run", files, "-w", workspace)
    assert outcome.status == 5
    assert "another command is writing" in outcome.err


def test_no_permission_to_write_is_said_in_one_line(files: Path, tmp_path: Path) -> None:
    """Tried in a child that is not root, because root may write anywhere."""
    import rich.console  # noqa: F401 - the child may be unable to read the environment that it runs from

    import trucewatch.cli.context  # noqa: F401
    from trucewatch.cli import main

    for part in (tmp_path, *tmp_path.parents[:-1]):
        if part.owner() == tmp_path.owner():
            part.chmod(part.stat().st_mode | 0o055)
    (tmp_path / "shut").mkdir(mode=0o555)

    def work(writing: int) -> None:
        os.dup2(writing, 2)
        sys.stderr = os.fdopen(2, "w")
        sys.argv = ["trucewatch", "run", str(files), "--workspace", str(tmp_path / "shut" / "w")]
        give_up_rights()
        main()

    child = fork(work)
    (line,) = child.said.read().decode().splitlines()
    assert child.wait() == 1
    assert "cannot write in" in line
    assert "Permission denied" in line


def _small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def test_a_full_disk_stops_the_run_and_a_later_run_ends_it(trucewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        text = f"Post {number} was shelled, the army said. " * 4000
        (tmp_path / "in" / f"{number}.txt").write_text(text)
    command = [*SHELL, "run", str(tmp_path / "in"), "--workspace", str(tmp_path / "w")]
    outcome = subprocess.run(command, capture_output=True, text=True, preexec_fn=_small_files_only)
    assert outcome.returncode == 1
    assert outcome.stderr.strip().splitlines()[-1].startswith("trucewatch: ")
    assert "File too large" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    (tmp_path / "in" / "1.txt").write_text("Post 1 was shelled, the army said.")
    (tmp_path / "in" / "0.txt").unlink()
    (tmp_path / "in" / "2.txt").unlink()
    assert trucewatch("run", tmp_path / "in", "-w", tmp_path / "w").status == 0


def test_a_reader_that_has_seen_enough_ends_the_writer_quietly(tmp_path: Path) -> None:
    lines = "\n".join(f'{{"id": "{n}", "text": "Post {n} was quiet."}}' for n in range(40))
    (tmp_path / "in.jsonl").write_text(lines)
    pipe = f"{sys.executable} -c 'from trucewatch.cli import main; main()' extract -i {tmp_path}/in.jsonl | head -n 1"
    outcome = subprocess.run(pipe, shell=True, capture_output=True, text=True)
    assert outcome.stdout.count("\n") == 1
    assert outcome.stderr == ""


def test_help_and_import_load_no_model() -> None:
    """What they take in seconds is measured in benchmarks."""
    script = (
        "import sys, trucewatch; "
        "assert not {'spacy', 'onnxruntime', 'sqlalchemy', 'pydantic', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    shown = subprocess.run([*SHELL, "--help"], check=True, capture_output=True, text=True).stdout
    for verb in ("run", "report", "explain", "quarantine", "decide", "extract", "link", "lineage", "ledgers"):
        assert verb in shown


@pytest.mark.parametrize(
    "slip",
    [("{tmp}/missing",), ("{tmp}", "--situation", "atlantis"), ("{tmp}", "--as-of", "tomorrow")],
)
def test_a_slip_of_the_pen_makes_no_workspace(
    trucewatch: Command, tmp_path: Path, slip: tuple[str, ...]
) -> None:
    given = [argument.format(tmp=tmp_path) for argument in slip]
    assert trucewatch("run", *given, "-w", tmp_path / "w").status != 0
    assert not (tmp_path / "w").exists()


def test_an_interrupted_run_says_that_nothing_is_lost(
    trucewatch: Command, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("trucewatch.workspace.Workspace.extract", interrupted)
    outcome = trucewatch("run", files, "-w", tmp_path / "w")
    assert outcome.status == 130
    assert "the next run goes on" in outcome.err
    assert "Traceback" not in outcome.err
    monkeypatch.undo()
    assert "0 new" in trucewatch("run", files, "-w", tmp_path / "w").out


def test_a_wrong_day_is_said_of_the_option_that_has_it(trucewatch: Command, workspace: Path) -> None:
    said = ("--by", "A. Analyst", "--why", "read it", "--on", "someday", "-w", workspace)
    outcome = trucewatch("decide", "score", "NK-2020-11-10/6", "2", *said)
    assert outcome.status == 6
    assert "--on: 'someday' is not a date" in outcome.err
