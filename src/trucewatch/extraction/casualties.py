"""Casualty figures of a document: how many of whom, by whose account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction import casualty_words as words
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualty_harm import Harm
from trucewatch.extraction.casualty_phrases import find_harm
from trucewatch.extraction.claimants import OUTLET, Voices, with_echoes
from trucewatch.records import (
    CasualtyFigure,
    CasualtyScope,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from trucewatch.situation import Situation


def find_casualties(
    analysis: Analysis, statements: Iterable[Statement], situation: Situation
) -> tuple[CasualtyFigure, ...]:
    """Every casualty figure stated as fact by somebody, in text order.

    `claimant` is explained in `claimants`. Vague words keep their word (see `numbers`). What is only feared, intended or
    denied is not a figure.
    """
    voices = Voices(analysis, statements, situation)
    figures = []
    for harm in find_harm(analysis.doc):
        if voices.denies(harm.count.start) and harm.count.high != 0:
            continue
        claimant = voices.claimant_at(harm.count.start)
        figures.append(
            CasualtyFigure(
                category=harm.category,
                group=words.group_of(harm.count.noun),
                low=harm.count.low,
                high=harm.count.high,
                word=harm.count.word,
                side=_whose(harm, situation, claimant),
                claimant=claimant,
                scope=_scope(harm),
                evidence=analysis.document.evidence(Span(start=harm.start, end=harm.end)),
            )
        )
    return with_echoes(_without_superseded(figures, analysis.reading), voices.sentence_of)


_EARLIER = re.compile(
    r"\b(?:earlier|initially|previously|originally|first|at first|before that)\b(?:\W+\w+){0,6}?\W+"
    r"(?:report\w*|sa(?:id|ying)|put|spoke[n]?|announced|gave|given|counted|stated|estimated?|figures?|tolls?|count|number|of)\b"
    r"[^.;]{0,60}$|\b(?:revised|corrected|corrects|correcting|lowered|raised|up|down|instead of|rather than)\b"
    r"(?:\W+\w+){0,6}?\W+(?:from|of)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)


def _without_superseded(figures: Sequence[CasualtyFigure], reading: str) -> list[CasualtyFigure]:
    """The figures without those that a newer one has replaced ("six, not five as earlier reported")."""
    lows = {(figure.category, figure.low) for figure in figures}
    several = {category for category, _ in lows if sum(other is category for other, _ in lows) > 1}
    return [
        figure
        for figure in figures
        if not (
            figure.category in several
            and _EARLIER.search(reading, max(0, figure.evidence.start - 120), figure.evidence.start)
        )
    ]


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
    r"\b(?:since (?!yesterday|this morning|last night|dawn|midnight)"
    r"(?:the\b|january|february|march|april|may|june|july|august|september|october|november|december|last|\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|so far this|this year|"
    r"in total|overall|altogether|to date|in recent (?:weeks|months|years)|(?:every|each|per) year|"
    r"(?:over|in|within|during) the (?:past|last) (?:\w+ )?(?:weeks?|months?|years?|decades?)|"
    r"(?:rise[sn]?|rose|climb(?:s|ed)?|increas(?:es|ed)|jump(?:s|ed)?|brings?|bringing|brought) "
    r"(?:\w+ ){0,6}(?:to|above|past)|"
    r"during the (?:war|conflict)|in the (?:war|conflict)|the war has|has claimed|have claimed|"
    r"in (?:the )?(?:19|20)\d\d(?! block)|between (?:19|20)\d\d and)\b",
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
