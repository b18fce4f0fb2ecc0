"""Whether words that were taken for a charge can be one: not where somebody only left, or nobody is said to have done it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.cues import word_list
from trucewatch.extraction.phrases import upwards
from trucewatch.extraction.statements.reality import MODALS, is_negated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from trucewatch.extraction.statements.deeds import Deeds

CLIMB = 4
FIRE = frozenset(
    "fire gunfire arms projectile grenade shelling bombardment round bullet shot burst shrapnel explosion blast".split()
)
"""What strikes without a word of whose it is."""
LEAVING = frozenset({"withdraw", "retreat", "vacate", "disengage"})
"""Verbs by which somebody gives up ground."""
AWAY = {
    "pull": frozenset({"out", "back", "away"}),
    "move": frozenset({"out", "back", "away"}),
    "fall": frozenset({"back"}),
    "leave": frozenset(),
}
"""Verbs that do so with one of these words; a verb without any, where it is a place that is left."""
PACTS = frozenset(
    "ceasefire truce armistice agreement accord deal pact treaty memorandum talk negotiation".split()
)
"""What is left by who no longer keeps it."""
DEPARTURES = frozenset({"withdrawal", "pullout", "pullback", "retreat", "departure", "disengagement"})


def only_tells_of_leaving(tokens: Sequence[Token], deeds: Deeds) -> bool:
    """ "Their side has pulled its guns back", "the withdrawal is over": no act, and nothing that was not done.

    Leaving a truce, or not leaving when it was due, may well be a charge.
    """
    inside = set(tokens)
    heads = [t for t in tokens if t.head == t or t.head not in inside]
    main = [
        t for head in heads for t in (head, *(c for c in head.subtree if c.dep_ == "ccomp" and c in inside))
    ]
    left = [t for t in main if _leaves(t) or any(_is_departure(c) for c in t.children)]
    if not left or any(_may_not_be(t) or any(not _leaves(c) for c in t.conjuncts) for t in left):
        return False
    return not any(map(_is_of_truce, left)) and not any(deeds.is_act(token) for token in tokens)


def only_fire_struck(tokens: Sequence[Token], deeds: Deeds) -> bool:
    """ "Small-arms fire hit our truck": not "was hit", which asks by whom, nor "fire from the ridge hit it"."""
    acts = [token for token in tokens if deeds.is_act(token) and is_somebody(token)]
    heads = {token for token in tokens if token.head == token or token.head not in tokens}
    return not heads.isdisjoint(acts) and all(map(_is_by_fire, acts))


def _is_by_fire(act: Token) -> bool:
    below = [c for c in act.children if c.dep_ == "nsubj"]
    origins = [c.lower_ for node in below for c in node.subtree] + [c.lower_ for c in act.children]
    return bool(below) and not any(map(is_somebody, below)) and not {"from", "by"} & set(origins)


def is_somebody(doer: Token) -> bool:
    """False for fire, shells and blasts."""
    lemma = doer.lemma_.lower()
    return lemma not in word_list("weapons") and lemma not in FIRE


def _leaves(verb: Token) -> bool:
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    lemma = verb.lemma_.lower()
    if lemma in LEAVING:
        return True
    if lemma not in AWAY:
        return False
    if not AWAY[lemma]:
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        is_state = any(
            c.dep_ in ("oprd", "ccomp", "acomp") for c in verb.children
        )  # "left the town in ruins"
        return bool(objects) and not is_state and all(_is_ground(o) for o in objects)
    return any(token.lower_ in AWAY[lemma] for token in verb.subtree if token.head in (verb, *verb.children))


def _is_of_truce(verb: Token) -> bool:
    """ "Pulled out of the accord", "left the talks"."""
    inside = [o for c in verb.children if c.lower_ in ("from", "out") for o in c.subtree]
    objects = (c for c in verb.children if c.dep_ == "dobj")
    return any(t.lemma_.lower() in PACTS for t in (*inside, *objects))


def _is_departure(noun: Token) -> bool:
    return noun.dep_ in ("nsubj", "nsubjpass") and noun.lemma_.lower() in DEPARTURES


def _is_ground(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or noun.lemma_.lower() in word_list("sites")


def _may_not_be(verb: Token) -> bool:
    """ "Has not withdrawn", "must leave", "refused to pull out"."""
    if is_negated(verb) or verb.dep_ == "xcomp":
        return True
    return any(c.dep_ == "aux" and c.lower_ in MODALS for node in upwards(verb, CLIMB) for c in node.children)
