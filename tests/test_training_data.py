"""The labelled reports that choices are fitted on: every label stands in its text and uses the words of the field."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from trucewatch.records import LedgerKind, Stance, SubEventType

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
