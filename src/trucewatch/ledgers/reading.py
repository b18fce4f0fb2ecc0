"""One statement → findings: what its sentence promises, demands, notifies, grants, opens or pledges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trucewatch.ledgers.amounts import LISTED_BEFORE, Sum, sum_after, sums_in
from trucewatch.ledgers.antecedents import Earlier, with_antecedents
from trucewatch.ledgers.breaches import on_provision
from trucewatch.ledgers.deadlines import deadline_in, lead_time_in
from trucewatch.ledgers.guessing import guessed
from trucewatch.ledgers.happenings import (
    Happening,
    by_pronoun,
    entry_rules,
    happenings_in,
    matches_of,
    refers,
    things_in,
)
from trucewatch.ledgers.lexicon import Pattern, Rule, rules
from trucewatch.ledgers.likeness import LEADS_TO
from trucewatch.ledgers.mood import Mood, mood_of
from trucewatch.ledgers.names import names_in
from trucewatch.ledgers.parties import Parties
from trucewatch.ledgers.provisions import provision_in
from trucewatch.ledgers.told import ANSWERS, ASKED, Finding, content_of, teller_of
from trucewatch.ledgers.traffic import ALL, traffic_of
from trucewatch.ledgers.wording import wording_of
from trucewatch.records import Amount, Document, Evidence, LedgerKind, Stance, Statement
from trucewatch.situation import Situation

LONGEST_SENTENCE = 1_500
"""Characters of a statement that are read; a longer one is a whole article without a full stop."""
FEWEST_LEFT = 25
"""Characters left of a sentence behind a statement that are worth reading."""
_NEEDS_A_SIDE = {LedgerKind.DEMAND, LedgerKind.COMMITMENT, LedgerKind.NOTIFICATION, LedgerKind.LIAISON}
_ASKED_BY_ANYONE = {
    LedgerKind.DEMAND,
    LedgerKind.ACCESS,
    LedgerKind.INVESTIGATION,
    LedgerKind.NOTIFICATION,
    LedgerKind.COMMITMENT,
}
_FIRST_WORDS = 6
"""Words of a sentence among which its subject stands."""
_JOINT = re.compile(
    r"\b(?:joint|trilateral|tripartite|quadripartite|contact group|(?:military|border|ceasefire|mixed) commission|mechanism"
    r"|working group|both sides|the (?:sides|parties|delegations|presidents|leaders|armies)|commanders of"
    r"|(?:both|the two) (?:\w+ ){0,2}?(?:sides|parties|delegations|presidents|leaders|armies|committees|directors|generals"
    r"|commanders|ministers|governments|capitals|teams|negotiators|envoys|staffs|camps|movements))\b",
    re.I,
)
_INNER_POINT = re.compile(r"\.(?=\S)")
_FULL_STOP = re.compile(r"[.!?](?:[”\"’']?\s|$)|\n\s*\n")
_NEXT_CLAUSE = re.compile(r";|\b(?:while|whereas|but|though|although)\b|, (?:and )?(?=(?-i:[A-Z]))", re.I)
_OFTEN_INSERTED = {LedgerKind.ACCESS, LedgerKind.INVESTIGATION}
_INSERTED = re.compile(r",|\b(?:and|then|but|before|until)\b", re.I)
_NEXT_THING = re.compile(
    r"[;:]|\band (?=(?:\d|a further|another)[^.;]{0,60})|\b(?:while|whereas|but)\b", re.I
)
"""Where a sentence goes on to another thing: "800 million in aid and 200 million for the army"."""
_QUOTE_ENDS = re.compile(r"[,.!?…][”\"]")
"""What begins within a quotation and ends in the words that introduce the next is no one thing."""
_OTHER_YEAR = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Bb]ack in)\s+(?:the\s+)?(?:war\s+(?:of|in)\s+)?(?:early |late |mid-)?(?:[A-Z][a-z]+ )?"
    r"(?P<year>(?:19|20)\d\d)\b"
)

_SINCE_THEN = re.compile(
    r"\b(?:has|have) (?:now |since |at last |\w+ly )?(?!been|said|told|had|claimed)\w+(?:ed|id|en|ept|oken|ought)\b",
    re.I,
)
"""What has been done by now was not done in the year that the sentence looks back on: "has paid what it promised in 2017"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a statement stands in."""

    document: Document
    free: range
    """The stretch around it that no other statement stands in."""
    earlier: Earlier


def read(statement: Statement, situation: Situation, around: Around) -> Iterator[Finding]:
    """Findings of a statement, and of what of its sentence stands around it where no other does."""
    said_on = _said_on(around)
    parties = _parties(statement, around, situation)
    if not _is_past(parties.lead() + parties.whole[: parties.own], said_on):
        yield from _by_rules(parties, said_on, range(parties.own))
        if statement.stance is not Stance.OUTLET:
            yield from _by_the_outlet(parties, around)
        yield from guessed(parties, said_on)
    breach = on_provision(parties, said_on)
    if breach is not None:
        yield breach


def _said_on(around: Around) -> date | None:
    published = around.document.published
    return published.day if published else None


def _parties(statement: Statement, around: Around, situation: Situation) -> Parties:
    document = around.document
    quote = statement.evidence.quote[:LONGEST_SENTENCE]
    whole = quote + _rest_of_sentence(document.text, statement.evidence.end)
    names = with_antecedents(
        names_in(whole, statement, situation), whole, statement, situation, around.earlier
    )
    around.earlier.add(names, whole, statement)
    return Parties(
        statement=statement,
        sentence=_flat(whole),
        names=names,
        situation=situation,
        whole=whole,
        own=len(quote),
        before=document.text[max(0, statement.evidence.start - 400) : statement.evidence.start],
    )


def _by_the_outlet(parties: Parties, around: Around) -> Iterator[Finding]:
    """What stands before and behind a statement in its sentence: nobody is said to have said it."""
    said_on, document, free = _said_on(around), around.document, around.free
    statement = parties.statement
    outlet = replace(statement, speaker=None, cue=None, stance=Stance.OUTLET, target=(), quotes=(), chain=())
    behind = range(parties.own, min(len(parties.whole), free.stop - statement.evidence.start))
    if len(behind) > FEWEST_LEFT:
        unspoken = replace(
            parties, statement=outlet, names=tuple(replace(n, spoken=False) for n in parties.names)
        )
        yield from _by_rules(unspoken, said_on, behind)
    before = document.text[max(free.start, statement.evidence.start - 300) : statement.evidence.start]
    stops = [stop.end() for stop in _FULL_STOP.finditer(before)]
    lead = before[stops[-1] :] if stops else before
    if len(lead) > FEWEST_LEFT:
        start = statement.evidence.start - len(lead)
        told = Evidence(document_id=document.id, start=start, end=statement.evidence.start, quote=lead)
        yield from _by_rules(
            _parties(replace(outlet, evidence=told), around, parties.situation), said_on, range(len(lead))
        )


def _by_rules(parties: Parties, said_on: date | None, within: range) -> Iterator[Finding]:
    """What the words that begin `within` give: of each ledger the first, and those of other doers in other clauses."""
    found: dict[LedgerKind, list[Finding]] = {}
    with_sums = bool(sums_in(parties.whole))
    for rule in rules():
        if found.get(rule.ledger) or (rule.needs_amount and not with_sums):
            continue
        told = list(_apart(_by_rule(rule, parties, said_on, within), parties))
        if rule.needs_amount and told:
            listed = list(_listed(told[-1], parties))
            told = [_without_listed(finding, listed) for finding in (*told, *listed)]
        found.setdefault(rule.ledger, []).extend(told)
        yield from told
    for rule, rows in entry_rules():
        if not found.get(rule.ledger) and (entry := _by_rows(rule, rows, parties, said_on, within)):
            found[rule.ledger] = [entry]
            yield entry
    for happening in happenings_in(parties, said_on, within):
        told = found.get(happening.ledger, [])
        if any(f.state == happening.state for f in told):
            continue
        yield from _before(happening, told, parties)
        yield happening


def _before(happening: Finding, told: Sequence[Finding], parties: Parties) -> Iterator[Finding]:
    """The state that a sentence tells on its way to another: "the corridor, opened in May, was closed"."""
    origin = parties.statement.evidence.start
    for finding in told[:1]:
        leads_here = finding.ledger in _OFTEN_INSERTED and happening.state in LEADS_TO.get(
            (finding.ledger, finding.state), ()
        )
        between = parties.sentence[happening.until - origin : max(0, finding.until - origin)]
        if leads_here and happening.until < finding.until and _INSERTED.search(between):
            yield replace(finding, state=happening.state, at=happening.at, until=happening.until, moved=True)


def _listed(first: Finding, parties: Parties) -> Iterator[Finding]:
    """The donors listed behind the first with a sum each: "Germany pledged 20 million euros, France 15 million"."""
    origin = parties.statement.evidence.start
    for name in parties.names:
        if first.amount is None or origin + name.start < first.at or name.side in first.by:
            continue
        told = sum_after(parties.whole, name.end, first.amount.currency)
        if told is not None and LISTED_BEFORE.search(parties.whole[: name.start]):
            at, end = origin + name.start, origin + len(parties.whole)
            yield replace(first, by=(name.side,), amount=told, total=None, at=at, until=end)


def _without_listed(finding: Finding, listed: Sequence[Finding]) -> Finding:
    """The finding, those listed as donors behind it being no recipients of its sum."""
    donors = {side for other in listed for side in other.by}
    return replace(finding, to=tuple(side for side in finding.to if side not in donors))


def _apart(findings: Iterable[Finding], parties: Parties) -> Iterator[Finding]:
    """The first finding, and further ones that another side gives in another clause of the sentence."""
    origin = parties.statement.evidence.start
    kept: list[Finding] = []
    for finding in findings:
        if all(_stands_apart(finding, other, parties.sentence, origin) for other in kept):
            kept.append(finding)
            yield finding


def _stands_apart(finding: Finding, other: Finding, sentence: str, origin: int) -> bool:
    first, second = sorted((finding, other), key=lambda f: f.at)
    between = sentence[max(0, first.until - origin) : max(0, second.at - origin)]
    other_doer = bool(finding.by) and not set(finding.by) & set(other.by)
    other_step = finding.ledger is LedgerKind.ACCESS and finding.state != other.state and not finding.by
    return (other_doer or other_step) and _NEXT_CLAUSE.search(between) is not None


def _rest_of_sentence(text: str, end: int) -> str:
    """What follows a quote up to the full stop: a recipient, a day or a lead time may stand there."""
    if text[end - 1 : end] in ".!?":
        return ""
    rest = text[end : end + 150]
    stop = _FULL_STOP.search(rest)
    return rest[: stop.start()] if stop else ""


def _flat(quote: str) -> str:
    """The words with points inside numbers and abbreviations out of the way of the patterns; same length."""
    return _INNER_POINT.sub("·", quote.replace("\n", " "))


def _is_past(quote: str, said_on: date | None) -> bool:
    """True for what a sentence tells of other years: "in 2012 the army had promised …"."""
    told = _OTHER_YEAR.search(quote)
    if told is None or said_on is None or _SINCE_THEN.search(quote[: told.start()]):
        return False
    return int(told["year"]) < said_on.year - 1


def _by_rule(rule: Rule, parties: Parties, said_on: date | None, within: range) -> Iterator[Finding]:
    """What the patterns of a ledger find, the foremost pattern first."""
    statement, own_words = parties.statement, parties.own_words
    if rule.stances and statement.stance not in rule.stances:
        return
    for pattern in rule.patterns:
        sentence = own_words if pattern.whole else parties.sentence
        for match in pattern.match.finditer(sentence):
            if match.start() not in within or _is_else(pattern, match) or _is_ruled_out(rule, match):
                continue
            mood = Mood.DONE if pattern.whole else mood_of(match, statement, parties.names)
            if mood is None or mood not in pattern.states:
                continue
            finding = _finding(rule, pattern, mood, match, parties, said_on)
            if finding is not None:
                yield finding


def _by_rows(
    rule: Rule, rows: Sequence[Happening], parties: Parties, said_on: date | None, within: range
) -> Finding | None:
    """What the first row of words that stand near each other gives."""
    for pattern, row in zip(rule.patterns, rows, strict=True):
        for match in matches_of(row, parties, within):
            mood = mood_of(match, parties.statement, parties.names)
            if mood is None or mood not in pattern.states or _is_else(pattern, match):
                continue
            finding = _finding(rule, pattern, mood, match, parties, said_on)
            if finding is not None:
                return finding
    return None


def _is_ruled_out(rule: Rule, match: re.Match[str]) -> bool:
    """True where the words of the match, or those of the same thing around it, rule its ledger out."""
    if rule.unless is None:
        return False
    words = match.string
    stops = [stop.end() for stop in _NEXT_THING.finditer(words, 0, match.start())]
    after = _NEXT_THING.search(words, match.end())
    return (
        rule.unless.search(words[stops[-1] if stops else 0 : after.start() if after else len(words)])
        is not None
    )


def _is_else(pattern: Pattern, match: re.Match[str]) -> bool:
    """True where the words around make the matched ones something else."""
    around = match.string[max(0, match.start() - 60) : match.end() + 20]
    if pattern.unless is not None and pattern.unless.search(around):
        return True
    return not pattern.whole and _QUOTE_ENDS.search(match.group()) is not None


def _finding(
    rule: Rule, pattern: Pattern, mood: Mood, match: re.Match[str], parties: Parties, said_on: date | None
) -> Finding | None:
    statement, sentence = parties.statement, parties.sentence
    sums = sums_in(parties.whole) if rule.needs_amount else ()
    if rule.needs_amount and not sums:
        return None
    demanded = mood is Mood.DEMANDED and pattern.states[mood] in ASKED
    by, to = parties.of_demand(match) if demanded else parties.of(pattern, match)
    if not by and mood is Mood.AHEAD and (pattern.by != "before" or parties.is_passive(match)):
        # What is announced for later without its doer is its announcer's to do.
        by = tuple(side for side in parties.speakers() if not _only_watches(side, parties.situation))
    if rule.ledger is LedgerKind.ACCESS and mood is not Mood.DEMANDED:
        # A monitor that is turned back tells of it; it has closed nothing.
        by = tuple(s for s in by if s not in parties.speakers() or not _only_watches(s, parties.situation))
    if rule.ledger is LedgerKind.ACCESS and statement.speaker is not None:
        # What a party says it arranged with its own is let through to nobody in particular.
        to = tuple(s for s in to if s not in parties.speakers() or _only_watches(s, parties.situation))
    state = pattern.states[mood]
    if state == "offered" and _is_on_terms(sentence, match):
        state = "conditional"
    if state == "broken" and statement.stance is Stance.ACCUSE and set(by) == set(parties.speakers()):
        by = parties.targets()
    told_by_the_other = bool(to) and _told_by_the_other(rule, state)
    if not (by or told_by_the_other) and _needs_a_side(rule, mood, state, sentence):
        return None
    if rule.ledger is LedgerKind.LIAISON and not by:
        by, to = to, ()
    amount, total = _amounts(sums, match)
    return Finding(
        ledger=rule.ledger,
        state=state,
        by=by,
        to=to,
        claimant=teller_of(statement),
        evidence=_with_all_the_words(parties, match, to),
        content=content_of(statement),
        said_on=said_on,
        statement_id=statement.id,
        at=_cue_start(statement) if pattern.whole else statement.evidence.start + match.start(),
        until=statement.evidence.start + match.end(),
        amount=amount,
        total=total,
        deadline=deadline_in(parties.whole, said_on),
        lead_time=lead_time_in(parties.whole) if rule.ledger is LedgerKind.NOTIFICATION else None,
        traffic=(traffic_of(sentence, match) or ALL) if rule.ledger is LedgerKind.ACCESS else None,
        provision=provision_in(sentence, said_on, parties.situation),
        refers=not pattern.whole and refers(sentence, match),
        by_pronoun=not pattern.whole and by_pronoun(match),
        sides=parties.all_named(),
        context=parties.lead() + parties.whole,
        things=things_in(sentence),
        names=parties.place_names(),
        stance=statement.stance,
    )


def _cue_start(statement: Statement) -> int:
    """Where "promised …" begins; a statement whose speaker is told behind it begins with what was said."""
    start = statement.evidence.start
    first = statement.content[0].start if statement.content else start
    return max(start, statement.cue.start) if statement.cue and statement.cue.start < first else start


def _only_watches(side: str, situation: Situation) -> bool:
    """True for bodies that report what others will do."""
    known = situation.sides.get(side)
    return known is not None and known.kind in ("international", "monitor", "media", "witness")


def _with_all_the_words(parties: Parties, match: re.Match[str], to: Sequence[str]) -> Evidence:
    """The statement's words, and what of the deciding ones and of those they name stands behind them in its sentence."""
    named = [n.end for n in parties.names if n.side in to and n.start >= parties.own]
    return parties.evidence_to(max(match.end(), *named) if named else match.end())


def _is_on_terms(sentence: str, match: re.Match[str]) -> bool:
    """True where "provided that" or "as soon as" follows."""
    return any(place.start >= match.start() for place in wording_of(sentence).places.get("terms", ()))


def _is_of_the_nameless(sentence: str) -> bool:
    """True for what aid groups or rebels do that no roster names."""
    return any(place.word < _FIRST_WORDS for place in wording_of(sentence).places.get("nameless", ()))


def _needs_a_side(rule: Rule, mood: Mood, state: str, sentence: str) -> bool:
    """An act, a term that ran out, the talks of a joint body may be told without a side; a word given, asked
    or passed on is somebody's."""
    if (
        state == "lapsed"
        or (rule.ledger in _ASKED_BY_ANYONE and _is_of_the_nameless(sentence))
        or (rule.ledger is LedgerKind.LIAISON and (state == "suspended" or _JOINT.search(sentence)))
    ):
        return False
    return rule.ledger in _NEEDS_A_SIDE or (
        mood in (Mood.AHEAD, Mood.DEMANDED) and rule.ledger is not LedgerKind.PLEDGE
    )


def _told_by_the_other(rule: Rule, state: str) -> bool:
    return rule.ledger in (LedgerKind.NOTIFICATION, LedgerKind.LIAISON) or state in ANSWERS


def _amounts(sums: Sequence[Sum], match: re.Match[str]) -> tuple[Amount | None, Amount | None]:
    """The sum that the deciding words stand with, and the total that it is said to make."""
    if not sums:
        return None, None
    own = next((s for s in sums if s.end > match.start()), sums[0])
    total = next(
        (
            s.amount
            for s in sums
            if s is not own
            and s.amount.basis == "cumulative"
            and (s.amount.currency, s.amount.value > own.amount.value) == (own.amount.currency, True)
        ),
        None,
    )
    return own.amount, total
