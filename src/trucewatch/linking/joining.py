"""Tellings that hang together, joined into groups of one event each, with the reason for every link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.linking.clustering import Linkage, Pair, cluster, components, ordered
from trucewatch.linking.comparison import VETO, Comparison
from trucewatch.linking.incidents import Group, in_order
from trucewatch.linking.tellings import Telling
from trucewatch.records import Decision, Link, content_id

TOLD_AS_ONE = 3.0
"""Score of the links inside one document's telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """What persons decided, in terms of tellings."""

    same: Mapping[Pair, Decision] = field(default_factory=dict)
    different: Mapping[Pair, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that joining rests on."""

    tellings: Mapping[str, Telling]
    scores: Mapping[Pair, float]
    bonds: Bonds
    compare: Callable[[Pair], Comparison]
    linkage: Linkage


def join(component: Sequence[str], scores: Mapping[Pair, float], evidence: Evidence) -> list[Group]:
    """The groups of one component; `scores` are those between its members.

    Decisions come last and win: "same" joins whole groups, "different" is a veto within them.
    """
    bonds = evidence.bonds
    inside = set(component)
    apart = [pair for pair in bonds.different if pair[0] in inside and pair[1] in inside]
    tied = [pair for pair in bonds.same if pair[0] in inside and pair[1] in inside]
    vetoed = {**scores, **dict.fromkeys(apart, VETO)}
    clusters = cluster([[key] for key in component], vetoed, evidence.linkage)
    if not tied:
        return [_group(members, (), evidence) for members in clusters]
    owner = {key: members[0] for members in clusters for key in members}
    by_name = {members[0]: members for members in clusters}
    groups = []
    for names in components(by_name, [(owner[a], owner[b]) for a, b in tied]):
        members = sorted(key for name in names for key in by_name[name])
        held = set(members)
        if len(names) > 1 and any(a in held and b in held for a, b in apart):
            groups += _around_bonds(members, tied, vetoed, evidence)
        else:
            former = [_id(by_name[name], evidence) for name in names] if len(names) > 1 else []
            groups.append(_group(members, former, evidence))
    return groups


def _around_bonds(
    members: Sequence[str], tied: Iterable[Pair], scores: Mapping[Pair, float], evidence: Evidence
) -> list[Group]:
    """Where "same" would join what is "different": only the tellings named stay together."""
    held = set(members)
    together = components(members, [pair for pair in tied if pair[0] in held and pair[1] in held])
    within = {pair: score for pair, score in scores.items() if pair[0] in held and pair[1] in held}
    return [_group(found, (), evidence) for found in cluster(together, within, evidence.linkage)]


def _id(members: Iterable[str], evidence: Evidence) -> str:
    first = in_order(evidence.tellings[key] for key in members)[0]
    return content_id("incident", first.mentions[0].id)


def _group(members: Iterable[str], former: Iterable[str], evidence: Evidence) -> Group:
    tellings = in_order(evidence.tellings[key] for key in members)
    identity = content_id("incident", tellings[0].mentions[0].id)
    return Group(
        tellings=tellings,
        links=tuple(_links(tellings, evidence)),
        former=tuple(sorted(set(former) - {identity})),
    )


def _links(tellings: Sequence[Telling], evidence: Evidence) -> Iterable[Link]:
    """For each telling the earlier one it is most like, and for each further mention its telling's first."""
    for index, telling in enumerate(tellings):
        first = telling.mentions[0]
        for mention in telling.mentions[1:]:
            says = "one document tells of them as one event"
            yield Link(a=first.id, b=mention.id, score=TOLD_AS_ONE, reasons=(says,))
        if index == 0:
            continue
        pairs = [(ordered(telling.key, other.key), other) for other in tellings[:index]]
        known = [(evidence.scores.get(pair, VETO), pair, other) for pair, other in pairs]
        decided = [found for found in known if found[1] in evidence.bonds.same]
        _, pair, other = max(decided or known, key=lambda found: found[:2])
        yield _link(pair, other, telling, evidence)


def _link(pair: Pair, other: Telling, telling: Telling, evidence: Evidence) -> Link:
    comparison = evidence.compare(pair)
    reasons = comparison.reasons()
    decision = evidence.bonds.same.get(pair)
    if decision is not None:
        reasons = (
            f"{decision.by} decided on {decision.at:%Y-%m-%d} that they are the same: {decision.why}",
            *reasons,
        )
    return Link(
        a=other.mentions[0].id, b=telling.mentions[0].id, score=round(comparison.score, 3), reasons=reasons
    )
