"""B³ F1 of the partition of news articles by the incident they are chiefly about.

Set: incidents_documents, 2014–15 (US shootings, one incident an article; Gun Violence Archive by way of
SemEval-2018 task 5). Each article goes to the incident of which it is a `main` document, or stands alone.
Split: by a hash of the incident's id. Weights and thresholds were chosen on the fitting half; figures are
reported on the other half. `sample` takes whole incidents until they have that many articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from benchmarks.datasets import rows
from trucewatch.records import Document, Lineage, Mention, Published, Statement

if TYPE_CHECKING:
    from trucewatch.situation import Situation

YEARS = ("2014", "2015")
Records = Mapping[str, tuple[Sequence[Mention], Sequence[Statement]]]


def measure(sample: int | None = None) -> dict[str, float]:
    """B³ F1, precision and recall on the reporting half."""
    from trucewatch.situation import load_situation

    situation = load_situation("general")
    articles = chosen(fit=False, sample=sample)
    partition = linked(articles, dict(extracted(map(document, articles), situation)), situation)
    f1, precision, recall = b_cubed({row["doc_id"]: row["incident_id"] for row in articles}, partition)
    return {"b3_f1": f1, "b3_precision": precision, "b3_recall": recall, "articles": len(articles)}


def is_fit(incident_id: str) -> bool:
    """True for incidents whose articles weights may be chosen on."""
    return _digest(incident_id)[0] % 2 == 0


def chosen(fit: bool, sample: int | None = None) -> list[dict[str, Any]]:
    """The articles of one half, incident by incident in the order of a hash."""
    half = [
        r for r in rows("incidents_documents") if r["dct"][:4] in YEARS and is_fit(r["incident_id"]) == fit
    ]
    half.sort(key=lambda row: (_digest(row["incident_id"])[1:], row["doc_id"]))
    return half if sample is None else half[:sample]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def document(row: Mapping[str, Any]) -> Document:
    return Document(
        id=row["doc_id"],
        text=row["text"],
        title=row["title"],
        url=row["uri"],
        published=Published(day=date.fromisoformat(row["dct"])),
    )


def extracted(
    documents: Iterable[Document], situation: Situation
) -> Iterator[tuple[str, tuple[Sequence[Mention], Sequence[Statement]]]]:
    """Mentions and statements of each document, as extraction finds them."""
    from benchmarks.parses import cached_analyses
    from trucewatch.extraction.events.mentions import find_mentions
    from trucewatch.extraction.statements.finding import find_statements

    for analysis in cached_analyses(documents):
        statements = find_statements(analysis, situation)
        yield analysis.document.id, (find_mentions(analysis, statements, situation), statements)


def linked(articles: Sequence[Mapping[str, Any]], records: Records, situation: Situation) -> dict[str, str]:
    """The incident each article is chiefly about; the article itself where there is none."""
    from trucewatch.linking import link_incidents

    documents = [document(row) for row in articles]
    mentions = [mention for d in documents for mention in records[d.id][0]]
    statements = [statement for d in documents for statement in records[d.id][1]]
    partition = {d.id: d.id for d in documents}
    for incident in link_incidents(mentions, statements, Lineage(), (), situation, documents):
        partition.update({row.document_id: incident.id for row in incident.documents if row.main})
    return partition


def b_cubed(gold: Mapping[str, str], given: Mapping[str, str]) -> tuple[float, float, float]:
    """F1, precision and recall, averaged over items (Bagga and Baldwin, 1998)."""
    precision = recall = 0.0
    for item in gold:
        together = {other for other in gold if given[other] == given[item]}
        wanted = {other for other in gold if gold[other] == gold[item]}
        precision += len(together & wanted) / len(together)
        recall += len(together & wanted) / len(wanted)
    precision, recall = precision / len(gold), recall / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall
