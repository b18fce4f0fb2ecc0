"""Reports: every sentence cites, hostile words stay words, and each format says the same."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    a_document,
    a_ledger_entry,
    a_mention,
    a_place,
    a_statement,
    an_assessment,
    an_incident,
    evidence_of,
)
from trucewatch.records import (
    Account,
    Amount,
    Attribution,
    CasualtyCategory,
    CasualtyFigure,
    CasualtyGroup,
    Document,
    Dossier,
    LedgerKind,
    Ledgers,
    Occurrence,
    Reason,
    ReconciledFigure,
    Report,
    Sentence,
    Speaker,
    Stance,
)
from trucewatch.reporting import (
    Register,
    incidents_csv,
    incidents_geojson,
    render_html,
    render_json,
    render_markdown,
    unsupported,
    write_situation_report,
)
from trucewatch.reporting.accounts import IncidentText
from trucewatch.situation import load_situation

SITUATION = load_situation("general")
TEXT = (
    "The army said that two soldiers were hurt near Kfar Kila. “We fired no shot,” the army said. "
    "The mission said it would investigate by 5 December."
)


def a_register(text: str = TEXT, **fields: Any) -> Register:
    """One incident in one document: the army asserts and denies, two wounded, an inquiry promised."""
    document = a_document(text, title=fields.pop("title", "Shots at the line"), publisher="Example Daily")
    told = a_statement(document, "two soldiers were hurt near Kfar Kila")
    denied = a_statement(document, "We fired no shot", stance=Stance.DENY, id="denial")
    wounded = CasualtyFigure(
        category=CasualtyCategory.WOUNDED,
        group=CasualtyGroup.MILITARY,
        low=2,
        high=2,
        claimant="IL",
        evidence=evidence_of(document, "two soldiers were hurt"),
    )
    mention = a_mention(
        document, "two soldiers were hurt near Kfar Kila", casualties=(wounded,), statement_id=told.id
    )
    incident = an_incident(
        mention,
        accounts=(
            Account(side="IL", stance=Stance.ASSERT, statement_ids=(told.id,)),
            Account(side="IL", stance=Stance.DENY, statement_ids=(denied.id,)),
        ),
        casualties=(
            ReconciledFigure(
                category=CasualtyCategory.WOUNDED,
                group=CasualtyGroup.ALL,
                side=None,
                low=2,
                high=2,
                claimants=("IL",),
                disputed=False,
            ),
        ),
        **fields,
    )
    inquiry = a_ledger_entry(
        document,
        "it would investigate by 5 December",
        ledger=LedgerKind.INVESTIGATION,
        state="promised",
        amount=Amount(value=5_000_000, currency="EUR"),
    )
    assessed = an_assessment(
        incident,
        occurrence=Occurrence.CONTESTED,
        attribution=Attribution.CONTESTED,
        denied_by=("IL",),
        reasons=(Reason(rule="live_denial", says="IL denies it", records=(denied.id,)),),
    )
    dossier = Dossier(
        incident=incident, mentions=(mention,), statements=(told, denied), documents=(document,)
    )
    return Register(
        dossiers=(dossier,),
        assessments={incident.id: assessed},
        documents=(document,),
        statements=(told, denied),
        ledgers=Ledgers(entries=(inquiry,)),
    )


def sentences_of(report: Report) -> list[Sentence]:
    return [
        s for section in report.sections if section.title != "Method and limits" for s in section.sentences
    ]


def test_every_sentence_cites_and_holds() -> None:
    sentences = sentences_of(write_situation_report(a_register(), SITUATION))
    assert len(sentences) >= 6
    for sentence in sentences:
        assert sentence.citations, sentence.text
        assert unsupported(sentence) == (), sentence.text


def test_nothing_is_withheld_where_all_is_quoted_or_derived() -> None:
    report = write_situation_report(a_register(), SITUATION)
    assert "withheld" not in render_json(report)


def test_both_accounts_of_one_side_are_told_apart() -> None:
    texts = [s.text for s in sentences_of(write_situation_report(a_register(), SITUATION))]
    assert any("denial" in text and "“We fired no shot”" in text for text in texts)
    assert any("statement" in text and "two soldiers were hurt" in text for text in texts)


def test_an_unsupported_name_number_or_date_is_seen() -> None:
    document = a_document(TEXT)
    quote = (evidence_of(document, "two soldiers were hurt near Kfar Kila"),)
    assert unsupported(Sentence(text="There were 2 hurt near Kfar Kila.", citations=quote)) == ()
    assert unsupported(Sentence(text="There were 3 hurt near Kfar Kila.", citations=quote)) == ("3",)
    assert unsupported(Sentence(text="They were hurt near Metula.", citations=quote)) == ("Metula",)
    assert unsupported(Sentence(text="Hurt in December.", citations=quote)) == ("December",)


def test_a_sentence_that_says_more_than_its_quotes_is_withheld_and_counted() -> None:
    register = a_register()
    entry = register.ledgers.entries[0]
    (change,) = entry.history
    (quote,) = change.evidence
    forged = type(quote)(
        document_id=quote.document_id, start=quote.start, end=quote.end, quote="something else"
    )
    broken = type(entry)(
        id=entry.id,
        ledger=entry.ledger,
        state=entry.state,
        by=entry.by,
        content=entry.content,
        history=(type(change)(state=change.state, when=None, evidence=(forged,)),),
    )
    register = Register(
        dossiers=register.dossiers,
        assessments=register.assessments,
        documents=register.documents,
        ledgers=Ledgers(entries=(broken,)),
    )
    report = write_situation_report(register, SITUATION)
    assert all(unsupported(sentence) == () for sentence in sentences_of(report))


def test_the_section_on_civilian_harm_counts_no_soldiers() -> None:
    document = a_document("The mayor said that one farmer died. The army said that two soldiers died.")
    groups = {CasualtyGroup.CIVILIAN: ("one farmer", 1), CasualtyGroup.MILITARY: ("two soldiers", 2)}
    claims = tuple(
        CasualtyFigure(
            category=CasualtyCategory.KILLED,
            group=group,
            low=number,
            high=number,
            evidence=evidence_of(document, words),
        )
        for group, (words, number) in groups.items()
    )
    figures = tuple(
        ReconciledFigure(
            category=CasualtyCategory.KILLED,
            group=group,
            side=None,
            low=number,
            high=number,
            claimants=(),
            disputed=False,
        )
        for group, number in (*((g, n) for g, (_, n) in groups.items()), (CasualtyGroup.ALL, 3))
    )
    mention = a_mention(document, "one farmer died", casualties=claims)
    incident = an_incident(mention, casualties=figures)
    dossier = Dossier(incident=incident, mentions=(mention,), statements=(), documents=(document,))
    register = Register(
        dossiers=(dossier,), assessments={incident.id: an_assessment(incident)}, documents=(document,)
    )
    report = write_situation_report(register, SITUATION)
    (section,) = (section for section in report.sections if section.title == "Civilian harm")
    (sentence,) = section.sentences
    assert "one farmer" in sentence.text
    assert "soldiers" not in sentence.text


def accounts_in(dossier: Dossier) -> list[str]:
    told = IncidentText(dossier, an_assessment(dossier.incident), SITUATION)
    return [sentence.text for _, sentence in told.accounts()]


def test_an_account_is_shown_by_the_statement_that_carries_it() -> None:
    document = a_document(
        "Israel has pulled its tanks back. It said Hezbollah gunmen attacked a post near Khiam on Monday. A lie."
    )
    moved = a_statement(document, "Israel has pulled its tanks back", stance=Stance.ACCUSE, target=("HEZB",))
    blamed = a_statement(
        document,
        "Hezbollah gunmen attacked a post near Khiam on Monday",
        stance=Stance.ACCUSE,
        target=("HEZB",),
        speaker=Speaker(text="It", start=34, end=36, name="the Israeli army", actor="IL-IDF", side="IL"),
    )
    mention = a_mention(document, "Hezbollah gunmen attacked a post near Khiam on Monday")
    account = Account(side="IL", stance=Stance.ACCUSE, statement_ids=(moved.id, blamed.id), targets=("HEZB",))
    incident = an_incident(mention, accounts=(account,))
    (text,) = accounts_in(
        Dossier(incident=incident, mentions=(mention,), statements=(moved, blamed), documents=(document,))
    )
    assert "“Hezbollah gunmen attacked a post near Khiam on Monday”" in text
    assert "as reported from the Israeli army" in text, "a pronoun names nobody out of its text"


def test_a_total_that_nobody_states_says_what_it_adds_up() -> None:
    document = a_document("Lebanon said two soldiers died. Israel said three soldiers died.")
    figures = []
    claims = []
    for side, words, number in (("LB", "two soldiers died", 2), ("IL", "three soldiers died", 3)):
        told = {"category": CasualtyCategory.KILLED, "group": CasualtyGroup.MILITARY, "side": side}
        claims.append(
            CasualtyFigure(
                **told, low=number, high=number, claimant=side, evidence=evidence_of(document, words)
            )
        )
        figures.append(ReconciledFigure(**told, low=number, high=number, claimants=(side,), disputed=False))
    total = {"category": CasualtyCategory.KILLED, "group": CasualtyGroup.ALL, "side": None}
    figures.append(ReconciledFigure(**total, low=5, high=5, claimants=("IL", "LB"), disputed=False))
    mention = a_mention(document, document.text, casualties=tuple(claims))
    incident = an_incident(mention, casualties=tuple(figures))
    dossier = Dossier(incident=incident, mentions=(mention,), statements=(), documents=(document,))
    (sentence,) = IncidentText(dossier, an_assessment(incident), SITUATION).figures()
    assert "the total adds up 2 military of Lebanon, 3 military of Israel" in sentence.text
    assert not unsupported(sentence)


@pytest.mark.parametrize(("said", "lines"), [("one of the dead", 0), ("the shots came from the orchard", 1)])
def test_a_few_words_of_a_nobody_are_no_account(said: str, lines: int) -> None:
    document = a_document(f"Shots killed two men at Khiam. A rowing club spoke of {said}.")
    told = a_statement(document, said, speaker=Speaker(text="A rowing club", start=31, end=44))
    mention = a_mention(document, "Shots killed two men at Khiam.")
    account = Account(side="unknown", stance=Stance.ASSERT, statement_ids=(told.id,))
    incident = an_incident(mention, accounts=(account,))
    dossier = Dossier(incident=incident, mentions=(mention,), statements=(told,), documents=(document,))
    assert len(accounts_in(dossier)) == lines


def test_private_persons_are_not_named() -> None:
    register = a_register()
    (dossier,) = register.dossiers
    told = dossier.statements[0]
    named = type(told)(
        id=told.id,
        document_id=told.document_id,
        speaker=Speaker(text="resident Jane Roe", start=0, end=17),
        kind=told.kind,
        stance=told.stance,
        content=told.content,
        evidence=told.evidence,
        quotes=told.quotes,
    )
    dossier = Dossier(
        incident=dossier.incident, mentions=dossier.mentions, statements=(named,), documents=dossier.documents
    )
    register = Register(dossiers=(dossier,), assessments=register.assessments, documents=register.documents)
    report = write_situation_report(register, SITUATION)
    assert not any("Jane Roe" in sentence.text for sentence in sentences_of(report))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page_of(register: Register) -> tuple[str, list[tuple[str, dict[str, str | None]]]]:
    html = render_html(write_situation_report(register, SITUATION), register, SITUATION)
    parser = _Page()
    parser.feed(html)
    return html, parser.tags


def test_the_page_asks_for_nothing_outside_and_runs_nothing() -> None:
    html, tags = page_of(a_register())
    assert not [tag for tag, _ in tags if tag in ("script", "link", "iframe", "img", "object", "embed")]
    targets = [
        value for _, attributes in tags for name, value in attributes.items() if name in ("src", "href")
    ]
    assert all(target and target.startswith("#") for target in targets)
    assert "url(" not in html


def test_hostile_words_stay_words_on_the_page() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    html, tags = page_of(a_register(TEXT + " " + hostile, title=hostile))
    assert not [tag for tag, _ in tags if tag in ("script", "img")]
    assert "&lt;script&gt;" in html


def test_every_link_on_the_page_leads_somewhere() -> None:
    _, tags = page_of(a_register())
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    for _, attributes in tags:
        href = attributes.get("href")
        assert href is None or href.removeprefix("#") in ids, href


def test_map_and_timeline_are_drawn_where_there_is_a_place_and_a_day() -> None:
    html, _ = page_of(a_register())
    assert '<svg class="map"' in html
    assert '<svg class="timeline"' in html
    undated, _ = page_of(a_register(when=None, where=None))
    assert "<svg" not in undated


def test_markdown_notes_are_numbered_once_and_all_defined() -> None:
    register = a_register()
    text = render_markdown(write_situation_report(register, SITUATION), register)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert used == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert used


def test_markdown_keeps_hostile_words_harmless() -> None:
    register = a_register(title="[x](javascript:alert(1)) <b>")
    assert "<b>" not in render_markdown(write_situation_report(register, SITUATION), register)


def test_json_has_the_published_shape() -> None:
    data = json.loads(render_json(write_situation_report(a_register(), SITUATION)))
    assert set(data) == {"title", "period", "prepared", "approved", "sections"}
    assert data["approved"] is None
    for section in data["sections"]:
        for sentence in section["sentences"]:
            for mark in sentence["derived"]:
                assert sentence["text"][mark["start"] : mark["end"]] == mark["value"]


def test_geojson_gives_lon_lat_and_null_geometry_without_a_place() -> None:
    (feature,) = json.loads(incidents_geojson(a_register()))["features"]
    assert feature["geometry"]["coordinates"] == [35.567, 33.279]
    (unplaced,) = json.loads(incidents_geojson(a_register(where=None)))["features"]
    assert unplaced["geometry"] is None


def test_csv_cells_never_start_a_formula() -> None:
    register = a_register(where=a_place('=HYPERLINK("http://example.org")'))
    rows = list(csv.DictReader(io.StringIO(incidents_csv(register))))
    assert rows[0]["place"].startswith("'=")


WORDS = st.sampled_from(
    "the army of Kfar Kila said 12 seven Metula shells on 3 May and Marwan Reuters hurt UN forty-two fired".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=6, max_size=40), st.integers(0, 5), st.booleans())
def test_no_report_says_more_than_its_quotes(words: list[str], cut: int, placed: bool) -> None:
    """Over any text: names and numbers of a sentence are in its quotes or marked as derived."""
    text = " ".join(words) + "."
    document: Document = a_document(text)
    quote = " ".join(words[cut:])
    told = a_statement(document, quote, speaker=Speaker(text=words[0], start=0, end=len(words[0]), side="IL"))
    mention = a_mention(document, quote, statement_id=told.id)
    incident = an_incident(
        mention,
        where=a_place("Bint Jbeil") if placed else None,
        accounts=(Account(side="IL", stance=Stance.ACCUSE, statement_ids=(told.id,), targets=("LB",)),),
    )
    register = Register(
        dossiers=(
            Dossier(incident=incident, mentions=(mention,), statements=(told,), documents=(document,)),
        ),
        assessments={incident.id: an_assessment(incident)},
        documents=(document,),
        statements=(told,),
        ledgers=Ledgers(entries=(a_ledger_entry(document, quote),)),
    )
    report = write_situation_report(register, SITUATION)
    assert "withheld" not in render_json(report)
    for sentence in sentences_of(report):
        assert sentence.citations
        assert unsupported(sentence) == ()
        for citation in sentence.citations:
            assert document.text[citation.start : citation.end] == citation.quote
