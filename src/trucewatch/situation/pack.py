"""One pack folder read into checked items; nothing is layered or resolved here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trucewatch.records import Problem
from trucewatch.situation.yaml_lines import (
    FieldRule,
    Item,
    Problems,
    compose_file,
    day,
    flag,
    items,
    one_of,
    read_item,
    read_table,
    text,
    texts,
    whole_number,
)

SIDE_KINDS = ("state", "non_state", "international", "monitor", "coalition", "media", "witness")
ACTOR_KINDS = (*SIDE_KINDS, "organ", "armed_force")
OUTLET_KINDS = (
    "party",
    "monitor",
    "international_organisation",
    "wire",
    "outlet",
    "ngo",
    "social",
    "field_team",
)
TRAFFIC = ("observers", "media", "humanitarian", "civilian", "military", "commercial", "all")
ACCESS_STATES = ("granted", "conditional", "restricted", "denied", "closed")
ROLE_KINDS = ("organ", "armed_force", "media", "press", "title", "party", "insurgent", "witness", "person")

_TEXT, _MUST = FieldRule(text), FieldRule(text, required=True)
_TEXTS, _DAY, _FLAG, _NUMBER = FieldRule(texts), FieldRule(day), FieldRule(flag), FieldRule(whole_number)

PERSON = {
    "name": _MUST,
    "title": FieldRule(one_of("leader", "spokesperson"), required=True),
    "aliases": _TEXTS,
    "since": _DAY,
    "until": _DAY,
}
SIDE = {
    "id": _MUST,
    "name": _MUST,
    "kind": FieldRule(one_of(*SIDE_KINDS), required=True),
    "camp": _TEXT,
    "neutral": _FLAG,
    "aliases": _TEXTS,
    "demonyms": _TEXTS,
    "metonyms": _TEXTS,
    "territories": _TEXTS,
    "areas": _TEXTS,
    "creed": _TEXT,
    "rebels_of": _TEXT,
    "opposes": _TEXT,
    "lands": _TEXTS,
    "stands_for": _TEXTS,
    "people": FieldRule(items(PERSON, "person")),
}
ACTOR = {
    "id": _MUST,
    "name": _TEXT,
    "side": _TEXT,
    "kind": FieldRule(one_of(*ACTOR_KINDS)),
    "aliases": _TEXTS,
    "metonyms": _TEXTS,
    "stands_for": _TEXTS,
    "people": FieldRule(items(PERSON, "person")),
}
READING = {"side": _MUST, "text": _MUST}
MILESTONE = {"what": _MUST, "by": FieldRule(day, required=True), "note": _TEXT}
PROVISION = {
    "number": _MUST,
    "type": _MUST,
    "text": _MUST,
    "obligors": FieldRule(texts, required=True),
    "beneficiaries": _TEXTS,
    "deadline": _DAY,
    "continuous": _FLAG,
    "area": _TEXT,
    "milestones": FieldRule(items(MILESTONE, "milestone")),
    "readings": FieldRule(items(READING, "reading")),
    "indicators": _TEXTS,
    "note": _TEXT,
}
AGREEMENT = {
    "id": _MUST,
    "title": _MUST,
    "aliases": _TEXTS,
    "signed": _DAY,
    "effective": _DAY,
    "until": _DAY,
    "parties": FieldRule(texts, required=True),
    "mediators": _TEXTS,
    "covers": _TEXTS,
    "provisions": FieldRule(items(PROVISION, "provision"), required=True),
    "sources": _TEXTS,
    "pax_id": _TEXT,
    "caveat": _TEXT,
}
OUTLET = {
    "id": _MUST,
    "name": _MUST,
    "kind": FieldRule(one_of(*OUTLET_KINDS), required=True),
    "aliases": _TEXTS,
    "domains": _TEXTS,
    "side": _TEXT,
    "owner": _TEXT,
    "reliability": FieldRule(one_of("A", "B", "C", "D", "E", "F")),
    "plain": _FLAG,
}
ROLE = {
    "id": _MUST,
    "name": _MUST,
    "kind": FieldRule(one_of(*ROLE_KINDS), required=True),
    "words": FieldRule(texts, required=True),
}
LOADED = {"term": _MUST, "neutral": _TEXT}
ACCESS = {
    "traffic": FieldRule(one_of(*TRAFFIC), required=True),
    "state": FieldRule(one_of(*ACCESS_STATES), required=True),
    "since": _DAY,
    "until": _DAY,
    "by": _TEXT,
    "source": _TEXT,
    "note": _TEXT,
}
AREA = {
    "id": _MUST,
    "place": _MUST,
    "monitored": _FLAG,
    "silent_after": _NUMBER,
    "access": FieldRule(items(ACCESS, "access row")),
    "note": _TEXT,
}
PERIOD = {"since": FieldRule(day, required=True), "until": _DAY}


def _period(node: object, problems: Problems, what: str) -> Item | None:
    return read_item(node, PERIOD, problems, what)  # type: ignore[arg-type]


FILES: Mapping[str, Mapping[str, FieldRule]] = {
    "pack.yaml": {
        "id": _MUST,
        "title": _MUST,
        "about": _TEXT,
        "time_zone": _MUST,
        "time_zones": _TEXTS,
        "languages": _TEXTS,
        "period": FieldRule(_period),
        "period_days": _NUMBER,
    },
    "actors.yaml": {"sides": FieldRule(items(SIDE, "side")), "actors": FieldRule(items(ACTOR, "actor"))},
    "agreements.yaml": {"agreements": FieldRule(items(AGREEMENT, "agreement"))},
    "areas.yaml": {"areas": FieldRule(items(AREA, "area"))},
    "outlets.yaml": {"outlets": FieldRule(items(OUTLET, "outlet"))},
    "lexicon.yaml": {
        "loaded_terms": FieldRule(items(LOADED, "loaded term")),
        "roles": FieldRule(items(ROLE, "role")),
    },
}
STATES_COLUMNS = ("id", "name", "aliases", "demonyms", "metonyms")
PLACES_COLUMNS = ("id", "name_primary", "lat", "lon", "radius_km", "feature", "country", "names", "note")
TABLES = {"states.tsv": STATES_COLUMNS, "places.tsv": PLACES_COLUMNS}


@dataclass(frozen=True, slots=True)
class Pack:
    """The checked contents of one folder, by section, each item with its line."""

    folder: Path
    about: Item | None
    sections: Mapping[str, tuple[Item, ...]]
    problems: tuple[Problem, ...]

    def file_of(self, section: str) -> str:
        return str(self.folder / _SECTION_FILES[section])


_SECTION_FILES = {
    "sides": "actors.yaml",
    "actors": "actors.yaml",
    "states": "states.tsv",
    "agreements": "agreements.yaml",
    "areas": "areas.yaml",
    "outlets": "outlets.yaml",
    "loaded_terms": "lexicon.yaml",
    "roles": "lexicon.yaml",
    "places": "places.tsv",
}


def read_pack(folder: Path) -> Pack:
    """Everything in a pack folder, with every problem of shape found in any of its files."""
    found: list[Problem] = []
    about: Item | None = None
    sections: dict[str, tuple[Item, ...]] = {}
    for name, rules in FILES.items():
        path, problems = folder / name, Problems(str(folder / name))
        if path.exists():
            node = compose_file(path, problems)
            item = read_item(node, rules, problems, name) if node is not None else None
            if name == "pack.yaml":
                about = item
            elif item is not None:
                sections.update(item.values)
        elif name == "pack.yaml":
            problems.add(None, "is missing: a pack needs at least this file")
        found += problems.found
    for name, columns in TABLES.items():
        if (folder / name).exists():
            problems = Problems(str(folder / name))
            sections[name.removesuffix(".tsv")] = tuple(read_table(folder / name, columns, problems))
            found += problems.found
    return Pack(folder, about, sections, (*found, *_strangers(folder)))


def _strangers(folder: Path) -> list[Problem]:
    """Data files that nothing reads: a misspelt name would be a silent loss."""
    known = {*FILES, *TABLES}
    names = sorted(path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml", ".tsv"})
    says = f"is no file of a pack and is not read (known: {', '.join(sorted(known))})"
    return [Problem(file=str(folder / name), line=None, says=says) for name in names if name not in known]
