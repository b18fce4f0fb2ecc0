"""Acts that are told as the answer to another: a shelling and the return fire are two events, not one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.events.attachment import FAR
from trucewatch.extraction.events.triggers import lemma_of
from trucewatch.extraction.phrases import upwards

if TYPE_CHECKING:
    from spacy.tokens import Token

ANSWER = frozenset("response retaliation reply reaction answer revenge reprisal".split())
_ANSWERING = frozenset("respond retaliate reply answer counterattack suppress".split())
_RETALIATORY = frozenset("retaliatory return reprisal response counter punitive".split())
_INTRODUCING = frozenset({"in", "as", "by"})


def is_answer(act: Token) -> bool:
    """ "targeted a base in response", "retaliated by shelling", "returned fire", "a retaliatory strike"."""
    if lemma_of(act) in _ANSWERING or any(child.lower_ in _RETALIATORY for child in act.children):
        return True
    if lemma_of(act) == "return" and any(lemma_of(child) == "fire" for child in act.children):
        return True
    for node in _clause(act):
        if any(_introduces_answer(child) for child in node.children):
            return True
        if node.i != act.i and lemma_of(node) in _ANSWERING:
            return True
    return False


def is_answered(one: Token, other: Token) -> bool:
    """ "shelled the town in response to the violations": one act answers the other."""
    for low, high in ((one, other), (other, one)):
        answers = False
        for node in upwards(low, FAR):
            if node.i == high.i:
                if answers:
                    return True
                break
            answers = answers or node.lower_ in ANSWER
    return False


def _introduces_answer(child: Token) -> bool:
    """ "in response (to)", "as a reprisal" before or after a verb."""
    return (
        child.dep_ == "prep"
        and child.lower_ in _INTRODUCING
        and any(lemma_of(noun) in ANSWER for noun in child.children)
    )


def _clause(act: Token) -> Iterator[Token]:
    """The act and what it hangs on up to its own verb, and the verb that this one continues."""
    for node in upwards(act, FAR):
        yield node
        if node.dep_ in ("ROOT", "ccomp", "relcl", "advcl", "parataxis"):
            return
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("xcomp", "pcomp", "conj", "acl"):
            return
