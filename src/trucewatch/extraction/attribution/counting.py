"""Tolls given without a verb of speech: "the ministry raised the toll to 14", "medics counted nine bodies"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import word_list
from trucewatch.extraction.phrases import can_speak, char_span, cue_span, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_GIVEN = frozenset({"dobj", "oprd", "dative", "prep", "prt", "npadvmod", "advcl", "acomp"})
"""What belongs to the toll right of its verb; another verb beside it does not."""
LONGEST_TOLL = 60
"""Tokens."""


def find_counts(sentence: Tokens) -> Iterator[Attribution]:
    """An attribution for each verb by which its subject gives a number of dead, hurt, missing or displaced."""
    for verb in sentence:
        # In "said in a bulletin putting the toll at 70" the bulletin is no speaker beside the one who said it.
        if verb.pos_ != "VERB" or verb.tag_ == "VBG" or verb.lemma_.lower() not in word_list("counting"):
            continue
        subject = subject_of(verb)
        told = [child for child in verb.rights if child.dep_ in _GIVEN]
        if subject is None or subject.i > verb.i or not can_speak(subject) or not _is_toll(told):
            continue
        last = min(max(child.right_edge.i for child in told), verb.i + LONGEST_TOLL)
        content = char_span(verb.doc, verb.i + 1, last)
        source = noun_phrase(subject)
        if content is not None and source is not None:
            yield Attribution(
                source=source,
                cue=cue_span(verb),
                content=(content,),
                form=Form.VERB,
                words=f"{verb.lemma_.lower()} toll",
                cue_head=verb.i,
                source_head=subject.i,
            )


def _is_toll(told: list[Token]) -> bool:
    """Whether the object is what tolls count, and a number stands with it."""
    objects = [child for child in told if child.dep_ in ("dobj", "oprd")]
    nouns = {
        word.lower()
        for noun in objects
        for near in (noun, *noun.subtree)
        for word in (near.text, near.lemma_)
    }
    numbered = any(token.like_num for child in told for token in child.subtree)
    return numbered and bool(nouns & word_list("tolls"))
