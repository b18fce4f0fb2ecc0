"""The command line: one file a verb; anything heavy is imported when a verb runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from trucewatch.cli.decide import app as decide
from trucewatch.cli.explain import explain
from trucewatch.cli.extract import extract
from trucewatch.cli.find import find
from trucewatch.cli.frame import exit_status, say
from trucewatch.cli.ledgers import ledgers
from trucewatch.cli.lineage import lineage
from trucewatch.cli.link import link
from trucewatch.cli.places import app as places
from trucewatch.cli.quarantine import quarantine
from trucewatch.cli.report import report
from trucewatch.cli.run import run
from trucewatch.cli.situation import app as situation
from trucewatch.records import ExitCode, TrucewatchError

app = typer.Typer(
    name="trucewatch",
    help="Ceasefire monitoring and verification from open sources and field reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"trucewatch {version('trucewatch')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ceasefire monitoring and verification from open sources and field reports."""


WORKSPACE = "A workspace"
DATA = "What the software knows"
FILTERS = "Filters over JSON lines"

app.command(rich_help_panel=WORKSPACE)(run)
app.command(rich_help_panel=WORKSPACE)(report)
app.command(rich_help_panel=WORKSPACE)(explain)
app.command(rich_help_panel=WORKSPACE)(find)
app.command(rich_help_panel=WORKSPACE)(quarantine)
app.add_typer(decide, name="decide", rich_help_panel=WORKSPACE)
app.add_typer(situation, name="situation", rich_help_panel=DATA)
app.add_typer(places, name="places", rich_help_panel=DATA)
app.command(rich_help_panel=FILTERS)(extract)
app.command(rich_help_panel=FILTERS)(link)
app.command(rich_help_panel=FILTERS)(lineage)
app.command(rich_help_panel=FILTERS)(ledgers)


def main() -> None:
    """Runs one command; an error that was raised on purpose is one line and an exit status."""
    try:
        app()
    except TrucewatchError as error:
        say(str(error))
        sys.exit(exit_status(error))
    except OSError as error:  # a disk that is full, a file system that went away
        say(f"stopped by the system: {error}")
        sys.exit(int(ExitCode.STOPPED))
