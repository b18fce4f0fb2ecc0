"""Casualty figures of a document: how many of whom, by whose account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trucewatch.extraction import casualty_words as words
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualty_phrases import Harm, find_harm
from trucewatch.records import (
    CasualtyFigure,
    CasualtyGroup,
    CasualtyScope,
    Span,
    Stance,
    Statement,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.situation import Situation

OUTLET = "MEDIA"
"""Side id of the outlet's own voice."""


def find_casualties(
    analysis: Analysis, statements: Iterable[Statement], situation: Situation
) -> tuple[CasualtyFigure, ...]:
    """Every casualty figure stated as fact by somebody, in text order.

    A figure belongs to the innermost statement around it; the outlet's own words give claimant `MEDIA`, a speaker whose side is
    unknown gives None. Vague words keep their word (see `numbers`). What is only feared, intended or denied is not a figure.
    """
    claims = [_Claim(statement) for statement in statements]
    figures = []
    for harm in find_harm(analysis.doc):
        claim = _claim_around(claims, harm)
        statement = claim.statement if claim else None
        if statement is not None and statement.stance is Stance.DENY and harm.count.high != 0:
            continue
        claimant = _claimant(statement)
        figures.append(
            CasualtyFigure(
                category=harm.category,
                group=_group(harm),
                low=harm.count.low,
                high=harm.count.high,
                word=harm.count.word,
                side=_whose(harm, situation, claimant),
                claimant=claimant,
                scope=_scope(harm),
                evidence=analysis.document.evidence(Span(start=harm.start, end=harm.end)),
            )
        )
    return tuple(figures)


class _Claim:
    """A statement with the stretches of text it is responsible for."""

    __slots__ = ("size", "spans", "statement")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.spans = statement.content or (statement.evidence.span,)
        self.size = sum(len(span) for span in self.spans)

    def covers(self, offset: int) -> bool:
        return any(span.start <= offset < span.end for span in self.spans)


def _claim_around(claims: list[_Claim], harm: Harm) -> _Claim | None:
    """The narrowest attributed statement around the figure, else the outlet's."""
    around = [claim for claim in claims if claim.covers(harm.count.start)]
    if not around:
        return None
    return min(around, key=lambda claim: (claim.statement.stance is Stance.OUTLET, claim.size))


def _claimant(statement: Statement | None) -> str | None:
    if statement is None or statement.stance is Stance.OUTLET:
        return OUTLET
    return statement.speaker.side if statement.speaker else None


def _group(harm: Harm) -> CasualtyGroup:
    for noun in _describing(harm.count.noun):
        lemma = noun.lemma_.lower()
        for members, group in words.GROUPS:
            if lemma in members or noun.lower_ in members:
                return group
    return CasualtyGroup.UNKNOWN


def _describing(noun: Token) -> Iterable[Token]:
    """The noun, and what says more about it: modifiers, appositions, "members of the army"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "appos", "nmod") and child.i - noun.i < 8:
            yield child
    if noun.lemma_.lower() in ("member", "representative", "man", "people", "personnel", "number", "dozen"):
        for child in noun.children:
            if child.lower_ == "of":
                for grandchild in child.children:
                    yield grandchild
                    yield from grandchild.children


_OURS = frozenset({"our", "its", "their", "my", "his", "her"})
_SIDE_OF_SENTENCE = re.compile(
    r"\b(?:on|from|of)\s+the\s+(?P<side>[\w-]+)\s+side\b|\bamong\s+(?:the\s+)?(?P<among>[\w-]+)",
    re.IGNORECASE,
)


def _whose(harm: Harm, situation: Situation, claimant: str | None) -> str | None:
    """The side of the people: their nationality or force, "our" people, or "on the X side"."""
    noun = harm.count.noun
    phrase = harm.trigger.doc[noun.left_edge.i : min(noun.right_edge.i, noun.i + 12) + 1]
    sides = [name.side for name in situation.find_actors(phrase.text) if name.side]
    if sides:
        return sides[0]
    if any(child.dep_ == "poss" and child.lower_ in _OURS for child in noun.children) and claimant != OUTLET:
        return claimant
    beside = _SIDE_OF_SENTENCE.search(harm.trigger.sent.text)
    if beside:
        actors = situation.find_actors(beside["side"] or beside["among"])
        return actors[0].side if actors else None
    return None


_CUMULATIVE = re.compile(
    r"\b(?:since (?!yesterday|this morning|last night|dawn|midnight)(?:the\b|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|last|\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|so far this|this year|"
    r"in total|overall|altogether|to date|over the (?:past|last) (?:\w+ )?(?:weeks?|months?|years?|decades?)|"
    r"(?:rise[sn]?|rose|climb(?:s|ed)?|increas(?:es|ed)|jump(?:s|ed)?|brings?|bringing|brought) (?:\w+ ){0,6}(?:to|above|past)|"
    r"during the (?:war|conflict)|in the (?:war|conflict)|the war has|has claimed|have claimed|"
    r"in (?:the )?\d{4}|between \d{4} and)\b",
    re.IGNORECASE,
)


def _scope(harm: Harm) -> CasualtyScope:
    if harm.trigger.lemma_ == "toll" or _CUMULATIVE.search(_clause(harm)):
        cumulative = _CUMULATIVE.search(_clause(harm))
        return CasualtyScope.CUMULATIVE if cumulative else CasualtyScope.INCIDENT
    return CasualtyScope.INCIDENT


def _clause(harm: Harm) -> str:
    sentence = harm.trigger.sent
    text = harm.trigger.doc.text
    return text[max(sentence.start_char, harm.start - 80) : min(sentence.end_char, harm.end + 80)]
