"""For which kind of traffic a way is told to be open or shut, and whether two tellings are of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.ledgers.positions import STRANGERS
from trucewatch.ledgers.told import ASKED, Finding
from trucewatch.records import LedgerKind

ALL = "all"
_KINDS = {
    ALL: r"(?:all|any|every) (?:kinds? of )?(?:traffic|vehicles?|movements?|goods and people|people and goods)",
    "observers": r"observers?|monitors?|inspectors?|fact-finding|experts|mission|journalists|investigators"
    r"|patrols?",
    "humanitarian": r"humanitarian|aid|relief|convoys?|medic\w+|food|ambulances?|icrc|red cross|red crescent"
    r"|evacuat\w+|doctors|rescuers",
    "commercial": r"trade|commercial|goods|grain|cargo|transit|fuel",
    "military": r"troops|military (?:vehicles|equipment|cargo)|weapons|peacekeepers",
    "civilian": r"civilians?|residents?|passengers?|people|traffic|citizens|population",
}
_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _KINDS.items()}
_BY_WHOM = re.compile(
    r"\b(?:through|via|by) (?:an? |the |its |their )?(?:[\w-]+ ){0,2}(?:peacekeepers|troops|mission|monitors|observers"
    r"|red cross|icrc)\b",
    re.IGNORECASE,
)
"""Who asks, stops or lets through, or through whom it is asked."""
_OPENED = frozenset({"granted", "offered", "conditional"})


def traffic_of(sentence: str, match: re.Match[str]) -> str | None:
    """The kind that the deciding words name, or else their sentence; None where none is named.

    Those who stop or let through others ("residents stopped the lorry"), or pass on what is asked, are no traffic.
    """
    before = sentence[: match.start()]
    doers = STRANGERS.search(before)
    around = before[: doers.start()] + sentence[match.start() :] if doers else sentence
    return kind_in(_BY_WHOM.sub("", match.group())) or kind_in(_BY_WHOM.sub("", around))


def kind_in(words: str) -> str | None:
    """The first kind that some words name, in the order of the table."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(words)), None)


def kinds_in(words: str) -> frozenset[str]:
    """Every kind that some words name."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(words))


def is_of_other_traffic(group: Sequence[Finding], found: Finding) -> bool:
    """True where an entry on access and a telling are of different kinds of traffic: a way opened to one kind is not
    what was asked for all. Words that only take the entry up are of its traffic."""
    told = {f.traffic for f in group if f.traffic}
    if (
        found.ledger is not LedgerKind.ACCESS
        or found.traffic is None
        or found.takes_up is not None
        or not told
        or found.traffic in told
    ):
        return False
    if ALL in told:
        return found.state in _OPENED and group[-1].state in ASKED
    if found.traffic == ALL:
        return bool(ASKED & {found.state, found.worded})
    if all(f.evidence.document_id != found.evidence.document_id for f in group):
        return True
    return not kinds_in(found.context) & {kind for f in group for kind in kinds_in(f.context)}
