"""Which trigger words of one sentence tell of one event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.events.answers import is_answered
from trucewatch.extraction.events.attachment import SentencePlaces, distance
from trucewatch.extraction.events.flags import is_negated
from trucewatch.extraction.events.time_choice import Located, time_of
from trucewatch.extraction.events.triggers import Trigger
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
        home = None
        for members, owner in groups:
            if owner.key == voice.key and _kindred(members[0], trigger):
                tells = trigger.row.strength in ("act", "vague")
                apart = tells and _is_other_act(members[0], trigger, places, times)
                if not (apart or is_answered(members[0].token, trigger.token)):
                    home = members
        if home is None:
            groups.append(([trigger], voice))
        else:
            home.append(trigger)
    return sorted(groups, key=lambda group: group[0][0].token.i)


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
    if one.row.sub_event_type != other.row.sub_event_type and _across_relative_clause(one.token, other.token):
        return True
    where = [[found.place for found in places.of(t.token)[:1] if found.is_sure] for t in (one, other)]
    when = [time_of(t.token, times)[0] for t in (one, other)]
    apart_in_place = bool(where[0] and where[1] and where[0][0].start != where[1][0].start)
    apart_in_time = bool(
        when[0] and when[1] and when[0].range and when[1].range and not when[0].range.overlaps(when[1].range)
    )
    return apart_in_time or (apart_in_place and _different_places(where[0][0], where[1][0]))


def _across_relative_clause(one: Token, other: Token) -> bool:
    """ "struck the airfield from which the gas attack had been launched"."""
    for low, high in ((one, other), (other, one)):
        node, crossed = low, False
        for _ in range(8):
            if node.i == high.i:
                return crossed
            crossed = crossed or node.dep_ == "relcl"
            if node.head == node:
                break
            node = node.head
    return False


def _different_places(one: PlaceName, other: PlaceName) -> bool:
    if one.place is None or other.place is None:
        return False
    return one.place.feature == other.place.feature and one.place.gazetteer_id != other.place.gazetteer_id
