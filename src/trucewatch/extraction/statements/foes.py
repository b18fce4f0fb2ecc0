"""Who fights whom, as the roster has it: sides that a report may mean without naming them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucewatch.situation import Situation


def related(situation: Situation, side: str) -> Iterator[tuple[str, str]]:
    """Who fights a side, whom it fights, and who has its army, each with how."""
    yield from ((fighter, "fights") for fighter in situation.fighters_of(side))
    own = situation.sides.get(side)
    if own is None:
        return
    for foe in (own.opposes, own.rebels_of):
        if foe:
            yield foe, "fought by"
    army = situation.resolve_actor("the army", owner=side) if own.kind == "state" else None
    if army is not None and army.side is not None and army.side != side:
        yield army.side, "army of"
        yield from related(situation, army.side)
