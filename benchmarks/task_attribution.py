"""Who said what, on the development part of the attribution set (84 US news articles; nothing was trained on them).

Token F1 of cue, speaker and content and F1 of whole tuples as in `attribution_scores`. `outlet` statements and
credit lines are left out, since the set labels neither; statements of one cue and speaker count as one tuple.
`*_precision` and `*_recall` come beside each F1.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.attribution_scores import Tuple, score
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document, Stance, Statement, StatementKind
from trucewatch.situation import load_situation

NAMES = {"source": "speaker", "cue": "cue", "content": "content", "tuple": "tuple"}


def measure(sample: int | None = None) -> dict[str, float]:
    """F1, precision and recall by role, and of whole tuples."""
    found = score(_documents("attribution_dev", sample))
    figures: dict[str, float] = {}
    for role, name in NAMES.items():
        figures[f"{name}_f1"] = found[role].f1
        figures[f"{name}_precision"] = found[role].precision
        figures[f"{name}_recall"] = found[role].recall
    return figures


def _documents(name: str, sample: int | None) -> Iterator[tuple[str, list[Tuple], list[Tuple]]]:
    situation = load_situation("general")
    labelled = list(rows(name))[:sample]
    documents = [Document(id=row["id"], text=row["text"], title=row["title"]) for row in labelled]
    for row, analysis in zip(labelled, cached_analyses(documents), strict=True):
        found = [_spans(s) for s in find_statements(analysis, situation) if _counts(s)]
        yield row["text"], _whole(found), row["attributions"]


def _whole(found: list[dict[str, list[tuple[int, int]]]]) -> list[Tuple]:
    """Parts of one attribution (an accusation and a denial by the same cue) as the one tuple that the set has."""
    whole: dict[tuple[object, ...], dict[str, list[tuple[int, int]]]] = {}
    for item in found:
        key = (*item["source"], None, *item["cue"])
        held = whole.setdefault(key if item["cue"] else (*key, *item["content"]), item)
        if held is not item:
            held["content"] = [*held["content"], *item["content"]]
    return list(whole.values())


def _counts(statement: Statement) -> bool:
    return statement.stance is not Stance.OUTLET and statement.kind is not StatementKind.CREDIT_LINE


def _spans(statement: Statement) -> dict[str, list[tuple[int, int]]]:
    speaker, cue = statement.speaker, statement.cue
    return {
        "source": [(speaker.start, speaker.end)] if speaker else [],
        "cue": [(cue.start, cue.end)] if cue else [],
        "content": [(span.start, span.end) for span in statement.content],
    }


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:20} {value:.3f}")
