"""Words in statements that the assessment turns on, as tables."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_FORCES = (
    r"(?:own )?(?:forces|troops|army|armed forces|military|soldiers|servicemen|fighters|units|aircraft|"
    r"planes|warplanes|jets|drones|artillery)"
)
_FIRED = (
    r"(?:fired|shot|shelled|struck|bombed|attacked|targeted|used|launched|violated|breached|opened|carried)"
)
_FIRE = r"(?:fire|shoot|shell|strike|bomb|attack|target|use|launch|violate|breach|open|carry)"

OWN_PART = _any(
    r"responsib\w*",
    r"involve\w*",
    r"behind",
    r"(?:had no|any) (?:part|role|hand|link|connection)",
    rf"(?:its|our|their|his) {_FORCES}",
    rf"having (?:\w+ ){{0,2}}{_FIRED}",
    r"carrying out",
    rf"(?:had|have|has|was|were) not (?!been )(?:\w+ )?{_FIRED}",
    rf"(?:did|do|does) not (?:\w+ )?{_FIRE}",
    rf"(?:didn't|hadn't|haven't|hasn't) (?:\w+ )?(?:{_FIRE}|{_FIRED})",
)
"""A denial in these words rejects the speaker's own part, not that something happened."""

_AGREEMENTS = (
    r"(?:agreements?|accords?|deals?|statements?|memorand\w+|resolutions?|declarations?|protocols?|"
    r"treat(?:y|ies))"
)
_BREAK = r"(?:violat\w+|breach\w*|broke\w*|breaking|contraven\w+|contrary to)"

CITES_AGREEMENT = _any(
    r"cease-?\s?fires?",
    r"truces?",
    r"armistice",
    r"cessation of hostilities",
    r"disengagement",
    r"de-?escalation zones?",
    rf"{_BREAK}\W+(?:\w+\W+){{0,5}}{_AGREEMENTS}",
)
"""An accuser who uses these words says that something agreed was broken."""
