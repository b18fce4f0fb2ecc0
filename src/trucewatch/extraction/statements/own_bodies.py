"""Bodies that need no name: "the Mission" in its own release, "the office" in its own spokesperson's mouth."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trucewatch.extraction.statements.offices import DEFINITE, as_name, taking_up
from trucewatch.records import Speaker

_OUR_INFORMATION = re.compile(
    r"(?:the |our )?(?:available |preliminary |initial |reliable |received |confirmed |verified |latest |field |"
    r"our )*(?:information|data|evidence|intelligence|findings)(?: (?:available|received|at hand|on hand))?",
    re.IGNORECASE,
)
"""What a party's own publication knows without saying from whom."""
_OUR_BODY = re.compile(
    r"(?:the )?(?P<body>mission|mechanism|team|spokes\w+|committee|commission|observers?|monitors?|verification team|"
    r"monitoring team|patrols?)",
    re.IGNORECASE,
)
_OWN_BODY = re.compile(
    r"the (?:office|agency|mission|bureau|body|organi[sz]ation|department|fund|programme)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """The party whose own publication a document is."""

    party: Speaker
    words: str
    """The publisher's name, in small letters."""
    watches: bool
    """True for monitors and international bodies, whose teams and missions report."""

    def part(self, bare: Speaker) -> Speaker | None:
        """The party itself where a phrase means a part of it, or what it knows: "the team", "preliminary information"."""
        named = DEFINITE.sub("", bare.text.lower())
        is_named = len(named.split()) > 1 and named in self.words
        is_body = self.watches and _OUR_BODY.fullmatch(bare.text) is not None
        if not (is_named or is_body or _OUR_INFORMATION.fullmatch(bare.text)):
            return None
        party = self.party
        return replace(bare, name=as_name(party.name or party.text, bare), actor=party.actor, side=party.side)


def body_of(speaker: Speaker, bare: Speaker) -> Speaker | None:
    """ "The office had verified it", in the words of one who speaks for the office."""
    return taking_up(bare, speaker) if speaker.side and _OWN_BODY.fullmatch(bare.text) else None
