"""Packs laid over one another and turned into records; what came through the checks cannot fail here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from trucewatch.records import Place, PlaceAlias
from trucewatch.situation.agreements import Agreement, Milestone, Provision, Reading
from trucewatch.situation.areas import AccessRow, Area
from trucewatch.situation.outlets import Outlet
from trucewatch.situation.pack import Pack
from trucewatch.situation.parties import Actor, LoadedTerm, Person, Role, Side
from trucewatch.situation.situation import Situation
from trucewatch.situation.yaml_lines import Item

_Record = TypeVar("_Record")


def build_situation(layers: tuple[Pack, ...]) -> Situation:
    """One situation from checked layers, the last on top: same ids are merged, new ones added."""
    top = layers[-1].about
    assert top is not None
    sides = _merged(_side_values(layers))
    actors = _merged([*_bodies(sides.values()), *(dict(item.values) for item in _all(layers, "actors"))])
    period = top.get("period")
    places = {row["id"]: _place(row, top["id"]) for row in layers[-1].sections.get("places", ())}
    return Situation(
        id=top["id"],
        title=top["title"],
        time_zone=top["time_zone"],
        time_zones=top.get("time_zones", ()) or (top["time_zone"],),
        languages=top.get("languages", ()),
        period=(period["since"], period.get("until")) if period else None,
        period_days=top.get("period_days"),
        sides={key: _side(values) for key, values in sides.items()},
        actors={key: _actor(values) for key, values in actors.items()},
        roles=tuple(Role(**values) for values in _merged(_values(layers, "roles")).values()),
        agreements=tuple(_agreement(item) for item in _all(layers, "agreements")),
        outlets=tuple(Outlet(**values) for values in _merged(_values(layers, "outlets")).values()),
        loaded_terms=tuple(LoadedTerm(**item.values) for item in _all(layers, "loaded_terms")),
        places=tuple(places.values()),
        areas=tuple(_area(item, top["id"], places) for item in layers[-1].sections.get("areas", ())),
    )


def _all(layers: tuple[Pack, ...], section: str) -> list[Item]:
    return [item for pack in layers for item in pack.sections.get(section, ())]


def _values(layers: tuple[Pack, ...], section: str) -> list[dict[str, Any]]:
    return [dict(item.values) for item in _all(layers, section)]


def _side_values(layers: tuple[Pack, ...]) -> list[dict[str, Any]]:
    states = [state_values(row) for row in _all(layers, "states")]
    return [*states, *_values(layers, "sides")]


def state_values(row: Item) -> dict[str, Any]:
    """A row of states.tsv as the fields of a side."""
    lists = {name: split_cell(row[name]) for name in ("aliases", "demonyms", "metonyms")}
    return {"id": row["id"], "name": row["name"], "kind": "state", **lists}


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a table cell, separated by `|`."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())


def _merged(entries: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Entries by id: lists of a later entry are joined to the earlier one's, other fields replace them."""
    by_id: dict[str, dict[str, Any]] = {}
    for entry in entries:
        known = by_id.setdefault(entry["id"], {})
        for name, value in entry.items():
            if isinstance(value, tuple) and isinstance(known.get(name), tuple):
                value = (
                    tuple(dict.fromkeys((*known[name], *value)))
                    if _hashable(value)
                    else (*known[name], *value)
                )
            known[name] = value
    return by_id


def _hashable(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, str) for value in values)


def _bodies(sides: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each side as an actor of its own id."""
    shared = ("id", "name", "kind", "stands_for", "people")
    return [{"side": side["id"], **{name: side[name] for name in shared if name in side}} for side in sides]


def _side(values: dict[str, Any]) -> Side:
    return Side(**{name: value for name, value in values.items() if name not in {"people", "stands_for"}})


def _actor(values: dict[str, Any]) -> Actor:
    people = tuple(Person(**person.values) for person in values.get("people", ()))
    return Actor(**{**values, "people": people})


def _agreement(item: Item) -> Agreement:
    provisions = tuple(_provision(item["id"], clause) for clause in item["provisions"])
    return Agreement(**{**item.values, "provisions": provisions})


def _provision(agreement: str, item: Item) -> Provision:
    values = {
        **item.values,
        "milestones": tuple(Milestone(**step.values) for step in item.get("milestones", ())),
        "readings": tuple(Reading(**reading.values) for reading in item.get("readings", ())),
    }
    return Provision(id=f"{agreement}/{item['number']}", **values)


def _area(item: Item, pack: str, places: Mapping[str, Place]) -> Area:
    access = tuple(AccessRow(**row.values) for row in item.get("access", ()))
    values = {**item.values, "id": f"{pack}/{item['id']}", "place": places[item["place"]], "access": access}
    return Area(**values)


def _place(row: Item, pack: str) -> Place:
    aliases = [PlaceAlias(name=row["name_primary"])]
    for written in split_cell(row["names"]):
        name, language, side = (*written.split("@"), "", "")[:3]
        aliases.append(PlaceAlias(name=name.strip(), language=language or None, side=side or None))
    return Place(
        name=row["name_primary"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]),
        gazetteer_id=f"{pack}:{row['id']}",
        feature=row["feature"] or "settlement",
        country=row["country"] or None,
        names=tuple(aliases),
    )
