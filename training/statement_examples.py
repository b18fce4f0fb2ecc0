"""Labelled statements as the network of `extraction/statements/statement_network.py` sees them.

    python -m training.statement_examples ARRAYS

Reads the reports of training/statements, benchmarks/statements, the half of our own corpus that may be read, and, where
the labelled sets are beside the checkout, the two-sided reports at even places. A statement that extraction finds has
the stance of the account it shares most words with, among those of its speaker's camp. Where extraction has another
speaker, the statement is read once more with the labelled side as its speaker. What no account stands in is kept
without a stance: it should at least neither accuse, deny nor admit. All these reports are of incidents, where most that is
said blames somebody; so the articles of training/ordinary_news.py are read beside them, and there the network learns
to leave it at what the rules say. Writes what training/train_statements.py fits on.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import numpy as np
import yaml
from benchmarks import own_corpus, own_statements, two_sided
from benchmarks.datasets import available
from benchmarks.parses import cached_analyses

from training.labelled_statements import labelled_reports
from training.ordinary_news import articles
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.statements.finding import _Reader, find_statements
from trucewatch.extraction.statements.parts import Reading
from trucewatch.extraction.statements.passages import Told, bounds
from trucewatch.extraction.statements.stance import StanceReader
from trucewatch.extraction.statements.stance_choice import StanceChoice
from trucewatch.extraction.statements.stance_features import AROUND, LONGEST, MARKS
from trucewatch.extraction.statements.voices import Voice
from trucewatch.records import Document, Span, Speaker, Stance, covering
from trucewatch.situation import Situation, load_situation

LABELS = tuple(stance.value for stance in Stance if stance is not Stance.OUTLET)
SEEN_AT_LEAST = 8
"""Statements in which a feature must be true to have a column."""
SHARED = 0.5
"""Share of the shorter of statement and account from which they are of one another."""
FOLDS = 5
OTHERS = {
    "demand": "demand",
    "promise": "promise",
    "threat": "threaten",
    "apology": "apologise",
    "announcement": "announce",
}
"""Stances of what our own corpus labels beside accounts of incidents."""
WEIGHTS = {
    "own": 1.0,
    "unknown": 1.0,
    "corrected": 0.6,
    "unlabelled": 0.15,
    "unlabelled in full": 0.3,
    "ordinary": 0.1,
}
"""What a statement counts: its speaker is as labelled, or nobody known; read again with the labelled side; no account
stands in it, in reports of which only accounts of incidents or all statements are labelled; it is of ordinary news."""


@dataclass(frozen=True, slots=True)
class Account:
    """A labelled passage."""

    words: Span
    side: str | None
    stance: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One labelled report; `group` stays together in cross-validation."""

    document: Document
    group: str
    kind: str
    pack: str
    accounts: tuple[Account, ...]
    voice: str | None = None
    whole: bool = False
    """Every statement in it is labelled."""


@dataclass(frozen=True, slots=True)
class Example:
    """One statement as the network is told of it."""

    low: int
    high: int
    marks: np.ndarray
    features: dict[str, float]
    ruled: str
    label: str
    """Empty where no account stands in it."""
    kind: str
    """As in `WEIGHTS`, or "wrong": the speaker is taken for another side, which counts in figures only."""


def reports() -> Iterator[Report]:
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            kind = row["id"].split("-")[0]
            yield Report(
                document=two_sided.document(row),
                group=group.path.stem,
                kind=kind if kind in ("fit", "third", "fourth") else "blind",
                pack=group.pack,
                accounts=tuple(_accounts(gold)),
            )
    for place, (document, gold) in enumerate(two_sided.documents() if available() else ()):
        if place % 2 == 0:
            name = min((incident["incident_id"] for incident in gold["incidents"]), default=document.id)
            accounts = tuple(_accounts(gold))
            yield Report(document=document, group=name, kind="two-sided", pack="general", accounts=accounts)
    yield from _short_reports()
    for article in articles():
        yield Report(document=article, group=article.id, kind="ordinary", pack="general", accounts=())
    for report in labelled_reports():
        said = (Account(s.span, s.side, s.stance.value, s.targets) for s in report.statements)
        yield Report(
            document=report.document,
            group=report.group,
            kind=report.file.removesuffix(".yaml"),
            pack="general",
            accounts=tuple(said),
            voice=report.voice,
            whole=True,
        )


def _accounts(gold: dict[str, Any]) -> Iterator[Account]:
    for incident in gold["incidents"]:
        for row in incident["accounts"]:
            words = Span(start=row["start"], end=row["end"])
            yield Account(words, row["claimant_side"], row["stance"], tuple(row["target_sides"]))
    for row in gold.get("other", ()):
        if row["type"] in OTHERS and row.get("start", -1) >= 0:
            yield Account(Span(start=row["start"], end=row["end"]), row["actor_side"], OTHERS[row["type"]])


def _short_reports() -> Iterator[Report]:
    for path in sorted(own_statements.FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            identity = hashlib.sha256(case["text"].encode()).hexdigest()[:16]
            accounts = []
            for side, stance, targets, words in case["accounts"]:
                start = case["text"].index(words)
                span = Span(start=start, end=start + len(words))
                accounts.append(Account(span, side, stance, tuple(targets or ())))
            yield Report(
                document=Document(id=identity, text=case["text"]),
                group=identity,
                kind="short",
                pack="general",
                accounts=tuple(accounts),
            )


# --- what extraction makes of a report ------------------------------------------------------------------------------


class Noted:
    """Takes down what the network would be asked about, and lets the rules decide.

    What the text says further down is not known yet when extraction asks: so the network learns from what it will be told.
    """

    def __init__(self, analysis: Analysis, report: Report, situation: Situation) -> None:
        self.examples: list[Example] = []
        """Of each attribution whose statements came out, those that its readings by the rules make."""
        asked: list[tuple[Attribution, Speaker, list[Example]]] = []
        said: set[Any] = set()
        read, make = StanceReader.read, _Reader._statement

        def ask(stances: StanceReader, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
            stances._judged.clear()
            if speaker is not None:
                found = stances._by_rules(attribution, speaker)
                told = [stances.told(attribution, one, speaker) for one in found]
                made = [e for t in told for e in _examples_of(stances, t, report, (analysis, situation))]
                asked.append((attribution, speaker, made))
            return read(stances, attribution, speaker)

        def say(
            reader: _Reader, attribution: Attribution, part: Reading, speaker: Speaker | None, *rest: Any
        ) -> Any:
            said.add(_key(attribution, speaker))
            return make(reader, attribution, part, speaker, *rest)

        with ExitStack() as patches:
            patches.enter_context(patch.object(StanceReader, "read", ask))
            patches.enter_context(patch.object(StanceChoice, "chances", lambda *_: {}))
            patches.enter_context(patch.object(_Reader, "_statement", say))
            if report.voice is not None:
                party = Speaker(text="", start=0, end=0, actor=report.voice, side=report.voice)
                patches.enter_context(patch.object(Voice, "party", lambda *_: party))
            find_statements(analysis, situation)
        done: set[Any] = set()
        for attribution, speaker, made in asked:
            key = _key(attribution, speaker)
            name = attribution.content, key
            if name not in done and key in said and attribution.form is not Form.CREDIT:
                done.add(name)
                self.examples += made


def _key(attribution: Attribution, speaker: Speaker | None) -> Any:
    return attribution.source, attribution.cue, speaker and (speaker.start, speaker.side)


def examples(report: Report, analysis: Analysis) -> Iterator[Example]:
    yield from Noted(analysis, report, load_situation(report.pack)).examples


def _examples_of(
    stances: StanceReader, told: Told, report: Report, read_in: tuple[Analysis, Situation]
) -> Iterator[Example]:
    """A reading as the network will see it; where its speaker is wrong or unknown, also with the right one."""
    analysis, situation = read_in
    if report.kind == "ordinary":
        yield from _example(stances, told, analysis, (told.ruled.value, "ordinary"))
        return
    account, kind = _label(told, report, situation)
    if kind == "outlet":
        return
    label = account.stance if account else ""
    yield from _example(stances, told, analysis, (label, kind))
    if account is not None and kind in ("wrong", "unknown") and account.side in situation.sides:
        speaker = replace(told.speaker, side=account.side, actor=None, name=None)
        stances._judged.clear()
        judged = stances._judge(told.part, speaker)
        again = stances.told(told.attribution, Reading(told.spans, judged.stance, judged.targets), speaker)
        yield from _example(stances, again, analysis, (label, "corrected"))


def _label(told: Told, report: Report, situation: Situation) -> tuple[Account | None, str]:
    core = covering(told.spans)
    beside = [s for s in (told.attribution.source, told.attribution.cue) if s is not None]
    whole = covering((*told.spans, *beside))
    spans = (*told.spans, *(s for s in (told.attribution.cue,) if s is not None))

    def fit(account: Account) -> float:
        return max(_iou(account.words, whole), _iou(account.words, core))

    near = [
        a
        for a in report.accounts
        if sum(s.overlap(a.words) for s in spans) >= SHARED * min(len(a.words), len(core))
    ]
    if any(a.stance == "outlet" or a.side == "MEDIA" for a in near):
        return None, "outlet"
    side = situation.camp(told.side) if told.side else None
    own = [a for a in near if side is not None and a.side and situation.camp(a.side) == side]
    if own or near:
        return max(own or near, key=fit), "own" if own else "unknown" if side is None else "wrong"
    return None, "unlabelled in full" if report.whole else "unlabelled"


def _iou(one: Span, other: Span) -> float:
    shared = one.overlap(other)
    return shared / (len(one) + len(other) - shared)


def _example(
    stances: StanceReader, told: Told, analysis: Analysis, said: tuple[str, str]
) -> Iterator[Example]:
    assert analysis.states is not None
    low, high = bounds(told, analysis.states, LONGEST, AROUND)
    features = stances._choice.features
    passage = features.passage(told, analysis.states)
    if passage is not None:
        yield Example(
            low=low,
            high=high,
            marks=passage.marks.astype(np.uint8),
            features=features.features(told),
            ruled=told.ruled.value,
            label=said[0],
            kind=said[1],
        )


# --- arrays ---------------------------------------------------------------------------------------------------------


def main() -> None:
    read = list(reports())
    analyses = cached_analyses(report.document for report in read)
    states, rows, at = [], [], 0
    for report, analysis in zip(read, analyses, strict=True):
        assert analysis.states is not None
        rows += [(report, at, example) for example in examples(report, analysis)]
        states.append(analysis.states.both(0, len(analysis.states.numbers)))
        at += len(analysis.states.numbers)
    found = [example for _, _, example in rows]
    seen = Counter(name for example in found for name in example.features)
    columns = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)
    np.savez(
        sys.argv[1],
        states=np.concatenate(states),
        low=np.array([at + example.low for _, at, example in rows]),
        high=np.array([at + example.high for _, at, example in rows]),
        marks=np.concatenate([example.marks for example in found]),
        features=np.array([[e.features.get(name, 0.0) for name in columns] for e in found], dtype=np.float32),
        columns=np.array(columns),
        mark_names=np.array(MARKS),
        label_names=np.array(LABELS),
        labels=np.array([LABELS.index(e.label) if e.label else -1 for e in found]),
        ruled=np.array([LABELS.index(e.ruled) for e in found]),
        weights=np.array([WEIGHTS.get(e.kind, 0.0) for e in found]),
        folds=np.array([fold_of(report.group) for report, _, _ in rows]),
        kinds=np.array([e.kind for e in found]),
        sources=np.array([report.kind for report, _, _ in rows]),
        documents=np.array([report.document.id for report, _, _ in rows]),
    )
    print(f"{len(read)} reports, {len(rows)} statements, {len(columns)} features")
    print(*sorted(Counter((report.kind, e.kind) for report, _, e in rows).items()), sep="\n")


def fold_of(group: str) -> int:
    return int.from_bytes(hashlib.sha256(b"fold" + group.encode()).digest()[:4], "big") % FOLDS


if __name__ == "__main__":
    main()
