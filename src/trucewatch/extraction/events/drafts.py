"""One sentence's accounts of events, before those of a whole document are brought together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.events.answers import is_answer
from trucewatch.extraction.events.attachment import Atlas, SentencePlaces, places_within
from trucewatch.extraction.events.flags import flags_of
from trucewatch.extraction.events.grouping import group_triggers
from trucewatch.extraction.events.roles import Part, parts_of, possessors, resolve
from trucewatch.extraction.events.time_choice import (
    Located,
    days_from,
    in_sentence,
    is_later_death,
    time_of,
)
from trucewatch.extraction.events.triggers import (
    GUESS,
    Trigger,
    is_person,
    lemma_of,
    trigger_table,
    word_classes,
)
from trucewatch.extraction.events.types import Kind, instrument_of, kind_of, main_trigger, weapons_in
from trucewatch.extraction.events.verbal_acts import declared_kind
from trucewatch.extraction.phrases import words_between
from trucewatch.records import (
    ACLED_EVENT_TYPES,
    CountRange,
    Flag,
    MentionActor,
    PlaceName,
    Role,
    Span,
    TextSpan,
    TimeExpression,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.extraction.events.voices import Voice
    from trucewatch.extraction.tagging.states import States
    from trucewatch.situation import Situation

DAYS_OF_AN_EVENT = 7
"""A time no longer than this says when something happened; a longer one says of what period one speaks."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An account in the making; what the sentence does not tell is filled from the document."""

    triggers: list[Trigger]
    kind: Kind
    kind_is_stated: bool
    sentence: int
    voice: Voice
    actors: list[MentionActor]
    time: TimeExpression | None
    told: TimeExpression | None
    places: list[PlaceName]
    """Of its own sentence, likeliest first."""
    faint: list[PlaceName]
    """Places that are taken for want of better ones."""
    flags: set[Flag]
    count: CountRange | None
    weapons: list[tuple[str, Token]]
    """With their classes, nearest to its triggers first."""
    evidence: Span
    last_sentence: int
    is_answer: bool = False
    """True where it is told as the answer to another act: "in response", "returned fire"."""
    days_on: int | None = None
    """Days since the act told before it: "a day after the clash"."""
    is_aftermath: bool = False
    """True for a later death from it: "died in hospital on Tuesday, taking the toll to three"."""
    happening: int | None = None
    """The number of the event, the same for all voices that tell of it."""
    more: list[Span] = field(default_factory=list)
    beside: list[Draft] = field(default_factory=list)
    """Other voices' accounts of the same event."""

    @property
    def main(self) -> Trigger:
        return main_trigger(self.triggers)

    @property
    def is_act(self) -> bool:
        return self.kind[0] in ACLED_EVENT_TYPES

    @property
    def instrument(self) -> TextSpan | None:
        return instrument_of(self.kind, self.weapons)

    @property
    def place(self) -> PlaceName | None:
        return next((place for place in self.places if place.place is not None), None)

    def sides(self, *roles: Role) -> set[str]:
        return {actor.side for actor in self.actors if actor.role in roles and actor.side}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the accounts of one document are read from."""

    sentences: tuple[Tokens, ...]
    places: Sequence[tuple[int, int, PlaceName]]
    times: Sequence[Located]
    time_words: frozenset[int]
    """Tokens inside time expressions: never a party to anything."""
    situation: Situation
    atlas: Atlas
    states: States | None
    """Of the encoder; None without a tagger."""


def draft_accounts(scene: Scene, triggers: Sequence[Trigger], voices: Sequence[Voice]) -> Iterator[Draft]:
    """The accounts that single sentences give, in order; `voices` says for each trigger who tells it."""
    rows = list(zip(triggers, voices, strict=True))
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end][0].sentence == rows[at][0].sentence:
            end += 1
        yield from _sentence_drafts(scene, rows[at:end])
        at = end


def _sentence_drafts(scene: Scene, rows: list[tuple[Trigger, Voice]]) -> Iterator[Draft]:
    sentence = scene.sentences[rows[0][0].sentence]
    places = SentencePlaces(sentence, places_within(scene.places, sentence), scene.atlas, scene.states)
    times = in_sentence(scene.times, sentence)
    groups = group_triggers(rows, places, times)
    for group, voice in groups:
        others = [
            t for members, _ in groups if members is not group for t in members if t.row.strength in _TELLS
        ]
        yield _draft(scene, sentence, (group, others), voice, places, times)


_TELLS = frozenset({"act", "vague", "effect"})


def _draft(
    scene: Scene,
    sentence: Tokens,
    groups: tuple[list[Trigger], list[Trigger]],
    voice: Voice,
    places: SentencePlaces,
    times: Sequence[Located],
) -> Draft:
    """The draft of one group of triggers; the second list are the sentence's other acts."""
    group = sorted(groups[0], key=lambda t: t.token.i)
    main = main_trigger(group)
    actors = _actors(scene, group, voice)
    weapons = weapons_in(sentence, group, groups[1]) if not main.is_verbal else []
    kind, stated = kind_of(group, weapons, actors)
    if main.row.strength == GUESS:
        kind, stated = (main.row.event_type, main.row.sub_event_type), False
    if main.is_verbal and main.token.pos_ == "VERB":
        kind = declared_kind(kind[0], main.token), None
    time, told = time_of(main.token, times)
    if time is None:
        dated = (time_of(g.token, times)[0] for g in group if not is_later_death(g.token))
        time = next((t for t in dated if t is not None), None)
    flags, count = _flags(group, sentence, voice)
    if Flag.NEGATED in flags and time is not None and _opens_with_since(sentence, time):
        time = None  # "has not fired since Tuesday" dates a silence, not the deed that is denied
    sure, faint = _places(group, places)
    return Draft(
        triggers=group,
        kind=kind,
        kind_is_stated=stated,
        sentence=main.sentence,
        voice=voice,
        actors=actors,
        time=time,
        told=told,
        places=sure,
        faint=faint,
        flags=flags,
        count=count if main.row.strength != "effect" else None,
        weapons=weapons,
        evidence=_evidence(sentence),
        last_sentence=main.sentence,
        is_answer=any(is_answer(trigger.token) for trigger in group),
        days_on=days_from(main.token) if time is None else None,
        is_aftermath=_is_aftermath(group, sentence),
    )


_LATER = re.compile(
    r"\b(?:of (?:his|her|their|its|the)? ?(?:wounds|injuries)|in (?:a |the |an )?(?:\S+ ){0,3}hospital|succumbed"
    r"|(?:bring|tak|rais|push|lift)(?:ing|s|en) the (?:\S+ ){0,3}(?:toll|number|total|dead)"
    r"|(?:toll|number of dead) (?:\S+ ){0,6}(?:rose|risen|climbed|reached))\b",
    re.IGNORECASE,
)


def _is_aftermath(group: Sequence[Trigger], sentence: Tokens) -> bool:
    if any(trigger.row.strength != "effect" for trigger in group):
        return False
    if not any(lemma_of(trigger.token) in ("die", "death", "toll", "succumb", "perish") for trigger in group):
        return False
    return _LATER.search(sentence.text[:1000]) is not None


def _flags(group: Sequence[Trigger], sentence: Tokens, voice: Voice) -> tuple[set[Flag], CountRange | None]:
    """What the main trigger's words give; a number of events also from the others', not from their effects."""
    main = main_trigger(group)
    flags, count = flags_of(main, sentence, voice.statement)
    for other in group:
        if other is not main and count is None and other.row.strength != "effect":
            count = flags_of(other, sentence, voice.statement)[1]
            flags |= {Flag.AGGREGATE} if count is not None else set()
    return flags, count


def _opens_with_since(sentence: Tokens, time: TimeExpression) -> bool:
    return words_between(sentence.doc, time.start, time.end).lower().startswith("since ")


def _places(group: Sequence[Trigger], places: SentencePlaces) -> tuple[list[PlaceName], list[PlaceName]]:
    """The places of a group's acts, the main one's first, and those that are only faintly likely."""
    sure: dict[int, PlaceName] = {}
    faint: dict[int, PlaceName] = {}
    main = main_trigger(group)
    if main.is_verbal:
        return [], []
    for trigger in [main, *(t for t in group if t is not main)]:
        for found in places.of(trigger.token):
            (sure if found.is_sure else faint).setdefault(found.place.start, found.place)
    return list(sure.values()), [place for start, place in faint.items() if start not in sure]


def _evidence(sentence: Tokens) -> Span:
    """The sentence without the white space around it."""
    words = [token for token in sentence if not token.is_space]
    return Span(start=words[0].idx, end=words[-1].idx + len(words[-1]))


def _actors(scene: Scene, group: Sequence[Trigger], voice: Voice) -> list[MentionActor]:
    """The parties to an event, each side once in a role, and who reports it."""
    found: dict[tuple[Role, int], MentionActor] = {}
    ordered = sorted(group, key=lambda t: t is not main_trigger(group))
    for trigger in ordered:
        for part in _owned(parts_of(trigger)):
            if _is_idle(part, trigger) or part.head.i in scene.time_words:
                continue
            actor = resolve(part, scene.situation, voice.side)
            if actor.side is None and part.is_origin:
                continue
            if trigger.is_verbal:
                actor = replace(actor, role=_VERBAL_ROLE[actor.role])
            if actor.side is None and not trigger.is_verbal and not _may_take(part):
                continue
            if not any(a.start < actor.end and actor.start < a.end for a in found.values()):
                found[actor.role, actor.start] = actor
    actors = list(found.values())
    accused = voice.accused
    blamed = any(a.role is Role.ALLEGED_PERPETRATOR and a.side for a in actors)
    if accused is not None and not blamed and not group[0].is_verbal:
        actors.append(accused)
    if voice.reporter is not None:
        if voice.announces and not blamed and lemma_of(ordered[0].token) in _OWN_ACTS:
            actors.append(replace(voice.reporter, role=Role.ALLEGED_PERPETRATOR))
        actors.append(voice.reporter)
    return sorted(actors, key=lambda actor: (actor.start, actor.role))


# Whoever accuses, asks or agrees is no perpetrator of anything.
_VERBAL_ROLE = {
    Role.ALLEGED_PERPETRATOR: Role.REPORTER,
    Role.VICTIM: Role.TARGET,
    Role.TARGET: Role.TARGET,
    Role.REPORTER: Role.REPORTER,
}
# What one announces is one's own: "announced the start of an operation".
_OWN_ACTS = frozenset("operation offensive counteroffensive withdrawal pullout pullback".split())
_NOBODY = frozenset(
    """it that which this these those what each another one other nothing nobody none no there who
    everyone himself herself itself themselves""".split()
)
_IDLE = frozenset(
    """ceasefire truce cease armistice regime agreement deal accord line border provision fire shot shots
    response retaliation violation order statement version claim report news way time times number day
    night week month year""".split()
)


def _owned(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts, with whose fire or shelling it was in place of the fire itself."""
    for part in parts:
        owners = list(possessors(part.head)) if part.role is Role.ALLEGED_PERPETRATOR else []
        if owners and (_is_thing(part.head) or lemma_of(part.head) in _IDLE):
            yield from (replace(part, head=owner) for owner in owners)
        else:
            yield part


def _is_idle(part: Part, trigger: Trigger) -> bool:
    """Pronouns that name nobody, the truce that was broken, the act itself."""
    lemma = lemma_of(part.head)
    if trigger.is_verbal:
        return part.head.lower_ in _NOBODY
    return part.head.lower_ in _NOBODY or lemma in _IDLE or part.head.i == trigger.token.i


def _is_thing(head: Token) -> bool:
    """Weapons and acts: "the shelling killed", "a rocket hit"."""
    return head.lower_ in word_classes("instruments.tsv") or (lemma_of(head), "NOUN") in trigger_table()


def _may_take(part: Part) -> bool:
    """Nobody known by side: acts and weapons take no part, and only people are perpetrators."""
    if _is_thing(part.head):
        return False
    return (
        part.role is not Role.ALLEGED_PERPETRATOR
        or is_person(part.head)
        or part.head.pos_ in ("PROPN", "PRON")
    )


def is_specific(draft: Draft) -> bool:
    """True when a draft tells of something that happened, not of violence in general."""
    strengths = {trigger.row.strength for trigger in draft.triggers}
    if strengths == {"never"} or _is_habit(draft):
        return False
    if GUESS in strengths:
        return True
    noun_only = all(t.token.pos_ in ("NOUN", "PROPN") and not _is_done(t.token) for t in draft.triggers)
    if draft.is_act and (strengths & {"act", "vague"}) and not (noun_only and _is_generic_noun(draft)):
        return True
    if "effect" in strengths and any(
        t.row.strength == "effect" and (t.token.pos_ == "VERB" or t.token.dep_ == "acomp")
        for t in draft.triggers
    ):
        return True
    if draft.count is not None or has_day(draft) or _is_one(draft.main.token):
        return True
    if (
        draft.main.row.frame == "mutual"
        and draft.is_act
        and is_fine(draft.place)
        and lemma_of(draft.main.token) in _FIGHTING
    ):
        return True
    acting = draft.sides(Role.ALLEGED_PERPETRATOR, Role.TARGET, Role.VICTIM)
    return bool(acting and is_fine(draft.place))


_DOING = frozenset("carry conduct deliver launch mount make perpetrate commit inflict stage execute".split())


def _is_done(noun: Token) -> bool:
    """ "carried out strikes on depots": the verb does no more than say that the noun was done."""
    verb = noun.head
    return noun.dep_ in ("dobj", "nsubjpass") and lemma_of(verb) in _DOING and verb.tag_ in ("VBD", "VBN")


def _is_one(token: Token) -> bool:
    """ "One violation was recorded"."""
    return any(child.dep_ == "nummod" and child.lower_ in ("one", "1") for child in token.children)


def _is_habit(draft: Draft) -> bool:
    """ "those who kill schoolgirls", "lies as easily as it kills": what somebody is like, and no event."""
    token = draft.main.token
    if token.tag_ not in ("VBP", "VBZ") or draft.time is not None or draft.places:
        return False
    return token.dep_ == "relcl" or (token.dep_ == "advcl" and any(c.lower_ == "as" for c in token.children))


_FIGHTING = frozenset("clash skirmish firefight gunfight gunbattle combat battle fighting fight".split())


def is_fine(name: PlaceName | None) -> bool:
    return name is not None and name.place is not None and name.place.feature not in ("country", "region")


def _is_generic_noun(draft: Draft) -> bool:
    """ "attacks on civilians", "shelling continues": a bare or plural noun with nothing that singles it
    out.
    """
    token = draft.main.token
    if any(
        c.dep_ in ("det", "nummod", "poss") and c.lower_ not in ("any", "all", "such", "no")
        for c in token.children
    ):
        return token.tag_ in ("NNS", "NNPS")
    return True


def has_day(draft: Draft) -> bool:
    if draft.time is None or draft.time.range is None:
        return False
    span = draft.time.range
    return (span.latest - span.earliest).days <= DAYS_OF_AN_EVENT
