"""Several tellings of one event in a document become one, one for each side that tells it.

Two tellings are one event when nothing speaks against it: kindred kinds, the same voice, no two different
days or
places, no other perpetrator or victim, no "another". A headline joins the first account that fits it,
whoever gives
that account. Opposite accounts of one clash stay two mentions, so that linking can set them side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from trucewatch.extraction.events.drafts import Draft, is_specific
from trucewatch.extraction.events.grouping import family
from trucewatch.extraction.events.setting import km_between
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.extraction.events.types import AGAINST_CIVILIANS, BATTLE
from trucewatch.records import Flag, Place, PlaceName, Role, SubEventType, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

LEEWAY_KM = 15.0
NEAR_SENTENCES = 6
"""An act takes its kind from another telling no farther away than this."""

PERIOD_DAYS = 7

ALIKE = 75.0
"""Of 100, from which two unknown names are taken for spellings of one."""

LOOK_BACK = 12
"""Events of a document that a new telling is compared with, latest first."""

_KEPT_APART = frozenset({Flag.NEGATED, Flag.PLANNED, Flag.HYPOTHETICAL, Flag.HISTORICAL})
_NEW = frozenset(
    """another separate separately second third fourth different similar elsewhere subsequent""".split()
)
_GIVEN = frozenset("the this that these those such its their his".split())


def join_tellings(drafts: Sequence[Draft], sentences: Sequence[Tokens]) -> list[Draft]:
    """One draft an event and voice, in order of first telling; general talk of violence is left out."""
    happenings: list[list[Draft]] = []
    verbal: list[Draft] = []
    told_of: TimeExpression | None = None
    # A lead may tell the latest death before what it came of.
    for draft in sorted(drafts, key=lambda draft: draft.is_aftermath):
        if not draft.is_act:
            if draft.main.row.strength == "verbal" or _has_parties(draft):
                _join_or_add(draft, verbal)
            continue
        if draft.time is None:
            draft.assumed = told_of
        elif not draft.flags & _KEPT_APART:
            told_of = draft.time
        specific = is_specific(draft)
        if not specific and not _points_back(draft):
            continue
        home = None
        if draft.is_aftermath:
            flags = draft.flags - {Flag.AGGREGATE}
            bare = replace(draft, time=None, told=None, places=[], faint=[], flags=flags, count=None)
            home = _home(bare, happenings, sentences)
            draft = bare if home is not None else draft
        home = home or _home(draft, happenings, sentences)
        if home is not None:
            _tell(home, draft, sentences, specific=specific)
        elif specific:
            happenings.append([draft])
    for tellings in happenings:
        for event in tellings:
            event.beside = [other for other in tellings if other is not event]
    events = [event for tellings in happenings for event in tellings]
    for number, event in enumerate(events):
        _take_kind(event, [*event.beside, *reversed(events[:number]), *events[number + 1 :]])
    return sorted([*events, *verbal], key=lambda event: event.triggers[0].token.i)


def _tell(home: list[Draft], draft: Draft, sentences: Sequence[Tokens], *, specific: bool) -> None:
    """Add a telling to what its voice has told of the happening, or as another voice's account of it."""
    for event in home:
        if event.voice.key == draft.voice.key or _is_headline_of(event, draft, sentences):
            _absorb(event, draft)
            return
    if draft.voice.is_outlet and _points_back(draft) and draft.time is None and draft.place is None:
        # "The attack was the worst of the year" claims nothing of its own.
        _absorb(max(home, key=lambda event: event.last_sentence), draft)
        return
    if specific:
        home.append(draft)


_ON_FOOT = frozenset(
    """bandits bandit gunmen gunman raiders raider youths youth herdsmen herders kidnappers robbers attackers
    assailants horsemen motorcyclists militiamen""".split()
)


def _is_on_foot(draft: Draft) -> bool:
    """Bandits and gunmen have no aircraft: their raid is not the air strike of another paragraph."""
    doers = (actor.text for actor in draft.actors if actor.role is Role.ALLEGED_PERPETRATOR)
    return any(word in _ON_FOOT for text in doers for word in text.lower().split())


def _take_kind(draft: Draft, others: Sequence[Draft]) -> None:
    """One side's "31 lives were lost" is about the kind of act that another's account names."""
    if draft.kind_is_stated or not draft.is_act:
        return
    for event in others[:LOOK_BACK]:
        if abs(event.sentence - draft.sentence) > NEAR_SENTENCES:
            continue
        if event.kind[1] is SubEventType.AIR_DRONE_STRIKE and _is_on_foot(draft):
            continue
        if event.sentence == draft.sentence and event.voice.key == draft.voice.key:
            continue  # told as two acts
        if draft.kind == AGAINST_CIVILIANS and event.kind == BATTLE and event.main.row.frame != "mutual":
            continue
        kindred = event.is_act and event.kind_is_stated and family(*event.kind) == family(*draft.kind)
        if kindred and not (_times_differ(event, draft) or places_differ(event, draft)):
            draft.kind = event.kind
            return


def _join_or_add(draft: Draft, events: list[Draft]) -> None:
    """Verbal acts join only within a sentence: each further demand is an act of its own."""
    for event in reversed(events[-LOOK_BACK:]):
        if (
            event.sentence == draft.sentence
            and event.kind == draft.kind
            and event.voice.key == draft.voice.key
        ):
            _absorb(event, draft)
            return
    events.append(draft)


def _has_parties(draft: Draft) -> bool:
    return bool(draft.sides(Role.ALLEGED_PERPETRATOR, Role.TARGET, Role.VICTIM))


def _home(draft: Draft, happenings: Sequence[list[Draft]], sentences: Sequence[Tokens]) -> list[Draft] | None:
    fitting = [
        (max(_likeness(event, draft) for event in tellings), number, tellings)
        for number, tellings in enumerate(happenings[-LOOK_BACK:])
        if not _is_new(draft, sentences) and all(fits(event, draft, sentences) for event in tellings)
    ]
    return max(fitting, key=lambda entry: entry[:2])[2] if fitting else None


def fits(event: Draft, draft: Draft, sentences: Sequence[Tokens]) -> bool:
    """True when nothing keeps two tellings apart; of two sides' accounts one may deny and blame the other."""
    one_voice = event.voice.key == draft.voice.key or _is_headline_of(event, draft, sentences)
    kept_apart = _KEPT_APART if one_voice else _KEPT_APART - {Flag.NEGATED}
    if event.flags & kept_apart != draft.flags & kept_apart:
        return False
    if one_voice and _is_told_apart(event, draft):
        return False
    if not _same_family(event, draft) or _times_differ(event, draft) or places_differ(event, draft):
        return False
    if event.is_answer != draft.is_answer and not _points_back(draft):
        return False
    if one_voice and _parties_differ(event, draft):
        return False
    if Flag.AGGREGATE in event.flags ^ draft.flags and not _points_back(draft):
        return False
    if event.kind_is_stated and draft.kind_is_stated and event.kind != draft.kind:
        return draft.place is None or draft.time is None or _points_back(draft)
    return True


def _is_told_apart(event: Draft, draft: Draft) -> bool:
    """Two acts that one sentence tells as two; a raid on foot beside an air strike; what somebody had done earlier."""
    apart = event.sentence == draft.sentence and not draft.is_aftermath
    by_air = (event.kind[1], draft.kind[1])
    if SubEventType.AIR_DRONE_STRIKE in by_air and (_is_on_foot(event) or _is_on_foot(draft)):
        return True
    return (apart and not _points_back(draft)) or _is_earlier(draft)


def _is_earlier(draft: Draft) -> bool:
    """ "The men, who had raided the village hours earlier": another act than the one they are told of in."""
    token = draft.main.token
    had = any(child.dep_ == "aux" and child.lower_ == "had" for child in token.children)
    return (
        had
        and token.dep_ == "relcl"
        and any(c.dep_ == "advmod" and c.lower_ in ("earlier", "before") for c in token.children)
    )


def _same_family(event: Draft, draft: Draft) -> bool:
    one, other = family(*event.kind), family(*draft.kind)
    if one == other:
        return True
    # "two people died" after an arson or a riot tells of the same event.
    return not draft.kind_is_stated and one in (
        "street",
        "abduction",
        "strategic_developments/looting_property_destruction",
    )


def _is_headline_of(event: Draft, draft: Draft, sentences: Sequence[Tokens]) -> bool:
    """A headline repeats what the account below it says."""
    return event.voice.is_outlet and is_headline(event, sentences) and draft.sentence - event.sentence <= 4


def is_headline(event: Draft, sentences: Sequence[Tokens]) -> bool:
    if event.voice.is_headline:
        return True
    text = sentences[event.sentence].text.rstrip(" \n\"')")
    return event.sentence < 3 and not text.endswith((".", "!", "?", ":")) and len(text) < 160


def _is_new(draft: Draft, sentences: Sequence[Tokens]) -> bool:
    token = draft.main.token
    if any(child.lower_ in _NEW for child in token.children):
        return True
    opening = sentences[draft.sentence][:6]
    return any(t.lower_ in ("separately", "elsewhere", "another") for t in opening)


def _points_back(draft: Draft) -> bool:
    """ "the attack", "this incident"."""
    token = draft.main.token
    return token.pos_ in ("NOUN", "PROPN") and any(
        child.dep_ in ("det", "poss") and child.lower_ in _GIVEN for child in token.children
    )


def _times_differ(event: Draft, draft: Draft) -> bool:
    """Two different days; or the one was told before the other happened."""
    if event.days_on != draft.days_on and not _points_back(draft):
        return True
    one = event.time.range if event.time else None
    other = draft.time.range if draft.time else None
    if one is None and other is not None and event.assumed is not None and event.assumed.range is not None:
        return not event.assumed.range.overlaps(other)
    if one is not None and other is not None:
        return not one.overlaps(other)
    if any(span is not None and (span.latest - span.earliest).days > PERIOD_DAYS for span in (one, other)):
        return True  # "in May more than 60 people were killed" sums up; it retells no single event
    told = draft.told.range if draft.told else None
    if one is not None and told is not None:
        return told.latest < one.earliest
    told = event.told.range if event.told else None
    return other is not None and told is not None and told.latest < other.earliest


def places_differ(event: Draft, draft: Draft) -> bool:
    one, other = event.place, draft.place
    if one is None or other is None or one.place is None or other.place is None:
        return _names_differ(event.places, draft.places)
    near = {p.place.gazetteer_id for p in event.places if p.place} & {
        p.place.gazetteer_id for p in draft.places if p.place
    }
    return not near and are_apart(one.place, other.place)


def _names_differ(some: Sequence[PlaceName], others: Sequence[PlaceName]) -> bool:
    """True where an unknown village is named for the one and for the other another village or a town."""
    if not some or not others:
        return False
    if any(name.place is not None and name.place.feature in _COARSE for name in (*some, *others)):
        return False
    return not any(_alike(one.name, other.name) for one in some for other in others)


def _alike(one: str, other: str) -> bool:
    """True for two spellings, and for a name that is part of the other: "Zolote", "Zolote-4"."""
    a, b = one.casefold(), other.casefold()
    return a in b or b in a or fuzz.ratio(a, b) >= ALIKE


def are_apart(one: Place, other: Place) -> bool:
    gap = km_between(one.lat, one.lon, other.lat, other.lon)
    return gap > one.radius_km + other.radius_km + LEEWAY_KM


def _parties_differ(event: Draft, draft: Draft) -> bool:
    for role in (Role.ALLEGED_PERPETRATOR, Role.TARGET, Role.VICTIM):
        one, other = event.sides(role), draft.sides(role)
        if one and other and not one & other:
            return True
    return False


def _likeness(event: Draft, draft: Draft) -> float:
    points = 0.0
    if event.place is not None and draft.place is not None:
        points += 2
    if event.time is not None and draft.time is not None:
        points += 2
    points += event.kind == draft.kind
    for role in (Role.ALLEGED_PERPETRATOR, Role.TARGET, Role.VICTIM):
        points += bool(event.sides(role) & draft.sides(role))
    points += event.voice.key == draft.voice.key
    if _points_back(draft) and lemma_of(event.main.token) == lemma_of(draft.main.token):
        points += 2
    if _is_consequence(draft) and 0 <= draft.sentence - event.last_sentence <= 1:
        points += 2
    return points


def _is_consequence(draft: Draft) -> bool:
    """ "Three people died": of what was told just before."""
    effects = all(trigger.row.strength == "effect" for trigger in draft.triggers)
    return effects and not draft.places and draft.time is None


def _absorb(event: Draft, draft: Draft) -> None:
    """Give `event` what `draft` adds to it; the first telling stays the evidence."""
    if event.voice.is_outlet and not draft.voice.is_outlet:
        event.voice = draft.voice
    if not event.kind_is_stated and draft.kind_is_stated:
        event.kind, event.kind_is_stated = draft.kind, True
        event.instrument = draft.instrument or event.instrument
    known = {(actor.role, actor.side or actor.text.casefold()) for actor in event.actors}
    roles = {actor.role for actor in event.actors if actor.side}
    for actor in draft.actors:
        if (actor.role, actor.side or actor.text.casefold()) not in known and (
            actor.side or actor.role not in roles
        ):
            event.actors.append(actor)
    if Flag.AGGREGATE in event.flags and event.time is not None:
        # One day of a bulletin's period is not when it all happened.
        draft = replace(draft, time=None, places=[])
    event.time = _finer(event.time, draft.time)
    event.last_sentence = draft.sentence
    event.told = event.told or draft.told
    event.places = _finest(event.places, draft.places)
    event.faint += draft.faint
    event.count = event.count or draft.count
    event.instrument = event.instrument or draft.instrument
    event.flags |= draft.flags & {Flag.AGGREGATE}
    if draft.evidence != event.evidence and draft.evidence not in event.more:
        event.more.append(draft.evidence)


def _finer(one: TimeExpression | None, other: TimeExpression | None) -> TimeExpression | None:
    """The first telling's time, unless a later one names the day within it."""
    if one is None or other is None or one.range is None or other.range is None:
        return one if one is not None and one.range is not None else other
    inside = one.range.earliest <= other.range.earliest and other.range.latest <= one.range.latest
    return other if inside and one.range.earliest != one.range.latest else one


_COARSE = frozenset({"country", "region", "district"})


def _finest(own: list[PlaceName], further: list[PlaceName]) -> list[PlaceName]:
    """The first telling's places, unless only a later one is precise."""
    features = [name.place.feature for name in own if name.place is not None]
    finer = any(name.place is not None and name.place.feature not in _COARSE for name in further)
    if features and (features[0] not in _COARSE or not finer):
        return [*own, *further]
    return [*further, *own]
