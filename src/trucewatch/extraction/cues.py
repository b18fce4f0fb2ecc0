"""The words that attribute speech and attitudes, looked up for a token of the parse."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.lexicons import table
from trucewatch.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


HELD_WITHIN = 16
"""Tokens between "hold" and "responsible"."""


class Frame(StrEnum):
    """What a cue takes as content; explained at the head of `lexicons/cues.tsv`."""

    CLAUSE = "clause"
    TELL = "tell"
    ANY = "any"
    OBJECT = "object"
    ORDER = "order"
    MIND = "mind"
    SENSE = "sense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One entry of the lexicon."""

    words: str
    frame: Frame
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedCue:
    """An entry found at a verb, with the tokens beside the verb that are part of it."""

    cue: Cue
    parts: tuple[int, ...] = ()
    """Token indices of particle, preposition and fixed object."""
    preposition: int | None = None
    """Index of the preposition whose object is the content or the one addressed."""


@cache
def cues() -> dict[str, Cue]:
    """The verbs, by lemma and fixed words."""
    return {
        words: Cue(words=words, frame=Frame(frame), stance=Stance(stance))
        for words, frame, stance in table("cues")
    }


@cache
def speech_nouns() -> dict[str, Stance]:
    """Nouns for what is said, with the stance they carry."""
    return {row[0]: Stance(row[1]) for row in table("nouns")}


@cache
def roles() -> dict[str, tuple[str, str]]:
    """Nouns that can speak: family and kind."""
    return {noun: (family, kind) for noun, family, kind in table("roles")}


@cache
def word_list(name: str) -> frozenset[str]:
    """The one-column table `name`."""
    return frozenset(row[0] for row in table(name))


def match_cue(verb: Token) -> MatchedCue | None:
    """The longest entry that `verb` heads, with its particle, preposition or fixed object."""
    entries = cues()
    lemma = verb.lemma_.lower()
    particles = [child for child in verb.children if child.dep_ == "prt"]
    stem = f"{lemma} {particles[0].lower_}" if particles else lemma
    taken = tuple(child.i for child in particles[:1])
    fixed = [child for child in verb.children if child.dep_ in ("dobj", "acomp", "oprd") and child.i > verb.i]
    if lemma == "hold" and (blame := _held_for(verb)):
        return MatchedCue(cue=entries[f"hold {blame.lower_}"], parts=(blame.i,))
    fixed += [child for child in verb.children if child.dep_ == "nsubjpass"]  # "the blame was put on …"
    prepositions = [child for child in verb.children if child.dep_ == "prep" and child.i > verb.i]
    for word in fixed:
        for preposition in (*word.children, *prepositions):
            if preposition.dep_ == "prep" and (
                entry := entries.get(f"{lemma} {word.lemma_} {preposition.lower_}")
            ):
                return MatchedCue(cue=entry, parts=(word.i, preposition.i), preposition=preposition.i)
        if entry := entries.get(f"{lemma} {word.lower_}"):
            return MatchedCue(cue=entry, parts=(word.i,))
    for child in verb.children:
        if (
            child.dep_ in ("prep", "dative")
            and child.i > verb.i
            and (entry := entries.get(f"{stem} {child.lower_}"))
        ):
            return MatchedCue(cue=entry, parts=(*taken, child.i), preposition=child.i)
    if (entry := entries.get(f"{stem} to")) and any(_is_infinitive(child) for child in verb.children):
        return MatchedCue(cue=entry, parts=taken)
    entry = entries.get(stem)
    return MatchedCue(cue=entry, parts=taken) if entry else None


def _held_for(verb: Token) -> Token | None:
    """Of "holds the coalition responsible for …", however the parser hangs the adjective: "responsible"."""
    near = verb.doc[verb.i + 1 : min(verb.i + HELD_WITHIN, verb.right_edge.i + 1)]
    return next((t for t in near if t.lower_ in ("responsible", "accountable")), None)


def _is_infinitive(clause: Token) -> bool:
    return clause.dep_ in ("xcomp", "ccomp") and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in clause.children
    )
