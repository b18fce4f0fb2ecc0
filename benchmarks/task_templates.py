"""MUC-3/4 incident templates: slots type, date, location, victim number and effect; F1 of each and their mean.

Ours are the acts of a report (not historical, hypothetical or planned), accounts of one event joined over voices.
Templates and acts are paired one to one so that most slots agree, at least one; slots of unpaired templates count as
missing. `matched` leaves unpaired acts out, as MUC's "matched/missing" row does, because the set holds only acts
of terrorism and leaves clashes between armed forces out; `all` counts every slot of every unpaired act as wrong,
those of the reports without a template too. A slot is right if one of the template's alternatives is met:
type ATTACK, BOMBING, KIDNAPPING, ARSON, ROBBERY; date: the act's days lie within the template's, or for "on or before" end
by then; location: the place bears one of the names given, half a point where only the country does; number: a
figure equals a number given (PLURAL: more than one), or no figure where one victim is named only;
effect: DEATH or INJURY is met by a figure or a victim of killing or wounding. Optional fillers ("?") count if met and are not
missed. Reports are dated by their dateline. Rules were fitted on tst1; tst2 is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.places.finding import find_places
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import (
    ACLED_EVENT_TYPES,
    CasualtyCategory,
    Document,
    EventType,
    Flag,
    Mention,
    Published,
    Role,
    SubEventType,
    km_between,
)
from trucewatch.situation import Situation, load_situation

SLOTS = ("type", "date", "location", "number", "effect")
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAY = re.compile(r"(\d{1,2}) (" + "|".join(_MONTHS) + r")[A-Z]* (\d{2})\b")
_NO_EVENT = {Flag.HISTORICAL, Flag.HYPOTHETICAL, Flag.PLANNED, Flag.NEGATED}


@dataclass(frozen=True, slots=True)
class Act:
    """What we say of one event: the joined values of its mentions."""

    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class Tally:
    right: float = 0.0
    given: float = 0.0
    wanted: float = 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


def measure(sample: int | None = None) -> dict[str, float]:
    figures: dict[str, float] = {}
    situation = load_situation("general")
    for name in ("templates_tst2", "templates_tst1"):
        reports = pairs_of(name, situation, sample)
        for counting in ("matched", "all"):
            tallies = score(reports, spurious=counting == "all")
            for slot in SLOTS:
                figures[f"{name} {counting}: {slot} f1"] = tallies[slot].f1
            figures[f"{name} {counting}: mean f1"] = sum(tallies[slot].f1 for slot in SLOTS) / len(SLOTS)
    return figures


def pairs_of(
    name: str, situation: Situation, sample: int | None = None
) -> list[tuple[tuple[Template, ...], tuple[Act, ...]]]:
    """For each report its templates and our acts."""
    reports = list(rows(name))[:sample]
    out = []
    for row, analysis in zip(reports, cached_analyses(document_of(row) for row in reports), strict=True):
        statements = find_statements(analysis, situation)
        mentions = find_mentions(analysis, statements, situation, places=find_places(analysis, situation))
        acts = [m for m in mentions if m.event_type in ACLED_EVENT_TYPES and not _NO_EVENT & set(m.flags)]
        out.append((tuple(_templates(row)), tuple(_joined(acts))))
    return out


def document_of(row: dict[str, Any]) -> Document:
    found = _DAY.search(row["text"][:300])
    day = _day(found) if found else None
    return Document(id=row["docid"], text=row["text"], published=Published(day=day) if day else None)


def _day(found: re.Match[str]) -> date:
    return date(1900 + int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))


Template = dict[str, list[tuple[bool, tuple[str, ...]]]]
"""Slot → fillers; each optional or not, with its alternatives."""


def _templates(row: dict[str, Any]) -> list[Template]:
    return [
        {
            "type": _fillers(template["INCIDENT: TYPE"]),
            "date": _fillers(template["INCIDENT: DATE"]),
            "location": _fillers(template["INCIDENT: LOCATION"]),
            "number": _numbers(template),
            "effect": _fillers(template["HUM TGT: EFFECT OF INCIDENT"], cut=True),
        }
        for template in row["templates"]
        if template["INCIDENT: TYPE"] != ["*"]
    ]


def _fillers(values: list[str], *, cut: bool = False) -> list[tuple[bool, tuple[str, ...]]]:
    kept: dict[tuple[str, ...], bool] = {}
    for value in values:
        if value in ("-", "*"):
            continue
        bare = value.removeprefix("?").strip()
        if cut:
            bare = bare.split(":")[0]
        alternatives = tuple(part.strip(" ()") if cut else part.strip() for part in bare.split(" / "))
        kept[alternatives] = kept.get(alternatives, True) and value.startswith("?")
    return [(optional, alternatives) for alternatives, optional in kept.items()]


def _numbers(template: dict[str, list[str]]) -> list[tuple[bool, tuple[str, ...]]]:
    total = _fillers(template["HUM TGT: TOTAL NUMBER"], cut=True)
    return total or _fillers(template["HUM TGT: NUMBER"], cut=True)


def _joined(mentions: list[Mention]) -> list[Act]:
    """Mentions of one kind, day and place are one act, whoever tells it."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        home = next((group for group in groups if all(_same(mention, other) for other in group)), None)
        if home is None:
            groups.append([mention])
        else:
            home.append(mention)
    return [Act(tuple(group)) for group in groups]


def _same(one: Mention, other: Mention) -> bool:
    if _type(one) != _type(other):
        return False
    if one.when and other.when and not one.when.overlaps(other.when):
        return False
    if one.where and other.where:
        gap = km_between(one.where.lat, one.where.lon, other.where.lat, other.where.lon)
        return gap <= one.where.radius_km + other.where.radius_km + 15
    return True


def _type(mention: Mention) -> str:
    sub = mention.sub_event_type
    if sub is SubEventType.ABDUCTION_FORCED_DISAPPEARANCE:
        return "KIDNAPPING"
    if mention.event_type is EventType.EXPLOSIONS_REMOTE_VIOLENCE:
        return "BOMBING"
    if sub is SubEventType.LOOTING_PROPERTY_DESTRUCTION:
        return "ROBBERY" if re.search("rob|loot|steal", mention.evidence.quote, re.IGNORECASE) else "ARSON"
    return "ATTACK"


def score(reports: list[tuple[tuple[Template, ...], tuple[Act, ...]]], *, spurious: bool) -> dict[str, Tally]:
    tallies = {slot: Tally() for slot in SLOTS}
    for templates, acts in reports:
        paired = _pair(templates, acts)
        for number, template in enumerate(templates):
            for slot in SLOTS:
                act = acts[paired[number]] if number in paired else None
                _count(tallies[slot], template[slot], act, slot)
        if spurious:
            for number, act in enumerate(acts):
                if number not in paired.values():
                    for slot in SLOTS:
                        tallies[slot].given += _is_given(act, slot)
    return tallies


def _pair(templates: tuple[Template, ...], acts: tuple[Act, ...]) -> dict[int, int]:
    """Greedy pairs, those with most slots right first."""
    scored = sorted(
        (
            (-sum(_met(template[slot], act, slot) for slot in SLOTS), number, other)
            for number, template in enumerate(templates)
            for other, act in enumerate(acts)
        ),
    )
    paired: dict[int, int] = {}
    for points, number, other in scored:
        if points < 0 and number not in paired and other not in paired.values():
            paired[number] = other
    return paired


def _met(fillers: list[tuple[bool, tuple[str, ...]]], act: Act, slot: str) -> float:
    if not fillers:
        return 0.0
    return sum(_best(alternatives, act, slot) for _, alternatives in fillers) / len(fillers)


def _count(tally: Tally, fillers: list[tuple[bool, tuple[str, ...]]], act: Act | None, slot: str) -> None:
    wanted = [alternatives for optional, alternatives in fillers if not optional]
    values = [(_best(a, act, slot) if act else 0.0, optional) for optional, a in fillers]
    right = sum(value for value, _ in values)
    tally.right += right
    tally.wanted += len(wanted) + sum(value for value, optional in values if optional)
    if act is not None:
        tally.given += max(_is_given(act, slot), right)


def _is_given(act: Act, slot: str) -> int:
    match slot:
        case "type":
            return 1
        case "date":
            return int(any(m.when for m in act.mentions))
        case "location":
            return int(any(m.where for m in act.mentions))
        case "number":
            return min(1, len(_figures(act)))
        case "effect":
            return len(_effects(act))
    raise ValueError(slot)


def _figures(act: Act) -> Counter[int]:
    return Counter(f.low for m in act.mentions for f in m.casualties if f.low)


def _effects(act: Act) -> set[str]:
    found = set()
    for mention in act.mentions:
        for figure in mention.casualties:
            if figure.category is CasualtyCategory.KILLED:
                found.add("DEATH" if figure.low else "NO INJURY OR DEATH")
            elif figure.category is CasualtyCategory.WOUNDED:
                found.add("INJURY" if figure.low else "NO INJURY OR DEATH")
        words = " ".join(e.quote for e in (mention.evidence, *mention.more_evidence)).lower()
        if any(actor.role is Role.VICTIM for actor in mention.actors):
            if re.search(r"\b(?:kill|murder|assassinat|massacre|execut|death|dead|died)", words):
                found.add("DEATH")
            if re.search(r"\b(?:wound|injur)", words):
                found.add("INJURY")
    return found


def _best(alternatives: tuple[str, ...], act: Act, slot: str) -> float:
    match slot:
        case "type":
            return float(any(_type(m) in alternatives for m in act.mentions))
        case "date":
            return float(any(_date_met(text, m) for text in alternatives for m in act.mentions))
        case "location":
            return max(_place_met(text, m) for text in alternatives for m in act.mentions)
        case "number":
            return max(_number_met(text, act) for text in alternatives)
        case "effect":
            return float(bool(set(alternatives) & _effects(act)))
    raise ValueError(slot)


def _date_met(text: str, mention: Mention) -> bool:
    days = [_day(found) for found in _DAY.finditer(text)]
    if mention.when is None or not days:
        return False
    if len(days) == 1:
        open_start = text.strip("( ").startswith("-")
        return (
            mention.when.latest <= days[0]
            if open_start
            else mention.when.earliest == mention.when.latest == days[0]
        )
    return days[0] <= mention.when.earliest and mention.when.latest <= days[1]


def _place_met(text: str, mention: Mention) -> float:
    if mention.where is None:
        return 0.0
    names = [re.sub(r"\([^)]*\)", "", part).strip(" ()").casefold() for part in text.split(":")]
    own = {mention.where.name.casefold(), *(alias.name.casefold() for alias in mention.where.names)}
    if len(names) == 1:
        return float(names[0] in own or _country(mention) == names[0])
    if own & set(names[1:]):
        return 1.0
    return 0.5 if names[0] in own or _country(mention) == names[0] else 0.0


_COUNTRIES = {
    "SV": "el salvador", "CO": "colombia", "GT": "guatemala", "PE": "peru", "CL": "chile", "HN": "honduras",
    "BO": "bolivia", "EC": "ecuador", "NI": "nicaragua", "PA": "panama", "VE": "venezuela", "CR": "costa rica",
    "AR": "argentina", "US": "united states", "MX": "mexico", "ES": "spain", "BR": "brazil", "CU": "cuba",
}  # fmt: skip


def _country(mention: Mention) -> str:
    return _COUNTRIES.get(mention.where.country or "", "") if mention.where else ""


def _number_met(text: str, act: Act) -> float:
    figures = _figures(act)
    if text.startswith("PLURAL"):
        return float(any(low > 1 for low in figures))
    found = re.search(r"\d+", text)
    if found is None:
        return 0.0
    number = int(found.group())
    if number == 1 and not figures:
        return float(any(a.role is Role.VICTIM for m in act.mentions for a in m.actors))
    return float(number in figures)
