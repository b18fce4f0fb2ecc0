"""Whether a plain clause is its subject's own words or a newsroom's telling, as a small fitted model has it.

Logistic regression on what the syntax and the speaker show and on the encoder's states of verb, speaker and clause,
each brought down to a few numbers; training/train_plain_speech.py fits it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.attribution.plain_speech import Candidate, find_candidates
from trucewatch.extraction.tagging.states import level
from trucewatch.extraction.weighing import chance, log_odds

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.attribution.attributions import Attribution
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.extraction.tagging.states import States
    from trucewatch.records import Speaker
    from trucewatch.situation import Situation

WEIGHTS = Path(__file__).parents[1] / "weights" / "plain_speech.npz"
SCALE = 0.25
"""Of the numbers drawn from states beside features that are 0 or 1."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainChoice:
    """The fitted weights, and the chance from which a clause is taken for its speaker's words."""

    weights: dict[str, float]
    bias: float
    accepted: float
    middles: Floats
    axes: tuple[Floats, ...]
    """By part of the clause, its width x the few numbers that are drawn from it."""
    drawn: Floats
    """The weights of those numbers."""

    def accepts(self, found: Iterable[str], parts: Floats) -> bool:
        """Whether a clause with these features and states is its speaker's own words."""
        score = self.bias + log_odds(found, self.weights) + float(self._drawn(parts) @ self.drawn)
        return chance(score) >= self.accepted

    def _drawn(self, parts: Floats) -> Floats:
        levelled = level(parts) - self.middles
        few = [state @ axes for state, axes in zip(levelled, self.axes, strict=True)]
        return (SCALE * np.concatenate(few)).astype(np.float32)


def clauses_of_parties(
    analysis: Analysis, told: Sequence[Attribution], situation: Situation, speakers: Speakers
) -> Iterator[tuple[Candidate, Speaker]]:
    """The clauses in nobody's mouth that a known side may be speaking in; none of a party's own publication."""
    if analysis.states is None or speakers.publisher is not None:
        return
    for candidate in find_candidates(analysis, told, situation):
        speaker = speakers.resolve(candidate.as_attribution(), None)
        if speaker is not None and speaker.side not in (None, "MEDIA"):
            yield candidate, speaker


def is_said(candidate: Candidate, speaker: Speaker, analysis: Analysis) -> bool:
    """Whether the clause is taken for its speaker's words."""
    states = analysis.states
    return states is not None and load_plain_choice().accepts(
        features_of(candidate, speaker), parts_of(candidate, states)
    )


def features_of(candidate: Candidate, speaker: Speaker) -> frozenset[str]:
    """What syntax and speaker show of a clause."""
    side = speaker.side if speaker.side in (None, "WIT") else "a party"
    return candidate.features | {f"side {side}", f"basis {speaker.basis}"}


def parts_of(candidate: Candidate, states: States) -> Floats:
    """The states of cue, speaker, what may be said, and all of the clause."""
    begin, end = candidate.source.start, candidate.content[-1].end
    spans = (candidate.cue, candidate.source, candidate.content[0])
    return np.stack([*(states.of(s.start, s.end) for s in spans), states.of(begin, end)])


@cache
def load_plain_choice(path: Path = WEIGHTS) -> PlainChoice:
    with np.load(path) as stored:
        says = json.loads(str(stored["says"]))
        return PlainChoice(
            weights=says["weights"],
            bias=says["bias"],
            accepted=says["accepted"],
            middles=stored["middles"].astype(np.float32),
            axes=tuple(stored[f"axes{n}"].astype(np.float32) for n in range(len(stored["middles"]))),
            drawn=stored["drawn"].astype(np.float32),
        )
