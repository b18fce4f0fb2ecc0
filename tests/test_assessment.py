"""The rule table of the assessment, row by row, and what no rule may ever say of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.builders import a_day, a_document, a_mention, a_place, a_statement, an_incident, published
from trucewatch.records import (
    Account,
    Assessment,
    Attribution,
    Breach,
    Decision,
    DecisionKind,
    Derivation,
    Dossier,
    Lineage,
    Occurrence,
    Relation,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    WireCredit,
    content_id,
)
from trucewatch.situation import load_situation
from trucewatch.verification import AssessmentSettings, assess_incident
from trucewatch.verification.findings import rejects_own_part
from trucewatch.verification.rules import ATTRIBUTION, BREACH, OCCURRENCE

SITUATION = load_situation("general")
CAUCASUS = load_situation("south_caucasus")
TODAY = date(2024, 3, 1)
SAID = "The other side fired on the village of Rahel on Tuesday."

Voice = tuple[str, Stance, tuple[str, ...]]


def says(side: str, stance: Stance, *targets: str) -> Voice:
    return side, stance, targets


def dossier(*voices: Voice, text: str = SAID, day: str = "2024-02-06", **fields: Any) -> Dossier:
    """An incident told on one day in one document a voice."""
    documents, mentions, statements, accounts = [], [], [], []
    for number, (side, stance, targets) in enumerate(voices):
        document = a_document(f"{text} ({number})", published=published(day), publisher=f"Paper {number}")
        statement = _statement(document, text, side, stance, targets)
        documents.append(document)
        statements.append(statement)
        mentions.append(
            a_mention(document, text, statement_id=statement.id, when=a_day(day), where=a_place())
        )
        accounts.append(
            Account(side=side, stance=statement.stance, statement_ids=(statement.id,), targets=targets)
        )
    return Dossier(
        incident=an_incident(*mentions, accounts=tuple(accounts)),
        mentions=tuple(mentions),
        statements=tuple(statements),
        documents=tuple(documents),
        **fields,
    )


def _statement(document: Any, text: str, side: str, stance: Stance, targets: tuple[str, ...]) -> Statement:
    own_voice = side == "MEDIA"
    return replace(
        a_statement(document, text, stance=Stance.OUTLET if own_voice else stance, target=targets),
        speaker=None if own_voice else Speaker(text=side, start=0, end=1, side=side),
        kind=StatementKind.OUTLET if own_voice else StatementKind.INDIRECT,
    )


def assess(*voices: Voice, situation: Any = SITUATION, **fields: Any) -> Assessment:
    return assess_incident(dossier(*voices, **fields), situation, TODAY)


ACCUSE, DENY, ASSERT, ADMIT, CONFIRM = Stance.ACCUSE, Stance.DENY, Stance.ASSERT, Stance.ADMIT, Stance.CONFIRM
DENIED_PART = "Our forces did not fire on the village of Rahel on Tuesday."


@pytest.mark.parametrize(
    ("voices", "occurrence", "attribution", "origins"),
    [
        pytest.param([says("SAF", ACCUSE, "RSF")], "reported", "alleged", 1, id="one side accuses"),
        pytest.param([says("SAF", ASSERT)], "reported", "none", 1, id="one side tells"),
        pytest.param([says("MEDIA", Stance.OUTLET)], "reported", "none", 1, id="a newsroom alone"),
        pytest.param([says("unknown", ASSERT)], "reported", "none", 1, id="a speaker without a side"),
        pytest.param(
            [says("SAF", ACCUSE, "RSF"), says("SAF", ASSERT)],
            "reported",
            "alleged",
            1,
            id="two voices of one side",
        ),
        pytest.param(
            [says("AM", ACCUSE, "AZ"), says("ARTS", ACCUSE, "AZ")],
            "reported",
            "alleged",
            1,
            id="one camp is one origin",
        ),
        pytest.param(
            [says("SAF", ACCUSE, "RSF"), says("MEDIA", Stance.OUTLET)],
            "reported",
            "alleged",
            1,
            id="a newsroom beside a side adds nothing",
        ),
        pytest.param(
            [says("SAF", ACCUSE, "RSF"), says("WIT", ASSERT)], "corroborated", "alleged", 2, id="witnesses"
        ),
        pytest.param(
            [says("SAF", ACCUSE, "RSF"), says("RSF", ACCUSE, "SAF")],
            "corroborated",
            "contested",
            2,
            id="opposite accusations: it happened, who did it is contested",
        ),
        pytest.param(
            [says("SAF", ACCUSE, "RSF"), says("RSF", DENY)],
            "contested",
            "contested",
            1,
            id="the event is denied",
        ),
        pytest.param([says("SAF", DENY)], "contested", "none", 0, id="known only from its denial"),
        pytest.param(
            [says("SAF", ASSERT), says("RSF", ADMIT)],
            "verification_candidate",
            "admitted",
            2,
            id="owned without a denial",
        ),
        pytest.param(
            [says("RSF", ADMIT)], "reported", "admitted", 1, id="owned, but nobody else tells of it"
        ),
        pytest.param(
            [says("RU", ASSERT), says("AZ", Stance.APOLOGISE)],
            "verification_candidate",
            "none",
            2,
            id="an apology owns the fact and attributes nothing",
        ),
        pytest.param(
            [says("PK", ACCUSE, "IN"), says("UN", CONFIRM)],
            "verification_candidate",
            "alleged",
            2,
            id="a neutral third party confirms",
        ),
        pytest.param([says("UN", CONFIRM)], "reported", "none", 1, id="a confirmation of nothing else"),
        pytest.param(
            [says("PK", ACCUSE, "IN"), says("UN", CONFIRM), says("IN", DENY)],
            "contested",
            "contested",
            2,
            id="confirmed and yet denied",
        ),
        pytest.param(
            [says("RSF", ADMIT), says("SAF", ACCUSE, "RSF"), says("RSF", ACCUSE, "SAF")],
            "corroborated",
            "contested",
            2,
            id="owned, but the blame is laid on the other",
        ),
    ],
)
def test_rules(voices: list[Voice], occurrence: str, attribution: str, origins: int) -> None:
    found = assess(*voices)
    assert (found.occurrence.value, found.attribution.value) == (occurrence, attribution)
    assert found.independent_origins == len(found.origins) == origins


def test_denying_ones_own_part_does_not_deny_the_event() -> None:
    found = assess(says("SAF", ACCUSE, "RSF"), says("RSF", DENY), text=DENIED_PART)
    assert (found.occurrence, found.attribution) == (Occurrence.REPORTED, Attribution.CONTESTED)


def test_a_denial_of_those_whom_nobody_blames_contests_nothing() -> None:
    others = assess(says("LB", ACCUSE, "IL"), says("IL", ADMIT), says("HEZB", DENY), text=DENIED_PART)
    assert (others.occurrence, others.attribution) == (
        Occurrence.VERIFICATION_CANDIDATE,
        Attribution.ADMITTED,
    )
    assert others.denied_by == ()
    blamed = assess(
        says("LB", ACCUSE, "IL"), says("IL", ACCUSE, "HEZB"), says("HEZB", DENY), text=DENIED_PART
    )
    assert blamed.attribution is Attribution.CONTESTED
    assert blamed.denied_by == ("HEZB",)


def test_a_neutral_third_party_that_blames_a_side_confirms() -> None:
    found = assess(says("UA", ACCUSE, "DPR"), says("OSCE", ACCUSE, "DPR"))
    assert found.occurrence is Occurrence.VERIFICATION_CANDIDATE
    assert found.attribution is Attribution.ALLEGED


@pytest.mark.parametrize(
    ("text", "own_part"),
    [
        ("Our gunners had not fired on the village.", True),
        ("The village had not been struck since spring.", False),
    ],
)
def test_what_was_not_done_to_a_place_is_nobodys_own_part(text: str, own_part: bool) -> None:
    document = a_document(text)
    assert rejects_own_part(a_statement(document, text, stance=DENY)) is own_part


def test_a_denial_that_its_side_went_back_on_is_no_longer_live() -> None:
    denied = dossier(says("SAF", ACCUSE, "RSF"), says("RSF", DENY))
    owned = dossier(says("RSF", ADMIT), day="2024-02-08")
    both = replace(
        denied,
        incident=replace(denied.incident, accounts=(*denied.incident.accounts, *owned.incident.accounts)),
        statements=(*denied.statements, *owned.statements),
        documents=(*denied.documents, *owned.documents),
    )
    found = assess_incident(both, SITUATION, TODAY)
    assert found.denied_by == ()
    assert found.occurrence is Occurrence.VERIFICATION_CANDIDATE


def test_what_another_voice_of_its_side_admits_takes_no_denial_back() -> None:
    denied = dossier(says("SAF", ACCUSE, "RSF"), says("RSF", DENY))
    owned = dossier(says("RSF", ADMIT), day="2024-02-08")
    council = Speaker(text="the council", start=0, end=1, side="RSF")
    both = replace(
        denied,
        incident=replace(denied.incident, accounts=(*denied.incident.accounts, *owned.incident.accounts)),
        statements=(*denied.statements, *(replace(s, speaker=council) for s in owned.statements)),
        documents=(*denied.documents, *owned.documents),
    )
    found = assess_incident(both, SITUATION, TODAY)
    assert found.denied_by == ("RSF",)
    assert found.attribution is Attribution.CONTESTED


def test_accusers_deniers_and_owners_are_listed_by_side() -> None:
    found = assess(says("ARTS", ACCUSE, "AZ"), says("AZ", DENY), says("RU", ADMIT))
    assert [(a.side, a.targets) for a in found.accused_by] == [("ARTS", ("AZ",))]
    assert (found.denied_by, found.acknowledged_by) == (("AZ",), ("RU",))


def test_what_only_copies_and_credited_agencies_tell_has_one_origin_that_is_not_the_newsroom() -> None:
    told = dossier(says("MEDIA", Stance.OUTLET))
    (document,) = told.documents
    copied = Derivation(
        a="elsewhere", b=document.id, relation=Relation.COPY, share=1.0, passages=(), upstream="elsewhere"
    )
    credit = WireCredit(document_id=document.id, agency="AFP", start=0, end=3)
    for lineage in (Lineage(derivations=(copied,)), Lineage(credits=(credit,))):
        found = assess_incident(replace(told, lineage=lineage), SITUATION, TODAY)
        assert (found.occurrence, found.independent_origins) == (Occurrence.REPORTED, 1)
    assert found.origins == ("AFP",)
    assert "AFP" in found.reasons[0].says


def test_a_newsroom_that_credits_an_agency_adds_no_origin_to_one_that_does_not() -> None:
    told = dossier(says("MEDIA", Stance.OUTLET), says("MEDIA", Stance.OUTLET))
    first, second = told.documents
    credit = WireCredit(document_id=first.id, agency="AFP", start=0, end=3)
    found = assess_incident(replace(told, lineage=Lineage(credits=(credit,))), SITUATION, TODAY)
    assert found.independent_origins == 1
    assert found.origins == (second.publisher or second.id,)


def test_origins_are_named_by_the_sides_of_the_camp_that_speak() -> None:
    found = assess(says("ARTS", ASSERT), says("RU", ASSERT))
    assert found.origins == ("AM", "RU")
    assert "Karabakh Armenian authorities and Russia" in found.reasons[0].says
    assert "(one camp)" in assess(says("ARTS", ASSERT), says("AM", ASSERT)).reasons[0].says


def test_every_reason_names_its_rule_and_the_records_it_rests_on() -> None:
    told = dossier(says("SAF", ACCUSE, "RSF"), says("RSF", DENY))
    known = {s.id for s in told.statements}
    reasons = assess_incident(told, SITUATION, TODAY).reasons
    assert [reason.rule[0] for reason in reasons] == ["O", "A", "B"]
    assert all(set(reason.records) <= known and reason.says for reason in reasons)
    assert reasons[0].records


def test_thresholds_are_settings() -> None:
    told = dossier(says("SAF", ASSERT), says("WIT", ASSERT))
    strict = AssessmentSettings(corroborating_origins=3)
    assert assess_incident(told, SITUATION, TODAY).occurrence is Occurrence.CORROBORATED
    assert assess_incident(told, SITUATION, TODAY, strict).occurrence is Occurrence.REPORTED


def ruling(kind: DecisionKind, value: str, hour: int = 9, **fields: Any) -> Decision:
    stated = {
        "id": content_id("decision", value, hour),
        "about": (),
        "by": "R. Reviewer",
        "why": "site visit",
    }
    return Decision(
        kind=kind, value=value, at=datetime(2024, 2, 20, hour, tzinfo=UTC), **{**stated, **fields}
    )


PERSONS_ONLY = {
    Occurrence.VERIFIED,
    Occurrence.UNFOUNDED,
    Attribution.ATTRIBUTED,
    Breach.RULED_BREACH,
    Breach.RULED_NO_BREACH,
    Breach.UNABLE_TO_RULE,
}


def test_only_persons_verify_attribute_and_rule() -> None:
    by_person = {
        rule.gives
        for table in (OCCURRENCE, ATTRIBUTION, BREACH)
        for rule in table
        if "named person" in rule.when
    }
    automatic = {
        rule.gives
        for table in (OCCURRENCE, ATTRIBUTION, BREACH)
        for rule in table
        if "named person" not in rule.when
    }
    assert by_person >= PERSONS_ONLY
    assert not automatic & PERSONS_ONLY


def test_a_candidate_that_is_signed_off_is_verified_and_an_undone_sign_off_is_not() -> None:
    voices = [says("SAF", ASSERT), says("RSF", ADMIT)]
    sign_off = ruling(DecisionKind.SIGN_OFF, "verified")
    assert assess(*voices, decisions=(sign_off,)).occurrence is Occurrence.VERIFIED
    undo = ruling(DecisionKind.SIGN_OFF, "verified", 10, undoes=sign_off.id)
    assert assess(*voices, decisions=(sign_off, undo)).occurrence is Occurrence.VERIFICATION_CANDIDATE


def test_a_sign_off_cannot_verify_what_is_no_candidate() -> None:
    sign_off = ruling(DecisionKind.SIGN_OFF, "verified")
    assert assess(says("SAF", ACCUSE, "RSF"), decisions=(sign_off,)).occurrence is Occurrence.REPORTED


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ("unfounded", "occurrence", Occurrence.UNFOUNDED),
        ("attributed", "attribution", Attribution.ATTRIBUTED),
        ("ruled_breach", "breach", Breach.RULED_BREACH),
        ("ruled_no_breach", "breach", Breach.RULED_NO_BREACH),
        ("unable_to_rule", "breach", Breach.UNABLE_TO_RULE),
    ],
)
def test_rulings(value: str, field: str, expected: Any) -> None:
    found = assess(says("SAF", ACCUSE, "RSF"), decisions=(ruling(DecisionKind.RULING, value),))
    assert getattr(found, field) is expected
    assert any("R. Reviewer" in reason.says for reason in found.reasons)


CITING = "Azerbaijani units violated the ceasefire near the village of Rahel on Tuesday."


def test_a_breach_is_alleged_when_an_accuser_cites_an_agreement_in_force() -> None:
    found = assess(says("ARTS", ACCUSE, "AZ"), situation=CAUCASUS, text=CITING, day="2022-08-03")
    assert found.breach is Breach.ALLEGED
    assert found.provision is not None


def test_a_breach_is_contested_when_the_accused_denies() -> None:
    voices = (says("ARTS", ACCUSE, "AZ"), says("AZ", DENY))
    assert assess(*voices, situation=CAUCASUS, text=CITING, day="2022-08-03").breach is Breach.CONTESTED


@pytest.mark.parametrize(
    ("situation", "text", "day"),
    [
        pytest.param(CAUCASUS, SAID, "2022-08-03", id="no agreement is cited"),
        pytest.param(CAUCASUS, CITING, "2019-08-03", id="none was in force yet"),
        pytest.param(SITUATION, CITING, "2022-08-03", id="the situation knows none"),
    ],
)
def test_without_an_agreement_in_force_no_breach_is_assessed(situation: Any, text: str, day: str) -> None:
    found = assess(says("ARTS", ACCUSE, "AZ"), situation=situation, text=text, day=day)
    assert (found.breach, found.provision) == (Breach.NOT_ASSESSED, None)


def test_reasons_name_sides_as_people_do_and_agree_with_their_number() -> None:
    both = assess(
        says("AM", Stance.ACCUSE, "AZ"),
        says("AZ", Stance.ACCUSE, "AM"),
        says("AM", Stance.DENY, "AZ"),
        situation=CAUCASUS,
    )
    reasons = {reason.rule: reason.says for reason in both.reasons}
    assert reasons["A3"] == "Armenia and Azerbaijan reject the blame or lay it on another"
    one = assess(says("AM", Stance.ACCUSE, "AZ"), says("AZ", Stance.DENY, "AM"), situation=CAUCASUS)
    assert "Azerbaijan rejects the blame or lays it on another" in {reason.says for reason in one.reasons}
