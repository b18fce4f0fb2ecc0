"""Attributions from syntax and tagger made one list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.extraction.attribution.speech import read_cue, withholds
from trucewatch.extraction.cues import Frame, cues, roles, speech_nouns, word_list
from trucewatch.extraction.phrases import can_speak
from trucewatch.records import Span, Stance, covering
from trucewatch.records.calendar import WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.tagging.tagger import TaggedAttribution

BYSTANDERS = frozenset({"worker", "medic", "witness"})
ARTICLES = frozenset(
    {"the", "a", "an", "its", "their", "his", "her", "this", "that", "both", "each", "all", "some"}
)
FRAGMENT_OF_ADDRESS = 0.7
"""The same for "accused X of Y" and "urged X to Y", of which the tagger likes to take X into the cue."""
UNSUPPORTED = 0.35
"""A tagged attribution that the syntax does not see must be this sure; below it one in three is right."""
SURE = 0.6
"""From here the tagger is believed against the word lists; three in four of such attributions are labelled."""
FRAGMENT = 0.25
"""A tagged content that covers less than this share of a clause that holds it whole is a broken piece of it."""
PLAIN = (Stance.ASSERT, Stance.PROMISE, Stance.ANNOUNCE)
LONGEST_CUE = 120
"""Characters."""


def join_attributions(
    analysis: Analysis, syntax: Sequence[Attribution], quotations: Quotations
) -> list[Attribution]:
    """The tagger's attributions with what the syntax knows of them, and those that the syntax alone has found."""
    if analysis.attributions is None:
        return list(syntax)
    by_cue = sorted((a for a in syntax if a.cue is not None), key=lambda a: a.cue.start if a.cue else 0)
    starts = [a.cue.start for a in by_cue if a.cue is not None]
    joined: list[Attribution] = []
    used: set[int] = set()
    for tagged in analysis.attributions:
        if (
            not tagged.cue
            or not tagged.content
            or _is_day(analysis, tagged)
            or _is_refusal(analysis, tagged)
            or not _is_speaker(analysis, tagged)
        ):
            continue
        around = covering(tagged.cue)
        low = bisect_left(starts, around.start - LONGEST_CUE)
        high = bisect_left(starts, around.end)
        same = [i for i in range(low, high) if any(by_cue[i].cue.overlaps(c) for c in tagged.cue)]  # type: ignore[union-attr]
        used.update(same)
        is_guess = tagged.score < UNSUPPORTED or (
            tagged.score < SURE and _is_what(analysis, tagged.content[0])
        )
        if not same and is_guess:
            continue
        joined += _joined(analysis, tagged, [by_cue[i] for i in same], quotations)
    contents = sorted(span for a in joined for span in a.content)
    alone = [a for i, a in enumerate(by_cue) if i not in used and not _is_told_again(a, analysis, contents)]
    return (
        joined
        + [replace(a, alone=True) for a in alone if _holds_alone(a, analysis, quotations)]
        + [a for a in syntax if a.cue is None]
    )


def _joined(
    analysis: Analysis, tagged: TaggedAttribution, same: Sequence[Attribution], quotations: Quotations
) -> list[Attribution]:
    """One attribution with the tagger's spans where they are whole.

    Reciprocal, relayed and nested ones, which the tagger takes for one, stay as the syntax has them.
    """
    same = [a for a in same if not _is_cited_matter(analysis, a)]
    relayed = [a for a in same if a.relayed_by is not None]
    if relayed or len({a.source for a in same}) > 1:
        return relayed or list(same)
    if same and _is_controlled(analysis, same[0]):
        return list(same)
    cue = covering(tagged.cue)
    source = _trimmed(analysis.reading, covering(tagged.source)) if tagged.source else None
    known = same[0] if same else read_cue(analysis.doc, cue, source)
    if source is None or (known.source is not None and not _stands(analysis, source, cue, known)):
        source = known.source
    if source is not None and source.of(analysis.reading).lower() in ("the", "a", "an"):
        source = None  # "The | claims that …": nobody's
    head = known.source_head
    if head is not None and source is not None and not source.start <= analysis.doc[head].idx < source.end:
        head = None
    if source is None and known.form is Form.NOUN:
        return []
    near = _near(analysis, cue, tagged.content, quotations)
    content = _content(known, _before_next_act(analysis, known, near), tagged.score >= SURE)
    cue = _unbroken(analysis, cue)
    return [replace(known, source=source, cue=cue, content=content, source_head=head)]


def _is_cited_matter(analysis: Analysis, known: Attribution) -> bool:
    """ "The envoy, citing the arrival of aid lorries": matter, and no voice as in "Reuters reported, citing the army"."""
    if known.relayed_by is None or known.source_head is None:
        return False
    head = analysis.doc[known.source_head]
    return head.pos_ not in ("PROPN", "PRON") and head.lemma_.lower() not in {*roles(), *speech_nouns()}


def _is_speaker(analysis: Analysis, tagged: TaggedAttribution) -> bool:
    """False where the tagger makes a moment, a timeline or a clash speak."""
    if not tagged.source:
        return True
    around, cue = covering(tagged.source), covering(tagged.cue)
    tokens = analysis.doc.char_span(around.start, around.end, alignment_mode="expand")
    words = analysis.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if tokens is None:
        return True
    is_sure = tagged.score >= SURE
    is_weak = words is not None and words.root.lemma_.lower() in word_list("weak")
    if tokens.root.lemma_.lower() in word_list("nonspeakers"):
        return is_sure and not is_weak
    return is_sure or not is_weak or can_speak(tokens.root)


def _is_refusal(analysis: Analysis, tagged: TaggedAttribution) -> bool:
    """True where the tagger takes "denied the convoy access" for words that were said."""
    cue = covering(tagged.cue)
    words = analysis.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    return words is not None and withholds(words.root)


def _is_day(analysis: Analysis, tagged: TaggedAttribution) -> bool:
    """True where the tagger takes "on Sunday" for the word that attributes something."""
    cue = covering(tagged.cue)
    words = analysis.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    return words is not None and all(token.lower_ in (*WEEKDAYS, "on") for token in words)


def _unbroken(analysis: Analysis, cue: Span) -> Span:
    """The cue without a tail that breaks off before its noun: "said in | a", "wrote | last", "praised | Kyiv's"."""
    tokens = analysis.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if tokens is None:
        return cue
    end = len(tokens)
    while end > 1 and _breaks_off(tokens[end - 1], tokens.start + end):
        end -= 1
    last = tokens[end - 1]
    return Span(start=cue.start, end=last.idx + len(last)) if end < len(tokens) else cue


def _breaks_off(last: Token, end: int) -> bool:
    is_part = last.dep_ in ("det", "amod", "compound", "nummod", "poss", "case")
    return last.text == "," or (is_part and (last.head.i >= end or last.dep_ == "case"))


def _content(known: Attribution, tagged: tuple[Span, ...], is_sure: bool) -> tuple[Span, ...]:
    """The tagger's content, or the clause of the syntax where the tagger's is a fragment of it or runs beyond a noun's."""
    if not known.content:
        return tagged
    shared = sum(a.overlap(b) for a in known.content for b in tagged)
    whole, part = sum(map(len, known.content)), sum(map(len, tagged))
    if known.form is Form.NOUN and shared and part > 1.1 * whole:
        return known.content
    entry = cues().get(known.words)
    is_addressed = entry is not None and entry.frame in (Frame.OBJECT, Frame.ORDER)
    is_behind = min(tagged).start > min(known.content).start
    least = FRAGMENT_OF_ADDRESS if is_addressed and is_behind else FRAGMENT
    if is_sure and least == FRAGMENT and known.form is not Form.NOUN:
        return tagged
    return known.content if shared >= 0.9 * part and shared < least * whole else tagged


def _is_controlled(analysis: Analysis, known: Attribution) -> bool:
    """ "Accused X of demanding": X is made to demand, whatever stands nearer to the eye."""
    if known.cue_head is None:
        return False
    verb = analysis.doc[known.cue_head]
    return verb.dep_ == "pcomp" and verb.head.lower_ == "of" and verb.head.head.pos_ == "VERB"


def _is_what(analysis: Analysis, content: Span) -> bool:
    """ "Launched | what it called an operation": an act, not a cue."""
    return content.of(analysis.reading).lower().split(maxsplit=1)[:1] == ["what"]


def _near(
    analysis: Analysis, cue: Span, content: tuple[Span, ...], quotations: Quotations
) -> tuple[Span, ...]:
    """The content without stray pieces of other paragraphs that nobody quotes."""
    low = analysis.reading.rfind("\n", 0, cue.start) + 1
    high = analysis.reading.find("\n", cue.end)
    high = high if high >= 0 else len(analysis.reading)
    kept = tuple(
        span
        for span in content
        if (span.start < high and low < span.end) or quotations.around(span.start) is not None
    )
    return kept or content


def _before_next_act(analysis: Analysis, known: Attribution, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content up to what the speaker did next: "announced a truce | and began shelling the port"."""
    if known.cue_head is None or known.form is not Form.VERB:
        return content
    verb = analysis.doc[known.cue_head]
    following = [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i and c.pos_ in ("VERB", "AUX")]
    has_clause = any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)
    if not following or not _same_tense(verb, following[0]):
        return content
    entry = cues().get(known.words)
    is_addressed = entry is not None and entry.frame in (Frame.OBJECT, Frame.ORDER)
    has_subject = any(c.dep_ == "nsubj" for c in following[0].children)
    if not is_addressed and (has_clause or has_subject):
        return content
    links = [c.idx for c in verb.children if c.dep_ == "cc" and verb.i < c.i < following[0].i]
    stop = min([following[0].left_edge.idx, *links])
    cut = [Span(start=s.start, end=min(s.end, stop)) for s in content if s.start < stop]
    kept = tuple(_trimmed(analysis.reading, s) if s.end == stop else s for s in cut if len(s) > 1)
    return kept or content


def _same_tense(verb: Token, other: Token) -> bool:
    past = ("VBD", "VBN")
    return verb.tag_ == other.tag_ or (verb.tag_ in past and other.tag_ in past)


def _trimmed(text: str, span: Span) -> Span:
    """`span` without punctuation and space at its edges."""
    start, end = span.start, span.end
    while start < end and not (text[start].isalnum() or text[start] in "([#"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")].'’"):
        end -= 1
    return Span(start=start, end=end) if start < end else span


def _stands(analysis: Analysis, source: Span, cue: Span, known: Attribution) -> bool:
    """Whether the tagger's source holds against the syntax's: in the sentence, and not an article or complement of it."""
    other = known.source
    assert other is not None
    token = analysis.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if token is not None and not token.sent.start_char <= source.start < token.sent.end_char:
        return False
    first = analysis.doc.char_span(source.start, source.end, alignment_mode="expand")
    if first is not None and len(first) > 1 and first[0].tag_ in ("WDT", "WP", "WP$"):
        return False  # "the army, | which lost two men |, said"
    if known.form is Form.PASSIVE and not other.overlaps(source):
        return False  # "the ministry's plan, seen by many as …": it is the many who see
    if known.source_head is not None and other.contains(source) and source.start > other.start:
        head = analysis.doc[known.source_head]
        if source.start > head.idx and head.dep_ == "nsubj" and head.lemma_.lower() in roles():
            return False  # "the Ukrainian side of | the joint centre | said"
    return not (other.contains(source) and source.of(analysis.reading).lower() in ARTICLES)


def _is_told_again(attribution: Attribution, analysis: Analysis, contents: list[Span]) -> bool:
    """True of plain speech inside the content of another attribution that adds no words of a named party.

    Accusations, denials, admissions, demands and claims within a content are kept: who made them matters.
    """
    cue = attribution.cue
    if cue is None or attribution.form is not Form.VERB or attribution.stance not in PLAIN:
        return False
    if _has_clause(attribution, analysis) and not _is_pronoun(analysis, attribution.source):
        return False
    at = bisect_left(contents, Span(start=cue.end, end=cue.end))
    return any(span.contains(cue) for span in contents[max(0, at - 8) : at])


def _is_pronoun(analysis: Analysis, source: Span | None) -> bool:
    tokens = source and analysis.doc.char_span(source.start, source.end, alignment_mode="expand")
    return not tokens or all(token.pos_ in ("PRON", "DET") for token in tokens)


def _holds_alone(attribution: Attribution, analysis: Analysis, quotations: Quotations) -> bool:
    """Whether the syntax is believed where the tagger has seen nothing.

    On the development articles one in ten such finds is labelled. Most of the others are attitudes, words spoken within a
    quotation, and addresses to a listener ("I think", "you know"), so these are left to the tagger.
    """
    if attribution.form in (Form.HEADING, Form.ACCORDING):
        return not _is_cited_matter(analysis, attribution)
    if attribution.form is Form.NOUN and attribution.stance is Stance.ASSERT:
        return _has_clause(attribution, analysis)  # "its view of the world" is a topic, not a statement
    is_act = attribution.stance not in (Stance.ASSERT, Stance.DEMAND, Stance.PROMISE, Stance.ANNOUNCE)
    if (
        attribution.words in word_list("everyday")
        and not is_act
        and not _has_that_clause(attribution, analysis)
        and not _is_of_bystanders(attribution, analysis)
    ):
        return False
    if attribution.form is Form.PASSIVE and not _has_that_clause(attribution, analysis):
        return attribution.source is not None or attribution.stance is not Stance.ASSERT
    cue = attribution.cue
    if cue is None or quotations.around(cue.start) is not None:
        return False
    source = attribution.source.of(analysis.reading).lower() if attribution.source is not None else ""
    if source in ("i", "you", "we", "that", "this", "one"):
        return False
    entry = cues().get(attribution.words)
    if entry is not None and entry.frame is Frame.MIND:
        return attribution.stance in (Stance.PROMISE, Stance.THREATEN, Stance.APOLOGISE)
    return True


def _is_of_bystanders(attribution: Attribution, analysis: Analysis) -> bool:
    """ "Rescue workers counted nine dead": what those on the spot count or find is their account."""
    if attribution.source_head is None or attribution.form is not Form.VERB:
        return False
    return roles().get(analysis.doc[attribution.source_head].lemma_.lower(), ("", ""))[0] in BYSTANDERS


def _has_clause(attribution: Attribution, analysis: Analysis) -> bool:
    head = attribution.cue_head
    return head is not None and any(
        c.dep_ in ("ccomp", "xcomp", "acl", "relcl") for c in analysis.doc[head].children
    )


def _has_that_clause(attribution: Attribution, analysis: Analysis) -> bool:
    if attribution.cue_head is None:
        return False
    verb = analysis.doc[attribution.cue_head]
    if any(c.lower_ == "what" for c in verb.children):
        return True  # "what it called an operation"
    return any(c.dep_ == "ccomp" and any(m.lower_ == "that" for m in c.children) for c in verb.children)
