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
    """`doc` with a sentence start after each blank line, and after each line where lines are paragraphs."""
    breaks_at = 2 if is_hard_wrapped(doc.text) else 1
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") >= breaks_at:
            doc[token.i + 1].is_sent_start = True
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
