"""What only a person says: sign-offs, rulings and scores, kept, shown, taken back, and bound to one incident."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from trucewatch.records import Occurrence
from trucewatch.store.sql import SqlStore

REPORTS = {
    "claim.txt": (
        "BEIRUT, December 2, 2024 - The Israeli army said on Monday that Hezbollah fighters fired mortar shells at its post "
        "near Kfar Kila, wounding two soldiers. It accused Hezbollah of violating the ceasefire.\n\n"
        "The mission asked both sides for restraint.\n"
    ),
    "owned.txt": (
        "BEIRUT, December 2, 2024 - Hezbollah said on Monday that its fighters had fired mortar shells at an Israeli post "
        "near Kfar Kila, and acknowledged responsibility for the fire.\n"
    ),
    "elsewhere.txt": (
        "SANAA, November 20, 2024 - The Houthis said that coalition aircraft had struck a farm in Hajjah, killing three "
        "people.\n"
    ),
    "access.txt": (
        "NAQOURA, December 3, 2024 - UNIFIL said on Tuesday that its patrol had been denied access to Kfar Kila.\n"
    ),
}
TOLD = ("--by", "A. Analyst", "--why", "went there")


@pytest.fixture(scope="module")
def truce(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from trucewatch.workspace import Settings, Workspace

    files, folder = tmp_path_factory.mktemp("truce-files"), tmp_path_factory.mktemp("truce")
    for name, text in REPORTS.items():
        (files / name).write_text(text, encoding="utf-8")
    with Workspace(folder, "lebanon_israel", Settings(processes=1), period_days=20) as workspace:
        workspace.run([str(files)])
    return folder


@pytest.fixture
def here(truce: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(truce, tmp_path / "here"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "report" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def incident(folder: Path, place: str) -> dict[str, str]:
    return next(row for row in rows(folder, "incidents.csv") if row["place"] == place)


def test_a_ruling_changes_its_incident_alone_and_can_be_taken_back(trucewatch: Command, here: Path) -> None:
    ruled = incident(here, "Kfar Kila")
    others = {row["id"]: row for row in rows(here, "incidents.csv") if row["id"] != ruled["id"]}
    done = trucewatch("decide", "rule", ruled["id"][:16], "unfounded", *TOLD, "-w", here)
    assert done.status == 0, done.err
    assert incident(here, "Kfar Kila")["occurrence"] == "unfounded"
    assert {row["id"]: row for row in rows(here, "incidents.csv") if row["id"] != ruled["id"]} == others
    listed = trucewatch("decide", "list", "-w", here).out
    assert "ruling unfounded" in listed
    assert "orphaned" not in listed
    assert trucewatch("decide", "undo", listed[:10], *TOLD, "-w", here).status == 0
    assert incident(here, "Kfar Kila") == ruled
    told = (here / "report" / "report.md").read_text("utf-8")
    assert "| A. Analyst | ruling unfounded (taken back) | went there |" in told
    assert f"| A. Analyst | takes back {listed[:10]} | went there |" in told


def test_an_empty_id_names_nothing_and_takes_nothing_back(trucewatch: Command, here: Path) -> None:
    ruled = incident(here, "Kfar Kila")["id"][:16]
    assert trucewatch("decide", "rule", ruled, "unfounded", *TOLD, "-w", here).status == 0
    nothing = trucewatch("decide", "undo", "", *TOLD, "-w", here)
    assert (nothing.status, "decide list" in nothing.err) == (4, True)
    assert incident(here, "Kfar Kila")["occurrence"] == "unfounded"
    assert "an empty id" in trucewatch("decide", "same", "", ruled, *TOLD, "-w", here).err
    once = trucewatch("decide", "same", ruled, ruled, *TOLD, "-w", here)
    assert (once.status, "one incident already" in once.err) == (5, True)


def test_an_attribution_names_a_side_that_the_situation_has(trucewatch: Command, here: Path) -> None:
    ruled = incident(here, "Kfar Kila")["id"][:16]
    assert trucewatch("decide", "rule", ruled, "attributed", *TOLD, "-w", here).status == 5
    assert trucewatch("decide", "rule", ruled, "attributed", "--side", "XX", *TOLD, "-w", here).status == 4
    assert trucewatch("decide", "rule", ruled, "ruled_breach", "--side", "IL", *TOLD, "-w", here).status == 4
    assert trucewatch("decide", "rule", ruled, "unfounded", "--side", "IL", *TOLD, "-w", here).status == 5
    done = trucewatch("decide", "rule", ruled, "attributed", "--side", "HEZB", *TOLD, "-w", here)
    assert done.status == 0, done.err
    assert incident(here, "Kfar Kila")["attribution"] == "attributed"
    explained = trucewatch("explain", ruled, "-w", here).out
    assert "A. Analyst decided this (HEZB)" in explained
    clause = ("--provision", "LBIL-2024-11-27/2")
    assert trucewatch("decide", "rule", ruled, "ruled_breach", *clause, *TOLD, "-w", here).status == 0
    assert incident(here, "Kfar Kila")["provision"] == "LBIL-2024-11-27/2"
    unknown = ("--provision", "LBIL-2024-11-27/99")
    assert trucewatch("decide", "rule", ruled, "ruled_breach", *unknown, *TOLD, "-w", here).status == 4
    both = (*clause, "--side", "IL")
    assert trucewatch("decide", "rule", ruled, "ruled_breach", *both, *TOLD, "-w", here).status == 2
    assert incident(here, "Kfar Kila")["breach"] == "ruled_breach"
    assert incident(here, "Kfar Kila")["attribution"] == "attributed", "one ruling a question"


def test_only_a_candidate_or_an_observation_is_signed_off(trucewatch: Command, here: Path) -> None:
    store = SqlStore.in_folder(here)
    by_occurrence = {a.occurrence: a.incident_id for a in store.derived().assessments}
    store.close()
    weak = next(
        i for occurrence, i in by_occurrence.items() if occurrence is not Occurrence.VERIFICATION_CANDIDATE
    )
    refused = trucewatch("decide", "sign-off", weak[:16], *TOLD, "-w", here)
    assert refused.status == 5
    assert "neither a verification candidate" in refused.err
    assert trucewatch("decide", "list", "-w", here).out == ""
    candidate = by_occurrence.get(Occurrence.VERIFICATION_CANDIDATE)
    if candidate is not None:
        assert trucewatch("decide", "sign-off", candidate[:16], *TOLD, "-w", here).status == 0
        row = next(row for row in rows(here, "incidents.csv") if row["id"] == candidate)
        assert row["occurrence"] == "verified"


def test_a_score_stands_beside_the_proposal_in_every_format(trucewatch: Command, here: Path) -> None:
    before = [row for row in rows(here, "provisions.csv") if row["provision"] == "LBIL-2024-11-27/8"]
    done = trucewatch("decide", "score", "LBIL-2024-11-27/8", "2", *TOLD, "-w", here)
    assert done.status == 0, done.err
    after = [row for row in rows(here, "provisions.csv") if row["provision"] == "LBIL-2024-11-27/8"]
    assert [row["proposed"] for row in after] == [row["proposed"] for row in before]
    assert (after[-1]["set_to"], after[-1]["set_by"], after[-1]["why"]) == ("2", "A. Analyst", "went there")
    assert "2 set by A. Analyst" in (here / "report" / "index.html").read_text("utf-8")
    assert "2 set by A. Analyst" in (here / "report" / "report.json").read_text("utf-8")
    as_data = json.loads((here / "report" / "provisions.json").read_text("utf-8"))
    (told,) = [one for one in as_data if one["provision"] == "LBIL-2024-11-27/8"]
    assert told["periods"][-1]["set"]["score"] == 2
    assert [one["proposed"] for one in told["periods"]] == [
        int(row["proposed"]) if row["proposed"] else None for row in before
    ]
    explained = trucewatch("explain", "LBIL-2024-11-27/8", "-w", here)
    assert "2 set by A. Analyst" in explained.out
    assert (
        "ruling implementation 2 (LBIL-2024-11-27/8) for 2024-12-03"
        in trucewatch("decide", "list", "-w", here).out
    )


def test_scores_that_cannot_be_are_refused(trucewatch: Command, here: Path) -> None:
    unknown = trucewatch("decide", "score", "LBIL-1999/1", "2", *TOLD, "-w", here)
    assert unknown.status == 4
    assert "LBIL-2024-11-27/1" in unknown.err
    assert trucewatch("decide", "score", "LBIL-2024-11-27/8", "4", *TOLD, "-w", here).status == 2
    nameless = ("--by", " ", "--why", "x", "-w", here)
    assert trucewatch("decide", "score", "LBIL-2024-11-27/8", "1", *nameless).status == 5


def test_a_report_is_a_draft_until_a_person_approves_it_and_again_after_a_change(
    trucewatch: Command, here: Path
) -> None:
    page = here / "report" / "index.html"
    assert "Draft – not approved" in page.read_text("utf-8")
    assert trucewatch("decide", "approve", *TOLD, "-w", here).status == 0
    assert "Approved by A. Analyst" in page.read_text("utf-8")
    assert "no person has approved it" not in page.read_text("utf-8")
    written = json.loads((here / "report" / "report.json").read_text("utf-8"))
    assert written["approved"]["by"] == "A. Analyst"
    listed = trucewatch("decide", "list", "-w", here).out
    assert "sign off approved" in listed
    assert "orphaned" not in listed
    ruled = incident(here, "Kfar Kila")["id"][:16]
    assert trucewatch("decide", "rule", ruled, "unfounded", *TOLD, "-w", here).status == 0
    assert "Draft – not approved" in page.read_text("utf-8")
    last = trucewatch("decide", "list", "-w", here).out.splitlines()[-1]
    assert trucewatch("decide", "undo", last[:10], *TOLD, "-w", here).status == 0
    assert "Approved by A. Analyst" in page.read_text("utf-8")


def test_the_length_of_a_period_is_kept_for_the_workspace(trucewatch: Command, here: Path) -> None:
    periods = {(row["period_from"], row["period_to"]) for row in rows(here, "provisions.csv")}
    assert ("2024-11-14", "2024-12-03") in periods
    written = json.loads(trucewatch("report", "-w", here, "--days", "10").out)
    columns = [
        t["columns"] for s in written["sections"] if s["title"] == "Provision scorecard" for t in s["tables"]
    ]
    assert any("2024-11-24 to 2024-12-03" in column for column in columns)


def test_a_report_of_another_day_does_not_move_the_page(trucewatch: Command, here: Path) -> None:
    before = rows(here, "silence.csv")
    assert trucewatch("report", "-w", here, "--as-of", "2024-11-25").status == 0
    assert trucewatch("decide", "score", "LBIL-2024-11-27/8", "1", *TOLD, "-w", here).status == 0
    assert rows(here, "silence.csv") == before


def test_rows_of_the_tables_and_areas_of_the_pack_are_explained(trucewatch: Command, here: Path) -> None:
    for name in ("silence.csv", "patterns.csv", "access.csv"):
        row = rows(here, name)[0]
        explained = trucewatch("explain", row["id"][:16], "-w", here)
        assert explained.status == 0, (name, explained.err)
        assert explained.out.split()[1] == row["id"]
    assert trucewatch("explain", "lebanon_israel/khiam", "-w", here).out.startswith(
        "area lebanon_israel/khiam"
    )


def test_the_place_that_a_patrol_was_kept_from_is_said_to_be_unseen(trucewatch: Command, here: Path) -> None:
    explained = trucewatch("explain", incident(here, "Kfar Kila")["id"][:16], "-w", here).out
    assert "no independent observer is known to have had access to Kfar Kila" in explained
    assert "[C1]" in explained
