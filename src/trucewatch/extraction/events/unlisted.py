"""A name that no gazetteer has, put where its text puts it: in the area or by the town that is named with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trucewatch.records import Place, PlaceName

NEAR_KM = 30.0
"""How far a village may lie from a town that its own words place it in or by."""

BESIDE_KM = 75.0
"""The same where the town is only named in the same sentence."""

ABOUT_KM = 100.0
"""The same where it is what the report as a whole is about."""

OBLONG = 1.5
"""The corner of a region lies farther from its midst than its mean radius."""

BESIDE = 60
"""Characters between a name and the area or town that is said to hold it."""

IN_SENTENCE = 300

MOST_SPELLINGS = 8

NEARBY = 20_000
"""Characters before and after a name in which it is looked for again."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z]|\n\s*\n")
_HOLDS = re.compile(
    r"(?:[\s,()/-]|['’]s\b|\b(?:in|of|near|at|from|to|and|outside|around|opposite|inside|within|along|the|a|town|village|"
    r"city|district|county|province|area|sector|region|governorate|sub-?district|countryside|state|oblast|raion|"
    r"township|municipality|department|suburbs?|outskirts|direction|locality|settlement|camp|"
    r"(?:north|south)?-?(?:east|west|north|south)(?:ern)?|central|rural|upper|lower|\d+|km|kilomet(?:er|re)s|miles)\b)+",
    re.IGNORECASE,
)


_BODIES = frozenset(
    """force forces army armies brigade brigades corps regiment regiments battalion division unit units front movement party
    ministry agency council union command militia group groups organisation organization committee service services mission
    guard guards police alliance coalition league government parliament court office department network association
    company news tv radio times post press journal operation protocol agreement accord commission fund
    president minister general colonel captain bank ltd inc
    jazeera arabiya reuters tass interfax afp""".split()
)


def is_body(name: str) -> bool:
    """True for a name that is an armed force's, an office's or a newspaper's by its last word or its first."""
    words = name.casefold().split()
    return bool(words) and (words[-1] in _BODIES or words[0] in _BODIES)


def place_unlisted(
    name: PlaceName, named: Sequence[PlaceName], text: str, otherwise: Place | None
) -> Place | None:
    """The unknown name at the point of what is named with it, as wide as that leaves open; None: nothing is.

    `named` are the document's resolved names in order; `otherwise` is where the report as a whole plays.
    """
    for start, end in _spellings(name, text):
        holder = min(_holders(start, end, named, text), key=_coarseness, default=None)
        if holder is not None:
            return _within(name.name, holder, NEAR_KM)
    beside = _of_sentence(name, named, text)
    if beside is not None:
        return _within(name.name, beside, BESIDE_KM)
    return _within(name.name, otherwise, ABOUT_KM) if otherwise is not None else None


def _spellings(name: PlaceName, text: str) -> Iterator[tuple[int, int]]:
    """Where the name stands, the telling's own first: another sentence may say in what district it lies."""
    yield name.start, name.end
    at = max(0, name.start - NEARBY) - 1
    for _ in range(MOST_SPELLINGS):
        at = text.find(name.name, at + 1, name.end + NEARBY)
        if at < 0:
            return
        yield at, at + len(name.name)


def _holders(start: int, end: int, named: Sequence[PlaceName], text: str) -> Iterator[Place]:
    """What holds a name: the area or town right after it ("Senema in Mundri") or before it ("Poonch's Balnoi")."""
    after = bisect_left(named, end, key=lambda one: one.start)
    around = [*named[after : after + 1], *reversed(named[max(0, after - 2) : after])]
    for one in around:
        gap = text[end : one.start] if one.start >= end else text[one.end : start]
        if one.place is None or (one.end > start and one.start < end) or len(gap) > BESIDE:
            continue
        if one.place.feature != "country" and _HOLDS.fullmatch(gap):
            yield one.place


def _coarseness(place: Place) -> int:
    """The first of the finest is kept: "between Balcad and Qalimow in Middle Shabelle" is by Balcad."""
    return {"region": 2, "front_section": 2, "river": 2, "district": 1, "corridor": 1}.get(place.feature, 0)


def _of_sentence(name: PlaceName, named: Sequence[PlaceName], text: str) -> Place | None:
    """The nearest place of the same sentence that is no whole country."""
    low = bisect_left(named, name.start - IN_SENTENCE, key=lambda one: one.start)
    high = bisect_left(named, name.end + IN_SENTENCE, key=lambda one: one.start)
    near = sorted(named[low:high], key=lambda one: abs(one.start - name.start))
    for one in near:
        gap = text[min(one.end, name.end) : max(one.start, name.start)]
        if one.place is not None and one.place.feature != "country" and not _SENTENCE_END.search(gap):
            return one.place
    return None


def _within(name: str, area: Place, reach: float) -> Place:
    """A place of that name somewhere in or by another."""
    if area.feature == "region":
        reach = area.radius_km * OBLONG
    slug = "-".join(re.findall(r"\w+", name.casefold()))
    return replace(
        area,
        name=name,
        names=(),
        radius_km=round(max(area.radius_km, reach), 1),
        gazetteer_id=f"unlisted:{slug}@{area.gazetteer_id}",
        feature=area.feature if area.feature in ("region", "country") else "district",
        geo_precision=3 if area.feature in ("region", "country") else 2,
    )
