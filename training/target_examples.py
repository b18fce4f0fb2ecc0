"""Labelled statements with the sides they may blame, as the network of `extraction/statements/blame_network.py` sees them.

    python -m training.target_examples ARRAYS

Reads the reports that training/statement_examples.py reads, and gives a statement that accuses, confirms or denies the
targets of its account, asked with the labelled stance; where extraction has another speaker, the labelled one is put
in his place. A statement that only seems to accuse, because its account does something else or it has none, blames
nobody. Writes what training/train_blame.py fits on.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
from benchmarks.parses import cached_analyses

from training import statement_examples
from training.statement_examples import Account, Noted, Report, _label, fold_of, reports
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.blame_network import Passage
from trucewatch.extraction.statements.parts import Reading
from trucewatch.extraction.statements.passages import Told
from trucewatch.extraction.statements.stance import StanceReader
from trucewatch.extraction.statements.stance_choice import StanceChoice, likeliest
from trucewatch.extraction.statements.target_choice import AIMED
from trucewatch.extraction.statements.target_features import Said
from trucewatch.extraction.statements.target_passages import MARKS, THEIRS
from trucewatch.records import Stance
from trucewatch.situation import Situation, load_situation

STANCES = (Stance.ACCUSE, Stance.CONFIRM, Stance.DENY)
SEEN_AT_LEAST = 8
"""Sides of which a feature must be true to have a column."""
WEIGHTS = {"own": 1.0, "corrected": 0.6, "spurious": 0.4, "unlabelled": 0.2}
"""What a statement counts: as in statement_examples; "spurious": its account neither accuses, confirms nor denies."""
UNMET = 0.5
"""Of that, where the one who is blamed is not among the sides weighed."""
CHANCES = StanceChoice.chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One statement as the network is told of it, with the sides that its account is aimed at."""

    passage: Passage
    sides: tuple[str, ...]
    features: tuple[frozenset[str], ...]
    right: tuple[bool, ...]
    targets: tuple[str, ...]
    known: tuple[str, ...]
    """As the weights of single sides and the rules have it."""
    stance: Stance
    kind: str

    @property
    def weight(self) -> float:
        if not self.targets and self.stance is Stance.ACCUSE and self.kind in ("own", "corrected"):
            return 0.0  # an accusation whose target its labels leave open
        return WEIGHTS[self.kind] * (UNMET if self.targets and not any(self.right) else 1.0)


def _examples_of(
    stances: StanceReader, told: Told, report: Report, read_in: tuple[Analysis, Situation]
) -> Iterator[Example]:
    """A reading of the rules as the network is asked about it, in place of what the stance's network is."""
    _, situation = read_in
    account, kind = _label(told, report, situation)
    if kind == "outlet":
        return
    if account is None or account.stance not in STANCES:
        chances = CHANCES(stances._choice, told)
        settled = likeliest(chances, told.ruled) if chances else told.ruled
        if settled in AIMED and kind != "wrong":
            seeming = Account(told.spans[0], told.side, settled)
            found = "spurious" if account is not None else "unlabelled"
            yield from _example(stances, told, seeming, (found, situation))
    elif kind == "own":
        yield from _example(stances, told, account, (kind, situation))
    elif account.side in situation.sides:
        speaker = replace(told.speaker, side=account.side, actor=None, name=None)
        stances._judged.clear()
        judged = stances._judge(told.part, speaker)
        again = stances.told(told.attribution, Reading(told.spans, judged.stance, judged.targets), speaker)
        yield from _example(stances, again, account, ("corrected", situation))


def _example(
    stances: StanceReader, told: Told, account: Account, found: tuple[str, Situation]
) -> Iterator[Example]:
    kind, situation = found
    stance = Stance(account.stance)
    aimed = stances._judge(told.part, told.speaker).aimed
    said = Said(attribution=told.part, speaker=told.speaker, stance=stance, targets=aimed)
    described = stances._weighed.describe(said, unnamed=True)
    sides = tuple(side for side, _ in described)
    passage = stances._passages.passage(told, sides)
    if passage is None:
        return
    camps = {situation.camp(target) for target in account.targets if target not in sides}
    yield Example(
        passage=passage,
        sides=sides,
        features=tuple(features for _, features in described),
        right=tuple(side in account.targets or situation.camp(side) in camps for side in sides),
        targets=account.targets,
        known=told.targets if told.ruled is stance else (),
        stance=stance,
        kind=kind,
    )


def main() -> None:
    read = list(reports())
    states: list[np.ndarray] = []
    rows: list[tuple[Report, int, Example]] = []
    at = 0
    with patch.object(statement_examples, "_examples_of", _examples_of):
        for report, analysis in zip(read, cached_analyses(report.document for report in read), strict=True):
            assert analysis.states is not None
            found = Noted(analysis, report, load_situation(report.pack)).examples
            rows += [(report, at, example) for example in found]  # type: ignore[misc]
            states.append(analysis.states.numbers)
            at += len(analysis.states.numbers)
    examples = [example for _, _, example in rows]
    columns, features = _tabulated(examples)
    np.savez(
        sys.argv[1],
        states=np.concatenate(states),
        low=np.array([at + example.passage.low for _, at, example in rows]),
        sizes=np.array([len(e.passage.states) for e in examples]),
        counts=np.array([len(e.sides) for e in examples]),
        marks=np.concatenate([e.passage.marks for e in examples]).astype(np.uint8),
        theirs=np.concatenate([e.passage.theirs.reshape(-1, len(THEIRS)) for e in examples]).astype(np.uint8),
        met=np.concatenate([e.passage.met for e in examples]).astype(np.float16),
        features=features,
        columns=np.array(columns),
        mark_names=np.array(MARKS),
        their_names=np.array(THEIRS),
        stance_names=np.array([stance.value for stance in STANCES]),
        stance_rows=np.array(
            [[e.stance is stance for stance in STANCES] for e in examples], dtype=np.float32
        ),
        right=np.concatenate([e.right for e in examples]),
        weights=np.array([e.weight for e in examples]),
        stances=np.array([e.stance.value for e in examples]),
        kinds=np.array([e.kind for e in examples]),
        side_names=np.array(["|".join(e.sides) for e in examples]),
        gold=np.array(["|".join(e.targets) for e in examples]),
        known=np.array(["|".join(e.known) for e in examples]),
        folds=np.array([fold_of(report.group) for report, _, _ in rows]),
        sources=np.array([report.kind for report, _, _ in rows]),
    )
    print(f"{len(read)} reports, {len(rows)} statements, {len(columns)} features")
    print(*sorted(Counter((report.kind, e.stance.value, e.kind) for report, _, e in rows).items()), sep="\n")


def _tabulated(examples: Sequence[Example]) -> tuple[list[str], np.ndarray]:
    """Names of the features that are often true, and one row a side with them."""
    sides = [found for example in examples for found in example.features]
    seen = Counter(name for found in sides for name in found)
    columns = {
        name: number for number, name in enumerate(sorted(n for n in seen if seen[n] >= SEEN_AT_LEAST))
    }
    table = np.zeros((len(sides), len(columns)), dtype=np.uint8)
    for row, found in zip(table, sides, strict=True):
        row[[columns[name] for name in found if name in columns]] = 1
    return list(columns), table


if __name__ == "__main__":
    main()
