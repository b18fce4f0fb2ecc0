"""Who speaks where in one document: the turns of speech around an offset, and whose publication it is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.casualties.harm import Harm
from trucewatch.extraction.cues import Frame, cues
from trucewatch.records import Span, Stance, Statement, StatementKind

if TYPE_CHECKING:
    from trucewatch.situation import Situation

OUTLET = "MEDIA"
"""Side id of the outlet's own voice."""

BLOCK = 512
ENDS = frozenset('.!?…"”')


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One statement that somebody is named for, and the sentence in which he is made to speak."""

    statement: Statement
    at: int
    """Where its cue, or its speaker, stands."""
    sentence: int

    @property
    def side(self) -> str | None:
        return side_of(self.statement)


class Voices:
    """The voices of one document, asked by offset or by sentence."""

    def __init__(self, analysis: Analysis, statements: Iterable[Statement], situation: Situation) -> None:
        self.text = analysis.document.text
        self.situation = situation
        self._doc = analysis.doc
        self._sentences = [(sentence.start_char, sentence.end_char) for sentence in analysis.sentences()]
        self._paragraphs = self._count_paragraphs()
        self._claims: dict[int, list[Statement]] = defaultdict(list)
        self._told: dict[int, list[Statement]] = defaultdict(list)
        own: Counter[str] = Counter()
        turns: list[Turn] = []
        for statement in statements:
            side = side_of(statement)
            if statement.stance is Stance.OUTLET:
                continue
            if side is not None and _is_plain(statement):
                own[side] += 1
                continue
            for block in sorted({block for span in _spans(statement) for block in _blocks(span)}):
                self._claims[block].append(statement)
            for block in _blocks(statement.evidence.span):
                self._told[block].append(statement)
            at = _voice_at(statement)
            turns.append(Turn(statement=statement, at=at, sentence=self.sentence_of(at)))
        self.turns = sorted(
            turns, key=lambda turn: (turn.at, turn.statement.evidence.start, turn.statement.id)
        )
        self._turn_sentences = [turn.sentence for turn in self.turns]
        self.own = max(own, key=lambda side: (own[side], side), default=OUTLET)
        """The side whose publication this is, else the outlet."""

    def _count_paragraphs(self) -> list[int]:
        """The number of each sentence's paragraph."""
        numbers: list[int] = []
        for number, (start, _) in enumerate(self._sentences):
            before = self._sentences[number - 1][1] - 1 if number else start
            begins = "\n" in self.text[before:start].strip(" ")
            numbers.append((numbers[-1] if numbers else 0) + begins)
        return numbers

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence around an offset."""
        return bisect_right(self._sentences, (offset, len(self.text))) - 1

    def paragraph_of(self, sentence: int) -> int:
        return self._paragraphs[sentence] if 0 <= sentence < len(self._paragraphs) else -1

    def sentence_around(self, offset: int) -> Span:
        number = self.sentence_of(offset)
        start, end = self._sentences[number] if number >= 0 else (offset, offset)
        return Span(start=min(start, offset), end=max(end, offset))

    def is_headline(self, sentence: int) -> bool:
        if sentence != 0:
            return False
        start, end = self._sentences[0]
        return self.text[start:end].rstrip()[-1:] not in ENDS

    def turns_in(self, first: int, last: int) -> Sequence[Turn]:
        """The turns of the sentences from one number to another, in text order."""
        low = bisect_right(self._turn_sentences, first - 1)
        return self.turns[low : bisect_right(self._turn_sentences, last)]

    def is_speaker(self, offset: int) -> bool:
        """Whether the words there name somebody who speaks."""
        return any(
            statement.speaker is not None and statement.speaker.start <= offset < statement.speaker.end
            for statement in self._told.get(offset // BLOCK, ())
        )

    def beside(self, harm: Harm, side: str | None) -> tuple[str, ...]:
        """The other sides that speak the words with one voice ("Kyiv and Moscow both said")."""
        around = self.around(harm.count.start)
        if not around or side != side_of(around[0]):
            return ()
        same = (side_of(s) for s in around if s.content == around[0].content and not s.chain)
        return tuple(sorted({other for other in same if other not in (None, OUTLET, side)}))

    def denies(self, offset: int) -> bool:
        """Whether what stands there is told only to be denied."""
        around = self.around(offset)
        if not around or around[0].stance is not Stance.DENY:
            return False
        # Who denies one thing in so many words ("it said …, contrary to …") asserts others beside it.
        cue = around[0].cue
        words = self._doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue is not None else None
        found = [cues().get(word.lemma_.lower()) for word in words or ()]
        return not any(found) or any(
            entry.stance is Stance.DENY or entry.frame is Frame.MIND for entry in found if entry is not None
        )

    def around(self, offset: int) -> list[Statement]:
        """The attributed statements around an offset, innermost first."""
        around = [
            statement for statement in self._claims.get(offset // BLOCK, ()) if _covers(statement, offset)
        ]
        return sorted(around, key=lambda statement: (sum(map(len, _spans(statement))), -len(statement.chain)))


def side_of(statement: Statement) -> str | None:
    return statement.speaker.side if statement.speaker is not None else None


def _is_plain(statement: Statement) -> bool:
    """Whether nobody is named for it: a sentence of a party's own publication."""
    speaker = statement.speaker
    is_named = speaker is not None and len(speaker.span) and statement.evidence.span.contains(speaker.span)
    return statement.cue is None and not is_named and statement.kind is StatementKind.INDIRECT


def _voice_at(statement: Statement) -> int:
    if statement.cue is not None:
        return statement.cue.start
    speaker = statement.speaker
    if speaker is not None and statement.evidence.span.contains(speaker.span):
        return speaker.start
    return statement.evidence.start


def _blocks(span: Span) -> range:
    """The stretches of the text that a span touches: looked up by them, a long document takes linear time."""
    return range(span.start // BLOCK, span.end // BLOCK + 1)


def _spans(statement: Statement) -> Sequence[Span]:
    return statement.content or (statement.evidence.span,)


def _covers(statement: Statement, offset: int) -> bool:
    return any(span.start <= offset < span.end for span in _spans(statement))
