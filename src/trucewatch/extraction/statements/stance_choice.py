"""What a speaker does with his words, as the trained network takes them, which knows what the rules make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.passages import Told
from trucewatch.extraction.statements.stance_features import StanceFeatures
from trucewatch.extraction.statements.statement_network import load_statement_network
from trucewatch.records import Stance

if TYPE_CHECKING:
    from trucewatch.extraction.tagging.states import States

HEAD = "stance"
Chances = dict[Stance, float]

SURE = {
    Stance.ADMIT: 0.6,
    Stance.ACCUSE: 0.45,
    Stance.CONFIRM: 0.9,
    Stance.PROMISE: 0.65,
    Stance.ANNOUNCE: 0.65,
    Stance.THREATEN: 0.65,
    Stance.APOLOGISE: 0.65,
}
"""Chances from which words are taken to burden somebody, to bear somebody out or to bind the speaker where the rules do not
say so; a neutral party's confirmation makes an incident a candidate for verification."""
AT_NOBODY = 0.85
"""Chance from which words accuse though nobody is found whom they blame."""
LIKELIER, FAR_LIKELIER = 2.2, 5.0
"""How many times as likely as that of the rules a stance must be to overrule them; the greater for an admission, which
burdens its own speaker."""


class StanceChoice:
    """Weighs stances in one document."""

    def __init__(self, features: StanceFeatures, states: States | None) -> None:
        self.features = features
        self._states = states

    def chances(self, told: Told) -> Chances:
        """How likely each stance is; empty where the text has no states, because no tagger is installed or it is too long."""
        passage = self.features.passage(told, self._states) if self._states is not None else None
        if passage is None:
            return {}
        found = load_statement_network().read(passage, self.features.features(told))[HEAD]
        return {Stance(name): likely for name, likely in found.items()}


def likeliest(chances: Mapping[Stance, float], ruled: Stance) -> Stance:
    """The likeliest stance; that of the rules where it is not clearly likelier, or not sure enough for what does harm."""
    best = max(chances, key=lambda stance: chances[stance])
    likelier = FAR_LIKELIER if best is Stance.ADMIT else LIKELIER
    is_sure = chances[best] >= max(SURE.get(best, 0.0), likelier * chances[ruled])
    return best if is_sure else ruled
