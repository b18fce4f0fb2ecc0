"""The filters keep the contract of the streams, whatever comes in."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from trucewatch import streams
from trucewatch.records import ItemRejected
from trucewatch.streams import Setup
from trucewatch.streams.shapes import to_line

TEXTS = {
    "army": "BEIRUT, December 2, 2024 - The Israeli army said that Hezbollah fighters fired mortar shells at its post near "
    "Kfar Kila on Monday, wounding two soldiers. It demanded that the Lebanese army stop them.",
    "denial": "BEIRUT, December 2, 2024 - Hezbollah denied that it had fired mortar shells near Kfar Kila. It said that "
    "Israeli tanks had shelled the village, killing one civilian.",
    "reprint": "BEIRUT, December 2, 2024 - The Israeli army said that Hezbollah fighters fired mortar shells at its post "
    "near Kfar Kila on Monday, wounding two soldiers.",
    "pledge": "Norway pledged 4 million dollars in humanitarian aid to the displaced of Wau, its foreign ministry announced on May 3, 2017.",
    "empty": "",
    "russian": "Министерство обороны сообщило, что двое солдат были ранены у моста.",
    "surrogate": "The army said \ud800 it had fired back.",
    "shouting": "THE REBELS SAID TWO SOLDIERS WERE KILLED IN AN AMBUSH NEAR SAN VICENTE.",
}


def line(identity: str, **fields: Any) -> bytes:
    return json.dumps({"id": identity, "text": TEXTS[identity], **fields}).encode() + b"\n"


LINES = [line(identity) for identity in TEXTS]
SETUP = Setup()


def run(name: str, lines: list[bytes], **options: Any) -> tuple[list[dict[str, Any]], list[ItemRejected]]:
    rejected: list[ItemRejected] = []
    written = list(getattr(streams, name)(lines, SETUP, rejected.append, **options))
    assert all("\n" not in one for one in written)
    for one in written:
        one.encode("utf-8")
    return [json.loads(one) for one in written], rejected


def spans_in(value: Any) -> list[tuple[int, int]]:
    """Every start and end anywhere in a shape."""
    found = []
    if isinstance(value, dict):
        if value.get("start") is not None:
            found.append((value["start"], value["end"]))
        for inner in value.values():
            found += spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            found += spans_in(inner)
    return found


def test_every_readable_line_gives_one_line_in_its_order() -> None:
    written, rejected = run("extract", LINES)
    assert [one["document_id"] for one in written] == list(TEXTS)
    assert rejected == []
    for one in written:
        text = TEXTS[one["document_id"]]
        assert all(0 <= start <= end <= len(text) for start, end in spans_in(one))
        for statement in one["statements"]:
            speaker = statement["speaker"]
            assert speaker is None or text[speaker["start"] : speaker["end"]] == speaker["text"]
        for mention in one["mentions"]:
            for actor in mention["actors"]:
                assert text[actor["start"] : actor["end"]] == actor["text"]


def test_extract_has_the_fields_of_the_contract() -> None:
    (army, *_), _ = run("extract", LINES[:1])
    assert {"document_id", "statements", "mentions", "places", "times", "notes"} <= set(army)
    statement = next(s for s in army["statements"] if s["speaker"])
    assert set(statement["speaker"]) == {"text", "start", "end", "name", "actor", "side"}
    assert {"id", "chain", "cue", "content", "kind", "stance", "target", "hedged"} <= set(statement)
    mention = army["mentions"][0]
    assert {"earliest", "latest", "precision", "basis", "start", "end"} == set(mention["when"])
    assert {"name", "lat", "lon", "radius_km", "gazetteer_id", "start", "end"} == set(mention["where"])
    figure = next(f for m in army["mentions"] for f in m["casualties"])
    assert {"category", "group", "low", "high", "side", "claimant", "scope", "start", "end"} <= set(figure)
    assert {"start", "end", "name", "lat", "lon", "gazetteer_id"} <= set(army["places"][0])
    assert set(army["times"][0]) == {"start", "end", "type", "value"}


def test_a_line_that_cannot_be_read_costs_only_itself() -> None:
    lines = [
        LINES[0],
        b"{\n",
        b"\n",
        line("denial"),
        line("army"),
        b'{"id": 7, "text": "x"}\n',
        b'{"text": "x"}',
    ]
    written, rejected = run("extract", lines)
    assert [one["document_id"] for one in written] == ["army", "denial"]
    assert [str(reason).split(":")[0] for reason in rejected] == ["line 2", "line 5", "line 6", "line 7"]
    for name in ("link", "lineage", "ledgers"):
        assert len(run(name, lines)[1]) == 4


def test_optional_fields_may_be_absent_null_or_given() -> None:
    bare, _ = run("extract", [line("army")])
    null, _ = run(
        "extract", [line("army", title=None, published=None, url=None, publisher=None, language=None)]
    )
    assert bare == null
    (dated,), _ = run(
        "extract", [line("russian", published="2021-03-26T10:00:00+03:00", language="ru", title="У моста")]
    )
    assert dated["document"]["published"] == "2021-03-26T10:00:00+03:00"
    (odd,), rejected = run("extract", [line("pledge", published="last spring")])
    assert rejected == []
    assert any("published" in note for note in odd["notes"])


@pytest.mark.parametrize("name", ["extract", "link", "lineage", "ledgers"])
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    def reject(reason: ItemRejected) -> None:
        raise reason

    first = list(getattr(streams, name)(LINES, SETUP, reject))
    assert first == list(getattr(streams, name)(iter(LINES), SETUP, reject))


def test_a_document_gives_the_same_alone_and_in_company() -> None:
    together, _ = run("extract", LINES)
    alone = [run("extract", [one])[0][0] for one in LINES]
    assert together == alone


def test_incidents_do_not_depend_on_the_order_of_documents() -> None:
    shuffled = list(LINES)
    random.Random(7).shuffle(shuffled)
    clock = date(2024, 12, 31)
    ordered = {one["id"]: one for one in run("link", LINES, as_of=clock)[0]}
    assert {one["id"]: one for one in run("link", shuffled, as_of=clock)[0]} == ordered


def test_two_sides_of_one_clash_are_one_incident_with_both_accounts() -> None:
    incidents, _ = run("link", LINES[:3])
    clash = incidents[0]
    assert {document["id"] for document in clash["documents"]} == {"army", "denial", "reprint"}
    assert {"IL", "HEZB"} <= {account["side"] for account in clash["accounts"]}
    assessment = clash["assessment"]
    assert {"occurrence", "attribution", "breach", "provision", "independent_origins", "origins"} <= set(
        assessment
    )
    assert assessment["denied_by"] == ["HEZB"]
    assert {"side": "IL", "targets": ["HEZB"]} in assessment["accused_by"]


def test_lineage_names_the_earlier_line_first() -> None:
    pairs, _ = run("lineage", LINES)
    assert [(pair["a"], pair["b"]) for pair in pairs] == [("army", "reprint")]
    for passage in pairs[0]["passages"]:
        a, b = (
            TEXTS[name][passage[side]["start"] : passage[side]["end"]]
            for name, side in (("army", "a"), ("reprint", "b"))
        )
        assert a.split()[0] == b.split()[0]
    backwards, _ = run("lineage", LINES[::-1])
    assert [(pair["a"], pair["b"]) for pair in backwards] == [("reprint", "army")]


def test_equal_texts_under_two_ids_are_two_documents_and_a_copy() -> None:
    lines = [LINES[0], json.dumps({"id": "twin", "text": TEXTS["army"]}).encode()]
    pairs, _ = run("lineage", lines)
    assert [(p["a"], p["b"], p["relation"], p["share"]) for p in pairs] == [("army", "twin", "copy", 1.0)]
    assert [one["document_id"] for one in run("extract", lines)[0]] == ["army", "twin"]
    short = [json.dumps({"id": identity, "text": "Перемирие нарушено."}).encode() for identity in "ab"]
    pairs, _ = run("lineage", short)
    assert [(p["relation"], p["share"], p["passages"][0]["a"]) for p in pairs] == [
        ("copy", 1.0, {"start": 0, "end": 19})
    ]


def test_ledger_entries_quote_what_they_rest_on() -> None:
    entries, _ = run("ledgers", LINES)
    assert {"demand", "pledge"} <= {entry["ledger"] for entry in entries}
    for entry in entries:
        for change in entry["history"]:
            for quote in change["evidence"]:
                assert TEXTS[quote["document_id"]][quote["start"] : quote["end"]] == quote["quote"]
    pledge = next(entry for entry in entries if entry["ledger"] == "pledge")
    assert pledge["amount"] == {"value": 4_000_000, "currency": "USD", "basis": pledge["amount"]["basis"]}


def test_a_line_is_one_line_for_readers_that_split_at_every_kind_of_line_end() -> None:
    shape = {"document_id": "a\x85b\u2028c\u2029d", "quote": "é"}
    line = to_line(shape)
    assert line.splitlines() == [line]
    assert json.loads(line) == shape


def test_nothing_in_gives_nothing_out() -> None:
    for name in ("extract", "link", "lineage", "ledgers"):
        assert run(name, []) == ([], [])


def test_two_processes_write_what_one_writes() -> None:
    lines = [
        json.dumps({"id": f"{name}-{number}", "text": text}).encode()
        for number in range(8)
        for name, text in TEXTS.items()
    ]
    assert run("extract", lines, processes=2) == run("extract", lines)


def test_a_text_on_which_a_stage_fails_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from trucewatch.extraction.times import finding as times

    find = times.find_times

    def failing(analysis: Any) -> Any:
        if "Wau" in analysis.document.text:
            raise IndexError("no such token")
        return find(analysis)

    monkeypatch.setattr(times, "find_times", failing)
    written, rejected = run("extract", LINES)
    assert [one["document_id"] for one in written] == list(TEXTS)
    (reason,) = rejected
    assert (reason.where, reason.code) == ("pledge", "failed")
    assert "IndexError: no such token" in reason.says
    failed = written[list(TEXTS).index("pledge")]
    assert failed["statements"] == []
    assert any("IndexError" in note for note in failed["notes"])


def test_a_fault_that_is_no_texts_doing_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from trucewatch.extraction.times import finding as times

    def full(_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(times, "find_times", full)
    with pytest.raises(OSError, match="No space"):
        run("extract", LINES)
