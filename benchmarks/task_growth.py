"""How time grows with the length of hostile texts: seconds for a text four times as long over four times the seconds.

1 is linear, 4 is quadratic. The figure of a stage is its worst over floods of one piece of text; process time, best of
two, in one run. Parsing is left out, except in `growth_whole`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from trucewatch.extraction.analysis import Analysis, analyse
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.models import load_models
from trucewatch.extraction.places.finding import find_places
from trucewatch.extraction.reading import reading_of
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.extraction.times.finding import find_times
from trucewatch.intake.furniture import find_furniture
from trucewatch.intake.headlines import find_headline
from trucewatch.intake.published import find_published
from trucewatch.records import Document
from trucewatch.situation import load_situation

PIECES = (
    'Israel said "no" and ',
    "[Attribution: ",
    "two killed 5 ",
    "On May 5 ",
    "Paris, Texas, and ",
    "United ",
    "icon ",
    "Related\n",
    "(((",
    "he said she said it said ",
    "shelled Goma ",
    "The army moved in. ",
    "а́б\u200f ",
)
SHORT, LONG = 3_000, 12_000
"""Characters."""


def measure(sample: int | None = None) -> dict[str, float]:
    """The worst growth of each stage over the first `sample` pieces."""
    models, situation = load_models(), load_situation("general")
    bare = load_models(weights=None).pipeline

    def unparsed(text: str) -> Analysis:
        reading = reading_of(text)
        doc = bare.make_doc(reading)
        for token in doc:
            token.is_sent_start = token.i % 40 == 0
        return Analysis(document=Document(id="flood", text=text), reading=reading, doc=doc)

    def whole(text: str) -> None:
        (analysis,) = analyse([Document(id="flood", text=text)], models)
        find_mentions(analysis, find_statements(analysis, situation), situation)

    stages: dict[str, tuple[Callable[[str], object], Callable[[object], object]]] = {
        "growth_intake": (
            str,
            lambda t: (find_headline(str(t), find_furniture(str(t))), find_published(str(t), None)),
        ),
        "growth_actors": (str, lambda t: situation.find_actors(str(t))),
        "growth_times": (unparsed, lambda a: find_times(a)),  # type: ignore[arg-type]
        "growth_places": (unparsed, lambda a: find_places(a, situation)),  # type: ignore[arg-type]
        "growth_statements": (unparsed, lambda a: find_statements(a, situation)),  # type: ignore[arg-type]
        "growth_whole": (str, lambda t: whole(str(t))),
    }
    pieces = PIECES[: sample or len(PIECES)]
    return {name: max(_growth(piece, *stage) for piece in pieces) for name, stage in stages.items()}


def _growth(piece: str, prepare: Callable[[str], object], work: Callable[[object], object]) -> float:
    seconds = []
    for length in (SHORT, LONG):
        text = piece * (length // len(piece))
        tries = []
        for _ in range(2):
            prepared = prepare(text)
            started = time.process_time()
            work(prepared)
            tries.append(time.process_time() - started)
        # Ten milliseconds are added to both, so that the noise of very short work does not count as growth.
        seconds.append(min(tries) + 0.01)
    return seconds[1] / seconds[0] / (LONG / SHORT)


if __name__ == "__main__":
    print(measure())
