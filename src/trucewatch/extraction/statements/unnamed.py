"""Sides that a report may mean though no roster name in it is theirs: of its places, its parties' foes and its own labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.antecedents import LONGEST_NAME
from trucewatch.extraction.statements.foes import related

if TYPE_CHECKING:
    from trucewatch.extraction.statements.homes import Homes
    from trucewatch.situation import Situation

WORLD = "UN"
"""Who has missions, envoys and councils in any conflict."""
NAMED = 4
PLACED = 3
"""Sides named, and countries with places in the report, the most often first, whose foes and bodies may be meant."""
ALONE = 2
"""Haunts, or words of its name, by which a side may be meant that has nothing to do with those named."""
MOST = 3
"""Haunts, or words of its name, from which more of them are as good."""
_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")
_POSSESSIVE = re.compile(r"['’]s?$")


class Unnamed:
    """The sides of one document that are not named, with what speaks for them."""

    def __init__(self, situation: Situation, homes: Homes) -> None:
        self._situation = situation
        self._homes = homes

    def meant_by(self, words: str) -> Iterator[tuple[str, str]]:
        """Sides that a speaker's words may mean, with why."""
        yield WORLD, "world"
        yield from self._of_places
        called = Counter(side for word in words_of(words) for side in self._situation.called(word))
        around = self._homes.haunts.keys() | self._homes.named.keys()
        for side, count in called.items():
            if count >= ALONE or side in self._near or side in around:
                yield side, f"called {min(count, MOST)}"
                if count == max(called.values()):
                    yield side, "called most"
        for state in self._states:
            built = self._situation.resolve_actor(words[:LONGEST_NAME], owner=state)
            if built is not None and built.side and built.side != state:
                yield built.side, "stands for"
        # Who has nothing else for him than a foe is none to choose among: Myanmar has fifteen.
        for side in sorted((called.keys() | around) & self._near.keys()):
            yield from ((side, how) for how in sorted(self._near[side]))

    @cached_property
    def _of_places(self) -> tuple[tuple[str, str], ...]:
        """The states of the report's places, and those who mostly act there."""
        found = [(side, f"place {rank}") for rank, (side, _) in enumerate(self._places)]
        found += [(side, "only place") for side, _ in self._places if len(self._places) == 1]
        haunts = self._homes.haunts
        for side, count in haunts.items():
            if count >= ALONE or side in self._near:
                found.append((side, f"haunts {min(count, MOST)}"))
                if count == max(haunts.values()):
                    found.append((side, "haunts most"))
        return tuple(found)

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        return self._homes.votes.most_common(PLACED)

    @cached_property
    def _states(self) -> list[str]:
        """Those of whom bare rebels and armies may be."""
        found = [side for side, _ in (*self._homes.named.most_common(NAMED), *self._places)]
        sides = self._situation.sides
        return [s for s in dict.fromkeys(found) if s in sides and sides[s].kind == "state"]

    @cached_property
    def _near(self) -> Mapping[str, set[str]]:
        """Who fights those named or placed, whom they fight, and who watches them by its own name, with how."""
        found: dict[str, set[str]] = defaultdict(set)
        for where, sides in (("named", self._homes.named.most_common(NAMED)), ("place", self._places)):
            for side, _ in sides:
                for other, how in related(self._situation, side):
                    found[other].add(f"{how} {where}")
                for other in self._situation.bodies_of(side):
                    found[other].add(f"body of {where}")
        return found


def words_of(phrase: str) -> set[str]:
    """The words of a phrase that may stand in a name, small and without possessive endings."""
    return {_POSSESSIVE.sub("", word).lower() for word in _WORD.findall(phrase)}
