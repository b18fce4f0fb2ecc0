"""Every attribution of a text: of its sentences, headings and credit lines, by the syntax and the trained network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.borders import with_whole_borders
from trucewatch.extraction.attribution.conjoined import one_for_each_party
from trucewatch.extraction.attribution.counting import find_counts
from trucewatch.extraction.attribution.datelines import without_dateline
from trucewatch.extraction.attribution.headings import find_credits, find_headings
from trucewatch.extraction.attribution.joining import join_attributions
from trucewatch.extraction.attribution.publishing import is_own_piece
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.extraction.attribution.quoted_content import fit_quotations
from trucewatch.extraction.attribution.speech import find_attributions
from trucewatch.extraction.attribution.trailing import with_trailing_speakers
from trucewatch.records import Span, covering

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

LONGEST_SENTENCE = 300
"""Tokens; longer "sentences" are lists, tables or noise, and nothing is read off their parse."""
LISTENERS = frozenset({"inform", "notify", "brief", "tell", "advise", "remind"})
"""Cues whose passive names the listener: "the command has been informed about the violation"."""


def attributions_of(
    analysis: Analysis, situation: Situation, headlines: tuple[Span, ...], quotations: Quotations
) -> list[Attribution]:
    """Outer speech before inner, then from left to right."""
    syntax = [*_of_sentences(analysis), *find_headings(analysis, headlines, situation)]
    joined = [
        without_dateline(a, analysis)
        for a in join_attributions(analysis, syntax, quotations)
        if not (_is_told_to(a) or _is_correction(a, analysis.document.text, quotations))
    ]
    fitted = fit_quotations(with_trailing_speakers(joined, analysis), quotations, analysis.document.text)
    whole = [with_whole_borders(a, analysis.doc) for a in fitted]
    single = [one for a in whole for one in one_for_each_party(a, analysis, situation)]
    return sorted([*single, *find_credits(analysis.document.text)], key=_order)


def _of_sentences(analysis: Analysis) -> Iterator[Attribution]:
    for sentence in analysis.sentences():
        if len(sentence) <= LONGEST_SENTENCE:
            counts = list(find_counts(sentence))
            counted = {count.cue for count in counts}
            yield from counts
            yield from (a for a in find_attributions(sentence) if a.cue not in counted)


def _is_told_to(attribution: Attribution) -> bool:
    """ "The command has been informed": whoever was told has said nothing."""
    is_passive = attribution.form is Form.PASSIVE and attribution.source_head is None
    return is_passive and attribution.words in LISTENERS


def _is_correction(attribution: Attribution, text: str, quotations: Quotations) -> bool:
    """ "An earlier version of our report said …": the outlet tells what it had said itself."""
    source = attribution.source
    is_outright = source is not None and quotations.around(source.start) is None
    return source is not None and is_outright and is_own_piece(source.of(text))


def _order(attribution: Attribution) -> tuple[int, int, int]:
    around = covering(attribution.spans)
    return around.start, -around.end, attribution.cue.start if attribution.cue else -1
