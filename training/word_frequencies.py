"""Counts in how many news articles each word occurs, for `linking/word_documents.tsv`.

    python -m training.word_frequencies

The counts come from the parts of the labelled sets that no figure is reported on: attribution_train,
places_lgl, places_trnews, times_aquaint, templates_dev and the fitting half of incidents_documents.
Only words of at least `SEEN_IN` articles are kept: the table holds common words, no text and no rare names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.datasets import rows
from benchmarks.task_linking_documents import is_fit

from trucewatch.linking.words import TABLE, stem_of, words_of

SEEN_IN = 6
SETS = ("attribution_train", "places_lgl", "places_trnews", "times_aquaint", "templates_dev")


def articles() -> Iterator[str]:
    for name in SETS:
        for row in rows(name):
            yield row["text"]
    for row in rows("incidents_documents"):
        if is_fit(row["incident_id"]):
            yield f"{row['title']}\n{row['text']}"


def main() -> None:
    counts: Counter[str] = Counter()
    total = 0
    for text in articles():
        total += 1
        counts.update({stem_of(word) for word in words_of(text)})
    lines = [f"\t{total}"]
    lines += [f"{word}\t{count}" for word, count in sorted(counts.items()) if count >= SEEN_IN]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
