"""The noun phrases of one document that later words may take up again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

LONGEST_NAME = 160
"""Characters of a noun phrase that are looked up; a name is never longer, a broken parse may be."""
LOOK_BACK = 400
"""Noun phrases searched backwards for an antecedent."""

_BRACKETED = re.compile(r" \((?P<short>[A-Z][A-Za-z-]*[A-Z])\)")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One noun phrase that later words may take up again."""

    head: int
    span: Span
    words: str
    families: frozenset[str]
    kinds: frozenset[str]
    names: frozenset[str]
    """Its proper names, lower case."""
    subject: bool


class NounPhrases:
    """Roster names and phrases of one document, by position."""

    def __init__(self, analysis: Analysis, situation: Situation) -> None:
        self._analysis = analysis
        self._situation = situation
        self._actors: dict[str, ActorName | None] = {}
        self._phrases: dict[int, Known] = {}

    @cached_property
    def names(self) -> tuple[ActorName, ...]:
        """Every roster name of the document."""
        return self._situation.find_actors(self._analysis.document.text)

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.start for name in self.names]

    def names_in(self, span: Span) -> tuple[ActorName, ...]:
        """Roster names that begin within `span`."""
        low = bisect_left(self._name_starts, span.start)
        high = bisect_left(self._name_starts, span.end)
        return self.names[low:high]

    def names_before(self, offset: int) -> tuple[ActorName, ...]:
        """The roster names that end before an offset, as far back as antecedents are looked for."""
        stop = bisect_left(self._name_starts, offset)
        return tuple(n for n in self.names[max(0, stop - LOOK_BACK) : stop] if n.end <= offset)

    def last_named(self, side: str, speaker: Speaker) -> Speaker:
        """The words of `speaker` taken as those of a side that was named before."""
        named = [n for n in self.names_before(speaker.start) if n.side == side]
        name = named[-1] if named else None
        return replace(
            speaker, name=name.text if name else None, actor=name.actor if name else None, side=side
        )

    @cached_property
    def spellings(self) -> dict[str, set[str]]:
        """By which words each side is named, in small letters."""
        found: dict[str, set[str]] = {}
        for name in self.names:
            if name.side is not None:
                found.setdefault(name.side, set()).add(name.text.lower())
        return found

    @cached_property
    def sides(self) -> Counter[str]:
        """How often each side is named."""
        return Counter(name.side for name in self.names if name.side)

    @cached_property
    def _known(self) -> list[Known]:
        found = []
        table = roles()
        covered = {name.start for name in self.names}
        for token in self._analysis.doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod", "nmod"):
                continue
            family = table.get(token.lemma_.lower())
            if family is None and token.pos_ != "PROPN" and token.idx not in covered:
                continue
            found.append(self.know(token))
        return found

    def know(self, head: Token) -> Known:
        """What the phrase of `head` tells: families and kinds of its roles, its names."""
        if head.i not in self._phrases:
            self._phrases[head.i] = self._read(head)
        return self._phrases[head.i]

    def _read(self, head: Token) -> Known:
        span = noun_phrase(head, alone=True)
        if span is None or len(span) > LONGEST_NAME:
            span = Span(start=head.idx, end=head.idx + len(head.text))
        table = roles()
        tokens = list(self._analysis.doc[max(head.left_edge.i, head.i - 12) : head.i + 1])
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i:
                tokens += list(self._analysis.doc[child.left_edge.i : child.i + 1])[:12]
        found = roles_among(tokens)
        return Known(
            head=head.i,
            span=span,
            words=span.of(self._analysis.document.text),
            families=frozenset(family for family, _ in found),
            kinds=frozenset(kind for _, kind in found),
            names=frozenset(
                t.lower_
                for t in self._analysis.doc[head.left_edge.i : min(head.right_edge.i, head.i + 12) + 1]
                if t.pos_ == "PROPN" and t.lemma_.lower() not in table and len(t.text) > 2
            ),
            subject=head.dep_ in ("nsubj", "nsubjpass"),
        )

    def actor_of(self, known: Known) -> ActorName | None:
        """Whom the roster knows by the words of a phrase."""
        return self.actor_named(known.words)

    def actor_named(self, words: str) -> ActorName | None:
        """Whom the roster knows by some words, looked up once a document."""
        words = words[:LONGEST_NAME]
        if words not in self._actors:
            self._actors[words] = self._situation.resolve_actor(words)
        return self._actors[words]

    def abbreviated(self, words: str) -> ActorName | None:
        """Whom the document has given one of the words for: "the Liberation Army (LA) … an LA spokesman"."""
        if not self._abbreviations:
            return None
        found = [self._abbreviations[word] for word in _WORD.findall(words) if word in self._abbreviations]
        return found[0] if len({name.side for name in found}) == 1 else None

    @cached_property
    def _abbreviations(self) -> dict[str, ActorName]:
        """Short forms in brackets right behind a roster name."""
        text = self._analysis.document.text
        found: dict[str, ActorName] = {}
        for name in self.names:
            match = _BRACKETED.match(text, name.end)
            if match is not None and name.side is not None:
                found.setdefault(match["short"], name)
        return found

    @cached_property
    def _known_starts(self) -> list[int]:
        return [known.head for known in self._known]

    def before(self, index: int) -> list[Known]:
        """The phrases before a token, the nearest first."""
        stop = bisect_left(self._known_starts, index)
        return self._known[max(0, stop - LOOK_BACK) : stop][::-1]

    def after(self, index: int) -> list[Known]:
        """The phrases behind a token, the nearest first."""
        start = bisect_right(self._known_starts, index)
        return self._known[start : start + LOOK_BACK]


def roles_among(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Family and kind of each role noun; "prime minister" is one."""
    table = roles()
    lemmas = [token.lemma_.lower().rstrip(".") for token in tokens]
    found = []
    for at, lemma in enumerate(lemmas):
        pair = f"{lemmas[at - 1]} {lemma}" if at else lemma
        if entry := table.get(pair) or table.get(lemma):
            found.append(entry)
    return found
