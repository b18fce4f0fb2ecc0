"""`trucewatch decide`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.cli.frame import WorkspaceFolder, say, write_lines
from trucewatch.records import short_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.records import Decision
    from trucewatch.workspace import Judgement

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


class Ruling(StrEnum):
    """What a person may rule, by the three questions that an assessment answers."""

    UNFOUNDED = "unfounded"
    UNDETERMINED = "undetermined"
    ATTRIBUTED = "attributed"
    ATTRIBUTION_UNDETERMINED = "attribution_undetermined"
    RULED_BREACH = "ruled_breach"
    RULED_NO_BREACH = "ruled_no_breach"
    UNABLE_TO_RULE = "unable_to_rule"


@app.command("sign-off")
def sign_off(incident: One, by: By, why: Why, workspace: WorkspaceFolder = None) -> None:
    """Incident A is verified; only a verification candidate or a monitor's own observation can be."""
    from trucewatch.records import DecisionKind
    from trucewatch.workspace import Judgement

    _judge(Judgement(kind=DecisionKind.SIGN_OFF, value="verified"), (incident,), by, why, workspace)


@app.command()
def rule(
    incident: One,
    ruling: Annotated[Ruling, typer.Argument(metavar="RULING", help="What is ruled; see below.")],
    by: By,
    why: Why,
    side: Annotated[
        str | None, typer.Option(metavar="SIDE", help="With `attributed`: the side it is attributed to.")
    ] = None,
    provision: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With a ruling on the breach: the provision, like NK-2020-11-10/1."),
    ] = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Rule on incident A: unfounded or undetermined (did it happen), attributed or attribution_undetermined (who did
    it), ruled_breach, ruled_no_breach or unable_to_rule (did it breach the agreement)."""
    from trucewatch.records import DecisionKind
    from trucewatch.workspace import Judgement

    if side is not None and provision is not None:
        raise typer.BadParameter("a ruling names a side or a provision, not both")
    said = Judgement(kind=DecisionKind.RULING, value=ruling.value, subject=side or provision)
    _judge(said, (incident,), by, why, workspace)


@app.command()
def score(
    provision: Annotated[str, typer.Argument(metavar="PROVISION", help="Its id, like NK-2020-11-10/6.")],
    value: Annotated[
        int,
        typer.Argument(
            metavar="SCORE", min=0, max=3, help="0 not initiated, 1 minimal, 2 intermediate, 3 full."
        ),
    ],
    by: By,
    why: Why,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="A day of the period that is scored; the newest by default."
        ),
    ] = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Set how far a provision is carried out; it is shown beside what the rules propose, never in its place."""
    from trucewatch.cli.context import a_day
    from trucewatch.records import DecisionKind
    from trucewatch.workspace import Judgement

    day = a_day(on, "--on")
    said = Judgement(kind=DecisionKind.RULING, value=f"implementation_{value}", subject=provision, as_of=day)
    _judge(said, (), by, why, workspace)


@app.command()
def approve(by: By, why: Why, workspace: WorkspaceFolder = None) -> None:
    """Approve the situation report as it stands; another word in it, and it is a draft again."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        made = here.approve(by=by, why=why)
        here.rebuild()
    say(f"recorded as decision {short_id(made.id)}; the report says who approved it")


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
    from trucewatch.records import DecisionKind
    from trucewatch.workspace import Judgement

    _judge(Judgement(kind=DecisionKind(kind)), about, by, why, workspace)


def _judge(said: Judgement, about: Sequence[str], by: str, why: str, workspace: Path | None) -> None:
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        made = here.decide(said, about, by=by, why=why)
        here.rebuild()
    say(f"recorded as decision {short_id(made.id)}; incidents and report were built again")


def _line(decision: Decision, orphaned: bool) -> str:
    from trucewatch.workspace.wording import decided_words

    what = f"undoes {short_id(decision.undoes)}" if decision.undoes else decided_words(decision)
    quotes = " | ".join(" ".join(key.quote.split())[:60] for key in decision.about)
    passages = f"  [{quotes}]" if quotes else ""
    mark = "  (orphaned: matches nothing that is read now)" if orphaned else ""
    at = decision.at.isoformat(timespec="minutes")
    return f"{short_id(decision.id)}  {at}  {what}  by {decision.by}: {decision.why}{passages}{mark}"
