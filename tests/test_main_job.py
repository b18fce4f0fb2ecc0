"""The main job on whole corpora: the demonstration, and the five reports beside the checkout where they are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from trucewatch.records import Report
from trucewatch.reporting import Register, unsupported
from trucewatch.workspace import Workspace

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "src" / "trucewatch" / "examples" / "documents"
SEEDS = ROOT.parent / "shared" / "seeds"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Register]:
    return _run(EXAMPLES, tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Register]:
    if not SEEDS.is_dir():
        pytest.skip("the five reports are not beside this checkout")
    return _run(SEEDS, tmp_path_factory.mktemp("seeds"))


def _run(folder: Path, into: Path) -> tuple[Report, Register]:
    workspace = Workspace(into, "south_caucasus")
    try:
        workspace.run([str(folder)], now=NOW)
        return workspace.report(now=NOW), workspace.register()
    finally:
        workspace.close()


@pytest.mark.parametrize("corpus", ["demonstration", "seeds"])
def test_no_sentence_says_more_than_its_quotes(corpus: str, request: pytest.FixtureRequest) -> None:
    report, register = request.getfixturevalue(corpus)
    texts = {document.id: document.text for document in register.documents}
    sentences = [s for section in report.sections[:-1] for s in section.sentences]
    assert len(sentences) > 20
    for sentence in sentences:
        assert sentence.citations, sentence.text
        assert unsupported(sentence) == (), sentence.text
        for citation in sentence.citations:
            assert texts[citation.document_id][citation.start : citation.end] == citation.quote
    assert not any("withheld" in s.text for s in report.sections[-1].sentences)


def test_the_demonstration_tells_both_sides(demonstration: tuple[Report, Register]) -> None:
    _, register = demonstration
    accused = {
        (a.side, target) for x in register.assessments.values() for a in x.accused_by for target in a.targets
    }
    denied = {side for x in register.assessments.values() for side in x.denied_by}
    assert {("ARTS", "AZ"), ("AZ", "ARTS")} <= accused
    assert {"AZ", "ARTS"} & denied


def test_copies_in_the_demonstration_add_no_origin(demonstration: tuple[Report, Register]) -> None:
    _, register = demonstration
    publishers = {document.id: document.publisher for document in register.documents}
    pairs = {frozenset((publishers[d.a], publishers[d.b])) for d in register.lineage.derivations}
    assert frozenset(("Al Arabiya English", "thewall.fyi")) in pairs
    for assessed in register.assessments.values():
        assert len(set(assessed.origins)) == len(assessed.origins) == assessed.independent_origins


def test_every_ledger_of_the_demonstration_has_its_entry(demonstration: tuple[Report, Register]) -> None:
    _, register = demonstration
    kinds = {str(entry.ledger) for entry in register.ledgers.entries}
    assert {"access", "demand", "investigation", "notification", "pledge"} <= kinds


def test_the_seeds_give_the_incidents_that_they_tell_of(seeds: tuple[Report, Register]) -> None:
    """The operation of September 2023 in two reports is one, and the report about talks gives none."""
    _, register = seeds
    told = _incidents_told(register)
    assert not any(text.startswith("Peacekeeping Talks") for text in told)
    assert any(len(dossier.incident.documents) == 2 for dossier in register.dossiers)


def test_two_attacks_that_a_seed_tells_separately_are_two(seeds: tuple[Report, Register]) -> None:
    _, register = seeds
    told = _incidents_told(register)
    first = next(text for text in told if text.startswith("The Russian Foreign Ministry spokesman"))
    assert told[first] == 2


def _incidents_told(register: Register) -> dict[str, int]:
    """How many incidents each report tells of, by the beginning of its text; reports of none are left out."""
    names = {document.id: document.text[:40] for document in register.documents}
    told: dict[str, int] = {}
    for dossier in register.dossiers:
        for part in dossier.incident.documents:
            told[names[part.document_id]] = told.get(names[part.document_id], 0) + 1
    return told
