"""Scores of provisions: the rule table row by row, and what only a person sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    NOON,
    a_day,
    a_document,
    a_ledger_entry,
    a_mention,
    a_place,
    an_assessment,
    an_incident,
)
from trucewatch.records import (
    Accusation,
    AreaAccess,
    Assessment,
    Breach,
    Decision,
    DecisionKind,
    Evidence,
    Incident,
    LedgerEntry,
    LedgerKind,
    Ledgers,
    Occurrence,
    Period,
    ProvisionScore,
    StateChange,
)
from trucewatch.situation import Agreement, Provision, load_situation
from trucewatch.verification import ImplementationSettings, Known, score_provisions
from trucewatch.verification.implementation import SCORES

GENERAL = load_situation("general")
MARCH = Period(start=date(2024, 3, 1), end=date(2024, 3, 30))
APRIL = Period(start=date(2024, 3, 31), end=date(2024, 4, 29))


def situation(**clause: Any) -> Any:
    """A truce between Sudan's army and the RSF with one clause: the RSF leaves the hospitals."""
    stated = {
        "id": "SD/1",
        "number": "1",
        "type": "withdrawal",
        "text": "The RSF leaves the hospitals.",
        "obligors": ("RSF",),
        "beneficiaries": ("SAF",),
    }
    agreement = Agreement(
        id="SD",
        title="Khartoum truce",
        signed=date(2024, 2, 1),
        effective=date(2024, 2, 2),
        parties=("SAF", "RSF"),
        provisions=(Provision(**{**stated, **clause}),),
    )
    return replace(GENERAL, agreements=(agreement,))


CEASEFIRE = {"type": "ceasefire", "text": "No fire.", "obligors": ("SAF", "RSF"), "continuous": True}


def entry(ledger: LedgerKind, *changes: tuple[str, str | None, str], **fields: Any) -> LedgerEntry:
    """A ledger entry under the clause with these (state, side that says so, day)."""
    document = a_document(f"Words on {ledger} {changes}.")
    history = tuple(
        StateChange(state=state, when=date.fromisoformat(day), evidence=(), by=by)
        for state, by, day in changes
    )
    made = a_ledger_entry(document, "Words on", ledger=ledger, state=changes[-1][0], provision="SD/1")
    return replace(made, history=history, id=f"{ledger}-{changes}", **fields)


def attack(
    day: str, occurrence: Occurrence = Occurrence.REPORTED, **fields: Any
) -> tuple[Incident, Assessment]:
    document = a_document(f"The army said that fighters had fired on it on {day} ({fields}).")
    incident = an_incident(a_mention(document, "fired on it", when=a_day(day), where=a_place()))
    stated = {"accused_by": (Accusation(side="SAF", targets=("RSF",)),)}
    return incident, an_assessment(incident, occurrence=occurrence, **{**stated, **fields})


def scored(
    *told: Any, period: Period = MARCH, clause: dict[str, Any] | None = None, **known: Any
) -> ProvisionScore:
    incidents = [one for one in told if isinstance(one, tuple)]
    (score,) = score_provisions(
        situation(**(clause or {})),
        [period],
        Known(
            incidents=tuple(incident for incident, _ in incidents),
            assessments={incident.id: assessed for incident, assessed in incidents},
            ledgers=Ledgers(entries=tuple(one for one in told if isinstance(one, LedgerEntry))),
            **known,
        ),
    )
    return score


PROMISE = (LedgerKind.COMMITMENT, ("made", "RSF", "2024-03-05"))
BEGUN = ("in_progress", "RSF", "2024-03-06")
KEPT = ("kept", "RSF", "2024-03-07")


@pytest.mark.parametrize(
    ("told", "proposed", "rule"),
    [
        pytest.param([], None, "I3", id="silence is no score"),
        pytest.param([entry(*PROMISE)], 0, "I11", id="a promise is a word"),
        pytest.param(
            [entry(LedgerKind.DEMAND, ("made", "SAF", "2024-03-05"))], 0, "I11", id="so is a demand"
        ),
        pytest.param([entry(*PROMISE, BEGUN)], 1, "I10", id="the obliged say that they began"),
        pytest.param([entry(*PROMISE, KEPT)], 1, "I10", id="the obliged alone say that it is done"),
        pytest.param(
            [entry(*PROMISE, BEGUN, ("in_progress", "SAF", "2024-03-08"))], 2, "I9", id="two camps tell"
        ),
        pytest.param(
            [entry(*PROMISE, ("kept", None, "2024-03-08"))], 2, "I9", id="a newsroom tells that it is done"
        ),
        pytest.param(
            [entry(*PROMISE, KEPT, ("kept", "SAF", "2024-03-08"))], 3, "I7", id="obliged and owed tell"
        ),
        pytest.param(
            [entry(*PROMISE, ("kept", "UN", "2024-03-08"))], 3, "I7", id="a neutral third party tells"
        ),
        pytest.param(
            [entry(*PROMISE, ("kept", "UN", "2024-03-08"), ("broken", "SAF", "2024-03-20"))],
            2,
            "I9",
            id="a setback since",
        ),
        pytest.param(
            [entry(*PROMISE, ("broken", "SAF", "2024-03-04"), ("kept", "UN", "2024-03-08"))],
            3,
            "I7",
            id="a setback that was mended",
        ),
        pytest.param(
            [entry(LedgerKind.PROVISION, ("invoked", "SAF", "2024-03-04"))], None, "I12", id="merely named"
        ),
        pytest.param(
            [entry(LedgerKind.PROVISION, ("alleged_breach", "SAF", "2024-03-04"))],
            None,
            "I12",
            id="merely alleged",
        ),
    ],
)
def test_what_asks_for_an_act(told: list[Any], proposed: int | None, rule: str) -> None:
    score = scored(*told)
    (reason,) = score.reasons
    assert (score.proposed, reason.rule) == (proposed, rule)
    assert score.set_to is None
    assert set(reason.records) <= {one.id for one in told}
    assert proposed is None or reason.records


@pytest.mark.parametrize(
    ("told", "proposed", "rule"),
    [
        pytest.param([attack("2024-03-05")], 2, "I6", id="one blames the other once"),
        pytest.param([attack("2024-03-05", Occurrence.CORROBORATED)], 1, "I5", id="corroborated"),
        pytest.param([attack(f"2024-03-0{n}") for n in range(1, 4)], 1, "I5", id="three in a month"),
        pytest.param(
            [attack(f"2024-03-{n}", Occurrence.CORROBORATED) for n in range(10, 20)],
            0,
            "I4",
            id="ten corroborated",
        ),
        pytest.param(
            [attack("2024-03-05", Occurrence.UNFOUNDED)], None, "I3", id="a person ruled it unfounded"
        ),
        pytest.param([attack("2024-03-05", breach=Breach.RULED_NO_BREACH)], None, "I3", id="ruled no breach"),
        pytest.param([attack("2024-03-05", breach=Breach.RULED_BREACH)], 1, "I5", id="ruled a breach"),
        pytest.param([attack("2024-02-01")], None, "I3", id="before it took effect"),
        pytest.param([attack("2024-03-05", accused_by=())], None, "I3", id="nobody is blamed"),
        pytest.param(
            [attack("2024-03-05", accused_by=(Accusation(side="UN", targets=("RSF",)),))],
            None,
            "I3",
            id="no party blames",
        ),
        pytest.param(
            [entry(LedgerKind.COMMITMENT, ("kept", "UN", "2024-03-05"))],
            2,
            "I9",
            id="a monitor says once that it holds",
        ),
        pytest.param(
            [entry(LedgerKind.COMMITMENT, ("kept", "UN", "2024-03-05"), ("kept", "UN", "2024-03-25"))],
            3,
            "I7",
            id="a monitor says it again",
        ),
        pytest.param(
            [
                entry(
                    LedgerKind.COMMITMENT,
                    ("kept", "UN", "2024-03-05"),
                    ("broken", "SAF", "2024-03-08"),
                    ("kept", "UN", "2024-03-25"),
                )
            ],
            2,
            "I9",
            id="kept but for a day",
        ),
        pytest.param(
            [entry(LedgerKind.PROVISION, ("invoked", "SAF", "2024-03-04"))], None, "I8", id="merely named"
        ),
    ],
)
def test_what_forbids(told: list[Any], proposed: int | None, rule: str) -> None:
    score = scored(*told, clause=CEASEFIRE)
    assert (score.proposed, score.reasons[0].rule) == (proposed, rule)


def test_an_incident_and_the_words_on_it_are_one_breach() -> None:
    incident, assessed = attack("2024-03-05")
    alleged = entry(LedgerKind.PROVISION, ("alleged_breach", "SAF", "2024-03-06"), incident_id=incident.id)
    score = scored((incident, assessed), alleged, clause=CEASEFIRE)
    assert score.reasons[0].records == (incident.id,)


def test_an_allegation_in_a_document_that_tells_of_the_incident_is_about_it() -> None:
    incident, assessed = attack("2024-03-05")
    alleged = entry(LedgerKind.PROVISION, ("alleged_breach", "SAF", "2024-03-06"))
    words = Evidence(document_id=incident.documents[0].document_id, start=0, end=3, quote="The")
    same = replace(alleged, history=(replace(alleged.history[0], evidence=(words,)),))
    assert len(scored((incident, assessed), same, clause=CEASEFIRE).reasons[0].records) == 1
    assert len(scored((incident, assessed), alleged, clause=CEASEFIRE).reasons[0].records) == 2


def test_fire_of_a_side_that_the_agreement_covers_counts_and_that_of_strangers_does_not() -> None:
    lebanon = load_situation("lebanon_israel")
    period = Period(start=date(2024, 12, 1), end=date(2024, 12, 30))
    proposed = {}
    for target in ("HEZB", "HOUTHI"):
        incident, assessed = attack("2024-12-05", accused_by=(Accusation(side="IL", targets=(target,)),))
        known = Known(incidents=(incident,), assessments={incident.id: assessed}, ledgers=Ledgers())
        scores = score_provisions(lebanon, [period], known)
        proposed[target] = [s.provision for s in scores if s.proposed is not None]
    assert proposed == {"HEZB": ["LBIL-2024-11-27/1"], "HOUTHI": []}


def test_what_is_not_due_yet_is_not_late() -> None:
    later = {"deadline": date(2024, 5, 1)}
    assert scored(entry(*PROMISE), clause=later).reasons[0].rule == "I2"
    assert scored(entry(*PROMISE, BEGUN), clause=later).proposed == 1
    assert scored(entry(*PROMISE), clause={"deadline": date(2024, 3, 20)}).proposed == 0


def test_out_of_force_there_is_no_score() -> None:
    score = scored(period=Period(start=date(2023, 1, 1), end=date(2023, 1, 30)))
    assert (score.proposed, score.reasons[0].rule) == (None, "I1")


def test_one_act_stays_done_and_a_daily_duty_is_counted_anew() -> None:
    done = entry(*PROMISE, ("kept", "UN", "2024-03-08"))
    assert scored(done, period=APRIL).proposed == 3
    assert scored(done, period=APRIL, clause={"continuous": True}).proposed is None
    assert scored(done, period=Period(start=date(2024, 2, 2), end=date(2024, 3, 2))).proposed is None


def test_access_to_its_area_carries_out_a_clause_on_movement() -> None:
    caucasus = load_situation("south_caucasus")
    (corridor,) = caucasus.places_named("Lachin corridor")
    open_ = AreaAccess(
        record="e1",
        area=corridor,
        traffic="humanitarian",
        state="granted",
        since=date(2023, 9, 18),
        by="ICRC",
        evidence=(a_document().evidence(a_mention(a_document(), "The army").trigger),),
    )
    period = Period(start=date(2023, 9, 1), end=date(2023, 9, 30))
    known = Known(incidents=(), assessments={}, ledgers=Ledgers(), access=(open_,))
    scores = {s.provision: s for s in score_provisions(caucasus, [period], known)}
    assert scores["NK-2020-11-10/6"].proposed == 2
    assert [name for name, s in scores.items() if s.proposed is not None] == ["NK-2020-11-10/6"]


def set_score(value: int, on: str, at_hour: int = 12, **fields: Any) -> Decision:
    return Decision(
        id=f"set-{value}-{on}-{at_hour}",
        kind=DecisionKind.RULING,
        about=(),
        value=f"implementation_{value}",
        subject="SD/1",
        as_of=date.fromisoformat(on),
        by="A. Analyst",
        at=NOON.replace(hour=at_hour),
        why="saw the lists",
        **fields,
    )


def test_what_a_person_sets_stands_beside_the_proposal() -> None:
    score = scored(entry(*PROMISE), decisions=(set_score(2, "2024-03-10"),))
    assert (score.proposed, score.set_to) == (0, 2)
    assert score.decision is not None
    assert score.decision.by == "A. Analyst"
    assert scored(entry(*PROMISE), period=APRIL, decisions=(set_score(2, "2024-03-10"),)).set_to is None


def test_the_last_word_counts_and_can_be_taken_back() -> None:
    first, second = set_score(2, "2024-03-10", 12), set_score(1, "2024-03-20", 13)
    assert scored(decisions=(first, second)).set_to == 1
    undone = replace(second, id="undo", at=NOON.replace(hour=14), undoes=second.id)
    assert scored(decisions=(first, second, undone)).set_to == 2


def test_thresholds_are_settings() -> None:
    told = [attack(f"2024-03-0{n}") for n in range(1, 4)]
    known = Known(
        incidents=tuple(i for i, _ in told), assessments={i.id: a for i, a in told}, ledgers=Ledgers()
    )
    patient = ImplementationSettings(many_breaches=4)
    (score,) = score_provisions(situation(**CEASEFIRE), [MARCH], known, patient)
    assert score.proposed == 2


def test_rules_are_numbered_without_gaps() -> None:
    assert [rule.id for rule in SCORES] == [f"I{n}" for n in range(1, 13)]
    assert all(rule.when for rule in SCORES)
