"""Whether two mentions of one document tell of one event, by a small fitted model.

A pair is described by how far the passages stand from each other, by the days, places, parties, speakers, tolls and
words they share or not, and by words that set an event apart or answer another; training/train_sameness.py fits one
weight a feature (logistic regression) on reports in which every passage is labelled with its incident.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trucewatch.linking.geography import AREA_KM, gap_km, of_one_name
from trucewatch.linking.settings import KIND_FIT, KIND_MISFIT
from trucewatch.linking.tellings import (
    ANOTHER,
    ELSEWHERE,
    is_denial,
    is_umbrella,
    own_day,
    own_place,
    speaker_camp,
)
from trucewatch.linking.words import Vector, likeness, vector_of, words_of
from trucewatch.records import CasualtyCategory, CasualtyScope, Mention, Place, Role, Statement, TimeRange

WEIGHTS = Path(__file__).parent / "sameness.json"
ANSWERS = re.compile(
    r"\b(in (?:response|retaliation|reply|return|revenge)|retaliat\w+|respon(?:d|s)\w*|return(?:ed|ing)? fire|"
    r"counter\w*|answer\w*)\b",
    re.IGNORECASE,
)
DEFINITE = re.compile(r"\b(the|this|that|these|those|its|their|his)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
INDEFINITE = re.compile(r"\b(an?|two|three|several|some|more|other)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""How the noun of an event begins, up to its trigger."""
BEFORE = 60
"""Characters before a trigger in which its article and what sets it apart are looked for."""
AROUND = 70
"""Characters on either side of a trigger whose words are the event's nearest."""
NEIGHBOUR_KM, NEXT_KM = 15.0, 50.0
STEM = 5
"""Letters in which "shelled" and "shelling" agree."""
TITLE_LENGTH = 130
"""Characters of a text in which its headline ends, if it has one."""
LOUDEST = 3.0
"""What a cosine of words is multiplied by, so that its weight is of the size of the others."""
COUNTED = (CasualtyCategory.KILLED, CasualtyCategory.WOUNDED)

Evidence = Iterator[tuple[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is compared of one mention, worked out once."""

    mention: Mention
    umbrella: bool
    day: TimeRange | None
    place: Place | None
    """Day and place that the passage itself states."""
    doers: frozenset[str]
    victims: frozenset[str]
    speaker: str | None
    """All three as camps."""
    is_denial: bool
    set_apart: bool
    """True when its own words call it another event."""
    article: str
    answers: bool
    is_headline: bool
    tolls: Mapping[CasualtyCategory, frozenset[int]]
    trigger: str
    words: Vector
    nearest: Vector


def profile_of(
    mention: Mention,
    text: str,
    statements: Mapping[str, Statement],
    camps_of: Mapping[str, str],
    known: Collection[str],
) -> Profile:
    """A mention as it is compared; `known` are words that every passage of the document may hold."""
    passage, trigger = mention.evidence, mention.trigger
    before = text[max(passage.start, trigger.start - BEFORE) : trigger.start]
    near = text[max(passage.start, trigger.start - AROUND) : trigger.end + AROUND]
    return Profile(
        mention=mention,
        umbrella=is_umbrella(mention),
        day=own_day(mention),
        place=own_place(mention),
        doers=_camps(mention, (Role.ALLEGED_PERPETRATOR,), camps_of),
        victims=_camps(mention, (Role.TARGET, Role.VICTIM), camps_of),
        speaker=speaker_camp(mention, statements, camps_of),
        is_denial=is_denial(mention, statements),
        set_apart=ANOTHER.search(before) is not None or ELSEWHERE.match(passage.quote) is not None,
        article="definite" if DEFINITE.search(before) else "indefinite" if INDEFINITE.search(before) else "",
        answers=ANSWERS.search(passage.quote) is not None,
        is_headline=passage.end < TITLE_LENGTH and "\n" in text[passage.end : passage.end + 3],
        tolls={category: _tolls(mention, category) for category in COUNTED},
        trigger=trigger.of(text)[:STEM].lower(),
        words=vector_of(words_of(passage.quote), known),
        nearest=vector_of(words_of(near), known),
    )


def _camps(mention: Mention, roles: Collection[Role], camps_of: Mapping[str, str]) -> frozenset[str]:
    sides = (actor.side for actor in mention.actors if actor.role in roles)
    return frozenset(camps_of.get(side, side) for side in sides if side is not None)


def _tolls(mention: Mention, category: CasualtyCategory) -> frozenset[int]:
    return frozenset(
        figure.low
        for figure in mention.casualties
        if figure.category is category and figure.scope is CasualtyScope.INCIDENT and figure.low
    )


@cache
def load_weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    """Log-odds by feature; `start` is what holds before anything is compared."""
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def sameness(first: Profile, then: Profile, text: str) -> float:
    """Log-odds that two mentions of one text tell of one event; `then` stands later in it."""
    weights = load_weights()
    return weights["start"] + math.fsum(
        weights.get(name, 0.0) * value for name, value in features(first, then, text)
    )


def features(first: Profile, then: Profile, text: str) -> Evidence:
    """What the model weighs, each a number from 0 to about 3."""
    yield from _position(first.mention, then.mention, text)
    yield from _days(first, then)
    yield from _places(first, then)
    yield from _kinds(first.mention, then.mention)
    yield from _parties(first, then)
    for category in COUNTED:
        if first.tolls[category] and then.tolls[category]:
            agree = not first.tolls[category].isdisjoint(then.tolls[category])
            yield "the same toll" if agree else "another toll", 1.0
    yield from _wording(first, then)


def _position(a: Mention, b: Mention, text: str) -> Evidence:
    left, right = min(a.evidence.end, b.evidence.end), max(a.evidence.start, b.evidence.start)
    yield "distance", math.log1p(max(0, right - left)) / 7.0
    yield "paragraphs between", min(5, text.count("\n\n", left, max(left, right))) / 5.0
    if right < left:
        yield "one sentence", 1.0
    if a.statement_id is not None and a.statement_id == b.statement_id:
        yield "one statement", 1.0


def _days(first: Profile, then: Profile) -> Evidence:
    when_a, when_b = first.mention.when, then.mention.when
    if first.day is not None and then.day is not None:
        yield "the same day stated" if first.day.overlaps(then.day) else "another day stated", 1.0
    elif when_a is not None and when_b is not None:
        yield "the same day" if when_a.overlaps(when_b) else "another day", 1.0
    if then.day is not None:
        yield "the later states a day", 1.0


def _places(first: Profile, then: Profile) -> Evidence:
    where_a, where_b = first.mention.where, then.mention.where
    if first.place is not None and then.place is not None:
        yield f"{_lie(first.place, then.place)}, stated", 1.0
    elif where_a is not None and where_b is not None:
        yield _lie(where_a, where_b), 1.0
    if then.place is not None:
        yield "the later states a place", 1.0


def _lie(a: Place, b: Place) -> str:
    """How two places lie to each other."""
    if a.gazetteer_id == b.gazetteer_id or of_one_name(a, b):
        return "the same place"
    if a.radius_km > AREA_KM or b.radius_km > AREA_KM:
        return "one place in the other" if gap_km(a, b) == 0.0 else "one place outside the other"
    apart = a.distance_km(b)
    return (
        "neighbouring places" if apart < NEIGHBOUR_KM else "near places" if apart < NEXT_KM else "far places"
    )


def _kinds(a: Mention, b: Mention) -> Evidence:
    yield "kinds", max(-2.0, KIND_FIT.get(frozenset({a.event_type, b.event_type}), KIND_MISFIT))
    if a.event_type is b.event_type:
        yield "the same type", 1.0
    if a.sub_event_type is not None and a.sub_event_type is b.sub_event_type:
        yield "the same sub-type", 1.0


def _parties(first: Profile, then: Profile) -> Evidence:
    if first.doers and then.doers:
        yield "the same doers" if first.doers & then.doers else "other doers", 1.0
    if first.victims and then.victims:
        yield "the same victims" if first.victims & then.victims else "other victims", 1.0
    if _swapped(first, then):
        yield "parties the other way round", 1.0
    if first.speaker is not None and then.speaker is not None:
        yield "the same speaker" if first.speaker == then.speaker else "another speaker", 1.0


def _swapped(first: Profile, then: Profile) -> bool:
    crossed = first.doers & then.victims and then.doers & first.victims
    return bool(crossed) and not first.doers & then.doers


def turned_round(first: Profile, then: Profile) -> bool:
    """True when one speaker has two parties do it to each other: an attack and its answer are two events."""
    denied = first.is_denial or then.is_denial
    return first.speaker == then.speaker and not denied and _swapped(first, then)


def _wording(first: Profile, then: Profile) -> Evidence:
    apart = first.mention.evidence.end <= then.mention.evidence.start
    if apart:
        yield "words of the passages", LOUDEST * likeness(first.words, then.words)
        if first.trigger == then.trigger:
            yield "the same trigger", 1.0
    yield "words near the triggers", LOUDEST * likeness(first.nearest, then.nearest)
    if then.article:
        yield f"the later is {then.article}", 1.0
    if first.answers != then.answers:
        yield "one answers", 1.0
    for told, profile in (("first", first), ("later", then)):
        if profile.is_denial:
            yield f"the {told} is denied", 1.0
        if profile.answers:
            yield f"the {told} answers", 1.0
    if first.is_headline:
        yield "the first is the headline", 1.0
