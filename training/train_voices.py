"""Fit the weights of `extraction/statements/voices.py`: in whose voice is a document, a side's or a newsroom's?

    python -m training.train_voices

Learned from the reports of our own corpus's fit half and the two-sided fit half (documents at even places), whose voices
training/voices.yaml lists, from the reports of training/statements, and from news of attribution_train and those cases of
tests/cases/attribution that bear no sign of a party, none of which is a party's. The same conditional logit as for the
sides of speakers. Cross-validated by file and, of training/statements, by conflict; writes extraction/weights/voices.json.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from benchmarks import own_corpus, two_sided
from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from sklearn.model_selection import GroupKFold

from training.labelled_statements import labelled_reports
from training.train_sides import CASES, Example, _among, fit
from trucewatch.extraction.attribution.publishing import publishing_signs
from trucewatch.extraction.statements.finding import weigh_voice
from trucewatch.extraction.statements.side_choice import SideChoice
from trucewatch.extraction.statements.voice_features import UNNAMED
from trucewatch.extraction.statements.voices import WEIGHTS, Voice
from trucewatch.records import Document
from trucewatch.situation import Situation, load_situation

LABELS = Path(__file__).parent / "voices.yaml"
FOLDS = 8
STRENGTH = 1.0
Row = dict[str, Any]
NEWS = 300
"""Reports of attribution_train that are read as a newsroom's."""
ACCEPTED = 0.7
"""A higher chance than for speakers: words given to a side that did not publish them are a grave mistake."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report with the side whose own publication it is."""

    id: str
    group: str
    example: Example


def main() -> None:
    reports = list(_reports())
    folds = list(GroupKFold(FOLDS).split(reports, groups=[r.group for r in reports]))
    judged: list[tuple[Report, str | None]] = []
    for seen, unseen in folds:
        choice = _fit([reports[i].example for i in seen])
        judged += [(reports[i], choice.best(reports[i].example.candidates)) for i in unseen]
    _report(judged)
    choice = _fit([r.example for r in reports])
    stored = {"accepted": choice.accepted, "weights": dict(sorted(choice.weights.items()))}
    WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(choice.weights)} weights")


def _fit(examples: Sequence[Example]) -> SideChoice:
    return SideChoice(fit(examples, STRENGTH).weights, ACCEPTED)


def _reports() -> Iterator[Report]:
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    unsure = set(labels.pop("unsure"))
    voices = {identity: side for side, identities in labels.items() for identity in identities}
    own = [row for row in (*_documents(), *_cases()) if row[2].id not in unsure]
    for row, analysis in zip(own, cached_analyses(row[2] for row in own), strict=True):
        part, group, document, situation = row
        yield _labelled(part, group, weigh_voice(analysis, situation), situation, voices.get(document.id))
    general = load_situation("general")
    written = list(labelled_reports())
    for report, analysis in zip(written, cached_analyses(r.document for r in written), strict=True):
        yield _labelled("statements", report.group, weigh_voice(analysis, general), general, report.voice)


def _documents() -> Iterator[tuple[str, str, Document, Situation]]:
    for group in own_corpus.groups("fit"):
        for row in group.documents:
            part = row["id"].partition("-")[0]
            part = part if part in ("fit", "third") else "blind22"
            yield part, group.path.name, two_sided.document(row), load_situation(group.pack)
    general = load_situation("general")
    known = {row["id"]: two_sided.document(row) for row in rows("two_sided_documents")}
    for gold in sorted(rows("two_sided_gold"), key=lambda row: str(row["id"]))[0::2]:
        yield "two-sided", gold["id"], known[gold["id"]], general
    for number, row in enumerate(islice(rows("attribution_train"), NEWS)):
        yield "news", f"news {number % 40}", _news(row, number), general


def _cases() -> Iterator[tuple[str, str, Document, Situation]]:
    general = load_situation("general")
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]):
            document = Document(
                id=f"{path.stem}-{number}", text=case["text"], publisher=case.get("publisher")
            )
            if not publishing_signs(document, general):
                yield "cases", path.name, document, general


def _news(row: Row, number: int) -> Document:
    return Document(
        id=f"news-{number}", text=row["text"], title=row.get("title"), publisher=row.get("publisher")
    )


def _labelled(part: str, group: str, read: Voice, situation: Situation, voice: str | None) -> Report:
    candidates = {side: frozenset(names) for side, names in read.weighed.items()}
    side = _among(voice, candidates, situation) or UNNAMED if voice is not None else None
    return Report(read.document.id, group, Example(part, side, candidates))


def _report(judged: Sequence[tuple[Report, str | None]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for report, chosen in judged:
        wanted = report.example.side
        if chosen == UNNAMED:
            chosen = None
        if wanted is None:
            outcome = "newsroom right" if chosen is None else "newsroom TAKEN FOR A PARTY"
        else:
            outcome = (
                "party right"
                if chosen == wanted
                else "party missed"
                if chosen is None
                else "party WRONG SIDE"
            )
            outcome = "party unnamed" if wanted == UNNAMED and chosen is None else outcome
        counts[report.example.part, outcome] += 1
        if "TAKEN" in outcome or "WRONG" in outcome:
            print("   ", report.id, wanted, "chosen", chosen)
    for (part, outcome), count in sorted(counts.items()):
        print(f"{part:12} {outcome:28} {count}")


if __name__ == "__main__":
    main()
