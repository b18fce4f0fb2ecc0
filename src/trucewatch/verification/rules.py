"""The rule table: each rule says when it applies, what it gives, and why, in words. First match wins.

Rules and definitions: docs/assessment.md. Nothing here gives `verified`, `unfounded`, `attributed` or a
ruling on a breach without a named person's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from trucewatch.records import Attribution, Breach, Decision, DecisionKind, Occurrence, Reason
from trucewatch.verification.findings import UNKNOWN, Findings, Records
from trucewatch.verification.naming import in_words, named
from trucewatch.verification.settings import AssessmentSettings

if TYPE_CHECKING:
    from trucewatch.situation import Side

Answer = TypeVar("Answer", Occurrence, Attribution, Breach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaches:
    """Whether an accuser cites an agreement in force, and which clause."""

    cited_by: Mapping[str, Records]
    provision: str | None
    agreement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a rule may look at."""

    findings: Findings
    breaches: Breaches
    settings: AssessmentSettings
    sides: Mapping[str, Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Answer]):
    """One row of the table."""

    id: str
    gives: Answer
    when: str
    """The condition in words, as docs/assessment.md prints it."""
    holds: Callable[[Case], bool]
    says: Callable[[Case], str]
    """The reason given in an assessment."""
    records: Callable[[Case], Iterable[str]]

    def reason(self, case: Case) -> Reason:
        return Reason(rule=self.id, says=self.says(case), records=tuple(sorted(set(self.records(case)))))


def _sides(case: Case, sides: Iterable[str]) -> str:
    return named(sorted(sides), case.sides)


def _origins(case: Case) -> str:
    """The origins by the names of those who speak: of a camp, the sides of it that do."""
    if case.findings.origins == (UNKNOWN,):
        return "a speaker of no known side"
    voices = [case.findings.voices.get(origin, (origin,)) for origin in case.findings.origins]
    return in_words(
        [named(sides, case.sides) + (" (one camp)" if len(sides) > 1 else "") for sides in voices]
    )


def _do(case: Case, sides: Sequence[str] | Mapping[str, Records], one: str, several: str) -> str:
    """The sides and what they do: "Armenia rejects", "Armenia and Azerbaijan reject"."""
    return f"{_sides(case, sides)} {one if len(sides) == 1 else several}"


_REJECT_BLAME = (
    "rejects the blame or lays it on another",
    "reject the blame or lay it on another",
)


def _all(mapping: Mapping[str, Records]) -> Iterable[str]:
    return [record for records in mapping.values() for record in records]


def _decided(case: Case, kinds: Sequence[DecisionKind], value: str) -> Decision | None:
    """The decision with this value, if it is the last one on its question."""
    same_question = [
        d for d in case.findings.decisions if d.kind in kinds and d.value in QUESTIONS[_question_of(value)]
    ]
    return same_question[-1] if same_question and same_question[-1].value == value else None


QUESTIONS: Mapping[str, frozenset[str]] = {
    "occurrence": frozenset({"verified", "unfounded", "undetermined"}),
    "attribution": frozenset({"attributed", "attribution_undetermined"}),
    "breach": frozenset({"ruled_breach", "ruled_no_breach", "unable_to_rule"}),
}
"""What a person may say to each question; `verified` by a sign-off, the others by a ruling."""


def _question_of(value: str) -> str:
    return next(question for question, values in QUESTIONS.items() if value in values)


def _person(rule: str, gives: Answer, kind: DecisionKind, value: str, when: str) -> Rule[Answer]:
    """A rule that a named person's decision alone sets off."""

    def decision(case: Case) -> Decision | None:
        return _decided(case, (kind,), value)

    def says(case: Case) -> str:
        made = decision(case)
        assert made is not None
        about = f" ({made.subject})" if made.subject else ""
        return f"{made.by} decided this{about} on {made.at:%Y-%m-%d}: {made.why}"

    def records(case: Case) -> Iterable[str]:
        made = decision(case)
        return (made.id,) if made is not None else ()

    return Rule(
        id=rule,
        gives=gives,
        when=when,
        holds=lambda case: decision(case) is not None,
        says=says,
        records=records,
    )


def may_be_verified(case: Case) -> bool:
    return _is_candidate(case) or bool(case.findings.observations)


def _is_candidate(case: Case) -> bool:
    return _owned_without_denial(case) or _confirmed_without_denial(case)


def _uncontested(case: Case) -> bool:
    return not _contesting(case) and not case.findings.event_denials


def _owners(case: Case) -> dict[str, Records]:
    """Sides that own the act: of those that are blamed, where anybody is."""
    found = case.findings
    owners = {**found.owned, **found.apologies}
    return {side: records for side, records in owners.items() if not found.accused or side in found.accused}


def _owned_without_denial(case: Case) -> bool:
    owners = _owners(case)
    others = [origin for origin in case.findings.origins if origin not in owners]
    return bool(owners) and _uncontested(case) and len(others) + 1 >= case.settings.candidate_origins


def _confirmed_without_denial(case: Case) -> bool:
    found = case.findings
    return (
        bool(found.confirmations)
        and _uncontested(case)
        and len(found.origins) >= case.settings.candidate_origins
    )


def _signed_off(case: Case) -> bool:
    return _decided(case, (DecisionKind.SIGN_OFF,), "verified") is not None and may_be_verified(case)


_VERIFIED = _person(
    "O1",
    Occurrence.VERIFIED,
    DecisionKind.SIGN_OFF,
    "verified",
    "a named person signed it off, and it is a verification candidate or a monitor's own observation",
)

OCCURRENCE: tuple[Rule[Occurrence], ...] = (
    Rule(
        id=_VERIFIED.id,
        gives=_VERIFIED.gives,
        when=_VERIFIED.when,
        holds=_signed_off,
        says=_VERIFIED.says,
        records=_VERIFIED.records,
    ),
    _person(
        "O2",
        Occurrence.UNFOUNDED,
        DecisionKind.RULING,
        "unfounded",
        "a named person ruled that it did not happen",
    ),
    _person(
        "O3",
        Occurrence.UNDETERMINED,
        DecisionKind.RULING,
        "undetermined",
        "a named person ruled that it cannot be determined",
    ),
    Rule(
        id="O4",
        gives=Occurrence.CONTESTED,
        when="a side that gives no version of its own denies the event itself, and has not admitted it since",
        holds=lambda case: bool(case.findings.event_denials),
        says=lambda case: _do(case, case.findings.event_denials, "denies", "deny") + " that it happened",
        records=lambda case: _all(case.findings.event_denials),
    ),
    Rule(
        id="O5",
        gives=Occurrence.VERIFICATION_CANDIDATE,
        when="a blamed side (any, where none is blamed) owns it, nobody denies or blames back, and another origin",
        holds=_owned_without_denial,
        says=lambda case: _do(case, _owners(case), "owns its", "own their") + " part and nobody denies it",
        records=lambda case: _all(_owners(case)),
    ),
    Rule(
        id="O6",
        gives=Occurrence.VERIFICATION_CANDIDATE,
        when="a neutral third party confirms it beside another origin, and nobody denies it",
        holds=_confirmed_without_denial,
        says=lambda case: (
            _do(case, case.findings.confirmations, "confirms", "confirm") + " it and nobody denies it"
        ),
        records=lambda case: _all(case.findings.confirmations),
    ),
    Rule(
        id="O7",
        gives=Occurrence.CORROBORATED,
        when="two or more independent origins say that it happened, and no side denies the event itself",
        holds=lambda case: len(case.findings.origins) >= case.settings.corroborating_origins,
        says=lambda case: f"independent origins say that it happened: {_origins(case)}",
        records=lambda case: _all(case.findings.tellers),
    ),
    Rule(
        id="O8",
        gives=Occurrence.REPORTED,
        when="one independent origin says that it happened",
        holds=lambda case: len(case.findings.origins) >= 1,
        says=lambda case: f"one origin says that it happened: {_origins(case)}",
        records=lambda case: [
            *_all(case.findings.tellers),
            *case.findings.unplaced,
            *_all(case.findings.newsrooms),
        ],
    ),
    Rule(
        id="O9",
        gives=Occurrence.CONTESTED,
        when="its only trace is a denial",
        holds=lambda case: bool(case.findings.denials),
        says=lambda case: (
            "nobody says that it happened; " + _do(case, case.findings.denials, "denies", "deny") + " it"
        ),
        records=lambda case: _all(case.findings.denials),
    ),
    Rule(
        id="O10",
        gives=Occurrence.UNDETERMINED,
        when="nothing of the above",
        holds=lambda _: True,
        says=lambda _: "no origin independent of another document says that it happened",
        records=lambda _: (),
    ),
)

ATTRIBUTION: tuple[Rule[Attribution], ...] = (
    _person(
        "A1",
        Attribution.ATTRIBUTED,
        DecisionKind.RULING,
        "attributed",
        "a named person attributed it",
    ),
    _person(
        "A2",
        Attribution.UNDETERMINED,
        DecisionKind.RULING,
        "attribution_undetermined",
        "a named person ruled that it cannot be attributed",
    ),
    Rule(
        id="A3",
        gives=Attribution.CONTESTED,
        when="a blamed side denies (any side its own part, where nobody is blamed), or blames another",
        holds=lambda case: bool(_contesting(case)),
        says=lambda case: _do(case, _contesting(case), *_REJECT_BLAME),
        records=lambda case: _all(_contesting(case)),
    ),
    Rule(
        id="A4",
        gives=Attribution.ADMITTED,
        when="a side admits its part; an apology alone is no admission",
        holds=lambda case: bool(case.findings.owned),
        says=lambda case: _do(case, case.findings.owned, "admits its", "admit their") + " part",
        records=lambda case: _all(case.findings.owned),
    ),
    Rule(
        id="A5",
        gives=Attribution.ALLEGED,
        when="somebody blames a side",
        holds=lambda case: bool(case.findings.accusations),
        says=lambda case: "; ".join(
            _blame(case, side, targets) for side, (_, targets) in case.findings.accusations.items()
        ),
        records=lambda case: [r for records, _ in case.findings.accusations.values() for r in records],
    ),
    Rule(
        id="A6",
        gives=Attribution.NONE,
        when="nobody is blamed",
        holds=lambda _: True,
        says=lambda _: "nobody is blamed",
        records=lambda _: (),
    ),
)


def _blame(case: Case, side: str, targets: Iterable[str]) -> str:
    return f"{_sides(case, [side])} blames {_sides(case, targets)}"


def _contesting(case: Case) -> dict[str, Records]:
    """Sides that deny what they are blamed for (their own part, where nobody is blamed), and those that blame back."""
    found = case.findings
    denying = {
        side: records
        for side, records in found.denials.items()
        if (side in found.blamed if found.accusations else side not in found.event_denials)
    }
    return {**found.counter_blame, **denying}


BREACH: tuple[Rule[Breach], ...] = (
    _person(
        "B1", Breach.RULED_BREACH, DecisionKind.RULING, "ruled_breach", "a named person ruled it a breach"
    ),
    _person(
        "B2",
        Breach.RULED_NO_BREACH,
        DecisionKind.RULING,
        "ruled_no_breach",
        "a named person ruled it no breach",
    ),
    _person(
        "B3",
        Breach.UNABLE_TO_RULE,
        DecisionKind.RULING,
        "unable_to_rule",
        "a named person was unable to rule",
    ),
    Rule(
        id="B4",
        gives=Breach.CONTESTED,
        when="an accuser cites an agreement in force, and an accused side denies or blames back",
        holds=lambda case: bool(case.breaches.cited_by) and bool(_contesting(case)),
        says=lambda case: (
            _do(case, case.breaches.cited_by, "cites", "cite")
            + f" {case.breaches.agreement}; "
            + _do(case, _contesting(case), "rejects it", "reject it")
        ),
        records=lambda case: [*_all(case.breaches.cited_by), *_all(_contesting(case))],
    ),
    Rule(
        id="B5",
        gives=Breach.ALLEGED,
        when="an accuser cites the agreement or the ceasefire, and an agreement was in force",
        holds=lambda case: bool(case.breaches.cited_by),
        says=lambda case: (
            _do(case, case.breaches.cited_by, "calls", "call") + f" it a breach of {case.breaches.agreement}"
        ),
        records=lambda case: _all(case.breaches.cited_by),
    ),
    Rule(
        id="B6",
        gives=Breach.NOT_ASSESSED,
        when="nobody calls it a breach of an agreement in force",
        holds=lambda _: True,
        says=lambda _: "nobody calls it a breach of an agreement in force",
        records=lambda _: (),
    ),
)

CREDIBILITY: Mapping[Occurrence, int] = {
    Occurrence.VERIFIED: 1,
    Occurrence.VERIFICATION_CANDIDATE: 2,
    Occurrence.CORROBORATED: 2,
    Occurrence.REPORTED: 3,
    Occurrence.CONTESTED: 4,
    Occurrence.UNFOUNDED: 5,
    Occurrence.UNDETERMINED: 6,
}
"""Admiralty code (NATO AJP-2.1): 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable,
6 cannot be judged."""


def ruled_provision(case: Case) -> str | None:
    """The provision that a person's last ruling on the breach names, if there is such a ruling and it names one."""
    ruled = [d for d in case.findings.decisions if d.value in QUESTIONS["breach"]]
    return ruled[-1].subject if ruled else None


def first_that_holds(rules: Sequence[Rule[Answer]], case: Case) -> Rule[Answer]:
    """The first rule of a table that holds; the last one of each table always does."""
    return next(rule for rule in rules if rule.holds(case))
