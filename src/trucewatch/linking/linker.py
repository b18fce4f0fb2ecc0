"""Mentions into incidents: from scratch in one call, or batch by batch with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from trucewatch.linking.accounts import (
    Version,
    accused_camps,
    further_statements,
    side_of,
    telling_replied_to,
    version_of,
    versions_of,
)
from trucewatch.linking.candidates import Blocks
from trucewatch.linking.clustering import Pair, components, ordered
from trucewatch.linking.collecting import uncollected
from trucewatch.linking.comparison import Comparison, compare, of_one_day_and_place
from trucewatch.linking.containment import containments
from trucewatch.linking.decisions import Bond, Bound, bind, fingerprint
from trucewatch.linking.grouping import Reading, tellings_of
from trucewatch.linking.incidents import Group, incident_of, most_important_first
from trucewatch.linking.joining import Bonds, Evidence, join
from trucewatch.linking.settings import LinkingSettings
from trucewatch.linking.tellings import Telling, forms_incident
from trucewatch.linking.words import words_of
from trucewatch.records import (
    Decision,
    Document,
    Incident,
    Lineage,
    Mention,
    Relation,
    Stance,
    Statement,
    TimeRange,
)

if TYPE_CHECKING:
    from trucewatch.situation import Situation


def link_incidents(
    mentions: Iterable[Mention],
    statements: Iterable[Statement],
    lineage: Lineage,
    decisions: Sequence[Decision],
    situation: Situation,
    documents: Iterable[Document],
) -> tuple[Incident, ...]:
    """Every incident that the mentions tell of, most important first."""
    linker = IncidentLinker(situation, decisions)
    linker.add(mentions, statements, documents, lineage)
    return linker.incidents()


class IncidentLinker:
    """Holds what has been linked so far; `add` takes whole documents, `withdraw` lets them go, `decide` rules.

    Each compares only what shares a block with the documents it is about and joins anew only the groups these
    touch. The incidents do not depend on the order or the batches in which documents and decisions came.
    """

    def __init__(
        self,
        situation: Situation,
        decisions: Sequence[Decision] = (),
        settings: LinkingSettings | None = None,
    ) -> None:
        self._situation = situation
        self._decisions = tuple(decisions)
        self._settings = settings or LinkingSettings()
        self._decided: dict[str, Mention] = {}
        self._bound = Bound()
        self._camps = {side: situation.camp(side) for side in situation.sides}
        self._roster_words = _roster_words(situation)
        self._documents: dict[str, Document] = {}
        self._prints: dict[str, set[str]] = {}
        """Ids of the documents with one fingerprint."""
        self._statements: dict[str, Statement] = {}
        self._said: dict[str, list[Statement]] = {}
        self._days_said: dict[str, TimeRange] = {}
        """When what a statement itself tells of was, be it denied, feared or long ago."""
        self._told_by: dict[str, tuple[str, ...]] = {}
        """Keys of a document's tellings."""
        self._copies: set[Pair] = set()
        self._tellings: dict[str, Telling] = {}
        self._telling_of: dict[str, str] = {}
        self._replies: dict[str, tuple[Statement, ...]] = {}
        self._elsewhere: list[Statement] = []
        self._blocks = Blocks()
        self._scores: dict[Pair, float] = {}
        self._better: dict[Pair, float] = {}
        """What it takes off a pair that one document tells the other's event better elsewhere."""
        self._near: dict[str, set[str]] = {}
        self._likely: dict[str, set[str]] = {}
        self._groups: dict[str, Group] = {}
        self._group_of: dict[str, str] = {}
        self._built: dict[str, tuple[Group, tuple[Statement, ...], tuple[str, ...], Incident]] = {}

    @property
    def orphaned(self) -> tuple[Decision, ...]:
        """Decisions on linking of which a passage matches no mention: listed, never dropped."""
        return self._bound.orphaned

    @uncollected
    def add(
        self,
        mentions: Iterable[Mention],
        statements: Iterable[Statement],
        documents: Iterable[Document],
        lineage: Lineage | None = None,
    ) -> None:
        """Takes in whole documents with their statements, their mentions and what they were copied from."""
        fresh = {document.id: document for document in documents}
        self._documents.update(fresh)
        for document in fresh.values():
            self._prints.setdefault(fingerprint(document), set()).add(document.id)
        said: dict[str, list[Statement]] = {identity: [] for identity in fresh}
        for statement in statements:
            self._statements[statement.id] = statement
            said[statement.document_id].append(statement)
        self._said.update(said)
        told: dict[str, list[Mention]] = {identity: [] for identity in fresh}
        for mention in mentions:
            said_by, when = mention.statement_id, mention.when
            if said_by is not None and when is not None:
                known = self._days_said.get(said_by, when)
                self._days_said[said_by] = min(known, when, key=lambda w: (w.earliest, w.latest))
            if forms_incident(mention, self._statements):
                told[mention.document_id].append(mention)
        self._learn_copies(lineage or Lineage())
        self._decided.update(self._decided_in(told))
        changed = self._rebind()
        for identity in sorted(fresh):
            changed |= self._tell(fresh[identity], told[identity])
        self._regroup(changed & self._tellings.keys())

    def withdraw(self, documents: Iterable[str]) -> None:
        """Lets documents go with all that they told; one that is not here is passed over."""
        gone = [identity for identity in documents if identity in self._documents]
        changed: set[str] = set()
        for identity in gone:
            changed |= self._forget(identity)
            self._prints[fingerprint(self._documents.pop(identity))].discard(identity)
            for statement in self._said.pop(identity):
                del self._statements[statement.id]
                self._days_said.pop(statement.id, None)
        left = set(gone)
        self._decided = {i: m for i, m in self._decided.items() if m.document_id not in left}
        self._copies = {pair for pair in self._copies if left.isdisjoint(pair)}
        changed |= self._rebind()
        self._regroup(changed & self._tellings.keys())

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Puts these decisions in the place of all that stood before."""
        if tuple(decisions) == self._decisions:
            return
        self._decisions = tuple(decisions)
        keys = {key.sha256 for decision in decisions for key in decision.about}
        documents = {identity for mark in keys for identity in self._prints.get(mark, ())}
        self._decided = {m.id: m for identity in documents for m in self._mentions_in(identity)}
        self._regroup(self._rebind() & self._tellings.keys())

    @uncollected
    def incidents(self) -> tuple[Incident, ...]:
        """Every incident, most important first."""
        replies = self._replies_elsewhere()
        contains = containments(self._groups)
        built = {}
        for name, group in self._groups.items():
            inside = tuple(sorted(self._groups[other].id for other in contains.get(name, ())))
            before = self._built.get(name)
            answers = replies.get(name, ())
            if before is not None and before[:3] == (group, answers, inside):
                built[name] = before
            else:
                incident = incident_of(group, self._versions(group, answers), inside)
                built[name] = (group, answers, inside, incident)
        self._built = built
        return most_important_first(incident for _, _, _, incident in built.values())

    def _learn_copies(self, lineage: Lineage) -> None:
        for derivation in lineage.derivations:
            if derivation.relation is Relation.COPY:
                self._copies.add(ordered(derivation.a, derivation.b))

    def _mentions_in(self, document: str) -> list[Mention]:
        return [m for key in self._told_by.get(document, ()) for m in self._tellings[key].mentions]

    def _decided_in(self, told: Mapping[str, list[Mention]]) -> dict[str, Mention]:
        """The mentions of documents that a decision is about, by id."""
        keys = {key.sha256 for decision in self._decisions for key in decision.about}
        if not keys:
            return {}
        about = [identity for identity in told if fingerprint(self._documents[identity]) in keys]
        return {mention.id: mention for identity in about for mention in told[identity]}

    def _rebind(self) -> set[str]:
        """Binds the decisions to the mentions anew; gives the tellings that this touches.

        What a person said of two mentions of one document decides into how many events it falls, so that
        documents of which a bond is new or gone are told again.
        """
        before = self._bound
        documents = {m.document_id: self._documents[m.document_id] for m in self._decided.values()}
        self._bound = bind(self._decisions, self._decided.values(), documents)
        old, new = {*before.same, *before.different}, {*self._bound.same, *self._bound.different}
        keys = {self._telling_of.get(mention) for bond in old ^ new for mention in bond.mentions} - {None}
        changed: set[str] = set()
        for identity in sorted({self._tellings[key].document_id for key in keys if key is not None}):
            mentions = self._mentions_in(identity)
            changed |= self._forget(identity)
            changed |= self._tell(self._documents[identity], mentions)
        return changed

    def _tell(self, document: Document, mentions: list[Mention]) -> set[str]:
        """Groups a document's mentions into tellings and compares these with all they share a block with."""
        different = {bond.mentions for bond in self._bound.different}
        said = self._said[document.id]
        reading = Reading(
            document=document,
            statements=self._statements,
            said=said,
            camps_of=self._camps,
            apart=lambda a, b: ordered(a.id, b.id) in different,
            roster_words=self._roster_words,
        )
        tellings = tellings_of(mentions, reading)
        for telling in tellings:
            self._tellings[telling.key] = telling
            self._telling_of.update({mention.id: telling.key for mention in telling.mentions})
            self._near[telling.key] = set()
            self._likely[telling.key] = set()
            for other in sorted(self._blocks.enter(telling)):
                self._score(telling.key, other)
        self._told_by[document.id] = tuple(telling.key for telling in tellings)
        self._prefer(self._told_by[document.id])
        for reply in further_statements(said, mentions):
            about = telling_replied_to(reply, tellings, self._situation, self._days_said.get(reply.id))
            if about is not None:
                self._replies[about.key] = (*self._replies.get(about.key, ()), reply)
            elif not tellings and reply.stance is Stance.DENY:
                self._elsewhere.append(reply)
        return set(self._told_by[document.id])

    def _forget(self, document: str) -> set[str]:
        """Takes a document's tellings out of everything; gives those that hung together with them."""
        touched: set[str] = set()
        for key in self._told_by.pop(document):
            telling = self._tellings.pop(key)
            for mention in telling.mentions:
                del self._telling_of[mention.id]
            self._blocks.leave(telling)
            for other in self._near.pop(key):
                self._near[other].discard(key)
                pair = ordered(key, other)
                del self._scores[pair]
                self._better.pop(pair, None)
            for other in self._likely.pop(key):
                self._likely[other].discard(key)
                touched.add(other)
            self._replies.pop(key, None)
            touched |= self._dissolve(key)
        self._elsewhere = [reply for reply in self._elsewhere if reply.document_id != document]
        return touched

    def _dissolve(self, key: str) -> set[str]:
        """Undoes the group of a telling; gives its members."""
        name = self._group_of.get(key)
        if name is None:
            return set()
        self._built.pop(name, None)
        members = {telling.key for telling in self._groups.pop(name).tellings}
        for member in members:
            del self._group_of[member]
        return members

    def _score(self, key: str, other: str) -> None:
        pair = ordered(key, other)
        self._scores[pair] = self._comparison(pair).score
        self._near[key].add(other)
        self._near[other].add(key)

    def _prefer(self, keys: Sequence[str]) -> None:
        """Marks down what two documents have a better counterpart for, and notes what is likely one event."""
        own = set(keys)
        new = sorted({ordered(key, other) for key in keys for other in self._near[key]})
        rivals: dict[tuple[str, str], list[Pair]] = {}
        for pair in new:
            if own.issuperset(pair):
                continue
            for key, other in (pair, pair[::-1]):
                rivals.setdefault((key, self._tellings[other].document_id), []).append(pair)
        settings = self._settings
        for pairs in rivals.values():
            best = max(self._scores[pair] for pair in pairs)
            exact = {pair for pair in pairs if of_one_day_and_place(*(self._tellings[key] for key in pair))}
            for pair in pairs:
                if exact and pair not in exact:
                    self._better[pair] = min(settings.told_exactly, self._better.get(pair, 0.0))
                elif self._scores[pair] < best and best > settings.linkage.joins:
                    self._better[pair] = min(settings.told_elsewhere, self._better.get(pair, 0.0))
        for pair in new:
            self._scores[pair] += self._better.get(pair, 0.0)
            if self._scores[pair] > self._settings.linkage.joins:
                self._likely[pair[0]].add(pair[1])
                self._likely[pair[1]].add(pair[0])

    def _comparison(self, pair: Pair) -> Comparison:
        a, b = self._tellings[pair[0]], self._tellings[pair[1]]
        copied = ordered(a.document_id, b.document_id) in self._copies
        return compare(a, b, self._settings, copied=copied, told_elsewhere=self._better.get(pair, 0.0))

    def _regroup(self, changed: set[str]) -> None:
        """Joins anew every component that a changed telling belongs to."""
        bonds = self._bonds()
        tied: dict[str, set[str]] = {}
        for a, b in bonds.same:
            tied.setdefault(a, set()).add(b)
            tied.setdefault(b, set()).add(a)
        touched = self._reached(changed, tied)
        for key in touched:
            self._dissolve(key)
        links = [(a, b) for a in touched for b in (*self._likely[a], *tied.get(a, ())) if a < b]
        evidence = Evidence(
            tellings=self._tellings,
            scores=self._scores,
            bonds=bonds,
            compare=self._comparison,
            linkage=self._settings.linkage,
        )
        for component in components(touched, links):
            for group in join(component, self._scores_within(component), evidence):
                name = group.tellings[0].key
                self._groups[name] = group
                self._group_of.update({telling.key: name for telling in group.tellings})

    def _reached(self, changed: set[str], tied: dict[str, set[str]]) -> set[str]:
        """Every telling that hangs together with a changed one, by likeness or by decision."""
        reached: set[str] = set()
        todo = sorted(changed)
        while todo:
            key = todo.pop()
            if key not in reached:
                reached.add(key)
                todo.extend(self._likely[key])
                todo.extend(tied.get(key, ()))
        return reached

    def _scores_within(self, component: list[str]) -> dict[Pair, float]:
        inside = set(component)
        return {
            (key, other): self._scores[key, other]
            for key in component
            for other in self._near[key]
            if key < other and other in inside
        }

    def _bonds(self) -> Bonds:
        def between(bonds: Iterable[Bond]) -> dict[Pair, Decision]:
            found: dict[Pair, Decision] = {}
            for bond in bonds:
                a, b = (self._telling_of.get(mention) for mention in bond.mentions)
                if a is not None and b is not None and a != b:
                    found[ordered(a, b)] = bond.decision
            return found

        return Bonds(same=between(self._bound.same), different=between(self._bound.different))

    def _replies_elsewhere(self) -> dict[str, tuple[Statement, ...]]:
        """Denials in documents that tell of no event, by the nearest group their side is accused in."""
        if not self._elsewhere:
            return {}
        accused: dict[str, list[tuple[int, str]]] = {}
        for name, group in self._groups.items():
            if group.when is not None:
                for camp in {c for t in group.tellings for c in accused_camps(t, self._situation)}:
                    accused.setdefault(camp, []).append((group.when.latest.toordinal(), name))
        found: dict[str, list[Statement]] = {}
        for reply in sorted(self._elsewhere, key=lambda s: s.id):
            published = self._documents[reply.document_id].published
            if published is None:
                continue
            day = published.day.toordinal()
            answerable = [
                (day - when, name)
                for when, name in accused.get(self._situation.camp(side_of(reply)), ())
                if 0 <= day - when <= self._settings.reply_days
            ]
            if answerable:
                found.setdefault(min(answerable)[1], []).append(reply)
        return {name: tuple(replies) for name, replies in found.items()}

    def _versions(self, group: Group, answers: Iterable[Statement]) -> tuple[Version, ...]:
        versions = [
            version
            for telling in group.tellings
            for version in versions_of(
                telling, self._statements, self._replies.get(telling.key, ()), self._situation
            )
        ]
        return (*versions, *(version_of(reply, None, self._situation) for reply in answers))


def _roster_words(situation: Situation) -> frozenset[str]:
    """Words of everybody whom the situation knows: they are in every report, whatever it tells of."""
    sides, actors = situation.sides.values(), situation.actors.values()
    names = [name for side in sides for name in (side.name, *side.aliases, *side.demonyms, *side.metonyms)]
    names += [name for actor in actors for name in (actor.name, *actor.aliases, *actor.metonyms)]
    names += [name for a in actors for person in a.people for name in (person.name, *person.aliases)]
    names += [name for outlet in situation.outlets for name in (outlet.name, *outlet.aliases)]
    return frozenset(word for name in names for word in words_of(name.lower()))
