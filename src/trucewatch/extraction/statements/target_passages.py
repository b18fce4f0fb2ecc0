"""What the network in blame_network.py is told: where words stand, who is named in them, and which side is weighed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.allegiance import THIRD, is_first_person
from trucewatch.extraction.statements.blame_network import Passage
from trucewatch.extraction.statements.passages import Marking, Told, bounds
from trucewatch.extraction.statements.target_words import BODIES, label_of
from trucewatch.records import Span

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.adversaries import Adversaries
    from trucewatch.extraction.statements.allegiance import Allegiance
    from trucewatch.extraction.statements.deeds import Deeds
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.extraction.tagging.states import States
    from trucewatch.situation import ActorName, Situation

LONGEST, AROUND = 160, 48
"""Subwords that are read together, and those either side of what is said."""
MARKS = ("asked", "content", "cue", "source", "own", "party", "third", "we", "they", "act", "label", "body")
"""Of the words themselves: asked about, cue, speaker; names by whose they are, seen from the speaker; words for the
speaker and for others; acts of force; words that name the other side by what it is called, or a force or organ."""
THEIRS = ("named", "camp", "stands for it", "its act")
"""Of the words for one side: its name, that of another of its camp, a noun that stands for it, an act of its doing."""
MENTIONS = 8
"""Names of a side elsewhere in the text whose states are read."""


class TargetPassages:
    """Lays the passages of one document before the network, with a set of marks for each side that may be blamed."""

    def __init__(
        self,
        analysis: Analysis,
        speakers: Speakers,
        situation: Situation,
        found: tuple[Allegiance, Deeds, Adversaries],
    ) -> None:
        self._doc = analysis.doc
        self._text = analysis.reading
        self._states = analysis.states
        self._speakers = speakers
        self._situation = situation
        self._whose, self._deeds, _ = found
        self._marking = Marking(analysis.doc, speakers, situation, self._whose)

    def passage(self, told: Told, sides: Sequence[str]) -> Passage | None:
        """The subwords that are read with their marks; None where the text has no states so far down."""
        if self._states is None or not sides:
            return None
        low, high = bounds(told, self._states, LONGEST, AROUND)
        if low >= high:
            return None
        starts, ends = self._states.starts[low:high], self._states.ends[low:high]
        within = Span(start=int(starts[0]), end=int(ends[-1]))
        marks = np.zeros((high - low, len(MARKS)), dtype=np.float32)
        for name, start, end in (*self._marking.of(told, within), *self._told_of(within)):
            marks[(starts < end) & (ends > start), MARKS.index(name)] = 1.0
        theirs = np.zeros((len(sides), high - low, len(THEIRS)), dtype=np.float32)
        for side, name, start, end in self._marked_for(told, within, sides):
            theirs[sides.index(side), (starts < end) & (ends > start), THEIRS.index(name)] = 1.0
        met = np.stack([self._met(side, within, self._states) for side in sides])
        return Passage(low=low, states=self._states.numbers[low:high], marks=marks, theirs=theirs, met=met)

    def _told_of(self, passage: Span) -> Iterator[tuple[str, int, int]]:
        """Acts, labels of the other side, forces and organs."""
        for token in self._doc.char_span(passage.start, passage.end, alignment_mode="expand") or ():
            start, end = token.idx, token.idx + len(token)
            if is_first_person(token) or token.lower_ in THIRD:
                continue
            if self._deeds.is_act(token):
                yield "act", start, end
            elif label_of(token):
                yield "label", start, end
            elif token.pos_ == "NOUN" and roles().get(token.lemma_.lower(), ("", ""))[1] in BODIES:
                yield "body", start, end

    def _marked_for(
        self, told: Told, passage: Span, sides: Sequence[str]
    ) -> Iterator[tuple[str, str, int, int]]:
        camp = self._situation.camp
        for found in self._speakers.names_in(passage):
            for side in sides if found.side is not None else ():
                if side == found.side:
                    yield side, "named", found.start, found.end
                elif found.side is not None and camp(side) == camp(found.side):
                    yield side, "camp", found.start, found.end
        for span in told.spans:
            for token in self._doc.char_span(span.start, span.end, alignment_mode="expand") or ():
                kind = roles().get(token.lemma_.lower(), ("", ""))[1]
                if token.lower_ in THIRD or (token.pos_ == "NOUN" and kind in BODIES):
                    for side in self._whose.sides_of(token, told.speaker):
                        if side in sides:
                            yield side, "stands for it", token.idx, token.idx + len(token)
        for deed in self._deeds.find(told.part, told.speaker, possible=True):
            token = self._doc[deed.at]
            for side in deed.sides:
                if side in sides:
                    yield side, "its act", token.idx, token.idx + len(token)

    @cached_property
    def _names(self) -> dict[str, list[ActorName]]:
        """By side, its names in the text, in order: every statement asks for those around it."""
        found: dict[str, list[ActorName]] = {}
        for name in self._speakers.names_in(Span(start=0, end=len(self._text))):
            if name.side is not None:
                found.setdefault(name.side, []).append(name)
        return found

    def _met(self, side: str, passage: Span, states: States) -> NDArray[np.float32]:
        """How the text tells of a side elsewhere: the mean state of its names, the nearest of them."""
        names = self._names.get(side, [])
        first = bisect_left(names, passage.start, key=lambda n: n.start)
        after = bisect_left(names, passage.end, key=lambda n: n.start)
        around = (*names[max(0, first - MENTIONS) : first], *names[after : after + MENTIONS])
        reached = (name for name in around if states.reach(name.end))
        nearest = sorted(reached, key=lambda n: (abs(n.start - passage.start), n.start))[:MENTIONS]
        if not nearest:
            return np.zeros(states.numbers.shape[1], dtype=np.float32)
        mean: NDArray[np.float32] = np.mean([states.of(n.start, n.end) for n in nearest], axis=0)
        return mean
