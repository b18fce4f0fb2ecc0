"""The corpus of our own words as rows and records of the two-sided form; `check` lists every mistake in its files.

All of it is invented for measurement; `benchmarks/corpus/README.md` says how it was written and labelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks import two_sided
from trucewatch.records import Document

FOLDER = Path(__file__).parent / "corpus"
HALVES = ("fit", "held")
PACKS = {"Armenia": "south_caucasus", "Karabakh": "south_caucasus", "Donbas": "donbas"}
"""A word of the conflict's name, and the pack that knows it; any other conflict has `general`."""

Row = dict[str, Any]

FROM_INCIDENT = ("event_type", "sub_event_type", "date_start", "date_end", "precision", "victim_side")
"""What a document's incident has from the incident's own row where it does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Group:
    """One file: reports of one or more incidents, with their labels."""

    path: Path
    pack: str
    documents: tuple[Row, ...]
    gold: tuple[Row, ...]
    incidents: tuple[Row, ...]
    pairs: tuple[Row, ...]


def documents(half: str) -> Iterator[tuple[Document, Row]]:
    """Each report with its row of labels, in the form of `two_sided.documents`."""
    for group in groups(half):
        for row, gold in zip(group.documents, group.gold, strict=True):
            yield two_sided.document(row), gold


def incidents(half: str) -> Iterator[Row]:
    return (row for group in groups(half) for row in group.incidents)


def pairs(half: str) -> Iterator[Row]:
    return (row for group in groups(half) for row in group.pairs)


@cache
def groups(half: str) -> tuple[Group, ...]:
    """The files of one half, by name."""
    return tuple(_group(path, _read(path)) for path in files(half))


def files(half: str) -> list[Path]:
    return sorted((FOLDER / half).glob("*.yaml"))


def _read(path: Path) -> Row:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    row: Row = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader)
    return row


def _group(path: Path, raw: Row) -> Group:
    canonical = {row["incident_id"]: row for row in raw["incidents"]}
    gold = tuple(_gold(row, canonical) for row in raw["documents"])
    pack = next((pack for word, pack in PACKS.items() if word in raw["conflict"]), "general")
    return Group(
        path=path,
        pack=raw.get("pack", pack),
        documents=tuple(_document(row, raw) for row in raw["documents"]),
        gold=gold,
        incidents=tuple(_incident(row, gold) for row in raw["incidents"]),
        pairs=tuple(_pair(row, gold) for row in raw.get("pairs") or ()),
    )


def _document(row: Row, raw: Row) -> Row:
    text = row["text"]
    return {
        **{key: value for key, value in row.items() if key != "gold"},
        "published": _day(row.get("published")),
        "conflict": raw["conflict"],
        "text_kind": "invented",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _gold(row: Row, canonical: Mapping[str, Row]) -> Row:
    gold = row.get("gold") or {}
    return {
        "id": row["id"],
        "text_kind": "invented",
        "note": gold.get("note", ""),
        "no_incident": not gold.get("incidents"),
        "incidents": [_told(row["text"], told, canonical) for told in gold.get("incidents") or ()],
        "other": [_placed(row["text"], said, "quote") for said in gold.get("other") or ()],
    }


def _told(text: str, told: Row, canonical: Mapping[str, Row]) -> Row:
    """A document's account of an incident, with what it leaves to the incident's own row."""
    own = canonical.get(told["incident_id"], {})
    whole: Row = {key: own.get(key) for key in FROM_INCIDENT} | told
    whole["date_start"], whole["date_end"] = _day(whole["date_start"]), _day(whole["date_end"])
    whole["place"] = {"names_in_doc": [], **own.get("place", {}), **told.get("place", {})}
    whole["accounts"] = [
        {"target_sides": [], "stance_detail": None, **_placed(text, row, "quote")}
        for row in told.get("accounts") or ()
    ]
    whole["casualties"] = [_placed(text, row, "as_stated") for row in told.get("casualties") or ()]
    whole["alleged_perpetrator"] = perpetrators(whole["accounts"])
    return whole


def _placed(text: str, row: Row, key: str) -> Row:
    """The row with the place of its quote: -1 where the text does not have it."""
    start = -1
    for _ in range(row.get("occurrence", 1)):
        start = text.find(row[key], start + 1)
        if start < 0:
            break
    return {**row, "start": start, "end": start + len(row[key])}


def perpetrators(accounts: Iterable[Row]) -> list[Row]:
    """Whom the accounts make the doers, and by whom (label rule R5)."""
    blamed: dict[str, list[str]] = {}
    for row in accounts:
        sides = row["target_sides"] if row["stance"] in ("accuse", "confirm") else ()
        if row["stance_detail"] in ("responsibility", "own_operation"):
            sides = [row["claimant_side"]]
        for side in sides:
            by = blamed.setdefault(side, [])
            if row["claimant"] not in by:
                by.append(row["claimant"])
    return [{"side": side, "by": by} for side, by in blamed.items()]


def _incident(row: Row, gold: Iterable[Row]) -> Row:
    told = [(g["id"], i) for g in gold for i in g["incidents"] if i["incident_id"] == row["incident_id"]]
    names = [row["place"]["name"], *row["place"].get("aliases", ())]
    names += [name for _, incident in told for name in incident["place"]["names_in_doc"]]
    accounts = [account for _, incident in told for account in incident["accounts"]]
    return {
        **row,
        "date_start": _day(row["date_start"]),
        "date_end": _day(row["date_end"]),
        "place": {**row["place"], "aliases": list(dict.fromkeys(names))},
        "doc_ids": list(dict.fromkeys(identity for identity, _ in told)),
        "expected_view": {**row["expected_view"], **views_of(accounts)},
    }


def views_of(accounts: Iterable[Row]) -> Row:
    """What follows from the accounts alone: who accuses whom, who denies, who owns (label rule R11)."""
    accused: dict[str, set[str]] = {}
    owned: set[tuple[str, str]] = set()
    denied: set[str] = set()
    for row in accounts:
        if row["stance"] in ("accuse", "confirm") and row["target_sides"]:
            accused.setdefault(row["claimant_side"], set()).update(row["target_sides"])
        elif row["stance"] == "deny":
            denied.add(row["claimant_side"])
        elif row["stance"] == "admit":
            owned.add((row["claimant_side"], row["stance_detail"] or "responsibility"))
    media = sorted(accused.pop("MEDIA", ()))
    return {
        "accused_by": [{"side": side, "targets": sorted(accused[side])} for side in sorted(accused)],
        "denied_by": sorted(denied - {"MEDIA"}),
        "acknowledged_by": [{"side": side, "kind": kind} for side, kind in sorted(owned)],
        "asserted_by_media_against": media,
    }


def _pair(row: Row, gold: Iterable[Row]) -> Row:
    held = {g["id"]: {i["incident_id"] for i in g["incidents"]} for g in gold}
    shared = held.get(row["a"], set()) & held.get(row["b"], set())
    return {**row, "text_kind": "invented", "shared_incidents": sorted(shared)}


def _day(value: date | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


# --- the checker -------------------------------------------------------------------------------------------------

STANCES = {"accuse", "deny", "admit", "assert", "confirm", "demand", "promise", "announce", "threaten"}
DETAILS = {None, "responsibility", "own_operation", "return_fire", "own_measures", "partial_fact"}
STATUSES = {"contested", "verified-candidate", "corroborated", "reported"}
BASES = {"explicit", "relative_to_publication", "not_in_document"}
PRECISIONS = {"day", "range", "approximate"}
VICTIMS = {"both", "civilians", "none", "unknown"}
PAIR_LABELS = {"copy", "partly_derived", "independent"}
OTHER = {
    "access_corridor",
    "agreement",
    "aid_pledge",
    "announcement",
    "apology",
    "bulletin_count",
    "demand",
    "investigation",
    "liaison",
    "mediation",
    "mobilisation",
    "notification",
    "observer",
    "promise",
    "threat",
}
NEUTRAL = {"UN", "OSCE", "ICRC", "EU", "AU", "MSF", "IGAD", "OPCW", "SOHR", "OAS", "CTSAMVM", "IMT"}


def check(halves: Iterable[str] = HALVES) -> list[str]:
    """Every mistake of these halves, as `file: document: what is wrong`; empty when there is none."""
    problems: list[str] = []
    seen: dict[str, str] = {}
    for half in halves:
        for path in files(half):
            name = f"{half}/{path.name}"
            try:
                raw = _read(path)
                group = _group(path, raw)
            except (KeyError, TypeError, ValueError, AttributeError) as broken:
                problems.append(f"{name}: cannot be read: {type(broken).__name__}: {broken}")
                continue
            problems += [f"{name}: {problem}" for problem in _problems(group, raw)]
            for identity in [d["id"] for d in group.documents] + [i["incident_id"] for i in group.incidents]:
                if identity in seen:
                    problems.append(f"{name}: {identity}: the id is used in {seen[identity]} too")
                seen[identity] = name
    return problems


def _problems(group: Group, raw: Row) -> Iterator[str]:
    if "invented" not in str(raw.get("note", "")).lower():
        yield "the note does not say that the reports are invented"
    known = {row["incident_id"] for row in group.incidents}
    for document, gold, given in zip(group.documents, group.gold, raw["documents"], strict=True):
        for problem in _document_problems(document, gold, given, known):
            yield f"{document['id']}: {problem}"
    for incident, given in zip(group.incidents, raw["incidents"], strict=True):
        for problem in _incident_problems(incident, given):
            yield f"{incident['incident_id']}: {problem}"
    identities = {document["id"] for document in group.documents}
    for pair in group.pairs:
        if not {pair["a"], pair["b"]} <= identities or pair["a"] == pair["b"]:
            yield f"pair {pair['a']}, {pair['b']}: not two documents of this file"
        if pair["label"] not in PAIR_LABELS:
            yield f"pair {pair['a']}, {pair['b']}: label {pair['label']!r} is unknown"


def _document_problems(document: Row, gold: Row, given: Row, known: set[str]) -> Iterator[str]:
    text = document["text"]
    for key in ("publisher", "publisher_affiliation", "url", "published"):
        if not document.get(key):
            yield f"{key} is missing"
    for said in gold["other"]:
        yield from _quote_problems(text, said, "quote")
        yield from _side_problems(said["actor_side"])
        if said["type"] not in OTHER:
            yield f"other: type {said['type']!r} is unknown"
    for told, written in zip(
        gold["incidents"], (given.get("gold") or {}).get("incidents") or (), strict=True
    ):
        prefix = told["incident_id"]
        if prefix not in known:
            yield f"{prefix} has no row among the incidents"
        for problem in _told_problems(text, told, written):
            yield f"{prefix}: {problem}"


def _told_problems(text: str, told: Row, written: Row) -> Iterator[str]:
    yield from _kind_problems(told)
    if told.get("date_basis") not in BASES:
        yield f"date_basis {told.get('date_basis')!r} is unknown"
    for name in told["place"]["names_in_doc"]:
        if name not in text:
            yield f"place name {name!r} is not in the text"
    if not told["accounts"]:
        yield "no account"
    for row in told["accounts"]:
        yield from _account_problems(text, row)
    for row in told["casualties"]:
        yield from _casualty_problems(text, row)
    if "alleged_perpetrator" in written:
        own = {row["side"] for row in written["alleged_perpetrator"]}
        derived = {row["side"] for row in told["alleged_perpetrator"]}
        if own != derived:
            yield f"alleged_perpetrator {sorted(own)} but the accounts give {sorted(derived)}"


def _account_problems(text: str, row: Row) -> Iterator[str]:
    yield from _quote_problems(text, row, "quote")
    yield from _side_problems(row["claimant_side"], *row["target_sides"])
    if row["stance"] not in STANCES:
        yield f"stance {row['stance']!r} is unknown"
    if row["stance_detail"] not in DETAILS or (row["stance"] == "admit") != (
        row["stance_detail"] is not None
    ):
        yield f"stance_detail {row['stance_detail']!r} does not go with {row['stance']}: {row['quote'][:40]!r}"
    if row["stance"] == "accuse" and not row["target_sides"]:
        yield f"an accusation of nobody: {row['quote'][:40]!r}"
    if row["claimant_side"] in row["target_sides"]:
        yield f"{row['claimant_side']} is its own target: {row['quote'][:40]!r}"


def _casualty_problems(text: str, row: Row) -> Iterator[str]:
    from trucewatch.records import CasualtyCategory, CasualtyGroup

    yield from _quote_problems(text, row, "as_stated")
    yield from _side_problems(row["claimant_side"])
    if row["category"] not in set(CasualtyCategory):
        yield f"casualty category {row['category']!r} is unknown"
    if row["group"] not in set(CasualtyGroup):
        yield f"casualty group {row['group']!r} is unknown"
    low, high = row["low"], row["high"]
    if not isinstance(low, int) or not (high is None or (isinstance(high, int) and high >= low)):
        yield f"casualties from {low} to {high}: {row['as_stated'][:40]!r}"


def _quote_problems(text: str, row: Row, key: str) -> Iterator[str]:
    quote = row[key]
    if row["start"] < 0:
        yield f"not in the text: {quote!r}"
    elif "occurrence" not in row and text.count(quote) > 1:
        yield f"stands in the text {text.count(quote)} times, say which: {quote!r}"


def _side_problems(*sides: str) -> Iterator[str]:
    yield from (f"side {side!r} is unknown" for side in sides if side not in _sides())


@cache
def _sides() -> frozenset[str]:
    from trucewatch.situation import load_situation

    packs = ("general", *PACKS.values())
    return frozenset({"OTHER"}).union(*(load_situation(pack).sides for pack in packs))


def _kind_problems(row: Row) -> Iterator[str]:
    from trucewatch.records import SubEventType

    if row["event_type"] not in two_sided.EVENT_TYPES:
        yield f"event_type {row['event_type']!r} is unknown"
    slug = str(row["sub_event_type"]).lower().replace("/", "_").replace(" ", "_").replace("-", "_")
    if slug not in set(SubEventType):
        yield f"sub_event_type {row['sub_event_type']!r} is unknown"
    if row["precision"] not in PRECISIONS:
        yield f"precision {row['precision']!r} is unknown"
    if row["victim_side"] not in VICTIMS:
        yield from _side_problems(row["victim_side"])
    try:
        if date.fromisoformat(row["date_start"]) > date.fromisoformat(row["date_end"]):
            yield "date_end is before date_start"
    except (TypeError, ValueError):
        yield f"days {row['date_start']!r} to {row['date_end']!r} are no days"


def _incident_problems(incident: Row, given: Row) -> Iterator[str]:
    yield from _kind_problems(incident)
    if not incident["doc_ids"]:
        yield "no document tells of it"
    place = incident["place"]
    if not (-90 <= place["lat"] <= 90 and -180 <= place["lon"] <= 180 and "approximate" in place):
        yield "the place has no point on earth, or does not say whether it is approximate"
    view = incident["expected_view"]
    for key in views_of(()):
        if key in given["expected_view"] and _plain(given["expected_view"][key]) != _plain(view[key]):
            yield f"{key} is {given['expected_view'][key]} but the accounts give {view[key]}"
    yield from _status_problems(view)


def _plain(value: Any) -> str:
    """Order of sides set aside."""
    rows = [
        {k: sorted(v) if isinstance(v, list) else v for k, v in row.items()} if isinstance(row, dict) else row
        for row in value
    ]
    return str(sorted(str(sorted(row.items())) if isinstance(row, dict) else row for row in rows))


def _status_problems(view: Row) -> Iterator[str]:
    """Where the expected status cannot follow from the accounts (label rule R11)."""
    status, origins = view["expected_status"], view["independent_origins"]
    accusations = {(row["side"], target) for row in view["accused_by"] for target in row["targets"]}
    opposite = any((b, a) in accusations for a, b in accusations)
    several = any(a[0] != b[0] and a[1] != b[1] for a, b in combinations(accusations, 2))
    if status not in STATUSES:
        yield f"expected_status {status!r} is unknown"
    elif status != "contested" and (view["denied_by"] or opposite):
        yield f"{status}, though there is a denial or the sides accuse each other"
    elif status == "contested" and not (view["denied_by"] or opposite or several):
        yield "contested, though nobody denies and accusations agree"
    elif status == "reported" and origins != 1:
        yield f"reported, though it has {origins} origins"
    elif status in ("corroborated", "verified-candidate") and origins < 2:
        yield f"{status}, though it has {origins} origin"
    elif status == "verified-candidate" and not (view["acknowledged_by"] or _third_party(view)):
        yield "verified-candidate, though nobody owns it and no third party confirms it"


def _third_party(view: Row) -> bool:
    return bool(view.get("third_party_confirmation")) or any(
        row["side"] in NEUTRAL for row in view.get("origins", ())
    )
