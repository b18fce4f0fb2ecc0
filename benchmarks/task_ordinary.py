"""What is found in news that tells of no truce: false alarms on the development part of the attribution set.

84 articles on US politics, of which nothing was learned. Their labels say neither stance nor acts, but hardly any tells of
an armed attack or accuses an armed side, so little should come out. `burdened beyond the rules`: of a hundred
statements with a speaker, how many the network of stances takes for an accusation, a denial or an admission where cue and
syntax do not. `attacks told an article`: mentions of battles, explosions and violence against civilians, some of
them real (a war is mentioned), without those that are flagged as past, planned, feared or denied; `by no listed word`: those
of them that the finder of untold acts (`events/untold.py`) adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

from benchmarks.datasets import rows
from benchmarks.parses import cached_analyses
from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.events import mentions
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.statements.stance_choice import StanceChoice
from trucewatch.records import Document, EventType, Stance, Statement
from trucewatch.situation import load_situation

BURDENS = frozenset({Stance.ACCUSE, Stance.DENY, Stance.ADMIT})
ATTACKS = frozenset(
    {EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS}
)


def measure(sample: int | None = None) -> dict[str, float]:
    """False alarms a hundred statements and an article."""
    articles = [
        Document(id=row["id"], text=row["text"], title=row["title"]) for row in rows("attribution_dev")
    ][:sample]
    read = list(cached_analyses(articles))
    said = [_statements(analysis) for analysis in read]
    with patch.object(StanceChoice, "chances", lambda *_: {}):
        ruled = [_statements(analysis) for analysis in read]
    statements = sum(map(len, said))
    attacks = _attacks(read)
    with patch.object(mentions, "guessed_triggers", lambda *_: iter(())):
        listed = _attacks(read)
    return {
        "burdened beyond the rules, of 100 statements": 100 * (_burdens(said) - _burdens(ruled)) / statements,
        "burdened by the rules, of 100 statements": 100 * _burdens(ruled) / statements,
        "attacks told an article": attacks / len(read),
        "attacks told an article, by no listed word": (attacks - listed) / len(read),
    }


def _statements(analysis: Analysis) -> list[Statement]:
    found = find_statements(analysis, load_situation("general"))
    return [s for s in found if s.speaker is not None and s.stance is not Stance.OUTLET]


def _burdens(said: Sequence[Sequence[Statement]]) -> int:
    return sum(s.stance in BURDENS for some in said for s in some)


def _attacks(read: Sequence[Analysis]) -> int:
    situation = load_situation("general")
    return sum(
        mention.event_type in ATTACKS and not mention.flags
        for analysis in read
        for mention in find_mentions(analysis, find_statements(analysis, situation), situation)
    )


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:50} {value:.3f}")
