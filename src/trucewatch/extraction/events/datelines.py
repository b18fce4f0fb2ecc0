"""Where and when a report was written, by the line it opens with: "BEIRUT, May 27 - ", "Lugansk, February 18. "."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.extraction.datelines import HEAD, is_closed_dateline

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

LONGEST = 90
"""Characters of a dateline."""

MOST_WORDS = 30

_DATELINE = re.compile(
    r"\W{0,3}[A-Z][^\n!?]{0,80}?(?:\s[-–—]{1,2}\s|--|—|\)\s?[-–—:]|(?<=[A-Z]{3}):\s|\)\s(?=[A-Z]))"
)


def dateline_end(sentence: Tokens) -> int:
    """The character after a sentence's dateline; its first character where it has none.

    What stands before the dash has no verb: "The army - which denies it - said" is no dateline.
    """
    start = sentence.start_char
    if start < HEAD and is_closed_dateline(sentence.text):
        return sentence.end_char
    opening = _DATELINE.match(sentence[:MOST_WORDS].text[:LONGEST])
    if opening is None:
        return start
    end = start + opening.end()
    before = [token for token in sentence[:MOST_WORDS] if token.idx < end]
    named = any(token.pos_ == "PROPN" or token.is_upper for token in before[:4])
    return end if named and not any(t.pos_ in ("VERB", "AUX") for t in before) else start
