"""Linking goes on from what was linked before, and nothing tells it from linking everything anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_linking import SITUATION, Told, collections
from trucewatch.linking import evidence_key
from trucewatch.linking.lineage import LineageTracer, trace_lineage
from trucewatch.records import Decision, DecisionKind, Document, content_id
from trucewatch.streams.dossiers import Corpus
from trucewatch.streams.stages import connect
from trucewatch.workspace import Settings, Workspace
from trucewatch.workspace.relinking import Relinking

KINDS = (DecisionKind.SAME, DecisionKind.DIFFERENT, DecisionKind.UNSURE)
REPORTS = (
    "On Tuesday, 6 February 2024, soldiers and paramilitaries exchanged fire at the Utmadi post, the army said. "
    "Three soldiers were wounded.",
    "The paramilitary force said on 6 February 2024 that the army had fired at its convoy near the Utmadi post.",
    "A drone struck a fuel depot in Khartoum on 9 February 2024, killing two workers, the health ministry said.",
)


def corpus_of(told: list[Told]) -> Corpus:
    return Corpus(
        documents=tuple(t.document for t in told),
        statements=tuple(s for t in told for s in t.statements),
        mentions=tuple(m for t in told for m in t.mentions),
    )


def decided(told: list[Told], number: int, random: Any) -> Decision:
    first, second = random.sample([(m, t.document) for t in told for m in t.mentions], 2)
    return Decision(
        id=content_id("decision", number),
        kind=random.choice(KINDS),
        about=(evidence_key(*first), evidence_key(*second)),
        by="R. Reviewer",
        at=datetime(2024, 3, 1, number % 24, tzinfo=UTC),
        why="read both",
    )


@settings(max_examples=50, deadline=None)
@given(collections(), st.randoms(use_true_random=False))
def test_whatever_comes_goes_or_is_decided_the_result_is_that_of_linking_anew(
    told: list[Told], random: Any
) -> None:
    relinking = Relinking(SITUATION)
    decisions: list[Decision] = []
    for number in range(4):
        here = random.sample(told, random.randint(0, len(told)))
        if sum(len(t.mentions) for t in told) > 1 and random.random() < 0.7:
            decisions.append(decided(told, number, random))
        if decisions and random.random() < 0.2:
            decisions.pop(0)
        corpus = corpus_of(here)
        assert relinking.link(corpus, decisions) == connect(corpus, SITUATION, decisions)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(REPORTS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_lineage_goes_on_from_what_was_compared(texts: list[str], random: Any) -> None:
    tracer = LineageTracer(SITUATION)
    every = [Document(id=f"d{number}", text=text) for number, text in enumerate(texts)]
    for _ in range(3):
        here = random.sample(every, random.randint(0, len(every)))
        assert tracer.trace(here) == trace_lineage(here, SITUATION)


def test_a_document_read_anew_takes_the_place_of_what_it_told_before(tmp_path: Path) -> None:
    corpus = corpus_of([_told("2024-02-06"), _told("2024-02-07")])
    better = Corpus(documents=corpus.documents, statements=corpus.statements, mentions=corpus.mentions[:1])
    relinking = Relinking(SITUATION)
    relinking.link(corpus, ())
    assert relinking.link(better, ()) == connect(better, SITUATION)


def _told(day: str) -> Told:
    from tests.test_linking import tell

    return tell(f"Shells fell on the market of Utmadi, report of {day}.", day)


def test_a_workspace_that_grew_holds_what_one_made_at_once_holds(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    kept = Settings(processes=1)
    with (
        Workspace(tmp_path / "grown", "general", kept) as grown,
        Workspace(tmp_path / "whole", "general", kept) as whole,
    ):
        for number, text in enumerate(REPORTS):
            (reports / f"{number}.txt").write_text(text)
            grown.run([str(reports)])
        whole.run([str(reports)])
        assert grown.store.derived().incidents == whole.store.derived().incidents
        mentions = [m.id for m in grown.store.mentions()]
        for workspace in (grown, whole):
            workspace.decide(
                DecisionKind.DIFFERENT,
                [mentions[0], mentions[-1]],
                by="R. Reviewer",
                why="read both",
                now=datetime(2024, 3, 1, tzinfo=UTC),
            )
            workspace.rebuild()
        assert grown.store.derived().incidents == whole.store.derived().incidents
