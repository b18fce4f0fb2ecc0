"""Fit the weights of `extraction/events/untold.py`: does a sentence tell of an act, whatever its words?

    python -m training.train_untold

Logistic regression on the encoder's mean state of a sentence. A sentence tells where it holds a passage that a labelled
event is told by: in training/events, in our own reports that may be read (benchmarks/corpus/fit), and in the two-sided
reports all of whose incidents are of the half `fit` (benchmarks/task_two_sided_mentions.py says which). All other sentences of
these tell of nothing; so do those that hold a demand, a promise or another word of the future in training/statements, or an
entry of a ledger that is neither a breach nor a closure (training/ledger_cases.py), and have no trigger; and, above all, the
sentences of ordinary news (training/ordinary_news.py) without a trigger. What tells of an agreement or a base (`OTHER`) tells
of no attack; denials and demands are neither. Prints, of the sentences that no trigger tells, how many are chosen in
five-fold cross-validation by file, how many of those rightly, and of how many; then writes
extraction/weights/untold.json from all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks import own_corpus, two_sided
from benchmarks.parses import cached_analyses
from benchmarks.task_two_sided_mentions import half_of
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training import labelled_events, labelled_statements
from training.ledger_cases import labelled_cases, tellings
from training.ordinary_news import articles
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.events.coreference import worth_telling
from trucewatch.extraction.events.kind_choice import class_of
from trucewatch.extraction.events.mentions import drafts_of
from trucewatch.extraction.events.triggers import GUESS, LONGEST_SENTENCE, find_triggers
from trucewatch.extraction.events.untold import LIKELY, WEIGHTS
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.tagging.states import level
from trucewatch.records import Document, Span, SubEventType
from trucewatch.situation import load_situation

STRENGTH = 0.01
FOLDS = 5
SHARED = 12
"""Characters of a passage that a sentence must hold at least."""

OTHER = "other"
"""The class of agreements, bases and the like, which words of the table tell or nobody."""

AHEAD = frozenset({"demand", "announce", "promise", "threaten", "apologise"})
"""Stances of those who tell of nothing that was done."""

DONE = ("broken", "alleged_breach", "denied", "closed", "suspended")
"""States of ledger entries that an act may have brought about."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `is_told` where some word of the trigger table tells of an act in it."""

    group: str
    part: str
    state: np.ndarray
    tells: bool
    is_told: bool


def main() -> None:
    sentences = [*of_events(), *of_other_matters()]
    states = np.stack([sentence.state for sentence in sentences])
    tells = np.array([sentence.tells for sentence in sentences])
    chances = np.zeros(len(sentences))
    for learn, rest in GroupKFold(FOLDS).split(states, groups=[s.group for s in sentences]):
        chances[rest] = fit(states[learn], tells[learn]).predict_proba(states[rest])[:, 1]
    report(sentences, chances)
    model = fit(states, tells)
    stored = {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
    }
    WEIGHTS.write_text(json.dumps(stored) + "\n", encoding="utf-8")


def fit(states: np.ndarray, tells: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=500).fit(states, tells)


def report(sentences: Sequence[Sentence], chances: np.ndarray) -> None:
    for part in dict.fromkeys(sentence.part for sentence in sentences):
        own = [n for n, s in enumerate(sentences) if s.part == part and not s.is_told]
        chosen = [n for n in own if chances[n] >= LIKELY]
        right = sum(sentences[n].tells for n in chosen)
        telling = sum(sentences[n].tells for n in own)
        print(f"{part:16} {len(chosen):4} of {len(own):4} chosen, {right:4} of {telling:4} that tell")


# --- sentences ----------------------------------------------------------------------------------------------------


def of_events() -> Iterator[Sentence]:
    for report in labelled_events.labelled_reports():
        told = [
            (passage, class_of(event.sub_event) != OTHER)
            for event in report.events
            for passage in event.passages
        ]
        yield from _of_report(report.group, "labelled events", report.document, report.pack, told)
    for group in own_corpus.groups("fit"):
        for row, gold in zip(group.documents, group.gold, strict=True):
            part = next((name for name in ("fit-", "third-") if row["id"].startswith(name)), "once blind")
            document = two_sided.document(row)
            yield from _of_report(group.path.stem, part, document, group.pack, _told(gold))
    for document, gold in two_sided.documents():
        incidents = [incident["incident_id"] for incident in gold["incidents"]]
        if incidents and all(half_of(incident) == "fit" for incident in incidents):
            yield from _of_report(min(incidents), "real", document, "south_caucasus", _told(gold))


def _told(gold: dict[str, Any]) -> list[tuple[Span, bool | None]]:
    """The passages of each incident, and whether they tell of an act; None for denials and demands."""
    found: list[tuple[Span, bool | None]] = []
    for incident in gold["incidents"]:
        act = class_of(_sub(incident["sub_event_type"])) != OTHER
        for quote in incident["accounts"]:
            tells = act if quote["stance"] not in ("deny", "demand") else None
            found.append((Span(start=quote["start"], end=quote["end"]), tells))
        found += [(Span(start=quote["start"], end=quote["end"]), act) for quote in incident["casualties"]]
    return found


def _sub(name: str) -> SubEventType | None:
    slug = name.lower().replace("/", "_").replace("-", "_").replace(" ", "_")
    return next((kind for kind in SubEventType if kind.value == slug), None)


def _of_report(
    group: str, part: str, document: Document, pack: str, passages: Sequence[tuple[Span, bool | None]]
) -> Iterator[Sentence]:
    """The sentences of a report; those that only deny or demand are left out."""
    situation = load_situation(pack)
    (analysis,) = cached_analyses([document])
    drafts = worth_telling(drafts_of(analysis, find_statements(analysis, situation), situation))
    told = {draft.sentence for draft in drafts if draft.main.row.strength != GUESS}
    for number, span, state in _states(analysis):
        held = [tells for passage, tells in passages if _shared(span, passage) >= SHARED]
        if any(held) or None not in held:
            yield Sentence(group, part, state, any(held), number in told)


def of_other_matters() -> Iterator[Sentence]:
    for case in labelled_cases():
        for number, analysis in enumerate(cached_analyses(case.documents)):
            passages = [
                (Span(start=telling.start, end=telling.end), telling.state not in DONE)
                for telling in tellings(case)
                if telling.document == number
            ]
            yield from _without_act(f"{case.set} {case.fold}", "ledgers", analysis, passages)
    for report in labelled_statements.labelled_reports():
        (analysis,) = cached_analyses([report.document])
        passages = [(said.span, said.stance in AHEAD) for said in report.statements]
        yield from _without_act(report.group, "statements", analysis, passages)
    for article, analysis in zip(articles(), cached_analyses(articles()), strict=True):
        whole = [(Span(start=0, end=len(article.text)), True)]
        yield from _without_act(article.id, "ordinary news", analysis, whole)


def _without_act(
    group: str, part: str, analysis: Analysis, passages: Sequence[tuple[Span, bool]]
) -> Iterator[Sentence]:
    acts = {trigger.sentence for trigger in find_triggers(analysis.sentences()) if not trigger.is_verbal}
    for number, span, state in _states(analysis):
        held = [idle for passage, idle in passages if _shared(span, passage) >= SHARED]
        if held and all(held) and number not in acts:
            yield Sentence(group, part, state, False, False)


def _states(analysis: Analysis) -> Iterator[tuple[int, Span, np.ndarray]]:
    assert analysis.states is not None  # only a tagger's states are learned from
    for number, sentence in enumerate(analysis.sentences()):
        if len(sentence) <= LONGEST_SENTENCE and analysis.states.reach(sentence.end_char):
            span = Span(start=sentence.start_char, end=sentence.end_char)
            yield number, span, level(analysis.states.of(span.start, span.end))


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


if __name__ == "__main__":
    main()
