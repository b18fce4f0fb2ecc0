"""The provision scorecard: what is proposed for each provision period by period, and apart from it what a person set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from trucewatch.records import (
    SCORE_WORDS,
    Evidence,
    Period,
    ProvisionScore,
    Section,
    Sentence,
    Table,
    short_id,
)
from trucewatch.reporting.phrasing import side_names, words
from trucewatch.reporting.register import Register
from trucewatch.reporting.rows import RowBasis
from trucewatch.reporting.sentences import SentenceBuilder, long_date
from trucewatch.reporting.spreadsheets import csv_text
from trucewatch.situation import Agreement, Provision, Situation

TITLE = "Provision scorecard"
MOST_CITED = 12
NO_SCORE = "–"


def scorecard_section(register: Register, situation: Situation) -> Section:
    """A sentence for each provision with a proposal in the last period, and the table over all periods."""
    rows = scores_by_provision(register.scores)
    known = _provisions(situation)
    told = [_sentence(scores[-1], *known[name], register) for name, scores in rows.items() if name in known]
    tables = tuple(
        _table(agreement, rows, situation)
        for agreement in situation.agreements
        if any(_has_score(rows.get(p.id, ())) for p in agreement.provisions)
    )
    return Section(title=TITLE, sentences=tuple(s for s in told if s is not None), tables=tables)


def scores_by_provision(scores: Sequence[ProvisionScore]) -> dict[str, list[ProvisionScore]]:
    """Each provision's scores in the order of their periods."""
    rows: dict[str, list[ProvisionScore]] = {}
    for score in scores:
        rows.setdefault(score.provision, []).append(score)
    return rows


def _provisions(situation: Situation) -> Mapping[str, tuple[Agreement, Provision]]:
    return {p.id: (agreement, p) for agreement in situation.agreements for p in agreement.provisions}


def _has_score(scores: Sequence[ProvisionScore]) -> bool:
    return any(score.proposed is not None or score.set_to is not None for score in scores)


def _table(agreement: Agreement, rows: Mapping[str, Sequence[ProvisionScore]], situation: Situation) -> Table:
    first = in_force_from(agreement, next(iter(rows.values())))
    periods = next(iter(rows.values()))[first:]
    columns = (
        "No",
        "Type",
        "Obliged",
        *(short_period(score.period) for score in periods),
        "Why, in the last period",
    )
    lines = []
    for provision in agreement.provisions:
        scores = rows[provision.id][first:]
        cells = [_cell(score) for score in scores]
        lines.append(
            (
                provision.number,
                words(provision.type),
                ", ".join(side_names(provision.obligors, situation)),
                *cells,
                "; ".join(reason.says for reason in scores[-1].reasons),
            )
        )
    return Table(
        title=f"Provision scorecard: {agreement.title}",
        columns=columns,
        rows=tuple(lines),
        records=tuple(rows[provision.id][-1].id for provision in agreement.provisions),
    )


def in_force_from(agreement: Agreement, scores: Sequence[ProvisionScore]) -> int:
    """The number of the first period that does not end before the agreement begins."""
    start = agreement.effective or agreement.signed
    if start is None:
        return 0
    ended = sum(score.period.end is not None and score.period.end < start for score in scores)
    return min(ended, len(scores) - 1)


def short_title(agreement: Agreement) -> str:
    """The day of signing, which is what people call an agreement by; the title where there is none."""
    return f"the agreement signed {long_date(agreement.signed)}" if agreement.signed else agreement.title


def _cell(score: ProvisionScore) -> str:
    proposed = NO_SCORE if score.proposed is None else f"{score.proposed} proposed"
    if score.set_to is None or score.decision is None:
        return proposed
    return f"{proposed}; {score.set_to} set by {score.decision.by}"


def short_period(period: Period) -> str:
    return " to ".join(day.isoformat() for day in (period.start, period.end) if day)


def _sentence(
    score: ProvisionScore, agreement: Agreement, provision: Provision, register: Register
) -> Sentence | None:
    """None where nothing is proposed or nothing can be cited; the table still has the row."""
    cited = [quote for _, quote in _cited(score, register)][:MOST_CITED]
    if score.proposed is None or not cited:
        return None
    line = SentenceBuilder(about=score.id).cite(cited).plain("Provision ")
    line.derived(f"{provision.number} of {short_title(agreement)}", "agreement", [provision.id])
    line.plain(f", {words(provision.type)}: proposed score ")
    line.derived(f"{score.proposed} of 3, {SCORE_WORDS[score.proposed]}", "implementation_score", [score.id])
    line.plain(" – ").derived(
        "; ".join(r.says for r in score.reasons), "implementation_score", _records(score)
    )
    if score.set_to is not None and score.decision is not None:
        made = score.decision
        line.plain("; set to ").derived(f"{score.set_to}", "decision", [made.id])
        line.plain(" by ").derived(f"{made.by} on {long_date(made.at.date())}", "decision", [made.id])
    return line.stop()


def _records(score: ProvisionScore) -> list[str]:
    return [record for reason in score.reasons for record in reason.records]


def _cited(score: ProvisionScore, register: Register) -> Iterator[tuple[str, Evidence]]:
    """The first quotation of each incident and all of each ledger entry that the reasons name."""
    wanted = set(_records(score))
    for dossier in register.dossiers:
        if dossier.incident.id in wanted and dossier.mentions:
            yield f"incident {short_id(dossier.incident.id)}", dossier.mentions[0].evidence
    for entry in register.ledgers.entries:
        if entry.id in wanted:
            for change in entry.history:
                for quote in change.evidence:
                    yield f"{entry.ledger.value} {short_id(entry.id)}: {words(change.state)}", quote


def scorecard_rows(register: Register, situation: Situation) -> Iterator[RowBasis]:
    """Each score with its reasons, its records and what a person set."""
    known = _provisions(situation)
    for score in register.scores:
        agreement, provision = known[score.provision]
        proposed = (
            "no proposal" if score.proposed is None else f"{score.proposed} ({SCORE_WORDS[score.proposed]})"
        )
        facts = [f"Provision: {provision.text}", f"Period: {short_period(score.period)}"]
        facts += [
            f"Proposed: {proposed}, because {reason.says} [{reason.rule}]"
            f" ({', '.join(short_id(one) for one in reason.records[:8])})"
            for reason in score.reasons
        ]
        made = score.decision
        if made is None:
            facts.append("No person has set it; see `trucewatch decide score`.")
        else:
            facts.append(
                f"Set to {score.set_to} by {made.by} for {made.as_of}: {made.why} [{short_id(made.id)}]"
            )
        yield RowBasis(
            id=score.id,
            kind="provision score",
            says=f"{agreement.title}, provision {provision.number}: {proposed}",
            facts=tuple(facts),
            cited=tuple(_cited(score, register)),
        )


def provision_rows(register: Register, situation: Situation) -> Iterator[RowBasis]:
    """Each provision with its text, the sides' readings and its scores."""
    scores = scores_by_provision(register.scores)
    for name, (agreement, provision) in _provisions(situation).items():
        facts = [provision.text, f"Obliged: {', '.join(side_names(provision.obligors, situation))}"]
        facts += [
            f"As {', '.join(side_names([reading.side], situation))} reads it: {reading.text}"
            for reading in provision.readings
        ]
        facts += [
            f"{short_period(score.period)}: {_cell(score)} [{short_id(score.id)}]"
            for score in scores.get(name, ())
        ]
        says = f"{agreement.title}, provision {provision.number}"
        yield RowBasis(id=name, kind="provision", says=says, facts=tuple(facts))


def provisions_json(register: Register, situation: Situation) -> str:
    """The scorecard as data: each provision with its periods, what is proposed and why, and what a person set."""
    scores = scores_by_provision(register.scores)
    shapes = [
        {
            "provision": name,
            "agreement": agreement.title,
            "number": provision.number,
            "type": provision.type,
            "text": provision.text,
            "obligors": list(provision.obligors),
            "periods": [_score_shape(score) for score in scores.get(name, ())],
        }
        for name, (agreement, provision) in _provisions(situation).items()
    ]
    return json.dumps(shapes, ensure_ascii=False, indent=2) + "\n"


def _score_shape(score: ProvisionScore) -> dict[str, object]:
    made, days = score.decision, (score.period.start, score.period.end)
    start, end = (day.isoformat() if day else None for day in days)
    return {
        "id": score.id,
        "from": start,
        "to": end,
        "proposed": score.proposed,
        "reasons": [{"rule": r.rule, "says": r.says, "records": list(r.records)} for r in score.reasons],
        "set": {
            "score": score.set_to,
            "by": made.by,
            "at": made.at.isoformat(),
            "for": made.as_of.isoformat() if made.as_of else None,
            "why": made.why,
            "decision": made.id,
        }
        if made
        else None,
    }


COLUMNS = (
    "provision|agreement|number|type|obligors|period_from|period_to|proposed|rule|reason|records|set_to|set_by|set_on|why"
).split("|")


def provisions_csv(register: Register, situation: Situation) -> str:
    """The scorecard, one line a provision and period."""
    known = _provisions(situation)
    return csv_text(COLUMNS, (_csv_row(score, *known[score.provision]) for score in register.scores))


def _csv_row(score: ProvisionScore, agreement: Agreement, provision: Provision) -> tuple[object, ...]:
    made = score.decision
    return (
        score.provision,
        agreement.title,
        provision.number,
        provision.type,
        "; ".join(provision.obligors),
        score.period.start,
        score.period.end,
        score.proposed,
        "; ".join(reason.rule for reason in score.reasons),
        "; ".join(reason.says for reason in score.reasons),
        "; ".join(_records(score)),
        score.set_to,
        made.by if made else None,
        made.at.isoformat() if made else None,
        made.why if made else None,
    )
