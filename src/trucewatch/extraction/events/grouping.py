"""Which trigger words of one sentence tell of one event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.events.answers import is_answered
from trucewatch.extraction.events.attachment import FAR, SentencePlaces, distance
from trucewatch.extraction.events.flags import is_negated
from trucewatch.extraction.events.time_choice import Located, time_of
from trucewatch.extraction.events.triggers import Trigger, is_person, word_classes
from trucewatch.extraction.phrases import upwards
from trucewatch.records import ACLED_EVENT_TYPES, EventType, PlaceName, SubEventType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.events.voices import Voice


def group_triggers(
    rows: list[tuple[Trigger, Voice]], places: SentencePlaces, times: Sequence[Located]
) -> list[tuple[list[Trigger], Voice]]:
    """The triggers of a sentence that tell of one event: same voice, kindred acts, no place or time of
    their own.
    """
    groups: list[tuple[list[Trigger], Voice]] = []
    for trigger, voice in sorted(rows, key=lambda row: row[0].row.strength in ("effect", "topic", "never")):
        tells = trigger.row.strength in ("act", "vague")
        homes = [
            members
            for members, owner in groups
            if owner.key == voice.key
            and _kindred(members[0], trigger)
            and not (tells and _is_other_act(members[0], trigger, places, times))
            and not is_answered(members[0].token, trigger.token)
            and not (trigger.row.strength == "effect" and _did_it_after(members[0], trigger))
        ]
        if homes:
            # What an act did to people is said beside it; of equals the last one told.
            nearest = min(_steps_to(members, trigger) for members in homes)
            [members for members in homes if _steps_to(members, trigger) == nearest][-1].append(trigger)
        else:
            groups.append(([trigger], voice))
    return sorted(groups, key=lambda group: group[0][0].token.i)


def _steps_to(members: Sequence[Trigger], trigger: Trigger) -> int:
    if trigger.row.strength != "effect":
        return 0
    return min(distance(member.token, trigger.token) for member in members)


_FIGHT = frozenset(
    {EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS}
)


def family(event_type: EventType, sub: SubEventType | None) -> str:
    """Kinds of one family may be two tellings of one event."""
    if sub is SubEventType.ABDUCTION_FORCED_DISAPPEARANCE:
        return "abduction"
    if event_type in _FIGHT:
        return "fight"
    if event_type in (EventType.PROTESTS, EventType.RIOTS):
        return "street"
    return f"{event_type}/{sub}"


def _kindred(one: Trigger, other: Trigger) -> bool:
    if one.is_verbal != other.is_verbal:
        return False
    if other.row.strength in ("effect", "never") and not one.is_verbal:
        return one.row.event_type in ACLED_EVENT_TYPES
    return family(one.row.event_type, one.row.sub_event_type) == family(
        other.row.event_type, other.row.sub_event_type
    )


def _is_other_act(one: Trigger, other: Trigger, places: SentencePlaces, times: Sequence[Located]) -> bool:
    """True when two acts of a sentence have each a place or a time of their own, or one only describes."""
    if distance(one.token, other.token) <= 1 and one.token.dep_ != "conj" and other.token.dep_ != "conj":
        return False
    if is_negated(one.token) != is_negated(other.token):
        return True
    if _is_sequel(one.token, other.token) or _is_of_another_sort(one, other):
        return True
    if one.row.sub_event_type != other.row.sub_event_type and _across_relative_clause(one.token, other.token):
        return True
    where = [[found.place for found in places.of(t.token)[:1] if found.is_sure] for t in (one, other)]
    when = [time_of(t.token, times)[0] for t in (one, other)]
    apart_in_place = bool(where[0] and where[1] and where[0][0].start != where[1][0].start)
    apart_in_time = bool(
        when[0] and when[1] and when[0].range and when[1].range and not when[0].range.overlaps(when[1].range)
    )
    return apart_in_time or (apart_in_place and _different_places(where[0][0], where[1][0]))


def _is_of_another_sort(one: Trigger, other: Trigger) -> bool:
    """ "A bomb hit a convoy, and four passers-by were shot": two clauses, one of them from afar."""
    if _is_remote(one) == _is_remote(other):
        return False
    for low, high in ((one.token, other.token), (other.token, one.token)):
        own = any(child.dep_ in ("nsubj", "nsubjpass") for child in low.children)
        if low.dep_ == "conj" and own and low.head.i == high.i:
            return True
    return False


_FROM_AFAR = frozenset({"air", "artillery", "explosive", "suicide"})


def _is_remote(trigger: Trigger) -> bool:
    """By its own word, or by the weapon that did it: "a bomb hit"."""
    if trigger.row.event_type is EventType.EXPLOSIONS_REMOTE_VIOLENCE:
        return True
    weapons = word_classes("instruments.tsv")
    doers = (child for child in trigger.token.children if child.dep_ in ("nsubj", "agent"))
    heads = (t for doer in doers for t in ((doer,) if doer.dep_ == "nsubj" else doer.children))
    return any(weapons.get(head.lower_) in _FROM_AFAR for head in heads)


_SEQUEL = frozenset({"after", "before", "since"})


def _is_sequel(one: Token, other: Token) -> bool:
    """ "jets struck the camp after a rocket was fired at the town": two acts, each with its own doer."""
    for low, high in ((one, other), (other, one)):
        for node in upwards(low, FAR):
            if node.i == high.i or node.head == node:
                break
            marks = {child.lower_ for child in node.children if child.dep_ == "mark"}
            own = any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children)
            if node.dep_ == "advcl" and own and marks & _SEQUEL:
                return high.i not in {token.i for token in node.subtree}
    return False


def _did_it_after(act: Trigger, effect: Trigger) -> bool:
    """ "Soldiers killed two traders after their convoy was bombed": the deaths are not the bomb's."""
    doers = [child for child in effect.token.children if child.dep_ == "nsubj"]
    if not any(is_person(child) for child in doers):
        return False
    return act.token.i > effect.token.i and _is_sequel(act.token, effect.token)


def _across_relative_clause(one: Token, other: Token) -> bool:
    """ "struck the airfield from which the gas attack had been launched"."""
    for low, high in ((one, other), (other, one)):
        crossed = False
        for node in upwards(low, 8):
            if node.i == high.i:
                return crossed
            crossed = crossed or node.dep_ == "relcl"
    return False


def _different_places(one: PlaceName, other: PlaceName) -> bool:
    if one.place is None or other.place is None:
        return False
    return one.place.feature == other.place.feature and one.place.gazetteer_id != other.place.gazetteer_id
