"""The sides that a sentence names, and which of them it lists together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trucewatch.records import Statement
from trucewatch.situation import Situation
from trucewatch.situation.venues import is_venue

# What may stand between two names of one list: "the army and the RSF", "India's and Pakistan's foreign ministers".
_ORGANS = (
    r"army|armies|military|government|ministry|ministries|ministers?|presidents?|prime|foreign|defen[cs]e|forces|troops"
    r"|authorities|leaders?|leadership|representatives?|officials?|delegations?|rebels|fighters|militants|separatists"
    r"|negotiators?|soldiers|sides?|mission|special|peacekeeping|peacekeepers|contingent"
    r"|command|commanders?|monitors?|observers|security council|general assembly|secretary-general|centre|center|envoys?"
)
_LISTED = re.compile(
    rf"(?:[’']s?)?(?: (?:{_ORGANS})){{0,3}}(?:,| and| or| as well as|, and)"
    rf"(?: (?:both|on|to|from|with|for|of))?(?: the| its| their)?"
    rf"(?: (?:{_ORGANS}|UN|US|Saudi-led)){{0,2}}(?: of(?: the)?| in)? ?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    start: int
    end: int
    side: str
    group: int
    """Names of one list ("France and Germany") share it."""
    spoken: bool
    """Belongs to the words for the speaker."""
    meant: bool = False
    """The words only mean a side named before: "the army", "both sides"."""


def names_in(sentence: str, statement: Statement, situation: Situation) -> tuple[Named, ...]:
    """The sides named in a statement's sentence, in order; outlets are none, nor capitals where people met."""
    agreements = tuple(_agreement_names(sentence, situation))
    found = [
        n
        for n in situation.find_actors(sentence)
        if n.side
        and n.kind != "outlet"
        and not is_venue(sentence, n)
        and not any(a <= n.start < z for a, z in agreements)
    ]
    origin = statement.evidence.start
    speaker = statement.speaker.span if statement.speaker else None
    groups: list[int] = []
    for n, name in enumerate(found):
        listed = n > 0 and _LISTED.fullmatch(sentence, found[n - 1].end, name.start)
        groups.append(groups[-1] if listed else n)
    speaking = {
        group
        for name, group in zip(found, groups, strict=True)
        if speaker is not None and speaker.start <= origin + name.start < speaker.end
    }
    return tuple(
        Named(start=name.start, end=name.end, side=str(name.side), group=group, spoken=group in speaking)
        for name, group in zip(found, groups, strict=True)
    )


def in_lists(names: Sequence[Named], sentence: str) -> tuple[Named, ...]:
    """The names, those listed behind another ("the Houthis and the government") put in its group."""
    listed: list[Named] = []
    for name in names:
        last = listed[-1] if listed else None
        if last is not None and name.start > last.end and _LISTED.fullmatch(sentence, last.end, name.start):
            name = replace(name, group=last.group, spoken=last.spoken or name.spoken)
        listed.append(name)
    return tuple(listed)


def _agreement_names(sentence: str, situation: Situation) -> Iterator[tuple[int, int]]:
    """Where agreements are named: "Minsk" in "the Minsk accords" is no party."""
    for agreement in situation.agreements:
        for name in (agreement.title, *agreement.aliases):
            at = sentence.find(name)
            if at >= 0:
                yield at, at + len(name)
