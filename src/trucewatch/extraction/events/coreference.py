"""Several tellings of one event in a document become one, one for each side that tells it.

Which accounts tell of one event a fitted model decides (same_event.py), one after the other as a reader does. A headline
joins the first account of its event, whoever gives that account. Opposite accounts of one event stay two mentions, so that
linking can set them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.events.accounts import GIVEN, Account, Accounts, accounts_of, is_headline
from trucewatch.extraction.events.days import is_near
from trucewatch.extraction.events.drafts import Draft, is_specific
from trucewatch.extraction.events.flags import NOT_NOW
from trucewatch.extraction.events.kind_choice import told_in
from trucewatch.extraction.events.same_event import SameEvent, fit_to, load_same_event
from trucewatch.extraction.events.same_event_features import AREAS, are_two, features
from trucewatch.extraction.events.untold import makes_an_event
from trucewatch.records import Flag, PlaceName, Role, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.tagging.states import States

LEAD = 2
"""Sentences, a headline among them."""

LOOK_BACK = 10
"""Events of a document that a new telling is compared with, latest first."""

TELLINGS = 5
"""Tellings of an event that a new one is compared with: its first and its latest ones."""

_KEPT_APART = frozenset({Flag.NEGATED, *NOT_NOW})


def join_tellings(drafts: Sequence[Draft], sentences: Sequence[Tokens], states: States | None) -> list[Draft]:
    """One draft an event and voice, in order of first telling; general talk of violence is left out."""
    verbal: list[Draft] = []
    for draft in drafts:
        if not draft.is_act and (draft.main.row.strength == "verbal" or _has_parties(draft)):
            _join_or_add(draft, verbal)
    events: list[Draft] = []
    accounts = accounts_of(worth_telling(drafts), sentences)
    document = told_in(sentences, states)
    for number, happening in enumerate(happenings_of(accounts, load_same_event())):
        told = [account.draft for account in happening]
        document.take_kinds(told)
        tellings = _told_as(told, sentences)
        for event in tellings:
            event.happening = number
            event.beside = [other for other in tellings if other is not event]
        events += tellings
    return sorted([*events, *verbal], key=lambda event: event.triggers[0].token.i)


def worth_telling(drafts: Iterable[Draft]) -> list[Draft]:
    """Those of acts that happened, or that point back to one."""
    return [draft for draft in drafts if draft.is_act and (is_specific(draft) or points_back(draft))]


def happenings_of(accounts: Accounts, model: SameEvent) -> list[list[Account]]:
    """The accounts of each event; one that only points back to what nobody has told is left out."""
    found: list[list[Account]] = []
    for account in sorted(accounts.told, key=_waits):
        home = _home(account, found, accounts, model)
        if home is not None:
            home.append(account)
        elif is_specific(account.draft):
            found.append([account])
    return [happening for happening in found if makes_an_event([account.draft for account in happening])]


def _waits(account: Account) -> bool:
    """A lead may tell the latest death before what it came of, and point to what is told in full below ("the deaths")."""
    draft = account.draft
    return draft.is_aftermath or (draft.sentence < LEAD and points_back(draft))


def _home(
    account: Account, happenings: Sequence[list[Account]], accounts: Accounts, model: SameEvent
) -> list[Account] | None:
    """The event that an account fits best, if it fits any."""
    best, home = model.accepted, None
    for happening in reversed(happenings[-LOOK_BACK:]):
        tellings = [*happening[:1], *happening[1:][-(TELLINGS - 1) :]]
        found = [_features(telling, account, accounts) for telling in tellings]
        if any(map(are_two, found)):
            continue
        fit = fit_to([model.log_odds(some) for some in found])
        if fit > best:
            best, home = fit, happening
    return home


def _features(one: Account, other: Account, accounts: Accounts) -> set[str]:
    earlier, later = sorted((one, other), key=lambda account: account.number)
    return features(earlier, later, accounts)


def _told_as(happening: Sequence[Draft], sentences: Sequence[Tokens]) -> list[Draft]:
    """The tellings of one event, one a voice."""
    tellings: list[Draft] = []
    for number, draft in enumerate(happening):
        if number and draft.is_aftermath:
            # The day and place of a later death are not those of the event.
            flags = draft.flags - {Flag.AGGREGATE}
            draft = replace(draft, time=None, told=None, places=[], faint=[], flags=flags, count=None)
        _tell(tellings, draft, sentences)
    return tellings


def _tell(tellings: list[Draft], draft: Draft, sentences: Sequence[Tokens]) -> None:
    """Add a telling to what its voice has told of the event, or as another account of it."""
    own = [
        event
        for event in tellings
        if (event.voice.key == draft.voice.key or _is_headline_of(event, draft, sentences))
        and not _is_another_act(event, draft)
    ]
    if own:
        _absorb(max(own, key=lambda event: (event.kind == draft.kind, event.last_sentence)), draft)
        return
    if (
        tellings
        and draft.voice.is_outlet
        and points_back(draft)
        and draft.time is None
        and draft.place is None
    ):
        # "The attack was the worst of the year" claims nothing of its own.
        _absorb(max(tellings, key=lambda event: event.last_sentence), draft)
    elif is_specific(draft):
        tellings.append(draft)


def _is_another_act(event: Draft, draft: Draft) -> bool:
    """Acts of one event that one side tells apart: what is denied, the answer, two acts of a sentence, another day."""
    if event.flags & _KEPT_APART != draft.flags & _KEPT_APART:
        return True
    if points_back(draft):
        return False
    return event.is_answer != draft.is_answer or (event.sentence == draft.sentence and not draft.is_aftermath)


def _join_or_add(draft: Draft, events: list[Draft]) -> None:
    """Verbal acts join only within a sentence: each further demand is an act of its own."""
    for event in reversed(events[-LOOK_BACK:]):
        if (
            event.sentence == draft.sentence
            and event.kind == draft.kind
            and event.voice.key == draft.voice.key
        ):
            _absorb(event, draft)
            return
    events.append(draft)


def _has_parties(draft: Draft) -> bool:
    return bool(draft.sides(Role.ALLEGED_PERPETRATOR, Role.TARGET, Role.VICTIM))


def _is_headline_of(event: Draft, draft: Draft, sentences: Sequence[Tokens]) -> bool:
    """A headline repeats what the account below it says."""
    return event.voice.is_outlet and is_headline(event, sentences) and draft.sentence - event.sentence <= 4


def points_back(draft: Draft) -> bool:
    """ "the attack", "this incident"."""
    token = draft.main.token
    return token.pos_ in ("NOUN", "PROPN") and any(
        child.dep_ in ("det", "poss") and child.lower_ in GIVEN for child in token.children
    )


def _absorb(event: Draft, draft: Draft) -> None:
    """Give `event` what `draft` adds to it; the first telling stays the evidence."""
    if event.voice.is_outlet and not draft.voice.is_outlet:
        event.voice = draft.voice
    known = {(actor.role, actor.side or actor.text.casefold()) for actor in event.actors}
    roles = {actor.role for actor in event.actors if actor.side}
    for actor in draft.actors:
        if (actor.role, actor.side or actor.text.casefold()) not in known and (
            actor.side or actor.role not in roles
        ):
            event.actors.append(actor)
    if Flag.AGGREGATE in event.flags and event.time is not None:
        # One day of a bulletin's period is not when it all happened.
        draft = replace(draft, time=None, places=[])
    event.time = _finer(event.time, draft.time)
    event.last_sentence = draft.sentence
    event.told = event.told or draft.told
    event.places = _finest(event.places, draft.places)
    event.faint += draft.faint
    event.count = event.count or draft.count
    event.weapons += draft.weapons
    event.flags |= draft.flags & {Flag.AGGREGATE}
    if draft.evidence != event.evidence and draft.evidence not in event.more:
        event.more.append(draft.evidence)


def _finer(one: TimeExpression | None, other: TimeExpression | None) -> TimeExpression | None:
    """The first telling's time, unless a later one names the day within it."""
    if other is not None and other.range is not None and not is_near(other.range):
        return one  # "in the war of 2020" dates no telling but its own
    if one is None or other is None or one.range is None or other.range is None:
        return one if one is not None and one.range is not None else other
    inside = one.range.earliest <= other.range.earliest and other.range.latest <= one.range.latest
    return other if inside and one.range.earliest != one.range.latest else one


def _finest(own: list[PlaceName], further: list[PlaceName]) -> list[PlaceName]:
    """The first telling's places, unless only a later one is precise."""
    features_own = [name.place.feature for name in own if name.place is not None]
    finer = any(name.place is not None and name.place.feature not in AREAS for name in further)
    if features_own and (features_own[0] not in AREAS or not finer):
        return [*own, *further]
    return [*further, *own]
