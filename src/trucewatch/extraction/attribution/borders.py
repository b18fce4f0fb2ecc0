"""Contents with whole borders: the words that turn one round stay in it, and it ends in no word that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.phrases import merge
from trucewatch.records import Span, covering

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TURNING = frozenset({"aux", "auxpass", "neg"})
"""What a verb of the content takes along wherever it stands: "does not", "can no longer"."""
LIMITING = frozenset(
    "no not never only neither nor hardly barely scarcely rarely seldom merely nowhere almost nearly allegedly"
    " reportedly longer".split()
)
"""Adverbs without which the words would say something else."""
DESCRIBING = frozenset({"det", "predet", "poss", "amod", "compound", "nmod", "nummod", "quantmod", "case"})
"""What a noun of the content takes along where neither speaker nor cue holds it."""
EDGE = frozenset({",", ";", ":", "-", "--", "–", "—", "("})
RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
HEADED = frozenset({"det", "predet", "poss", "case"})
"""Words that hold nothing without the noun behind them."""
WIDEST_HOLE = 5
"""Tokens."""


def with_whole_borders(attribution: Attribution, doc: Doc) -> Attribution:
    """The attribution with contents that hold their auxiliaries and negations, which the cue loses, and no holes."""
    worded = [span for span in attribution.content if _has_words(span, doc)]
    if attribution.form in (Form.HEADING, Form.CREDIT) or not worded:
        return attribution
    cue = attribution.cue
    content: list[Span] = []
    for span in worded:
        start, end = _begun(span, attribution, doc), _ended(span, attribution, doc)
        if cue is not None and start < cue.end <= span.start:
            before = doc.char_span(cue.start, start, alignment_mode="contract")
            cue = Span(start=before.start_char, end=before.end_char) if before is not None else cue
        if content and _is_hole(content[-1].end, start, attribution, doc):
            content[-1] = covering([content[-1], Span(start=start, end=end)])
        else:
            content.append(Span(start=start, end=end))
    return replace(attribution, content=tuple(content), cue=cue)


def trimmed(content: tuple[Span, ...], doc: Doc) -> tuple[Span, ...]:
    """`content` without a conjunction or comma it begins with, and without ", which", ", while" or "of the" at its end."""
    cut = [_trimmed(span, doc) for span in merge(content)]
    return tuple(span for span in cut if span is not None) or content


def _has_words(span: Span, doc: Doc) -> bool:
    """False for the space that is left of a passage between cue and speaker."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    return tokens is None or len(tokens) > 0


def _begun(span: Span, attribution: Attribution, doc: Doc) -> int:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None or tokens.start_char != span.start:
        return span.start
    low = tokens.start
    while low > tokens.sent.start and _belongs(doc[low - 1], low, tokens.end, attribution):
        low -= 1
    return doc[low].idx


def _ended(span: Span, attribution: Attribution, doc: Doc) -> int:
    """The end of the noun phrase that a content breaks off in: "over the area on | Wednesday", "a | claim"."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None or tokens.end_char != span.end:
        return span.end
    noun = _noun_behind(tokens[-1], tokens.end)
    if noun is None or noun.i - tokens.end >= WIDEST_HOLE:
        return span.end
    end = noun.idx + len(noun)
    taken = (attribution.source, attribution.cue)
    return span.end if any(s is not None and s.start < end and span.end < s.end for s in taken) else end


def _noun_behind(last: Token, high: int) -> Token | None:
    """The noun from token `high` on that the last word of a content leads up to."""
    if last.dep_ in DESCRIBING:
        return last.head if last.head.i >= high else None
    objects = [c for c in last.children if c.dep_ == "pobj"] if last.dep_ in ("prep", "agent") else []
    return objects[0] if objects and objects[0].i >= high else None


def _belongs(token: Token, low: int, end: int, attribution: Attribution) -> bool:
    """Whether the token left of tokens `low`..`end` is a part of a phrase whose head they hold."""
    if not low <= token.head.i < end:
        return False
    source, cue = attribution.source, attribution.cue
    if source is not None and source.start <= token.idx < source.end:
        return False
    if token.dep_ in TURNING or token.lower_ in LIMITING:
        return cue is None or token.idx > cue.start
    return token.dep_ in DESCRIBING and (cue is None or not cue.start <= token.idx < cue.end)


def _is_hole(low: int, high: int, attribution: Attribution, doc: Doc) -> bool:
    """Whether the words between two pieces of a content are neither speaker nor cue: "raided a car | on the | road"."""
    if any(s is not None and s.start < high and low < s.end for s in (attribution.source, attribution.cue)):
        return False
    between = doc.char_span(low, high, alignment_mode="contract")
    if between is None:
        return high <= low + 1
    own = (t for t in between if t.pos_ in ("VERB", "AUX") and t.dep_ not in TURNING)
    return (
        len(between) <= WIDEST_HOLE
        and not any(own)
        and not any(t.is_sent_start or t.is_quote for t in between)
    )


def _trimmed(span: Span, doc: Doc) -> Span | None:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None or tokens.start_char < span.start or tokens.end_char > span.end:
        return span
    low, high = tokens.start, tokens.end
    while low < high and _is_stray(doc[low]):
        low += 1
    while high > low and _leads_nowhere(doc[high - 1], high):
        high -= 1
    return Span(start=doc[low].idx, end=doc[high - 1].idx + len(doc[high - 1])) if low < high else None


def _is_stray(token: Token) -> bool:
    """ "And", "but", a comma, a full stop: what joined the words to others before them. "Nor" denies."""
    is_link = token.dep_ == "cc" and token.lower_ != "nor" and not token.is_sent_start
    return token.is_space or token.text in EDGE | {".", ")"} or is_link


def _leads_nowhere(token: Token, high: int) -> bool:
    """A comma, or a word before `high` whose phrase stands from there on."""
    if token.is_space or token.text in EDGE:
        return True
    if token.tag_ in RELATIVES:
        return token.head.i >= high or token.dep_ == "pobj"
    if token.dep_ in ("cc", "preconj", "mark"):
        return True
    if token.dep_ in ("prep", "agent"):
        behind = [c for c in token.children if c.i > token.i]
        return bool(behind) and behind[0].i >= high
    return token.dep_ in HEADED and token.head.i >= high
