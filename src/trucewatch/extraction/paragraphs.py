"""Sentences end where paragraphs end: a headline without a full stop is not part of the first sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_SENTENCE = 300
"""Tokens; what runs on longer without an end is no sentence, and the parser's time would grow with its square."""

WRAP_WIDTHS = range(50, 90)
"""Line lengths of hard-wrapped agency copy (60 to 80 columns, less the last word)."""
_ENDS = frozenset(".!?…")
"""After one of these a sentence counts as begun anew, whatever the parser makes of it."""


@Language.component("paragraph_breaks")
def paragraph_breaks(doc: Doc) -> Doc:
    """`doc` with a sentence start after each blank line, and after each line where lines are paragraphs.

    Within a line no sentence starts between two words of which one is in small letters: the parser alone breaks
    one sentence in eighty there. A doubled full stop ends a sentence.
    """
    breaks_at = 2 if is_hard_wrapped(doc.text) else 1
    begun = 0
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if token.text in _ENDS:
            begun = following.i
        if _ends_sentence(token, following, breaks_at) or following.i - begun >= LONGEST_SENTENCE:
            following.is_sent_start = True
            begun = following.i
        elif token.is_alpha and following.is_alpha and (token.is_lower or following.is_lower):
            following.is_sent_start = False
    return doc


def _ends_sentence(token: Token, following: Token, breaks_at: int) -> bool:
    if token.is_space and token.text.count("\n") >= breaks_at:
        return True
    return token.text.endswith("..") and token.text.strip(".\"'") == "" and following.text[:1].isupper()


class Paragraphs:
    """Where the paragraphs of a text begin: after each blank line, and after each line where lines are paragraphs."""

    def __init__(self, text: str) -> None:
        break_ = r"\n\s*\n" if is_hard_wrapped(text) else r"\n"
        self._starts = [found.end() for found in re.finditer(rf"{break_}\s*", text)]

    def number(self, at: int) -> int:
        """The number of the paragraph in which a character stands, the first being 0."""
        return bisect_right(self._starts, at)

    def start(self, at: int) -> int:
        """Where the paragraph of a character begins."""
        number = self.number(at)
        return self._starts[number - 1] if number else 0


def is_hard_wrapped(text: str) -> bool:
    """True when most lines that another line follows are as long as a column is wide."""
    lines = text.split("\n")
    followed = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(followed) < 3:
        return False
    columns = sum(len(line.rstrip()) in WRAP_WIDTHS for line in followed)
    return columns >= 0.6 * len(followed)
