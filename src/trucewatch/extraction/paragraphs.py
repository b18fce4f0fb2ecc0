"""Sentences end where paragraphs end: a headline without a full stop is not part of the first sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

WRAP_WIDTHS = range(50, 90)
"""Line lengths of hard-wrapped agency copy (60 to 80 columns, less the last word)."""


@Language.component("paragraph_breaks")
def paragraph_breaks(doc: Doc) -> Doc:
    """`doc` with a sentence start after each blank line, and after each line where lines are paragraphs.

    Within a line no sentence starts between two words of which one is in small letters: the parser alone breaks
    one sentence in eighty there. A doubled full stop ends a sentence.
    """
    breaks_at = 2 if is_hard_wrapped(doc.text) else 1
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if token.is_space and token.text.count("\n") >= breaks_at:
            following.is_sent_start = True
        elif token.text.endswith("..") and token.text.strip(".\"'") == "" and following.text[:1].isupper():
            following.is_sent_start = True
        elif token.is_alpha and following.is_alpha and (token.is_lower or following.is_lower):
            following.is_sent_start = False
    return doc


def is_hard_wrapped(text: str) -> bool:
    """True when most lines that another line follows are as long as a column is wide."""
    lines = text.split("\n")
    followed = [
        line for line, following in zip(lines, lines[1:], strict=False) if line.strip() and following.strip()
    ]
    if len(followed) < 3:
        return False
    columns = sum(len(line.rstrip()) in WRAP_WIDTHS for line in followed)
    return columns >= 0.6 * len(followed)
