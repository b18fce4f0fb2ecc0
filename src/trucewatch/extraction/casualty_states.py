"""Harm told by states and nouns: "five dead", "in critical condition", "the death of a soldier", "the toll rose to 12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction import casualty_words as words
from trucewatch.extraction.casualty_counts import Count, Counts
from trucewatch.extraction.casualty_harm import (
    Harm,
    counts_of,
    is_known_person,
    is_unreal,
    make_harm,
    may_suffer,
)
from trucewatch.extraction.casualty_verbs import subjects_of

if TYPE_CHECKING:
    from spacy.tokens import Token


_CONDITION = re.compile(
    r"\bin (?:an? )?(?:\w+ )?(?:critical|serious|grave|stable|fair|good|guarded|satisfactory)(?: but \w+)? condition\b",
    re.I,
)


def by_state(token: Token, counts: Counts) -> Iterator[Harm]:
    category = words.STATES[token.lower_]
    victims: list[Token] = []
    found_so = token.dep_ == "ccomp" and token.head.lemma_ in ("find", "leave")
    if (
        token.dep_ in ("acomp", "oprd", "attr", "xcomp")
        or found_so
        or (token.dep_ == "conj" and token.head.dep_ == "acomp")
    ):
        verb = token.head if token.dep_ != "conj" else token.head.head
        if is_unreal(verb) or any(child.dep_ == "neg" for child in verb.children):
            return
        victims = _in_state(verb)
    elif token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN") and token.pos_ != "VERB":
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


def _in_state(verb: Token) -> list[Token]:
    """Who is in the state that a verb gives: the object of "left two dead", else the subject of "are dead"."""
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    if verb.lemma_ in ("leave", "take", "hold", "find") and not passive:
        return [child for child in verb.children if child.dep_ in ("dobj", "obj")]
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


_TOLL = re.compile(
    r"\b(?:death\s|injury\s|casualty\s)?toll\b[^.;\n\d]{0,60}?\b(?:at|to|of|was|is|stands|stood|reached|as|exceeds?|passed|now|:)\s+$",
    re.IGNORECASE,
)


def by_noun(token: Token, lemma: str, counts: Counts) -> Iterator[Harm]:
    if lemma == "toll":
        yield from _by_toll(token, counts)
        return
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
    owners = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    own = counts.of(token)
    if own is not None and own.stated and not (own.low == 1 and own.noun is token and owners):
        if token.pos_ != "VERB" and own.low > 0:
            for category in categories:
                yield make_harm(category, own, token)
        return
    if token.lower_ in ("wounded", "injured", "missing", "prisoners", "hostages", "captives", "dead"):
        return
    possessors = [child for child in token.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    for count in counts_of(owners or possessors, counts):
        if may_suffer(count) and is_known_person(count.noun):
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


def _by_toll(toll: Token, counts: Counts) -> Iterator[Harm]:
    _, sentence_end = counts.sentence_around(toll)
    text = toll.doc.text
    hurt = toll.i > 0 and toll.doc[toll.i - 1].lower_ in ("injury", "injured")
    for token in toll.doc[toll.i + 1 : toll.i + 30]:
        if token.idx >= sentence_end:
            return
        number = counts.number_at(token)
        if number is None or number.start != token.idx:
            continue
        opening = re.sub(
            r"(?:at least|more than|over|around|about|some|nearly)\s+$",
            "",
            text[toll.idx : number.start],
            flags=re.I,
        )
        if _TOLL.search(opening) or _TOLL.search("death " + opening):
            count = counts.of(token)
            if count is not None:
                yield make_harm(words.WOUNDED if hurt else words.KILLED, count, toll)
        return
