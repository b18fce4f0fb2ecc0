"""What tells of what kind an event was: what its tellings name, what the rules make of each, and the encoder's states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.events.triggers import GUESS, Row, word_classes
from trucewatch.extraction.events.types import Kind, is_beside, is_counted_breach, load_of
from trucewatch.extraction.tagging.states import WIDTH
from trucewatch.records import Flag, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.events.drafts import Draft
    from trucewatch.extraction.tagging.states import States

Vectors = NDArray[np.float32]

HIT = (Role.TARGET, Role.VICTIM)
LONGEST = 300
"""Tokens; of a longer "sentence" only so many are read."""

_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})


def features(drafts: Sequence[Draft], sentences: Sequence[Tokens]) -> set[str]:
    """What is true of the tellings of one event and of the sentences that they stand in."""
    return {*_of_words(sentences), *(found for draft in drafts for found in _of_telling(draft))}


def weapons_of(sentences: Iterable[Tokens]) -> set[str]:
    """What is true of all events of a document: the classes of weapons that it names anywhere."""
    classes = word_classes("instruments.tsv")
    words = (token.lower_ for sentence in sentences for token in sentence)
    return {f"document weapon={classes[word]}" for word in words if word in classes}


def vectors(sentences: Iterable[Tokens], triggers: Iterable[Span], states: States | None) -> Vectors:
    """Two states: the mean of the sentences, and that of the triggers (2 x width; zeros without a tagger)."""
    words = [states.of(s.start_char, s.end_char) for s in sentences] if states is not None else []
    acts = [states.of(span.start, span.end) for span in triggers] if states is not None else []
    empty = np.zeros(WIDTH, dtype=np.float32)
    return np.stack([np.mean(some, axis=0) if some else empty for some in (words, acts)])


def _of_words(sentences: Iterable[Tokens]) -> Iterator[str]:
    weapons, people = word_classes("instruments.tsv"), word_classes("people.tsv")
    for token in (token for sentence in sentences for token in sentence[:LONGEST]):
        word = token.lower_
        if word in weapons:
            yield f"weapon word={weapons[word]}"
        if word in people:
            yield f"people={people[word]}"
        if token.pos_ in _TELLING and token.is_alpha and not token.ent_type_:
            yield f"word={token.lemma_.lower()}"


def _of_telling(draft: Draft) -> Iterator[str]:
    guessed = draft.main.row.strength == GUESS
    if not guessed:
        yield from of_verdict(draft.kind, bool(draft.kind_is_stated))
    for trigger in draft.triggers if not guessed else ():
        yield from of_row(trigger.row)
        if is_counted_breach(trigger):
            yield "counted breach"
    for weapon, token in draft.weapons:
        yield f"weapon={weapon}"
        if is_beside(token, draft.triggers):
            yield f"weapon={weapon} beside"
    weapons, people = word_classes("instruments.tsv"), word_classes("people.tsv")
    for actor in draft.actors:
        if actor.role is Role.REPORTER:
            continue
        role = "hit" if actor.role in HIT else "doer"
        load = load_of(draft.triggers[0].token.doc, actor.end) if role == "hit" else ""
        for word in f"{actor.text} {load}".lower().split():
            if word in people:
                yield f"{role}={people[word]}"
            if word in weapons:
                yield f"{role} weapon={weapons[word]}"
    if Flag.AGGREGATE in draft.flags:
        yield "aggregate"
    if draft.is_answer:
        yield "answer"


def of_verdict(kind: Kind, is_stated: bool) -> Iterator[str]:
    yield f"verdict={kind[0]}/{kind[1]}"
    yield f"verdict={kind[0]}/{kind[1]} stated={is_stated}"


def of_row(row: Row) -> Iterator[str]:
    yield f"row={row.event_type}/{row.sub_event_type} {row.strength}"
    yield f"frame={row.frame} {row.strength}"
