"""A new pack's folder, ready to be filled in: every file with its fields explained and one example each."""

from __future__ import annotations

import re
from pathlib import Path

from trucewatch.records import Conflict, Problem, SettingsInvalid

_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")


def new_pack(name: str, into: Path) -> Path:
    """Write the folder of a new pack and return it; raises `Conflict` when it is already there."""
    if not _NAME.fullmatch(name):
        says = f"a pack's name is lower-case letters, digits and _ (like south_caucasus), not {name!r}"
        raise SettingsInvalid((Problem(file=name, line=None, says=says),))
    folder = into / name
    if folder.exists():
        raise Conflict(f"{folder} is already there; choose another name or remove it first")
    folder.mkdir(parents=True)
    for file, text in _FILES.items():
        (folder / file).write_text(text.replace("NAME", name), encoding="utf-8")
    return folder


_FILES = {
    "pack.yaml": """\
# What this pack is about. Check it with: trucewatch situation check THIS_FOLDER
id: NAME
title: A title for reports
about: One or two sentences on the ceasefire this pack describes.
time_zone: UTC                 # IANA name, like Asia/Baku: days and clocks of the conflict
# time_zones: [Asia/Baku, Asia/Yerevan]
languages: [en]
# period_days: 30              # days of a reporting period: patterns, silence and scores are told by it
# period: {since: 2024-11-27}  # what the pack covers; `until` when it is over
""",
    "actors.yaml": """\
# Every state and main body is already known: list only who is missing, and more names for who is there.
# To use an example, delete the [] above it and the # before its lines, and put your own words in.
sides: []
#  - id: XYZ                       # ISO code of a state, or the usual acronym
#    name: Name in reports         # neutral
#    kind: non_state               # state | non_state | international | monitor | coalition
#    camp: AB                      # optional: the side that leads its camp; both count as one origin
#    aliases: [Other Name, XYZ]    # in any language or script
#    demonyms: [Xyzian]            # plurals are made by rule
#    metonyms: [Capital City]      # seats that stand for the side when they act
#    lands: [Region]               # "Region's defence ministry" is its own
#    rebels_of: AB                 # "the rebels" in a report on AB
#    territories: [Region]         # "rebels in Region" are its own
actors: []
#  - id: AB-MOD                    # SIDE-ROLE where it is an organ that roles build; else its acronym
#    name: Ministry of Defence of Ab
#    side: AB
#    kind: organ                   # organ | armed_force | international | monitor | media | ...
#    aliases: [Ab Defence Ministry]
#    people:                       # public officials only
#      - {name: First Last, title: spokesperson, aliases: [Last], since: 2024-01-01}
""",
    "agreements.yaml": """\
# What was agreed, in your own words, with the addresses of the published texts.
agreements: []
#  - id: AB-2024-11-27
#    title: Title of the agreement
#    aliases: [November ceasefire, 2024 ceasefire deal]
#    signed: 2024-11-26
#    effective: 2024-11-27
#    parties: [AB, XYZ]
#    mediators: [UN]
#    covers: [XYZ]                 # no party itself, but its fire is what the agreement is about
#    sources: [https://example.org/text]
#    provisions:
#      - number: "1"
#        type: ceasefire
#        text: Both sides stop all attacks.
#        obligors: [AB, XYZ]
#        beneficiaries: [AB, XYZ]
#        deadline: 2024-11-27
#        continuous: true
#        area: The border zone
#        readings:
#          - {side: AB, text: Self-defence stays allowed.}
#        milestones:
#          - {what: first withdrawal, by: 2024-12-27}
#        indicators: [shelling incidents]
""",
    "areas.yaml": """\
# What is to be watched, and where nobody independent can look. Each area is a row of places.tsv.
areas: []
#  - id: example_valley            # lower-case
#    place: example                # the id of its row in places.tsv: middle, radius and all names
#    monitored: true               # false: listed for its access only
#    silent_after: 14              # days without a report after which silence is told; else the setting
#    access:
#      - traffic: observers        # observers | media | humanitarian | civilian | military | commercial | all
#        state: closed             # granted | conditional | restricted | denied | closed
#        since: 2024-11-27
#        until: 2025-02-01         # the first day on which it was no longer so
#        by: UN                    # who says so
#        source: https://example.org/statement
""",
    "outlets.yaml": """\
# Newsrooms of this conflict that the general pack lacks.
outlets: []
#  - id: XYZNEWS
#    name: Xyz News Agency
#    kind: wire          # party | monitor | international_organisation | wire | outlet | ngo | social | field_team
#    side: XYZ           # only where a party owns or directs it
#    owner: Xyz movement
#    domains: [xyznews.example]
""",
    "lexicon.yaml": """\
# Labels that one party puts on another; they stay inside quotes, reports use the neutral words.
loaded_terms: []
#  - {term: so-called Xyz gang, neutral: Xyz forces}
""",
    "places.tsv": (
        "id\tname_primary\tlat\tlon\tradius_km\tfeature\tcountry\tnames\tnote\n"
        "# example\tExampletown\t40.1\t46.2\t3\tsettlement\tAB\tExempelstadt@de@AB|Primer@xy@XYZ\tseparate by tabs\n"
    ),
}
