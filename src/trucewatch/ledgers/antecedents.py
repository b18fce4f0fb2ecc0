"""Whom "the army", "the group" or "both sides" mean: sides that the document has named before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trucewatch.ledgers.names import Named, in_lists
from trucewatch.records import Stance, Statement
from trucewatch.situation import Situation

LATEST = 16
"""Names that are looked back on."""
_OF_A_STATE = frozenset({"state"})
_OF_REBELS = frozenset({"non_state"})
_OF_A_BODY = frozenset({"international", "monitor"})
_OF_A_COALITION = frozenset({"coalition"})
_OF_FIGHTERS = frozenset({"state", "non_state", "coalition"})
_NOUNS = {
    "army": _OF_A_STATE,
    "military": _OF_A_STATE,
    "government": _OF_A_STATE,
    "authorities": _OF_A_STATE,
    "junta": _OF_A_STATE,
    "cabinet": _OF_A_STATE,
    "regime": _OF_A_STATE,
    "kingdom": _OF_A_STATE,
    "capital": _OF_A_STATE,
    "group": _OF_REBELS,
    "rebels": _OF_REBELS,
    "movement": _OF_REBELS,
    "guerrillas": _OF_REBELS,
    "guerrilla": _OF_REBELS,
    "militia": _OF_REBELS,
    "militants": _OF_REBELS,
    "insurgents": _OF_REBELS,
    "separatists": _OF_REBELS,
    "jihadists": _OF_REBELS,
    "paramilitaries": _OF_REBELS,
    "front": _OF_REBELS,
    "faction": _OF_REBELS,
    "mission": _OF_A_BODY,
    "force": _OF_A_BODY,
    "monitors": _OF_A_BODY,
    "observers": _OF_A_BODY,
    "agency": _OF_A_BODY,
    "charity": _OF_A_BODY,
    "organisation": _OF_A_BODY,
    "organization": _OF_A_BODY,
    "council": _OF_A_BODY,
    "bloc": _OF_A_BODY,
    "coalition": _OF_A_COALITION,
    "alliance": _OF_FIGHTERS,
}
"""What such nouns can mean: kinds of sides."""
_GENERIC = re.compile(
    rf"\b(?:the|its host) (?:\w+ing |\w+’s )?(?P<noun>{'|'.join(_NOUNS)})\b(?! (?:of|in|for|from|against|on) [A-Z])",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:(?:both|the two|each|the) (?:sides?|parties|governments|armies|militaries|countries|capitals|states|leaders"
    r"|presidents|delegations|neighbours|factions|commands|foes|belligerents|of them)"
    r"|both(?= (?:of them|have|had|has|agreed|said|promised|undertook|were|are|accepted|announced|signed|$)|[.,;]|$)"
    r"|the (?:warring|opposing|conflicting) \w+)\b",
    re.IGNORECASE,
)

_OF_STATES = re.compile(r"(?:countries|capitals|states|neighbours)$", re.IGNORECASE)
_OF_A_PARTY = frozenset({Stance.ACCUSE, Stance.DENY, Stance.ADMIT, Stance.THREATEN, Stance.APOLOGISE})
"""Stances of who takes part; others may only tell of it."""
Told = tuple[int, str, str, bool]
"""Where a side is named, the side, the words, and whether it is more than who tells of others."""


@dataclass(slots=True, kw_only=True)
class Earlier:
    """The sides that a document has named so far, the latest last."""

    told: dict[tuple[int, str], tuple[str, bool]] = field(default_factory=dict)

    def add(self, names: Sequence[Named], sentence: str, statement: Statement) -> None:
        origin = statement.evidence.start
        for name in names:
            if not name.meant:
                words = sentence[name.start : name.end].casefold()
                key = (origin + name.start, name.side)
                # Who speaks in one of two statements over the same words is no party by standing in the other.
                takes_part = not name.spoken or statement.stance in _OF_A_PARTY
                self.told[key] = (words, takes_part and self.told.get(key, ("", True))[1])
        if len(self.told) > 4 * LATEST:
            self.told = {key: self.told[key] for key in sorted(self.told)[-2 * LATEST :]}

    def before(self, at: int) -> list[Told]:
        """The latest sides named before a place."""
        told = sorted(key for key in self.told if key[0] < at)[-LATEST:]
        return [(start, side, *self.told[start, side]) for start, side in told]


def with_antecedents(
    names: Sequence[Named], sentence: str, statement: Statement, situation: Situation, earlier: Earlier
) -> tuple[Named, ...]:
    """The names of a sentence and, as names, the nouns in it that mean sides named before them."""
    origin = statement.evidence.start
    if not (_BOTH.search(sentence) or _GENERIC.search(sentence)):
        return tuple(names)
    before = earlier.before(origin)
    meant = [
        *_both(names, sentence, situation, before),
        *_generic(names, sentence, situation, before, origin),
    ]
    if not meant:
        return tuple(names)
    speaker = statement.speaker.span if statement.speaker else None
    added = [
        Named(
            start=start,
            end=end,
            side=side,
            group=1_000 + start,
            spoken=speaker is not None and speaker.start <= origin + start < speaker.end,
            meant=True,
        )
        for start, end, side in meant
        if not any(n.start < end and start < n.end for n in names)
    ]
    return in_lists(sorted((*names, *added), key=lambda n: (n.start, n.end)), sentence)


def _both(
    names: Sequence[Named], sentence: str, situation: Situation, before: Sequence[Told]
) -> Iterator[tuple[int, int, str]]:
    """The two sides of the fight that stand in the sentences before, those named most often and last."""
    found = _BOTH.search(sentence)
    if found is None:
        return
    here = {n.side for n in names}
    kinds = frozenset({"state"}) if _OF_STATES.search(found.group()) else _OF_FIGHTERS
    sides = [
        side
        for _, side, _, takes_part in before
        if takes_part and side not in here and _kind(side, situation) in kinds
    ]
    counted = Counter(sides)
    latest = {side: n for n, side in enumerate(sides)}
    two = sorted(counted, key=lambda side: (-counted[side], -latest[side]))[:2]
    if len(two) == 2:
        for side in sorted(two, key=lambda side: sides.index(side)):
            yield found.start(), found.end(), side


def _generic(
    names: Sequence[Named],
    sentence: str,
    situation: Situation,
    before: Sequence[Told],
    origin: int,
) -> Iterator[tuple[int, int, str]]:
    for found in _GENERIC.finditer(sentence):
        noun = found["noun"].casefold()
        here = [
            (origin + n.start, n.side, sentence[n.start : n.end].casefold(), True)
            for n in names
            if n.end <= found.start()
        ]
        told = [*before, *here]
        named_so = [side for _, side, words, _ in told if noun[:6] in words]
        kinds = _NOUNS[noun]
        of_kind = [side for _, side, _, _ in told if _kind(side, situation) in kinds]
        if named_so or of_kind:
            yield found.start(), found.end(), (named_so or of_kind)[-1]


def _kind(side: str, situation: Situation) -> str | None:
    known = situation.sides.get(side)
    return known.kind if known is not None else None
