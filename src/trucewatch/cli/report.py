"""`trucewatch report`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from trucewatch.cli.frame import AsOf, Days, WorkspaceFolder, say, write_text

WAITING = "documents not read yet, or not by the present pack and version"


class Kind(StrEnum):
    """Reports that can be written."""

    SITUATION = "situation"


class Format(StrEnum):
    """Renderings of a report."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


def report(
    kind: Annotated[Kind, typer.Argument(help="Which report.")] = Kind.SITUATION,
    workspace: WorkspaceFolder = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="Rendering.")] = Format.JSON,
    target: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="- is standard output.")
    ] = "-",
    as_of: AsOf = None,
    days: Days = None,
) -> None:
    """Write a report on what is in the workspace again, in one format."""
    from trucewatch.cli.context import a_day, workspace_for

    day = a_day(as_of)
    with workspace_for(workspace, days=days) as here:
        waiting = here.waiting()
        if waiting:
            say(f"{WAITING}: {waiting}; `trucewatch run` reads them")
        written = here.report(day, kind=kind.value)
        write_text([here.render(written, form.value, day)], target)
