"""The situation room: are the sides of a report named at all, and what loading and matching cost.

`sides_named_recall`: for each report of the two-sided gold and each side that is quoted or accused there, whether the roster
(general pack alone, no pack for the conflict) finds that side anywhere in the text; press and witnesses are left out. The
rosters were read against these reports once, so the figure is a fitted one. Times are of this process, in milliseconds:
`load_large_pack_ms` a pack of 5,000 places and 500 actors over the general one, `match_475_words_ms` one text of that length.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.datasets import two_sided
from trucewatch.situation import Situation, load_situation

_NO_PARTY = {"MEDIA", "WIT", "unknown", None}


def measure(sample: int | None = None) -> dict[str, float]:
    """The figures named above; `sample` limits the reports read."""
    situation = load_situation("general")
    texts = {row["id"]: row["text"] for row in two_sided("two_sided_documents")}
    gold = [row for row in two_sided("two_sided_gold") if row["id"] in texts][:sample]
    named = wanted = 0
    for row in gold:
        found = {name.side for name in situation.find_actors(texts[row["id"]])}
        sides = _sides(row["incidents"])
        wanted += len(sides)
        named += len(sides & found)
    return {
        "sides_named_recall": named / wanted,
        "match_475_words_ms": _matching_ms(situation, " ".join(texts.values()).split()),
        "load_large_pack_ms": _loading_ms(),
    }


def _sides(incidents: list[dict[str, list[dict[str, object]]]]) -> set[object]:
    accounts = [account for incident in incidents for account in incident["accounts"]]
    targets = [side for account in accounts for side in account["target_sides"]]  # type: ignore[attr-defined]
    return {*(account["claimant_side"] for account in accounts), *targets} - _NO_PARTY


def _matching_ms(situation: Situation, words: list[str]) -> float:
    texts = [" ".join(words[start : start + 475]) for start in range(0, len(words) - 475, 475)]
    situation.find_actors(texts[0])
    started = time.process_time()
    for text in texts:
        situation.find_actors(text)
    return 1000 * (time.process_time() - started) / len(texts)


def _loading_ms() -> float:
    header = "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
    actors = "".join(
        f"  - {{id: KE-U{n}, name: Unit {n} of the river guard, side: KE, kind: organ, aliases: [RG{n}]}}\n"
        for n in range(500)
    )
    rows = "".join(
        f"p{n}\tVillage {n}\t1.{n}\t36.{n}\t3\tsettlement\tKE\tDorf {n}@de|Kijiji {n}@sw\t\n"
        for n in range(5000)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pack.yaml").write_text("id: large\ntitle: Large\ntime_zone: UTC\n")
        (folder / "actors.yaml").write_text("actors:\n" + actors)
        (folder / "places.tsv").write_text(header + rows)
        started = time.process_time()
        situation = load_situation(folder)
        situation.find_actors("RG1")
        situation.places_named("Dorf 1")
        return 1000 * (time.process_time() - started)
