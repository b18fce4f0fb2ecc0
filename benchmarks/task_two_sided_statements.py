"""Stance and claimant's side of the accounts that the two-sided reports give (accuse, deny, admit, assert, confirm).

Rules were fitted on the documents at even places of the sorted ids; figures `held_*` are of the odd places, `fit_*`
of the even ones. The odd half is not blind: its totals were watched while rules were chosen, and statements of ten of
its documents were seen while accusations were looked at, so its figures are somewhat optimistic. For every gold
account with one of the five stances whose claimant is not the newsroom itself (an outlet's own voice has no stance
here), the attributed statements whose evidence overlaps the gold quote are candidates. For the side, the candidate
that covers most of the quote, then the innermost of nested speech, then the closest (span IoU), must have the gold
side or one of its camp; for `OTHER`, which could never be right before 22 November 2026, a group, monitor or
organisation that the labels of its report name nowhere. For the stance, candidates of the gold side are preferred,
then the closest. No candidate at
all counts as wrong twice. Macro F1 is over the five stances; a prediction outside the five costs recall only.

`own_first_*`, `own_fresh_*` and so on: short statements of our own (`benchmarks/statements`), with the stances that the
two-sided labels lack, scored as `own_statements` says. Rules were mended on them after their first run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from benchmarks import own_statements
from benchmarks.datasets import ids_in_demo, rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document, Published, Span, Stance, Statement
from trucewatch.situation import Situation, load_situation

UNLISTED = ("non_state", "monitor", "international", "coalition")
"""Kinds of side that labels may call `OTHER`."""
STANCES = ("accuse", "deny", "admit", "assert", "confirm")


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold account with what was predicted for it."""

    document: str
    quote: str
    side: str
    stance: str
    predicted_side: str | None
    predicted_stance: str | None
    targets: tuple[str, ...]
    predicted_targets: tuple[str, ...]
    side_right: bool


def measure(sample: int | None = None) -> dict[str, float]:
    """Macro F1 of stance, F1 of each stance, and accuracy of the side, on both halves."""
    figures: dict[str, float] = {}
    for half, parity in (("fit", 0), ("held", 1)):
        judged = list(judge(parity, sample))
        figures |= {f"{half}_{name}": value for name, value in figures_of(judged).items()}
    return figures | own_statements.measure(STANCES)


def judge(parity: int, sample: int | None = None) -> Iterator[Judged]:
    """The gold accounts of every second document, each with its prediction."""
    situation = load_situation("general")
    texts = {row["id"]: row for row in rows("two_sided_documents")}
    gold = sorted(rows("two_sided_gold"), key=lambda row: str(row["id"]))[parity::2][:sample]
    # The halves are those of the whole set; what the demonstration shows is left out of the reported one.
    gold = [row for row in gold if not (parity and row["id"] in ids_in_demo())]
    documents = [_document(texts[row["id"]]) for row in gold]
    for row, analysis in zip(gold, cached_analyses(documents), strict=True):
        yield from judge_document(row, find_statements(analysis, situation), situation)


def judge_document(
    gold: dict[str, Any], statements: Iterable[Statement], situation: Situation
) -> Iterator[Judged]:
    """The gold accounts of one document, each with its prediction among these statements."""
    attributed = [s for s in statements if s.stance is not Stance.OUTLET]
    accounts = [account for incident in gold["incidents"] for account in incident["accounts"]]
    named = {side for a in accounts for side in (a["claimant_side"], *a["target_sides"])}
    camps = {situation.camp(side) for side in named}
    unlisted = {s.id for s in situation.sides.values() if s.kind in UNLISTED and s.camp not in camps} - named
    for account in accounts:
        if account["stance"] in STANCES and account["claimant_side"] != "MEDIA":
            yield _judge(gold["id"], account, attributed, situation, unlisted)


def _document(row: dict[str, str]) -> Document:
    from datetime import date

    published = Published(day=date.fromisoformat(row["published"][:10])) if row["published"] else None
    return Document(
        id=row["id"], text=row["text"], url=row["url"], publisher=row["publisher"], published=published
    )


def _judge(
    document: str,
    account: dict[str, object],
    statements: list[Statement],
    situation: Situation,
    unlisted: Set[str] = frozenset(),
) -> Judged:
    quote = Span(start=int(str(account["start"])), end=int(str(account["end"])))
    side = str(account["claimant_side"])
    meant = unlisted if side == "OTHER" else {side, situation.camp(side)}
    candidates = [s for s in statements if s.evidence.span.overlaps(quote)]
    best = max(candidates, key=lambda s: closeness(s, quote), default=None)
    same = [s for s in candidates if _same_side(s, meant, situation)]
    closest = max(same or candidates, key=lambda s: (_covered(s, quote), _iou(s, quote)), default=None)
    return Judged(
        document=document,
        quote=quote_of(account),
        side=side,
        stance=str(account["stance"]),
        predicted_side=best.speaker.side if best is not None and best.speaker else None,
        predicted_stance=closest.stance.value if closest is not None else None,
        targets=tuple(account["target_sides"]),  # type: ignore[arg-type]
        predicted_targets=closest.target if closest is not None else (),
        side_right=best is not None and _same_side(best, meant, situation),
    )


def quote_of(account: dict[str, object]) -> str:
    return str(account["quote"])


def _same_side(statement: Statement, sides: Set[str], situation: Situation) -> bool:
    own = statement.speaker.side if statement.speaker else None
    return own is not None and (own in sides or situation.camp(own) in sides)


def closeness(statement: Statement, quote: Span) -> tuple[float, int, float]:
    """How well a statement fits a labelled quote: share of it covered, then how deeply nested, then span IoU."""
    return _covered(statement, quote), len(statement.chain), _iou(statement, quote)


def _covered(statement: Statement, quote: Span) -> float:
    return round(statement.evidence.span.overlap(quote) / max(1, len(quote)), 1)


def _iou(statement: Statement, quote: Span) -> float:
    shared = statement.evidence.span.overlap(quote)
    return shared / (len(statement.evidence.span) + len(quote) - shared)


def figures_of(judged: list[Judged]) -> dict[str, float]:
    right = Counter(j.stance for j in judged if j.stance == j.predicted_stance)
    gold = Counter(j.stance for j in judged)
    found = Counter(j.predicted_stance for j in judged)
    scores = {s: 2 * right[s] / max(1, gold[s] + found[s]) for s in STANCES}
    figures = {f"stance_{name}_f1": value for name, value in scores.items()}
    figures["stance_macro_f1"] = sum(scores.values()) / len(STANCES)
    figures["stance_accuracy"] = sum(right.values()) / max(1, len(judged))
    figures["side_accuracy"] = sum(j.side_right for j in judged) / max(1, len(judged))
    figures["accounts"] = float(len(judged))
    return figures


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:28} {value:.3f}")
