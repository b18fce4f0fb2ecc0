"""`trucewatch situation check|new|list`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Situation packs: check one, begin one, list those that ship.", no_args_is_help=True)

Pack = Annotated[str, typer.Argument(metavar="FOLDER|NAME", help="A pack's folder, or the name of one.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters, digits and _.")]
Into = Annotated[Path, typer.Option(metavar="DIR", help="Where the new folder goes.")]


@app.command()
def check(pack: Pack) -> None:
    """Report every problem of a pack by file and line; exit status 6 when there is one."""
    from trucewatch.records import SettingsInvalid
    from trucewatch.situation import check_pack, find_pack, load_situation

    folder = find_pack(pack)
    problems = check_pack(folder)
    if problems:
        raise SettingsInvalid(problems)
    own = load_situation(folder)
    counts = f"{len(own.sides)} sides, {len(own.actors)} actors, {len(own.agreements)} agreements"
    print(
        f"{folder}: no problems ({counts}, {len(own.outlets)} outlets, {len(own.places)} places; general included)"
    )


@app.command()
def new(name: Name, into: Into = Path()) -> None:
    """Write the folder of a new pack, every field explained, ready to be filled in."""
    from trucewatch.situation import new_pack

    folder = new_pack(name, into)
    print(f"{folder} is ready; fill it in and run: trucewatch situation check {folder}")


@app.command("list")
def list_packs() -> None:
    """List the packs that ship, with their titles."""
    from trucewatch.situation import load_situation, packaged_names

    for name in packaged_names():
        print(f"{name}\t{load_situation(name).title}")
