"""Who says what about an incident: one account a side and stance, with replies that name no event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.linking.tellings import Telling
from trucewatch.records import Account, Flag, Mention, Role, Stance, Statement, TimeRange

if TYPE_CHECKING:
    from trucewatch.situation import Situation

MEDIA = "MEDIA"
UNKNOWN = "unknown"
"""The side of a speaker who is named but could not be placed."""

REPLIES = frozenset(
    {
        Stance.DENY,
        Stance.ADMIT,
        Stance.ACCUSE,
        Stance.CONFIRM,
        Stance.APOLOGISE,
        Stance.DEMAND,
        Stance.PROMISE,
    }
)
"""What a speaker can do about an event without telling it again ("the allegation is completely false")."""
ABOUT_ONESELF = frozenset({Stance.DENY, Stance.ADMIT, Stance.APOLOGISE})
FAR = 1500
"""Characters beyond which a reply that fits no party of an event is not taken to be about it."""
DAYS_APART = 7
"""Days between what a reply tells of and an event from which the two are not the same: a reply's own day may be that of
the words, which follow the event within days."""
NEAR = 400
"""The same for an accusation, which may well be about something else ("accuses it of backing them")."""
WE_DID = re.compile(
    r"\b(?:he|she|it|they|we|I) (?:had |has |have |also )*"
    r"(?:ordered|carried out|launched|conducted|struck|targeted|shelled|bombed|destroyed)\b",
    re.I,
)
OF_OTHER_TIMES = re.compile(
    r"\b(previously|in the past|in recent years|last year|years? ago|has long)\b", re.I
)
TELLING_STANCES = frozenset({Stance.ASSERT, Stance.ANNOUNCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A statement and what it makes of an event: whom it blames, or that its own side did it."""

    statement: Statement
    side: str
    stance: Stance
    targets: tuple[str, ...]


def side_of(statement: Statement) -> str:
    """The side that answers for a statement."""
    if statement.stance is Stance.OUTLET or statement.speaker is None:
        return MEDIA if statement.stance is Stance.OUTLET else UNKNOWN
    return statement.speaker.side or UNKNOWN


def sides_named(targets: Iterable[str], situation: Situation) -> tuple[str, ...]:
    """Actor and side ids as side ids, each once."""
    return tuple(sorted({_side(target, situation) for target in targets}))


def _side(target: str, situation: Situation) -> str:
    if target in situation.sides:
        return target
    actor = situation.actors.get(target)
    if actor is not None and actor.side is not None:
        return actor.side
    # An organ that a role built, such as the defence ministry of any state, has its side before the dash.
    side = target.rpartition("-")[0]
    return side if side in situation.sides else target


def version_of(statement: Statement, mention: Mention | None, situation: Situation) -> Version:
    """What a statement makes of the event it reports.

    To tell that the other side did it is to accuse; to tell that one's own side did it is to admit it; to admit
    what one had no part in is to confirm it.
    """
    side, stance = side_of(statement), statement.stance
    targets = sides_named(statement.target, situation)
    if mention is not None and Flag.NEGATED not in mention.flags and side not in (MEDIA, UNKNOWN):
        doers = _sides_as(mention, Role.ALLEGED_PERPETRATOR, statement)
        own = {doer for doer in doers if situation.camp(doer) == situation.camp(side)}
        others = tuple(sorted(doers - own))
        by_itself = bool(own) or _says_we_did(statement, side, situation)
        if stance in TELLING_STANCES and by_itself and not others:
            stance = Stance.ADMIT
        elif stance in TELLING_STANCES and others and not own:
            stance, targets = Stance.ACCUSE, others
        elif stance in (Stance.ACCUSE, Stance.CONFIRM) and not targets:
            targets = others
        elif (
            stance is Stance.ADMIT and not by_itself and (others or _stands_outside(side, mention, situation))
        ):
            stance, targets = Stance.CONFIRM, others
    return Version(statement=statement, side=side, stance=stance, targets=targets)


def _says_we_did(statement: Statement, side: str, situation: Situation) -> bool:
    """True for "said it had struck …" by a party; a monitor's "it" is seldom the monitor."""
    known = situation.sides.get(side)
    party = known is not None and not known.neutral and known.kind in ("state", "non_state", "coalition")
    return party and WE_DID.search(statement.evidence.quote) is not None


def _stands_outside(side: str, mention: Mention, situation: Situation) -> bool:
    """True for the victim of an event, and for a neutral party."""
    suffered = _sides_as(mention, Role.VICTIM) | _sides_as(mention, Role.TARGET)
    known = situation.sides.get(side)
    return (known is not None and known.neutral) or situation.camp(side) in {
        situation.camp(s) for s in suffered
    }


def _sides_as(mention: Mention, role: Role, by: Statement | None = None) -> set[str]:
    """Sides in a role; with `by`, only those that the statement itself names in it."""
    return {
        actor.side
        for actor in mention.actors
        if actor.role is role
        and actor.side is not None
        and (by is None or by.evidence.start <= actor.start <= by.evidence.end)
    }


def accounts_of(versions: Iterable[Version]) -> tuple[Account, ...]:
    """One account for each side and stance, with the statements and targets of all its versions."""
    found: dict[tuple[str, Stance], list[Version]] = {}
    for version in versions:
        found.setdefault((version.side, version.stance), []).append(version)
    return tuple(
        Account(
            side=side,
            stance=stance,
            statement_ids=tuple(sorted({version.statement.id for version in some})),
            targets=tuple(sorted({target for version in some for target in version.targets})),
        )
        for (side, stance), some in sorted(found.items())
    )


def further_statements(statements: Iterable[Statement], mentions: Iterable[Mention]) -> tuple[Statement, ...]:
    """Statements of somebody that no mention is reported by, by position: replies, and second tellings."""
    reporting = {mention.statement_id for mention in mentions}
    bare = [s for s in statements if s.stance is not Stance.OUTLET and s.id not in reporting]
    return tuple(sorted(bare, key=lambda s: (s.evidence.start, s.id)))


def telling_replied_to(
    reply: Statement, tellings: Sequence[Telling], situation: Situation, when: TimeRange | None = None
) -> Telling | None:
    """The event of the same document that a reply is about.

    A denial, an admission or an apology is about what its own side is blamed for; an accusation or a demand
    about what its target takes part in. Of several the last one told before the reply; where none fits,
    the one just before it. A reply that itself tells of other days (`when`) is about none of these.
    """
    tellings = [telling for telling in tellings if not _of_other_days(when, telling.when)]
    if reply.stance is Stance.ACCUSE and OF_OTHER_TIMES.search(reply.evidence.quote):
        return None
    told_again = [telling for telling in tellings if told_again_by(reply, telling) is not None]
    if told_again:
        return told_again[0]
    if not tellings or reply.stance not in REPLIES:
        return None
    if reply.stance in ABOUT_ONESELF:
        concerned = {situation.camp(side_of(reply))}
        fitting = [t for t in tellings if concerned & accused_camps(t, situation)]
    else:
        concerned = {situation.camp(side) for side in sides_named(reply.target, situation)}
        fitting = []
    fitting = fitting or [t for t in tellings if concerned & t.sides]
    if reply.stance is Stance.DENY:
        # Whoever was hit does not deny having done it, and nobody denies what is told later and blamed on no one:
        # the denial is about something told in passing.
        tellings = [
            t
            for t in tellings
            if not _only_suffered(concerned, t, situation)
            and not (_distance(reply, t)[0] and not accused_camps(t, situation))
        ]
        fitting = [t for t in fitting if t in tellings]
        if not tellings:
            return None
    closest = min(fitting or tellings, key=lambda t: (*_distance(reply, t), t.key))
    if fitting and reply.stance in ABOUT_ONESELF:
        return closest
    if not fitting and reply.stance in (Stance.DEMAND, Stance.PROMISE):
        return None
    return (
        closest if _distance(reply, closest)[1] <= (NEAR if reply.stance is Stance.ACCUSE else FAR) else None
    )


def _of_other_days(a: TimeRange | None, b: TimeRange | None) -> bool:
    return a is not None and b is not None and a.days_apart(b) > DAYS_APART


def _only_suffered(camps: set[str], telling: Telling, situation: Situation) -> bool:
    """True when others did it and these camps were hit."""
    doers = accused_camps(telling, situation)
    return bool(doers) and not doers & camps and bool(camps & telling.sides)


def _distance(reply: Statement, telling: Telling) -> tuple[bool, int]:
    """Whether an event is told only after the reply, and how far away."""
    at = reply.evidence.start
    gaps = [(m.trigger.start > at, abs(at - m.trigger.start)) for m in telling.mentions]
    return min(gaps)


def accused_camps(telling: Telling, situation: Situation) -> frozenset[str]:
    """Camps that somebody in the document holds to have done it."""
    return frozenset(
        situation.camp(actor.side)
        for mention in telling.mentions
        for actor in mention.actors
        if actor.role is Role.ALLEGED_PERPETRATOR and actor.side is not None
    )


def versions_of(
    telling: Telling, statements: Mapping[str, Statement], replies: Iterable[Statement], situation: Situation
) -> tuple[Version, ...]:
    """The versions in one document: of those who report the event, and of those who reply."""
    reported = [
        version_of(statements[mention.statement_id], mention, situation)
        for mention in telling.mentions
        if mention.statement_id is not None and mention.statement_id in statements
    ]
    return (*reported, *(version_of(reply, told_again_by(reply, telling), situation) for reply in replies))


def told_again_by(statement: Statement, telling: Telling) -> Mention | None:
    """The mention of which a statement tells once more: one of its further passages lies in the content."""
    found = [
        number
        for span in statement.content
        for number, passage in telling.passages_over(span)
        if 2 * span.overlap(passage) >= min(len(span), len(passage)) > 0
    ]
    return telling.mentions[min(found)] if found else None
