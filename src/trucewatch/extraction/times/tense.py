"""Where a sentence looks from a word of time: back or ahead, as its verb's tense says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.extraction.times.anchor import Direction

if TYPE_CHECKING:
    from spacy.tokens import Token

AHEAD_AUXILIARIES = frozenset(
    {"will", "shall", "'ll", "wo", "would", "must", "should", "may", "might", "gonna", "ca"}
)
PLANS = frozenset(
    "plan expect schedule intend set due hope agree decide prepare ask promise vow slate aim seek want wish order pledge "
    "propose urge call demand invite threaten warn poise ready likely about postpone delay request prefer".split()
)
"""Words whose infinitive lies ahead ("planned to leave Thursday")."""

_STEPS = 12


_NOT_BEFORE = re.compile(
    r"(?:as (?:early|soon|late) as|no later than|starting|beginning|scheduled for|deadline of)(?: \w+)?\s*$"
)
_UNTIL = re.compile(r"\b(?:until|till)(?: \w+)?\s*$")


def direction_of(token: Token, before: str = "") -> Direction:
    """Past or future by the words before the expression and the verb that governs `token`; unknown where no verb does."""
    if _NOT_BEFORE.search(before):
        return Direction.FUTURE
    found = _of_governor(token)
    if _UNTIL.search(before) and found is Direction.PAST and not _perfect_or_negated(token):
        return Direction.FUTURE
    return found


def _perfect_or_negated(token: Token) -> bool:
    """ "Until Thursday they had not called": what lasted until then is over."""
    current = token
    for _ in range(_STEPS):
        if current.pos_ in ("VERB", "AUX"):
            return any(child.lower_ in ("had", "not", "n't", "was", "were") for child in current.children)
        current = current.head
    return False


def _of_governor(token: Token) -> Direction:
    current = token
    for _ in range(_STEPS):
        if current.pos_ in ("VERB", "AUX"):
            found = _of_verb(current)
            if found is not Direction.UNKNOWN:
                return found
        elif current.lemma_.lower() in PLANS and current.pos_ == "ADJ" and current is not token:
            return Direction.FUTURE
        if current.head == current:
            break
        current = current.head
    return Direction.UNKNOWN


def _of_verb(verb: Token) -> Direction:
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in AHEAD_AUXILIARIES and not _have(auxiliaries) for child in auxiliaries):
        return Direction.FUTURE
    if verb.lower_ == "going" and any(child.dep_ == "xcomp" for child in verb.children):
        return Direction.FUTURE
    if verb.tag_ == "VB":
        return _of_infinitive(verb, auxiliaries)
    if verb.tag_ in ("VBN", "VBD") and verb.lemma_ in (
        "schedule",
        "plan",
        "expect",
        "slate",
        "set",
        "postpone",
    ):
        return Direction.FUTURE
    if (
        verb.tag_ == "VBN"
        and any(child.lower_ in ("is", "are") for child in auxiliaries)
        and not _have(auxiliaries)
    ):
        return Direction.UNKNOWN
    if verb.tag_ in ("VBD", "VBN"):
        return Direction.PAST
    if any(child.tag_ == "VBD" for child in auxiliaries):
        return Direction.PAST
    if verb.tag_ == "VBG" and any(child.lower_ in ("is", "are", "am", "'s", "'re") for child in auxiliaries):
        return Direction.FUTURE
    if verb.tag_ in ("VBZ", "VBP"):
        return (
            Direction.PAST
            if _have(auxiliaries) or verb.lemma_ in ("say", "report", "claim")
            else Direction.FUTURE
        )
    return Direction.UNKNOWN


def _have(auxiliaries: list[Token]) -> bool:
    return any(child.lemma_ == "have" or child.lower_ in ("have", "'ve") for child in auxiliaries)


def _of_infinitive(verb: Token, auxiliaries: list[Token]) -> Direction:
    if any(child.lower_ in ("did", "could") for child in auxiliaries):
        return Direction.PAST
    if any(child.lower_ in ("can", "do", "does") for child in auxiliaries):
        return Direction.FUTURE
    head = verb.head
    if any(child.lower_ == "to" for child in auxiliaries) and head != verb:
        if head.lemma_.lower() in PLANS:
            return Direction.FUTURE
        if head.pos_ == "NOUN" and head.lemma_.lower() in (
            "plan",
            "deadline",
            "decision",
            "order",
            "proposal",
            "agreement",
        ):
            return Direction.FUTURE
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl", "conj"):
        return Direction.UNKNOWN
    return Direction.FUTURE if verb.dep_ == "ROOT" else Direction.UNKNOWN
