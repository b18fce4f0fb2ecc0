"""Who stands behind a figure: the speaker of the statement around it, or of the speech that it goes on with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.analysis import Analysis
from trucewatch.records import CasualtyFigure, SourceKind, Span, Stance, Statement

if TYPE_CHECKING:
    from trucewatch.situation import Situation

OUTLET = "MEDIA"
"""Side id of the outlet's own voice."""

_PARTIES = (SourceKind.PARTY, SourceKind.MONITOR, SourceKind.INTERNATIONAL_ORGANISATION, SourceKind.NGO)


class Voices:
    """The voices of one document, asked by offset.

    The innermost attributed statement around an offset speaks there. Agency prose names its source once and goes on in
    plain sentences, so an unattributed sentence right after attributed ones of its paragraph still speaks for that source.
    A party's own release speaks for the party; everything else is the outlet's.
    """

    def __init__(self, analysis: Analysis, statements: Iterable[Statement], situation: Situation) -> None:
        self._text = analysis.document.text
        self._claims = [
            (sum(map(len, _spans(statement))), statement)
            for statement in statements
            if statement.stance is not Stance.OUTLET
        ]
        self._sentences = [(sentence.start_char, sentence.end_char) for sentence in analysis.sentences()]
        self._own = _own_voice(analysis, situation)

    def claimant_at(self, offset: int) -> str | None:
        """A side id; `MEDIA` for the outlet, None for a speaker whose side is unknown."""
        statement = self._around(offset) or self._going_on(offset)
        if statement is None:
            return self._own
        return statement.speaker.side if statement.speaker else None

    def denies(self, offset: int) -> bool:
        """Whether what stands there is told only to be denied."""
        statement = self._around(offset)
        return statement is not None and statement.stance is Stance.DENY

    def _around(self, offset: int) -> Statement | None:
        around = [claim for claim in self._claims if _covers(claim[1], offset)]
        return min(around, key=lambda claim: claim[0])[1] if around else None

    def _going_on(self, offset: int) -> Statement | None:
        number = next((n for n, (start, end) in enumerate(self._sentences) if start <= offset < end), None)
        if number is None or self._in_sentence(number):
            return None
        for previous in range(number - 1, max(-1, number - 3), -1):
            gap = self._text[self._sentences[previous][1] - 1 : self._sentences[number][0]]
            if "\n" in gap.strip(" "):
                return None
            said = self._in_sentence(previous)
            if said:
                return said[-1] if said[-1].speaker and said[-1].speaker.side != OUTLET else None
        return None

    def _in_sentence(self, number: int) -> list[Statement]:
        """The outermost statements of a sentence, in text order."""
        start, end = self._sentences[number]
        inside = [
            statement
            for _, statement in self._claims
            if statement.evidence.start < end and start < statement.evidence.end
        ]
        return [
            statement
            for statement in inside
            if not any(other is not statement and _contains(other, statement) for other in inside)
        ]


def _contains(outer: Statement, inner: Statement) -> bool:
    return any(span.contains(inner.evidence.span) for span in _spans(outer))


def _spans(statement: Statement) -> Sequence[Span]:
    return statement.content or (statement.evidence.span,)


def _covers(statement: Statement, offset: int) -> bool:
    return any(span.start <= offset < span.end for span in _spans(statement))


def _own_voice(analysis: Analysis, situation: Situation) -> str:
    source = situation.source_of(analysis.document.publisher, analysis.document.url)
    if source is not None and source.side and source.kind in _PARTIES:
        return source.side
    return OUTLET


def with_echoes(figures: Sequence[CasualtyFigure]) -> tuple[CasualtyFigure, ...]:
    """The same figures, in which the outlet only repeats (in a headline, say) what somebody is quoted with elsewhere.

    A repetition adds no claimant: it gets the one whose figure it repeats.
    """
    attributed: dict[tuple[object, ...], str] = {}
    for figure in figures:
        if figure.claimant not in (None, OUTLET) and figure.word is None:
            assert figure.claimant is not None
            attributed.setdefault((figure.category, figure.low, figure.high), figure.claimant)
    return tuple(
        replace(figure, claimant=attributed.get((figure.category, figure.low, figure.high), OUTLET))
        if figure.claimant == OUTLET and figure.word is None
        else figure
        for figure in figures
    )
