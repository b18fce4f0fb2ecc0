"""Writes docs/verbs from the commands' own help, and docs/settings.md from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from trucewatch.records import ExitCode

DOCS = Path(__file__).parents[2] / "docs"


STATUSES = {
    ExitCode.DONE: "done; of `run` also where files were set aside",
    ExitCode.STOPPED: "stopped: the disk, the database or a file failed; what was kept before is kept",
    ExitCode.USAGE: "the command was not understood",
    ExitCode.SOME_REJECTED: "some lines could not be read, all others were (the filters over JSON lines)",
    ExitCode.NOT_FOUND: "what was named is not there",
    ExitCode.CONFLICT: "it contradicts what is there: another command is writing, or an id names several records",
    ExitCode.SETTINGS: "a setting, a day or a situation pack is wrong",
}


def pages() -> dict[str, str]:
    """File name under docs/ → contents, for every verb and for the settings."""
    from trucewatch.cli import app

    root: Any = typer.main.get_command(app)
    verbs = {
        f"verbs/{name}.md": _page(f"trucewatch {name}", command)
        for name, command in sorted(root.commands.items())
    }
    listing = "".join(
        f"- [trucewatch {name}]({name}.md): {_first(command)}\n"
        for name, command in sorted(root.commands.items())
    )
    verbs["verbs/README.md"] = (
        f"# Verbs\n\nWritten from the commands' own help by `make docs`.\n\n{listing}\n{_statuses()}"
    )
    return {**verbs, "settings.md": _settings()}


def _statuses() -> str:
    lines = ["| exit status | meaning |", "| --- | --- |"]
    lines += [f"| {int(status)} | {STATUSES[status]} |" for status in ExitCode]
    lines.append("| 130 | interrupted from the keyboard; what was kept before is kept |")
    return "\n".join(lines) + "\n"


def _first(command: Any) -> str:
    return " ".join((command.help or "").split())


def _page(called: str, command: Any, level: int = 1) -> str:
    """A command's page; its own commands follow under it."""
    lines = [f"{'#' * level} {called}", "", _first(command), ""]
    for parameter in command.params:
        names = ", ".join(
            f"`{name}`" for name in [*parameter.opts, *getattr(parameter, "secondary_opts", [])]
        )
        if parameter.param_type_name == "argument":
            names = f"`{(parameter.metavar or parameter.name).strip('{}')}`"
        lines.append(f"- {names}: {' '.join((getattr(parameter, 'help', '') or '').split())}")
    lines.append("")
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        lines.append(_page(f"{called} {name}", inner, level + 1))
    return "\n".join(lines).rstrip() + "\n"


def _settings() -> str:
    from trucewatch.workspace.settings import Settings

    lines = ["# Settings", "", "Environment variables; all are optional. Written by `make docs`.", ""]
    lines += ["| variable | meaning |", "| --- | --- |"]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `TRUCEWATCH_{name.upper()}` | {field.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name, contents in pages().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(contents)
