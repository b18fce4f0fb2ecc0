"""Words by which a content tells who did what it tells, named or not, and where a name hangs in its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles, word_list
from trucewatch.extraction.statements.acts import is_blame, is_weapon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.statements.deeds import Deeds

CLIMB = 6
HELD = frozenset({"for", "as"})
"""Before what something was taken for."""
BODIES = frozenset({"force", "organ", "state"})
"""Kinds of role nouns that may stand for a side without naming it: "the army"."""
LABELLED = {
    "enemy": "enemy",
    "foe": "enemy",
    "adversary": "enemy",
    "aggression": "aggression",
    "aggressor": "aggression",
    "occupation": "occupation",
    "occupier": "occupation",
    "invader": "occupation",
    "terrorist": "band",
    "militant": "band",
    "bandit": "band",
    "gunman": "band",
    "rebel": "band",
    "insurgent": "band",
    "infiltrator": "band",
    "militia": "band",
    "mercenary": "mercenary",
    "regime": "regime",
    "junta": "regime",
    "formation": "formation",
    "battalion": "unit",
    "brigade": "unit",
    "regiment": "unit",
    "division": "unit",
    "infantry": "unit",
}
"""Words for the other side that name nobody, by what they make of it."""
REGULAR = frozenset("army military soldier troop serviceman policeman police unit commando".split())
MACHINE = frozenset(
    "aircraft plane jet warplane drone helicopter gunship tank artillery battery gunboat air force".split()
)
JOINED = frozenset({"both", "mutual", "mutually", "together", "joint", "jointly"})
_PASSED = frozenset({"conj", "appos"})
BEFORE = frozenset({"compound", "amod", "nmod"})


def label_of(token: Token) -> str:
    """What a word for the other side makes of it; "joint" for what both did; empty for any other word."""
    if token.lower_ in JOINED:
        return "joint"
    return LABELLED.get(token.lemma_.lower(), "")


def doer_kind(token: Token) -> str:
    """What kind of word stands for the doer of an act, where no party is named."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PRON":
        return "them" if token.lower_ in ("they", "them", "their") else "a pronoun"
    if lemma in MACHINE or is_weapon(token):
        return "machine"
    return LABELLED.get(lemma, "regular" if lemma in REGULAR else "others")


def is_mistake(verb: Token) -> bool:
    """ "They took it for …", "mistook the van for …"; not "took revenge for"."""
    lemma = verb.lemma_.lower()
    if lemma not in ("take", "mistake", "misidentify") or not any(c.lower_ in HELD for c in verb.children):
        return False
    return lemma != "take" or any(c.dep_ == "dobj" and c.pos_ == "PRON" for c in verb.children)


def phrase_head(token: Token) -> Token:
    """Of "Lebanese" in "Lebanese territory": the territory."""
    for _ in range(CLIMB):
        if token.dep_ not in BEFORE:
            break
        token = token.head
    return token


def standing(token: Token, deeds: Deeds) -> str:
    """Way from a name to what governs its phrase, in classes of words: "mod weapon nsubj act"."""
    steps: list[str] = []
    node = token
    for _ in range(CLIMB):
        if node.dep_ in _PASSED and node.head != node:
            node = node.head
        elif node.dep_ in BEFORE or node.dep_ == "poss":
            steps.append(f"{'of' if node.dep_ == 'poss' else 'mod'} {_class_of(node.head, deeds)}")
            node = node.head
        elif node.dep_ == "pobj" and node.head.lower_ == "of":
            steps.append(f"of {_class_of(node.head.head, deeds)}")
            node = node.head.head
        else:
            break
    dep, above = node.dep_, node.head
    if dep == "pobj":
        dep, above = above.lower_, above.head
    return " ".join([*steps[-1:], dep, _class_of(above, deeds)])


def _class_of(token: Token, deeds: Deeds) -> str:
    if is_blame(token):
        return "blame"
    if deeds.is_act(token):
        return "act"
    lemma = token.lemma_.lower()
    if is_weapon(token):
        return "weapon"
    if lemma in word_list("origins"):
        return "origin"
    if lemma in word_list("forces") or roles().get(lemma, ("", ""))[1] == "force":
        return "force"
    return token.pos_.lower()
