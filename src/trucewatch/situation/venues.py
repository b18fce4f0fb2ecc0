"""Capitals that are only where something took place: "the ministers met in Minsk" names no party."""

from __future__ import annotations

import re

from trucewatch.situation.parties import ActorName

_VENUE = re.compile(
    r"\b(?:signed|talks?|agreed|brokered|reached|met|meeting|negotiat\w+|summit|held)\b[^.\n]{0,30}\bin $"
)
LOOKED_BACK = 40
"""Characters before a capital in which the meeting stands."""


def is_venue(text: str, name: ActorName) -> bool:
    """Whether a name is of a capital of which the words before it say that people met or signed there."""
    is_capital = name.kind == "metonym" and not name.demonym
    return is_capital and bool(_VENUE.search(text, max(0, name.start - LOOKED_BACK), name.start))
