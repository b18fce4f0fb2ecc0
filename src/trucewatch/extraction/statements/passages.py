"""What is read of a statement's words: those around them, and marks that the networks of stance and blame share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.statements.allegiance import THIRD, is_first_person
from trucewatch.records import Span, Speaker, Stance, covering

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from trucewatch.extraction.statements.allegiance import Allegiance
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.extraction.tagging.states import States
    from trucewatch.situation import Situation

BEFORE = 8
"""Subwords read before the content of a statement that is too long."""
FAR = 600
"""Characters between a speaker and what is said from which the speaker's words are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of an attribution, or those of one reading of it, with what the rules make of them."""

    attribution: Attribution
    spans: tuple[Span, ...]
    speaker: Speaker
    first: Stance
    """By cue, patterns and deeds of these words."""
    ruled: Stance
    """By the rules, with the rest of the content and whom it may blame."""
    targets: tuple[str, ...]
    blamed: float
    """How likely the likeliest side is the one that is blamed."""

    @property
    def part(self) -> Attribution:
        """The attribution with this reading's words only."""
        return replace(self.attribution, content=self.spans)

    @property
    def side(self) -> str | None:
        return self.speaker.side


class Marking:
    """Marks the words of one document, each time as seen from one speaker."""

    def __init__(self, doc: Doc, speakers: Speakers, situation: Situation, allegiance: Allegiance) -> None:
        self._doc = doc
        self._speakers = speakers
        self._situation = situation
        self._allegiance = allegiance

    def of(self, told: Told, passage: Span) -> Iterator[tuple[str, int, int]]:
        """What is asked about, who says it and how, whose the names are, and words for the speaker and for others."""
        attribution = told.attribution
        spans = [("asked", span) for span in told.spans]
        spans += [("content", span) for span in attribution.content]
        spans += [("cue", attribution.cue)] if attribution.cue is not None else []
        spans += [("source", attribution.source)] if attribution.source is not None else []
        yield from ((name, span.start, span.end) for name, span in spans)
        for found in self._speakers.names_in(passage):
            if found.side is not None:
                yield self.whose(found.side, told.side), found.start, found.end
        for token in self._doc.char_span(passage.start, passage.end, alignment_mode="expand") or ():
            if is_first_person(token):
                yield "we", token.idx, token.idx + len(token)
            elif token.lower_ in THIRD:
                yield "they", token.idx, token.idx + len(token)

    def whose(self, side: str, own: str | None) -> str:
        """Whether a side is the speaker's own, another party or a third."""
        if own is not None and self._situation.camp(side) == self._situation.camp(own):
            return "own"
        return "party" if self._allegiance.is_party(side) else "third"


def bounds(told: Told, states: States, longest: int, around: int) -> tuple[int, int]:
    """First subword and the one after the last: speaker, cue and content, with so many around them."""
    core = covering(told.spans)
    whole = covering(told.part.spans)
    if len(whole) > 3 * len(core) + FAR:
        whole = core
    low, high = states.subwords(whole.start, whole.end)
    if high - low > longest:
        low = max(low, min(states.subwords(core.start, core.end)[0] - BEFORE, high - longest))
        high = min(high, low + longest)
    if low >= high:
        return low, low
    room = min(around, (longest - (high - low)) // 2)
    return max(0, low - room), min(len(states.numbers), high + room)
