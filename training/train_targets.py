"""Fit the weights of `extraction/statements/target_choice.py`: whom do somebody's words blame?

    python -m training.train_targets

Logistic regression on the sides that may be meant in each content, labelled with the targets of the accounts that
accuse or attribute in it: the half of our own corpus that may be read, the two-sided reports at even places and the
reports of training/statements. A content that no account stands in counts less, for labels are not complete; one that
is given to another side than the labels give it to is left out. In 200 articles of ordinary news nobody is blamed.
Prints precision, recall and F1 of the sides blamed in ten-fold cross-validation by file, of the rules alone and of the
choice at several floors, then writes extraction/weights/targets.json from all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
from benchmarks import own_corpus, two_sided
from benchmarks.parses import cached_analyses
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training.labelled_statements import labelled_reports
from training.ordinary_news import articles
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.statements.target_choice import AIMED, WEIGHTS
from trucewatch.extraction.statements.target_features import Described, Said, Weighed
from trucewatch.records import Document, Stance
from trucewatch.situation import Situation, load_situation

STRENGTH = 0.1
FOLDS = 10
SMALL = 0.02
UNLABELLED = 0.3
"""What a content in which no account stands counts."""
SHARED = 0.5
"""Share of the shorter of content and account from which they are of one another."""
FLOORS = (0.3, 0.35, 0.4, 0.45, 0.5)
PLAIN_FLOORS = (0.25, 0.3, 0.35, 0.4)
ACCEPTED, PLAIN = 0.35, 0.4
"""Chosen by accusations (who, whom) of linked incidents in the same cross-validation."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One content with the sides that may be blamed in it, and those that are."""

    group: str
    stance: Stance
    ruled: frozenset[str]
    described: tuple[Described, ...]
    targets: frozenset[str]
    labelled: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One row a side of a content."""

    features: list[dict[str, float]]
    blamed: np.ndarray
    weights: np.ndarray
    groups: np.ndarray


def main() -> None:
    examples = list(read_examples())
    table = tabulate(examples)
    print(f"{len(examples)} contents, {len(table.blamed)} sides, {int(table.blamed.sum())} blamed")
    chances = np.zeros(len(table.blamed))
    for learn, rest in GroupKFold(FOLDS).split(table.features, table.blamed, table.groups):
        chances[rest] = predict(fit(table, learn), table, rest)
    report(examples, chances)
    weights = fit(table, np.arange(len(table.blamed)))
    store(weights)
    print(f"{len(weights)} weights")


def store(weights: dict[str, float]) -> None:
    kept = {name: round(value, 3) for name, value in sorted(weights.items())}
    stored = {"accepted": ACCEPTED, "plain": PLAIN, "weights": kept}
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


# --- examples -----------------------------------------------------------------------------------------------------


def read_examples() -> Iterator[Example]:
    """Every content of the labelled reports in which somebody may be blamed, as extraction comes to it."""
    for group in own_corpus.groups("fit"):
        documents = [two_sided.document(row) for row in group.documents]
        yield from _of_file(group.path.stem, zip(documents, group.gold, strict=True), group.pack)
    for place, (document, gold) in enumerate(two_sided.documents()):
        if place % 2 == 0:
            name = min((incident["incident_id"] for incident in gold["incidents"]), default=document.id)
            yield from _of_file(name, [(document, gold)], "general")
    for report in labelled_reports():
        accounts = [said.account for said in report.statements if said.stance is not Stance.OUTLET]
        gold = {"incidents": [{"accounts": accounts}]}
        yield from _of_file(f"written {report.group}", [(report.document, gold)], "general")
    for number, document in enumerate(articles()):
        yield from _of_file(f"ordinary {number}", [(document, {"incidents": []})], "general")


def _of_file(name: str, labelled: Iterable[tuple[Document, Row]], pack: str) -> Iterator[Example]:
    situation = load_situation(pack)
    rows = list(labelled)
    for (_, gold), analysis in zip(rows, cached_analyses([d for d, _ in rows]), strict=True):
        weighed: dict[Any, tuple[Said, list[Described]]] = {}
        describe = Weighed.describe

        def note(self: Weighed, said: Said, *, unnamed: bool = False) -> list[Described]:
            found = describe(self, said, unnamed=unnamed)  # noqa: B023  (called before the next document)
            speaker = said.speaker
            key = said.attribution.content, speaker and (speaker.start, speaker.side)
            if not unnamed:  # what the network of blame asks for is not what this choice is asked
                weighed[key] = said, found  # noqa: B023
            return found

        with patch.object(Weighed, "describe", note):
            find_statements(analysis, situation)
        for said, found in weighed.values():
            example = _example(name, said, found, gold, situation)
            if example is not None:
                yield example


def _example(
    name: str, said: Said, found: Sequence[Described], gold: Row, situation: Situation
) -> Example | None:
    accounts = [a for incident in gold["incidents"] for a in incident["accounts"]]
    accounts = [a for a in accounts if a["claimant_side"] != "MEDIA"]
    near = [a for a in accounts if _share(said, a) >= SHARED] or [a for a in accounts if _holds_cue(said, a)]
    side = said.speaker.side if said.speaker else None
    own = [a for a in near if side is None or situation.camp(a["claimant_side"]) == situation.camp(side)]
    if near and not own:
        return None
    targets = frozenset(
        target for a in own if a["stance"] in ("accuse", "confirm") for target in a["target_sides"]
    )
    return Example(
        group=name,
        stance=said.stance,
        ruled=frozenset(said.targets),
        described=tuple(found),
        targets=targets,
        labelled=bool(near),
    )


def _share(said: Said, account: Row) -> float:
    spans = said.attribution.content
    shared = sum(max(0, min(account["end"], s.end) - max(account["start"], s.start)) for s in spans)
    return shared / min(account["end"] - account["start"], sum(len(s) for s in spans))


def _holds_cue(said: Said, account: Row) -> bool:
    cue = said.attribution.cue
    return cue is not None and account["start"] <= cue.start and cue.end <= account["end"]


# --- model --------------------------------------------------------------------------------------------------------


def tabulate(examples: Sequence[Example]) -> Table:
    rows = [(example, side, found) for example in examples for side, found in example.described]
    return Table(
        features=[dict.fromkeys(sorted(found), 1.0) for _, _, found in rows],
        blamed=np.array([side in example.targets for example, side, _ in rows]),
        weights=np.array([1.0 if example.labelled else UNLABELLED for example, _, _ in rows]),
        groups=np.array([example.group for example, _, _ in rows]),
    )


def fit(table: Table, rows: np.ndarray) -> dict[str, float]:
    columns = DictVectorizer()
    found = columns.fit_transform([table.features[row] for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(found, table.blamed[rows], sample_weight=table.weights[rows])
    named = zip(columns.get_feature_names_out(), map(float, model.coef_[0]), strict=True)
    return {name: value for name, value in named if abs(value) >= SMALL}


def predict(weights: dict[str, float], table: Table, rows: np.ndarray) -> np.ndarray:
    scores = [sum(weights.get(name, 0.0) for name in table.features[row]) for row in rows]
    return 1.0 / (1.0 + np.exp(-np.array(scores)))


# --- figures ------------------------------------------------------------------------------------------------------


def report(examples: Sequence[Example], chances: np.ndarray) -> None:
    """Of contents in which an account of the speaker's camp stands."""
    blamed: list[dict[str, float]] = []
    at = 0
    for example in examples:
        sides = [side for side, _ in example.described]
        blamed.append(dict(zip(sides, map(float, chances[at : at + len(sides)]), strict=True)))
        at += len(sides)
    for name, stances, floors in (("aimed", AIMED, FLOORS), ("plain", {Stance.ASSERT}, PLAIN_FLOORS)):
        some = [(e, b) for e, b in zip(examples, blamed, strict=True) if e.stance in stances and e.labelled]
        print(f"{name}, rules alone: {_scores((e.targets, e.ruled) for e, _ in some)}")
        for floor in floors:
            pairs = ((e.targets, {s for s, likely in b.items() if likely >= floor}) for e, b in some)
            print(f"{name} from {floor}: {_scores(pairs)}")


def _scores(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> str:
    rows = [(set(wanted), set(given)) for wanted, given in pairs]
    right = sum(len(w & g) for w, g in rows)
    given, wanted = sum(len(g) for _, g in rows), sum(len(w) for w, _ in rows)
    exact = sum(w == g for w, g in rows) / len(rows)
    return (
        f"precision {right / max(1, given):.3f}, recall {right / max(1, wanted):.3f}, "
        f"F1 {2 * right / max(1, given + wanted):.3f}, whole set right {exact:.3f} of {len(rows)}"
    )


if __name__ == "__main__":
    main()
