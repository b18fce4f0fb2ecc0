"""Names that only say where something took place: "the ministers met in Minsk", "a session at the United Nations"."""

from __future__ import annotations

import re

from trucewatch.situation.parties import ActorName

_MET_IN = re.compile(
    r"\b(?:signed|talks?|agreed|brokered|reached|met|meeting|negotiat\w+|summit|held)\b[^.\n]{0,30}\bin $"
)
_MET_AT = re.compile(
    r"\b(?:meetings?|met|meet|talks|summit|sessions?|speech|speaking|spoke)\b(?: (?!and|or|but)\w+){0,3} at (?:the )?$",
    re.IGNORECASE,
)
LOOKED_BACK = 60
"""Characters before a name in which the meeting stands."""


def is_venue(text: str, name: ActorName) -> bool:
    """Whether the words before a name say that people met or signed there: in a capital, or at a body's seat."""
    if name.demonym:
        return False
    before = text[max(0, name.start - LOOKED_BACK) : name.start]
    return bool(_MET_AT.search(before) or (name.kind == "metonym" and _MET_IN.search(before)))
