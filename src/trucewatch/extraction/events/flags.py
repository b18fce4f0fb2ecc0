"""Why a mention is not, or not simply, one event that happened: negated, hypothetical, planned,
historical, aggregate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extraction.events.triggers import Trigger, lemma_of
from trucewatch.extraction.phrases import upwards
from trucewatch.records import CountRange, Flag, Stance
from trucewatch.records.calendar import WEEKDAY_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.records import Statement

NOT_NOW = frozenset({Flag.HISTORICAL, Flag.PLANNED, Flag.HYPOTHETICAL})
"""What so flagged did not happen in the days that a report is about."""

CLIMB = 6
"""Heads above a trigger that may negate it or make it a possibility."""

_NEGATORS = frozenset("no not n't never nor without neither hardly nobody none".split())
_NEGATING = frozenset("avoid refrain abstain fail prevent avert avoid exclude".split())
_POSSIBLE_MODALS = frozenset("would could might may can should must ought shall".split())
_CONDITIONS = frozenset("if unless whether lest should".split())
_POSSIBILITY = frozenset(
    """risk threat danger possibility potential fear prospect likelihood chance case event fears threats
    risks prospects right ability capability readiness""".split()
)
_POSSIBLE = frozenset("possible potential imminent future prospective likely".split())
_ENDING = frozenset(
    """stop end halt cease prevent avoid avert forbid prohibit ban renounce deter condemn curb""".split()
)
_PLANNING = frozenset("plan intend prepare schedule vow pledge promise threaten decide set expect".split())
_PLANNED = frozenset("planned upcoming forthcoming scheduled impending intended".split())
_HAPPENED_UNDER = frozenset("manage begin start continue use force proceed".split())

_PAST_TALK = re.compile(
    r"\b(?:(?:in|since|of|until|during) (?:the )?(?:early |late |mid-)?(?:1[89]\d0s|20[0-2]0s)"
    r"|world war|cold war|(?:during|since|after|before) (?:\S+ ){1,2}civil war"
    r"|decades? (?:ago|of|old)|years? ago|centur(?:y|ies)|historically|history of"
    # "in the past 24 hours" is the news of a bulletin
    r"|in the past(?! (?:\S+ ){0,2}(?:minute|hour|day|night|week|month)s?\b))\b",
    re.IGNORECASE,
)


def flags_of(
    trigger: Trigger, sentence: Tokens, statement: Statement | None
) -> tuple[set[Flag], CountRange | None]:
    """Flags that the sentence gives (time aside), and the number of events where it counts them."""
    token = trigger.token
    flags: set[Flag] = set()
    if is_negated(token):
        flags.add(Flag.NEGATED)
    if _is_planned(token):
        flags.add(Flag.PLANNED)
    elif _is_hypothetical(token) or _is_demanded(token, statement):
        flags.add(Flag.HYPOTHETICAL)
    count = count_of(token, sentence)
    if count is not None:
        if count.high == 0:
            flags.add(Flag.NEGATED)
            count = None
        elif count.low is None or count.low > 1:
            flags.add(Flag.AGGREGATE)
        else:
            count = None
    text = sentence.text[:2000]
    if (_PAST_TALK.search(text) or _is_toll_of_a_war(text)) and not _names_recent_day(sentence):
        flags.add(Flag.HISTORICAL)
    return flags, count


_TOLL = re.compile(
    r"\b(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{4,7})(?: \w+){0,2} "
    r"(?:people|persons|lives|civilians|dead|deaths|killed|victims|fatalities|casualties|soldiers|men|women|children)\b",
    re.IGNORECASE,
)
TOLL_OF_A_WAR = 3000
"""People; no single event of one report has killed as many."""


def _is_toll_of_a_war(text: str) -> bool:
    return any(int(found["number"].replace(",", "")) >= TOLL_OF_A_WAR for found in _TOLL.finditer(text))


def _names_recent_day(sentence: Tokens) -> bool:
    return any(t.lower_ in _RECENT for t in sentence)


_RECENT = frozenset({"today", "yesterday", "tonight", "overnight"} | {day.lower() for day in WEEKDAY_NAMES})


def _heads(token: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs of a node and its head, upwards."""
    return pairwise(upwards(token, CLIMB + 1))


def is_negated(token: Token) -> bool:
    """A negation of the trigger itself, or of the verb of which it is an object or an open complement."""
    if any(_negates(child) for child in token.children):
        return True
    for node, head in _heads(token):
        if _denied_by(node, head):
            return True
        if node.dep_ not in ("dobj", "attr", "xcomp", "prep", "pobj", "pcomp", "conj"):
            return False
    return False


def _denied_by(node: Token, head: Token) -> bool:
    """ "did not report shelling", "failed to attack", "refrained from firing", "without casualties"."""
    denied = any(child.dep_ == "neg" for child in head.children)
    match node.dep_:
        case "xcomp":
            return denied or lemma_of(head) in _NEGATING
        case "dobj" | "attr" | "nsubjpass" | "aux" | "auxpass":
            return denied
        case "nsubj":
            return denied and lemma_of(head) in ("be", "take", "occur", "happen")
        case "prep":
            return lemma_of(head) in _NEGATING
        case "pobj" | "pcomp":
            return head.lower_ == "without"
    return False


def _negates(child: Token) -> bool:
    if child.dep_ == "neg":
        return True
    if child.dep_ in ("det", "nsubj", "nsubjpass", "preconj") and child.lower_ in _NEGATORS:
        return True
    return child.dep_ in ("nsubj", "nsubjpass", "dobj") and any(
        grandchild.lower_ in ("no", "neither") and grandchild.dep_ in ("det", "preconj", "cc", "advmod")
        for grandchild in child.children
    )


def _is_planned(token: Token) -> bool:
    node = token
    for step in range(3):
        if any(c.dep_ == "aux" and c.lower_ in ("will", "'ll", "shall") for c in node.children):
            return True
        if any(c.dep_ in ("amod", "compound") and c.lower_ in _PLANNED for c in node.children) and step == 0:
            return True
        head = node.head
        if head == node:
            return False
        if node.dep_ == "xcomp" and node.tag_ == "VB" and lemma_of(head) in _PLANNING | {"go"}:
            return True
        if node.dep_ not in ("xcomp", "dobj", "conj", "nsubjpass", "prep", "pobj"):
            return False
        if node.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in node.children):
            return False
        node = head
    return False


def _is_hypothetical(token: Token) -> bool:
    """Something feared, wanted, possible, conditional or to be ended, as far up as its own finite clause."""
    if any(child.dep_ == "amod" and child.lower_ in _POSSIBLE for child in token.children):
        return True
    if token.pos_ in ("VERB", "AUX") and _possible_verb(token):
        return True
    for node, head in _heads(token):
        if node.dep_ in ("relcl", "parataxis") or (node.dep_ == "ccomp" and not _is_infinitive(node)):
            return False
        if _made_possible_by(node, head):
            return True
        if head.pos_ in ("VERB", "AUX") and node.dep_ not in _WITHIN_CLAUSE:
            return False
    return False


_WITHIN_CLAUSE = frozenset("dobj xcomp ccomp nsubjpass conj prep advcl".split())


def _made_possible_by(node: Token, head: Token) -> bool:
    match node.dep_:
        case "advcl":
            return any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in node.children)
        case "pobj" | "pcomp":
            return head.lower_ in _OF_POSSIBILITY and lemma_of(head.head) in _POSSIBILITY | _ENDING
        case "compound":
            return lemma_of(head) in _POSSIBILITY
        case "dobj" | "nsubjpass" | "nsubj":
            if node.dep_ != "nsubj" and lemma_of(head) in _ENDING - {"condemn"}:
                return True
            return head.pos_ in ("VERB", "AUX") and _possible_verb(head)
        case "xcomp" | "ccomp":
            return lemma_of(head) in _ENDING or (
                node.tag_ == "VB" and _is_infinitive(node) and lemma_of(head) not in _HAPPENED_UNDER
            )
        case "acl":
            return node.tag_ == "VB"
    return False


_OF_POSSIBILITY = frozenset("of for from in to".split())


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _possible_verb(verb: Token) -> bool:
    """ "may shell", "if they shell", "to shell" as a purpose; "could have shelled" stays possible."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in _POSSIBLE_MODALS:
            return True
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return True
    return (
        verb.dep_ == "advcl"
        and verb.tag_ == "VB"
        and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    )


def _is_demanded(token: Token, statement: Statement | None) -> bool:
    """What is demanded, threatened or promised has not happened by the saying of it."""
    if statement is None or statement.stance not in (Stance.DEMAND, Stance.THREATEN, Stance.PROMISE):
        return False
    return token.pos_ in ("VERB", "AUX") and token.tag_ in ("VB", "VBG", "VBP")


_NUMBER_WORDS = {
    "no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight":
    8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "twice": 2, "thrice": 3,
}  # fmt: skip
_VAGUE = {"several": 3, "dozens": 12, "hundreds": 100, "numerous": 3, "multiple": 2, "many": 3, "repeated": 2}


def count_of(token: Token, sentence: Tokens) -> CountRange | None:
    """The number of events: "12 violations", "violated the ceasefire nine times", "twice", "dozens of
    attacks".
    """
    if token.pos_ in ("NOUN", "PROPN"):
        for child in token.children:
            if child.dep_ in ("nummod", "det", "amod") and (count := _count_word(child)) is not None:
                return _with_bound(count, child, sentence)
        for i in range(max(token.i - 4, sentence.start), token.i):
            near = sentence.doc[i]
            if near.like_num and _counts(near, token) and (count := _count_word(near)) is not None:
                return _with_bound(count, near, sentence)
        head = token.head
        if (
            token.dep_ == "pobj"
            and head.lower_ == "of"
            and lemma_of(head.head) in ("dozen", "hundred", "case", "number", "score")
        ):
            return CountRange(
                low={"dozen": 12, "hundred": 100}.get(lemma_of(head.head), 2), high=None, word=head.head.text
            )
        return None
    for child in token.children:
        if child.lower_ in ("twice", "thrice"):
            return _count_word(child)
        if child.dep_ in ("npadvmod", "dobj", "advmod") and lemma_of(child) == "time":
            for grandchild in child.children:
                if (count := _count_word(grandchild)) is not None:
                    return _with_bound(count, grandchild, sentence)
    for i in range(token.i + 1, min(token.i + 9, sentence.end)):
        if (
            sentence.doc[i].lower_ in ("times", "occasions")
            and (count := _count_word(sentence.doc[i - 1])) is not None
        ):
            return count
        if sentence.doc[i].lower_ == "twice":
            return CountRange(low=2, high=2)
    return None


def _counts(number: Token, noun: Token) -> bool:
    """True for "12 ceasefire violations", not for "56 people killed in strikes"."""
    head = number.head
    return head == noun or (head.head == noun and head.dep_ in ("compound", "amod", "nmod"))


_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")


def _count_word(token: Token) -> CountRange | None:
    word = token.lower_.replace(",", "")
    if _YEAR.fullmatch(token.text):
        return None
    if word.isdecimal() and word.isascii() and len(word) <= 7:
        return CountRange(low=int(word), high=int(word))
    if word in _NUMBER_WORDS:
        return CountRange(low=_NUMBER_WORDS[word], high=_NUMBER_WORDS[word])
    if word in _VAGUE:
        return CountRange(low=_VAGUE[word], high=None, word=token.text)
    return None


def _with_bound(count: CountRange, number: Token, sentence: Tokens) -> CountRange:
    before = {t.lower_ for t in sentence.doc[max(number.i - 3, sentence.start) : number.i]}
    if {"least", "over", "than", "exceeding"} & before:
        return CountRange(low=count.low, high=None, word=count.word)
    return count
