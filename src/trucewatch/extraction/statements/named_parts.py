"""What part each named side plays in the clauses around a speaker: who acts, who is acted on, of whom something is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.antecedents import NounPhrases
from trucewatch.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.situation import ActorName

SAID = 8
AROUND = 16
"""Names within what is said, and in the speaker's sentence and the one before, whose part is read."""
CLIMB = 4
"""Heads above a name that it only belongs to."""


class NamedParts:
    """The parts of the roster names of one document."""

    def __init__(self, doc: Doc, index: NounPhrases) -> None:
        self._doc = doc
        self._index = index
        self._known: dict[int, str] = {}

    def around(self, head: Token, own: Span, content: tuple[Span, ...]) -> Iterator[tuple[str, str]]:
        """Sides named in what a speaker says and near him, each with its part: "said as nsubj", "before as against"."""
        sentence = head.sent
        begin = sentence.start_char
        before = self._doc[sentence.start - 1].sent.start_char if sentence.start else begin
        said = [name for span in content for name in self._index.names_in(span)][:SAID]
        near = self._index.names_in(Span(start=before, end=sentence.end_char))[-AROUND:]
        told = [n for n in near if n not in said and not own.start <= n.start < own.end]
        for where, name in (
            *(("said", n) for n in said),
            *(("here" if n.start >= begin else "before", n) for n in told),
        ):
            if name.side is not None:
                yield name.side, f"{where} as {self._of(name)}"

    def _of(self, name: ActorName) -> str:
        if name.start not in self._known:
            phrase = self._doc.char_span(name.start, name.end, alignment_mode="expand")
            self._known[name.start] = _part(phrase.root) if phrase is not None else "-"
        return self._known[name.start]


def _part(token: Token) -> str:
    """ "Nsubj", "against", "of dobj" for the owner of an object, "mod nsubj" for "Thai" in "Thai soldiers fired"."""
    how = ""
    for _ in range(CLIMB):
        if token.dep_ not in ("compound", "amod", "nmod", "poss", "appos", "conj"):
            break
        if token.dep_ not in ("appos", "conj"):
            how = "of " if token.dep_ == "poss" else "mod "
        token = token.head
    if token.dep_ == "pobj":
        return how + token.head.lower_
    is_not = token.dep_ in ("nsubj", "nsubjpass") and any(c.dep_ == "neg" for c in token.head.children)
    return how + token.dep_ + " not" * is_not
