"""Statements → findings: what one sentence promises, demands, notifies, grants, opens or pledges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.ledgers.amounts import amounts_in
from trucewatch.ledgers.deadlines import deadline_in
from trucewatch.ledgers.lexicon import Pattern, Rule, rules
from trucewatch.ledgers.provisions import alleges_breach, provision_in
from trucewatch.records import Amount, Document, Evidence, LedgerKind, Stance, Statement, StatementKind
from trucewatch.situation import Situation

LONGEST_SENTENCE = 1_500
"""Characters of a statement that are read; a longer one is a whole article without a full stop."""

_SUPPOSED = re.compile(
    r"\b(?:could|may|might|if|potential\w*|possib\w+|likely|perhaps|prospects?|would require"
    r"|whether|hypothetical\w*)\b",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\b(?:by|before|ahead of|when)\s+(?:the\s+)?(?:\w+\s+){0,1}$", re.IGNORECASE)
_LEAD_TIME = re.compile(
    r"\b(?:(?:just |only )?(?:(?:a few|several|some|\d+|one|two|three|half an?|an?) )?"
    r"(?:minutes?|hours?|days?|weeks?) (?:before(?:hand)?|in advance|ahead|earlier)"
    r"|in advance|beforehand|ahead of time)",
    re.IGNORECASE,
)
_TRAFFIC = {
    "observers": r"observers?|monitors?|inspectors?|fact-finding|experts|mission|journalists|investigators"
    r"|patrols?",
    "humanitarian": r"humanitarian|aid|relief|convoys?|medic\w+|food|ambulances?|icrc|red cross|red crescent"
    r"|evacuat\w+",
    "commercial": r"trade|commercial|goods|grain|cargo|transit|fuel",
    "military": r"troops|military (?:vehicles|equipment|cargo)|weapons|peacekeepers",
    "civilian": r"civilians?|residents?|passengers?|people|traffic|citizens|population",
}
_TRAFFIC_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _TRAFFIC.items()}

_SPECIFIC = {LedgerKind.INVESTIGATION, LedgerKind.PLEDGE, LedgerKind.ACCESS}
_NEEDS_A_SIDE = {LedgerKind.DEMAND, LedgerKind.COMMITMENT, LedgerKind.NOTIFICATION, LedgerKind.LIAISON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence's word on one ledger entry."""

    ledger: LedgerKind
    state: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    claimant: str | None
    evidence: Evidence
    content: str
    said_on: date | None
    statement_id: str
    at: int
    """Where in the document the deciding words begin; two statements over the same words give one finding."""
    amount: Amount | None = None
    deadline: date | None = None
    lead_time: str | None = None
    traffic: str | None = None
    provision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    start: int
    end: int
    side: str


def find_entries(
    statements: Sequence[Statement], documents: Mapping[str, Document], situation: Situation
) -> Iterator[Finding]:
    """Every finding of every statement, in the order of the statements."""
    seen: set[tuple[str, LedgerKind, int]] = set()
    for statement in statements:
        # A credit line vouches for a whole paragraph; the sentences of the paragraph speak for themselves.
        if statement.kind is StatementKind.CREDIT_LINE:
            continue
        for finding in _most_specific(_read(statement, documents[statement.document_id], situation)):
            key = (statement.document_id, finding.ledger, finding.at)
            if key not in seen:
                seen.add(key)
                yield finding


def _most_specific(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one statement; a promise to investigate or to pay is no commitment besides."""
    found = tuple(findings)
    if any(finding.ledger in _SPECIFIC for finding in found):
        return tuple(finding for finding in found if finding.ledger is not LedgerKind.COMMITMENT)
    return found


def _read(statement: Statement, document: Document, situation: Situation) -> Iterator[Finding]:
    sentence = statement.evidence.quote[:LONGEST_SENTENCE]
    named = [
        _Named(start=name.start, end=name.end, side=name.side)
        for name in situation.find_actors(sentence)
        if name.side and name.kind != "outlet"
    ]
    for rule in rules():
        if rule.stances and statement.stance not in rule.stances:
            continue
        for pattern in rule.patterns:
            match = pattern.match.search(sentence)
            if match is None or not _holds(pattern, match, sentence, statement):
                continue
            finding = _finding(rule, pattern, match, statement, named, document, situation)
            if finding is not None:
                yield finding
                break
    on_provision = _on_provision(statement, document, situation)
    if on_provision is not None:
        yield on_provision


def _on_provision(statement: Statement, document: Document, situation: Situation) -> Finding | None:
    """What a speaker says of a clause: that it was breached, or merely that it stands."""
    sentence = statement.evidence.quote[:LONGEST_SENTENCE]
    said_on = document.published.day if document.published else None
    provision = provision_in(sentence, said_on, situation)
    if provision is None or statement.speaker is None or statement.speaker.side is None:
        return None
    return Finding(
        ledger=LedgerKind.PROVISION,
        state="alleged_breach" if alleges_breach(sentence) else "invoked",
        by=(statement.speaker.side,),
        to=tuple(side for side in statement.target if side != statement.speaker.side),
        claimant=statement.speaker.side,
        evidence=statement.evidence,
        content=statement.quotes[0].quote if statement.quotes else statement.evidence.quote,
        said_on=said_on,
        statement_id=statement.id,
        at=statement.evidence.start,
        provision=provision,
    )


def _holds(pattern: Pattern, match: re.Match[str], sentence: str, statement: Statement) -> bool:
    around = sentence[max(0, match.start() - 60) : match.end() + 20]
    if pattern.unless is not None and pattern.unless.search(around):
        return False
    # What an outlet supposes in its own voice is nobody's promise; what a speaker supposes is still theirs.
    return statement.stance is not Stance.OUTLET or not _SUPPOSED.search(around)


def _finding(
    rule: Rule,
    pattern: Pattern,
    match: re.Match[str],
    statement: Statement,
    named: Sequence[_Named],
    document: Document,
    situation: Situation,
) -> Finding | None:
    sentence = statement.evidence.quote[:LONGEST_SENTENCE]
    amounts = amounts_in(sentence)
    if rule.needs_amount and not amounts:
        return None
    speaker = statement.speaker.side if statement.speaker else None
    by, to = _parties(pattern, match, statement, named)
    needs_a_side = rule.ledger in _NEEDS_A_SIDE or pattern.state == "promised"
    if needs_a_side and not by and not (rule.ledger is LedgerKind.NOTIFICATION and to):
        return None
    said_on = document.published.day if document.published else None
    lead_time = _LEAD_TIME.search(sentence) if rule.ledger is LedgerKind.NOTIFICATION else None
    return Finding(
        ledger=rule.ledger,
        state=pattern.state,
        by=by,
        to=to,
        claimant=speaker,
        evidence=statement.evidence,
        content=statement.quotes[0].quote if statement.quotes else statement.evidence.quote,
        said_on=said_on,
        statement_id=statement.id,
        at=statement.evidence.start + (0 if match.end() - match.start() == len(sentence) else match.start()),
        amount=amounts[0] if rule.needs_amount else None,
        deadline=deadline_in(sentence, said_on),
        lead_time=lead_time.group() if lead_time else None,
        traffic=_traffic(sentence) if rule.ledger is LedgerKind.ACCESS else None,
        provision=provision_in(sentence, said_on, situation),
    )


def _parties(
    pattern: Pattern, match: re.Match[str], statement: Statement, named: Sequence[_Named]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The side ids that act and those acted upon, by where the pattern says they stand."""
    speaker = statement.speaker.side if statement.speaker else None
    start = match.start()
    spoken = statement.speaker.span if statement.speaker else None
    origin = statement.evidence.start
    others = [n for n in named if spoken is None or not spoken.start <= origin + n.start < spoken.end]
    before = [n.side for n in others if n.end <= start + 1]
    after = [n.side for n in others if n.start >= start]
    if pattern.to == "before":
        to = _unique(before[-2:])
        return _informant(match, others, to, speaker), to
    by: tuple[str, ...] = ()
    if pattern.by == "speaker":
        by = (speaker,) if speaker else ()
    elif pattern.by == "after":
        by = _unique(after[:1]) or ((speaker,) if speaker else ())
    elif pattern.by == "before":
        # Where the deciding verb is the statement's own cue, its subject is the speaker.
        own_cue = statement.cue is not None and statement.cue.start <= origin + start < statement.cue.end
        nearest = before[-1:] if not (own_cue and speaker) else []
        by = _unique(nearest) or ((speaker,) if speaker else ())
    elif pattern.by == "speech":
        by = _unique([n.side for n in others if n.side != speaker][:1])
    if pattern.to == "after":
        to = tuple(side for side in _unique(after) if side not in by)
    elif pattern.to == "speech":
        sides = statement.target or tuple(n.side for n in others)
        to = tuple(side for side in _unique(list(sides)) if side not in by)
    else:
        to = ()
    return by, to


def _informant(
    match: re.Match[str], others: Sequence[_Named], to: tuple[str, ...], speaker: str | None
) -> tuple[str, ...]:
    """Who informs those in `to`: the passive's agent, else the speaker, else who then began to act."""
    rest = match.string[match.end() :]
    for named in others:
        lead = rest[: max(0, named.start - match.end())]
        if named.start >= match.end() and named.side not in to and _AGENT.search(lead):
            return (named.side,)
    return (speaker,) if speaker and speaker not in to else ()


def _unique(sides: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sides))


def _traffic(sentence: str) -> str:
    for kind, pattern in _TRAFFIC_PATTERNS.items():
        if pattern.search(sentence):
            return kind
    return "all"
