"""Speakers without the dateline before them: in "TRIPOLI, 28 February - The Mission deplores …" the town says nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.records import Span

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis

_DATELINE = re.compile(r"[A-Z][\w.,'’() ]{1,60}?(?:\s[-–—]{1,2}\s|(?<=[A-Z]{3}):\s|(?<=\d)\.\s)")


def without_dateline(attribution: Attribution, analysis: Analysis) -> Attribution:
    """The attribution with its speaker cut at the end of a dateline, or the subject behind one that took its place."""
    source, text = attribution.source, analysis.reading
    if source is None or (source.start > 0 and text[source.start - 1] != "\n"):
        return attribution
    match = _DATELINE.match(text, source.start)
    if match is None or _has_verb(analysis, source.start, match.end()):
        return attribution
    if match.end() < source.end:
        return replace(attribution, source=Span(start=match.end(), end=source.end), source_head=None)
    if attribution.cue_head is None:
        return attribution
    cue = analysis.doc[attribution.cue_head]
    behind = [c for c in cue.children if c.dep_ in ("nsubj", "nsubjpass") and c.idx >= match.end()]
    subject = noun_phrase(behind[-1]) if behind else None
    head = behind[-1].i if behind and subject is not None else None
    return replace(attribution, source=subject, source_head=head)


def _has_verb(analysis: Analysis, start: int, end: int) -> bool:
    """ "The army - which denies it - said" is no dateline."""
    tokens = analysis.doc.char_span(start, end, alignment_mode="expand")
    return tokens is not None and any(t.pos_ in ("VERB", "AUX", "DET", "PRON") for t in tokens)
