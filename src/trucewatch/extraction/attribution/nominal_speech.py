"""Attributions without a speaking verb: "according to X", "citing X", "X's allegation that …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import match_cue
from trucewatch.extraction.phrases import (
    CLAUSES,
    CLIMB,
    agent_of,
    can_speak,
    char_span,
    merge,
    noun_phrase,
    says_that,
    subject_of,
    subtree,
    subtree_after,
    token_span,
    upwards,
)
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


def according(token: Token) -> Iterator[Attribution]:
    doc = token.doc
    if token.lower_ == "according":
        to = token.nbor() if token.i + 1 < len(doc) else token
        if to.lower_ != "to":
            return
        source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None)
        if (
            source is None
            and to.i + 1 < len(doc)
            and doc[to.i + 1].pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
        ):
            source = next((t for t in doc[to.i + 1 : to.i + 12] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
        last = to
    else:
        kinds = ("pobj", "dobj")
        source = next((c for c in token.children if c.dep_ in kinds), None)
        last = token
    if source is None or not can_speak(source):
        return
    relayer = None
    anchor = token
    if token.lower_ in ("citing", "quoting"):
        subject = subject_of(token)
        relayer = subject.i if subject is not None and can_speak(subject) else None
    clause = _clause_of(anchor)
    if clause is None:
        return
    if (
        clause.dep_ in ("parataxis", "conj")
        and match_cue(clause)
        and not any(c.dep_ in CLAUSES for c in clause.children)
    ):
        clause = clause.head
    low, high = token.left_edge.i, max(token.right_edge.i, source.right_edge.i)
    pieces = _clause_without(clause, low, high, relayed=token.lower_ in ("citing", "quoting"))
    yield Attribution(
        source=noun_phrase(source),
        cue=char_span(doc, token.i, last.i),
        content=pieces,
        form=Form.ACCORDING,
        words="according to",
        cue_head=token.i,
        source_head=source.i,
        relayed_by=relayer,
    )


def _clause_of(token: Token) -> Token | None:
    """The clause that an adjunct belongs to: the nearest finite verb above, or the root of a fragment."""
    for node in upwards(token.head, CLIMB):
        is_finite = node.pos_ in ("VERB", "AUX") and node.dep_ not in ("acl", "pcomp", "xcomp", "amod")
        if is_finite or node.head == node:
            return node
    return None


def _clause_without(clause: Token, low: int, high: int, *, relayed: bool) -> tuple[Span, ...]:
    """The clause less the adjunct; of "Reuters reported, citing X" what Reuters reported."""
    if relayed:
        reported = [c for c in clause.children if c.dep_ in ("ccomp", "dobj", "xcomp")]
        if match_cue(clause) is not None and reported:
            found = [
                subtree(child) for child in reported if not child.left_edge.i <= low <= child.right_edge.i
            ]
            if found:
                return merge(found)
    left = char_span(clause.doc, clause.left_edge.i, min(low - 1, clause.right_edge.i))
    right = char_span(clause.doc, max(high + 1, clause.left_edge.i), clause.right_edge.i)
    return tuple(span for span in (left, right) if span is not None and len(span) > 3)


def speech_noun(noun: Token, stance: Stance) -> Iterator[Attribution]:
    """ "Pakistan's allegation that …", "reports by the army of a raid", "Russian claims that …"."""
    contents = [
        c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and says_that(c)
    ]
    prepositions = [c for c in noun.children if c.dep_ in ("prep", "agent") and c.i > noun.i]
    of = [c for c in prepositions if c.lower_ in ("of", "about", "for", "on", "against")]
    source, used = _noun_source(noun, prepositions)
    if source is None or not can_speak(source):
        return
    misplaced = (
        [c for c in source.children if c.dep_ == "prep" and c.lower_ in ("of", "about")] if used else []
    )
    if not contents and not of and noun.lemma_.lower() in ("report", "claim", "allegation", "account"):
        of = misplaced
    if not contents and not of:
        return
    parts = [c for c in (*contents, *of) if c is not used]
    content = merge(s for s in (subtree_after(c) for c in parts) if s is not None)
    if not content:
        return
    speaker = noun_phrase(source)
    if of and of[0] in misplaced:
        speaker = char_span(noun.doc, source.left_edge.i, of[0].left_edge.i - 1)
    yield Attribution(
        source=speaker,
        cue=token_span(noun),
        content=content,
        form=Form.NOUN,
        stance=stance,
        words=noun.lemma_.lower(),
        cue_head=noun.i,
        source_head=source.i,
        addressees=tuple(p.i for c in of if c.lower_ == "against" for p in c.children if p.dep_ == "pobj"),
    )


def _noun_source(noun: Token, prepositions: list[Token]) -> tuple[Token | None, Token | None]:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner, None
    for preposition in prepositions:
        if preposition.lower_ in ("by", "from"):
            return next((c for c in preposition.children if c.dep_ == "pobj"), None), preposition
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
            agent = agent_of(child)
            if agent is not None:
                return agent, child
    adjective = next(
        (c for c in noun.children if c.dep_ in ("amod", "nmod", "compound") and c.text[:1].isupper()), None
    )
    return adjective, None
