"""Which clause of which agreement a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from trucewatch.situation import Agreement, Provision, Situation

_NAMED = re.compile(
    r"\b(?:\w+-brokered |trilateral |tripartite |ceasefire |truce |peace )*"
    r"(?:ceasefire|truce|armistice|cessation of hostilities|trilateral|tripartite|peace)"
    r"(?:\s+(?:agreement|deal|accord|statement|declaration|arrangement|regime))?\b",
    re.IGNORECASE,
)
_BREACH = re.compile(
    r"\b(?:violat\w+|breach\w*|in contravention|contrary to|broke(?:n)? the)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W\d_]{5,}")


def provision_in(sentence: str, said_on: date | None, situation: Situation) -> str | None:
    """The id of the provision that the words concern, or None when they name neither agreement nor area.

    A clause's own area or subject decides; words that name only the agreement, with a breach, go to
    its ceasefire clause.
    """
    for agreement in _in_force(situation, said_on):
        named = _names(sentence, agreement)
        best = max(
            agreement.provisions, key=lambda p: (_closeness(sentence, p, agreement), p.id), default=None
        )
        if best is not None and _closeness(sentence, best, agreement) >= (1 if named else 3):
            return best.id
        if named and _BREACH.search(sentence):
            return next((p.id for p in agreement.provisions if p.type == "ceasefire"), None)
    return None


def alleges_breach(sentence: str) -> bool:
    return _BREACH.search(sentence) is not None


def _in_force(situation: Situation, said_on: date | None) -> Iterator[Agreement]:
    """Agreements that had taken effect when the words were said, the latest first."""
    dated = sorted(situation.agreements, key=lambda a: (a.effective or date.min, a.id), reverse=True)
    for agreement in dated:
        if said_on is None or agreement.effective is None or agreement.effective <= said_on:
            yield agreement


def _names(sentence: str, agreement: Agreement) -> bool:
    folded = sentence.casefold()
    if any(alias.casefold() in folded for alias in (agreement.title, *agreement.aliases)):
        return True
    years = set(_YEAR.findall(sentence))
    of_its_year = not years or agreement.effective is None or str(agreement.effective.year) in years
    return of_its_year and _NAMED.search(sentence) is not None


def _closeness(sentence: str, provision: Provision, agreement: Agreement) -> int:
    """Words of the clause's subject that the sentence uses; an area that is this clause's alone counts two."""
    area = provision.area.casefold() if provision.area else None
    alone = area is not None and sum(area in (p.area or "").casefold() for p in agreement.provisions) == 1
    in_area = 2 if area and alone and area in sentence.casefold() else 0
    words = {word.casefold() for word in _WORD.findall(sentence)}
    return in_area + len(
        words & _subject(" ".join((provision.type.replace("_", " "), *provision.indicators)))
    )


@lru_cache(maxsize=4096)
def _subject(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text)) - _EVERYWHERE


_EVERYWHERE = frozenset(
    "ceasefire mechanism monitoring incidents positions beyond attacks reports status".split()
)
"""Words of the clauses that any report of the conflict uses."""
