"""The verbs over a workspace: run, report, explain, quarantine, decide."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.cli.conftest import Command

from trucewatch.store.sql import SqlStore
from trucewatch.workspace import Settings, Workspace

REPORT_FILES = ("index.html", "report.md", "report.json", "incidents.geojson", "incidents.csv")


def test_run_writes_every_format_and_says_what_it_did(
    trucewatch: Command, files: Path, tmp_path: Path
) -> None:
    done = trucewatch("run", files, "--workspace", tmp_path / "new")
    assert done.status == 0
    assert f"Open {(tmp_path / 'new' / 'report' / 'index.html').resolve()}" in done.out
    assert "5 new, 5 read now" in done.out
    assert f"set aside: {files}/binary.txt: the bytes are not text" in done.out
    for row in ("Documents", "Set aside", "Statements", "Incidents", "Disputed", "Ledger entries", "Time"):
        assert row in done.out
    written = {name: (tmp_path / "new" / "report" / name).read_text("utf-8") for name in REPORT_FILES}
    assert all(written.values())
    assert json.loads(written["report.json"])["approved"] is None
    features = json.loads(written["incidents.geojson"])["features"]
    assert {row["id"] for row in csv.DictReader(written["incidents.csv"].splitlines())} == {
        f["id"] for f in features
    }
    assert "http" + "://" not in written["index.html"].replace("http://www.w3.org/2000/svg", "")


def test_a_second_run_reads_nothing_anew_and_changes_nothing(
    trucewatch: Command, files: Path, workspace: Path
) -> None:
    before = {name: (workspace / "report" / name).read_bytes() for name in REPORT_FILES}
    done = trucewatch("run", files, "--workspace", workspace)
    assert "0 new, 0 read now" in done.out
    assert {name: (workspace / "report" / name).read_bytes() for name in REPORT_FILES} == before


def test_a_later_run_reads_only_what_is_new(trucewatch: Command, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text(
        "The mayor of Tyre said on December 4, 2024 that shells had hit the harbour."
    )
    done = trucewatch("run", tmp_path / "later.txt", "--workspace", workspace)
    assert "1 new, 1 read now" in done.out


def test_a_workspace_among_the_files_is_not_collected(trucewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The mayor of Tyre said that shells had hit the harbour.")
    assert "1 new" in trucewatch("run", tmp_path, "--workspace", tmp_path / "w").out
    again = trucewatch("run", tmp_path, "--workspace", tmp_path / "w")
    assert "0 new" in again.out
    assert "set aside" not in again.out


def test_what_was_mended_leaves_the_quarantine(
    trucewatch: Command, workspace: Path, files: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "note.txt"
    broken.write_bytes(b"\x00\x01" * 400)
    assert "note.txt" in trucewatch("run", broken, "--workspace", workspace).out
    assert str(broken) in trucewatch("quarantine", "--workspace", workspace).out
    broken.write_text("The mayor of Tyre said that shells had hit the harbour.")
    trucewatch("run", broken, "--workspace", workspace)
    assert str(broken) not in trucewatch("quarantine", "--workspace", workspace).out


def test_a_folder_that_can_be_opened_again_leaves_the_quarantine(
    trucewatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "closed" / "note.txt").write_text("The mayor of Tyre said shells had hit the harbour.")

    def scandir(path: Path) -> Iterator[os.DirEntry[str]]:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return os.scandir(path)

    with monkeypatch.context() as shut:
        shut.setattr("trucewatch.intake.collect.os", SimpleNamespace(**{**vars(os), "scandir": scandir}))
        told = trucewatch("run", tmp_path / "in", "-w", tmp_path / "w").out
    assert f"set aside: {tmp_path}/in/closed: cannot be opened: Permission denied" in told
    assert "1 new" in trucewatch("run", tmp_path / "in", "-w", tmp_path / "w").out
    listed = trucewatch("quarantine", "-w", tmp_path / "w")
    assert listed.out == ""
    assert "nothing is set aside" in listed.err


def test_a_report_says_that_documents_wait_to_be_read(
    trucewatch: Command, workspace: Path, tmp_path: Path
) -> None:
    """As after a run that was killed between collecting and reading."""
    note = tmp_path / "note.txt"
    note.write_text("The mayor of Tyre said that shells had hit the harbour.")
    with Workspace(workspace, None, Settings(processes=1)) as here:
        here.collect([str(note)])
    early = trucewatch("report", "--workspace", workspace, "--format", "md")
    assert "not read yet" in early.err
    assert "| Not read yet, or to be read again | 1 |" in early.out
    trucewatch("run", note, "--workspace", workspace)
    late = trucewatch("report", "--workspace", workspace, "--format", "md")
    assert late.err == ""
    assert "Not read yet" not in late.out


def test_quarantine_lists_each_reason(trucewatch: Command, workspace: Path, files: Path) -> None:
    listed = trucewatch("quarantine", "--workspace", workspace).out.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [
        ["not_text", f"{files}/binary.txt"],
        ["broken_line", f"{files}/feed.jsonl:2"],
    ]


@pytest.mark.parametrize(
    ("form", "name"), [("json", "report.json"), ("md", "report.md"), ("html", "index.html")]
)
def test_report_writes_the_same_again(trucewatch: Command, workspace: Path, form: str, name: str) -> None:
    written = trucewatch("report", "--workspace", workspace, "--format", form)
    assert written.status == 0
    assert written.out == (workspace / "report" / name).read_text("utf-8")


def ids_of(workspace: Path) -> dict[str, str]:
    store = SqlStore.in_folder(workspace)
    derived = store.derived()
    report = json.loads((workspace / "report" / "report.json").read_text("utf-8"))
    ids = {
        "incident": derived.incidents[0].id,
        "document": next(store.documents()).id,
        "statement": next(store.statements()).id,
        "mention": next(store.mentions()).id,
        "ledger entry": derived.ledgers.entries[0].id,
        "sentence": report["sections"][0]["sentences"][0]["id"],
    }
    store.close()
    return ids


@pytest.mark.parametrize("kind", ["incident", "document", "statement", "mention", "ledger entry", "sentence"])
def test_explain_walks_to_the_quoted_characters_and_the_bytes(
    trucewatch: Command, workspace: Path, kind: str
) -> None:
    record = ids_of(workspace)[kind]
    explained = trucewatch("explain", record[:16], "--workspace", workspace)
    assert explained.status == 0, explained.err
    assert explained.out.startswith(f"{kind} {record}")
    assert "the archived bytes match; the quote stands there" in explained.out
    assert " NOT " not in explained.out


def test_explain_tells_a_figure_by_its_claimants(trucewatch: Command, workspace: Path) -> None:
    from trucewatch.workspace import figure_id

    store = SqlStore.in_folder(workspace)
    incident = next(i for i in store.derived().incidents if i.casualties)
    store.close()
    explained = trucewatch(
        "explain", figure_id(incident.id, incident.casualties[0])[:16], "--workspace", workspace
    )
    assert explained.out.startswith("figure ")
    assert "said by" in explained.out


def test_find_lists_the_documents_that_hold_all_words(trucewatch: Command, workspace: Path) -> None:
    listed = trucewatch("find", "ministry", "said", "--workspace", workspace).out.splitlines()
    assert listed
    identity, day, *_ = listed[0].split("\t")
    explained = trucewatch("explain", identity, "--workspace", workspace)
    assert explained.out.startswith(f"document {identity}")
    assert day in explained.out
    assert trucewatch("find", "--workspace", workspace, "ministry", "zzzz").out == ""
    assert len(trucewatch("find", "ministry", "--most", 1, "--workspace", workspace).out.splitlines()) == 1


def test_find_says_when_no_document_holds_the_words(trucewatch: Command, workspace: Path) -> None:
    assert (
        "no document holds all of: ministry zzzz"
        in trucewatch("find", "ministry", "zzzz", "-w", workspace).err
    )


def test_archived_bytes_that_are_gone_are_kept_again_from_the_same_files(
    trucewatch: Command, files: Path, workspace: Path
) -> None:
    shutil.rmtree(workspace / "raw")
    incident = ids_of(workspace)["incident"]
    assert trucewatch("explain", incident, "-w", workspace).status == 1
    again = trucewatch("run", files, "-w", workspace)
    assert "0 new, 0 read now" in again.out
    assert trucewatch("explain", incident, "-w", workspace).status == 0


def test_explain_notices_that_the_archive_was_touched(trucewatch: Command, workspace: Path) -> None:
    for blob in (workspace / "raw").glob("*/*"):
        blob.write_bytes(blob.read_bytes() + b" ")
    explained = trucewatch("explain", ids_of(workspace)["incident"], "--workspace", workspace)
    assert explained.status == 1
    assert "THE ARCHIVED BYTES ARE GONE OR CHANGED" in explained.out


def test_explain_asks_for_more_where_ids_begin_alike(trucewatch: Command, workspace: Path) -> None:
    letters = [
        c for c in "0123456789abcdef" if trucewatch("explain", c, "--workspace", workspace).status == 5
    ]
    assert letters, "so many records, and no two ids begin alike"
    assert trucewatch("explain", "zzz", "--workspace", workspace).status == 4


def test_decisions_split_incidents_are_listed_and_taken_back(trucewatch: Command, workspace: Path) -> None:
    store = SqlStore.in_folder(workspace)
    joined = next(i for i in store.derived().incidents if len({d.document_id for d in i.documents}) >= 2)
    by_document = {m.document_id: m.id for m in store.mentions() if m.id in joined.mention_ids}
    before = [i.mention_ids for i in store.derived().incidents]
    a, b, *_ = by_document.values()
    told = ("--by", "A. Analyst", "--why", "two posts", "--workspace", workspace)

    split = trucewatch("decide", "different", a[:16], b[:16], *told)
    assert split.status == 0, split.err
    assert not any({a, b} <= set(i.mention_ids) for i in store.derived().incidents)
    listed = trucewatch("decide", "list", "--workspace", workspace).out
    assert "different" in listed
    assert "A. Analyst: two posts" in listed

    assert trucewatch("decide", "undo", listed[:10], *told).status == 0
    assert [i.mention_ids for i in store.derived().incidents] == before
    assert len(trucewatch("decide", "list", "--workspace", workspace).out.splitlines()) == 2
    store.close()


def test_merged_incidents_answer_to_their_former_ids(trucewatch: Command, workspace: Path) -> None:
    store = SqlStore.in_folder(workspace)
    first, second = (incident.id for incident in store.derived().incidents[:2])
    told = ("--by", "A. Analyst", "--why", "same night", "--workspace", workspace)
    assert trucewatch("decide", "same", first[:16], second[:16], *told).status == 0
    (left,) = (incident.id for incident in store.derived().incidents)
    for former in {first, second} - {left}:
        assert trucewatch("explain", former, "--workspace", workspace).out.startswith(f"incident {left}")
    store.close()
