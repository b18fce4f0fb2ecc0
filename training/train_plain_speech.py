"""Fit the weights of `extraction/statements/plain_choice.py`: is a plain clause its subject's words, or a newsroom's telling?

    python -m training.train_plain_speech

Logistic regression over the clauses of newsrooms' reports in nobody's mouth whose subject, or who is named before a colon,
is of a known side: of training/statements, benchmarks/corpus/fit and the two-sided reports at even places, where a clause
is its speaker's if a labelled statement of his side shares most words with it, and of the first `NEWS` articles of
attribution_train, where its cue or content must be labelled with that source. Most of what news tells of parties is no
speech, so these articles teach how seldom it is. Prints how many of the clauses are found, and how many that should not
be, in eight-fold cross-validation by conflict, by group of reports, then writes extraction/weights/plain_speech.npz.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks import own_corpus, two_sided
from benchmarks.datasets import available, rows
from benchmarks.parses import cached_analyses
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training.labelled_statements import labelled_reports
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.statements.finding import weigh_plain_clauses
from trucewatch.extraction.statements.plain_choice import (
    SCALE,
    WEIGHTS,
    Floats,
    PlainChoice,
    features_of,
    parts_of,
)
from trucewatch.extraction.tagging.states import level
from trucewatch.records import Document, Span, Stance
from trucewatch.situation import Situation, load_situation

NEWS = 300
WEIGHT_OF_NEWS = 0.5
STRENGTH = 0.05
ACCEPTED = 0.75
"""A newsroom's telling given to a party does more harm than a party's words left to the newsroom."""
DRAWN = (48, 16, 48, 32)
"""Numbers drawn from the states of each part."""
SEEN_AT_LEAST = 5
FOLDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One clause."""

    kind: str
    group: str
    """What cross-validation keeps together."""
    is_said: bool
    features: frozenset[str]
    parts: Floats
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Labelled words, and whose they are."""

    span: Span
    side: str | None
    who: Span | None = None


def main() -> None:
    examples = [*_own_reports(), *_own_corpus(), *_two_sided(), *_news()]
    folds = GroupKFold(FOLDS).split(examples, groups=[e.group for e in examples])
    judged = [
        (examples[n], choice.accepts(examples[n].features, examples[n].parts))
        for seen, unseen in folds
        for choice in [fit([examples[n] for n in seen])]
        for n in unseen
    ]
    counts = Counter((e.kind, e.is_said, is_taken) for e, is_taken in judged)
    for kind in sorted({e.kind for e in examples}):
        right, wrong = counts[kind, True, True], counts[kind, False, True]
        print(f"{kind:12} said {right + counts[kind, True, False]:4} found {right:4} wrongly {wrong:3}")
    write(fit(examples))


def fit(examples: Sequence[Example]) -> PlainChoice:
    """The weights for these clauses."""
    seen = Counter(f for e in examples for f in e.features)
    names = sorted(f for f, count in seen.items() if count >= SEEN_AT_LEAST)
    columns = {name: column for column, name in enumerate(names)}
    states = level(np.stack([e.parts for e in examples]))
    drawers = [PCA(few, random_state=0).fit(states[:, part]) for part, few in enumerate(DRAWN)]
    drawn = [SCALE * drawer.transform(states[:, part]) for part, drawer in enumerate(drawers)]
    flags = np.zeros((len(examples), len(names)), dtype=np.float32)
    for row, example in enumerate(examples):
        flags[row, [columns[f] for f in example.features if f in columns]] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(
        np.concatenate([flags, *drawn], axis=1),
        [e.is_said for e in examples],
        sample_weight=[WEIGHT_OF_NEWS if e.kind == "news" else 1.0 for e in examples],
    )
    return PlainChoice(
        weights={name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=False)},
        bias=round(float(model.intercept_[0]), 4),
        accepted=ACCEPTED,
        middles=np.stack([drawer.mean_ for drawer in drawers]).astype(np.float32),
        axes=tuple(drawer.components_.T.astype(np.float32) for drawer in drawers),
        drawn=model.coef_[0][len(names) :].astype(np.float32),
    )


def write(choice: PlainChoice) -> None:
    says = {"weights": choice.weights, "bias": choice.bias, "accepted": choice.accepted}
    axes = {f"axes{n}": axis.astype(np.float16) for n, axis in enumerate(choice.axes)}
    np.savez_compressed(
        WEIGHTS,
        says=json.dumps(says, sort_keys=True),
        middles=choice.middles.astype(np.float16),
        drawn=choice.drawn,
        **axes,
    )


def _own_reports() -> Iterator[Example]:
    situation = load_situation("general")
    reports = [r for r in labelled_reports() if r.voice is None]
    for report, analysis in zip(reports, cached_analyses([r.document for r in reports]), strict=True):
        said = [
            Passage(s.span, s.side, _place(s.who, report.document, s.span))
            for s in report.statements
            if s.stance is not Stance.OUTLET
        ]
        yield from _examples("own", report.group, analysis, situation, said)


def _place(who: str | None, document: Document, near: Span) -> Span | None:
    """Where the words for a speaker stand, nearest to what he says."""
    if who is None:
        return None
    at = document.text.rfind(who, 0, near.end)
    at = at if at >= 0 else document.text.find(who)
    return Span(start=at, end=at + len(who)) if at >= 0 else None


def _own_corpus() -> Iterator[Example]:
    for group in own_corpus.groups("fit"):
        documents = [two_sided.document(row) for row in group.documents]
        situation = load_situation(group.pack)
        for gold, analysis in zip(group.gold, cached_analyses(documents), strict=True):
            name = analysis.document.id.partition("-")[2].rpartition("-")[0]
            yield from _examples("corpus", name, analysis, situation, _accounts(gold))


def _two_sided() -> Iterator[Example]:
    if not available():
        return
    documents = {row["id"]: two_sided.document(row) for row in rows("two_sided_documents")}
    golds = sorted(rows("two_sided_gold"), key=lambda row: str(row["id"]))[0::2]
    situation = load_situation("general")
    for gold, analysis in zip(golds, cached_analyses(documents[g["id"]] for g in golds), strict=True):
        yield from _examples("two-sided", str(gold["id"]), analysis, situation, _accounts(gold))


def _accounts(gold: dict[str, Any]) -> list[Passage]:
    return [
        Passage(Span(start=account["start"], end=account["end"]), account["claimant_side"])
        for incident in gold["incidents"]
        for account in incident["accounts"]
        if account["claimant_side"] != "MEDIA"
    ]


def _news() -> Iterator[Example]:
    if not available():
        return
    situation = load_situation("general")
    articles = [row for _, row in zip(range(NEWS), rows("attribution_train"), strict=False)]
    documents = [Document(id=row["id"], text=row["text"], title=row["title"]) for row in articles]
    for row, analysis in zip(articles, cached_analyses(documents), strict=True):
        said = [
            Passage(Span(start=start, end=end), None, Span(start=who[0], end=who[1]))
            for tuple_ in row["attributions"]
            for who in tuple_["source"]
            for start, end in (*tuple_["cue"], *tuple_["content"])
        ]
        yield from _examples("news", row["id"], analysis, situation, said)


def _examples(
    kind: str, group: str, analysis: Analysis, situation: Situation, said: Sequence[Passage]
) -> Iterator[Example]:
    assert analysis.states is not None
    for candidate, speaker in weigh_plain_clauses(analysis, situation):
        begin = min(candidate.cue.start, candidate.content[0].start)
        body = Span(start=begin, end=candidate.content[0].end)
        near = [p for p in said if p.span.overlap(body) >= 0.5 * min(len(p.span), len(body))]
        yield Example(
            kind=kind,
            group=group.lower(),
            is_said=any(
                p.side == speaker.side or (p.who is not None and p.who.overlaps(candidate.source))
                for p in near
            ),
            features=features_of(candidate, speaker),
            parts=parts_of(candidate, analysis.states),
            text=f"{candidate.source.of(analysis.reading)} | {body.of(analysis.reading)}",
        )


if __name__ == "__main__":
    main()
