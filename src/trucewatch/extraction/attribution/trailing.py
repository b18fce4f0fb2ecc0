"""Speakers named at a sentence's end, whose words all of it is: "A statement by Kyiv says …, the militia reported"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.records import Span, covering

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis

LONGEST_FRILL = 5
"""Tokens that may follow the cue: when and where it was said."""
TRAILING = frozenset({Form.VERB, Form.TAGGED, Form.ACCORDING})


def with_trailing_speakers(attributions: Sequence[Attribution], analysis: Analysis) -> list[Attribution]:
    """`attributions`, those at a sentence's end holding the others of the sentence, and not held by them."""
    kept = list(attributions)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    sentences: dict[int, Tokens] = {}
    for index, attribution in enumerate(kept):
        if attribution.cue is not None and attribution.cue_head is not None:
            sentence = analysis.doc[attribution.cue_head].sent
            by_sentence[sentence.start].append(index)
            sentences[sentence.start] = sentence
    for start, indices in by_sentence.items():
        if len(indices) < 2:
            continue
        last = max(indices, key=lambda i: kept[i].cue.start)  # type: ignore[union-attr]
        comma = _comma_before(kept[last], sentences[start], analysis)
        others = [i for i in indices if i != last and _is_before(kept[i], comma)]
        if comma is None or not others:
            continue
        begin = min(covering(kept[i].spans).start for i in (last, *others))
        kept[last] = replace(kept[last], content=(Span(start=begin, end=comma),))
        for i in others:
            content = tuple(_cut(kept[i].content, comma, sentences[start].end_char))
            kept[i] = replace(kept[i], content=content or kept[i].content)
    return kept


def _comma_before(attribution: Attribution, sentence: Tokens, analysis: Analysis) -> int | None:
    """Where the comma stands before a speaker and cue that end the sentence; None where they do not."""
    source, cue = attribution.source, attribution.cue
    if (
        source is None
        or cue is None
        or attribution.form not in TRAILING
        or attribution.relayed_by is not None
    ):
        return None
    if (source.end > cue.start) != (attribution.form is Form.ACCORDING):
        return None
    around = covering([source, cue])
    if any(span.end > around.start for span in attribution.content):
        return None
    words = analysis.doc.char_span(around.start, around.end, alignment_mode="expand")
    if words is None or words.end > sentence.end or words.start <= sentence.start:
        return None
    after = [t for t in analysis.doc[words.end : sentence.end] if not (t.is_punct or t.is_space)]
    if len(after) > LONGEST_FRILL or any(t.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") for t in after):
        return None
    before: Token = analysis.doc[words.start - 1]
    while before.dep_ in ("det", "amod", "compound", "nmod") and before.i > sentence.start:
        before = analysis.doc[before.i - 1]
    return before.idx if before.text == "," else None


def _is_before(attribution: Attribution, comma: int | None) -> bool:
    """Whether who speaks, and by which word, stands before the comma, in words of no one else's quotation."""
    return (
        comma is not None
        and attribution.source is not None
        and attribution.cue is not None
        and attribution.form in (Form.VERB, Form.TAGGED, Form.PASSIVE)
        and max(attribution.source.end, attribution.cue.end) <= comma
    )


def _cut(content: tuple[Span, ...], stop: int, end: int) -> Iterator[Span]:
    """The content without what lies between the comma and the end of the sentence."""
    for span in content:
        if span.end <= stop or span.start >= end:
            yield span
        elif span.start < stop:
            yield Span(start=span.start, end=stop)
