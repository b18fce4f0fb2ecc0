"""Phrases read off the parse: who does what a verb says, which characters a phrase covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles, speech_nouns, word_list
from trucewatch.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CLAUSES = frozenset({"ccomp", "xcomp", "csubj"})
CLIMB = 12
"""Links followed upwards in search of a subject; real sentences need three or four."""


def upwards(token: Token, at_most: int) -> Iterator[Token]:
    """`token` and what it hangs on, up to the root: so many words in all, since a parse may be deep."""
    return islice(chain((token,), token.ancestors), at_most)


def verb_above(token: Token, at_most: int) -> Token | None:
    """The nearest verb that a word hangs on, so many words up at the most."""
    above = (node for node in upwards(token, at_most + 1) if node.i != token.i)
    return next((node for node in above if node.pos_ in ("VERB", "AUX")), None)


def subject_of(verb: Token) -> Token | None:
    """Who does what `verb` says, found through conjunctions, participles and control."""
    node = verb
    for _ in range(CLIMB):
        own = next((c for c in node.children if c.dep_ in ("nsubj", "csubj")), None)
        if own is None and node is not verb:
            own = next((c for c in node.children if c.dep_ == "nsubjpass"), None)
        if own is None and node is verb and node.dep_ != "ROOT":
            own = next((c for c in node.children if c.dep_ == "nsubjpass"), None)
        if own is not None:
            return own
        head = node.head
        if head == node:
            return None
        if node.dep_ == "acl":
            return head
        if node.dep_ == "pcomp" and head.dep_ == "prep" and head.lower_ in ("of", "as"):
            controller = head.head
            accused = next((c for c in controller.children if c.dep_ in ("dobj", "nsubjpass")), None)
            if accused is not None:
                return accused
        if node.dep_ == "xcomp":
            ordered = next((c for c in head.children if c.dep_ in ("dobj", "dative")), None)
            if ordered is not None and node.tag_ == "VB":
                return ordered
        if node.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis", "acomp"):
            return None
        if node.dep_ == "conj" and _belongs_further_up(node):
            head = head.head
        if node.dep_ in ("ccomp", "parataxis") and node.tag_ not in ("VBG", "VBN"):
            return None
        node = head
    return None


def _belongs_further_up(verb: Token) -> bool:
    """ "Said that 31 had died and condemned the raid": the tense shows that it was not the dead who condemned."""
    clause = verb.head
    has_auxiliary = any(c.dep_ in ("aux", "auxpass") for c in clause.children)
    is_plain = verb.tag_ == "VBD" and not any(c.dep_ in ("aux", "auxpass", "nsubj") for c in verb.children)
    outer = clause.head
    return (
        has_auxiliary and is_plain and clause.dep_ == "ccomp" and outer is not clause and outer.tag_ == "VBD"
    )


def can_speak(head: Token) -> bool:
    """False for what nobody can quote: events, times, tensions ("the moment underscored", "timelines show")."""
    if head.pos_ == "PRON" or head.tag_ in ("PRP", "WP", "PRP$", "WDT", "DT", "WP$"):
        return head.lower_ not in (
            "there",
            "what",
            "this",
            "these",
            "nothing",
            "something",
            "that",
            "everything",
            "which",
        )
    lemma = head.lemma_.lower()
    if lemma in roles() or lemma in speech_nouns():
        return True
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.tag_ in ("NNP", "NNPS", "JJ")):
        return True
    if lemma in word_list("nonspeakers") or head.pos_ in ("NUM", "VERB", "AUX", "ADV", "PUNCT", "X", "SYM"):
        return head.pos_ == "NUM" and head.i + 1 < len(head.doc) and head.nbor().lower_ != "%"
    endings = (
        "tion",
        "sion",
        "ment",
        "ness",
        "ity",
        "ence",
        "ance",
        "ism",
        "ship",
        "ing",
        "cy",
        "ure",
        "dom",
        "age",
    )
    return not lemma.endswith(endings)


def says_that(clause: Token) -> bool:
    """A content clause ("that …", "to …"), not a relative one ("that he made") nor a participle ("made by X")."""
    marks = [c for c in clause.children if c.dep_ in ("mark", "aux") and c.lower_ in ("that", "to")]
    return bool(marks)


def noun_phrase(head: Token, *, alone: bool = False) -> Span | None:
    """The phrase of `head` with appositions and complements, without relative clauses and cues; alone, without "and …"."""
    cut = (
        ("relcl", "parataxis", "dep", "acl", "conj", "cc") if alone else ("relcl", "parataxis", "dep", "acl")
    )
    low, high = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.i > head.i and (child.dep_ in cut or _is_cue_child(child)):
            high = min(high, child.left_edge.i - 1)
    return char_span(head.doc, low, max(high, head.i))


def _is_cue_child(child: Token) -> bool:
    return (
        child.dep_ == "prep"
        and child.lower_ in ("according", "in", "on", "at", "during", "after", "to")
        and (child.head.pos_ in ("PROPN", "PRON"))
    )


def cue_span(verb: Token, parts: Iterable[int] = ()) -> Span:
    """The verb with its auxiliaries, negation and fixed words, as far as they touch."""
    own = {verb.i, *parts}
    own |= {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < verb.i}
    low = verb.i
    while low - 1 in own or (low > 0 and low - 2 in own and verb.doc[low - 1].dep_ == "advmod"):
        low -= 1
    high = verb.i
    while high + 1 in own:
        high += 1
    span = char_span(verb.doc, low, high)
    return span if span is not None else token_span(verb)


def merge(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """`spans` in order, those that touch or nearly touch made one."""
    merged: list[Span] = []
    for span in sorted(s for s in spans if s is not None):
        if merged and span.start <= merged[-1].end + 2:
            merged[-1] = Span(start=merged[-1].start, end=max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def subtree(token: Token) -> Span | None:
    return char_span(token.doc, token.left_edge.i, token.right_edge.i)


def subtree_after(token: Token) -> Span | None:
    """A prepositional phrase without "of" and "about"; a clause whole."""
    begin = token.left_edge.i
    if token.dep_ in ("prep", "agent"):
        begin = token.i + 1
    return char_span(token.doc, begin, token.right_edge.i)


def agent_of(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return False
    if verb.dep_ == "conj":
        return is_passive(verb.head) if verb.head.tag_ == "VBN" else False
    return verb.dep_ in ("acl", "advcl", "amod")


def is_conditional(verb: Token) -> bool:
    """ "If he says so" reports nothing."""
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children)


def token_span(token: Token) -> Span:
    return Span(start=token.idx, end=token.idx + len(token.text))


def char_span(doc: Doc, first: int, last: int) -> Span | None:
    """Characters of tokens first..last, without space, commas and dashes at the edges."""
    while first <= last and (doc[first].is_space or doc[first].text in (",", ";", "-", "--", ".", ":")):
        first += 1
    while last >= first and (doc[last].is_space or doc[last].text in (",", ";", "-", "--", ".", ":")):
        last -= 1
    if first > last:
        return None
    return Span(start=doc[first].idx, end=doc[last].idx + len(doc[last].text))


def token_bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens [first, last) that a span of characters touches."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


def words_between(doc: Doc, start: int, end: int) -> str:
    """The text of the tokens that a span of characters touches; the whole text is never built."""
    first, last = token_bounds(doc, start, end)
    return doc[first:last].text
