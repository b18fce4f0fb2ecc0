"""Records in a line or two of plain words, for people who ask what something rests on."""

from __future__ import annotations

from trucewatch.records import (
    Assessment,
    Decision,
    Incident,
    LedgerEntry,
    Mention,
    ReconciledFigure,
    Statement,
    TimeRange,
    short_id,
)


def incident_title(incident: Incident) -> str:
    """Kind, day and place."""
    kind = (incident.sub_event_type or incident.event_type).value.replace("_", " ")
    where = incident.where.name if incident.where else "place unknown"
    return f"{kind}, {days(incident.when)}, {where}"


def incident_facts(incident: Incident, assessment: Assessment | None) -> tuple[str, ...]:
    """Its documents, its accounts by side, and the assessment with each reason."""
    facts = [f"{len(incident.mention_ids)} mentions in {len(incident.documents)} documents."]
    facts += [
        f"{account.side}: {account.stance.value}"
        + (f" ({', '.join(account.targets)})" if account.targets else "")
        + f", {len(account.statement_ids)} statements"
        for account in incident.accounts
    ]
    if assessment is None:
        return tuple(facts)
    facts.append(
        f"Happened: {_words(assessment.occurrence)}; by whom: {_words(assessment.attribution)}; "
        f"breach: {_words(assessment.breach)}; independent origins: {assessment.independent_origins}"
    )
    facts += [
        f"{reason.says} [{reason.rule}] ({', '.join(short_id(one) for one in reason.records[:6])})"
        for reason in assessment.reasons
    ]
    facts += [
        f"Linked with score {link.score:.2f}: {short_id(link.a)} and {short_id(link.b)}, "
        + "; ".join(link.reasons)
        for link in incident.links
    ]
    return tuple(facts)


def statement_facts(statement: Statement) -> tuple[str, ...]:
    """How it is attributed, to whom it is directed, and what is doubtful about it."""
    facts = [f"Kind: {_words(statement.kind)}; in document {short_id(statement.document_id)}"]
    if statement.chain:
        facts.append("As told by " + ", then ".join(speaker.text for speaker in statement.chain))
    if statement.target:
        facts.append(f"Directed at: {', '.join(statement.target)}")
    if statement.hedged:
        facts.append("Hedged: " + (", ".join(f"“{hedge.text}”" for hedge in statement.hedges) or "yes"))
    if statement.loaded:
        facts.append("A party's own labels: " + ", ".join(f"“{term.text}”" for term in statement.loaded))
    return tuple(facts)


def mention_facts(mention: Mention) -> tuple[str, ...]:
    """When, where, who in which part, and figures with their claimants."""
    facts = [f"When: {days(mention.when)}", f"Where: {mention.where.name if mention.where else 'unknown'}"]
    facts += [
        f"{_words(actor.role)}: {actor.text} ({actor.side or 'side unknown'})" for actor in mention.actors
    ]
    facts += [
        f"{_words(figure.category)} ({_words(figure.group)}): {count(figure.low, figure.high)}, "
        f"said by {figure.claimant or 'nobody named'}"
        for figure in mention.casualties
    ]
    if mention.flags:
        facts.append("Flags: " + ", ".join(_words(flag) for flag in mention.flags))
    if mention.statement_id:
        facts.append(f"Told by statement {short_id(mention.statement_id)}")
    return tuple(facts)


def ledger_facts(entry: LedgerEntry) -> tuple[str, ...]:
    """Who, to whom, what, until when, and how the state moved."""
    facts = [f"By {', '.join(entry.by) or 'unknown'} to {', '.join(entry.to) or 'unknown'}: {entry.content}"]
    if entry.amount:
        facts.append(f"Amount: {entry.amount.value:,.0f} {entry.amount.currency} ({entry.amount.basis})")
    if entry.deadline:
        facts.append(f"Deadline: {entry.deadline.isoformat()}{' – overdue' if entry.overdue else ''}")
    if entry.provision:
        facts.append(f"Provision: {entry.provision}")
    facts.append(
        "States: "
        + " → ".join(f"{c.state} ({c.when.isoformat() if c.when else 'date unknown'})" for c in entry.history)
    )
    return tuple(facts)


def decided_words(decision: Decision) -> str:
    """What was decided: the kind, the value set and what it is about beside its passages."""
    parts = [_words(decision.kind)]
    if decision.value:
        parts.append(_words(decision.value))
    if decision.subject:
        parts.append(f"({short_id(decision.subject)})")
    if decision.as_of:
        parts.append(f"for {decision.as_of.isoformat()}")
    return " ".join(parts)


def speaker_words(statement: Statement) -> str:
    """The speaker's own words in the text and what they resolve to."""
    if statement.speaker is None:
        return "the outlet's own voice"
    resolved = statement.speaker.actor or statement.speaker.side
    return statement.speaker.text + (f" ({resolved})" if resolved else " (not resolved)")


def figure_dispute(figure: ReconciledFigure) -> str:
    """Whether its claimants agree."""
    claimants = ", ".join(figure.claimants) or "nobody named"
    return f"Claimants: {claimants}; {'disputed' if figure.disputed else 'not disputed'}."


def days(when: TimeRange | None) -> str:
    """A day or a range of days; "date unknown" for none."""
    return " – ".join(dict.fromkeys(when.iso())) if when else "date unknown"


def count(low: int | None, high: int | None) -> str:
    """A range in figures; what is unknown stays open."""
    if low == high:
        return "unknown" if low is None else str(low)
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"{low} to {high}"


def _words(value: str) -> str:
    return str(value).replace("_", " ")
