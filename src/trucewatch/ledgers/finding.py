"""Statements → findings: those of each statement, less what is told twice or tells of a whole that is told besides."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from trucewatch.ledgers.antecedents import Earlier
from trucewatch.ledgers.reading import Around, read
from trucewatch.ledgers.told import ASKED, Finding
from trucewatch.ledgers.trust import Candidate, guesses_of, load_trust, trusted, with_guesses
from trucewatch.records import Document, LedgerKind, Statement, StatementKind
from trucewatch.situation import Situation

_SPECIFIC = {LedgerKind.INVESTIGATION, LedgerKind.PLEDGE, LedgerKind.ACCESS, LedgerKind.LIAISON}
NEXT_TO = 10
"""Characters between the words of a promise and those of the inquiry, access or contact that it promises."""
_A_WORD_GIVEN = re.compile(
    r"(?:its|their|his|her|the|a|an|any|all|this)\s+(?:\w+\s+){0,2}"
    r"(?:promise|pledge|commitment|undertaking|word|request|demand|call|appeal|proposal|ultimatum)s?\b",
    re.I,
)
_REBUFF = re.compile(
    r"\b(?:(?:declin|reject|refus|dismiss|ignor|rebuff|honou?r|fulfil|reneg)\w*(?: to \w+| on)?"
    r"|broke|broken|breaking|kept|keep|keeping)\s+$",
    re.I,
)
_REBUFFED = re.compile(
    r".[^.;,]{0,40}?\b(?:(?:went|gone|remain\w*|left) (?:\w+ )?(?:unanswered|unheeded)|fell on deaf ears|met with"
    r"|(?:was|were|been) (?:\w+ly )?(?:rejected|refused|turned down|ignored|accepted|granted|broken|kept))\b",
    re.I | re.S,
)


def find_entries(
    statements: Sequence[Statement], documents: Mapping[str, Document], situation: Situation
) -> Iterator[Finding]:
    """Every finding of every statement that is likely enough, in the order of the statements."""
    trust = load_trust()
    for candidate in candidates(statements, documents, situation):
        yield from trusted(candidate, trust)


def candidates(
    statements: Sequence[Statement], documents: Mapping[str, Document], situation: Situation
) -> Iterator[Candidate]:
    """Every finding of every statement, with what is guessed of its sentence and ledger."""
    found: dict[tuple[str, LedgerKind, int, bool, str], Finding] = {}
    free = _free_around(statements)
    earlier: dict[str, Earlier] = {}
    for statement in statements:
        # A credit line vouches for a whole paragraph; the sentences of the paragraph speak for themselves.
        if statement.kind is StatementKind.CREDIT_LINE:
            continue
        document = documents[statement.document_id]
        around = Around(
            document=document,
            free=free[statement.id],
            earlier=earlier.setdefault(statement.document_id, Earlier()),
        )
        told = tuple(
            f
            for f in read(statement, situation, around)
            if not ((f.guessed or f.takes_up) and _is_title(statement, document))
        )
        by_words = () if _is_rebuffed(statement, document) else _complete(f for f in told if not f.guessed)
        for finding in (*by_words, *(f for f in told if f.guessed)):
            apart = "guessed" if finding.guessed else finding.state if finding.takes_up else ""
            key = (statement.document_id, finding.ledger, finding.at, finding.takes_up is not None, apart)
            found.setdefault(key, finding)
    guesses = guesses_of(statements)
    by_document: dict[str, list[Finding]] = {}
    for finding in _less_parts(found.values()):
        by_document.setdefault(finding.evidence.document_id, []).append(finding)
    for document_id, findings in by_document.items():
        yield from with_guesses(findings, guesses.get(document_id))


def _is_title(statement: Statement, document: Document) -> bool:
    """True for a headline, which sums up what the text tells in whole sentences."""
    title = (document.title or "").strip()
    return statement.kind is StatementKind.HEADLINE or statement.evidence.quote.strip() == title


def _less_parts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings less those that tell of a whole that is told besides."""
    found = tuple(findings)
    inside = _told_inside(f for f in found if f.takes_up is None and not f.moved and not f.guessed)
    specific: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.ledger in _SPECIFIC and finding.takes_up is None and not finding.guessed:
            specific.setdefault(finding.evidence.document_id, []).append(finding)
    for finding in found:
        others = specific.get(finding.evidence.document_id, ())
        if finding.guessed or (id(finding) not in inside and not _is_part_of_another(finding, others)):
            yield finding


def _free_around(statements: Sequence[Statement]) -> dict[str, range]:
    """For each statement the stretch around it that no other statement of its document stands in."""
    by_document: dict[str, list[Statement]] = {}
    for statement in statements:
        by_document.setdefault(statement.document_id, []).append(statement)
    free = {}
    for group in by_document.values():
        starts = sorted(statement.evidence.start for statement in group)
        reach = list(accumulate((s.evidence.end for s in sorted(group, key=lambda s: s.evidence.start)), max))
        for statement in group:
            after = bisect_left(starts, statement.evidence.end)
            earlier = bisect_left(starts, statement.evidence.start)
            # A statement within another has nothing of its own before it.
            start = min(reach[earlier - 1] if earlier else 0, statement.evidence.start)
            stop = starts[after] if after < len(starts) else sys.maxsize
            # Where another statement goes on past its end, what follows is that one's.
            is_last = reach[after - 1] <= statement.evidence.end
            free[statement.id] = range(start, stop if is_last else statement.evidence.end)
    return free


def _told_inside(findings: Iterable[Finding]) -> set[int]:
    """Findings within a longer quote of one ledger and party, of which nothing is new ("it said breaks the truce")."""
    alike: dict[tuple[str, LedgerKind, tuple[str, ...]], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.evidence.document_id, finding.ledger, finding.by), []).append(finding)
    inside: set[int] = set()
    for group in alike.values():
        longest: Finding | None = None
        for finding in sorted(group, key=lambda f: (f.evidence.start, -f.evidence.end)):
            if longest is None or finding.evidence.end > longest.evidence.end:
                longest = finding
            elif finding.claimant and not longest.claimant and finding.state == longest.state:
                inside.add(id(longest))
                longest = finding
            else:
                inside.add(id(finding))
    return inside


def _is_part_of_another(finding: Finding, others: Iterable[Finding]) -> bool:
    """True for a bare promise next to the words of the inquiry, access, sum or contact that it promises."""
    if finding.ledger is not LedgerKind.COMMITMENT or finding.state != "made":
        return False
    return any(
        other.ledger in _SPECIFIC
        and other.takes_up is None
        and (finding.at if other.ledger is LedgerKind.LIAISON else finding.at - NEXT_TO) < other.until
        and other.at < finding.until + NEXT_TO
        for other in others
    )


def _is_rebuffed(statement: Statement, document: Document) -> bool:
    """True for "its request" after "had declined", "its promise" after "broke": the whole sentence tells of it."""
    start = statement.evidence.start
    before = document.text[max(0, start - 40) : start]
    after = document.text[statement.evidence.end : statement.evidence.end + 60]
    return bool(
        (_A_WORD_GIVEN.match(statement.evidence.quote) and _REBUFF.search(before))
        or _REBUFFED.match(statement.evidence.quote[-1:] + after)
    )


def _complete(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one statement: a promise to investigate or to pay is no commitment besides, but an
    inquiry or an access that is asked for is a demand too."""
    found = tuple(findings)
    found = tuple(f for f in found if not _is_part_of_another(f, found))
    asked = next((f for f in found if f.state in ASKED and f.takes_up is None), None)
    if asked is None or any(f.ledger is LedgerKind.DEMAND and f.takes_up is None for f in found):
        return found
    return (*found, replace(asked, ledger=LedgerKind.DEMAND, state="made", traffic=None))
