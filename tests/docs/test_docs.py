"""What the documentation says is what the software does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.generate import pages

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == pages()[name], "run `make docs`"


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_the_ten_lines_of_python_run() -> None:
    (code,) = blocks("python")
    assert len(code.strip().splitlines()) <= 14
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert "explosions_remote_violence" in ran.stdout


def test_the_session_of_the_readme_runs(tmp_path: Path) -> None:
    """The README's commands, one after the other, on three documents and with ids of the day."""
    examples = ROOT / "src" / "trucewatch" / "examples" / "documents"
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("2022-02-21-armenpress.md", "2023-03-05-hetq.md", "2023-03-06-pledge-times.md"):
        (reports / name).write_bytes((examples / name).read_bytes())
    commands = [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    session = [command for command in commands if command.startswith("trucewatch ")]
    assert len(session) == 7
    ids: list[str] = []
    for command in session:
        words = shlex.split(command)[1:]
        if words[0] in ("explain", "decide"):
            ids = ids or _incident_ids(tmp_path)
            given = iter(ids)
            words = [next(given) if re.fullmatch(r"[0-9a-f]{5}", word) else word for word in words]
        ran = _run(words, tmp_path)
        assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
    assert (tmp_path / "trucewatch-workspace" / "report" / "index.html").exists()
    assert (tmp_path / "sitrep.md").read_text().startswith("# ")


def _incident_ids(folder: Path) -> list[str]:
    rows = (folder / "trucewatch-workspace" / "report" / "incidents.csv").read_text().splitlines()[1:]
    return [row.split(",")[0][:12] for row in rows]


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRUCEWATCH_PROCESSES": "1"}
    program = [str(Path(sys.executable).parent / "trucewatch"), *words]
    return subprocess.run(
        program, cwd=folder, capture_output=True, text=True, timeout=240, env=environment, check=False
    )
