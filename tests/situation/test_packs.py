"""Packs: what they say when they are wrong, how they lie over one another, where they are found."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from trucewatch.records import Conflict, NotFound, SettingsInvalid
from trucewatch.situation import check_pack, find_pack, load_situation, new_pack, packaged_names

PACK = "id: river\ntitle: The river line\ntime_zone: UTC\n"


def write_pack(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"pack_yaml": PACK, **files}.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_pack_with_errors_reports_each_with_file_and_line(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "broken",
        pack_yaml="id: broken\ntitle: Broken\ntime_zone: Mars/Olympus\ncolour: red\n",
        actors_yaml=(
            "sides:\n"
            "  - {id: RIV, name: River Front, kind: non_state}\n"
            "  - {id: RIV, name: Other Front, kind: non_state}\n"
            "actors:\n"
            "  - id: RIV-MIL\n"
            "    name: River Army\n"
            "    side: NOWHERE\n"
            "    kind: army\n"
        ),
        agreements_yaml=(
            "agreements:\n"
            "  - id: A1\n"
            "    title: Truce\n"
            "    parties: [RIV]\n"
            "    signed: 2024-13-40\n"
            "    provisions:\n"
            "      - {number: '1', type: ceasefire, text: Stop., obligors: [GHOST]}\n"
        ),
        places_tsv=(
            "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
            "p1\tFordtown\t95.0\t46\t3\tsettlement\tAZ\t\t\n"
        ),
    )
    said = {(Path(p.file).name, p.line): p.says for p in check_pack(folder)}
    assert "Mars/Olympus" in said["pack.yaml", 3]
    assert "colour" in said["pack.yaml", 4]
    assert "used twice" in said["actors.yaml", 3]
    assert "NOWHERE" in said["actors.yaml", 7]
    assert "one of" in said["actors.yaml", 8]
    assert "2024-13-40" in said["agreements.yaml", 5]
    assert "GHOST" in said["agreements.yaml", 7]
    assert "lat" in said["places.tsv", 2]
    with pytest.raises(SettingsInvalid) as error:
        load_situation(folder)
    assert len(error.value.problems) >= len(said)


@pytest.mark.parametrize(
    ("file", "text", "line", "says"),
    [
        ("actors_yaml", "sides: [\n", 2, "not valid YAML"),
        ("actors_yaml", "sides: many\n", 1, "must be a list"),
        ("actors_yaml", "sides:\n  - RIV\n", 2, "must be a mapping"),
        ("actors_yaml", "sides:\n  - {id: RIV, kind: non_state}\n", 2, "lacks the field `name`"),
        ("outlets_yaml", "outlets:\n  - {id: X, name: X, kind: paper}\n", 2, "must be one of"),
        ("places_tsv", "id\tname\n", 1, "the header lacks"),
        (
            "actors_yaml",
            "sides:\n  - {id: A1, name: Ford Front, kind: non_state}\n"
            "  - {id: A2, name: Hill Front, kind: non_state, aliases: [ford front]}\n",
            3,
            "already means 'A1'",
        ),
        (
            "actors_yaml",
            "actors:\n  - id: AZ-MOD\n    people:\n"
            "      - {name: Some One, title: leader, since: 2024-01-02, until: 2024-01-01}\n",
            4,
            "comes before",
        ),
    ],
)
def test_each_kind_of_error_is_named(tmp_path: Path, file: str, text: str, line: int, says: str) -> None:
    problems = check_pack(write_pack(tmp_path / "p", **{file: text}))
    assert [(p.line, says in p.says) for p in problems if p.line == line and says in p.says]


def test_bytes_that_are_no_text_are_a_problem_and_no_crash(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p")
    (folder / "actors.yaml").write_bytes(b"\xff\xfe\x00sides")
    (folder / "places.tsv").write_bytes(b"\xff\xfe\x00")
    assert len(check_pack(folder)) == 2
    assert check_pack(tmp_path / "absent")
    (folder / "pack.yaml").unlink()
    assert any("missing" in problem.says for problem in check_pack(folder))


def test_a_misspelt_file_is_told_of(tmp_path: Path) -> None:
    (problem,) = check_pack(write_pack(tmp_path / "p", actor_yaml="sides: []\n"))
    assert problem.file.endswith("actor.yaml")


def test_a_situation_travels_to_another_process() -> None:
    situation = load_situation("south_caucasus")
    situation.find_actors("Baku")
    situation.places_named("Shusha")
    assert situation.gazetteer is situation.gazetteer
    copy = pickle.loads(pickle.dumps(situation))
    assert copy.find_actors("Baku") == situation.find_actors("Baku")
    assert copy.places_named("Shusha") == situation.places_named("Shusha")


def test_the_packs_that_ship_have_no_problems() -> None:
    assert {"general", "south_caucasus"} <= set(packaged_names())
    for name in packaged_names():
        assert check_pack(find_pack(name)) == ()


def test_a_pack_adds_to_what_the_general_one_knows(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "river",
        actors_yaml=(
            "sides:\n  - {id: RIV, name: River Front, kind: non_state, camp: KE, demonyms: [Riverine]}\n"
            "actors:\n  - {id: KE-MIL, name: Kenya Defence Forces, side: KE, kind: armed_force, aliases: [KDF]}\n"
        ),
    )
    situation = load_situation(folder)
    assert situation.camp("RIV") == "KE"
    assert [name.actor for name in situation.find_actors("Kenya said the KDF met the Riverines.")] == [
        "KE",
        "KE-MIL",
        "RIV",
    ]
    assert "RIV" not in load_situation("general").sides
    assert situation.actor_name("RIV-MOD") == "Ministry of Defence of River Front"


def test_a_name_is_a_folder_then_the_users_pack_then_a_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    user = tmp_path / "user"
    write_pack(user / "south_caucasus", pack_yaml="id: mine\ntitle: Mine\ntime_zone: UTC\n")
    assert load_situation("south_caucasus", user).id == "mine"
    assert load_situation("south_caucasus").id == "south_caucasus"
    write_pack(tmp_path / "river")
    assert load_situation("river").id == load_situation(tmp_path / "river").id == "river"
    with pytest.raises(NotFound, match="general"):
        load_situation("atlantis")


def test_a_changed_pack_is_read_again(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "river")
    assert load_situation(folder).title == "The river line"
    (folder / "pack.yaml").write_text(PACK.replace("river line", "other river line"), encoding="utf-8")
    assert load_situation(folder).title == "The other river line"


def test_a_new_pack_checks_clean_and_is_never_overwritten(tmp_path: Path) -> None:
    folder = new_pack("hill_truce", tmp_path)
    assert check_pack(folder) == ()
    assert load_situation(folder).id == "hill_truce"
    with pytest.raises(Conflict):
        new_pack("hill_truce", tmp_path)
    with pytest.raises(SettingsInvalid):
        new_pack("../escape", tmp_path)


def test_what_the_new_pack_shows_in_comments_is_a_pack_too(tmp_path: Path) -> None:
    folder = new_pack("sample", tmp_path)
    for path in folder.glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        shown = [line[1:] if line.startswith("#  ") else line for line in lines]
        text = "\n".join(line.replace(": []", ":") if line.endswith(": []") else line for line in shown)
        path.write_text(text.replace("AB", "AZ"), encoding="utf-8")
    table = folder / "places.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("# example", "example"), encoding="utf-8")
    assert [problem.says for problem in check_pack(folder) if "'AB'" not in problem.says] == []
    table.write_text(table.read_text(encoding="utf-8").replace("AB", "AZ"), encoding="utf-8")
    assert check_pack(folder) == ()
    (area,) = load_situation(folder).areas
    assert (area.id, area.place.name, area.access[0].state) == (
        "sample/example_valley",
        "Exampletown",
        "closed",
    )


def test_areas_are_checked_like_everything_else(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "river",
        places_tsv=(
            "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
            "ford\tFordtown\t1.5\t36.5\t3\tsettlement\tKE\tFurtstadt@de\t\n"
        ),
        areas_yaml=(
            "areas:\n"
            "  - id: ford\n"
            "    place: fjord\n"
            "    silent_after: soon\n"
            "    access:\n"
            "      - {traffic: spies, state: closed}\n"
            "      - {traffic: observers, state: shut, by: NOBODY}\n"
            "      - {traffic: media, state: closed, since: 2024-03-01, until: 2024-02-01}\n"
        ),
    )
    said = {problem.line: problem.says for problem in check_pack(folder)}
    assert "no id of places.tsv" in said[3]
    assert "whole number" in said[4]
    assert "`traffic`" in said[6]
    assert "NOBODY" in said[7] or "`state`" in said[7]
    assert "comes before" in said[8]
    assert len(check_pack(folder)) == 6


def test_names_of_places_are_equal(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "river",
        places_tsv=(
            "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
            "ford\tFordtown\t1.5\t36.5\t3\tsettlement\tKE\tFurtstadt@de|Vadstadt@@UG\t\n"
        ),
    )
    situation = load_situation(folder)
    (place,) = situation.places_named("FURTSTADT")
    assert situation.places_named("vadstadt") == (place,)
    assert place.gazetteer_id == "river:ford"
    assert [(alias.name, alias.language, alias.side) for alias in place.names] == [
        ("Fordtown", None, None),
        ("Furtstadt", "de", None),
        ("Vadstadt", None, "UG"),
    ]
    assert situation.places_named("nowhere") == ()


def test_agreements_carry_their_clauses() -> None:
    agreements = {agreement.id: agreement for agreement in load_situation("south_caucasus").agreements}
    trilateral = agreements["NK-2020-11-10"]
    assert [clause.number for clause in trilateral.provisions] == [str(number) for number in range(1, 10)]
    corridor = trilateral.provisions[5]
    assert corridor.id == "NK-2020-11-10/6"
    assert {"AZ", "RU"} <= set(corridor.obligors)
    assert {reading.side for reading in corridor.readings} >= {"AZ", "AM"}
    assert len(agreements["NK-2023-09-20"].provisions) == 4


@pytest.mark.parametrize("name", packaged_names())
def test_what_ships_says_where_it_comes_from(name: str) -> None:
    situation = load_situation(name)
    for agreement in situation.agreements:
        assert agreement.sources, agreement.id
        assert all(source.startswith("https://") for source in agreement.sources)
        for clause in agreement.provisions:
            assert clause.text.endswith("."), clause.id
            assert clause.obligors, clause.id
    assert len({agreement.id for agreement in situation.agreements}) == len(situation.agreements)


def test_a_large_pack_loads_whole(tmp_path: Path) -> None:
    actors = "".join(
        f"  - {{id: KE-U{n}, name: Unit {n} of the river guard, side: KE, kind: organ, aliases: [RG{n}, River {n}]}}\n"
        for n in range(500)
    )
    places = "".join(
        f"p{n}\tVillage {n}\t1.{n}\t36.{n}\t3\tsettlement\tKE\tDorf {n}@de|Kijiji {n}@sw@KE\t\n"
        for n in range(5000)
    )
    header = "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
    folder = write_pack(tmp_path / "big", actors_yaml="actors:\n" + actors, places_tsv=header + places)
    load_situation("general")
    situation = load_situation(folder)
    assert situation.find_actors("RG499 met River 7")[0].actor == "KE-U499"
    assert len(situation.places_named("Dorf 4999")) == 1


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "actors_yaml",
            "sides: []\n  - {id: RIV, name: River Front, kind: non_state, camp: Kenya}\nactors: [] # none yet\n",
            [(1, "delete the `[]`"), (2, "did you mean KE?")],
        ),
        (
            "agreements_yaml",
            "agreements:\n  - id: A1\n    title: River truce: first text\n    parties: [NOWHERE]\n    provisions: []\n",
            [(3, "quotation marks"), (4, "no pack defines")],
        ),
        (
            "outlets_yaml",
            "outlets:\n  - id: X\n\tname: Paper\n\tkind: paper\n",
            [(3, "not with tabs"), (4, "not with tabs"), (4, "must be one of")],
        ),
        ("areas_yaml", "areas:\n  - {id: ford, plce: x}\n", [(2, "did you mean place?")]),
        (
            "places_tsv",
            "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\nford   Fordtown   1.5   36.5   3\n",
            [(2, "separated by tabs")],
        ),
    ],
)
def test_a_slip_is_told_with_advice_and_hides_nothing_after_it(
    tmp_path: Path, file: str, text: str, said: list[tuple[int, str]]
) -> None:
    problems = check_pack(write_pack(tmp_path / "p", **{file: text}))
    for line, says in said:
        assert any(p.line == line and says in p.says for p in problems), (line, says, problems)


def test_a_broken_file_without_a_known_slip_ends_in_one_problem(tmp_path: Path) -> None:
    text = "sides:\n" + "  - [{: ]}\n" * 40
    assert len(check_pack(write_pack(tmp_path / "p", actors_yaml=text))) == 1
