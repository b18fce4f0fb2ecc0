"""Sentences that tell of an event by no word of the trigger table: "the truck lifted off the road".

One linear weighing of the encoder's mean state of a sentence says how likely it tells of an act
(training/train_untold.py fits it); the kinds network says of what kind. A telling so found joins the event that it fits as
any other does; by itself it makes one only where it says when or where (`makes_an_event`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.events.attachment import SPEAKING
from trucewatch.extraction.events.drafts import Draft, has_day, is_fine
from trucewatch.extraction.events.kind_choice import likeliest_kind
from trucewatch.extraction.events.triggers import GUESS, LONGEST_SENTENCE, Row, Trigger, lemma_of
from trucewatch.extraction.tagging.states import level
from trucewatch.extraction.weighing import chance

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.extraction.tagging.states import States

WEIGHTS = Path(__file__).parents[1] / "weights" / "untold.json"

LIKELY = 0.5
"""Chance from which a sentence is taken for a telling of an event."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weight for each number of a levelled state, and what is added to their sum."""

    weights: Floats
    bias: float

    def log_odds(self, state: Floats) -> float:
        # Plain einsum, as in place_network.py.
        return round(float(np.einsum("i,i->", level(state), self.weights)) + self.bias, 4)


@cache
def load_weighing(path: Path = WEIGHTS) -> Weighing:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Weighing(np.array(stored["weights"], dtype=np.float32), stored["bias"])


def guessed_triggers(sentences: Sequence[Tokens], states: States | None, told: Set[int]) -> Iterator[Trigger]:
    """One trigger in each sentence that likely tells of an act, those with the numbers `told` left out."""
    if states is None:
        return
    weighing = load_weighing()
    for number, sentence in enumerate(sentences):
        if number in told or len(sentence) > LONGEST_SENTENCE or not states.reach(sentence.end_char):
            continue
        likely = chance(weighing.log_odds(states.of(sentence.start_char, sentence.end_char)))
        if likely < LIKELY:
            continue
        kind = likeliest_kind(sentence, states)
        row = Row(
            pos="VERB", needs=(), event_type=kind[0], sub_event_type=kind[1], frame="none", strength=GUESS
        )
        token = _telling_word(sentence, states, weighing)
        yield Trigger(token=token, sentence=number, row=row)


def _telling_word(sentence: Tokens, states: States, weighing: Weighing) -> Token:
    """The verb that weighs most: not "said" but what is said to have happened."""
    verbs = [t for t in sentence if t.pos_ == "VERB" and lemma_of(t) not in SPEAKING]
    words = verbs or [t for t in sentence if t.pos_ in ("NOUN", "AUX")] or [sentence.root]
    return max(words, key=lambda t: (weighing.log_odds(states.of(t.idx, t.idx + len(t.text))), -t.i))


def makes_an_event(tellings: Sequence[Draft]) -> bool:
    """True for what a word of the table tells, and for a guess that has its own day or place."""
    return any(
        draft.main.row.strength != GUESS or has_day(draft) or is_fine(draft.place) for draft in tellings
    )
