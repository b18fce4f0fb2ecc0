"""Whatever documents say, the sections on movement, patterns and silence cite what stands there and never fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import (
    a_day,
    a_document,
    a_ledger_entry,
    a_mention,
    a_place,
    an_assessment,
    an_incident,
    published,
)

from trucewatch.records import Dossier, LedgerKind, Ledgers, Span, StateChange
from trucewatch.reporting import Register, ReportSettings, render_html, unsupported, write_situation_report
from trucewatch.reporting.silence import watched_areas
from trucewatch.situation import load_situation
from trucewatch.verification import access_by_area

PACK = load_situation("lebanon_israel")
TODAY = date(2025, 1, 20)
KHIAM = a_place("Khiam", lat=33.327, lon=35.611, radius_km=3.0, gazetteer_id="test:khiam", country="LB")
WORDS = st.text(
    st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from(list(" .\n“”!?,;\t\u200f\u0000"))),
    max_size=120,
)
TEXTS = st.lists(
    st.one_of(WORDS, st.sampled_from(["Khiam", "road to Khiam", "observers in", "Al-Khiam"])), max_size=8
)


def a_register(texts: list[str]) -> Register:
    body = " ".join([*texts, "Khiam"])
    document = a_document(body, published=published("2024-12-01"))
    whole = document.evidence(Span(start=0, end=len(body)))
    mention = replace(a_mention(document, "Khiam", where=KHIAM, when=a_day("2024-12-01")), evidence=whole)
    incident = an_incident(mention)
    change = StateChange(state="denied", when=date(2024, 12, 1), evidence=(whole,), by="UN")
    entry = a_ledger_entry(document, "Khiam", ledger=LedgerKind.ACCESS, state="denied", history=(change,))
    ledgers = Ledgers(entries=(entry,))
    return Register(
        dossiers=(Dossier(incident=incident, mentions=(mention,), statements=(), documents=(document,)),),
        assessments={incident.id: an_assessment(incident)},
        documents=(document,),
        ledgers=ledgers,
        access=access_by_area(ledgers, PACK, [incident], [document]),
    )


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_hostile_documents_are_cited_exactly_or_not_at_all(texts: list[str]) -> None:
    register = a_register(texts)
    (document,) = register.documents
    for area in watched_areas(register, PACK, TODAY, 14):
        words = area.last_words
        if words is not None:
            assert document.text[words.start : words.end] == words.quote
    report = write_situation_report(register, PACK, as_of=TODAY, settings=ReportSettings(period_days=60))
    for section in report.sections[:-1]:
        for sentence in section.sentences:
            assert sentence.citations
            assert unsupported(sentence) == ()
    render_html(report, register, PACK, TODAY)


@settings(max_examples=30, deadline=None)
@given(TEXTS, st.randoms())
def test_the_order_of_documents_changes_nothing(texts: list[str], random: Any) -> None:
    register = a_register(texts)
    more = [
        a_document(f"{n} {words}", published=published(f"2024-12-{n + 2:02}"))
        for n, words in enumerate(texts)
    ]
    documents = [*register.documents, *more]
    random.shuffle(documents)
    first = watched_areas(replace(register, documents=tuple(documents)), PACK, TODAY, 14)
    second = watched_areas(replace(register, documents=tuple(reversed(documents))), PACK, TODAY, 14)
    assert first == second
