"""Plain clauses that may be somebody's words though no cue says so: "Kyiv: …", "It counts two violations"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import match_cue, roles, speech_nouns
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.phrases import (
    can_speak,
    char_span,
    cue_span,
    noun_phrase,
    token_span,
    words_between,
)
from trucewatch.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

LONGEST_SENTENCE = 120
"""Tokens; longer ones are lists and tables."""
LONGEST_LEAD = 42
"""Tokens before a colon in which a speaker is named."""
LONGEST_CONTENT = 4000
"""Characters that a content may reach back; only for not looking through all of them at each sentence."""


PERSONS = frozenset({"he", "she", "it", "they", "we", "both"})
MODIFIERS = frozenset({"compound", "poss", "nmod", "pobj", "npadvmod"})
COMPLEMENTS = frozenset({"dobj", "ccomp", "xcomp", "attr", "acomp", "advcl", "npadvmod", "oprd", "dative"})
QUOTES = frozenset({'"', "“", "”"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A clause, who may be speaking in it, and what the syntax shows of both."""

    source: Span
    source_head: int
    cue: Span
    cue_head: int
    content: tuple[Span, ...]
    features: frozenset[str]

    def as_attribution(self) -> Attribution:
        """The clause as its speaker's words."""
        return Attribution(
            source=self.source,
            source_head=self.source_head,
            cue=self.cue,
            cue_head=self.cue_head,
            content=self.content,
            form=Form.TAGGED,
        )


def find_candidates(
    analysis: Analysis, attributions: Sequence[Attribution], situation: Situation
) -> Iterator[Candidate]:
    """The clauses in nobody's mouth that a party, office or body is the subject of, or is named before by a colon."""
    taken = _Taken(attributions)
    sentences = [s for s in analysis.sentences() if len(s) <= LONGEST_SENTENCE]
    for number, sentence in enumerate(sentences):
        after = sentences[number + 1] if number + 1 < len(sentences) else None
        before = sentences[number - 1] if number else None
        context = _around(sentence, before, after, taken)
        yield from _after_colon(sentence, after, taken, context, situation)
        yield from _of_subjects(sentence, taken, context, situation)


class _Taken:
    """The words that attributions hold."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._spans = sorted(span for a in attributions if a.form is not Form.CREDIT for span in a.spans)
        self._starts = [span.start for span in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of the characters is held."""
        low, high = bisect_left(self._starts, start - LONGEST_CONTENT), bisect_left(self._starts, end)
        return any(span.end > start for span in self._spans[low:high])


def _around(sentence: Tokens, before: Tokens | None, after: Tokens | None, taken: _Taken) -> set[str]:
    found = set()
    for name, other in (("before", before), ("after", after)):
        if other is None:
            found.add(f"{name} nothing")
        elif taken.touch(other.start_char, other.end_char):
            found.add(f"{name} said")
    if before is not None and "\n" in sentence.doc[before.end - 1 : sentence.start + 1].text:
        found.add("begins a paragraph")
    if any(t.text in QUOTES for t in sentence):
        found.add("quotation mark")
    if not any(t.is_punct and t.text in ".!?" for t in sentence[-2:]):
        found.add("no full stop")
    return found


def _of_subjects(
    sentence: Tokens, taken: _Taken, context: set[str], situation: Situation
) -> Iterator[Candidate]:
    root = sentence.root
    for verb in (root, *(t for t in root.conjuncts if t.i > root.i)):
        if verb.pos_ not in ("VERB", "AUX") or taken.touch(verb.idx, verb.idx + 1):
            continue
        done = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children if c.dep_ == "xcomp")}
        if done & _acts():
            continue  # "began shelling the port"
        own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        subject = own or next((c for c in root.children if c.dep_ == "nsubj"), None)
        if subject is None or not can_speak(subject) or subject.i > verb.i:
            continue
        source = noun_phrase(subject)
        if source is None:
            continue
        told = _told_of(subject, source, situation)
        if told is None:
            continue
        stop = verb.right_edge.i
        later = [c for c in verb.children if c.dep_ in ("conj", "cc") and c.i > verb.i]
        if later:
            stop = min(c.left_edge.i for c in later) - 1
        content = char_span(verb.doc, verb.i + 1, stop)
        if content is None or taken.touch(content.start, content.end):
            continue
        features = {
            "of subject",
            *told,
            *context,
            *_of_verb(verb),
            "shared subject" if own is None else "own subject",
        }
        yield Candidate(
            source=source,
            source_head=subject.i,
            cue=cue_span(verb),
            cue_head=verb.i,
            content=(content,),
            features=frozenset(features),
        )


def _of_verb(verb: Token) -> Iterator[str]:
    yield f"tag {verb.tag_}"
    yield f"lemma {verb.lemma_.lower()}"
    if verb.lemma_.lower() in _acts():
        yield "an act of the lexicon"
    matched = match_cue(verb)
    yield f"frame {matched.cue.frame}" if matched else "no cue"
    if matched:
        yield f"stance {matched.cue.stance}"
    for child in verb.children:
        if child.dep_ in ("prep", "prt", "mark"):
            yield f"{child.dep_} {child.lower_}"
        elif child.dep_ in ("aux", "neg"):
            yield f"{child.dep_} {child.lemma_.lower()}"
        elif child.dep_ in COMPLEMENTS:
            yield f"has {child.dep_}"
        if child.dep_ in ("dobj", "attr", "acomp"):
            if child.lemma_.lower() in speech_nouns():
                yield "object is speech"
            yield f"object tag {child.tag_}"
            if child.pos_ == "NUM" or any(c.dep_ == "nummod" for c in child.children):
                yield "object is a number"


@cache
def _acts() -> frozenset[str]:
    """Verbs that are acts by themselves."""
    rows = (row for row in table("events") if row[1] == "VERB" and row[-1] == "act")
    return frozenset(word.strip() for row in rows for word in row[0].split(","))


def _told_of(head: Token, source: Span, situation: Situation) -> set[str] | None:
    """What the speaker's words tell; None where nobody may be meant that could speak."""
    if head.pos_ == "PRON":
        return {f"pronoun {head.lower_}"} if head.lower_ in PERSONS else None
    if len(head) == 1:
        return None  # "Q:", "A:"
    named = situation.resolve_actor(words_between(head.doc, source.start, source.end))
    role = roles().get(head.lemma_.lower())
    if named is None and not any(t.lemma_.lower() in roles() for t in (head, *head.lefts)):
        return None  # "Correction: …", "Success on a signature issue: …"
    found = {f"subject {head.pos_}"}
    found.add(f"actor {named.kind}" if named else "no actor")
    if role:
        found |= {f"family {role[0]}", f"role {role[1]}"}
    if any(c.dep_ == "relcl" for c in head.children):
        found.add("subject has clause")
    if head.tag_ in ("NNS", "NNPS"):
        found.add("subject plural")
    if any(c.lower_ in ("the", "a", "an") for c in head.children):
        found.add(f"article {next(c.lower_ for c in head.children if c.lower_ in ('the', 'a', 'an'))}")
    return found


def _after_colon(
    sentence: Tokens, after: Tokens | None, taken: _Taken, context: set[str], situation: Situation
) -> Iterator[Candidate]:
    """ "Kyiv: two drones", "From the tank company, a lieutenant: the bakery was a mortar pit"; one in a sentence."""
    for colon in (t for t in sentence if t.text == ":" and t.i > sentence.start):
        is_last = all(t.is_space for t in sentence[colon.i + 1 - sentence.start :])
        said = after if is_last else sentence.doc[colon.i + 1 : sentence.end]
        content = char_span(sentence.doc, said.start, said.end - 1) if said is not None else None
        begin = max([sentence.start, *(t.i + 1 for t in sentence if t.text == ";" and t.i < colon.i)])
        lead = sentence.doc[begin : colon.i]
        if said is None or content is None or taken.touch(content.start, content.end) or not lead:
            continue
        head = _namer(lead) if len(lead) <= LONGEST_LEAD else None
        source = noun_phrase(head) if head is not None else None
        if head is None or source is None or source.start >= colon.idx:
            continue
        source = Span(start=source.start, end=min(source.end, colon.idx))
        told = _told_of(head, source, situation)
        if told is None:
            continue
        verb = next((t for t in lead if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")), None)
        features = {"after a colon", *told, *context}
        features |= {f"lead {f}" for f in _of_verb(verb)} if verb is not None else {"no verb before"}
        features |= {f"lead of {min(len(lead) // 3, 5)}", f"content of {min((len(said) - 1) // 6, 4)}"}
        if is_last:
            features.add("colon ends sentence")
        yield Candidate(
            source=source,
            source_head=head.i,
            cue=cue_span(verb) if verb is not None else token_span(colon),
            cue_head=verb.i if verb is not None else colon.i,
            content=(content,),
            features=frozenset(features),
        )
        return


def _namer(lead: Tokens) -> Token | None:
    subjects = [t for t in lead if t.dep_ == "nsubj" and can_speak(t)]
    if subjects:
        return subjects[-1]
    nouns = [t for t in lead if t.pos_ in ("NOUN", "PROPN") and t.dep_ not in MODIFIERS and can_speak(t)]
    if nouns:
        return nouns[-1]
    objects = [t for t in lead if t.pos_ in ("NOUN", "PROPN") and t.dep_ == "pobj" and can_speak(t)]
    return objects[-1] if objects else None
