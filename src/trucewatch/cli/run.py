"""`trucewatch run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.cli.frame import AsOf, Days, SituationName, WorkspaceFolder, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from trucewatch.workspace import Progress, Summary

KINDS = ".txt, .md, .html, .pdf, .docx and .jsonl"
INTERRUPTED = 130
"""The exit status that shells give to what Ctrl-C ends."""
SHOWN = 8
"""Reasons for setting aside that the closing table names; `trucewatch quarantine` lists them all."""


def run(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files and folders to collect.")],
    situation: SituationName = None,
    workspace: WorkspaceFolder = None,
    as_of: AsOf = None,
    days: Days = None,
) -> None:
    """Collect, read, link and assess what is new under PATH…, and write the situation report."""
    try:
        _run(paths, situation, workspace, as_of, days)
    except KeyboardInterrupt as stopped:
        say("interrupted; what was collected and read is kept, and the next run goes on from there")
        raise typer.Exit(INTERRUPTED) from stopped


def _run(
    paths: list[str], situation: str | None, workspace: Path | None, as_of: str | None, days: int | None
) -> None:
    from rich.console import Console

    from trucewatch.cli.context import a_day, setup_for, workspace_for
    from trucewatch.intake.collect import check_target

    # A slip of the pen leaves no folder behind.
    day = a_day(as_of)
    for path in paths:
        check_target(path)
    if situation is not None:
        setup_for(situation)
    with workspace_for(workspace, situation, existing=False, days=days) as here:
        summary = _with_progress(lambda progress: here.run(paths, day, progress=progress))
        _show(Console(), summary)


def _with_progress(work: Callable[[Progress], Summary]) -> Summary:
    """Runs `work` under a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("starting", total=None)

        def progress(doing: str, done: int, total: int | None) -> None:
            bars.update(task, description=doing, completed=done, total=total)

        return work(progress)


def _show(console: Console, summary: Summary) -> None:
    console.print(_table(summary))
    for item in summary.set_aside[:SHOWN]:
        console.print(
            f"  set aside: {item.origin}: {item.says}", style="yellow", markup=False, highlight=False
        )
    if not summary.collected.files:
        console.print(f"  nothing to read there: {KINDS} are read", style="yellow", highlight=False)
    if len(summary.set_aside) > SHOWN:
        more = len(summary.set_aside) - SHOWN
        console.print(f"  … and {more} more: trucewatch quarantine", style="yellow", highlight=False)
    # Printed without wrapping, so that the path can be copied from a narrow window.
    console.print(f"Open {summary.page.resolve()}", soft_wrap=True, markup=False, highlight=False)


def _table(summary: Summary) -> Table:
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column()
    table.add_row(
        "Documents", str(summary.documents), f"{summary.collected.added} new, {summary.read} read now"
    )
    if summary.undated:
        table.add_row("Undated", str(summary.undated), "no day of publication is told: README.md says how to")
    table.add_row("Set aside", str(len(summary.set_aside)), "")
    table.add_row("Statements", str(summary.statements), "")
    table.add_row("Incidents", str(sum(summary.incidents.values())), _counts(summary.incidents))
    table.add_row("Disputed", str(summary.disputed), "")
    table.add_row("Ledger entries", str(sum(summary.ledgers.values())), _counts(summary.ledgers))
    table.add_row("Time", f"{summary.seconds:.1f} s", "")
    return table


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {counts[name]}" for name in sorted(counts))
