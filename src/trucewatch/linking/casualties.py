"""What all claimants together say about an incident's casualties, as ranges with who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.linking.accounts import MEDIA
from trucewatch.linking.tellings import Telling
from trucewatch.records import (
    CasualtyCategory,
    CasualtyFigure,
    CasualtyGroup,
    CasualtyScope,
    ReconciledFigure,
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """One claimant's latest figure for one category, group and side. `high` None is open."""

    claimant: str
    low: int
    high: int | None

    def excludes(self, other: Claim) -> bool:
        return (self.high is not None and self.high < other.low) or (
            other.high is not None and other.high < self.low
        )


Slot = tuple[CasualtyGroup, str | None]
"""Which group of whose people."""


def reconcile(tellings: Iterable[Telling]) -> tuple[ReconciledFigure, ...]:
    """One figure for each category, group and side, and one total a category (group `all`, side None).

    Running totals over a longer time are left out wherever anybody gives a figure for the incident itself.
    The outlets' own figures count only where no claimant is named.
    """
    tellings = list(tellings)
    camps = tellings[0].camps_of if tellings else {}  # one linker's tellings share them
    figures = _as_of_order(tellings)
    with_own = max((_with_own_deaths(telling) for telling in tellings), default=0)
    result: list[ReconciledFigure] = []
    for category in CasualtyCategory:
        of_category = _with_known_sides(_in_scope([f for f in figures if f.category is category]), camps)
        if not of_category:
            continue
        slots: dict[Slot, dict[str, Claim]] = {}
        for figure in of_category:
            _note(figure, slots.setdefault((figure.group, figure.side), {}))
        ordered = sorted(slots, key=lambda slot: (slot[0].value, slot[1] or ""))
        for slot in ordered:
            result.append(_figure(category, slot, _named(slots[slot].values())))
        least = with_own if category is CasualtyCategory.KILLED else 0
        result.append(_total(category, slots, camps, least))
    return tuple(result)


def _as_of_order(tellings: Iterable[Telling]) -> list[CasualtyFigure]:
    """All figures, those of the documents published last at the end; undated documents first."""
    dated = sorted(
        tellings, key=lambda t: (t.published.toordinal() if t.published else 0, t.document_id, t.key)
    )
    return [figure for t in dated for figure in _without_single_victims(t)]


def _without_single_victims(telling: Telling) -> list[CasualtyFigure]:
    """A telling's figures without the single victims that are among a larger figure of the same telling.

    News gives the whole in its own voice and then has an official tell of each victim; that official does not say that
    there was only one. Who says "one" in so many words does, and another claimant than the whole's who counts at all: "a
    soldier was killed", but not "he died later".
    """
    figures = [
        figure for mention in telling.mentions for figure in mention.casualties if figure.low is not None
    ]
    wholes = [
        figure
        for figure in figures
        if (figure.low or 0) > 1 and figure.word is None and figure.scope is CasualtyScope.INCIDENT
    ]
    return [figure for figure in figures if not any(_is_among(figure, whole) for whole in wholes)]


_ARMED = frozenset({CasualtyGroup.MILITARY, CasualtyGroup.PEACEKEEPER})


def _told(figure: CasualtyFigure) -> tuple[object, ...]:
    return figure.group, figure.low, figure.high


def _with_known_sides(figures: Sequence[CasualtyFigure], camps: Mapping[str, str]) -> list[CasualtyFigure]:
    """The figures of a category, those of no told side taken for the side that the rest of them tells.

    Armed people are those of whom others give the same number. Where only one camp is said to have lost anybody, what that
    camp counts are its own.
    """
    hit: set[str | None] = set()
    alike: dict[tuple[object, ...], dict[str, str]] = {}
    for figure in figures:
        if figure.side is not None:
            camp = camps.get(figure.side, figure.side)
            hit.add(camp)
            if figure.group in _ARMED:
                alike.setdefault(_told(figure), {}).setdefault(camp, figure.side)
    known: list[CasualtyFigure] = []
    for figure in figures:
        same = alike.get(_told(figure), {})
        if figure.side is None and len(same) == 1:
            figure = replace(figure, side=next(iter(same.values())))
        elif figure.side is None and hit == {camps.get(figure.claimant or "", figure.claimant)}:
            figure = replace(figure, side=figure.claimant)
        known.append(figure)
    return known


_ONE = re.compile(r"\b(?:one|1|only|single)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:an?|one|1|only|single)\b", re.IGNORECASE)


def _is_among(figure: CasualtyFigure, whole: CasualtyFigure) -> bool:
    return (
        figure.low == figure.high == 1
        and figure.category is whole.category
        and (figure.group is CasualtyGroup.UNKNOWN or whole.group in (figure.group, CasualtyGroup.UNKNOWN))
        and (figure.side is None or whole.side in (figure.side, None))
        and (_ONE if whole.claimant in (figure.claimant, MEDIA, None) else _COUNTED).search(
            figure.evidence.quote
        )
        is None
    )


_ONESELF = re.compile(r"\b(?:(?:him|her)self|themselves|(?:his|her|their) own li(?:fe|ves))\b", re.IGNORECASE)
_DONE = re.compile(
    r"(?:kill|sho[ot]|gun|murder|stab|slay|slain|slew|execut|assassinat|massacr)\w*\b", re.IGNORECASE
)
"""Words of harm before those who came to it: somebody does it to them."""


def _with_own_deaths(telling: Telling) -> int:
    """How many died where somebody is told to have killed others and then himself: no figure need have both."""
    killed = [f for m in telling.mentions for f in m.casualties if f.category is CasualtyCategory.KILLED]
    own = [f.low or 0 for f in killed if _ONESELF.search(f.evidence.quote)]
    done = [f for f in killed if _DONE.match(f.evidence.quote) and not _ONESELF.search(f.evidence.quote)]
    others = max(
        (f.low or 0 for f in done if f.word is None and f.scope is CasualtyScope.INCIDENT), default=0
    )
    return others + max(own) if own and others else 0


def _in_scope(figures: Sequence[CasualtyFigure]) -> list[CasualtyFigure]:
    """The incident's own figures if there are any; vague words yield to numbers of the same claimant or of the outlet."""
    of_incident = [figure for figure in figures if figure.scope is CasualtyScope.INCIDENT] or figures
    exact = {figure.claimant for figure in of_incident if figure.word is None}
    told = [f for f in of_incident if f.word is None or not exact & {f.claimant, MEDIA, None}]
    most = max((f.low or 0 for f in told if not _is_of_more(f)), default=0)
    return [f for f in told if not _is_of_more(f) or (f.low or 0) > most]


_OF_MORE = re.compile(
    r"\bof (?:the|these|those)(?: \w+)? "
    r"(?:dead|deceased|killed|slain|fallen|victims|casualties|wounded|injured|hurt|missing)\b",
    re.IGNORECASE,
)


def _is_of_more(figure: CasualtyFigure) -> bool:
    """ "One of the dead": there were more, and nobody says how many."""
    return _OF_MORE.search(figure.evidence.quote) is not None


def _note(figure: CasualtyFigure, claims: dict[str, Claim]) -> None:
    """Keeps a claimant's latest figure; of equal age the largest: parts are told beside the whole."""
    claimant = figure.claimant or MEDIA
    high = None if _is_of_more(figure) else figure.high
    new = Claim(claimant=claimant, low=figure.low or 0, high=high)
    old = claims.get(claimant)
    if old is None or new.low >= old.low:
        claims[claimant] = new


def _named(claims: Iterable[Claim]) -> list[Claim]:
    every = sorted(claims, key=lambda claim: claim.claimant)
    return [claim for claim in every if claim.claimant != MEDIA] or every


def _span(claims: Sequence[Claim]) -> tuple[int, int | None]:
    highs = [claim.high for claim in claims]
    closed = [high for high in highs if high is not None]
    return min(claim.low for claim in claims), max(closed) if len(closed) == len(highs) else None


def _disputed(claims: Sequence[Claim]) -> bool:
    return any(a.excludes(b) for i, a in enumerate(claims) for b in claims[i + 1 :])


def _figure(category: CasualtyCategory, slot: Slot, claims: Sequence[Claim]) -> ReconciledFigure:
    low, high = _span(claims)
    return ReconciledFigure(
        category=category,
        group=slot[0],
        side=slot[1],
        low=low,
        high=high,
        claimants=tuple(claim.claimant for claim in claims),
        disputed=_disputed(claims),
    )


def _total(
    category: CasualtyCategory,
    slots: Mapping[Slot, Mapping[str, Claim]],
    camps: Mapping[str, str],
    least: int,
) -> ReconciledFigure:
    """Sums over camps of what is said of each; a figure that names no side bounds the sum from below.

    It is no less than `least`. Two sides of one camp are no two groups of people: some call them by the one's name.
    """
    of_camp: dict[str, set[str]] = {}
    for _, side in slots:
        of_camp.setdefault(camps.get(side or "", side or ""), set()).add(side or "")
    per_side = {camp: _side_claims(of_camp[camp], slots) for camp in sorted(of_camp)}
    whole = per_side.pop("", None)
    spans = [_span(claims) for claims in per_side.values()]
    low = sum(span[0] for span in spans)
    highs = [span[1] for span in spans]
    high = None if None in highs else sum(h for h in highs if h is not None)
    disputed = any(_disputed(claims) for claims in per_side.values())
    if whole is not None:
        whole_low, whole_high = _span(whole)
        low = max(low, whole_low) if spans else whole_low
        high = None if whole_high is None or (spans and high is None) else max(high or 0, whole_high)
        disputed = disputed or _disputed(whole)
    claimants = sorted({c.claimant for claims in (*per_side.values(), whole or ()) for c in claims})
    return ReconciledFigure(
        category=category,
        group=CasualtyGroup.ALL,
        side=None,
        low=max(low, least),
        high=None if high is None else max(high, least),
        claimants=tuple(claimants),
        disputed=disputed,
    )


def _side_claims(sides: set[str], slots: Mapping[Slot, Mapping[str, Claim]]) -> list[Claim]:
    """Each claimant's figure for one camp's people: the ungrouped one, or the sum of the groups if larger."""
    parts: dict[str, dict[CasualtyGroup, Claim]] = {}
    for (group, of_side), claims in slots.items():
        if (of_side or "") in sides:
            for claimant, claim in claims.items():
                groups = parts.setdefault(claimant, {})
                groups[group] = max(groups.get(group, claim), claim, key=lambda one: one.low)
    summed = []
    for claimant, groups in parts.items():
        ungrouped = groups.pop(CasualtyGroup.UNKNOWN, None)
        candidates = [ungrouped] if ungrouped is not None else []
        if groups:
            highs = [claim.high for claim in groups.values()]
            high = None if None in highs else sum(h for h in highs if h is not None)
            low = sum(claim.low for claim in groups.values())
            candidates.append(Claim(claimant=claimant, low=low, high=high))
        summed.append(max(candidates, key=lambda claim: claim.low))
    return _named(summed)
