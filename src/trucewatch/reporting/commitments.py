"""What was promised, demanded, notified, pledged: who to whom, in which words, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.records import Evidence, LedgerEntry, LedgerKind, Section, Sentence, StateChange, Table
from trucewatch.reporting.phrasing import LEDGER_LEADS, LEDGER_TITLES, side_names, words
from trucewatch.reporting.quotations import Quotations
from trucewatch.reporting.register import Register
from trucewatch.reporting.scorecard import short_title
from trucewatch.reporting.sentences import SentenceBuilder, long_date, one_line
from trucewatch.situation import Situation

LONGEST_CELL = 200


def commitments_section(register: Register, situation: Situation) -> Section:
    """One sentence for each entry of every ledger but that of access, and a table for each ledger."""
    kinds = [kind for kind in LedgerKind if kind is not LedgerKind.ACCESS and register.ledgers.of(kind)]
    quotations = Quotations(register.documents)
    return Section(
        title="Commitments, demands and deadlines",
        sentences=tuple(
            _sentence(entry, situation, quotations) for kind in kinds for entry in register.ledgers.of(kind)
        ),
        tables=tuple(_table(kind, register.ledgers.of(kind), situation, quotations) for kind in kinds),
    )


def outlook_section(register: Register, as_of: date | None) -> Section:
    """Deadlines that lie ahead of the report's date; nothing is predicted."""
    quotations = Quotations(register.documents)
    sentences = []
    for entry in sorted(register.ledgers.entries, key=lambda e: (e.deadline or date.max, e.id)):
        evidence = _evidence(entry)
        if entry.deadline is None or (as_of is not None and entry.deadline < as_of) or not evidence:
            continue
        line = SentenceBuilder(about=entry.id).cite(evidence).plain("Deadline on ")
        line.derived(long_date(entry.deadline), "resolved_date", [entry.id])
        sentences.append(line.plain(": ").quotation(quotations.whole(evidence[0])).stop())
    return Section(title="Outlook", sentences=tuple(sentences))


def _sentence(entry: LedgerEntry, situation: Situation, quotations: Quotations) -> Sentence:
    """Who to whom, the words of the first quote, the state with the words that tell its last change, any deadline."""
    evidence = _evidence(entry)
    lead = LEDGER_LEADS[entry.ledger]
    line = SentenceBuilder(about=entry.id).cite(evidence)
    line.plain(lead.by_state.get(entry.state, lead.noun))
    if entry.by:
        line.plain(f" {lead.by} ").derived(_names(entry.by, situation), "resolved_side", [entry.id])
    if entry.to:
        line.plain(f" {lead.to} ").derived(_names(entry.to, situation), "resolved_side", [entry.id])
    if entry.provision is not None and entry.provision in (named := _provisions(situation)):
        line.plain(", on ").derived(named[entry.provision], "agreement", [entry.provision])
    tellers = sorted(_told_by_others(entry, situation))
    if tellers:
        line.plain(", as told by ").derived(_names(tellers, situation), "resolved_side", [entry.id])
    if evidence:
        line.plain(": ").quotation(quotations.whole(evidence[0]))
    line.plain("; state: ").derived(words(entry.state), "ledger_state", [entry.id])
    moved = _moved(entry)
    if moved is not None:
        line.plain(", as told in ").quotation(quotations.whole(moved.evidence[0]))
    if entry.amount is not None:
        amount = f"{entry.amount.value:,.0f} {entry.amount.currency}"
        line.plain("; amount: ").derived(amount, "normalised_amount", [entry.id])
    if entry.deadline is not None:
        line.plain("; deadline: ").derived(long_date(entry.deadline), "resolved_date", [entry.id])
    if entry.overdue:
        line.plain(" (overdue)")
    return line.stop()


def _evidence(entry: LedgerEntry) -> list[Evidence]:
    return [quote for change in entry.history for quote in change.evidence]


def _told_by_others(entry: LedgerEntry, situation: Situation) -> set[str]:
    """Who tells of an entry where none of those whose it is does: what Armenia says that Azerbaijan demands."""
    tellers = {change.by for change in entry.history if change.by}
    own = {situation.camp(_side(one, situation)) for one in entry.by}
    return tellers if not own & {situation.camp(teller) for teller in tellers} and entry.by else set()


def _side(identity: str, situation: Situation) -> str:
    actor = situation.actors.get(identity)
    return actor.side if actor is not None and actor.side and identity not in situation.sides else identity


def _moved(entry: LedgerEntry) -> StateChange | None:
    """The change by which the entry came to its state, where it had another before; the clock's states have none."""
    first = entry.history[0].state if entry.history else entry.state
    later = [change for change in entry.history if change.state == entry.state and change.evidence]
    return later[0] if later and first != entry.state else None


def _table(
    kind: LedgerKind, entries: Sequence[LedgerEntry], situation: Situation, quotations: Quotations
) -> Table:
    rows = tuple(
        (
            _names(entry.by, situation) or "–",
            _names(entry.to, situation) or "–",
            _first_words(entry, quotations),
            words(entry.state),
            entry.deadline.isoformat() if entry.deadline else "–",
            str(sum(len(change.evidence) for change in entry.history)),
        )
        for entry in entries
    )
    return Table(
        title=LEDGER_TITLES[kind],
        columns=("By", "To", "Words of the source", "State", "Deadline", "Quotes"),
        rows=rows,
        records=tuple(entry.id for entry in entries),
    )


def _first_words(entry: LedgerEntry, quotations: Quotations) -> str:
    evidence = _evidence(entry)
    if not evidence:
        return entry.content
    shown = quotations.whole(evidence[0], LONGEST_CELL)
    return one_line(shown.evidence.quote) + (" …" if shown.cut else "")


def _names(ids: Iterable[str], situation: Situation) -> str:
    return ", ".join(side_names(ids, situation))


def _provisions(situation: Situation) -> Mapping[str, str]:
    """ "provision 6 of the agreement signed 9 November 2020", by id; of an unsigned one the title."""
    return {
        provision.id: f"provision {provision.number} of {short_title(agreement)}"
        for agreement in situation.agreements
        for provision in agreement.provisions
    }
