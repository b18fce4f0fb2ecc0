"""What happened, where, when and to whom, by whose account: one mention an event and teller.

Mentions carry the innermost statement that tells them, so a claim stays a claim. Accounts that different
sides give of one event stay apart (linking sets them side by side); one side's several tellings are joined
(see coreference.py). `negated` is said of the words ("did not fire"); that a speaker denies is the
statement's stance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from trucewatch.extraction.casualties.finding import find_casualties
from trucewatch.extraction.events.attachment import Atlas, bounded
from trucewatch.extraction.events.coreference import join_tellings, worth_telling
from trucewatch.extraction.events.days import When, day_of_document, is_background, whens
from trucewatch.extraction.events.drafts import Draft, Scene, draft_accounts
from trucewatch.extraction.events.scenery import surroundings_of
from trucewatch.extraction.events.setting import Where, wheres
from trucewatch.extraction.events.strays import lands_of, without_strays
from trucewatch.extraction.events.time_choice import heads_of_times, words_within
from trucewatch.extraction.events.triggers import Trigger, find_triggers
from trucewatch.extraction.events.untold import guessed_triggers
from trucewatch.extraction.events.voices import voices_of
from trucewatch.extraction.times.finding import find_times
from trucewatch.records import (
    CasualtyFigure,
    Document,
    EventType,
    Flag,
    Mention,
    MentionActor,
    PlaceName,
    Statement,
    TextSpan,
    TimeExpression,
    content_id,
)

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

Worded = TypeVar("Worded", TextSpan, MentionActor)


def find_mentions(
    analysis: Analysis,
    statements: Sequence[Statement],
    situation: Situation,
    *,
    times: Sequence[TimeExpression] | None = None,
    places: Sequence[PlaceName] | None = None,
) -> tuple[Mention, ...]:
    """Every event that a document tells of, in order of first telling."""
    scene, places = _scene(analysis, statements, situation, times, places)
    events = join_tellings(_accounts(scene, statements, analysis.document), scene.sentences, analysis.states)
    when = whens(events, scene, analysis.document)
    surroundings = surroundings_of(analysis.reading, places, scene, lands_of(statements, situation))
    where = wheres(events, surroundings)
    figures = _figures_by_event(events, find_casualties(analysis, statements, situation))
    keys = _event_keys(events, analysis.document)
    rows = zip(events, when, where, figures, strict=True)
    return tuple(
        replace(_mention(analysis.document, *row), event=key) for row, key in zip(rows, keys, strict=True)
    )


def drafts_of(analysis: Analysis, statements: Sequence[Statement], situation: Situation) -> list[Draft]:
    """The accounts that the single sentences give, before any are brought together."""
    return _accounts(_scene(analysis, statements, situation)[0], statements, analysis.document)


def _scene(
    analysis: Analysis,
    statements: Sequence[Statement],
    situation: Situation,
    times: Sequence[TimeExpression] | None = None,
    places: Sequence[PlaceName] | None = None,
) -> tuple[Scene, Sequence[PlaceName]]:
    """What accounts are read from, and the places that are no strays."""
    if times is None:
        times = find_times(analysis)
    if places is None:
        from trucewatch.extraction.places.finding import find_places

        places = find_places(analysis, situation)
    places = without_strays(places, statements, situation)
    scene = Scene(
        sentences=analysis.sentences(),
        places=bounded(analysis.doc, places),
        times=heads_of_times(analysis.doc, times),
        time_words=words_within(analysis.doc, times),
        situation=situation,
        atlas=Atlas(places, situation),
        states=analysis.states,
    )
    return scene, places


def _accounts(scene: Scene, statements: Sequence[Statement], document: Document) -> list[Draft]:
    drafts = _drafts(scene, statements, find_triggers(scene.sentences))
    told = {draft.sentence for draft in worth_telling(drafts)}
    # What a sentence says was agreed is no attack that it tells by other words.
    told |= {draft.sentence for draft in drafts if draft.kind[0] is EventType.AGREE}
    guessed = tuple(guessed_triggers(scene.sentences, scene.states, told))
    drafts = sorted([*drafts, *_drafts(scene, statements, guessed)], key=lambda draft: draft.sentence)
    _flag_background(drafts, document)
    return drafts


def _drafts(scene: Scene, statements: Sequence[Statement], triggers: Sequence[Trigger]) -> list[Draft]:
    return list(draft_accounts(scene, triggers, voices_of(triggers, statements, scene.situation)))


def _event_keys(events: Sequence[Draft], document: Document) -> list[str | None]:
    """For each act the key that all tellings of it share."""
    first: dict[int, Draft] = {}
    for event in events:
        if event.happening is not None:
            first.setdefault(event.happening, event)
    made = {
        number: content_id("event", document.id, event.main.span.start, event.main.span.end)
        for number, event in first.items()
    }
    return [made[event.happening] if event.happening is not None else None for event in events]


def _flag_background(drafts: Sequence[Draft], document: Document) -> None:
    today = day_of_document(drafts, document)
    for draft in drafts:
        if draft.time is not None and draft.time.range is not None and is_background(draft.time.range, today):
            draft.flags.add(Flag.HISTORICAL)


def _figures_by_event(
    events: Sequence[Draft], figures: Sequence[CasualtyFigure]
) -> list[tuple[CasualtyFigure, ...]]:
    """Each figure goes to the event of its sentence, else to the last event told before it."""
    held: list[list[CasualtyFigure]] = [[] for _ in events]
    told = sorted(
        (span.start, span.end, number)
        for number, event in enumerate(events)
        if event.is_act
        for span in (event.evidence, *event.more)
    )
    starts = [start for start, _, _ in told]
    for figure in figures:
        at = bisect_right(starts, figure.evidence.start) - 1
        if at < 0:
            at = 0 if told else -1
        if at >= 0:
            held[_best_event(told, at, figure, events)].append(figure)
    return [tuple(row) for row in held]


def _best_event(
    told: Sequence[tuple[int, int, int]], at: int, figure: CasualtyFigure, events: Sequence[Draft]
) -> int:
    """Of the events told in a figure's sentence the claimant's own; figures of one sentence go to its
    nearest trigger.
    """
    same = [entry for entry in told[max(0, at - 8) : at + 1] if entry[0] == told[at][0]]

    def rank(entry: tuple[int, int, int]) -> tuple[bool, int]:
        event = events[entry[2]]
        own = (event.voice.side or event.voice.key) == figure.claimant
        gap = min(abs(trigger.token.idx - figure.evidence.start) for trigger in event.triggers)
        return not own, gap

    return min(same, key=rank)[2]


def _mention(
    document: Document,
    event: Draft,
    when: When | None,
    where: Where | None,
    casualties: tuple[CasualtyFigure, ...],
) -> Mention:
    event_type, sub_event_type = event.kind
    trigger = event.main.span
    statement = event.voice.statement
    statement_id = statement.id if statement else None
    return Mention(
        id=content_id("mention", document.id, trigger.start, trigger.end, event_type, statement_id),
        document_id=document.id,
        statement_id=statement_id,
        event_type=event_type,
        sub_event_type=sub_event_type,
        trigger=trigger,
        when=when.range if when else None,
        when_span=when.span if when else None,
        where=where.place if where else None,
        where_span=where.span if where else None,
        count=event.count,
        instrument=_as_written(document, event.instrument) if event.instrument else None,
        actors=tuple(_as_written(document, actor) for actor in event.actors),
        casualties=casualties,
        flags=tuple(flag for flag in Flag if flag in event.flags),
        evidence=document.evidence(event.evidence),
        more_evidence=tuple(document.evidence(span) for span in sorted(event.more)),
    )


def _as_written(document: Document, record: Worded) -> Worded:
    """The record with the document's own characters; the parser reads plain quotation marks and lower
    case.
    """
    return replace(record, text=document.text[record.start : record.end])
