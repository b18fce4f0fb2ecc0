"""One small workspace for all tests of the command line, and a way to run commands inside this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

DOCUMENTS = {
    "army.txt": (
        "Army says two soldiers hurt near Kfar Kila\n\n"
        "BEIRUT, December 2, 2024 - The Israeli army said on Monday that Hezbollah fighters fired mortar shells at its "
        "post near Kfar Kila, wounding two soldiers. It accused Hezbollah of violating the ceasefire.\n\n"
        "Share on Facebook\n\n"
        "The army promised to publish its findings within a week.\n"
    ),
    "denial.txt": (
        "Hezbollah rejects claim of mortar fire\n\n"
        "BEIRUT, December 2, 2024 - Hezbollah denied on Monday that it had fired mortar shells near Kfar Kila and said "
        "that Israeli tanks had shelled the village, killing one civilian.\n\n"
        "The United Nations urged both sides to respect the ceasefire and demanded access for its patrols.\n"
    ),
    "copy.md": (
        "BEIRUT, December 2, 2024 - The Israeli army said on Monday that Hezbollah fighters fired mortar shells at its "
        "post near Kfar Kila, wounding two soldiers. It accused Hezbollah of violating the ceasefire.\n"
    ),
    "page.html": (
        "<html><head><title>France pledges aid</title></head><body><nav>Home World</nav><article><h1>France pledges aid</h1>"
        "<p>France will give 10 million euros to rebuild villages in southern Lebanon, its foreign ministry announced on "
        "December 3, 2024.</p><p>The ministry said the money would be paid before the end of the year.</p></article></body></html>"
    ),
    "feed.jsonl": "\n".join(
        [
            json.dumps(
                {
                    "id": "yemen-1",
                    "text": "The Houthis said coalition aircraft struck a farm in Hajjah, killing three people.",
                    "published": "2018-09-12",
                }
            ),
            '{"id": "broken", "text": ',
        ]
    ),
}


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    return folder


@pytest.fixture
def trucewatch(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command as the shell would; settings of the environment are left out."""
    from trucewatch.cli import main

    monkeypatch.setenv("TRUCEWATCH_PROCESSES", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["trucewatch", *map(str, arguments)])
        capfdbinary.readouterr()
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capfdbinary.readouterr()
        return Outcome(status, out.decode(), err.decode())

    return run


@pytest.fixture(scope="session")
def finished(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after one run; copy it before changing it."""
    from trucewatch.workspace import Settings, Workspace

    folder = tmp_path_factory.mktemp("finished")
    with Workspace(folder, "general", Settings(processes=1)) as workspace:
        workspace.run([str(files)])
    return folder


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished workspace."""
    return Path(shutil.copytree(finished, tmp_path / "workspace"))
