"""What one document tells of one event: its mentions of it, with all that can be compared."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from trucewatch.linking.geography import AREA_KM, is_point
from trucewatch.linking.settings import FORMING_STRATEGIC
from trucewatch.linking.words import Vector
from trucewatch.records import (
    ACLED_EVENT_TYPES,
    CasualtyCategory,
    CasualtyScope,
    EventType,
    Flag,
    Mention,
    Place,
    Role,
    Span,
    Stance,
    Statement,
    SubEventType,
    TimeBasis,
    TimePrecision,
    TimeRange,
)
from trucewatch.records.calendar import FULL_WEEKDAY, WEEKDAYS

Toll = tuple[int, int | None]
LEFT_OUT = frozenset({Flag.HISTORICAL, Flag.HYPOTHETICAL, Flag.PLANNED})
DAY_OR_FINER = frozenset(
    {TimePrecision.DAY, TimePrecision.PART_OF_DAY, TimePrecision.HOUR, TimePrecision.MINUTE}
)
LONGEST_EVENT_DAYS = 2
ALL_THE_TIME = re.compile(
    r"\b(since|throughout|all (?:week|month|year|day)|so far|in total|"
    r"(?:over|during|in|for|within) the (?:past|last|week|month|course))\b",
    re.IGNORECASE,
)
"""Beside a long period: things went on happening. "Last week" alone is one event whose day is not told."""
SMALL_HOURS = 4
MANY = 5
"""Fewer events than this, told in one breath, are one incident ("fired twice that night")."""
COUNTED_EVENTS = re.compile(
    r"\b(violations?|violated|breach(?:es|ed)|incidents?|cases|times|occasions|episodes)\b", re.IGNORECASE
)
"""What a bulletin counts; rockets and shells are counted too, but many of them make one event."""
SPEECH = (
    r"said|says|stated?|told(?: \w+){1,3}|reported|reports|announced|added|denied|claimed|accused|confirmed|rejected|"
    r"dismissed|warned|condemned|blamed|apologi[sz]ed|admitted|acknowledged|expressed|urged|called|demanded|regretted|"
    r"insisted|promised|vowed|pledged|protested|declared|alleged|described"
)
SAID = re.compile(rf"\b({SPEECH})(?: in \w+| \w+ly)?(?: late| early)?(?: on)? $", re.IGNORECASE)
SPEAKS = re.compile(rf"\W*(?:also |again |\w+ly )?({SPEECH})\b", re.IGNORECASE)
"""Behind a day: "on Thursday expressed regret" tells when somebody spoke."""
BEFORE_A_DAY = re.compile(r"\b(on|of|since|late|early|during)\s+(\w+,?\s+)?$", re.IGNORECASE)
DEED_IN_TIME = re.compile(
    r"\W*(at|on|in|after|before|around|about|early|late|shortly|just|overnight|during|by)\b", re.IGNORECASE
)
"""How a time expression begins that is said of a deed; a dateline begins with the day or the month."""
DAYS_TO_PRINT = 7
"""An account without a date is taken to tell of the week before its publication."""
ANOTHER = re.compile(
    r"\b(another|a (?:second|third|fourth|further|separate|subsequent|previous|similar|different)|"
    r"in (?:a )?separate|earlier (?:attack|incident|strike)|the (?:previous|other))\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
"""Words before a trigger that set its event apart from the one told before."""
ELSEWHERE = re.compile(
    r"\W*(separately|elsewhere|in (?:a|an)(?:other)? (?:separate|different|unrelated|earlier|later)|in another)\b",
    re.IGNORECASE,
)
"""The same, at the head of a sentence."""


@dataclass(frozen=True)
class Telling:
    """One document's account of one event. Not slotted: what is compared is derived once and kept."""

    document_id: str
    published: date | None
    mentions: tuple[Mention, ...]
    """By position; the first is the earliest in the text."""
    denials: frozenset[str]
    """Ids of the mentions that are there only to be denied."""
    main: bool
    """True when the document is chiefly about it."""
    words: Vector
    """Of the passages that carry the account."""
    article: Vector
    """Of the whole document; for an account told in passing, of what stands around it."""
    names: Mapping[str, float]
    """Proper names near the account, with rarity; of the whole document, if it is chiefly about the event."""
    capitals: frozenset[str]
    """Rare capitalised words of the whole document, lower-cased: which places it names, among others."""
    camps_of: Mapping[str, str]
    speakers: Mapping[str, str]
    """Camp of whoever reports a mention, by mention id; absent for the outlet's own voice."""
    set_apart: bool = False
    """True when its own words call it another event than the one told before."""
    apart: Mapping[str, float] = field(default_factory=dict)
    """By the key of another telling of the document: log-odds that the two are of one event."""
    days_named: frozenset[int] = frozenset()
    """Days (proleptic ordinals) that stand near the account, whatever is said of them."""

    @cached_property
    def key(self) -> str:
        return min(mention.id for mention in self.mentions)

    @cached_property
    def when(self) -> TimeRange | None:
        return joint_time(self.times)

    @cached_property
    def times(self) -> tuple[TimeRange, ...]:
        """When its accounts put the event, each as far as it is believed."""
        return tuple(t for m in self.mentions if (t := believed_time(m, self.published)) is not None)

    @cached_property
    def _passages(self) -> tuple[tuple[tuple[Span, int], ...], tuple[int, ...]]:
        """Every further passage with the number of its mention, by position, and the farthest end up to each."""
        passages = tuple(
            sorted((told.span, n) for n, m in enumerate(self.mentions) for told in m.more_evidence)
        )
        return passages, tuple(accumulate((span.end for span, _ in passages), max))

    def passages_over(self, span: Span) -> Iterator[tuple[int, Span]]:
        """The further passages that reach into a span, each with the number of its mention; a text that says one thing
        ten thousand times has as many of them."""
        passages, ends = self._passages
        for at in range(bisect_right(ends, span.start), len(passages)):
            passage, number = passages[at]
            if passage.start >= span.end:
                break
            yield number, passage

    @cached_property
    def where(self) -> Place | None:
        return finest_place(self._own_places) or finest_place([m.where for m in self.mentions if m.where])

    @cached_property
    def _own_places(self) -> tuple[Place, ...]:
        return tuple(place for m in self.mentions if (place := own_place(m)) is not None)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places its accounts state; where they state none, those taken from the document around them."""
        found = {place.gazetteer_id: place for place in self._own_places}
        if not found:
            found = {m.where.gazetteer_id: m.where for m in self.mentions if m.where is not None}
        return tuple(found[identity] for identity in sorted(found))

    @property
    def states_place(self) -> bool:
        return bool(self._own_places)

    @cached_property
    def spots(self) -> tuple[Place, ...]:
        """The places that are no mere areas."""
        return tuple(place for place in self.places if place.radius_km <= AREA_KM)

    @cached_property
    def points(self) -> tuple[Place, ...]:
        """The places that are no areas, however wide the account draws them."""
        return tuple(place for place in self.places if is_point(place))

    @cached_property
    def days(self) -> tuple[int, int] | None:
        """First and last day (proleptic ordinals) on which the event can have been."""
        when = self.when
        if when is not None and when.basis is not TimeBasis.DOCUMENT_DATE:
            # "After midnight" is told as the night of either day.
            night = when.start_clock is not None and when.start_clock.hour < SMALL_HOURS
            return when.earliest.toordinal() - night, when.latest.toordinal()
        if self.published is not None:
            last = self.published.toordinal()
            return last - DAYS_TO_PRINT, last
        return None

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """Days of the week (Monday is 1) that an undated account names, or that a dated one falls on."""
        if self.has_day and self.when is not None:
            return frozenset(
                (self.when.earliest + timedelta(days=n)).isoweekday()
                for n in range((self.when.latest - self.when.earliest).days + 1)
            )
        if self.published is not None:
            return frozenset()
        named = (FULL_WEEKDAY.search(mention.evidence.quote) for mention in self.mentions)
        return frozenset(WEEKDAYS[found.group(1).lower()] for found in named if found)

    @cached_property
    def has_day(self) -> bool:
        """True when the day is known from the words about the event, not from the document's own date."""
        return has_day(self.when)

    @cached_property
    def states_day(self) -> bool:
        """True when an account states that day itself, rather than the document around it."""
        return any(
            (day := own_day(m)) is not None and day.overlaps(self.when) for m in self.mentions if self.when
        )

    @cached_property
    def versions(self) -> frozenset[tuple[str, str, str]]:
        """Who says that who did it to whom, all as camps."""
        found = set()
        for mention in self.mentions:
            claimant = self.speakers.get(mention.id)
            if claimant is not None and mention.id not in self.denials:
                doers = self._camps(mention, Role.ALLEGED_PERPETRATOR)
                victims = self._camps(mention, Role.VICTIM) | self._camps(mention, Role.TARGET)
                found |= {(claimant, doer, victim) for doer in doers for victim in victims if doer != victim}
        return frozenset(found)

    def _camps(self, mention: Mention, role: Role) -> set[str]:
        return {
            self.camps_of.get(actor.side, actor.side)
            for actor in mention.actors
            if actor.role is role and actor.side is not None
        }

    @cached_property
    def kinds(self) -> frozenset[EventType]:
        return frozenset(mention.event_type for mention in self.mentions)

    @cached_property
    def sub_kinds(self) -> frozenset[SubEventType]:
        return frozenset(m.sub_event_type for m in self.mentions if m.sub_event_type is not None)

    @cached_property
    def umbrella(self) -> bool:
        """True for a bulletin's total or a period of more than two days: it contains incidents."""
        return all(is_umbrella(mention) for mention in self.mentions)

    @cached_property
    def sides(self) -> frozenset[str]:
        """Camps with a part in the event, whichever way round."""
        return frozenset(
            self.camps_of.get(actor.side, actor.side)
            for mention in self.mentions
            for actor in mention.actors
            if actor.side is not None and actor.role is not Role.REPORTER
        )

    @cached_property
    def concerned(self) -> frozenset[str]:
        """Camps with a part in the event or a word on it."""
        return self.sides | frozenset(self.speakers.values())

    @cached_property
    def tolls(self) -> Mapping[CasualtyCategory, frozenset[Toll]]:
        """Stated numbers of this incident's victims by category, from low to high (None = open)."""
        found: dict[CasualtyCategory, set[Toll]] = {}
        for mention in self.mentions:
            for figure in mention.casualties:
                if figure.scope is CasualtyScope.INCIDENT and figure.low is not None:
                    found.setdefault(figure.category, set()).add((figure.low, figure.high))
        return {category: frozenset(numbers) for category, numbers in found.items()}


def is_umbrella(mention: Mention) -> bool:
    """True for a total ("399 violations") and for what went on longer than `LONGEST_EVENT_DAYS`."""
    when = mention.when
    if when is not None and when.basis is not TimeBasis.DOCUMENT_DATE:
        long = (when.latest - when.earliest).days > LONGEST_EVENT_DAYS
        if long and (Flag.AGGREGATE in mention.flags or ALL_THE_TIME.search(mention.evidence.quote)):
            return True
    if Flag.AGGREGATE not in mention.flags or mention.count is None:
        return False
    many = mention.count.low is None or mention.count.low >= MANY
    return many and COUNTED_EVENTS.search(mention.evidence.quote) is not None


def forms_incident(mention: Mention, statements: Mapping[str, Statement]) -> bool:
    """True for acts said to have happened, and for denials of acts alleged to have happened."""
    if mention.event_type not in ACLED_EVENT_TYPES or not LEFT_OUT.isdisjoint(mention.flags):
        return False
    if (
        mention.event_type is EventType.STRATEGIC_DEVELOPMENTS
        and mention.sub_event_type not in FORMING_STRATEGIC
    ):
        return False
    return Flag.NEGATED not in mention.flags or is_denial(mention, statements)


def is_denial(mention: Mention, statements: Mapping[str, Statement]) -> bool:
    """True when whoever tells of the event does so to deny it."""
    statement = statements.get(mention.statement_id or "")
    return statement is not None and statement.stance is Stance.DENY


def speaker_camp(
    mention: Mention, statements: Mapping[str, Statement], camps_of: Mapping[str, str]
) -> str | None:
    """The camp of whoever tells of the event; None for the outlet's own voice and for speakers of no known side."""
    statement = statements.get(mention.statement_id or "")
    side = statement.speaker.side if statement is not None and statement.speaker is not None else None
    return None if side is None else camps_of.get(side, side)


def joint_time(ranges: Sequence[TimeRange]) -> TimeRange | None:
    """The most precise stated time that most of the others agree with; the document's date only if alone."""
    if not ranges:
        return None
    stated = [r for r in ranges if r.basis is not TimeBasis.DOCUMENT_DATE] or list(ranges)

    def standing(candidate: TimeRange) -> tuple[int, int, str, str]:
        agreeing = sum(candidate.overlaps(other) for other in stated)
        days = (candidate.latest - candidate.earliest).days
        return (-agreeing, days, candidate.earliest.isoformat(), candidate.precision.value)

    return min(stated, key=standing)


def finest_place(places: Sequence[Place]) -> Place | None:
    """The place named most often, areas only where nothing finer is; as wide as the middle one of its tellings has it.

    "Near", "ten kilometres from" and "at" a town are one place of several widths: the narrowest would say too much.
    """
    if not places:
        return None
    counts = Counter(place.gazetteer_id for place in places)
    best = min(
        places,
        key=lambda p: (p.radius_km > AREA_KM, -counts[p.gazetteer_id], p.radius_km, p.gazetteer_id, p.name),
    )
    alike = [place for place in places if place.gazetteer_id == best.gazetteer_id]
    alike = [place for place in alike if place.radius_km <= AREA_KM] or alike
    return sorted(alike, key=lambda p: (p.radius_km, p.name))[len(alike) // 2]


def believed_time(mention: Mention, published: date | None) -> TimeRange | None:
    """A mention's time; no more than a bound where it is the day of speaking, a dateline or later than the document."""
    when = mention.when
    if when is None or when.basis is TimeBasis.DOCUMENT_DATE:
        return when
    if published is not None and when.earliest > published + timedelta(days=1):
        return TimeRange(
            earliest=published, latest=published, precision=TimePrecision.DAY, basis=TimeBasis.DOCUMENT_DATE
        )
    if _is_day_of_speaking(mention) or (published is not None and _is_dateline(mention, when, published)):
        return replace(when, basis=TimeBasis.DOCUMENT_DATE)
    return when


def _before_the_time(mention: Mention) -> str | None:
    """The words of the passage before the time expression; None where the time stands elsewhere."""
    if mention.when_span is None:
        return None
    at = mention.when_span.start - mention.evidence.start
    return mention.evidence.quote[:at] if 0 <= at <= len(mention.evidence.quote) else None


def _is_day_of_speaking(mention: Mention) -> bool:
    """True for "said on Sunday that …": the event was then or before."""
    before = _before_the_time(mention)
    if before is None:
        return False
    behind = mention.evidence.quote[len(before) + len(mention.when_span) :] if mention.when_span else ""
    return SAID.search(before) is not None or SPEAKS.match(behind) is not None


def _is_dateline(mention: Mention, when: TimeRange, published: date) -> bool:
    """True for a full date that is the day of publication and is not said of the event ("on 6 May")."""
    if mention.when_span is None or when.basis is not TimeBasis.STATED:
        return False
    if not when.earliest == when.latest == published:
        return False
    before = _before_the_time(mention)
    if before is None:
        return True
    words = mention.evidence.quote[len(before) :]
    return BEFORE_A_DAY.search(before) is None and DEED_IN_TIME.match(words) is None


def own_day(mention: Mention) -> TimeRange | None:
    """The day that the account itself states; None where it was taken from the document around it."""
    if mention.when is None or not has_day(mention.when) or not _within(mention.when_span, mention):
        return None
    if _is_day_of_speaking(mention):
        return None
    return mention.when


def own_place(mention: Mention) -> Place | None:
    """The place that the account itself states."""
    return mention.where if _within(mention.where_span, mention) else None


def _within(span: Span | None, mention: Mention) -> bool:
    """True when the span lies in the account's passages; where no span is given, the account is believed."""
    passages = (mention.evidence, *mention.more_evidence)
    return span is None or any(passage.span.overlaps(span) for passage in passages)


def has_day(when: TimeRange | None) -> bool:
    """True for a time that is known to the day and was not merely taken from the document's date."""
    return when is not None and when.precision in DAY_OR_FINER and when.basis is not TimeBasis.DOCUMENT_DATE
