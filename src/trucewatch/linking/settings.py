"""The numbers that linking uses, in one place; a caller may pass others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trucewatch.linking.clustering import Linkage
from trucewatch.records import EventType, SubEventType

FORMING_STRATEGIC = frozenset(
    {
        SubEventType.ARRESTS,
        SubEventType.DISRUPTED_WEAPONS_USE,
        SubEventType.LOOTING_PROPERTY_DESTRUCTION,
        SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    }
)
"""Strategic developments that are something done on the ground. Agreements, changes of posture and the rest
are words or states: the ledgers keep them."""

_BATTLES = EventType.BATTLES
_REMOTE = EventType.EXPLOSIONS_REMOTE_VIOLENCE
_CIVILIANS = EventType.VIOLENCE_AGAINST_CIVILIANS
_PROTESTS = EventType.PROTESTS
_RIOTS = EventType.RIOTS
_STRATEGIC = EventType.STRATEGIC_DEVELOPMENTS

KIND_FIT: Mapping[frozenset[EventType], float] = {
    frozenset({_BATTLES}): 0.4,
    frozenset({_REMOTE}): 0.4,
    frozenset({_CIVILIANS}): 0.4,
    frozenset({_PROTESTS}): 0.6,
    frozenset({_RIOTS}): 0.6,
    frozenset({_STRATEGIC}): 0.6,
    # One firefight is a clash to one army, shelling to the other, an attack on a village to its people.
    frozenset({_BATTLES, _REMOTE}): 0.1,
    frozenset({_BATTLES, _CIVILIANS}): 0.0,
    frozenset({_REMOTE, _CIVILIANS}): 0.1,
    frozenset({_PROTESTS, _RIOTS}): 0.2,
    frozenset({_RIOTS, _CIVILIANS}): -0.5,
    frozenset({_PROTESTS, _CIVILIANS}): -0.8,
    frozenset({_BATTLES, _STRATEGIC}): -1.2,
    frozenset({_CIVILIANS, _STRATEGIC}): -1.2,
    frozenset({_REMOTE, _STRATEGIC}): -1.5,
    frozenset({_BATTLES, _RIOTS}): -1.0,
}
KIND_MISFIT = -3.0
"""For every pair of kinds that the table does not name."""


LINKAGE = Linkage(joins=0.0, uncompared=-0.5, best_pair=0.45, contradiction=-5.0, best_if_contradicted=0.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingSettings:
    """Weights are log-odds: tellings are joined when their sum, averaged over the group, is positive."""

    start: float = -1.0
    """Before anything is compared."""
    same_day: float = 1.6
    next_day: float = -4.0
    each_further_day: float = -1.5
    day_inferred: float = 0.5
    """Times the two above, where one of the accounts does not state its day itself."""
    day_named: float = 0.35
    """Times the two above, where the words about one event name the other's day as well."""
    further_days_counted: int = 2
    day_unknown: float = -2.4
    same_weekday: float = 1.5
    other_weekday: float = -2.5
    periods_overlap: float = 0.3
    published_same_day: float = 0.4
    each_day_published_apart: float = -0.15
    days_published_counted: int = 20
    published_at_once: float = 0.4
    """For an account without a day that is published on the day of the other."""
    each_day_to_print: float = -0.15
    same_place: float = 1.8
    same_name: float = 1.2
    """For one point drawn widely, or one rare name that no gazetteer has."""
    near_place: float = 1.0
    neighbours: float = -1.5
    """For places side by side of which neither text names both."""
    across_border: float = -2.0
    """The same, in two countries, where it was no exchange of fire."""
    inside_area: float = 0.2
    area_named: float = 0.6
    """The same, where the account of the wider area names the other's place in its text."""
    other_place: float = -2.3
    far_place: float = -3.5
    """For places so far apart that no account of one could mean the other."""
    place_inferred: float = 0.35
    """Times `other_place`, where one of the accounts does not state its place itself."""
    place_named: float = 0.4
    """Times `other_place`, where one document names the other's place as well."""
    sides_agree: float = 0.6
    sides_spoken: float = 0.2
    sides_differ: float = -1.5
    sides_little_known: float = -0.4
    """The same, where one account names a single side: it may be the other's opponent."""
    roles_swapped_by_one_side: float = -2.0
    toll_agrees: float = 0.5
    toll_differs: float = -0.4
    tolls_exclude: float = -1.5
    """Beside another day or place, tolls that take away this much tell of two events."""
    wording: float = 7.0
    """Times the cosine of the passages that carry the accounts."""
    article: float = 11.0
    """Times the cosine of the two articles, or of what stands around an account told in passing."""
    article_known: float = 0.12
    """Cosine at which an article's likeness begins to speak for one event rather than against it."""
    article_aside: float = 0.5
    """Times `article`, where one of the documents tells of the event in passing."""
    article_least: float = -0.4
    """Two newsrooms may tell one event in quite other words."""
    names: float = 0.3
    """Times the summed rarity of the proper names both texts hold."""
    names_counted: float = 18.0
    identifies: float = 0.15
    """What a place, the parties, names or the articles must add at least to point to one event."""
    unidentified: float = -1.0
    """Where none of them does."""
    told_apart: float = -5.0
    """For two tellings of one document: whoever wrote it kept them apart."""
    told_apart_likely: float = 3.0
    """Times the log-odds, by the document's own words, that they are one event (`sameness.py`)."""
    told_elsewhere: float = -1.5
    """For a telling of a document of which another telling is more like the event."""
    told_exactly: float = -5.0
    """The same, where that other telling has the event's day and place and this one has not."""
    words_counted: float = 10.0
    """Most that wording, articles and names add together."""
    words_contrary: float = 2.0
    """The same, where both accounts state their day or place, and these differ."""
    copied: float = 2.0
    """For two documents of which one is a copy of the other."""
    linkage: Linkage = LINKAGE
    kind_fit: Mapping[frozenset[EventType], float] = field(default_factory=lambda: KIND_FIT)
    reply_days: int = 3
    """A bare denial answers an accusation at most this many days old."""
