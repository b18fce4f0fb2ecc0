"""`trucewatch situation`: a pack is begun, checked and listed from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trucewatch.cli import app
from trucewatch.records import Conflict, NotFound, SettingsInvalid

RUNNER = CliRunner()


def test_a_new_pack_passes_its_check(tmp_path: Path) -> None:
    made = RUNNER.invoke(app, ["situation", "new", "river_truce", "--into", str(tmp_path)])
    assert made.exit_code == 0, made.output
    checked = RUNNER.invoke(app, ["situation", "check", str(tmp_path / "river_truce")])
    assert checked.exit_code == 0, checked.output
    assert "no problems" in checked.output


def test_every_problem_is_told_with_its_line(tmp_path: Path) -> None:
    RUNNER.invoke(app, ["situation", "new", "river_truce", "--into", str(tmp_path)])
    folder = tmp_path / "river_truce"
    (folder / "actors.yaml").write_text("sides:\n  - {id: A}\nactors: none\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid) as error:
        app(["situation", "check", str(folder)], standalone_mode=False)
    said = str(error.value)
    assert f"{folder / 'actors.yaml'}:2: " in said
    assert f"{folder / 'actors.yaml'}:3: " in said


def test_a_folder_is_not_overwritten_and_an_unknown_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(Conflict):
        app(["situation", "new", "taken", "--into", str(tmp_path)], standalone_mode=False)
    with pytest.raises(NotFound, match="south_caucasus"):
        app(["situation", "check", "atlantis"], standalone_mode=False)


def test_the_packs_that_ship_are_listed() -> None:
    listed = RUNNER.invoke(app, ["situation", "list"]).output
    assert {"general", "south_caucasus", "lebanon_israel", "donbas"} <= {
        line.split("\t")[0] for line in listed.splitlines()
    }
