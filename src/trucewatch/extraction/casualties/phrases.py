"""Who came to harm, and how: every figure of a document, told once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties import words
from trucewatch.extraction.casualties.beside import shot_dead, side_by_side, stated_zeros
from trucewatch.extraction.casualties.counts import Counts
from trucewatch.extraction.casualties.harm import Harm, may_be_same_person
from trucewatch.extraction.casualties.parts import parts_of
from trucewatch.extraction.casualties.states import by_condition, by_noun, by_state, by_toll
from trucewatch.extraction.casualties.verbs import by_verb
from trucewatch.records import CasualtyCategory

if TYPE_CHECKING:
    from spacy.tokens import Doc


SAME_STORY = 1_500
"""Characters within which a person who was shot and one who died may be the same."""


def find_harm(doc: Doc) -> tuple[Harm, ...]:
    """Every figure of harm done to people, in text order; what is imagined, feared or denied is left out."""
    counts = Counts(doc)
    found: list[Harm] = []
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD", "VBG"):
            found.extend(by_verb(token, lemma, counts))
        if token.lower_ in words.STATES:
            found.extend(by_state(token, counts))
        if token.lower_ == "condition":
            found.extend(by_condition(token, counts))
        if lemma in words.TOLLS or token.lower_ in words.LOSSES:
            found.extend(by_toll(token, counts))
        if token.lower_ in words.NOUNS:
            found.extend(by_noun(token, counts))
    found.extend(side_by_side(doc, counts, found))
    found.extend(shot_dead(doc, counts, found))
    found.extend(stated_zeros(doc))
    harms = _without_repeats(found)
    parts = tuple(parts_of(doc, counts, harms))
    return _without_later_dead(_without_repeats([*parts, *_told_as(parts, harms)]))


def _told_as(parts: tuple[Harm, ...], harms: tuple[Harm, ...]) -> Iterator[Harm]:
    """The other figures: what is part of a whole has come to the same harm, whichever verb stands nearer."""
    category_at = {part.count.start: part.category for part in parts}
    return (harm for harm in harms if category_at.get(harm.count.start, harm.category) is harm.category)


def _without_repeats(found: list[Harm]) -> tuple[Harm, ...]:
    """One harm for each group of people and category; shot or wounded people who died are not wounded as well."""
    kept: dict[tuple[CasualtyCategory, int], Harm] = {}
    for harm in sorted(found, key=lambda harm: (harm.start, harm.end, harm.category)):
        kept.setdefault((harm.category, harm.count.start), harm)
    same: dict[int, list[Harm]] = defaultdict(list)
    for harm in kept.values():
        same[harm.count.start].append(harm)
    kept = {
        key: harm for key, harm in kept.items() if not _told_otherwise_behind(harm, same[harm.count.start])
    }
    killed = {harm.count.start for harm in kept.values() if harm.category is words.KILLED}
    zeros = sorted((harm.start, harm.end, harm.category) for harm in kept.values() if harm.count.high == 0)
    return tuple(
        harm
        for harm in kept.values()
        if not (harm.category is words.WOUNDED and harm.may_be_told_as_dead and harm.count.start in killed)
        and not _inside_zero(harm, zeros)
    )


def _told_otherwise_behind(harm: Harm, others: list[Harm]) -> bool:
    """In "8 killed 58 injured" the 58 belong to the word behind them."""
    return harm.trigger.idx < harm.count.start and any(
        other.category is not harm.category
        and other.trigger.idx >= other.count.end
        and other.trigger.idx - other.count.end < 12
        for other in others
    )


def _inside_zero(harm: Harm, zeros: list[tuple[int, int, CasualtyCategory]]) -> bool:
    """Whether a stated zero ("no deaths or injuries") already tells what this harm reads from a part of it."""
    at = bisect_right(zeros, (harm.count.start, 1 << 60)) - 1
    if at < 0:
        return False
    start, end, category = zeros[at]
    shorter = harm.category is category and harm.end - harm.start < end - start
    return start <= harm.count.start < end and (harm.count.high != 0 or shorter)


def _without_later_dead(harms: tuple[Harm, ...]) -> tuple[Harm, ...]:
    """Those who were shot or taken to hospital and died of it are among the dead, not the wounded."""
    dead = [harm for harm in harms if harm.category is words.KILLED]
    starts = [harm.start for harm in dead]

    def died(harm: Harm) -> bool:
        if harm.category is not words.WOUNDED or not harm.may_end_in_death or harm.count.low != 1:
            return False
        near = dead[
            bisect_left(starts, harm.start - SAME_STORY) : bisect_right(starts, harm.start + SAME_STORY)
        ]
        return any(
            other.count.low == other.count.high == 1 and may_be_same_person(harm.count.noun, other.count.noun)
            for other in near[:40]
        )

    return tuple(_less_the_dead(harm, dead, starts) for harm in harms if not died(harm))


def _less_the_dead(harm: Harm, dead: list[Harm], starts: list[int]) -> Harm:
    """Of six who were shot, when one is said to have died, at least five were wounded."""
    if harm.category is not words.WOUNDED or not harm.by_shooting or harm.count.low < 2:
        return harm
    if any(token.lower_ in words.ANOTHER for token in harm.count.noun.subtree):
        return harm
    near = dead[bisect_left(starts, harm.start - SAME_STORY) : bisect_right(starts, harm.start + SAME_STORY)]
    died = max((other.count.low for other in near[:40] if other.count.low < harm.count.low), default=0)
    return replace(harm, count=replace(harm.count, low=harm.count.low - died))
