"""Plain words for codes: what a sentence calls an event type, a stance or a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trucewatch.records import EventType, LedgerKind, Place, Stance, SubEventType, TimeRange
from trucewatch.situation import Situation

EVENT_NOUNS: dict[EventType | SubEventType, str] = {
    EventType.BATTLES: "fighting",
    EventType.EXPLOSIONS_REMOTE_VIOLENCE: "remote violence",
    EventType.VIOLENCE_AGAINST_CIVILIANS: "violence against civilians",
    EventType.PROTESTS: "protest",
    EventType.RIOTS: "riot",
    EventType.STRATEGIC_DEVELOPMENTS: "strategic development",
    SubEventType.GOVERNMENT_REGAINS_TERRITORY: "territory taken",
    SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY: "territory taken",
    SubEventType.ARMED_CLASH: "armed clash",
    SubEventType.CHEMICAL_WEAPON: "alleged use of a chemical weapon",
    SubEventType.AIR_DRONE_STRIKE: "air or drone strike",
    SubEventType.SUICIDE_BOMB: "suicide bombing",
    SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK: "shelling or missile attack",
    SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED: "mine or explosive device",
    SubEventType.GRENADE: "grenade attack",
    SubEventType.SEXUAL_VIOLENCE: "sexual violence",
    SubEventType.ATTACK: "attack on people who were not fighting",
    SubEventType.ABDUCTION_FORCED_DISAPPEARANCE: "abduction or disappearance",
    SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS: "force against protesters",
    SubEventType.PROTEST_WITH_INTERVENTION: "protest with intervention",
    SubEventType.PEACEFUL_PROTEST: "peaceful protest",
    SubEventType.VIOLENT_DEMONSTRATION: "violent demonstration",
    SubEventType.MOB_VIOLENCE: "mob violence",
    SubEventType.AGREEMENT: "agreement",
    SubEventType.ARRESTS: "arrest or detention",
    SubEventType.CHANGE_TO_GROUP_ACTIVITY: "change in a group's activity",
    SubEventType.DISRUPTED_WEAPONS_USE: "weapon intercepted or found",
    SubEventType.HEADQUARTERS_OR_BASE_ESTABLISHED: "position or base set up",
    SubEventType.LOOTING_PROPERTY_DESTRUCTION: "destruction of property",
    SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY: "transfer of territory",
    SubEventType.OTHER: "strategic development",
}
"""ACLED's codes in words that say no more than the code does."""

STANCE_NOUNS: dict[Stance, str] = {
    Stance.ASSERT: "statement",
    Stance.DENY: "denial",
    Stance.ADMIT: "acknowledgement",
    Stance.ACCUSE: "accusation",
    Stance.CONFIRM: "confirmation",
    Stance.DEMAND: "demand",
    Stance.PROMISE: "promise",
    Stance.ANNOUNCE: "announcement",
    Stance.THREATEN: "threat",
    Stance.APOLOGISE: "apology",
    Stance.OUTLET: "report in its own voice",
}
"""Nouns, because a side may be one state or several authorities and a verb would have to agree with it."""

LEDGER_TITLES: dict[LedgerKind, str] = {
    LedgerKind.PROVISION: "Provisions of the agreement",
    LedgerKind.COMMITMENT: "Commitments",
    LedgerKind.DEMAND: "Demands",
    LedgerKind.NOTIFICATION: "Notifications",
    LedgerKind.ACCESS: "Access",
    LedgerKind.INVESTIGATION: "Investigations",
    LedgerKind.PLEDGE: "Aid pledges",
    LedgerKind.LIAISON: "Liaison contacts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLead:
    """How a sentence about a ledger entry begins: what it is, and the words before those who did it and to whom."""

    noun: str
    by: str = "by"
    to: str = "to"
    by_state: Mapping[str, str] = field(default_factory=dict)
    """Other nouns for some states."""


LEDGER_LEADS: Mapping[LedgerKind, LedgerLead] = {
    LedgerKind.PROVISION: LedgerLead(
        noun="Breach of the agreement alleged",
        to="against",
        by_state={"invoked": "Agreement invoked", "denied": "Breach of the agreement denied"},
    ),
    LedgerKind.COMMITMENT: LedgerLead(noun="Commitment"),
    LedgerKind.DEMAND: LedgerLead(noun="Demand"),
    LedgerKind.NOTIFICATION: LedgerLead(noun="Notification"),
    LedgerKind.INVESTIGATION: LedgerLead(
        noun="Investigation", to="addressed to", by_state={"requested": "Investigation asked for"}
    ),
    LedgerKind.PLEDGE: LedgerLead(noun="Pledge"),
    LedgerKind.LIAISON: LedgerLead(noun="Contact", to="with"),
}


TRAFFIC_NOUNS: dict[str, str] = {
    "observers": "observers",
    "media": "journalists",
    "humanitarian": "aid",
    "civilian": "civilians",
    "military": "military traffic",
    "commercial": "commercial traffic",
    "all": "all traffic",
}


def event_noun(event_type: EventType, sub_event_type: SubEventType | None) -> str:
    """The words for a kind of event: its sub-event type's where there is one."""
    if sub_event_type in EVENT_NOUNS and sub_event_type is not None:
        return EVENT_NOUNS[sub_event_type]
    return EVENT_NOUNS.get(event_type, event_type.value.replace("_", " "))


def words(code: str) -> str:
    """`verification_candidate` as people read it."""
    return code.replace("_", " ")


def closeness(place: Place) -> str:
    """What stands before the name of a place that something happened not at, but about: "near ", "in the area of "."""
    return {1: "", 2: "near "}.get(place.geo_precision, "in the area of ")


def day_words(when: TimeRange | None) -> str:
    """Both ends in ISO 8601, a clock behind a blank; "date unknown" where none is told."""
    if when is None:
        return "date unknown"
    return " – ".join(dict.fromkeys(end.replace("T", " ") for end in when.iso()))


def side_names(ids: Iterable[str], situation: Situation) -> list[str]:
    """The neutral names of sides and actors; an id that the pack does not know stands for itself."""
    names = []
    for one in ids:
        side, actor = situation.sides.get(one), situation.actors.get(one)
        names.append(side.name if side else actor.name if actor else one)
    return names
