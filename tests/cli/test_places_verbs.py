"""`trucewatch places`: a choice is explained, a dump is imported, what cannot be done is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trucewatch.cli import app
from trucewatch.records import ItemRejected, NotFound

RUNNER = CliRunner()
DUMP = "7\tZzyzx Wells\tZzyzx Wells\tOld Wells\t10.5\t20.5\tP\tPPL\tTD\t\t01\t\t\t\t120\t\t300\tAfrica/Ndjamena\t2020-01-01\n"


def test_the_likeliest_place_comes_first_with_its_reasons() -> None:
    told = RUNNER.invoke(app, ["places", "find", "Tripoli", "--limit", "2"])
    assert told.exit_code == 0, told.output
    first, reasons, *_ = told.output.splitlines()
    assert "(77, LY)" in first
    assert "population" in reasons
    assert "more" in told.output


def test_a_text_decides(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("Shells fell on Tripoli and Sidon, Lebanese officials in Beirut said.", encoding="utf-8")
    told = RUNNER.invoke(app, ["places", "find", "Tripoli", "--text", f"@{text}"])
    assert "LB)" in told.output.splitlines()[0]


def test_the_pack_s_own_rows_are_among_them() -> None:
    told = RUNNER.invoke(app, ["places", "find", "Khankendi", "-s", "south_caucasus"])
    assert "south_caucasus:stepanakert" in told.output.splitlines()[0]


def test_what_is_not_known_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Qwertyuiopolis"):
        app(["places", "find", "Qwertyuiopolis"], standalone_mode=False)
    with pytest.raises(NotFound, match="does not name"):
        app(["places", "find", "Tripoli", "--text", "Nothing happened in Aden."], standalone_mode=False)
    with pytest.raises(NotFound, match="no such file"):
        app(["places", "import-geonames", str(tmp_path / "none.txt")], standalone_mode=False)


def test_an_imported_dump_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    dump = tmp_path / "TD.txt"
    dump.write_text(DUMP, encoding="utf-8")
    done = RUNNER.invoke(app, ["places", "import-geonames", str(dump)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("1 places")
    dump.write_text("no dump\n", encoding="utf-8")
    with pytest.raises(ItemRejected, match="19"):
        app(["places", "import-geonames", str(dump)], standalone_mode=False)
