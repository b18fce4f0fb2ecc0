"""`trucewatch decide`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.cli.frame import WorkspaceFolder, say, write_lines
from trucewatch.records import short_id

if TYPE_CHECKING:
    from trucewatch.records import Decision

app = typer.Typer(
    no_args_is_help=True, help="Record a named person's judgement; nothing recorded is ever changed."
)

One = Annotated[str, typer.Argument(metavar="A", help="An incident or mention, by the beginning of its id.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another one.")]
By = Annotated[str, typer.Option(metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason, for those who come after.")]


@app.command()
def same(a: One, b: Other, by: By, why: Why, workspace: WorkspaceFolder = None) -> None:
    """A and B are one incident."""
    _decide("same", (a, b), by, why, workspace)


@app.command()
def different(a: One, b: Other, by: By, why: Why, workspace: WorkspaceFolder = None) -> None:
    """A and B are two incidents."""
    _decide("different", (a, b), by, why, workspace)


@app.command()
def unsure(a: One, b: Other, by: By, why: Why, workspace: WorkspaceFolder = None) -> None:
    """Somebody looked and could not tell; the software goes on deciding."""
    _decide("unsure", (a, b), by, why, workspace)


@app.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help="The decision to take back.")],
    by: By,
    why: Why,
    workspace: WorkspaceFolder = None,
) -> None:
    """Take an earlier decision back; both stay on record."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        made = here.undo(decision, by=by, why=why)
        here.rebuild()
    say(f"taken back by decision {short_id(made.id)}")


@app.command("list")
def list_decisions(workspace: WorkspaceFolder = None) -> None:
    """All decisions, oldest first; those whose passages no longer match any mention are marked."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        orphaned = {decision.id for decision in here.orphaned_decisions()}
        lines = [_line(decision, decision.id in orphaned) for decision in here.decisions()]
    write_lines(lines, "-")


def _decide(kind: str, about: tuple[str, str], by: str, why: str, workspace: Path | None) -> None:
    from trucewatch.cli.context import workspace_for
    from trucewatch.records import DecisionKind

    with workspace_for(workspace) as here:
        made = here.decide(DecisionKind(kind), about, by=by, why=why)
        here.rebuild()
    say(f"recorded as decision {short_id(made.id)}; incidents and report were built again")


def _line(decision: Decision, orphaned: bool) -> str:
    what = f"undoes {short_id(decision.undoes)}" if decision.undoes else decision.kind.value
    quotes = " | ".join(" ".join(key.quote.split())[:60] for key in decision.about)
    mark = "  (orphaned: matches nothing that is read now)" if orphaned else ""
    at = decision.at.isoformat(timespec="minutes")
    return f"{short_id(decision.id)}  {at}  {what}  by {decision.by}: {decision.why}  [{quotes}]{mark}"
