"""Parties that speak with one verb, each with the words as its own: "Hamas and Islamic Jihad said …"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.speech import one_conjunct
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

MUTUAL = frozenset({"agree", "agree to", "agree on", "accept", "sign", "negotiate"})
"""What parties do with each other is one act of both."""
SPEAKING = frozenset({Form.VERB, Form.TAGGED, Form.ACCORDING})


def one_for_each_party(
    attribution: Attribution, analysis: Analysis, situation: Situation
) -> tuple[Attribution, ...]:
    """The attribution once for each conjoined speaker, where they are parties of different sides; else as it is."""
    heads = _heads(attribution, analysis)
    if len(heads) < 2:
        return (attribution,)
    spans = [one_conjunct(head, heads) for head in heads]
    sides = [_side(span, analysis, situation) for span in spans]
    if None in sides or len({situation.camp(side) for side in sides if side}) < 2:
        return (attribution,)
    is_neither = any(c.lower_ == "neither" for c in heads[0].children)
    stance = Stance.ASSERT if is_neither else attribution.stance  # "neither India nor Pakistan confirmed"
    return tuple(
        replace(attribution, source=span, source_head=head.i, stance=stance)
        for head, span in zip(heads, spans, strict=True)
    )


def _heads(attribution: Attribution, analysis: Analysis) -> list[Token]:
    """The conjoined heads within a speaker's words."""
    source = attribution.source
    if source is None or attribution.form not in SPEAKING or attribution.relayed_by is not None:
        return []
    if attribution.words in MUTUAL or attribution.stance in (Stance.PROMISE, Stance.ANNOUNCE):
        return []
    tokens = analysis.doc.char_span(source.start, source.end, alignment_mode="expand")
    if tokens is None:
        return []
    head = tokens.root
    return [head, *(t for t in head.conjuncts if tokens.start <= t.i < tokens.end and t.i > head.i)]


def _side(span: Span | None, analysis: Analysis, situation: Situation) -> str | None:
    found = situation.resolve_actor(span.of(analysis.reading)) if span is not None else None
    return found.side if found is not None else None
