"""How many a document's main incident killed and wounded in all, told from all its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.records import CasualtyCategory, CasualtyFigure, CasualtyScope

_PERHAPS_FATAL = re.compile(
    r"\b(?:sho(?:o?t)s?|shooting|condition|rushed|taken|transported|airlifted|flown|hit|struck|treated|suffered|sustained)\b"
)
_SURELY_WOUNDED = re.compile(r"\b(?:wound\w*|injur\w*|hurt\w*)\b")
_ANOTHER = re.compile(r"\b(?:another|others?|more|second|third|fourth|also|survived)\b", re.IGNORECASE)
_OWN_HAND = re.compile(r"\bkill(?:ed|ing|s)? (?:him|her)self\b|\bown life\b")
_NAME = re.compile(r"\b[A-Z][\w'-]+ (?:[A-Z]\.? )?([A-Z][\w'-]+)\b")


_BACKGROUND = re.compile(
    r"\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december)(?! \d)|"
    r"last (?:month|year|spring|summer|fall|autumn|winter)|(?:months|years|weeks) (?:ago|earlier|before)|"
    r"in (?:19|20)\d\d|years since|that (?:same )?month|a (?:month|year|decade) ago)\b",
    re.IGNORECASE,
)


def main_toll(figures: Sequence[CasualtyFigure], text: str) -> tuple[int, int]:
    """Killed and wounded of the incident that `text` is chiefly about; 0 where it tells of none.

    News tells the whole first: of the figures in the first half of the text the largest stands for the whole, and for
    single victims the number of their names; an attacker who then killed himself is one more. Figures of other months and
    years are left aside. "Four were shot" holds the dead too, so they are taken off; one person shot who then died is not
    wounded as well.
    """
    dead = _current(_counted(figures, CasualtyCategory.KILLED), text)
    own_hand = [figure for figure in dead if _OWN_HAND.search(figure.evidence.quote)]
    others = [figure for figure in dead if figure not in own_hand]
    killed = _whole(others, len(text))
    for figure in own_hand:
        beside = [
            other.low or 0 for other in others if abs(other.evidence.start - figure.evidence.start) < 300
        ]
        killed = max(killed, max(beside, default=0) + 1)
    wounded = _current(_counted(figures, CasualtyCategory.WOUNDED), text)
    sure = [figure for figure in wounded if _is_sure(figure)]
    most = _whole(sure, len(text))
    perhaps = _whole([figure for figure in wounded if figure not in sure], len(text))
    if killed == 0:
        return 0, max(most, perhaps)
    if perhaps > 1:
        most = max(most, perhaps - killed)
    return killed, most


def _current(figures: list[CasualtyFigure], text: str) -> list[CasualtyFigure]:
    """Those that are not told of other months and years, unless all are."""
    return [figure for figure in figures if not _BACKGROUND.search(_around(figure, text))] or figures


def _around(figure: CasualtyFigure, text: str) -> str:
    """The sentence of a figure, roughly."""
    start = text.rfind(". ", max(0, figure.evidence.start - 250), figure.evidence.start) + 1
    start = max(start, text.rfind("\n", max(0, figure.evidence.start - 250), figure.evidence.start) + 1)
    end = text.find(". ", figure.evidence.end, figure.evidence.end + 150)
    return text[
        start if start > 0 else max(0, figure.evidence.start - 250) : end
        if end > 0
        else figure.evidence.end + 80
    ]


def _counted(figures: Sequence[CasualtyFigure], category: CasualtyCategory) -> list[CasualtyFigure]:
    return [
        figure
        for figure in figures
        if figure.category is category
        and figure.scope is CasualtyScope.INCIDENT
        and figure.low
        and (figure.word is None or figure.high is not None)
    ]


def _is_sure(figure: CasualtyFigure) -> bool:
    quote = figure.evidence.quote
    if _SURELY_WOUNDED.search(quote) and not re.search(r"\bsuffered|sustained|received|injuries\b", quote):
        return True
    return bool(_ANOTHER.search(quote)) or not _PERHAPS_FATAL.search(quote)


def _whole(figures: Sequence[CasualtyFigure], length: int) -> int:
    lead = [figure for figure in figures if figure.evidence.start < max(1200, length * 0.5)] or list(
        figures[:1]
    )
    if not lead:
        return 0
    largest = max(figure.low or 0 for figure in lead)
    # The first name of a quotation is the victim's; what follows ("of Maple Heights") is where they come from.
    named = [_NAME.search(figure.evidence.quote) for figure in lead if figure.low == 1]
    names = {match[1] for match in named if match is not None}
    return max(largest, len(names)) if largest == 1 else largest
