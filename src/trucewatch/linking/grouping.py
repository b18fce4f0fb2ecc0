"""The mentions of one document, brought together into tellings of one event each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import fsum, inf

from trucewatch.linking.days import days_named
from trucewatch.linking.geography import AREA_KM
from trucewatch.linking.sameness import Profile, profile_of, sameness, turned_round
from trucewatch.linking.tellings import Telling, is_denial, speaker_camp
from trucewatch.linking.words import lone_names, proper_names, rare_capitals, vector_of, weight_of, words_of
from trucewatch.records import CasualtyScope, Document, EventType, Mention, Statement

LEAST = -20.0
"""Log-odds, at most against one event, by which what a document tells twice is kept apart."""
JOINS = 0.0
"""A mention joins the group that is most like it, if one event is likelier than two (log-odds)."""
NEIGHBOURHOOD = 400
"""Characters around a passage that its names are looked for in."""
REMEMBERED = 60
"""Mentions that a mention is held against: the last ones, as a reader would."""
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
    likely: dict[int, list[float]] = field(default_factory=dict)
    """By the number of another group: log-odds, mention by mention, that the two are of one event."""


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
    groups: list[_Group] = []
    recent: deque[tuple[Profile, _Group]] = deque(maxlen=REMEMBERED)
    by_event: dict[str, list[_Group]] = {}
    for profile in profiles_of(mentions, reading):
        event = profile.mention.event
        likely = _likely_groups(profile, recent, reading)
        group = (
            _best(likely) if event is None else _group_told(profile.mention, by_event.get(event, ()), reading)
        )
        if group is None:
            group = _Group([], set_apart=profile.set_apart and bool(groups))
            groups.append(group)
            if event is not None:
                by_event.setdefault(event, []).append(group)
        for other, found in likely:
            if other is not group:
                group.likely.setdefault(id(other), []).extend(found)
        group.mentions.append(profile.mention)
        recent.append((profile, group))
    return _described(groups, reading)


def _group_told(mention: Mention, told: Sequence[_Group], reading: Reading) -> _Group | None:
    """The group of its event where extraction said which mentions are of one: only a person's word parts them."""
    apart = reading.apart
    return next((group for group in told if not any(apart(mention, other) for other in group.mentions)), None)


def profiles_of(mentions: Sequence[Mention], reading: Reading) -> Iterator[Profile]:
    """The mentions as they are compared, in the order of the text."""
    known = _names_known(mentions)
    for mention in sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.id)):
        yield profile_of(mention, reading.document.text, reading.statements, reading.camps_of, known)


def _likely_groups(
    profile: Profile, recent: Iterable[tuple[Profile, _Group]], reading: Reading
) -> list[tuple[_Group, list[float]]]:
    """Each recent group with the log-odds that this mention and one of its own are of one event."""
    found: dict[int, tuple[_Group, list[float]]] = {}
    for other, group in recent:
        found.setdefault(id(group), (group, []))[1].append(_likely(other, profile, reading))
    return list(found.values())


def _best(likely: Iterable[tuple[_Group, list[float]]]) -> _Group | None:
    """The group whose mentions are most like this one, on average; None where it is a new event."""
    means = [(fsum(found) / len(found), group) for group, found in likely]
    best = max(means, key=lambda pair: (pair[0], -pair[1].mentions[0].trigger.start), default=None)
    return best[1] if best is not None and best[0] > JOINS else None


def _likely(first: Profile, then: Profile, reading: Reading) -> float:
    """Log-odds of one event; minus infinity where a person or the document itself tells of two."""
    told_apart = then.set_apart or turned_round(first, then) or first.umbrella != then.umbrella
    if told_apart or reading.apart(first.mention, then.mention):
        return -inf
    return sameness(first, then, reading.document.text)


def _described(groups: Sequence[_Group], reading: Reading) -> tuple[Telling, ...]:
    document = reading.document
    known = _names_known([mention for group in groups for mention in group.mentions])
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
                apart=_apart_from(group, groups),
                days_named=days_named(around, _day(document)),
            )
        )
    return tuple(tellings)


def _apart_from(group: _Group, groups: Sequence[_Group]) -> Mapping[str, float]:
    """By the key of another telling: mean log-odds that this document tells of one event in both."""
    found: dict[str, list[float]] = {}
    for other in groups:
        likely = [*group.likely.get(id(other), ()), *other.likely.get(id(group), ())]
        if likely:
            found[min(mention.id for mention in other.mentions)] = likely
    return {key: max(LEAST, fsum(likely) / len(likely)) for key, likely in found.items()}


def _words_of_places(mentions: Sequence[Mention], text: str) -> frozenset[str]:
    """Words that a mention's place was found by: places are compared as such."""
    spans = [m.where_span for m in mentions if m.where_span is not None]
    return frozenset(word for span in spans for word in words_of(span.of(text).lower()))


def _day(document: Document) -> date | None:
    return document.published.day if document.published else None


def _rarity(name: str) -> float:
    return sum(weight_of(word) for word in name.split()) / 2


def _names_known(mentions: Iterable[Mention]) -> frozenset[str]:
    """Words of parties and wide areas: they tell one conflict from another, not one event from another."""
    words: set[str] = set()
    for mention in mentions:
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
    camps = (
        (mention.id, speaker_camp(mention, reading.statements, reading.camps_of)) for mention in mentions
    )
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
