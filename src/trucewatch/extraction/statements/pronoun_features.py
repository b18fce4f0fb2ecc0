"""What speaks for each side that a speaker's pronoun may mean, besides what speaks for it at any other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.pronouns import THIRD_PERSON, Candidate

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST = 6
"""Of those whom a pronoun may take up, the likeliest that are weighed."""
FAR = 3
BEHIND = 4
"""Sentences, and steps behind the likeliest, from which more are as good."""


def as_pronoun(head: Token) -> list[str]:
    """ "It", and whose "its" is: the sort of pronoun, and what it owns."""
    word = THIRD_PERSON[head.lower_]
    if head.tag_ != "PRP$":
        return [word, f"{word} alone"]
    lemma = head.head.lemma_.lower()
    return [word, f"{word} {roles().get(lemma, ('-', ''))[0]}", f"{word} owns", f"w={lemma}"]


def by_antecedents(found: Sequence[Candidate]) -> Iterator[tuple[str | None, str]]:
    """Each side's likeliest mention that may be taken up; None for those whose side nobody knows."""
    seen: set[str | None] = set()
    for rank, candidate in enumerate(found[:MOST]):
        side = candidate.speaker.side
        if side in seen:
            continue
        seen.add(side)
        how = f"{'turn' if candidate.spoke else 'subject'}{' told' if candidate.told else ''}"
        away = min(candidate.away, FAR)
        yield side, f"antecedent {rank}"
        yield side, f"antecedent {how} {away}"
        if rank == 0:
            yield side, f"first {how} {away}"
        else:
            yield side, f"antecedent behind {min(BEHIND, round(candidate.cost - found[0].cost))}"
    if len(seen) == 1:
        yield next(iter(seen)), "only antecedent"
