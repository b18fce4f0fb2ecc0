"""Place names of a text, each resolved to the map with an honest radius, or left unresolved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.extraction.places.bodies import BodyNames
from trucewatch.extraction.places.company import without_far_guesses
from trucewatch.extraction.places.evidence import PERSON, Evidence, weigh
from trucewatch.extraction.places.kinds import called_places
from trucewatch.extraction.places.ranking import FEATURES, Ranked, km_between, rank
from trucewatch.extraction.places.relations import AREA_KM, related, relation_of
from trucewatch.extraction.places.words import Naming, PlaceText, read_place_text
from trucewatch.extraction.weighing import chance
from trucewatch.records import Place, PlaceName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation
    from trucewatch.situation.gazetteer import GazetteerPlace

WEIGHTS = Path(__file__).parents[1] / "weights" / "places.json"
ACCEPTED = 0.3
"""Chance from which a name counts as a place; chosen on the fitted half (training/train_places.py)."""

ACCEPTED_IN_CAPITALS = 0.2
SURELY_NAMED = 0.1
"""The same for what hardly ever is a person's or a firm's name: countries, demonyms, a pack's own places, and
cities of half a million."""

PERSON_ODDS = 5.0
"""Log-odds against a name used as a person's being a place, beyond what its own evidence says."""

SAME_NAME_KM = 200.0
"""A town and the area called after it lie no farther apart; Washington's city and state do."""

TOWN_SHARE = 0.03
"""Of its area's people, that the town of the same name must have to be meant without the word "city"."""

AREA_WORDS = ("province", "governorate", "region", "oblast", "district", "county", "state")
_NAMED_SO = frozenset({"primary", "alternate", "curated"})
_NEXT_WORDS = re.compile(r" (?P<first>[a-z]+)(?: [a-z]+)?\b")
_AND = re.compile(r"\s*(?:,\s*)?and\s+(?:the\s+)?(?:villages?\s+of\s+|towns?\s+of\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """The fitted weights: which sense (in two stages), and place or not (by letter case, then by the whole text)."""

    stages: tuple[NDArray[np.float64], ...]
    is_place: dict[str, float]
    is_place_shouted: dict[str, float]
    consensus: dict[str, float]


@cache
def load_place_model(path: Path = WEIGHTS) -> PlaceModel:
    """The weights that ship with this package."""
    import numpy as np

    stored = json.loads(path.read_text(encoding="utf-8"))
    if tuple(stored["features"]) != FEATURES:
        raise ValueError(f"{path} was fitted for other features; run training/train_places.py")
    stages = tuple(np.array(stage) for stage in stored["ranking"])
    return PlaceModel(stages, stored["is_place"], stored["is_place_shouted"], stored["consensus"])


def find_places(analysis: Analysis, situation: Situation) -> tuple[PlaceName, ...]:
    """Every place name of a document in order, without overlaps; demonyms are marked and put nothing anywhere."""
    text = read_place_text(analysis, situation)
    model = load_place_model()
    chances = place_chances(text, model)
    ranked = rank(text, model.stages, chances)
    called = sorted(set(called_places(text)))
    bodies = BodyNames(text, analysis.reading, situation)
    kept = [
        naming
        for naming, odds in zip(text.namings, chances, strict=True)
        if (
            odds >= _threshold(ranked.best(naming.key), text.shouted) or (naming.first, naming.last) in called
        )
        and not bodies.hold(naming, ranked.best(naming.key))
    ]
    sounding = {naming.start for naming in kept if ranked.best(naming.key).matched == "spelling"}
    resolved = list(
        without_far_guesses(_resolved(analysis, kept, ranked, situation), sounding, analysis.reading)
    )
    return tuple(sorted([*resolved, *_unknown(analysis, text, called, kept)], key=lambda name: name.start))


def _threshold(sense: GazetteerPlace, shouted: bool) -> float:
    if sense.feature == "country" or sense.matched in ("demonym", "curated"):
        return SURELY_NAMED
    if sense.feature == "settlement" and sense.population >= 500_000 and sense.matched == "primary":
        return SURELY_NAMED
    return ACCEPTED_IN_CAPITALS if shouted else ACCEPTED


def _unknown(
    analysis: Analysis, text: PlaceText, called: Sequence[tuple[int, int]], kept: Sequence[Naming]
) -> Iterator[PlaceName]:
    """What the text calls a village or a district and no gazetteer knows: a name without a place."""
    taken = {position for naming in kept for position in range(naming.first, naming.last)}
    for first, last in called:
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            start, end = text.words[first].start, text.words[last - 1].end
            yield PlaceName(start=start, end=end, name=analysis.document.text[start:end], place=None)


def place_chances(text: PlaceText, model: PlaceModel) -> list[float]:
    """How likely each naming is meant as a place, from its own evidence and from the others of the same name."""
    weights = model.is_place_shouted if text.shouted else model.is_place
    evidence = list(weigh(text, rank(text, model.stages[:1])))
    scores = [score(one, weights) for one in evidence]
    agreed = [chance(score(one, model.consensus)) for one in agree(text, scores)]
    # A person called Paris is no more a place for the city's being named elsewhere.
    return [
        chance(own - PERSON_ODDS) if PERSON in one else agreement
        for one, own, agreement in zip(evidence, scores, agreed, strict=True)
    ]


def agree(text: PlaceText, scores: Sequence[float]) -> Iterator[Evidence]:
    """Each naming's own score beside those of the others of its name in the text."""
    by_name: dict[str, list[float]] = {}
    for naming, own in zip(text.namings, scores, strict=True):
        by_name.setdefault(naming.key, []).append(own)
    totals = {key: (sum(same), len(same), sorted(same)[-2:]) for key, same in by_name.items()}
    for naming, own in zip(text.namings, scores, strict=True):
        total, count, highest = totals[naming.key]
        evidence = {"bias": 1.0, "own": own}
        if count > 1:
            best_other = highest[0] if own == highest[-1] else highest[-1]
            evidence |= {"others": 1.0, "others_mean": (total - own) / (count - 1), "others_best": best_other}
        yield evidence


def score(evidence: Evidence, weights: dict[str, float]) -> float:
    """The log-odds that a linear model gives."""
    odds = sum(weights.get(name, 0.0) * amount for name, amount in evidence.items())
    return max(-30.0, min(30.0, odds))


def _resolved(
    analysis: Analysis, kept: Sequence[Naming], ranked: Ranked, situation: Situation
) -> Iterator[PlaceName]:
    reading = analysis.reading
    relations = [relation_of(reading, naming.start, naming.end) for naming in kept]
    senses = [
        _of_kind(ranked.best(naming.key), naming, relation is not None and relation.kind == "area", situation)
        for naming, relation in zip(kept, relations, strict=True)
    ]
    places = [
        _with_next_words(reading, naming, situation) or _record(sense, naming, situation)
        for naming, sense in zip(kept, senses, strict=True)
    ]
    for position, (naming, place, relation) in enumerate(zip(kept, places, relations, strict=True)):
        demonym = senses[position].matched == "demonym"
        if relation is not None and not demonym:
            joined = position + 1 < len(kept) and _joined(reading, naming, kept[position + 1])
            place = related(place, relation, places[position + 1] if joined else None)
        yield PlaceName(
            start=naming.start,
            end=naming.end,
            name=analysis.document.text[naming.start : naming.end],
            place=place,
            relation=None if relation is None or demonym else relation.kind,
            demonym=demonym,
        )


def _of_kind(best: GazetteerPlace, naming: Naming, area: bool, situation: Situation) -> GazetteerPlace:
    """The area where the text says "province", else the town, of a town and its area that share a name."""
    if best.feature not in ("settlement", "region", "district") or best.matched == "demonym":
        return best
    senses = list(naming.senses)
    if area:
        senses += [s for word in AREA_WORDS for s in situation.gazetteer.find_key(f"{naming.key} {word}")]
    wanted = ("region", "district") if area else ("settlement",)
    if best.feature in wanted and not _is_vague(best):
        return best
    least = 0 if area else best.population * TOWN_SHARE
    named = _NAMED_SO | {best.matched}  # both only sound like it, or neither
    same = [s for s in senses if s.country == best.country and s.matched in named and not _is_vague(s)]
    near = [s for s in same if s.population >= least and km_between(s, best) <= SAME_NAME_KM]
    fitting = [s for s in near if s.feature in wanted]
    if fitting or not _is_vague(best):
        return fitting[0] if fitting else best
    towns = [s for s in near if s.feature == "settlement"] or _towns_of(best, naming.key, situation)
    return _around_town(towns[0], best) if towns else best


def _towns_of(district: GazetteerPlace, key: str, situation: Situation) -> list[GazetteerPlace]:
    """The towns that a district is called after: "Talkalakh District" after Talkalakh."""
    town, _, word = key.rpartition(" ")
    if word not in AREA_WORDS:
        return []
    found = (s for s in situation.gazetteer.find_key(town) if s.feature == "settlement")
    return [s for s in found if s.country == district.country and km_between(s, district) <= SAME_NAME_KM]


def _around_town(town: GazetteerPlace, district: GazetteerPlace) -> GazetteerPlace:
    return district._replace(lat=town.lat, lon=town.lon, radius_km=town.radius_km + AREA_KM)


def _is_vague(sense: GazetteerPlace) -> bool:
    """True for a district of which only its region's point is known: its town says more."""
    return sense.feature == "district" and not sense.population


def _with_next_words(reading: str, naming: Naming, situation: Situation) -> Place | None:
    """The pack's own row of "the Martuni direction", "Lachin district", "Hakari bridge": not the town's or river's."""
    following = _NEXT_WORDS.match(reading, naming.end)
    if following is None or not situation.places:
        return None
    written = reading[naming.start : naming.end]
    for words in (following.group().strip(), following["first"]):
        rows = situation.places_named(f"{written} {words}")
        if rows:
            return replace(rows[0], geo_precision=max(2, rows[0].geo_precision))
    return None


def _record(sense: GazetteerPlace, naming: Naming, situation: Situation) -> Place:
    """The pack's own row with all its names, or the gazetteer's."""
    if sense.matched != "curated":
        return sense.place()
    rows = (place for place in situation.places_named(naming.key) if place.gazetteer_id == sense.gazetteer_id)
    row = next(rows, None)
    return replace(row, geo_precision=sense.place().geo_precision) if row else sense.place()


def _joined(reading: str, naming: Naming, following: Naming) -> bool:
    return _AND.fullmatch(reading, naming.end, following.start) is not None
