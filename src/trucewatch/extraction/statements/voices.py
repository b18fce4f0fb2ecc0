"""In whose voice a document is: a side's own publication, or a newsroom's, weighed by a small fitted model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.attribution.publishing import is_newsroom, publishing_signs
from trucewatch.extraction.statements.side_choice import load_side_choice
from trucewatch.extraction.statements.voice_features import UNNAMED, VoiceFeatures
from trucewatch.records import Speaker

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.antecedents import NounPhrases
    from trucewatch.extraction.statements.homes import Homes
    from trucewatch.situation import Situation

WEIGHTS = Path(__file__).parents[1] / "weights" / "voices.json"
UNLIKELY = 0.1
"""Chance of a newsroom below which a publisher of no known side is taken for a party."""


class Voice:
    """Whose own publication one document is."""

    def __init__(
        self,
        analysis: Analysis,
        situation: Situation,
        index: NounPhrases,
        homes: Homes,
        attributions: Sequence[Attribution],
    ) -> None:
        self.document = analysis.document
        self._signs = publishing_signs(analysis.document, situation)
        self._features = VoiceFeatures(analysis, situation, index, homes, attributions)

    @cached_property
    def weighed(self) -> Mapping[str | None, Set[str]]:
        """What is true of each side that may publish it; None is a newsroom."""
        return self._features.weigh({sign: s.side for sign, s in self._signs.items() if s.side})

    def party(self) -> Speaker | None:
        """The publishing party, its basis said; None for a newsroom, or where it is too unsure."""
        told = self._told
        if told is not None:
            return replace(told, basis="publisher")
        choice = load_side_choice(WEIGHTS)
        side = choice.best(self.weighed)
        if side is None or side == UNNAMED:
            return self._nameless(choice.chances(self.weighed)[None])
        return Speaker(
            text="", start=0, end=0, name=self.document.publisher, actor=side, side=side, basis="voice"
        )

    @property
    def _told(self) -> Speaker | None:
        """Whom publisher, title, first lines or signature tell outright; a newsroom may be called after a capital."""
        signs = {
            sign: s for sign, s in self._signs.items() if sign != "named" or not is_newsroom(s.name or "")
        }
        return next(iter(signs.values()), None)

    def _nameless(self, newsroom: float) -> Speaker | None:
        """Who publishes where it is plainly a party, though it cannot be told which: the publisher, of no side."""
        name = self.document.publisher
        if name is None or newsroom > UNLIKELY:
            return None
        return Speaker(text="", start=0, end=0, name=name, basis="voice")
