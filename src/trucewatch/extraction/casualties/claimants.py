"""Who stands behind a figure: the speaker of the statement around it, or of the speech that it goes on with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.cues import Frame, cues
from trucewatch.records import CasualtyFigure, SourceKind, Span, Stance, Statement
from trucewatch.records.calendar import MONTH_NAMES, WEEKDAY_NAMES

if TYPE_CHECKING:
    from trucewatch.situation import Situation

OUTLET = "MEDIA"
"""Side id of the outlet's own voice."""
WITNESS = "WIT"
"""Side id of witnesses, whose speech does not go on in plain sentences."""

BLOCK = 512
ENDS = frozenset('.!?…"”')

_ELSEWHEN = re.compile(
    rf"(?:On|In|At|Since|During) (?:\w+ ){{0,2}}?(?:\d|{'|'.join(WEEKDAY_NAMES + MONTH_NAMES)})|"
    r"(?:Last|Earlier|Previously|Separately|Meanwhile|A (?:day|week|month|year) (?:ago|earlier|before))\b"
)
"""A sentence that begins with another time, or elsewhere, tells background and no longer what the speaker before it said."""

_PARTIES = (SourceKind.PARTY, SourceKind.MONITOR, SourceKind.INTERNATIONAL_ORGANISATION, SourceKind.NGO)


class Voices:
    """The voices of one document, asked by offset.

    The innermost attributed statement around an offset speaks there, else the only speaker of its sentence. Agency prose
    names its source once and goes on in plain sentences, so an unattributed sentence right after attributed ones of its
    paragraph still speaks for that source, unless it begins with a time of its own.
    A party's own release speaks for the party; everything else is the outlet's.
    """

    def __init__(self, analysis: Analysis, statements: Iterable[Statement], situation: Situation) -> None:
        self._text = analysis.document.text
        self._doc = analysis.doc
        self._claims: dict[int, list[Statement]] = defaultdict(list)
        self._told: dict[int, list[Statement]] = defaultdict(list)
        for statement in statements:
            if statement.stance is not Stance.OUTLET:
                for block in sorted({block for span in _spans(statement) for block in _blocks(span)}):
                    self._claims[block].append(statement)
                for block in _blocks(statement.evidence.span):
                    self._told[block].append(statement)
        self._sentences = [(sentence.start_char, sentence.end_char) for sentence in analysis.sentences()]
        self._situation = situation
        self._own = _own_voice(analysis, situation)

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence around an offset."""
        return bisect_right(self._sentences, (offset, len(self._text))) - 1

    def sentence_around(self, offset: int) -> Span:
        number = self.sentence_of(offset)
        start, end = self._sentences[number] if number >= 0 else (offset, offset)
        return Span(start=min(start, offset), end=max(end, offset))

    def claimants_at(self, offset: int, harm: int) -> tuple[str | None, ...]:
        """Side ids, several where several speak with one voice; `MEDIA` for the outlet, None for an unknown speaker.

        People are named at `offset`, and what they came to at `harm`: of a speaker who was hurt the outlet tells.
        """
        around = self._around(offset)
        if not around and not (harm > offset and self.is_speaker(offset)):
            around = self._sole_voice(offset)
        if not around:
            return (self._own,)
        # Relayed words are the relayer's as well: where the inner speaker is unknown, an outer one answers for them.
        sides = [_side(statement) for statement in around]
        known = next((side for side in sides if side not in (None, OUTLET)), sides[0])
        beside = (_side(s) for s in around if s.content == around[0].content and not s.chain)
        return tuple(dict.fromkeys([known, *sorted(side for side in beside if side not in (None, OUTLET))]))

    def is_speaker(self, offset: int) -> bool:
        """Whether the words there name somebody who speaks."""
        return any(
            statement.speaker is not None and statement.speaker.start <= offset < statement.speaker.end
            for statement in self._told.get(offset // BLOCK, ())
        )

    def denies(self, offset: int) -> bool:
        """Whether what stands there is told only to be denied."""
        around = self._around(offset)
        if not around or around[0].stance is not Stance.DENY:
            return False
        # Who denies one thing in so many words ("it said …, contrary to …") asserts others beside it.
        cue = around[0].cue
        words = self._doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue is not None else None
        found = [cues().get(word.lemma_.lower()) for word in words or ()]
        return not any(found) or any(
            entry.stance is Stance.DENY or entry.frame is Frame.MIND for entry in found if entry is not None
        )

    def _around(self, offset: int) -> list[Statement]:
        """The attributed statements around an offset, innermost first."""
        around = [
            statement for statement in self._claims.get(offset // BLOCK, ()) if _covers(statement, offset)
        ]
        return sorted(around, key=lambda statement: (sum(map(len, _spans(statement))), -len(statement.chain)))

    def _sole_voice(self, offset: int) -> list[Statement]:
        """The one speaker of the sentence ("…, it said, putting the toll at 70"), or the one whose speech goes on there.

        Headlines put several accounts in one sentence.
        """
        number = self.sentence_of(offset)
        if number < 0 or self._is_headline(number):
            return []
        speaking = self._speaking_in(number)
        if speaking:
            sides = {_side(statement) for statement in speaking}
            return speaking[:1] if len(sides) == 1 and OUTLET not in sides else []
        if _ELSEWHEN.match(self._text, self._sentences[number][0]):
            return []
        for previous in range(number - 1, max(-1, number - 3), -1):
            gap = self._text[self._sentences[previous][1] - 1 : self._sentences[number][0]]
            if "\n" in gap.strip(" "):
                return []
            said = self._speaking_in(previous)
            if said:
                return said[-1:] if _side(said[-1]) not in (OUTLET, WITNESS) else []
        return []

    def _is_headline(self, number: int) -> bool:
        start, end = self._sentences[number]
        return number == 0 and self._text[start:end].rstrip()[-1:] not in ENDS

    def _speaking_in(self, number: int) -> list[Statement]:
        """The outermost statements whose cue, or speaker, stands in a sentence."""
        start, end = self._sentences[number]
        return [s for s in self._in_sentence(number) if start <= _voice_at(s) < end]

    def _in_sentence(self, number: int) -> list[Statement]:
        """The outermost statements of a sentence, in text order."""
        start, end = self._sentences[number]
        near = {
            statement.id: statement
            for block in _blocks(Span(start=start, end=end))
            for statement in self._told.get(block, ())
            if statement.evidence.start < end and start < statement.evidence.end
        }
        inside = sorted(
            near.values(), key=lambda statement: (statement.evidence.start, statement.evidence.end)
        )
        return [
            statement
            for statement in inside
            if not any(other is not statement and _contains(other, statement) for other in inside)
        ]


def _side(statement: Statement) -> str | None:
    return statement.speaker.side if statement.speaker is not None else None


def _voice_at(statement: Statement) -> int:
    if statement.cue is not None:
        return statement.cue.start
    return statement.speaker.start if statement.speaker else statement.evidence.start


def _blocks(span: Span) -> range:
    """The stretches of the text that a span touches: looked up by them, a long document takes linear time."""
    return range(span.start // BLOCK, span.end // BLOCK + 1)


def _contains(outer: Statement, inner: Statement) -> bool:
    return any(span.contains(inner.evidence.span) for span in _spans(outer))


def _spans(statement: Statement) -> Sequence[Span]:
    return statement.content or (statement.evidence.span,)


def _covers(statement: Statement, offset: int) -> bool:
    return any(span.start <= offset < span.end for span in _spans(statement))


def _own_voice(analysis: Analysis, situation: Situation) -> str:
    source = situation.source_of(analysis.document.publisher, analysis.document.url)
    if (
        source is not None
        and source.side
        and source.kind in _PARTIES
        and not source.id.endswith(("-MEDIA", source.side))
    ):
        return source.side
    return OUTLET


def with_echoes(
    figures: Sequence[CasualtyFigure], sentence_of: Callable[[int], int]
) -> tuple[CasualtyFigure, ...]:
    """The same figures, in which the outlet only repeats (in a headline, say) what somebody is quoted with elsewhere.

    A repetition adds no claimant: it gets the one whose figure it repeats, and so do the outlet's other figures in that
    sentence, which sums up the same account.
    """
    attributed: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for figure in figures:
        is_headline = sentence_of(figure.evidence.start) == 0
        if figure.claimant not in (None, OUTLET) and figure.word is None and not is_headline:
            assert figure.claimant is not None
            attributed[_number(figure)].append(figure.claimant)
    echoed: dict[int, str] = {}

    def echo_of(figure: CasualtyFigure) -> str | None:
        """Who gives in the text the figure that the outlet, or a headline in the name of another, gives here."""
        sources = attributed.get(_number(figure))
        is_headline = sentence_of(figure.evidence.start) == 0
        if sources is None or figure.word is not None or figure.claimant in sources:
            return None
        return sources[0] if figure.claimant == OUTLET or is_headline else None

    for figure in figures:
        if (source := echo_of(figure)) is not None:
            echoed.setdefault(sentence_of(figure.evidence.start), source)

    def claimant_of(figure: CasualtyFigure) -> str | None:
        sentence = sentence_of(figure.evidence.start)
        may_echo = figure.claimant == OUTLET or (figure.claimant is None and sentence == 0)
        beside = echoed.get(sentence) if may_echo and figure.word is None else None
        return echo_of(figure) or beside or figure.claimant

    return tuple(replace(figure, claimant=claimant_of(figure)) for figure in figures)


def _number(figure: CasualtyFigure) -> tuple[object, ...]:
    return figure.category, figure.low, figure.high
