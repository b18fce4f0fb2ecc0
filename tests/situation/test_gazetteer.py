"""The gazetteer: names however written, baked once, read-only, with the user's own dumps before it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from trucewatch.records import ItemRejected, RunStopped
from trucewatch.situation import gazetteer_bake
from trucewatch.situation.gazetteer import Gazetteer
from trucewatch.situation.gazetteer_bake import import_geonames, imported_files, world_file, write_places
from trucewatch.situation.gazetteer_world import Row
from trucewatch.situation.placekeys import place_key, spelling_key


@pytest.mark.parametrize("name", ["Kharkiv", "kharkiv", "KHARKIV", "Khárkiv", "Харків"])
def test_case_diacritics_and_script_do_not_matter(name: str) -> None:
    assert any(place.country == "UA" for place in Gazetteer().find(name))


def test_candidates_come_by_population() -> None:
    people = [place.population for place in Gazetteer().find("San Miguel")]
    assert len(people) > 10
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("name", "country", "matched"),
    [
        ("Yemeni", "YE", "demonym"),
        ("Saudi", "SA", "demonym"),
        ("U.S.", "US", "abbreviation"),
        ("Tenn.", "US", "abbreviation"),
        ("TX", "US", "postal"),
        ("Rapides", "US", "alternate"),
        ("Darfur", "SD", "primary"),
    ],
)
def test_each_name_says_how_it_names(name: str, country: str, matched: str) -> None:
    place = Gazetteer().find(name)[0]
    assert (place.country, place.matched) == (country, matched)


def test_unknown_and_empty_names_are_no_places() -> None:
    assert Gazetteer().find("Qwertyuiopolis") == ()
    assert Gazetteer().find("") == ()
    assert Gazetteer().find("'; DROP TABLE places; --") == ()


def test_spellings_of_one_arabic_name_sound_alike() -> None:
    assert spelling_key(place_key("Hodeidah")) == spelling_key(place_key("Al Ḩudaydah"))
    assert spelling_key(place_key("Jisr al-Shughur")) == spelling_key(place_key("Jisr ash Shughūr"))


def test_nothing_is_opened_before_the_first_lookup(tmp_path: Path) -> None:
    gazetteer = Gazetteer([tmp_path / "missing.sqlite"])
    with pytest.raises(sqlite3.OperationalError):
        gazetteer.find("Aden")


def test_it_is_read_only() -> None:
    gazetteer = Gazetteer()
    gazetteer.find("Aden")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._connections()[0].execute("DELETE FROM places")


def test_threads_look_up_side_by_side() -> None:
    gazetteer, found = Gazetteer(), []
    threads = [
        threading.Thread(target=lambda: found.append(gazetteer.find("Aleppo")[0].country)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["SY"] * 4


def _dump(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    file = folder / "XX.txt"
    lines = [
        "\t".join(
            [
                number,
                name,
                name,
                "",
                "10.5",
                "20.5",
                "P",
                "PPL",
                country,
                "",
                "01",
                "",
                "",
                "",
                people,
                "",
                "",
                "",
                "",
            ]
        )
        for number, name, country, people in rows
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_an_imported_dump_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    dump = _dump(
        tmp_path, ("1", "Aleppo", "TD", "10"), ("2", "Aleppo", "TD", "900"), ("3", "Zzyzx Wells", "TD", "0")
    )
    _, count = import_geonames(dump)
    assert count == 3
    found = Gazetteer().find("Aleppo")
    assert [place.gazetteer_id for place in found[:2]] == ["geonames:2", "geonames:1"]
    assert any(place.country == "SY" for place in found)
    assert Gazetteer().find("Zzyzx Wells")[0].lat == 10.5


@pytest.mark.parametrize("text", ["name,lat,lon\nGao,16,0\n", "1\tGao\n", "\x00\x01\x02\n"])
def test_what_is_no_dump_is_refused_and_leaves_nothing(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = tmp_path / "places.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ItemRejected, match="19"):
        import_geonames(file)
    assert imported_files() == ()
    assert list((tmp_path / "data").rglob("*.part")) == []


def test_processes_that_start_together_bake_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    baked = []

    def bake(target: Path) -> None:
        baked.append(target)
        write_places(target, [Row("geonames:1", "Gao", 16.27, -0.04, "ML", "09", "settlement", 86_353, 8.0)])

    monkeypatch.setattr(gazetteer_bake, "_bake_in_child", bake)
    threads = [threading.Thread(target=world_file) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(baked) == 1
    assert Gazetteer([world_file()]).find("gao")[0].country == "ML"


def test_a_bake_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(RunStopped, match="gazetteer"):
        world_file()
