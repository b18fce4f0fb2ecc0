"""From a group of tellings to the incident record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from trucewatch.linking.accounts import Version, accounts_of
from trucewatch.linking.casualties import reconcile
from trucewatch.linking.tellings import Telling, finest_place, joint_time
from trucewatch.records import (
    EventType,
    Incident,
    IncidentDocument,
    Link,
    Mention,
    Place,
    SubEventType,
    TimeBasis,
    TimePrecision,
    TimeRange,
    content_id,
)

Kind = TypeVar("Kind", EventType, SubEventType)


@dataclass(frozen=True)
class Group:
    """Tellings of one event from any number of documents."""

    tellings: tuple[Telling, ...]
    """By publication, document and position: the first holds the mention that gives the incident its id."""
    links: tuple[Link, ...] = ()
    former: tuple[str, ...] = ()
    """Ids of the incidents that a person's decisions joined into this one."""

    @cached_property
    def first(self) -> Mention:
        return self.tellings[0].mentions[0]

    @cached_property
    def id(self) -> str:
        return content_id("incident", self.first.id)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(mention for telling in self.tellings for mention in telling.mentions)

    @cached_property
    def when(self) -> TimeRange | None:
        stated = joint_time([when for telling in self.tellings for when in telling.times])
        if stated is not None:
            return stated
        published = [telling.published for telling in self.tellings if telling.published is not None]
        if not published:
            return None
        day = min(published)
        return TimeRange(earliest=day, latest=day, precision=TimePrecision.DAY, basis=TimeBasis.DOCUMENT_DATE)

    @cached_property
    def where(self) -> Place | None:
        stated = [place for telling in self.tellings if telling.states_place for place in telling.places]
        return finest_place(stated or [m.where for m in self.mentions if m.where is not None])

    @cached_property
    def sides(self) -> frozenset[str]:
        return frozenset(side for telling in self.tellings for side in telling.sides)

    @cached_property
    def umbrella(self) -> bool:
        return all(telling.umbrella for telling in self.tellings)


def in_order(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Tellings by publication day (undated last), document and position."""
    return tuple(
        sorted(
            tellings,
            key=lambda t: (
                t.published.isoformat() if t.published else "9999",
                t.document_id,
                t.mentions[0].trigger.start,
                t.mentions[0].id,
            ),
        )
    )


def incident_of(group: Group, versions: Sequence[Version], contains: tuple[str, ...]) -> Incident:
    """The record of one group, with the accounts that its versions give."""
    kind = _commonest([m.event_type for m in group.mentions])
    subs = [m.sub_event_type for m in group.mentions if m.event_type is kind and m.sub_event_type is not None]
    return Incident(
        id=group.id,
        mention_ids=tuple(mention.id for mention in group.mentions),
        documents=_documents(group.tellings),
        event_type=kind,
        sub_event_type=_commonest(subs) if subs else None,
        when=group.when,
        where=group.where,
        accounts=accounts_of(versions),
        casualties=reconcile(group.tellings),
        links=group.links,
        contains=contains,
        former_ids=group.former,
    )


def _commonest(kinds: Sequence[Kind]) -> Kind:
    counts = Counter(kinds)
    return min(counts, key=lambda kind: (-counts[kind], kind.value))


def _documents(tellings: Sequence[Telling]) -> tuple[IncidentDocument, ...]:
    mentions: dict[str, int] = {}
    main: dict[str, bool] = {}
    for telling in tellings:
        mentions[telling.document_id] = mentions.get(telling.document_id, 0) + len(telling.mentions)
        main[telling.document_id] = main.get(telling.document_id, False) or telling.main
    ordered = sorted(mentions, key=lambda document: (not main[document], -mentions[document], document))
    return tuple(
        IncidentDocument(document_id=document, main=main[document], mentions=mentions[document])
        for document in ordered
    )


def most_important_first(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """By documents, then sides with an account, mentions, the latest day, and id."""

    def standing(incident: Incident) -> tuple[int, int, int, int, str]:
        day = incident.when.latest.toordinal() if incident.when else 0
        sides = len({account.side for account in incident.accounts})
        return (-len(incident.documents), -sides, -len(incident.mention_ids), -day, incident.id)

    return tuple(sorted(incidents, key=standing))


def redirects(before: Iterable[Incident], after: Iterable[Incident]) -> Mapping[str, str]:
    """Ids that are no more, each with the incident that now holds most of its mentions."""
    owner = {mention: incident.id for incident in after for mention in incident.mention_ids}
    present = set(owner.values())
    moved = {}
    for incident in before:
        if incident.id in present:
            continue
        heirs = Counter(owner[mention] for mention in incident.mention_ids if mention in owner)
        if heirs:
            moved[incident.id] = min(heirs, key=lambda heir: (-heirs[heir], heir))
    return moved
