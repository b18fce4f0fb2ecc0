"""Names of armed groups, agencies and newsrooms that are some town's name too: Hamas, UN, SANA, the Moro front."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucewatch.extraction.places.words import Naming, PlaceText
    from trucewatch.situation import Situation
    from trucewatch.situation.gazetteer import GazetteerPlace

_BODIES = frozenset({"non_state", "international", "monitor", "media"})
_OPENS = frozenset(" -")
LONGEST = 7
"""Capitalised words on either side of a name that may belong with it to a longer one."""


class BodyNames:
    """Which namings of a text are a body's name or a part of one, each stretch of words looked up once."""

    def __init__(self, text: PlaceText, reading: str, situation: Situation) -> None:
        self._words = text.words
        self._shouted = text.shouted
        self._reading = reading
        self._situation = situation
        self._known: dict[str, tuple[tuple[int, int, bool], ...]] = {}

    def hold(self, naming: Naming, sense: GazetteerPlace) -> bool:
        """True where the roster says who is meant; a land, a pack's own place and a people stay what they are."""
        if self._shouted or sense.matched in ("demonym", "curated"):
            return False
        if any(one.feature == "country" for one in naming.senses):
            return False  # Palestine is a side's name and a land's
        if sense.feature == "region" and not self._reading[naming.start : naming.end].isupper():
            return False
        first, last = self._run(naming)
        start, end = self._words[first].start, self._words[last - 1].end
        own = naming.start - start, naming.end - start
        bodies = self._bodies(self._reading[start : end + 1])
        return any((a, b) == own or (a <= own[0] and own[1] <= b and not press) for a, b, press in bodies)

    def _bodies(self, words: str) -> tuple[tuple[int, int, bool], ...]:
        """Where bodies are named in some words, and whether by a newsroom's name: "The Moscow Times" names Moscow."""
        known = self._known.get(words)
        if known is None:
            named = (n for n in self._situation.find_actors(words) if n.kind in _BODIES and not n.demonym)
            known = self._known[words] = tuple((n.start, n.end, n.kind == "media") for n in named)
        return known

    def _run(self, naming: Naming) -> tuple[int, int]:
        """The capitalised words around a naming, as word positions, the last exclusive."""
        words, first, last = self._words, naming.first, naming.last
        while (
            first
            and naming.first - first < LONGEST
            and words[first].gap in _OPENS
            and words[first - 1].capital
        ):
            first -= 1
        while last < len(words) and last - naming.last < LONGEST and self._goes_on(last):
            last += 1
        return first, last

    def _goes_on(self, position: int) -> bool:
        word = self._words[position]
        return word.gap in _OPENS and word.capital
