"""News of the day that is about no truce: what the fitted choices must leave alone.

All labelled reports here tell of incidents, and a choice fitted on them alone takes half of everything for a charge or
an attack. The attribution set of ../shared/data labels neither stance nor acts, but hardly any of its articles on US
politics accuses an armed side or tells of an attack.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.datasets import available, rows

from trucewatch.records import Document

ARTICLES = 200
"""Of 840, evenly drawn; all of the training part, so that the development part stays unseen."""


def articles() -> Iterator[Document]:
    """The articles; none where the set is not beside the checkout."""
    found = list(rows("attribution_train")) if available() else []
    for row in found[:: max(1, len(found) // ARTICLES)]:
        yield Document(id=row["id"], text=row["text"], title=row["title"])
