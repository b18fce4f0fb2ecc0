"""Which words of a sentence belong to which class of `happenings.yaml`, found in one pass over its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

REACH = 9
"""Words that may stand between two that belong together."""
_GAP = 4
"""Words that may stand between the parts of "turn … back"."""
_WORD = re.compile(r"[^\W_]+(?:[-’'·.][^\W_]+)*|[.;:!?“”\"]|,")
_STOPS = frozenset('. ; : ! ? “ ” "'.split())
_NEXT_CLAUSE = frozenset("but while although though whereas because after before since".split())
_DENIES = frozenset("deny denies denied denying".split())
_CLAIMS = frozenset(
    "that having being claim claims report reports allegation allegations accusations charges involvement".split()
)
"""Before one of these a denial is of what is said, and bars nobody's way."""
_POSSESSIVE = re.compile(r"[’']s?$")
_LONGEST_STEM = 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of a class stand: characters and number of the first word, number of the clause."""

    start: int
    end: int
    word: int
    clause: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The classes of a sentence's words and where each stands, in order."""

    sentence: str
    places: Mapping[str, tuple[Place, ...]]

    def pairs(self, acts: Iterable[str], things: Iterable[str]) -> Iterator[tuple[Place, Place]]:
        """Each place of one of `acts` with the nearest of one of `things` in its clause."""
        among = sorted((p for thing in things for p in self.places.get(thing, ())), key=lambda p: p.word)
        starts = [p.word for p in among]
        for act in sorted((p for a in acts for p in self.places.get(a, ())), key=lambda p: p.word):
            at = bisect_left(starts, act.word)
            near = [
                p
                for p in among[max(0, at - 3) : at + 3]
                if p.clause == act.clause
                and 0 < abs(p.word - act.word) <= REACH
                and (p.end <= act.start or act.end <= p.start)
            ]
            if near:
                yield act, min(near, key=lambda p: (abs(p.word - act.word), p.word))


@lru_cache(maxsize=512)
def wording_of(sentence: str) -> Wording:
    """The wording of a sentence; cached, for one sentence is read once a statement that stands in it."""
    words = [(m.start(), m.end(), m.group().casefold()) for m in _WORD.finditer(sentence)]
    places: dict[str, list[Place]] = defaultdict(list)
    clause = 0
    for n, (start, _, word) in enumerate(words):
        if word in _STOPS or word in _NEXT_CLAUSE:
            clause += 1
        if word in _DENIES and n + 1 < len(words) and words[n + 1][2] in _CLAIMS:
            continue
        for name, rest in _begun_by(word):
            end = _end_of(rest, words, n)
            if end is not None:
                places[name].append(Place(start, end, n, clause))
    return Wording(sentence, {name: tuple(found) for name, found in places.items()})


def _end_of(rest: tuple[str, ...], words: list[tuple[int, int, str]], at: int) -> int | None:
    """Where a phrase that begins at a word ends, or None where its other words do not follow."""
    end = words[at][1]
    for part in rest:
        reach = _GAP if part[0] == "~" else 0
        part = part.removeprefix("~")
        for ahead in range(at + 1, min(at + 2 + reach, len(words))):
            if words[ahead][2] in _STOPS:
                return None
            if _is(words[ahead][2], part):
                at, end = ahead, words[ahead][1]
                break
        else:
            return None
    return end


def _is(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@lru_cache(maxsize=16_384)
def _begun_by(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The classes that have a phrase that this word begins, each with the phrase's other words."""
    whole, stems = _phrases()
    bare = _POSSESSIVE.sub("", word)
    found = [*whole.get(word, ()), *(whole.get(bare, ()) if bare != word else ())]
    for length in range(2, min(len(bare), _LONGEST_STEM) + 1):
        found += stems.get(bare[:length], ())
    return tuple(dict.fromkeys(found))


@cache
def _phrases() -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Phrases by their first word, and by the beginning of it where only that is told."""
    whole: dict[str, list[Any]] = defaultdict(list)
    stems: dict[str, list[Any]] = defaultdict(list)
    for name, phrases in table()["words"].items():
        for phrase in phrases.split():
            first, *rest = phrase.replace("~", "_~").split("_")
            target = stems if first.endswith("*") else whole
            target[first.removesuffix("*")].append((name, tuple(rest)))
    return dict(whole), dict(stems)


@cache
def table() -> dict[str, Any]:
    """The packaged table of words and happenings."""
    import yaml

    text = files("trucewatch.ledgers").joinpath("happenings.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))
