"""What the network in statement_network.py is told: where words stand, who is named in them, and what the rules see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from trucewatch.extraction.statements.allegiance import THIRD, is_first_person
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.extraction.statements.judgements import judgements_in
from trucewatch.extraction.statements.passages import Marking, Told, bounds
from trucewatch.extraction.statements.statement_network import Passage
from trucewatch.records import Span

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
MARKS = ("asked", "content", "cue", "source", "own", "party", "third", "charged", "we", "they")
"""Asked: the words whose stance is wanted; own, party, third: names by whose they are, seen from the speaker; charged:
those at whose door something has been laid; we, they: words for the speaker and for others."""
NEGATIONS = frozenset({"no", "nobody", "none", "never", "neither", "nothing", "not"})
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "who", "which"})


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
        whose, self._deeds, self._adversaries = found
        self._marking = Marking(analysis.doc, speakers, situation, whose)

    # --- passage --------------------------------------------------------------------------------------------------

    def passage(self, told: Told, states: States) -> Passage | None:
        """The subwords that are read with their marks; None where the text has no states so far down."""
        low, high = bounds(told, states, LONGEST, AROUND)
        if low >= high:
            return None
        starts, ends = states.starts[low:high], states.ends[low:high]
        marks = np.zeros((high - low, len(MARKS)), dtype=np.float32)
        within = Span(start=int(starts[0]), end=int(ends[-1]))
        for name, start, end in (*self._marking.of(told, within), *self._charged(within)):
            marks[(starts < end) & (ends > start), MARKS.index(name)] = 1.0
        return Passage(states=states.both(low, high), marks=marks)

    def _charged(self, passage: Span) -> Iterator[tuple[str, int, int]]:
        for found in self._speakers.names_in(passage):
            if found.side is not None and self._adversaries.is_charged(found.side):
                yield "charged", found.start, found.end

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
                    yield f"names {self._marking.whose(name.side, told.side)}"
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
