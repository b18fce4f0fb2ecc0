"""Contents fitted to whole quotations, and quotations that go on given to who was quoted just before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.quotation import Quotation, Quotations
from trucewatch.extraction.phrases import merge
from trucewatch.records import Span, covering

TOLD = 0.3
"""A content is widened to a quotation of which it has this share; the tagger's borders slip over a quotation mark."""
FOLLOWS = 220
"""Characters after an attribution within which a quotation of whole sentences still has its speaker."""
_SENTENCE = re.compile(r"\w[.!?…,]?[\"”’']*$")


def fit_quotations(
    attributions: Sequence[Attribution], quotations: Quotations, text: str
) -> list[Attribution]:
    """`attributions` with contents widened to the quotations they begin or end in, and quotations that go on added."""
    cues = sorted(a.cue.start for a in attributions if a.cue is not None)
    fitted = [_fit(a, quotations, cues, text) for a in attributions]
    return _continued([a for a in fitted if a.content], quotations, cues, text)


def _fit(attribution: Attribution, quotations: Quotations, cues: list[int], text: str) -> Attribution:
    cue = attribution.cue
    if cue is None or attribution.form in (Form.HEADING, Form.CREDIT):
        return attribution
    if not attribution.content:
        beside = _beside(attribution, quotations, text)
        return replace(attribution, content=(beside,) if beside else ())
    spans = []
    for span in attribution.content:
        start, end = span.start, span.end
        first, last = quotations.around(start), quotations.around(max(start, end - 1))
        if first and not first.span.contains(cue) and not _between(cues, first.span.start, start):
            start = min(start, first.span.start) if _is_told(span, first.span, text) else start
        if last and not last.span.contains(cue) and not _between(cues, end, last.span.end):
            end = max(end, last.span.end) if _is_told(span, last.span, text) else end
        after = quotations.around(end)
        if after and after.span.start == end and not attribution.content:
            end = after.span.end
        spans.append(Span(start=start, end=end))
    return replace(attribution, content=_without(merge(spans), [s for s in (cue, attribution.source) if s]))


def _is_told(content: Span, quotation: Span, text: str) -> bool:
    """Whether the content holds words enough of the quotation to be meant to hold all of it."""
    shared = text[max(content.start, quotation.start) : min(content.end, quotation.end)]
    return any(c.isalnum() for c in shared) and len(shared) >= TOLD * len(quotation)


def _without(spans: tuple[Span, ...], taken: list[Span]) -> tuple[Span, ...]:
    """`spans` less the speaker's and the cue's own words, where widening ran over them."""
    kept = list(spans)
    for hole in taken:
        kept = [part for s in kept for part in ((s,) if hole.contains(s) else s.less(hole))]
    return tuple(kept)


def _beside(attribution: Attribution, quotations: Quotations, text: str) -> Span | None:
    """The quotation that a cue without content touches: `"…?" he asked`, `he said: "…"`."""
    assert attribution.cue is not None
    own = covering([s for s in (attribution.source, attribution.cue) if s is not None])
    before = quotations.around(max(0, own.start - 2)) or quotations.around(max(0, own.start - 3))
    if before is not None and not re.search(r"\w", text[before.span.end : own.start]):
        return before.span
    for step in range(1, 4):
        after = quotations.around(own.end + step) if own.end + step < len(text) else None
        if after is not None and after.span.start >= own.end:
            return after.span
    return None


def _continued(
    attributions: list[Attribution], quotations: Quotations, cues: list[int], text: str
) -> list[Attribution]:
    """Quotations of whole sentences that no cue claims belong to who was quoted just before."""
    if not attributions:
        return attributions
    ordered = sorted(attributions, key=lambda a: covering(a.spans).end)
    ends = [covering(a.spans).end for a in ordered]
    claimed = sorted(span for a in attributions for span in a.content)
    added: dict[int, list[Span]] = {}
    reach: dict[int, int] = {}
    for quotation in quotations.all:
        if not _is_sentence(quotation, text) or _overlaps(claimed, quotation.span):
            continue
        if _between(cues, quotation.span.start, quotation.span.end + 3):
            continue
        at = bisect_left(ends, quotation.span.start + 1) - 1
        while at >= 0 and _is_inner(ordered, at):
            at -= 1
        if at < 0 or ordered[at].form in (Form.HEADING, Form.CREDIT, Form.NOUN):
            continue
        begin = reach.get(at, ends[at])
        gap = text[begin : quotation.span.start]
        quoted = any(quotations.within(span) for span in ordered[at].content)
        if quoted and len(gap) <= FOLLOWS and not re.search(r"\w", gap):
            added.setdefault(at, []).append(quotation.span)
            reach[at] = quotation.span.end
    return [
        replace(a, content=merge([*a.content, *added[i]])) if i in added else a for i, a in enumerate(ordered)
    ]


def _is_inner(ordered: list[Attribution], at: int) -> bool:
    """True when the attribution stands within the content of one beside it."""
    cue = ordered[at].cue
    return cue is not None and any(
        span.contains(cue) for other in ordered[max(0, at - 6) : at + 7] for span in other.content
    )


def _is_sentence(quotation: Quotation, text: str) -> bool:
    words = quotation.span.of(text).split()
    return len(words) >= 4 and _SENTENCE.search(words[-1]) is not None and words[0].strip("\"“„«'‘").istitle()


def _overlaps(claimed: list[Span], span: Span) -> bool:
    index = bisect_left(claimed, Span(start=span.end, end=span.end))
    return any(other.overlaps(span) for other in claimed[max(0, index - 8) : index])


def _between(positions: list[int], low: int, high: int) -> bool:
    index = bisect_left(positions, low)
    return index < len(positions) and positions[index] < high
