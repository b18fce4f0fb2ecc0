"""What the encoder knows of a name and an act: the states that the network in place_network.py reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.events.place_features import words_on_path
from trucewatch.extraction.events.place_names import Candidate

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.tagging.states import States

Vectors = NDArray[np.float32]

KINDS = "country region district settlement site river lake mountain corridor front_section unresolved name".split()
"""What names can be; whatever else a gazetteer calls a place is none of these."""

REACH = 20
"""Steps of `STEP` characters either side of an act; what is farther away is at the last one."""

STEP = 5


def vectors(trigger: Token, names: Sequence[Candidate], states: States) -> Vectors:
    """For each name eight states (names x 8 x width).

    The act, the name, the word before and after it, the word that its phrase hangs on, the way through the parse
    from the act to it, the words between them, and what the act is done to.
    """
    act = _word(trigger, states)
    parts = {child.dep_: child for child in reversed(list(trigger.children))}
    done_to = _word(parts.get("dobj") or parts.get("nsubjpass"), states)
    return np.stack(
        [
            np.stack(
                [
                    act,
                    states.of(*_bounds(name)),
                    _before(name, states),
                    _after(name, states),
                    _word(name.holder, states),
                    _path(trigger, name, states),
                    _between(trigger, name, states),
                    done_to,
                ]
            )
            for name in names
        ]
    )


def plain(trigger: Token, names: Sequence[Candidate], scores: Sequence[float]) -> Vectors:
    """For each name what is no state: its kind, how far off it stands, its own score and its best rival's."""
    table = np.zeros((len(names), len(KINDS) + 2 * REACH + 3), dtype=np.float32)
    for number, name in enumerate(names):
        if name.kind in KINDS:
            table[number, KINDS.index(name.kind)] = 1.0
        gap = round((_bounds(name)[0] - trigger.idx) / STEP)
        table[number, len(KINDS) + REACH + max(-REACH, min(REACH, gap))] = 1.0
        rivals = (score for other, score in enumerate(scores) if other != number)
        table[number, -2:] = scores[number], max(rivals, default=NO_RIVAL)
    return table


NO_RIVAL = -6.0
"""The score of a rival that is not there: as unlikely as the unlikeliest names are."""


def _bounds(name: Candidate) -> tuple[int, int]:
    doc = name.head.doc
    return doc[name.first].idx, doc[name.last - 1].idx + len(doc[name.last - 1])


def _word(token: Token | None, states: States) -> Vectors:
    return states.of(token.idx, token.idx + len(token)) if token is not None else states.of(0, 0)


def _before(name: Candidate, states: States) -> Vectors:
    opens = name.first == 0 or name.head.doc[name.first].is_sent_start
    return _word(None if opens else name.head.doc[name.first - 1], states)


def _after(name: Candidate, states: States) -> Vectors:
    doc = name.head.doc
    closes = name.last == len(doc) or doc[name.last].is_sent_start
    return _word(None if closes else doc[name.last], states)


def _path(trigger: Token, name: Candidate, states: States) -> Vectors:
    words = words_on_path(trigger, name.head)
    return np.mean([_word(word, states) for word in words], axis=0) if words else states.of(0, 0)


def _between(trigger: Token, name: Candidate, states: States) -> Vectors:
    start, end = _bounds(name)
    if trigger.idx < start:
        return states.of(trigger.idx + len(trigger), start)
    return states.of(end, trigger.idx)
