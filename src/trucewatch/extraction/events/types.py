"""The ACLED type of an act whose verb alone does not tell: by the weapon, then by who was hit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import distance
from trucewatch.extraction.events.triggers import GUESS, Trigger, is_person, lemma_of, word_classes
from trucewatch.extraction.phrases import token_bounds
from trucewatch.records import EventType, MentionActor, Role, SubEventType, TextSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

Kind = tuple[EventType, SubEventType | None]

BESIDE, BESIDE_STEPS = 10, 4
"""Words, and steps in the parse, within which a weapon is that of a trigger."""

_STRENGTH = {
    "act": 3,
    "vague": 2,
    "verbal": 2,
    "effect": 1,
    GUESS: 0,
    "topic": 0,
    "topicverbal": 0,
    "never": -1,
}

_REMOTE = EventType.EXPLOSIONS_REMOTE_VIOLENCE
BATTLE: Kind = (EventType.BATTLES, SubEventType.ARMED_CLASH)
AGAINST_CIVILIANS: Kind = (EventType.VIOLENCE_AGAINST_CIVILIANS, SubEventType.ATTACK)

BY_WEAPON: dict[str, Kind] = {
    "chemical": (_REMOTE, SubEventType.CHEMICAL_WEAPON),
    "suicide": (_REMOTE, SubEventType.SUICIDE_BOMB),
    "grenade": (_REMOTE, SubEventType.GRENADE),
    "air": (_REMOTE, SubEventType.AIR_DRONE_STRIKE),
    "artillery": (_REMOTE, SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK),
    "explosive": (_REMOTE, SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED),
}
_BY_SUB_EVENT = {kind[1]: weapon for weapon, kind in BY_WEAPON.items()}
# Words that look like a weapon and are not one in this company.
_NOT_WEAPONS = frozenset(
    """air base, air force, air defence, air defense, air bases, air forces, air field, air corridor,
    chemical plant, chemical factory, grenade launcher, grenade launchers, rocket launcher, aircraft
    carrier, arms depot, mine clearance, mines and, shell casings, missile defence, missile defense,
    plane crash, weapons and, weapons depot, weapons warehouse, oil tank, air space""".replace(
        "\n    ", " "
    ).split(", ")
)

# Words for an act of any kind: another telling of the same event may say of what kind it was.
_ANY_ACT = frozenset(
    """attack strike hit target pound assault aggression onslaught incident operation raid offensive
    provocation escalation violation breach violate break confrontation""".split()
)
_FLYING = "air force"
# Acts of armed men that what they did it with, or whom they did it to, makes another kind.
_RAIDS = frozenset("raid assault ambush storm".split())
# Words for a blast whose cause another telling may give.
_ANY_BLAST = frozenset("explosion blast detonation explode blow".split())
_CREWS = frozenset(
    "crew crews pilot pilots operator operators gunner gunners clearer clearers driver".split()
)
_REFLEXIVE = frozenset("himself herself itself themselves".split())
_TRUCE_BREAKING = frozenset({"violation", "breach", "violate", "break"})
_EXCHANGES = frozenset(
    "exchange trade firefight gunfight gunbattle crossfire shootout clash skirmish".split()
)
_BOTH_WAYS = frozenset("exchange trade return violate breach violation firefight gunfight crossfire".split())


def main_trigger(triggers: Sequence[Trigger]) -> Trigger:
    """The trigger that says most about the act; the first of equals.

    A counted breach of the truce comes before the shots it consisted of.
    """

    def rank(trigger: Trigger) -> tuple[bool, int, bool, int]:
        return (
            is_counted_breach(trigger),
            _STRENGTH[trigger.row.strength],
            len(trigger.row.needs) > 0,
            -trigger.token.i,
        )

    return max(triggers, key=rank)


def is_counted_breach(trigger: Trigger) -> bool:
    token = trigger.token
    if lemma_of(token) not in _TRUCE_BREAKING or not trigger.row.needs:
        return False
    return any(
        t.like_num or t.lower_ in ("hundreds", "dozens") for t in token.doc[max(0, token.i - 4) : token.i]
    )


def kind_of(
    triggers: Sequence[Trigger], weapons: Sequence[tuple[str, Token]], actors: Iterable[MentionActor]
) -> tuple[Kind, bool]:
    """The type of an act, and whether it was stated (else it is the default that an untold act gets)."""
    main = main_trigger(triggers)
    actors = tuple(actors)
    row = main.row
    stated: Kind = (row.event_type, row.sub_event_type)
    if row.sub_event_type in _HOLDING:
        return _arrest_or_abduction(stated, main.token, actors), True
    if row.event_type not in (EventType.BATTLES, _REMOTE, EventType.VIOLENCE_AGAINST_CIVILIANS):
        return stated, True
    near = [kind for kind, token in weapons if is_beside(token, triggers)]
    if "chemical" in near and row.strength != "effect":
        return BY_WEAPON["chemical"], True
    is_raid = row.event_type is BATTLE[0] and lemma_of(main.token) in _RAIDS
    if row.strength == "act" and not is_raid:
        if row.event_type is _REMOTE and ("suicide" in near or _blows_up_itself(main.token)):
            return BY_WEAPON["suicide"], True
        return stated, lemma_of(main.token) not in _ANY_BLAST or "explosive" in near
    if lemma_of(main.token) in _TRUCE_BREAKING and main.row.needs:
        # A bulletin counts every sort of fire; the truce that was broken is what they have in common.
        return BATTLE, True
    weapon = next((kind for kind in (*near, *(kind for kind, _ in weapons)) if kind in BY_WEAPON), None)
    if weapon == "explosive" and (row.sub_event_type is SubEventType.AIR_DRONE_STRIKE or "air" in near):
        weapon = "air"  # "jets dropped bombs"
    if weapon is not None:
        return BY_WEAPON[weapon], True
    if row.event_type is _REMOTE and row.strength == "vague":
        return stated, True
    if row.strength == "effect":
        told = next(
            (t.row for t in triggers if t.row.frame == "mutual" and t.row.event_type == BATTLE[0]), None
        )
        if told is not None:
            return BATTLE, True  # "killed in a firefight"
    stated_fight = row.strength != "effect" and lemma_of(main.token) not in _ANY_ACT
    if any(_FLYING in actor.text.lower() for actor in actors if actor.role is Role.ALLEGED_PERPETRATOR):
        return BY_WEAPON["air"], True
    is_named = is_raid and lemma_of(main.token) not in _ANY_ACT
    return _battle_or_attack(triggers, actors), stated_fight or is_named


def _blows_up_itself(token: Token) -> bool:
    return any(child.lower_ in _REFLEXIVE for child in token.children)


def is_beside(weapon: Token, triggers: Sequence[Trigger]) -> bool:
    """True when a weapon belongs to the words of a trigger, not to another act of the sentence."""
    return any(
        abs(weapon.i - t.token.i) <= BESIDE and distance(weapon, t.token) <= BESIDE_STEPS for t in triggers
    )


def _battle_or_attack(triggers: Sequence[Trigger], actors: tuple[MentionActor, ...]) -> Kind:
    """Unarmed victims make it violence against civilians, unless two sides stand on a line and fire across
    it.
    """
    people = word_classes("people.tsv")
    groups = {
        people[word].split()[0]
        for actor in actors
        if actor.role in (Role.VICTIM, Role.TARGET)
        for word in _OF_CIVIL_LIFE.sub(
            "worker", (actor.text + load_of(triggers[0].token.doc, actor.end)).lower()
        ).split()
        if word in people
    }
    on_unarmed = any(
        _carries_unarmed(triggers[0].token.doc, actor) for actor in actors if actor.role is Role.TARGET
    )
    if "unarmed" not in groups or ("armed" in groups and not on_unarmed):
        return BATTLE
    if any(lemma_of(t.token) in _EXCHANGES for t in triggers):
        return BATTLE
    on_a_line = any(lemma_of(t.token) in _BOTH_WAYS for t in triggers)
    doers = {a.side for a in actors if a.role is Role.ALLEGED_PERPETRATOR and a.side}
    hit = {a.side for a in actors if a.role in (Role.VICTIM, Role.TARGET) and a.side}
    if on_a_line and (doers and (not hit or doers != hit)):
        return BATTLE
    return AGAINST_CIVILIANS


_HOLDING = frozenset({SubEventType.ARRESTS, SubEventType.ABDUCTION_FORCED_DISAPPEARANCE})
_ABDUCTION: Kind = (
    EventType.VIOLENCE_AGAINST_CIVILIANS,
    SubEventType.ABDUCTION_FORCED_DISAPPEARANCE,
)
_ARRESTS: Kind = (EventType.STRATEGIC_DEVELOPMENTS, SubEventType.ARRESTS)
_LINE = re.compile(
    r"\b(?:border|boundary|frontier|line of contact|contact line|demarcation|no man's land|fisher(?:man|men)"
    r"|gunboats?|firewood|shepherds?|herders?|grazing|occupation (?:forces|troops|army)"
    r"|abduct(?:ed|ion))\b",
    re.IGNORECASE,
)
_BY_LAW = re.compile(r"\b(?:police|polic\w+|court|prosecutor\w*|suspect\w*|warrant)\b", re.IGNORECASE)


def _arrest_or_abduction(stated: Kind, token: Token, actors: tuple[MentionActor, ...]) -> Kind:
    """Soldiers who are taken are prisoners; villagers whom border troops take on a line are abducted.

    What the police do with a suspect stays an arrest.
    """
    people = word_classes("people.tsv")
    held = [actor.text for actor in actors if actor.role in (Role.VICTIM, Role.TARGET)]
    groups = {people[word] for text in held for word in text.lower().split() if word in people}
    if "armed" in groups and "unarmed" not in groups:
        return _ARRESTS
    if stated == _ABDUCTION or "unarmed" not in groups:
        return stated
    sentence = token.sent.text[:1000]
    return _ABDUCTION if _LINE.search(sentence) and not _BY_LAW.search(sentence) else stated


_OF_CIVIL_LIFE = re.compile(
    r"\b(?:(?:security|mine|school|bank|hotel|night|factory) guards?|(?:aid|relief|rights|medical) groups?)\b"
)


def _carries_unarmed(doc: Doc, target: MentionActor) -> bool:
    """True for "a convoy carrying wounded civilians", whoever rode along."""
    people = word_classes("people.tsv")
    riders = {people[word] for word in load_of(doc, target.end).lower().split() if word in people}
    return "unarmed" in riders and "armed" not in riders


_WITH = re.compile(r" (?:with|carrying|transporting|full of)((?: [\w-]+){1,4})")


def load_of(doc: Doc, end: int) -> str:
    """Who was in what was hit: "peacekeepers" of "a car with Russian peacekeepers"."""
    last = token_bounds(doc, end - 1, end)[1]
    found = _WITH.match(" " + doc[last : last + 8].text)
    return found[1] if found else ""


def weapons_in(
    sentence: Tokens, triggers: Sequence[Trigger], others: Sequence[Trigger] = ()
) -> list[tuple[str, Token]]:
    """The weapons that a sentence names, those nearest to these triggers first; not those of its other acts."""
    classes = word_classes("instruments.tsv")
    found = []
    for token in sentence:
        kind = classes.get(token.lower_)
        if kind is None or token.pos_ in ("VERB", "AUX", "ADP") or _is_of_a_person(token):
            continue
        following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
        if f"{token.lower_} {following}" not in _NOT_WEAPONS and not _is_of_others(token, triggers, others):
            found.append((kind, token))
    return sorted(found, key=lambda pair: min(abs(pair[1].i - t.token.i) for t in triggers))


def _is_of_others(weapon: Token, triggers: Sequence[Trigger], others: Sequence[Trigger]) -> bool:
    """ "snipers opened fire … hours after mortar shells killed a woman": the shells are the other act's."""
    if not others:
        return False

    def steps(trigger: Trigger) -> int:
        return distance(weapon, trigger.token)

    return min(map(steps, others)) < min(map(steps, triggers))


def _is_of_a_person(token: Token) -> bool:
    """ "a mine guard", "the tank crew": what somebody works with or at is not what was used."""
    return token.dep_ == "compound" and (is_person(token.head) or token.head.lower_ in _CREWS)


def instrument_of(kind: Kind, weapons: Sequence[tuple[str, Token]]) -> TextSpan | None:
    """The nearest weapon word that fits the type, with its own modifiers."""
    wanted = _BY_SUB_EVENT.get(kind[1], "firearm")
    for weapon, token in weapons:
        if weapon != wanted or token.pos_ not in ("NOUN", "PROPN"):
            continue
        start, end = token, token
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod") and 0 < token.i - child.i <= 3:
                start = child if child.i < start.i else start
        words = token.doc[start.i : end.i + 1]
        return TextSpan(text=words.text, start=words.start_char, end=words.end_char)
    return None
