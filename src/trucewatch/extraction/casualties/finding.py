"""Casualty figures of a document: how many of whom, by whose account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.claimant_choice import likeliest, load_claimant_weights
from trucewatch.extraction.casualties.claimant_features import ClaimantFeatures, Told
from trucewatch.extraction.casualties.claimants import OUTLET, Voices
from trucewatch.extraction.casualties.harm import Harm
from trucewatch.extraction.casualties.phrases import find_harm
from trucewatch.records import (
    CasualtyFigure,
    CasualtyScope,
    Span,
    Statement,
)
from trucewatch.records.calendar import MONTH_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.situation import Side, Situation


def find_casualties(
    analysis: Analysis, statements: Iterable[Statement], situation: Situation
) -> tuple[CasualtyFigure, ...]:
    """Every casualty figure stated as fact by somebody, in text order.

    `claimant` is explained in `claimants`. Vague words keep their word (see `numbers`). What is only feared, intended or
    denied is not a figure.
    """
    voices = Voices(analysis, statements, situation)
    told = [
        Told(harm=harm, noun=people, people=_named_side(people, situation))
        for harm, people in _with_people(find_harm(analysis.doc), voices)
        if not (voices.denies(harm.count.start) and harm.count.high != 0) and not _is_who_tells(harm, voices)
    ]
    features = ClaimantFeatures(voices, told)
    weights = load_claimant_weights()
    figures = []
    for one in told:
        claimant = likeliest(features.weigh(one), weights)
        figures += [
            _figure(one, side, analysis, voices) for side in (claimant, *voices.beside(one.harm, claimant))
        ]
    return tuple(_without_superseded(figures, analysis.reading))


def _figure(told: Told, claimant: str | None, analysis: Analysis, voices: Voices) -> CasualtyFigure:
    harm = told.harm
    sentence = voices.sentence_around(harm.count.start)
    some_captured = claimant in words.OR_CAPTURED and harm.trigger.lemma_ in words.NEUTRALISE
    around = analysis.reading[sentence.start : min(sentence.end, sentence.start + 600)]
    return CasualtyFigure(
        category=harm.category,
        group=words.group_of(told.noun),
        low=0 if some_captured else harm.count.low,
        high=harm.count.high,
        word=harm.count.word,
        side=told.people or _whose(told, voices.situation, claimant, around),
        claimant=claimant,
        scope=_scope(harm, sentence, analysis.reading),
        evidence=analysis.document.evidence(Span(start=harm.start, end=harm.end)),
    )


def _with_people(harms: Iterable[Harm], voices: Voices) -> Iterator[tuple[Harm, Token]]:
    """Each harm with the noun that tells who was harmed, which may stand before: "two soldiers were killed and 14 hurt"."""
    told: Token | None = None
    told_in = None
    for harm in harms:
        sentence = voices.sentence_around(harm.count.start)
        people = harm.count.noun
        if told is not None and sentence == told_in and _is_elliptic(people):
            people = told
        if not harm.is_part:
            told, told_in = people, sentence
        yield harm, people


def _is_who_tells(harm: Harm, voices: Voices) -> bool:
    """In "killing nine people, rescuers and the army said" the parser counts the speakers among the dead."""
    noun = harm.count.noun
    return noun.dep_ in ("conj", "appos") and noun.i > harm.trigger.i and voices.is_speaker(noun.idx)


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


def _is_elliptic(noun: Token) -> bool:
    """In "two soldiers were killed and 14 wounded" the 14 are soldiers as well."""
    return noun.pos_ == "NUM" or noun.lemma_.lower() in ("other", "more", "dozen", "hundred", "several")


_OURS = frozenset({"our", "its", "their", "my", "his", "her"})
_SIDE_OF_SENTENCE = re.compile(
    r"\b(?:on|from|of)\s+the\s+(?P<side>[\w-]+)\s+side\b|\bamong\s+(?:the\s+)?(?P<among>[\w-]+)",
    re.IGNORECASE,
)


def _named_side(noun: Token, situation: Situation) -> str | None:
    """The side of the people where their words name it: their nationality or force."""
    phrase = noun.doc[noun.left_edge.i : min(noun.right_edge.i, noun.i + 12) + 1]
    named = next((name.side for name in situation.find_actors(phrase.text) if name.side), None)
    if named is not None:
        return named
    force = situation.resolve_actor(phrase.text)  # "two members of the armed formations of Abkhazia"
    return force.side if force is not None and force.kind in ("armed_force", "non_state") else None


def _whose(told: Told, situation: Situation, claimant: str | None, sentence: str) -> str | None:
    """The side of people whom their words do not name: "our" people, "on the X side", or a party's own soldiers."""
    noun, harm = told.noun, told.harm
    if any(child.dep_ == "poss" and child.lower_ in _OURS for child in noun.children) and claimant != OUTLET:
        return claimant
    beside = _SIDE_OF_SENTENCE.search(sentence)
    if beside:
        actors = situation.find_actors(beside["side"] or beside["among"])
        return actors[0].side if actors else None
    return claimant if _is_own_loss(noun, harm, situation.sides.get(claimant or "")) else None


_SOLDIERS = frozenset("soldier serviceman servicewoman servicemember trooper conscript".split())
_FIGHTERS = frozenset("fighter comrade".split())


def _is_own_loss(noun: Token, harm: Harm, party: Side | None) -> bool:
    """Whether a party that says of "a soldier" no more than that he died means its own: of others it says whose they are.

    Soldiers are those of a state or of who governs a territory; an armed group has fighters, and for a state these are others.
    """
    is_bare = noun.dep_ in ("nsubj", "nsubjpass") and all(
        child.dep_ in ("det", "nummod") or child.like_num for child in noun.children
    )
    by_somebody = any(child.dep_ == "agent" for child in harm.trigger.children)
    if party is None or party.neutral or not is_bare or by_somebody:
        return False
    has_army = party.kind == "state" or (party.kind == "non_state" and bool(party.lands or party.territories))
    own = _SOLDIERS if has_army else _FIGHTERS if party.kind == "non_state" else ()
    return noun.lemma_.lower() in own


_CUMULATIVE = re.compile(
    r"\b(?:since (?!yesterday|this morning|last night|dawn|midnight)"
    rf"(?:the\b|last|\d+|{'|'.join(MONTH_NAMES)})|"
    r"so far this|this year|in total|overall|altogether|to date|in recent (?:weeks|months|years)|(?:every|each|per) year|"
    r"(?:over|in|within|during) the (?:past|last) (?:\w+ )?(?:weeks?|months?|years?|decades?)|in (?:\w+ ){1,2}years|"
    r"(?:during|in) the (?:war|conflict)|the war has|(?:has|have) claimed (?!responsibility)|"
    rf"in (?:(?:the|{'|'.join(MONTH_NAMES)}) )?"
    r"(?:19|20)\d\d(?! block)|(?:last|an?) year (?:ago|earlier)?\b|(?:months|years) (?:ago|earlier)|"
    r"between (?:19|20)\d\d and)\b",
    re.IGNORECASE,
)


_WORST = re.compile(r"\b(?:\w{3,}est|worst|first|most \w+)\b[^.;,]{0,40}$", re.IGNORECASE)
"""What stands before "since" where it tells how long nothing like it happened."""


def _scope(harm: Harm, sentence: Span, reading: str) -> CasualtyScope:
    first, last = max(sentence.start, harm.start - 80), min(sentence.end, harm.end + 80)
    running = any(
        not _is_said_of_another(harm, match.start()) and not _WORST.search(reading, first, match.start())
        for match in _CUMULATIVE.finditer(reading, first, max(first, last))
    )
    return CasualtyScope.CUMULATIVE if running else CasualtyScope.INCIDENT


def _is_said_of_another(harm: Harm, at: int) -> bool:
    """Whether the words at an offset belong to a verb that the harm does not depend on: "a driver, born in 1969, was hurt"."""
    words_there = harm.trigger.doc.char_span(at, at + 1, alignment_mode="expand")
    if words_there is None or not len(words_there):
        return False
    own = {harm.trigger.i, harm.count.noun.i, *(token.i for token in harm.trigger.ancestors)}
    verb = next(
        (t for t in (words_there[0], *words_there[0].ancestors) if t.tag_ in ("VBN", "VBD", "VBG")), None
    )
    return verb is not None and verb.dep_ in ("acl", "relcl") and verb.i not in own
