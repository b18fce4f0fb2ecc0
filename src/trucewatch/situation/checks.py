"""What the fields of a pack must mean together: ids, references, names, coordinates, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from trucewatch.records import Problem
from trucewatch.situation.layers import split_cell
from trucewatch.situation.names import fold_name
from trucewatch.situation.pack import Pack
from trucewatch.situation.yaml_lines import Item, did_you_mean

_FEATURES = (
    "settlement",
    "district",
    "region",
    "country",
    "river",
    "corridor",
    "front_section",
    "mountain",
    "lake",
    "site",
)


def check_layers(layers: tuple[Pack, ...]) -> tuple[Problem, ...]:
    """Every problem of the top pack, read over the packs below it, by file and line."""
    top = layers[-1]
    found = [*top.problems, *_zone(top), *_duplicates(top), *_references(layers), *_people(top)]
    found += [*_names(layers), *_agreements(top), *_areas(layers), *_places(top, _side_ids(layers))]
    return tuple(sorted(set(found), key=lambda problem: (problem.file, problem.line or 0, problem.says)))


def _problem(pack: Pack, section: str, line: int, says: str) -> Problem:
    return Problem(file=pack.file_of(section), line=line, says=says)


def _side_ids(layers: tuple[Pack, ...]) -> dict[str, str]:
    """Every side that a pack may name, with what it is called."""
    items = [item for pack in layers for name in ("states", "sides") for item in pack.sections.get(name, ())]
    return {item["id"]: item.get("name") or item["id"] for item in items if item.get("id")}


def _undefined(side: str, sides: Mapping[str, str]) -> str:
    """What to tell of a side that no pack defines, with the id that was probably meant."""
    written = {key.casefold(): key for key in sides} | {name.casefold(): key for key, name in sides.items()}
    meant = written.get(side.casefold())
    return f"the side {side!r}, which no pack defines" + (f" (did you mean {meant}?)" if meant else "")


def _zone(pack: Pack) -> Iterator[Problem]:
    if pack.about is None:
        return
    for name in ("time_zone", "time_zones"):
        value = pack.about.get(name, ())
        for zone in (value,) if isinstance(value, str) else value:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                line = pack.about.line_of(name)
                likely = next(
                    (one for one in sorted(available_timezones()) if one.endswith(f"/{zone}")), None
                )
                hint = f"did you mean {likely}?" if likely else "like Asia/Baku"
                says = f"{zone!r} is not a time zone of the IANA database ({hint})"
                yield Problem(file=str(pack.folder / "pack.yaml"), line=line, says=says)


def _duplicates(pack: Pack) -> Iterator[Problem]:
    for section in ("states", "sides", "actors", "agreements", "areas", "outlets", "roles", "places"):
        first: dict[str, int] = {}
        for item in pack.sections.get(section, ()):
            key = item.get("id")
            if not key:
                continue
            if key in first:
                says = f"the id {key!r} is used twice (first on line {first[key]})"
                yield _problem(pack, section, item.line, says)
            first.setdefault(key, item.line)


def _references(layers: tuple[Pack, ...]) -> Iterator[Problem]:
    pack, sides = layers[-1], _side_ids(layers)
    below = {
        item["id"] for lower in layers[:-1] for item in lower.sections.get("actors", ()) if item.get("id")
    }
    for side in pack.sections.get("sides", ()):
        yield from _unknown_sides(pack, "sides", side, ("camp", "rebels_of", "opposes"), sides)
    for actor in pack.sections.get("actors", ()):
        yield from _unknown_sides(pack, "actors", actor, ("side",), sides)
        for name in ("name", "side", "kind"):
            if name not in actor.lines and actor.get("id") not in {*below, *sides}:
                yield _problem(
                    pack, "actors", actor.line, f"actor {actor.get('id')!r} lacks the field `{name}`"
                )
    for outlet in pack.sections.get("outlets", ()):
        yield from _unknown_sides(pack, "outlets", outlet, ("side",), sides)
    for agreement in pack.sections.get("agreements", ()):
        yield from _unknown_sides(pack, "agreements", agreement, ("parties", "covers"), sides)
        for clause in agreement.get("provisions", ()):
            yield from _unknown_sides(pack, "agreements", clause, ("obligors", "beneficiaries"), sides)
            for reading in clause.get("readings", ()):
                yield from _unknown_sides(pack, "agreements", reading, ("side",), sides)


def _unknown_sides(
    pack: Pack, section: str, item: Item, fields: Iterable[str], sides: Mapping[str, str]
) -> Iterator[Problem]:
    for name in fields:
        value = item.get(name, ())
        for side in (value,) if isinstance(value, str) else value:
            if side not in sides:
                says = f"`{name}` names {_undefined(side, sides)}"
                yield _problem(pack, section, item.line_of(name), says)


def _people(pack: Pack) -> Iterator[Problem]:
    for section in ("sides", "actors"):
        for item in pack.sections.get(section, ()):
            for person in item.get("people", ()):
                yield from _backwards(pack, section, person, "since", "until")


def _backwards(pack: Pack, section: str, item: Item, start: str, end: str) -> Iterator[Problem]:
    since, until = item.get(start), item.get(end)
    if since and until and since > until:
        yield _problem(pack, section, item.line_of(end), f"`{end}` {until} comes before `{start}` {since}")


def _names(layers: tuple[Pack, ...]) -> Iterator[Problem]:
    """One name for two different actors of the same pack: nobody could tell them apart."""
    pack = layers[-1]
    owners: dict[str, tuple[str, int]] = {}
    for section in ("states", "sides", "actors"):
        for item in pack.sections.get(section, ()):
            for name, line in _all_names(item):
                folded = fold_name(name)
                owner = owners.setdefault(folded, (item.get("id", "?"), line))
                if owner[0] != item.get("id", "?"):
                    taken = f"already means {owner[0]!r} (line {owner[1]})"
                    says = f"the name {name!r} of {item.get('id')!r} {taken}"
                    yield _problem(pack, section, line, says)


def _all_names(item: Item) -> Iterator[tuple[str, int]]:
    if item.get("name"):
        yield item["name"], item.line_of("name")
    for field in ("aliases", "demonyms", "metonyms"):
        value = item.get(field, ())
        for name in split_cell(value) if isinstance(value, str) else value:
            yield name, item.line_of(field)
    for person in item.get("people", ()):
        for name in (person.get("name"), *person.get("aliases", ())):
            if name:
                yield name, person.line


def _agreements(pack: Pack) -> Iterator[Problem]:
    for agreement in pack.sections.get("agreements", ()):
        yield from _backwards(pack, "agreements", agreement, "effective", "until")
        numbers: dict[str, int] = {}
        for clause in agreement.get("provisions", ()):
            number = clause.get("number")
            if number in numbers:
                says = f"provision {number!r} is there twice (first on line {numbers[number]})"
                yield _problem(pack, "agreements", clause.line, says)
            elif number:
                numbers[number] = clause.line


def _areas(layers: tuple[Pack, ...]) -> Iterator[Problem]:
    pack, sides = layers[-1], _side_ids(layers)
    places = {row["id"] for row in pack.sections.get("places", ())}
    for area in pack.sections.get("areas", ()):
        if area.get("place") and area["place"] not in places:
            named = {row["name_primary"]: row["id"] for row in pack.sections.get("places", ())}
            hint = f"did you mean {named[area['place']]}? " if area["place"] in named else ""
            hint = hint or did_you_mean(area["place"], places)
            says = f"`place` names {area['place']!r}, which is no id of places.tsv" + (
                f" ({hint.strip()})" if hint else ""
            )
            yield _problem(pack, "areas", area.line_of("place"), says)
        for row in area.get("access", ()):
            yield from _unknown_sides(pack, "areas", row, ("by",), sides)
            yield from _backwards(pack, "areas", row, "since", "until")


def _places(pack: Pack, sides: Mapping[str, str]) -> Iterator[Problem]:
    for row in pack.sections.get("places", ()):
        for name, low, high in (("lat", -90.0, 90.0), ("lon", -180.0, 180.0), ("radius_km", 0.0, 20_000.0)):
            if not _within(row[name], low, high):
                says = f"`{name}` must be a number from {low:g} to {high:g}, not {row[name]!r}"
                yield _problem(pack, "places", row.line, says)
        for name in ("id", "name_primary"):
            if not row[name]:
                yield _problem(pack, "places", row.line, f"`{name}` is empty")
        if row["feature"] and row["feature"] not in _FEATURES:
            says = f"`feature` must be one of {', '.join(_FEATURES)}, not {row['feature']!r}"
            yield _problem(pack, "places", row.line, says)
        yield from _place_names(pack, row, sides)


def _place_names(pack: Pack, row: Item, sides: Mapping[str, str]) -> Iterator[Problem]:
    for written in split_cell(row["names"]):
        cells = written.split("@")
        if len(cells) > 3 or not cells[0].strip():
            yield _problem(pack, "places", row.line, f"{written!r} is not name@language@side")
        elif len(cells) == 3 and cells[2] and cells[2] not in sides:
            says = f"the name {cells[0]!r} is used by {_undefined(cells[2], sides)}"
            yield _problem(pack, "places", row.line, says)


def _within(value: str, low: float, high: float) -> bool:
    try:
        return low <= float(value) <= high
    except ValueError:
        return False
