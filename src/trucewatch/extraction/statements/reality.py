"""Whether an act that a text tells of is said to have happened: not where it is denied, feared, or only dates another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.cues import word_list
from trucewatch.extraction.phrases import upwards
from trucewatch.extraction.statements.acts import is_blame

if TYPE_CHECKING:
    from spacy.tokens import Token

CLIMB = 10
NONE = frozenset({"no", "none", "neither", "nobody"})
WHEN = frozenset({"before", "after", "since", "during", "following", "until", "amid", "despite", "from"})
NEVER = frozenset({"point", "time", "moment", "stage", "way", "case", "circumstance"})
ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass"})
MODALS = frozenset({"will", "would", "could", "can", "may", "might", "should", "must", "shall"})


def is_only_possible(token: Token, cue: int | None = None) -> bool:
    """Deeds that are feared, prevented or to come are not yet anybody's."""
    for node in upwards(token, CLIMB):
        modal = any(c.dep_ == "aux" and c.lower_ in MODALS for c in node.children)
        is_name = any(c.dep_ == "oprd" for c in node.children)  # "what it called a crime"
        if modal or (node is not token and not is_name and node.lemma_.lower() in word_list("unreal")):
            return True
        is_aim = node.dep_ in ("advcl", "acl", "xcomp") and any(c.lower_ == "to" for c in node.lefts)
        is_top = node.head == node or node.head.i == cue
        if is_top or (node.dep_ in ("ccomp", "relcl", "advcl", "ROOT") and not is_aim):
            return any(
                c.dep_ == "mark" and c.lower_ in ("if", "unless", "before", "whether") for c in node.children
            )
    return False


def is_only_when(noun: Token) -> bool:
    """ "Before the strike", "since the attack": when something else happened."""
    return noun.dep_ == "pobj" and noun.head.lower_ in WHEN


def _is_never(verb: Token) -> bool:
    """ "At no point did our artillery fire", "in no way"."""
    opening = (o for c in verb.children if c.dep_ == "prep" and c.i < verb.i for o in c.children)
    return any(o.lemma_ in NEVER and any(d.lower_ == "no" for d in o.children) for o in opening)


def _is_none(noun: Token) -> bool:
    """ "No unit of his", "none of them", "neither side"."""
    return noun.lower_ in NONE or any(c.lower_ in NONE for c in noun.lefts)


def is_negated(token: Token) -> bool:
    node = token
    arguments = [c for c in token.children if c.dep_ in ARGUMENTS]
    if any(d.lower_ in ("no", "not") for c in arguments for d in c.doc[c.left_edge.i : c.i]):
        return True
    if _is_never(token) or _is_never(token.head):
        return True
    for _ in range(4):
        if any(_is_none(c) for c in node.children if c.dep_ in ("nsubj", "nsubjpass")):
            return True
        if any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ in ("no", "any")) for c in node.children):
            return True
        is_complement = node.dep_ in ("xcomp", "dobj", "attr", "acomp", "conj", "nsubjpass") or is_blame(node)
        if is_complement and node.head != node:
            if node.dep_ == "conj":
                return False
            node = node.head
            continue
        return any(c.lower_ == "neither" for c in node.children)
    return False
