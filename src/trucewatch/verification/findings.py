"""What an incident's accounts amount to before any rule is applied: who tells, blames, denies, owns it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trucewatch.records import Account, Decision, DecisionKind, Dossier, Stance, Statement
from trucewatch.verification.wording import OWN_PART

if TYPE_CHECKING:
    from trucewatch.situation import Situation

MEDIA = "MEDIA"
UNKNOWN = "unknown"
WITNESSES = "WIT"

HAPPENED = frozenset(
    {Stance.ASSERT, Stance.ACCUSE, Stance.CONFIRM, Stance.ADMIT, Stance.ANNOUNCE, Stance.APOLOGISE}
)
"""Stances of those who say that the event took place, whoever they blame."""
BLAMES = frozenset({Stance.ACCUSE, Stance.CONFIRM})
OBSERVERS = frozenset({"monitor"})
"""Kinds of sides and actors whose plain report of an event is an observation."""

Records = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Each mapping goes from a side or a camp to the ids of the statements that say so."""

    tellers: Mapping[str, Records]
    """Camps that say it happened."""
    voices: Mapping[str, tuple[str, ...]]
    """For each of these camps the sides of it that say so."""
    newsrooms: Mapping[str, Records]
    """Publishers of documents that tell it in their own voice and are not derived from another; where all are derived,
    those that they credit: what nobody else tells still comes from somewhere."""
    unplaced: Records
    """Statements of speakers without a side that say it happened."""
    accusations: Mapping[str, tuple[Records, tuple[str, ...]]]
    """Side → its statements and the sides it blames."""
    denials: Mapping[str, Records]
    """Sides whose denial is live: not followed by their own admission."""
    event_denials: Mapping[str, Records]
    """The denials, by sides that tell no version of their own, that reject the event itself."""
    owned: Mapping[str, Records]
    """Sides that admit their part."""
    apologies: Mapping[str, Records]
    confirmations: Mapping[str, Records]
    """Neutral third parties that confirm it."""
    observations: Mapping[str, Records]
    """Neutral monitors that report it themselves."""
    counter_blame: Mapping[str, Records]
    """Blamed sides that blame another for the same event."""
    blamed: frozenset[str]
    """Sides that deny and of whose camp somebody is blamed."""
    decisions: tuple[Decision, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """Independent primary sources.

        A newsroom's own voice, or a speaker who could not be placed, counts only where nobody else speaks:
        that they are independent of those who do cannot be shown.
        """
        if self.tellers:
            return tuple(sorted(self.tellers))
        if self.unplaced:
            return (UNKNOWN,)
        return tuple(sorted(self.newsrooms))[:1]

    @property
    def answers(self) -> dict[str, Records]:
        """Live denials that are about this event: what the side is blamed for, or the event itself."""
        return {
            side: records
            for side, records in self.denials.items()
            if not self.accusations or side in self.blamed or side in self.event_denials
        }

    @property
    def accused(self) -> frozenset[str]:
        return frozenset(target for _, targets in self.accusations.values() for target in targets)


def findings_of(dossier: Dossier, situation: Situation) -> Findings:
    """What the accounts of a dossier's incident amount to."""
    statements = {statement.id: statement for statement in dossier.statements}
    accounts = dossier.incident.accounts
    accusations = _accusations(accounts, situation)
    owned = _by_side(accounts, frozenset({Stance.ADMIT}))
    denials = _live(_by_side(accounts, frozenset({Stance.DENY})), owned, statements, dossier)
    telling = _by_side(accounts, HAPPENED)
    tellers = _camps(telling, situation)
    return Findings(
        tellers=tellers,
        voices={camp: tuple(s for s in telling if situation.camp(s) == camp) for camp in tellers},
        newsrooms=_newsrooms(accounts, statements, dossier),
        unplaced=tuple(
            identity
            for account in accounts
            if account.side == UNKNOWN and account.stance in HAPPENED
            for identity in account.statement_ids
        ),
        accusations=accusations,
        denials=denials,
        event_denials=_event_denials(denials, tellers, statements, situation),
        owned=owned,
        apologies=_by_side(accounts, frozenset({Stance.APOLOGISE})),
        confirmations=_by_neutrals(accounts, situation, _confirms, statements),
        observations=_by_neutrals(
            accounts, situation, lambda s, stance: _observes(s, stance, situation), statements
        ),
        counter_blame=_counter_blame(accusations, situation),
        blamed=_blamed(denials, accusations, situation),
        decisions=standing_rulings(dossier.decisions),
    )


def _by_side(accounts: Iterable[Account], stances: frozenset[Stance]) -> dict[str, Records]:
    found: dict[str, Records] = {}
    for account in accounts:
        if account.stance in stances and account.side not in (MEDIA, UNKNOWN):
            found[account.side] = (*found.get(account.side, ()), *account.statement_ids)
    return {side: tuple(sorted(set(records))) for side, records in sorted(found.items())}


def _camps(by_side: Mapping[str, Records], situation: Situation) -> dict[str, Records]:
    found: dict[str, Records] = {}
    for side, records in by_side.items():
        camp = situation.camp(side)
        found[camp] = (*found.get(camp, ()), *records)
    return {camp: tuple(sorted(set(records))) for camp, records in sorted(found.items())}


def _accusations(
    accounts: Iterable[Account], situation: Situation
) -> dict[str, tuple[Records, tuple[str, ...]]]:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for account in accounts:
        targets = {t for t in account.targets if situation.camp(t) != situation.camp(account.side)}
        if account.stance in BLAMES and targets and account.side not in (MEDIA, UNKNOWN):
            records, blamed = found.setdefault(account.side, (set(), set()))
            records.update(account.statement_ids)
            blamed.update(targets)
    return {side: (tuple(sorted(r)), tuple(sorted(b))) for side, (r, b) in sorted(found.items())}


def _newsrooms(
    accounts: Iterable[Account], statements: Mapping[str, Statement], dossier: Dossier
) -> dict[str, Records]:
    """Outlets that tell it in their own voice in a document that copies no other and credits no agency; if there is none,
    whoever the documents that tell it credit, or else their publishers."""
    documents = {document.id: document for document in dossier.documents}
    derived = {d.b if d.upstream != d.b else d.a for d in dossier.lineage.derivations}
    credited = {credit.document_id: credit.agency for credit in dossier.lineage.credits}
    found: dict[str, Records] = {}
    spoken = {i for account in accounts if account.side == MEDIA for i in account.statement_ids}
    told = {statements[i].document_id: i for i in sorted(spoken) if i in statements}
    for mention in dossier.mentions:
        if mention.statement_id is None or mention.statement_id in spoken:
            told.setdefault(mention.document_id, mention.id)
    first_hand = {i: record for i, record in told.items() if i not in derived and i not in credited}
    for identity, record in sorted((first_hand or told).items()):
        document = documents.get(identity)
        name = credited.get(identity) or (document.publisher if document else None) or identity
        found[name] = (*found.get(name, ()), record)
    return found


def _live(
    denials: Mapping[str, Records],
    owned: Mapping[str, Records],
    statements: Mapping[str, Statement],
    dossier: Dossier,
) -> dict[str, Records]:
    """Denials that whoever made them has not gone back on in a later document.

    A government that owns mistakes does not take back what its commander denied: the two stand side by side.
    """
    published = {d.id: d.published.day for d in dossier.documents if d.published is not None}

    def said(identity: str) -> tuple[str, date]:
        statement = statements.get(identity)
        if statement is None or statement.speaker is None:
            return "", date.min
        speaker = statement.speaker.actor or statement.speaker.name or statement.speaker.text.casefold()
        return speaker, published.get(statement.document_id, date.min)

    live = {}
    for side, records in denials.items():
        admitted: dict[str, date] = {}
        for speaker, day in map(said, owned.get(side, ())):
            admitted[speaker] = max(day, admitted.get(speaker, date.min))
        spoken = [(identity, *said(identity)) for identity in records]
        still = tuple(identity for identity, speaker, day in spoken if day >= admitted.get(speaker, date.min))
        if still:
            live[side] = still
    return live


def _event_denials(
    denials: Mapping[str, Records],
    tellers: Mapping[str, Records],
    statements: Mapping[str, Statement],
    situation: Situation,
) -> dict[str, Records]:
    """A side that gives its own version of the event contests who did what, not that something happened."""
    found = {}
    for side, records in denials.items():
        whole = tuple(i for i in records if i in statements and not rejects_own_part(statements[i]))
        if whole and situation.camp(side) not in tellers:
            found[side] = whole
    return found


def rejects_own_part(statement: Statement) -> bool:
    """True for "denied firing", "our units did not shell"; False for "the report is false"."""
    return OWN_PART.search(statement.evidence.quote) is not None


def _by_neutrals(
    accounts: Iterable[Account],
    situation: Situation,
    counts: Callable[[Statement, Stance], bool],
    statements: Mapping[str, Statement],
) -> dict[str, Records]:
    """Statements of neutral sides that count, by side."""
    found: dict[str, Records] = {}
    for account in accounts:
        side = situation.sides.get(account.side)
        if side is None or not side.neutral or account.side in (MEDIA, WITNESSES):
            continue
        records = tuple(
            identity
            for identity in account.statement_ids
            if identity in statements and counts(statements[identity], account.stance)
        )
        if records:
            found[account.side] = (*found.get(account.side, ()), *records)
    return found


def _confirms(statement: Statement, stance: Stance) -> bool:
    return stance in BLAMES and not statement.hedged


def _observes(statement: Statement, stance: Stance, situation: Situation) -> bool:
    if stance not in HAPPENED or statement.hedged or statement.speaker is None:
        return False
    actor = situation.actors.get(statement.speaker.actor or "")
    side = situation.sides.get(statement.speaker.side or "")
    return (actor is not None and actor.kind in OBSERVERS) or (side is not None and side.kind in OBSERVERS)


def _counter_blame(
    accusations: Mapping[str, tuple[Records, tuple[str, ...]]], situation: Situation
) -> dict[str, Records]:
    blamed = {situation.camp(target): by for by, (_, targets) in accusations.items() for target in targets}
    return {
        side: records
        for side, (records, _) in accusations.items()
        if situation.camp(side) in blamed
        and situation.camp(blamed[situation.camp(side)]) != situation.camp(side)
    }


def _blamed(
    denials: Iterable[str], accusations: Mapping[str, tuple[Records, tuple[str, ...]]], situation: Situation
) -> frozenset[str]:
    camps = {situation.camp(target) for _, targets in accusations.values() for target in targets}
    return frozenset(side for side in denials if situation.camp(side) in camps)


def standing_rulings(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Sign-offs and rulings that no later decision takes back, oldest first."""
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.undoes is not None and decision.id not in undone:
            undone.add(decision.undoes)
    ruling = (DecisionKind.SIGN_OFF, DecisionKind.RULING)
    return tuple(d for d in ordered if d.id not in undone and d.undoes is None and d.kind in ruling)
