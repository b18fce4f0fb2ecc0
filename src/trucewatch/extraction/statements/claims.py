"""Whose "its" is in "Ukraine dismissed Russian claims that its troops had left": of who claims, or of who answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.statements.floor import Floor
from trucewatch.records import Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of one party that another party answers, and whom "its" means in it; None where only a guess tells."""

    meant: Speaker | None


class Claims:
    """The claims within others' words in one document."""

    def __init__(
        self,
        analysis: Analysis,
        situation: Situation,
        floor: Floor,
        of: Callable[[Attribution], Speaker | None],
    ) -> None:
        self._text = analysis.reading
        self._situation = situation
        self._floor = floor
        self._of = of

    def around(self, pronoun: Token) -> Claim | None:
        """The claim that a pronoun stands in, if an opposite side answers it: an accusation is of who answers.

        What nobody says of himself is of who answers as well; of a plain claim either may be meant.
        """
        carriers = self._floor.carriers(pronoun.idx)
        claim = carriers[0] if carriers else None
        if claim is None or claim.form is not Form.NOUN or claim.cue is None:
            return None
        outer = next((a for a in carriers[1:] if a.cue is None or a.cue.end <= claim.cue.start), None)
        owner, answerer = self._of(claim), self._of(outer) if outer is not None else None
        if owner is None or answerer is None or not self.are_opposed(owner, answerer):
            return None
        words = " ".join(span.of(self._text) for span in claim.content)
        is_charge = claim.stance is Stance.ACCUSE or is_blame(words) or is_blame(words, "target")
        return Claim(meant=answerer if is_charge else None)

    def are_opposed(self, one: Speaker, other: Speaker) -> bool:
        """True for parties of two camps."""
        sides = [self._situation.sides.get(s.side) if s.side else None for s in (one, other)]
        if any(
            side is None or side.kind in ("international", "monitor", "media", "witness") for side in sides
        ):
            return False
        return self._situation.camp(one.side or "") != self._situation.camp(other.side or "")


def is_blame(words: str, kind: str = "breach") -> bool:
    """True for words that nobody says of himself; kinds as in `lexicons/blame.tsv`."""
    return any(pattern.search(words.lower()) for pattern in _blame(kind))


@cache
def _blame(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern, of in table("blame") if of == kind)
