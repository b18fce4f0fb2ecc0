"""The mentions of one document, brought together into tellings of one event each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.linking.days import days_named
from trucewatch.linking.geography import AREA_KM, gap_km, is_point, of_one_name
from trucewatch.linking.settings import KIND_FIT, KIND_MISFIT
from trucewatch.linking.tellings import (
    ANOTHER,
    ELSEWHERE,
    Telling,
    is_denial,
    is_umbrella,
    own_day,
    own_place,
)
from trucewatch.linking.words import lone_names, proper_names, rare_capitals, vector_of, weight_of, words_of
from trucewatch.records import CasualtyScope, Document, EventType, Mention, Role, Statement

JOINS = 0.0
"""A mention joins the group that fits best, if it fits better than this."""
NEIGHBOURHOOD = 400
"""Characters around a passage that its names are looked for in."""
REMEMBERED = 40
"""Groups, and mentions in a group, that a mention is held against: the last ones, as a reader would."""
TOO_FAR_KM = 15.0
WORTH = {EventType.STRATEGIC_DEVELOPMENTS: 0.4, EventType.PROTESTS: 0.8, EventType.RIOTS: 0.8}
"""An arrest after a killing is rarely what the article is about; every other kind counts 1."""

LONE = 0.5
"""A single rare word counts this part of its rarity: it may be anybody's surname."""

Apart = Callable[[Mention, Mention], bool]
"""True when a person has said that two mentions are of different events."""


@dataclass
class _Group:
    """Mentions thought to be of one event, while the document is read."""

    mentions: list[Mention]
    set_apart: bool = False

    @property
    def recent(self) -> Sequence[Mention]:
        return self.mentions[-REMEMBERED:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What grouping needs beside the mentions."""

    document: Document
    statements: Mapping[str, Statement]
    said: Sequence[Statement]
    """The document's own statements."""
    camps_of: Mapping[str, str]
    apart: Apart
    roster_words: frozenset[str] = frozenset()
    """Words of the actors and outlets that the situation knows: they are in every report."""


def tellings_of(mentions: Sequence[Mention], reading: Reading) -> tuple[Telling, ...]:
    """One telling for each event the document tells of, in the order of the text; at most one is `main`."""
    in_order = sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.id))
    groups: list[_Group] = []
    for mention in in_order:
        _place(mention, groups, reading)
    return _described(groups, reading)


def _place(mention: Mention, groups: list[_Group], reading: Reading) -> None:
    set_apart = bool(groups) and is_called_another(mention, reading.document.text)
    fits = [
        (fit, -index)
        for index, group in enumerate(groups[-REMEMBERED:], start=max(0, len(groups) - REMEMBERED))
        if (fit := _fit(mention, group, reading)) is not None and fit > JOINS
    ]
    if fits and not set_apart:
        groups[-max(fits)[1]].mentions.append(mention)
    else:
        groups.append(_Group([mention], set_apart=set_apart))


def is_called_another(mention: Mention, text: str) -> bool:
    """True when the words before the trigger say "another attack", or the sentence begins "Separately"."""
    before = text[max(mention.evidence.start, mention.trigger.start - 60) : mention.trigger.start]
    return ANOTHER.search(before) is not None or ELSEWHERE.match(mention.evidence.quote) is not None


def _fit(mention: Mention, group: _Group, reading: Reading) -> float | None:
    """How well a mention fits a group; None where it cannot belong."""
    near = max(_nearness(mention, other) for other in group.recent)
    fit = 0.1 + near
    for other in group.recent:
        if reading.apart(mention, other) or is_umbrella(mention) != is_umbrella(other):
            return None
        if KIND_FIT.get(frozenset({mention.event_type, other.event_type}), KIND_MISFIT) < -0.5:
            return None
        if _swapped(mention, other, reading):
            return None
    time, place = _time_fit(mention, group), _place_fit(mention, group)
    if time is None or place is None:
        return None
    return fit + time + place


def _nearness(a: Mention, b: Mention) -> float:
    gap = max(a.evidence.start, b.evidence.start) - min(a.evidence.end, b.evidence.end)
    if gap < 0:
        return 0.8
    return 0.5 if gap < 200 else 0.3 if gap < 800 else 0.1


def _time_fit(mention: Mention, group: _Group) -> float | None:
    day = own_day(mention)
    dated = [when for other in group.recent if (when := own_day(other)) is not None]
    if day is None or not dated:
        return 0.0
    return 1.0 if any(day.overlaps(when) for when in dated) else None


def _place_fit(mention: Mention, group: _Group) -> float | None:
    """Nearness in space; places listed in one breath ("in A, B and C") are one event's."""
    here = own_place(mention)
    placed = [(other, there) for other in group.recent if (there := own_place(other)) is not None]
    if here is None or not placed:
        return 0.0
    if any(here.gazetteer_id == there.gazetteer_id or of_one_name(here, there) for _, there in placed):
        return 1.0
    points = is_point(here) and all(is_point(there) for _, there in placed)
    gaps = [gap_km(here, there) for _, there in placed]
    areas = here.radius_km > AREA_KM or all(there.radius_km > AREA_KM for _, there in placed)
    if not (points and areas) and min(gaps) <= (0.0 if areas else TOO_FAR_KM):
        return 0.2 if areas else 1.0
    in_one_breath = any(
        _nearness(mention, other) == 0.8 and other.event_type is mention.event_type for other, _ in placed
    )
    return 0.2 if in_one_breath else None


def _swapped(a: Mention, b: Mention, reading: Reading) -> bool:
    """True when one speaker has two parties do it to each other: an attack and its answer are two events."""
    if _speaker_camp(a, reading) != _speaker_camp(b, reading):
        return False
    if is_denial(a, reading.statements) or is_denial(b, reading.statements):
        return False
    doers_a, victims_a = _doers_and_victims(a, reading)
    doers_b, victims_b = _doers_and_victims(b, reading)
    return bool(doers_a & victims_b and doers_b & victims_a and not doers_a & doers_b)


def _doers_and_victims(mention: Mention, reading: Reading) -> tuple[set[str], set[str]]:
    doers, victims = set(), set()
    for actor in mention.actors:
        if actor.side is not None:
            camp = reading.camps_of.get(actor.side, actor.side)
            if actor.role is Role.ALLEGED_PERPETRATOR:
                doers.add(camp)
            elif actor.role in (Role.TARGET, Role.VICTIM):
                victims.add(camp)
    return doers, victims


def _speaker_camp(mention: Mention, reading: Reading) -> str | None:
    statement = reading.statements.get(mention.statement_id or "")
    if statement is None or statement.speaker is None or statement.speaker.side is None:
        return None
    side = statement.speaker.side
    return reading.camps_of.get(side, side)


def _described(groups: Sequence[_Group], reading: Reading) -> tuple[Telling, ...]:
    document = reading.document
    known = _names_known(groups)
    article = vector_of([*words_of(document.title or "") * 2, *words_of(document.text)], known)
    spoken_for = known | _speakers_words(reading)
    capitals = rare_capitals(document.text)
    chief = _chief(groups, document)
    tellings = []
    for index, group in enumerate(groups):
        passages = _passages(group.mentions, document.text)
        around = document.text if index == chief else _around(group.mentions, document.text)
        own_words = spoken_for | _words_of_places(group.mentions, document.text)
        names = {name: _rarity(name) for name in proper_names(around, spoken_for)}
        names |= {
            name: LONE * weight
            for name, weight in lone_names(around, own_words, reading.roster_words).items()
        }
        tellings.append(
            Telling(
                document_id=document.id,
                published=_day(document),
                mentions=tuple(group.mentions),
                denials=frozenset(m.id for m in group.mentions if is_denial(m, reading.statements)),
                main=index == chief,
                words=vector_of(words_of(passages), known, keep=40),
                article=article if index == chief else vector_of(words_of(around), known, keep=40),
                names=names,
                capitals=capitals,
                camps_of=reading.camps_of,
                speakers=_speakers(group.mentions, reading),
                set_apart=group.set_apart,
                days_named=days_named(around, _day(document)),
            )
        )
    return tuple(tellings)


def _words_of_places(mentions: Sequence[Mention], text: str) -> frozenset[str]:
    """Words that a mention's place was found by: places are compared as such."""
    spans = [m.where_span for m in mentions if m.where_span is not None]
    return frozenset(word for span in spans for word in words_of(span.of(text).lower()))


def _day(document: Document) -> date | None:
    return document.published.day if document.published else None


def _rarity(name: str) -> float:
    return sum(weight_of(word) for word in name.split()) / 2


def _names_known(groups: Iterable[_Group]) -> frozenset[str]:
    """Words of parties and wide areas: they tell one conflict from another, not one event from another."""
    words: set[str] = set()
    for group in groups:
        for mention in group.mentions:
            for actor in mention.actors:
                if actor.side is not None:
                    words.update(words_of(actor.text.lower()))
            if mention.where is not None and mention.where.radius_km > AREA_KM:
                words.update(words_of(mention.where.name.lower()))
    return frozenset(words)


def _speakers_words(reading: Reading) -> frozenset[str]:
    """Words of those who speak for a side: a spokesman's name is in every bulletin, whatever the event."""
    return frozenset(
        word
        for statement in reading.said
        for speaker in (statement.speaker, *statement.chain)
        if speaker is not None and speaker.side is not None
        for word in words_of(f"{speaker.text} {speaker.name or ''}".lower())
    )


def _speakers(mentions: Sequence[Mention], reading: Reading) -> dict[str, str]:
    camps = ((mention.id, _speaker_camp(mention, reading)) for mention in mentions)
    return {identity: camp for identity, camp in camps if camp is not None}


def _passages(mentions: Sequence[Mention], text: str) -> str:
    spans = {(e.start, e.end) for m in mentions for e in (m.evidence, *m.more_evidence)}
    return "\n".join(text[start:end] for start, end in sorted(spans))


def _around(mentions: Sequence[Mention], text: str) -> str:
    windows = sorted({(m.evidence.start - NEIGHBOURHOOD, m.evidence.end + NEIGHBOURHOOD) for m in mentions})
    parts, done = [], 0
    for start, end in windows[:REMEMBERED]:
        parts.append(text[max(start, done) : end])
        done = max(end, done)
    return "".join(parts)


def _chief(groups: Sequence[_Group], document: Document) -> int | None:
    """Index of the event the document is chiefly about: told first and most, and who was hurt; None when it tells of none."""
    if not groups:
        return None
    length = max(1, len(document.text))
    title = frozenset(word.lower() for word in words_of(document.title or ""))

    def standing(index: int) -> tuple[float, int]:
        mentions = groups[index].mentions
        lead = 1.0 - mentions[0].trigger.start / length
        told = sum(WORTH.get(m.event_type, 1.0) for m in mentions)
        passages = frozenset(w.lower() for w in words_of(_passages(mentions, document.text)))
        titled = len(title & passages) / max(1, len(title))
        worth = max(WORTH.get(m.event_type, 1.0) for m in mentions)
        harm = any(f.low and f.scope is CasualtyScope.INCIDENT for m in mentions for f in m.casualties)
        return (worth * (2.0 * lead + 2.0 * titled + told / (1.0 + told) + 1.0 * harm), -index)

    return -max(standing(index) for index in range(len(groups)))[1]
