"""Linking: what is one event, what is two, and that no order, batch or partition changes the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_day, a_document, a_mention, a_place, a_statement, published
from trucewatch.linking import IncidentLinker, link_incidents, redirects
from trucewatch.records import (
    CasualtyCategory,
    CasualtyFigure,
    CasualtyGroup,
    Document,
    EventType,
    Flag,
    Incident,
    Lineage,
    Mention,
    MentionActor,
    Place,
    Role,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    SubEventType,
    TimeBasis,
    TimePrecision,
    TimeRange,
)
from trucewatch.situation import load_situation

SITUATION = load_situation("general")

KUPWARA = a_place("Kupwara", lat=34.53, lon=74.25, radius_km=5.0, gazetteer_id="test:kupwara")
UTMADI = a_place("Utmadi", lat=14.10, lon=33.30, radius_km=5.0, gazetteer_id="test:utmadi")
TALEH = a_place("Taleh", lat=14.35, lon=33.55, radius_km=5.0, gazetteer_id="test:taleh")
GEZIRA = a_place("Gezira", lat=14.5, lon=33.2, radius_km=120.0, gazetteer_id="test:gezira", feature="region")


@dataclass(frozen=True)
class Told:
    """One document with what was found in it."""

    document: Document
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]


def tell(text: str, day: str, **mention: Any) -> Told:
    """A document whose whole text is one account of one event, told by `by` with a stance."""
    by, stance = mention.pop("by", None), mention.pop("stance", Stance.ASSERT)
    document = a_document(text, published=published(day))
    if by is None:
        voice = {"stance": Stance.OUTLET, "kind": StatementKind.OUTLET, "speaker": None}
    else:
        voice = {"stance": stance, "speaker": speaker(by)}
    statement = a_statement(document, text, **voice)
    facts = {"when": a_day(day), "where": UTMADI, "statement_id": statement.id, **mention}
    return Told(document, (statement,), (a_mention(document, text, **facts),))


def speaker(side: str) -> Speaker:
    return Speaker(text=side, start=0, end=1, side=side)


def actors(doer: str, victim: str) -> tuple[MentionActor, ...]:
    roles = ((Role.ALLEGED_PERPETRATOR, doer), (Role.VICTIM, victim))
    return tuple(MentionActor(role=role, text=side, side=side, start=0, end=1) for role, side in roles)


def link(*told: Told, **more: Any) -> tuple[Incident, ...]:
    return link_incidents(
        [m for t in told for m in t.mentions],
        [s for t in told for s in t.statements],
        more.get("lineage", Lineage()),
        more.get("decisions", ()),
        SITUATION,
        [t.document for t in told],
    )


def documents_of(incidents: Sequence[Incident]) -> set[frozenset[str]]:
    return {frozenset(row.document_id for row in incident.documents) for incident in incidents}


CLASH = tell(
    "The army said paramilitaries attacked its post at Utmadi on Tuesday and wounded three soldiers.",
    "2024-02-06",
    by="SAF",
    stance=Stance.ACCUSE,
    actors=actors("RSF", "SAF"),
)
OTHER_SIDE = tell(
    "The paramilitary force said soldiers at the Utmadi post opened fire on its convoy on Tuesday.",
    "2024-02-06",
    by="RSF",
    stance=Stance.ACCUSE,
    actors=actors("SAF", "RSF"),
)


def test_opposite_accusations_of_one_clash_are_one_incident() -> None:
    (incident,) = link(CLASH, OTHER_SIDE)
    accused = {account.side: account.targets for account in incident.accounts}
    assert accused == {"SAF": ("RSF",), "RSF": ("SAF",)}
    assert incident.links
    assert all(link.reasons for link in incident.links)


def test_next_day_at_the_same_place_is_another_incident() -> None:
    background = "The truce signed in Jeddah has been broken many times and aid has not reached the farms."
    first = tell(f"Shells fell on the market of Utmadi on Tuesday. {background}", "2024-02-06")
    second = tell(f"Gunmen raided the market of Utmadi on Wednesday. {background}", "2024-02-07")
    assert len(link(first, second)) == 2


def test_a_copy_printed_the_next_day_is_the_same_incident() -> None:
    text = "Two herders were killed near Taleh on Tuesday when their truck hit a mine, the village head said."
    first = tell(text, "2024-02-06", where=TALEH)
    second = tell(f"(Agency) {text}", "2024-02-07", where=TALEH, when=a_day("2024-02-06"))
    assert len(link(first, second)) == 1


def test_same_day_at_another_place_is_another_incident() -> None:
    here = tell("A drone struck a fuel depot in Utmadi on Tuesday.", "2024-02-06")
    there = tell("A drone struck a fuel depot in Kupwara on Tuesday.", "2024-02-06", where=KUPWARA)
    assert len(link(here, there)) == 2


def test_a_chain_of_days_is_not_one_incident() -> None:
    days = [f"2024-02-0{day}" for day in range(1, 8)]
    told = [tell(f"Shelling hit the Utmadi road junction, report number {d[-1]}.", d) for d in days]
    assert len(link(*told)) == len(days)


def test_what_the_document_calls_another_attack_is_another_incident() -> None:
    document = a_document(
        "A patrol was ambushed near Utmadi on Tuesday. Another attack on a patrol near Utmadi was reported.",
        published=published("2024-02-06"),
    )
    at = {"when": a_day("2024-02-06"), "where": UTMADI}
    first = a_mention(document, "A patrol was ambushed near Utmadi on Tuesday.", **at)
    second = a_mention(document, "Another attack on a patrol near Utmadi was reported.", **at)
    start = document.text.index("attack")
    second = replace(second, trigger=replace(second.trigger, start=start, end=start + 6))
    assert len(link(Told(document, (), (first, second)))) == 2


def test_an_undated_report_goes_to_the_event_of_its_weekday() -> None:
    dated = [
        tell(
            f"The army shelled Utmadi on {name}, the mayor said.", day, by="RSF", actors=actors("SAF", "RSF")
        )
        for name, day in (("Tuesday", "2024-02-06"), ("Friday", "2024-02-09"))
    ]
    words = (
        "Shelling of Utmadi by the army on Friday morning drove hundreds from their homes, the mayor said."
    )
    undated = tell(words, "2024-02-09", when=None, by="RSF", actors=actors("SAF", "RSF"))
    undated = replace(undated, document=replace(undated.document, published=None))
    joined = [i for i in link(*dated, undated) if len(i.documents) > 1]
    assert documents_of(joined) == {frozenset({dated[1].document.id, undated.document.id})}


def test_attack_and_answer_told_by_one_side_are_two_incidents() -> None:
    document = a_document(
        "Rockets hit Utmadi. The army struck launchers in return.", published=published("2024-02-06")
    )
    said = a_statement(document, document.text, speaker=speaker("SAF"))
    at = {"when": a_day("2024-02-06"), "where": UTMADI, "statement_id": said.id}
    first = a_mention(document, "Rockets hit Utmadi.", actors=actors("RSF", "SAF"), **at)
    second = a_mention(document, "The army struck launchers in return.", actors=actors("SAF", "RSF"), **at)
    assert len(link(Told(document, (said,), (first, second)))) == 2


def test_a_period_contains_its_incidents_and_does_not_merge_with_them() -> None:
    week = TimeRange(
        earliest=a_day("2024-02-04").earliest,
        latest=a_day("2024-02-10").earliest,
        precision=TimePrecision.WEEK,
        basis=TimeBasis.STATED,
    )
    bulletin = tell(
        "The army said paramilitaries had attacked posts in Gezira all week.",
        "2024-02-10",
        when=week,
        where=GEZIRA,
        by="SAF",
        actors=actors("RSF", "SAF"),
    )
    umbrella, single = sorted(link(CLASH, bulletin), key=lambda incident: not incident.contains)
    assert umbrella.contains == (single.id,)


@pytest.mark.parametrize("flag", [Flag.HISTORICAL, Flag.HYPOTHETICAL, Flag.PLANNED])
def test_what_did_not_happen_now_forms_no_incident(flag: Flag) -> None:
    assert link(tell("Militants may attack the Utmadi post.", "2024-02-06", flags=(flag,))) == ()


def test_words_are_no_incident_but_arrests_are() -> None:
    assert link(tell("The envoy met both delegations.", "2024-02-06", event_type=EventType.CONSULT)) == ()
    arrests = {
        "event_type": EventType.STRATEGIC_DEVELOPMENTS,
        "sub_event_type": SubEventType.ARRESTS,
    }
    assert len(link(tell("Police detained nine men in Utmadi.", "2024-02-06", **arrests))) == 1


def test_an_event_known_only_from_its_denial_is_an_incident() -> None:
    denial = tell(
        "Reports of a firefight near Utmadi are unfounded, the army said.",
        "2024-02-06",
        by="SAF",
        stance=Stance.DENY,
    )
    (incident,) = link(denial)
    assert [(a.side, a.stance) for a in incident.accounts] == [("SAF", Stance.DENY)]


def test_a_statement_that_nothing_happened_is_none() -> None:
    quiet = tell("It was quiet along the line.", "2024-02-06", by="SAF", flags=(Flag.NEGATED,))
    assert link(quiet) == ()


def bare_denial(day: str, side: str = "RSF") -> Told:
    document = a_document(
        f"The allegation is completely false, {side} said on {day}.", published=published(day)
    )
    statement = a_statement(
        document, "The allegation is completely false", stance=Stance.DENY, speaker=speaker(side)
    )
    return Told(document, (statement,), ())


def test_a_bare_denial_goes_to_what_its_side_is_accused_of() -> None:
    reply = bare_denial("2024-02-07")
    (incident,) = link(CLASH, reply)
    (denial,) = [account for account in incident.accounts if account.stance is Stance.DENY]
    assert denial.side == "RSF"
    assert denial.statement_ids == (reply.statements[0].id,)


@pytest.mark.parametrize(
    "reply", [bare_denial("2024-02-20"), bare_denial("2024-02-05"), bare_denial("2024-02-07", "IN")]
)
def test_a_bare_denial_too_late_too_early_or_by_another_goes_nowhere(reply: Told) -> None:
    (incident,) = link(CLASH, reply)
    assert all(account.stance is not Stance.DENY for account in incident.accounts)


def one_report(text: str, denial: str, event: str, when: str, denied_on: str | None = None) -> Told:
    """A document of 2024-02-07 in which the paramilitaries deny something and the outlet tells of an event."""
    document = a_document(text, published=published("2024-02-07"))
    denied = a_statement(document, denial, stance=Stance.DENY, speaker=speaker("RSF"))
    voice = a_statement(document, event, stance=Stance.OUTLET, kind=StatementKind.OUTLET, speaker=None)
    mentions = [
        a_mention(
            document,
            event,
            when=a_day(when),
            where=UTMADI,
            statement_id=voice.id,
            actors=(MentionActor(role=Role.REPORTER, text="RSF", side="RSF", start=0, end=1),),
        )
    ]
    if denied_on is not None:
        facts = {"when": a_day(denied_on), "where": UTMADI, "statement_id": denied.id}
        planned = {"event_type": EventType.STRATEGIC_DEVELOPMENTS, "flags": (Flag.NEGATED,)}
        mentions.append(a_mention(document, denial, **facts, **planned))
    return Told(document, (denied, voice), tuple(mentions))


def test_nobody_denies_what_is_told_only_afterwards_and_blamed_on_no_one() -> None:
    denial, event = "The RSF denied taking the village", "a fuel store blew up near Utmadi"
    later = one_report(f"{denial}. On Tuesday {event}.", denial, event, "2024-02-06")
    before = one_report(f"On Tuesday {event}. {denial}.", denial, event, "2024-02-06")
    assert all(a.stance is not Stance.DENY for i in link(later) for a in i.accounts)
    assert any(a.stance is Stance.DENY for i in link(before) for a in i.accounts)


def test_a_denial_of_what_was_weeks_ago_is_about_nothing_of_this_week() -> None:
    denial, event = "The RSF denied taking the village", "a fuel store blew up near Utmadi"
    text = f"On Tuesday {event}. {denial}."
    assert all(
        a.stance is not Stance.DENY
        for i in link(one_report(text, denial, event, "2024-02-06", denied_on="2024-01-10"))
        for a in i.accounts
    )


def toll(told: Told, low: int, high: int | None, claimant: str, side: str | None = "SAF") -> Told:
    figure = CasualtyFigure(
        category=CasualtyCategory.KILLED,
        group=CasualtyGroup.MILITARY,
        low=low,
        high=high,
        side=side,
        claimant=claimant,
        evidence=told.mentions[0].evidence,
    )
    return replace(told, mentions=(replace(told.mentions[0], casualties=(figure,)),))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The paramilitary force said it had carried out a raid on the post at Utmadi.", Stance.ADMIT),
        ("The paramilitary force said the post at Utmadi was raided.", Stance.CONFIRM),
    ],
)
def test_who_says_that_it_did_it_owns_it_even_where_others_are_blamed(text: str, stance: Stance) -> None:
    told = tell(text, "2024-02-06", by="RSF", stance=Stance.ADMIT, actors=actors("SAF", "RSF"))
    (incident,) = link(told)
    assert [account.stance for account in incident.accounts] == [stance]


def test_figures_that_exclude_each_other_are_disputed() -> None:
    (incident,) = link(toll(CLASH, 3, 3, "SAF"), toll(OTHER_SIDE, 12, None, "RSF"))
    figures = {(f.group, f.side): f for f in incident.casualties}
    of_side = figures[CasualtyGroup.MILITARY, "SAF"]
    assert (of_side.low, of_side.high, of_side.claimants, of_side.disputed) == (3, None, ("RSF", "SAF"), True)
    assert figures[CasualtyGroup.ALL, None].low == 3


def test_a_number_of_the_dead_says_that_there_were_more() -> None:
    other = figures_of(OTHER_SIDE, (1, "RSF", "one of the dead"))
    (incident,) = link(figures_of(CLASH, (5, "SAF", "five guards were killed")), other)
    whole = next(f for f in incident.casualties if f.group is CasualtyGroup.ALL)
    assert (whole.low, whole.high, whole.disputed) == (5, 5, False)
    (alone,) = link(other)
    whole = next(f for f in alone.casualties if f.group is CasualtyGroup.ALL)
    assert (whole.low, whole.high) == (1, None)


def test_a_claimants_later_figure_replaces_the_earlier_one() -> None:
    later = replace(CLASH, document=replace(CLASH.document, published=published("2024-02-07")))
    earlier = tell(CLASH.document.text + " ", "2024-02-06", by="SAF", actors=actors("RSF", "SAF"))
    (incident,) = link(toll(earlier, 1, 1, "SAF"), toll(later, 3, 3, "SAF"))
    of_side = next(f for f in incident.casualties if f.group is CasualtyGroup.MILITARY)
    assert (of_side.low, of_side.high, of_side.disputed) == (3, 3, False)


def figures_of(told: Told, *rows: tuple[int, str | None, str]) -> Told:
    """`told` with figures of killed people: low and high, claimant, quotation."""
    evidence = told.mentions[0].evidence
    figures = tuple(
        CasualtyFigure(
            category=CasualtyCategory.KILLED,
            group=CasualtyGroup.UNKNOWN,
            low=low,
            high=low,
            claimant=claimant,
            evidence=replace(evidence, quote=quote),
        )
        for low, claimant, quote in rows
    )
    return replace(told, mentions=(replace(told.mentions[0], casualties=figures),))


@pytest.mark.parametrize(
    ("quote", "of_whole", "low"),
    [
        ("a driver was killed", None, 4),
        ("a driver was killed", "RSF", 1),
        ("one person was killed", None, 1),
        ("he later died", "RSF", 4),
        ("the driver's death", "RSF", 4),
    ],
)
def test_a_single_victim_is_among_the_outlets_larger_figure_unless_one_is_said(
    quote: str, of_whole: str | None, low: int
) -> None:
    (incident,) = link(figures_of(CLASH, (4, of_whole, "four people were killed"), (1, "SAF", quote)))
    (whole,) = [figure for figure in incident.casualties if figure.group is CasualtyGroup.ALL]
    assert whole.low == low


@pytest.mark.parametrize(
    ("others", "whole", "low"),
    [
        ("killing three policemen", None, 4),
        ("killing three policemen", "five people died", 5),
        ("three people were dead", None, 3),
    ],
)
def test_who_killed_others_and_himself_is_one_more_dead(others: str, whole: str | None, low: int) -> None:
    rows = [(3, None, others), (1, None, "blowing himself up"), *([(5, None, whole)] if whole else [])]
    (incident,) = link(figures_of(CLASH, *rows))
    figures = {f.group: f.low for f in incident.casualties}
    assert (figures[CasualtyGroup.ALL], figures[CasualtyGroup.UNKNOWN]) == (low, 5 if whole else 3)


def test_an_officials_vague_words_do_not_hide_the_outlets_number() -> None:
    told = figures_of(
        CLASH, (4, "MEDIA", "four people were killed"), (2, "SAF", "several people were killed")
    )
    mention = told.mentions[0]
    number, vague = mention.casualties
    figures = (number, replace(vague, high=None, word="several"))
    (incident,) = link(replace(told, mentions=(replace(mention, casualties=figures),)))
    (whole,) = [figure for figure in incident.casualties if figure.group is CasualtyGroup.ALL]
    assert (whole.low, whole.high, whole.claimants) == (4, 4, ("MEDIA",))


def test_losses_of_two_sides_are_kept_apart_and_add_up() -> None:
    (incident,) = link(toll(CLASH, 3, 3, "SAF", "SAF"), toll(OTHER_SIDE, 5, 5, "RSF", "RSF"))
    figures = {(f.group, f.side): (f.low, f.high) for f in incident.casualties}
    assert figures == {
        (CasualtyGroup.MILITARY, "SAF"): (3, 3),
        (CasualtyGroup.MILITARY, "RSF"): (5, 5),
        (CasualtyGroup.ALL, None): (8, 8),
    }


def test_losses_of_two_sides_add_up_and_make_no_range() -> None:
    (incident,) = link(toll(CLASH, 1, 1, "SAF", "SAF"), toll(OTHER_SIDE, 2, 2, "RSF", "RSF"))
    whole = next(f for f in incident.casualties if f.group is CasualtyGroup.ALL)
    assert (whole.low, whole.high, whole.disputed) == (3, 3, False)


def test_what_a_camp_counts_where_nobody_else_lost_anybody_is_disputed_with_the_others_figure_for_it() -> (
    None
):
    own = figures_of(CLASH, (5, "SAF", "five dead"))
    (incident,) = link(own, toll(OTHER_SIDE, 3, 3, "RSF", "SAF"))
    whole = next(f for f in incident.casualties if f.group is CasualtyGroup.ALL)
    assert (whole.low, whole.high, whole.disputed) == (3, 5, True)


def test_at_most_one_incident_of_a_document_is_its_main_one() -> None:
    document = a_document(
        "A mine killed a shepherd at Utmadi on Monday. Gunmen burned a clinic at Taleh on Tuesday.",
        published=published("2024-02-06"),
    )
    first = a_mention(
        document, "A mine killed a shepherd at Utmadi on Monday.", when=a_day("2024-02-05"), where=UTMADI
    )
    second = a_mention(
        document, "Gunmen burned a clinic at Taleh on Tuesday.", when=a_day("2024-02-06"), where=TALEH
    )
    incidents = link(Told(document, (), (first, second)))
    assert len(incidents) == 2
    assert sum(row.main for incident in incidents for row in incident.documents) == 1


def test_an_incident_that_is_no_more_redirects_to_its_heir() -> None:
    before = link(OTHER_SIDE)
    after = link(
        OTHER_SIDE, replace(CLASH, document=replace(CLASH.document, published=published("2024-02-05")))
    )
    assert redirects(before, after) == ({before[0].id: after[0].id} if before[0].id != after[0].id else {})


PLACES: tuple[Place, ...] = (UTMADI, TALEH, KUPWARA, GEZIRA)
WORDS = (
    "convoy mortar bridge clinic herders orchard sniper drone dam checkpoint mill ferry Osman Idris".split()
)


@st.composite
def collections(draw: st.DrawFn) -> list[Told]:
    """A few documents in a handful of words, days, places and sides, so that many are nearly alike."""
    told = []
    for number in range(draw(st.integers(2, 9))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
        day = f"2024-02-0{draw(st.integers(1, 5))}"
        doer, victim = draw(st.permutations(["SAF", "RSF"]))
        told.append(
            tell(
                f"Report {number}: {' '.join(words)}.",
                day,
                by=draw(st.sampled_from(["SAF", "RSF", None])),
                stance=draw(st.sampled_from([Stance.ASSERT, Stance.ACCUSE, Stance.DENY])),
                where=draw(st.sampled_from((*PLACES, None))),
                when=draw(st.sampled_from([a_day(day), None])),
                actors=actors(doer, victim),
            )
        )
        if draw(st.booleans()):
            told.append(bare_denial(day, draw(st.sampled_from(["SAF", "RSF"]))))
    return list({t.document.id: t for t in told}.values())


@settings(max_examples=60, deadline=None)
@given(collections(), st.randoms(use_true_random=False))
def test_order_and_batches_do_not_matter(told: list[Told], random: Any) -> None:
    expected = link(*told)
    shuffled = list(told)
    random.shuffle(shuffled)
    assert link(*shuffled) == expected
    linker = IncidentLinker(SITUATION)
    while shuffled:
        size = random.randint(1, len(shuffled))
        batch, shuffled = shuffled[:size], shuffled[size:]
        linker.add(
            [m for t in batch for m in t.mentions],
            [s for t in batch for s in t.statements],
            [t.document for t in batch],
        )
        linker.incidents()
    assert linker.incidents() == expected


@settings(max_examples=30, deadline=None)
@given(collections())
def test_partitions_that_share_nothing_link_apart_as_together(told: list[Told]) -> None:
    elsewhere = a_place("Lakh", lat=-3.0, lon=120.0, gazetteer_id="test:lakh")
    far = tell("Farmers clashed with loggers over a ferry landing.", "2019-05-01", where=elsewhere)
    together = link(*told, far)
    assert {i.id: i for i in together} == {i.id: i for i in (*link(*told), *link(far))}
