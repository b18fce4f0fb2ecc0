"""The labelled reports that choices are fitted on: every label stands in its text and uses the words of the field."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.parses import cached_analyses
from training import target_examples
from training.labelled_statements import labelled_reports
from training.statement_examples import Account, Noted, Report

from trucewatch.records import LedgerKind, Stance, SubEventType
from trucewatch.situation import load_situation

FOLDER = Path(__file__).parents[1] / "training"


def _rows(kind: str) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = [yaml.load(p.read_text(encoding="utf-8"), loader) for p in sorted((FOLDER / kind).glob("*.yaml"))]
    return [row for file in files for row in (file["reports"] if isinstance(file, dict) else file)]


@pytest.mark.parametrize("kind", ["statements", "ledgers", "events"])
def test_every_report_has_a_name_of_its_own(kind: str) -> None:
    names = Counter(row["id"] for row in _rows(kind))
    assert len(names) > 200
    assert [name for name, times in names.items() if times > 1] == []


def test_statements_are_words_of_their_text() -> None:
    for row in _rows("statements"):
        for said in row["statements"]:
            assert said["words"] in row["text"], (row["id"], said["words"])
            assert said["who"] is None or said["who"] in row["text"], (row["id"], said["who"])
            assert said["stance"] in set(Stance), row["id"]
            assert isinstance(said["side"], str), row["id"]
            assert said["targets"] or said["stance"] != Stance.ACCUSE, (row["id"], said["words"])


def test_ledger_entries_are_words_of_their_texts() -> None:
    for row in _rows("ledgers"):
        texts = [" ".join(document["text"].split()) for document in row["documents"]]
        for entry in row["entries"] or ():
            assert entry["ledger"] in set(LedgerKind), row["id"]
            for quote in entry["quotes"]:
                assert any(quote in text for text in texts), (row["id"], quote)


def test_events_are_words_of_their_text_and_days_up_to_publication() -> None:
    known = {kind.value for kind in SubEventType}
    for row in _rows("events"):
        for event in row["events"]:
            assert event["sub_event"].lower().translate({ord(c): "_" for c in "/- "}) in known, row["id"]
            assert event["first"] <= event["last"] <= row["published"], row["id"]
            assert event["place"] is None or event["place"] in row["text"], (row["id"], event["place"])
            for words in (*event["words"], *(row["background"] or ())):
                assert words in row["text"], (row["id"], words)


def test_what_the_networks_are_fitted_on_is_read_off_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts look into extraction while it works: they must notice when it works another way."""
    written = next(r for r in labelled_reports() if any(s.stance is Stance.ACCUSE for s in r.statements))
    said = tuple(Account(s.span, s.side, s.stance.value, s.targets) for s in written.statements)
    (analysis,) = cached_analyses([written.document])
    if analysis.states is None:
        pytest.skip("no tagger is installed")
    report = Report(
        document=written.document,
        group=written.group,
        kind=written.file,
        pack="general",
        accounts=said,
        whole=True,
    )
    found = Noted(analysis, report, load_situation("general")).examples
    assert {example.label for example in found} >= {"accuse"}
    assert all(example.low < example.high and example.features for example in found)
    monkeypatch.setattr("training.statement_examples._examples_of", target_examples._examples_of)
    blaming = Noted(analysis, report, load_situation("general")).examples
    assert any(any(example.right) for example in blaming)
