"""The measures of the two-sided tasks on the corpus of our own words: its fit half and its held half.

Every report of the corpus is invented for measurement (benchmarks/corpus/README.md); both halves were labelled by those
who wrote them, before the software ran on them, by the rules of the two-sided set. Rules may be learned from `fit`;
`held` was written by another hand and is not read by whoever changes rules, only its totals are looked at.

Scoring is that of the tasks named: stance and claimant's side as in two_sided_statements; day, place and type as in
two_sided_mentions; casualties as in casualties (two_sided); same-incident pairs, status, accusations and denials as in
two_sided_incidents (`…, from labels` has the labels in place of extraction: linking and assessment alone); copies as in
lineage. A file has the pack of its conflict (south_caucasus, donbas, else general); its documents
are linked together with all those of the half that have the same pack. `sample` takes the first files of each half.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks import own_corpus, two_sided
from benchmarks import task_casualties as casualties
from benchmarks import task_lineage as copying
from benchmarks import task_two_sided_incidents as linking
from benchmarks import task_two_sided_mentions as telling
from benchmarks import task_two_sided_statements as speaking
from trucewatch.records import CasualtyFigure, Document, Mention, Statement
from trucewatch.situation import Situation, load_situation


@dataclass(frozen=True, slots=True)
class Reading:
    """One report with its labels and what extraction finds in it."""

    document: Document
    gold: own_corpus.Row
    pack: str
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    casualties: tuple[CasualtyFigure, ...]


def measure(sample: int | None = None) -> dict[str, float]:
    """Figures by name, of both halves as far as they are there."""
    figures: dict[str, float] = {}
    for half in own_corpus.HALVES:
        groups = own_corpus.groups(half)[:sample]
        if groups:
            figures |= {f"own {half}: {name}": value for name, value in _figures(groups).items()}
    return figures


def _figures(groups: tuple[own_corpus.Group, ...]) -> dict[str, float]:
    readings = list(read(groups))
    judged = [j for r in readings for j in speaking.judge_document(r.gold, r.statements, _situation(r.pack))]
    stances = speaking.figures_of(judged)
    outcomes = [o for r in readings for o in telling.outcomes_in(r.gold, r.mentions)]
    tolls = casualties.compared((r.gold, r.casualties) for r in readings)
    found = {r.document.id: (r.mentions, r.statements) for r in readings}
    labels = {r.document.id: two_sided.labelled_records(r.document, r.gold) for r in readings}
    by_labels = _incidents(groups, readings, labels)
    return {
        "stance macro F1": stances["stance_macro_f1"],
        "claimant side right": stances["side_accuracy"],
        **telling.shares(outcomes),
        "casualties F1": tolls["figures_f1"],
        "casualties F1, any claimant": tolls["figures_f1_any_claimant"],
        **_incidents(groups, readings, found),
        **{f"{name}, from labels": value for name, value in by_labels.items()},
        "copies and part copies F1": _lineage(groups),
        "documents": float(len(readings)),
    }


def read(groups: Iterable[own_corpus.Group]) -> Iterator[Reading]:
    """What extraction finds in every report of these files."""
    from benchmarks.parses import cached_analyses
    from trucewatch.extraction.casualties.finding import find_casualties
    from trucewatch.extraction.events.mentions import find_mentions
    from trucewatch.extraction.statements.finding import find_statements

    for group in groups:
        situation = _situation(group.pack)
        documents = [two_sided.document(row) for row in group.documents]
        for gold, analysis in zip(group.gold, cached_analyses(documents), strict=True):
            statements = find_statements(analysis, situation)
            yield Reading(
                document=analysis.document,
                gold=gold,
                pack=group.pack,
                statements=statements,
                mentions=find_mentions(analysis, statements, situation),
                casualties=tuple(find_casualties(analysis, statements, situation)),
            )


def _incidents(
    groups: Iterable[own_corpus.Group], readings: list[Reading], records: linking.Extracted
) -> dict[str, float]:
    found, pairs = linked(readings, records)
    views = linking.views(found, (row for group in groups for row in group.incidents))
    return {
        "same-incident pairs F1": linking.f1(*pairs),
        "status right": views["status_accuracy"],
        "accusations F1": views["accusations_f1"],
        "denials F1": views["denials_f1"],
    }


def linked(
    readings: list[Reading], records: linking.Extracted
) -> tuple[list[linking.Found], tuple[linking.Pairs, linking.Pairs]]:
    """Incidents with their assessments over all packs, and pairs of documents by the labels and by us."""
    found: list[linking.Found] = []
    wanted: linking.Pairs = set()
    given: linking.Pairs = set()
    for pack in sorted({r.pack for r in readings}):
        own = [r for r in readings if r.pack == pack]
        incidents, assessments = linking.link_documents((r.document for r in own), records, _situation(pack))
        found += zip(incidents, assessments, strict=True)
        by_labels, by_us = linking.pairs_of((r.gold for r in own), incidents)
        wanted |= by_labels
        given |= by_us
    return found, (wanted, given)


def _lineage(groups: Iterable[own_corpus.Group]) -> float:
    labels = []
    for group in groups:
        situation = _situation(group.pack)
        documents = {row["id"]: two_sided.document(row) for row in group.documents}
        labels += [
            (pair["label"], copying.relation_of(documents[pair["a"]], documents[pair["b"]], situation))
            for pair in group.pairs
        ]
    return copying.f1(labels)


def _situation(pack: str) -> Situation:
    return load_situation(pack)


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:34} {value:.3f}")
