"""Ledger entries: recall over the "other" labels of the two-sided set, by kind.

A label is found when an entry of its ledger quotes an overlapping stretch of its document. The labels are not
exhaustive, so precision cannot be read off them. Documents shown in the demonstration are left out. The
labels were read before the lexicon was written and the misses were looked at twice, so the figure is not held out.
"""

from __future__ import annotations

from collections import Counter

from benchmarks.datasets import two_sided
from benchmarks.parses import cached_analyses
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.ledgers import keep_ledgers
from trucewatch.records import Document, LedgerKind
from trucewatch.situation import load_situation

LEDGERS = {
    "investigation": (LedgerKind.INVESTIGATION,),
    "notification": (LedgerKind.NOTIFICATION,),
    "demand": (LedgerKind.DEMAND,),
    "access_corridor": (LedgerKind.ACCESS,),
    "observer": (LedgerKind.ACCESS,),
    "mediation": (LedgerKind.LIAISON,),
    "promise": (LedgerKind.COMMITMENT,),
}
"""Label types that are ledger entries; announcements and bulletin counts are not."""


def measure(sample: int | None = None) -> dict[str, float]:
    """Recall over all labels, entries found for each document, and recall of the kinds with five labels."""
    situation = load_situation("general")
    labels = {row["id"]: row["other"] for row in two_sided("two_sided_gold")}
    texts = [row for row in two_sided("two_sided_documents") if row["id"] in labels][:sample]
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    entries = 0
    documents = [Document(id=row["id"], text=row["text"]) for row in texts]
    for analysis in cached_analyses(documents):
        statements = find_statements(analysis, situation)
        kept = keep_ledgers(statements, (), situation, [analysis.document]).entries
        entries += len(kept)
        for label in labels[analysis.document.id]:
            if label["type"] in LEDGERS:
                total[label["type"]] += 1
                found[label["type"]] += any(
                    entry.ledger in LEDGERS[label["type"]]
                    and any(
                        quote.start < label["end"] and label["start"] < quote.end
                        for change in entry.history
                        for quote in change.evidence
                    )
                    for entry in kept
                )
    figures = {"ledger_recall": sum(found.values()) / max(sum(total.values()), 1)}
    figures |= {f"ledger_recall_{kind}": found[kind] / n for kind, n in sorted(total.items()) if n >= 5}
    figures["ledger_entries_per_document"] = entries / max(len(documents), 1)
    return figures


if __name__ == "__main__":
    print(measure())
