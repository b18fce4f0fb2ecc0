"""The corpus of our own words: its files are sound, and a broken one is told in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import own_corpus

BROKEN = """
conflict: Hodeidah, Yemen
note: made for a test
documents:
  - id: broken-a
    publisher: Tihama Courier
    publisher_affiliation: independent
    url: https://example.org/tihama/1
    published: 2019-01-11
    title: Drone over the port
    text: |
      A drone fell near the port on Friday. The harbour master saw a drone and nothing else.
    gold:
      incidents:
        - incident_id: BROKEN-1
          date_basis: guessed
          place: {names_in_doc: [Aden]}
          alleged_perpetrator: [{side: SA, by: [harbour master]}]
          accounts:
            - {claimant: harbour master, claimant_side: WIT, stance: shout, quote: "saw a drone"}
            - {claimant: harbour master, claimant_side: NOBODY, stance: accuse, quote: "a drone"}
          casualties:
            - {category: killed, group: civilian, low: 3, high: 2, claimant: x, claimant_side: WIT, as_stated: "three"}
      other: []
incidents:
  - incident_id: BROKEN-1
    event_type: Explosions/Remote violence
    sub_event_type: Air/drone strike
    date_start: 2019-01-11
    date_end: 2019-01-10
    precision: day
    place: {name: Hodeidah port, admin: Yemen, lat: 14.83, lon: 42.93, approximate: false}
    victim_side: unknown
    canonical_facts: A drone fell.
    expected_view: {expected_status: corroborated, independent_origins: 1, denied_by: [HOUTHI]}
pairs:
  - {a: broken-a, b: broken-z, label: twin}
"""

TOLD = (
    "the note does not say",
    "date_basis 'guessed'",
    "place name 'Aden'",
    "stance 'shout'",
    "side 'NOBODY'",
    "an accusation of nobody",
    "'a drone'",
    "casualties from 3 to 2",
    "not in the text: 'three'",
    "alleged_perpetrator ['SA']",
    "date_end is before date_start",
    "denied_by is ['HOUTHI']",
    "corroborated, though it has 1 origin",
    "not two documents of this file",
    "label 'twin'",
)


@pytest.mark.parametrize("half", own_corpus.HALVES)
def test_labels_of_a_half_are_sound(half: str) -> None:
    if not own_corpus.files(half):
        pytest.skip(f"no files in {half}")
    assert own_corpus.check([half]) == []


def test_no_id_is_used_twice() -> None:
    assert own_corpus.check() == []


def test_every_mistake_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fit").mkdir()
    (tmp_path / "fit" / "hodeidah.yaml").write_text(BROKEN)
    (tmp_path / "fit" / "empty.yaml").write_text("documents: []\n")
    monkeypatch.setattr(own_corpus, "FOLDER", tmp_path)
    problems = own_corpus.check()
    for words in TOLD:
        assert any(words in problem for problem in problems), words
    assert all(problem.startswith("fit/") for problem in problems)
    assert any("fit/empty.yaml: cannot be read" in problem for problem in problems)


def test_records_have_the_form_of_the_two_sided_set() -> None:
    for document, gold in own_corpus.documents("fit"):
        assert document.id == gold["id"]
        for incident in gold["incidents"]:
            for row, key in [(a, "quote") for a in incident["accounts"]] + [
                (c, "as_stated") for c in incident["casualties"]
            ]:
                assert document.text[row["start"] : row["end"]] == row[key]


def test_views_follow_from_the_accounts() -> None:
    rows: list[own_corpus.Row] = [
        {"claimant_side": "IN", "stance": "accuse", "target_sides": ["PK"], "stance_detail": None},
        {"claimant_side": "PK", "stance": "deny", "target_sides": ["IN"], "stance_detail": None},
        {"claimant_side": "UN", "stance": "confirm", "target_sides": [], "stance_detail": None},
        {"claimant_side": "IN", "stance": "admit", "target_sides": ["PK"], "stance_detail": "return_fire"},
        {"claimant_side": "MEDIA", "stance": "accuse", "target_sides": ["PK"], "stance_detail": None},
    ]
    assert own_corpus.views_of(rows) == {
        "accused_by": [{"side": "IN", "targets": ["PK"]}],
        "denied_by": ["PK"],
        "acknowledged_by": [{"side": "IN", "kind": "return_fire"}],
        "asserted_by_media_against": ["PK"],
    }


def test_a_second_occurrence_can_be_named() -> None:
    placed = own_corpus._placed("a shell, a shell", {"quote": "a shell", "occurrence": 2}, "quote")
    assert (placed["start"], placed["end"]) == (9, 16)
