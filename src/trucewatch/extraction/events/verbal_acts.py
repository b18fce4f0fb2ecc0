"""What a promise, a demand or a threat of an act is: the words are the event, not the act they are about.

PLOVER codes a declared willingness to cooperate as agree ("will provide aid"), a declared hostile step as threaten
("will boycott the talks"), and what one says that another must do as request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.records import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

_COOPERATIVE = frozenset(
    {
        EventType.AID,
        EventType.CONCEDE,
        EventType.CONSULT,
        EventType.COOPERATE,
        EventType.RETREAT,
        EventType.SUPPORT,
    }
)
_HOSTILE = frozenset({EventType.COERCE, EventType.REJECT, EventType.SANCTION, EventType.MOBILIZE})

_WILL = frozenset({"will", "'ll", "shall", "would"})
_MUST = frozenset({"must", "should"})
_READY = frozenset("ready willing prepared".split())


def declared_kind(event_type: EventType, token: Token) -> EventType:
    """The category of a verbal act by the modality of its verb."""
    auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
    if auxiliaries & _MUST:
        return EventType.REQUEST
    if not (auxiliaries & _WILL or _is_offered(token)):
        return event_type
    is_conditional = any(
        child.dep_ == "advcl" and any(mark.lower_ == "unless" for mark in child.children)
        for child in token.children
    )
    if event_type in _HOSTILE or (is_conditional and event_type in _COOPERATIVE):
        return EventType.THREATEN
    return EventType.AGREE if event_type in _COOPERATIVE else event_type


def _is_offered(token: Token) -> bool:
    """ "is willing to withdraw"."""
    return token.dep_ == "xcomp" and token.head.lower_ in _READY
