"""Sides by their names, as reasons tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucewatch.situation import Side


def named(sides: Iterable[str], known: Mapping[str, Side]) -> str:
    """ "Armenia, Azerbaijan and Russia", in the order given."""
    return in_words([known[side].name if side in known else side for side in sides])


def in_words(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
