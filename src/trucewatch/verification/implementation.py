"""How far each provision is carried out, period by period: a proposal on the scale of the Peace Accords Matrix.

Rules, thresholds and the practice they follow: docs/implementation.md. A score that a person set stands beside
the proposal and never changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trucewatch.records import Decision, DecisionKind, Period, ProvisionScore, Reason
from trucewatch.verification.carrying_out import Carried, Sign, carried_out
from trucewatch.verification.findings import standing_rulings
from trucewatch.verification.naming import named
from trucewatch.verification.settings import ImplementationSettings

if TYPE_CHECKING:
    from trucewatch.records import AreaAccess, Assessment, Incident, Ledgers
    from trucewatch.situation import Side, Situation
    from trucewatch.situation.agreements import Agreement, Provision

SET_VALUE = "implementation_"
"""A ruling of this value and a digit sets a score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that scores rest on."""

    incidents: tuple[Incident, ...]
    assessments: Mapping[str, Assessment]
    ledgers: Ledgers
    access: tuple[AreaAccess, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCase:
    """One provision in one period, as a rule looks at it."""

    agreement: Agreement
    provision: Provision
    period: Period
    carried: Carried
    settings: ImplementationSettings
    sides: Mapping[str, Side]

    @property
    def days(self) -> int:
        assert self.period.start is not None
        assert self.period.end is not None
        return (self.period.end - self.period.start).days + 1

    @property
    def in_force(self) -> bool:
        start = self.agreement.effective or self.agreement.signed
        begun = start is None or self.period.end is None or start <= self.period.end
        until = self.agreement.until
        return begun and (until is None or self.period.start is None or until >= self.period.start)

    @property
    def due(self) -> date | None:
        """The day on which something is due first; None where no day is set."""
        days = [step.by for step in self.provision.milestones]
        return self.provision.deadline or min(days, default=None)

    def each_30_days(self, count: int) -> float:
        return count * 30 / max(self.days, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """One row of the table; the first that holds gives the proposal."""

    id: str
    gives: int | None
    when: str
    """The condition in words, as docs/implementation.md prints it."""
    holds: Callable[[ScoreCase], bool]
    says: Callable[[ScoreCase], str]
    records: Callable[[ScoreCase], Iterable[str]]


def _tellers(case: ScoreCase, signs: Iterable[Sign]) -> str:
    sides = {sign.by for sign in signs if sign.by}
    return named(sorted(sides), case.sides) or "an outlet"


def _falls_due_later(case: ScoreCase) -> bool:
    due, end = case.due, case.period.end
    later = due is not None and end is not None and due > end and not case.provision.continuous
    return later and not case.carried.steps


def _breaks_down(case: ScoreCase) -> bool:
    strong = len(case.carried.strong_breaches)
    return case.carried.forbids and case.each_30_days(strong) >= case.settings.collapse_breaches


def _often_broken(case: ScoreCase) -> bool:
    breaches = case.carried.breaches
    often = case.each_30_days(len(breaches)) >= case.settings.many_breaches
    return case.carried.forbids and bool(breaches) and (often or bool(case.carried.strong_breaches))


def _kept(case: ScoreCase) -> bool:
    """One act is done when it is done; what must hold every day is told to hold on several, with nothing against it."""
    carried = case.carried
    if carried.breaches or not carried.vouched:
        return False
    if not case.provision.continuous:
        return not carried.setbacks_since_done
    days = {sign.day for sign in carried.done}
    return not carried.setbacks and len(days) >= case.settings.full_days


def _under_way(case: ScoreCase) -> bool:
    carried, settings = case.carried, case.settings
    told_enough = carried.done_by_others_word or len(carried.begun_tellers) >= settings.intermediate_tellers
    return told_enough and len(carried.setbacks_since_done) < settings.many_setbacks


def _ids(signs: Iterable[Sign]) -> list[str]:
    return [sign.record for sign in signs]


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _setbacks(count: int) -> str:
    return _count(count, "setback", "setbacks")


SCORES: tuple[ScoreRule, ...] = (
    ScoreRule(
        id="I1",
        gives=None,
        when="the agreement was not in force in the period",
        holds=lambda case: not case.in_force,
        says=lambda case: f"{case.agreement.id} was not in force in the period",
        records=lambda _: (),
    ),
    ScoreRule(
        id="I2",
        gives=None,
        when="it falls due after the period, and no step is recorded",
        holds=_falls_due_later,
        says=lambda case: f"it falls due on {case.due}, and no step is recorded",
        records=lambda _: (),
    ),
    ScoreRule(
        id="I3",
        gives=None,
        when="no record concerns it: silence is neither 0 nor 3",
        holds=lambda case: not case.carried.signs and not case.carried.breaches,
        says=lambda _: "no record concerns it; silence is no score",
        records=lambda _: (),
    ),
    ScoreRule(
        id="I4",
        gives=0,
        when="it forbids, and `collapse_breaches` or more incidents in 30 days break it that are corroborated, verified "
        "or ruled breaches",
        holds=_breaks_down,
        says=lambda case: (
            f"{_count(len(case.carried.strong_breaches), 'incident breaks', 'incidents break')} it, corroborated, verified "
            "or ruled"
        ),
        records=lambda case: _ids(case.carried.strong_breaches),
    ),
    ScoreRule(
        id="I5",
        gives=1,
        when="it forbids, and one such incident breaks it, or `many_breaches` or more in 30 days are said to",
        holds=_often_broken,
        says=lambda case: (
            f"{_count(len(case.carried.breaches), 'incident or allegation', 'incidents or allegations')} against it, of which "
            f"{len(case.carried.strong_breaches)} corroborated, verified or ruled"
        ),
        records=lambda case: _ids(case.carried.breaches),
    ),
    ScoreRule(
        id="I6",
        gives=2,
        when="it forbids, and fewer are said to, none of them corroborated",
        holds=lambda case: case.carried.forbids and bool(case.carried.breaches),
        says=lambda case: (
            f"{_count(len(case.carried.breaches), 'incident or allegation', 'incidents or allegations')} against it, "
            "none corroborated, verified or ruled"
        ),
        records=lambda case: _ids(case.carried.breaches),
    ),
    ScoreRule(
        id="I7",
        gives=3,
        when="a neutral third party, or one obliged and one owed, tell that it is done, and nothing tells against it since; "
        "what is continuous on `full_days` or more days, and nothing in the period tells against it",
        holds=_kept,
        says=lambda case: (
            f"told to be done or kept by {_tellers(case, case.carried.done)}; nothing tells against it since"
        ),
        records=lambda case: _ids(case.carried.done),
    ),
    ScoreRule(
        id="I8",
        gives=None,
        when="it forbids, and the records name it without telling that it was broken or kept",
        holds=lambda case: case.carried.forbids and not case.carried.steps,
        says=lambda _: "the records name it and tell neither that it was broken nor that it was kept",
        records=lambda case: _ids(case.carried.signs),
    ),
    ScoreRule(
        id="I9",
        gives=2,
        when="somebody beside the obliged tells that a part is done, or `intermediate_tellers` or more camps tell of "
        "steps, and fewer than `many_setbacks` setbacks follow",
        holds=_under_way,
        says=lambda case: (
            f"steps told by {_tellers(case, case.carried.steps)}; {_setbacks(len(case.carried.setbacks_since_done))} since"
        ),
        records=lambda case: _ids((*case.carried.steps, *case.carried.setbacks_since_done)),
    ),
    ScoreRule(
        id="I10",
        gives=1,
        when="a first step is told, or the obliged alone tell that a part is done",
        holds=lambda case: bool(case.carried.steps),
        says=lambda case: (
            f"a first step told by {_tellers(case, case.carried.steps)}; {_setbacks(len(case.carried.setbacks))}"
        ),
        records=lambda case: _ids((*case.carried.steps, *case.carried.setbacks)),
    ),
    ScoreRule(
        id="I11",
        gives=0,
        when="it is due, and nothing is told but promises, demands and setbacks",
        holds=lambda case: bool(case.carried.words or case.carried.setbacks),
        says=lambda case: (
            f"no step is told: {_count(len(case.carried.words), 'promise or demand', 'promises or demands')}, "
            f"{_setbacks(len(case.carried.setbacks))}, "
            f"{_count(len(case.carried.breaches), 'incident or allegation', 'incidents or allegations')} against it"
        ),
        records=lambda case: _ids((*case.carried.words, *case.carried.setbacks)),
    ),
    ScoreRule(
        id="I12",
        gives=None,
        when="the records name it, or allege a breach of it, and tell nothing of its being carried out",
        holds=lambda _: True,
        says=lambda case: (
            f"named {_count(len(case.carried.signs), 'time', 'times')}, "
            f"{_count(len(case.carried.breaches), 'incident or allegation', 'incidents or allegations')} against it; "
            "nothing is told of its being carried out"
        ),
        records=lambda case: _ids((*case.carried.signs, *case.carried.breaches)),
    ),
)


def score_provisions(
    situation: Situation,
    periods: Sequence[Period],
    known: Known,
    settings: ImplementationSettings | None = None,
) -> tuple[ProvisionScore, ...]:
    """One score for each provision and period, provisions in the order of the pack, periods as given."""
    settings = settings or ImplementationSettings()
    return tuple(
        _score(
            ScoreCase(
                agreement=agreement,
                provision=provision,
                period=period,
                carried=carried_out(provision, agreement, period, known, situation),
                settings=settings,
                sides=situation.sides,
            ),
            known.decisions,
        )
        for agreement in situation.agreements
        for provision in agreement.provisions
        for period in periods
    )


def _score(case: ScoreCase, decisions: Sequence[Decision]) -> ProvisionScore:
    rule = next(rule for rule in SCORES if rule.holds(case))
    made = _set_by_a_person(case, decisions)
    return ProvisionScore(
        provision=case.provision.id,
        period=case.period,
        proposed=rule.gives,
        reasons=(
            Reason(rule=rule.id, says=rule.says(case), records=tuple(dict.fromkeys(rule.records(case)))),
        ),
        set_to=int(made.value.removeprefix(SET_VALUE)) if made and made.value else None,
        decision=made,
    )


def _set_by_a_person(case: ScoreCase, decisions: Sequence[Decision]) -> Decision | None:
    """The last ruling that stands on this provision for a day of the period."""
    start, end = case.period.start, case.period.end
    made = [
        d
        for d in standing_rulings(decisions)
        if d.kind is DecisionKind.RULING
        and d.subject == case.provision.id
        and d.value is not None
        and d.value.startswith(SET_VALUE)
        and d.as_of is not None
        and (start is None or start <= d.as_of)
        and (end is None or d.as_of <= end)
    ]
    return made[-1] if made else None
