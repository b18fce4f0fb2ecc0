"""Harm told by states and nouns: "five dead", "in critical condition", "the death of a soldier", "the toll rose to 12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.counts import Count, Counts
from trucewatch.extraction.casualties.harm import (
    Harm,
    counts_of,
    is_known_person,
    is_unreal,
    make_harm,
    may_suffer,
)
from trucewatch.extraction.casualties.verbs import subjects_of

if TYPE_CHECKING:
    from spacy.tokens import Token


_CONDITION = re.compile(
    r"\bin (?:an? )?(?:\w+ )?(?:critical|serious|grave|stable|fair|good|guarded|satisfactory)(?: but \w+)? condition\b",
    re.I,
)


def by_state(token: Token, counts: Counts) -> Iterator[Harm]:
    category = words.STATES[token.lower_]
    victims: list[Token] = []
    if token.dep_ == "acl" and token.head.lower_ == "those":
        part = _part_of(token.head, counts)
        if part is not None:
            yield make_harm(category, part, token)
        return
    if token.pos_ == "VERB" and any(child.dep_ == "dobj" for child in token.children):
        return
    found_so = token.dep_ == "ccomp" and token.head.lemma_ in ("find", "leave")
    if (
        token.dep_ in ("acomp", "oprd", "attr", "xcomp")
        or found_so
        or (token.dep_ == "conj" and token.head.dep_ == "acomp")
    ):
        verb = token.head if token.dep_ != "conj" else token.head.head
        if is_unreal(verb) or any(child.dep_ == "neg" for child in verb.children):
            return
        # "They found the child dead": the child is read as the subject of being dead.
        own = [child for child in token.children if child.dep_ == "nsubj"] if found_so else []
        victims = own or ([verb] if counts.number_at(verb) is not None else _in_state(verb))
    elif (
        token.lower_ == "missing"
        and token.pos_ == "VERB"
        and not any(c.dep_ == "dobj" for c in token.children)
    ):
        victims = subjects_of(token)
    elif token.lower_ == "displaced" and token.dep_ == "amod" and _comes_to_harm(token.head):
        return
    elif token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN", "NUM") and token.pos_ != "VERB":
        count = counts.of(token.head)
        if count is not None and count.stated and may_suffer(count) and count.low != 0:
            yield make_harm(category, count, token)
        return
    elif counts.number_at(token) is None:
        numbered = [c for c in token.children if c.dep_ in ("nummod", "nsubj", "det") and c.i < token.i]
        for child in numbered:
            number = counts.number_at(child)
            if number is not None:
                count = counts.of(child)
                if count is not None and may_suffer(count):
                    yield make_harm(category, count, token)
        return
    for count in counts_of(victims, counts):
        if may_suffer(count):
            yield make_harm(category, count, token)


def _comes_to_harm(noun: Token) -> bool:
    """In "fifty displaced people were killed" displaced is who they were, not what happened."""
    return noun.dep_ in ("nsubjpass", "dobj", "nsubj") and (
        noun.head.lemma_ in words.SUFFERED_BY_OBJECT or noun.head.lemma_ in words.SUFFERED_BY_SUBJECT
    )


def _in_state(verb: Token) -> list[Token]:
    """Who is in the state that a verb gives: the object of "left two dead", else the subject of "are dead"."""
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    if verb.lemma_ in ("leave", "take", "hold", "find", "shoot") and not passive:
        held = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
        return [child for child in held if child.lower_ not in words.STATES]
    return subjects_of(verb)


def by_condition(noun: Token, counts: Counts) -> Iterator[Harm]:
    """ "Two were in critical condition": wounded."""
    if not _CONDITION.search(noun.doc[max(0, noun.i - 6) : noun.i + 1].text):
        return
    verb = noun.head.head if noun.head.lower_ == "in" else noun.head
    if verb.pos_ not in ("VERB", "AUX") or is_unreal(verb):
        return
    for count in counts_of(subjects_of(verb), counts):
        if may_suffer(count):
            yield make_harm(words.WOUNDED, count, noun)


_REACHES = re.compile(
    r"[^.;\n\d]{0,110}?\b(?:at|to|of|was|is|stands|stood|reached|as|exceeds?|passed|now|:)\s+"
    r"(?:at least\s+|more than\s+|over\s+|around\s+|about\s+|some\s+|nearly\s+)?$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"(?:number|count|tally|total)(?:\s+number)?\s+of\s+(?:\w+\s+){0,3}?(?P<state>dead|deaths|killed|fallen|fatalities|wounded|injured|missing|displaced)",
    re.IGNORECASE,
)


def by_noun(token: Token, counts: Counts) -> Iterator[Harm]:
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "VERB") or token.lower_ in words.ONLY_ZERO:
        return
    categories = words.NOUNS[token.lower_]
    if token.lower_ == "remains" and token.pos_ != "NOUN":
        return
    if _is_imagined_noun(token) or (token.head.pos_ == "VERB" and is_unreal(token.head)):
        return
    part = _part_of(token, counts)
    if part is not None:
        for category in categories:
            yield make_harm(category, part, token)
        return
    joined = ("of", "to") if token.lower_ == "injuries" else ("of",)
    owners = [g for c in token.children if c.lower_ in joined for g in c.children if g.dep_ == "pobj"]
    own = counts.of(token)
    if own is not None and own.stated and not (own.low == 1 and own.noun is token and owners):
        if token.pos_ != "VERB" and own.low > 0:
            for category in categories:
                yield make_harm(category, own, token)
        return
    if token.lower_ in ("wounded", "injured", "missing", "prisoners", "hostages", "captives", "dead"):
        return
    # The losses of an army are no one soldier's.
    possessors = [child for child in token.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    if token.lower_ in words.LOSSES:
        possessors = []
    for count in counts_of(owners or possessors, counts):
        if may_suffer(count) and (is_known_person(count.noun) or count.noun.pos_ == "NUM"):
            yield make_harm(categories[0], count, token)


def _part_of(token: Token, counts: Counts) -> Count | None:
    """ "Three of the dead were police officers": three, who were police officers."""
    if token.head.lower_ != "of" or token.head.head is token or counts.number_at(token.head.head) is None:
        return None
    number = token.head.head
    count = counts.of(number)
    told = [child for child in number.head.children if child.dep_ == "attr"] if number.dep_ == "nsubj" else []
    return replace(count, noun=told[0]) if count is not None and told else count


def _is_imagined_noun(token: Token) -> bool:
    return any(
        child.lower_ in ("possible", "potential", "attempted", "further") for child in token.children
    ) or (token.head.lemma_ in words.NOT_DONE)


_CHANGED_FROM = re.compile(r"\bfrom \S+ to $")
"""What comes before the new number in "raised the toll from seven to nine", which is no range."""
_IMAGINED = re.compile(r"\b(?:may|might|could|would)\b")
_PUT = re.compile(
    r"\b(?:put(?:s|ting)?|g[ai]v(?:e|es|ing|en)|br(?:ings?|inging|ought)|rais(?:es?|ed|ing)|cut(?:s|ting)?)\s[^.;,\d]{0,60}$",
    re.IGNORECASE,
)
_AT = re.compile(r"\s+(?:[\w'’-]+\s+){0,4}?(?:at|to|as)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
"""What comes before the noun and behind it in "put army losses at 40" and "brings the dead to five"."""


def by_toll(token: Token, counts: Counts) -> Iterator[Harm]:
    """ "the toll rose to 12", "put the number of killed servicemen at 71"."""
    text = counts.text  # spaCy joins its tokens anew each time that it is asked for the text
    category = words.KILLED
    start = token.idx
    reaches = _REACHES
    if token.lower_ in words.LOSSES:
        if not _PUT.search(text, max(0, token.idx - 70), token.idx):
            return
        category, start, reaches = words.LOSSES[token.lower_], token.idx + len(token), _AT
    elif token.lemma_.lower() == "toll":
        if token.i > 0 and token.doc[token.i - 1].lower_ in ("injury", "injured"):
            category = words.WOUNDED
    else:
        told = _NUMBER_OF.match(text, token.idx)
        if told is None:
            return
        category = words.NOUNS.get(
            told["state"].lower(), (words.STATES.get(told["state"].lower(), category),)
        )[0]
        start = told.start("state")
    _, last = counts.sentence_around(token)
    for at in counts.numbers_within(start, min(last, start + 140)):
        if text[start:at].endswith(" from ") or _IMAGINED.search(text, start, at):
            continue
        if reaches.search(text[start:at]):
            number = token.doc.char_span(at, at + 1, alignment_mode="expand")
            count = counts.of(number[0]) if number is not None else None
            if count is not None and (count.noun.pos_ == "NUM" or is_known_person(count.noun)):
                if count.high is not None and _CHANGED_FROM.search(text[start:at]):
                    count = replace(count, low=count.high, start=at)
                yield make_harm(category, count, token)
        return
