"""What the network in statement_network.py is told: where words stand, who is named in them, and what the rules see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.statements.allegiance import THIRD, is_first_person
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.extraction.statements.judgements import judgements_in
from trucewatch.extraction.statements.statement_network import Passage
from trucewatch.records import Span, Speaker, Stance, covering

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.adversaries import Adversaries
    from trucewatch.extraction.statements.allegiance import Allegiance
    from trucewatch.extraction.statements.deeds import Deed, Deeds
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.extraction.tagging.states import States
    from trucewatch.situation import Situation

LONGEST = 112
"""Subwords that are read together."""
AROUND = 24
"""Subwords read either side of what is said, where there is room."""
BEFORE = 8
"""Subwords read before the content of a statement that is too long."""
FAR = 600
"""Characters between a speaker and what is said from which the speaker's words are left out."""
MARKS = ("asked", "content", "cue", "source", "own", "party", "third", "charged", "we", "they")
"""Asked: the words whose stance is wanted; own, party, third: names by whose they are, seen from the speaker; charged:
those at whose door something has been laid; we, they: words for the speaker and for others."""
NEGATIONS = frozenset({"no", "nobody", "none", "never", "neither", "nothing", "not"})
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "who", "which"})


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


class StanceFeatures:
    """Describes the readings of one document."""

    def __init__(
        self,
        analysis: Analysis,
        speakers: Speakers,
        situation: Situation,
        found: tuple[Allegiance, Deeds, Adversaries],
    ) -> None:
        self._doc = analysis.doc
        self._text = analysis.reading
        self._situation = situation
        self._speakers = speakers
        self._whose, self._deeds, self._adversaries = found

    # --- passage --------------------------------------------------------------------------------------------------

    def passage(self, told: Told, states: States) -> Passage | None:
        """The subwords that are read with their marks; None where the text has no states so far down."""
        low, high = bounds(told, states)
        if low >= high:
            return None
        starts, ends = states.starts[low:high], states.ends[low:high]
        marks = np.zeros((high - low, len(MARKS)), dtype=np.float32)
        for name, start, end in self._marked(told, Span(start=int(starts[0]), end=int(ends[-1]))):
            marks[(starts < end) & (ends > start), MARKS.index(name)] = 1.0
        return Passage(states=states.both(low, high), marks=marks)

    def _marked(self, told: Told, passage: Span) -> Iterator[tuple[str, int, int]]:
        attribution = told.attribution
        spans = [("asked", span) for span in told.spans]
        spans += [("content", span) for span in attribution.content]
        spans += [("cue", attribution.cue)] if attribution.cue is not None else []
        spans += [("source", attribution.source)] if attribution.source is not None else []
        yield from ((name, span.start, span.end) for name, span in spans)
        for found in self._speakers.names_in(passage):
            if found.side is not None:
                yield self._whose_name(found.side, told.side), found.start, found.end
                if self._adversaries.is_charged(found.side):
                    yield "charged", found.start, found.end
        for token in self._doc.char_span(passage.start, passage.end, alignment_mode="expand") or ():
            if is_first_person(token):
                yield "we", token.idx, token.idx + len(token)
            elif token.lower_ in THIRD:
                yield "they", token.idx, token.idx + len(token)

    def _whose_name(self, side: str, own: str | None) -> str:
        if own is not None and self._situation.camp(side) == self._situation.camp(own):
            return "own"
        return "party" if self._whose.is_party(side) else "third"

    # --- features -------------------------------------------------------------------------------------------------

    def features(self, told: Told) -> dict[str, float]:
        """What is true of the reading (1.0), and how much of some things."""
        found = dict.fromkeys((*self._by_rules(told), *self._by_speaker(told), *self._by_words(told)), 1.0)
        found |= dict.fromkeys(self._by_deeds(list(self._deeds.find(told.part, told.speaker))), 1.0)
        found["blamed"] = told.blamed
        found["length"] = min(1.0, sum(len(span) for span in told.spans) / 400)
        return found

    def _by_rules(self, told: Told) -> Iterator[str]:
        attribution = told.attribution
        yield f"cue {attribution.stance.value}"
        yield f"first {told.first.value}"
        yield f"ruled {told.ruled.value}"
        yield f"a {attribution.form.value}"
        yield f"{min(2, len(told.targets))} targets"
        if attribution.addressees:
            yield "addressed"
        if attribution.cue is None:
            yield "no cue"
        if told.spans != attribution.content:
            yield "a part"

    def _by_speaker(self, told: Told) -> Iterator[str]:
        side, speaker = told.side, told.speaker
        known = self._situation.sides.get(side) if side else None
        yield f"by {known.kind if known is not None else 'unknown'}"
        if known is not None and known.neutral:
            yield "by a neutral"
        if speaker.text.lower() in PRONOUNS:
            yield "by a pronoun"
        if self._adversaries.is_charged(side):
            yield "charged before"
        if self._adversaries.accused_by(side):
            yield "has accused"
        if self._adversaries.takes_part(side):
            yield "takes part"
        if self._adversaries.anybody_charged:
            yield "somebody charged"

    def _by_words(self, told: Told) -> Iterator[str]:
        words = " ".join(span.of(self._text) for span in told.spans).lower()
        yield from (f"says {name}" for name in judgements_in(words))
        for span in told.spans:
            for name in self._speakers.names_in(span):
                if name.side is not None:
                    yield f"names {self._whose_name(name.side, told.side)}"
        for token in content_tokens(self._doc, told.part):
            if is_first_person(token):
                yield "says we"
            elif token.lower_ in THIRD:
                yield "says they"
            elif token.dep_ == "neg" or token.lower_ in NEGATIONS:
                yield "negates"
            elif token.text == "?":
                yield "asks"

    def _by_deeds(self, deeds: Sequence[Deed]) -> Iterator[str]:
        for deed in deeds:
            by = "own" if deed.own else "named" if deed.sides else "unnamed" if deed.unnamed else "strange"
            if not (deed.own or deed.sides or deed.unnamed or deed.strange):
                by = "agentless" if deed.agentless else "open"
            kind = f"{'no ' if deed.negated else ''}{by} deed"
            yield kind
            if deed.depth == 0:
                yield f"{kind} outright"
            if deed.recalled:
                yield "recalled deed"
        if not deeds:
            yield "no deed"


def bounds(told: Told, states: States, longest: int = LONGEST, around: int = AROUND) -> tuple[int, int]:
    """First subword and the one after the last: speaker, cue and content, and some words around them."""
    core = covering(told.spans)
    beside = (span for span in (told.attribution.source, told.attribution.cue) if span is not None)
    whole = covering((*told.spans, *beside))
    if len(whole) > 3 * len(core) + FAR:
        whole = core
    low, high = _subwords(whole, states)
    if high - low > longest:
        low = max(low, min(_subwords(core, states)[0] - BEFORE, high - longest))
        high = min(high, low + longest)
    if low >= high:
        return low, low
    room = min(around, (longest - (high - low)) // 2)
    return max(0, low - room), min(len(states.numbers), high + room)


def _subwords(span: Span, states: States) -> tuple[int, int]:
    low = int(np.searchsorted(states.ends, span.start, side="right"))
    high = int(np.searchsorted(states.starts, span.end, side="left"))
    return low, min(high, len(states.numbers))
