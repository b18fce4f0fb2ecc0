"""Casualty figures: what claimants of `two_sided` say, and how many each article of `incidents_documents` has killed and hurt.

two_sided: a gold figure is found when one figure of its document has its category, its low number and its claimant's side; a
document's figures that repeat one another are counted once; running totals and vague words (in the gold 24 and 200, and 1 or
more for "several injured"; ours keep the word) are left aside. Rules were written on documents at even places (ids sorted);
`figures_f1` is for the odd ones. The gold holds four figures in five at best, so precision is a lower bound.

incidents: `killed_exact` and `injured_exact` are the shares of articles whose main incident, linked from that article alone,
has the archive's numbers as its totals (category's group `all`, low; 0 where there is none).
Articles are drawn with seed 7: the first 200 and those from
400 to 560 were looked at while the rules were written; figures are for 400 others (200 to 400, 560 to 760).
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from benchmarks.datasets import ids_in_demo, rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.casualties.finding import find_casualties
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.models import load_models
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.linking.lineage import trace_lineage
from trucewatch.linking.linker import link_incidents
from trucewatch.records import (
    CasualtyCategory,
    CasualtyFigure,
    CasualtyGroup,
    CasualtyScope,
    Document,
    Incident,
)
from trucewatch.situation import load_situation

VAGUE_IN_GOLD = (24, 200)
"""Lows that stand for "dozens" and "hundreds"; a vague plural is 1, with no upper end."""


def measure(sample: int | None = None) -> dict[str, float]:
    gold = sorted(rows("two_sided_gold"), key=lambda row: str(row["id"]))
    articles = sorted(rows("incidents_documents"), key=lambda row: str(row["doc_id"]))
    random.Random(7).shuffle(articles)
    reported = [row for row in gold[1::2] if row["id"] not in ids_in_demo()]
    figures = _two_sided(reported[:sample]) | _prefixed("fitted_", _two_sided(gold[0::2][:sample]))
    figures |= _incidents([*articles[200:400], *articles[560:760]][:sample])
    return figures | _prefixed("fitted_", _incidents([*articles[:200], *articles[400:560]][:sample]))


def _prefixed(prefix: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}{name}": figure for name, figure in figures.items()}


Key = tuple[str, int | None, str | None]


def _two_sided(gold: list[dict[str, Any]]) -> dict[str, float]:
    documents = {row["id"]: row for row in rows("two_sided_documents")}
    situation = load_situation("general")
    models = load_models()
    found = []
    for row in gold:
        given = documents[row["id"]]
        document = Document(
            id=row["id"], text=given["text"], publisher=given["publisher"], url=given.get("url")
        )
        analysis = next(iter(cached_analyses([document], models)))
        found.append((row, find_casualties(analysis, find_statements(analysis, situation), situation)))
    return compared(found)


def compared(pairs: Iterable[tuple[dict[str, Any], Iterable[CasualtyFigure]]]) -> dict[str, float]:
    """Figures over documents' rows of labels, each with the casualty figures found in its text."""
    right = found = without_claimant = wanted = 0
    for row, figures in pairs:
        told: set[Key] = {
            (str(figure.category), figure.low, figure.claimant)
            for figure in figures
            if figure.word is None and figure.scope is CasualtyScope.INCIDENT
        }
        labels: list[Key] = [
            (label["category"], label["low"], label["claimant_side"])
            for incident in row["incidents"]
            for label in incident["casualties"]
            if not _is_vague(label)
        ]
        right += sum(label in told for label in labels)
        without_claimant += sum(label[:2] in {key[:2] for key in told} for label in labels)
        found += len(told - set(labels))
        wanted += len(labels)
    return {
        "figures_f1": _f1(right, right + found, wanted),
        "figures_f1_any_claimant": _f1(without_claimant, right + found, wanted),
        "figures_recall": right / max(1, wanted),
    }


def _is_vague(label: dict[str, Any]) -> bool:
    return label["low"] in VAGUE_IN_GOLD or (label["low"] == 1 and label["high"] is None)


def _f1(right: int, given: int, wanted: int) -> float:
    return 2 * right / max(1, given + wanted)


def _incidents(articles: list[dict[str, Any]]) -> dict[str, float]:
    gold = {row["incident_id"]: row for row in rows("incidents_gold")}
    situation = load_situation("general")
    models = load_models(weights=None)
    killed = injured = 0
    for article in articles:
        document = Document(id=article["doc_id"], text=article["text"])
        analysis = next(iter(cached_analyses([document], models)))
        statements = find_statements(analysis, situation)
        mentions = find_mentions(analysis, statements, situation)
        lineage = trace_lineage([document], situation)
        incidents = link_incidents(mentions, statements, lineage, (), situation, [document])
        totals = _totals(next((one for one in incidents if any(d.main for d in one.documents)), None))
        killed += totals[CasualtyCategory.KILLED] == gold[article["incident_id"]]["killed"]
        injured += totals[CasualtyCategory.WOUNDED] == gold[article["incident_id"]]["injured"]
    return {"killed_exact": killed / max(1, len(articles)), "injured_exact": injured / max(1, len(articles))}


def _totals(incident: Incident | None) -> dict[CasualtyCategory, int]:
    totals = dict.fromkeys(CasualtyCategory, 0)
    for figure in incident.casualties if incident is not None else ():
        if figure.group is CasualtyGroup.ALL:
            totals[figure.category] = figure.low or 0
    return totals
