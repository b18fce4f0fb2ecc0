"""`trucewatch places find|import-geonames`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.cli.frame import SituationName

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.places.explanation import WeighedSense

app = typer.Typer(
    help="Places: explain which place a name means, import a GeoNames dump.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A place name in any language and spelling known.")]
Text = Annotated[
    str | None,
    typer.Option(
        "--text", "-t", metavar="TEXT", help="A text that names it, or @FILE; it decides between places."
    ),
]
Limit = Annotated[int, typer.Option(min=1, help="Places shown.")]
Dump = Annotated[
    Path, typer.Argument(metavar="FILE", help="allCountries.txt or XX.txt from GeoNames, unpacked.")
]


@app.command()
def find(name: Name, text: Text = None, situation: SituationName = None, limit: Limit = 10) -> None:
    """List the places of a name, the likeliest first, each with what speaks for and against it."""
    from trucewatch.extraction.places.explanation import weigh_senses, weigh_senses_in
    from trucewatch.situation import load_situation

    loaded = load_situation(situation or "general")
    weighed = weigh_senses(name, loaded) if text is None else weigh_senses_in(name, _read(text), loaded)
    for one in weighed[:limit]:
        _show(one)
    if len(weighed) > limit:
        print(f"… and {len(weighed) - limit} more")


@app.command("import-geonames")
def import_dump(file: Dump) -> None:
    """Make a GeoNames dump searchable; it comes before the places that ship."""
    from trucewatch.records import NotFound
    from trucewatch.situation.gazetteer_bake import import_geonames

    if not file.is_file():
        raise NotFound(f"{file}: no such file")
    target, count = import_geonames(file)
    print(f"{count} places of {file.name} are in {target}; they are used from now on")


def _read(text: str) -> Analysis:
    from trucewatch.extraction.analysis import analyse
    from trucewatch.extraction.models import load_models
    from trucewatch.records import Document, NotFound

    if text.startswith("@"):
        path = Path(text[1:])
        if not path.is_file():
            raise NotFound(f"{path}: no such file")
        text = path.read_text(encoding="utf-8", errors="replace")
    return next(iter(analyse([Document(id="text", text=text)], load_models(weights=None))))


def _show(one: WeighedSense) -> None:
    sense = one.sense
    where = ", ".join(filter(None, (sense.admin1, sense.country)))
    print(
        f"{one.chance:6.1%}  {sense.name} ({where})  {sense.feature}  {sense.lat:.4f} {sense.lon:.4f}"
        f"  ±{sense.radius_km:g} km  {sense.gazetteer_id}  [{sense.matched}]"
    )
    reasons = ", ".join(f"{reason.replace('_', ' ')} {odds:+.1f}" for reason, odds in one.reasons[:6])
    print(f"        {reasons}")
