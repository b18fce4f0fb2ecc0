"""What words say about whether two texts tell of one event: rare words weigh much, common ones little."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

TABLE = Path(__file__).parent / "word_documents.tsv"
"""In how many articles of general news each common word occurs. A fixed table, not the collection at hand:
the likeness of two texts must not change because a third one arrived."""

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
POSSESSIVE = ("'s", "’s")
LONGEST_WORD = 40
STEM = 9
RARE_NAME = 4.5
RAREST = 7.0
"""Weight of a word that the table has not got; that of a word in one article of a thousand."""

Vector = Mapping[str, float]


@cache
def word_weights() -> Mapping[str, float]:
    """Inverse document frequency (natural logarithm) of every word in the table, at most `RAREST`."""
    total, weights = 1, {}
    with TABLE.open(encoding="utf-8") as lines:
        for line in lines:
            word, _, count = line.rstrip("\n").partition("\t")
            if not word:
                total = int(count)
            else:
                weights[word] = min(RAREST, math.log(total / int(count)))
    return weights


def weight_of(word: str) -> float:
    """How much a lower-case word tells: 0 for one in every article, `RAREST` for an unknown one."""
    return word_weights().get(word[:STEM], RAREST)


def stem_of(word: str) -> str:
    """A word without its ending, as the table has it: "terrorist" and "terrorism" are one."""
    return word[:STEM].lower()


def words_of(text: str) -> list[str]:
    """The words of a text as they stand, possessive endings cut, absurdly long runs left out."""
    return [
        word[:-2] if word[-2:] in POSSESSIVE else word
        for word in WORD.findall(text)
        if 2 <= len(word) <= LONGEST_WORD
    ]


def vector_of(words: Iterable[str], without: Collection[str] = (), keep: int = 64) -> Vector:
    """Unit vector of the `keep` heaviest words (tf-idf, logarithmic counts), lower-cased."""
    weights = word_weights()
    left_out = {stem_of(word) for word in without}
    counts = Counter(stem_of(word) for word in words)
    weighed = sorted(
        (-(1.0 + math.log(count)) * weights.get(word, RAREST), word)
        for word, count in counts.items()
        if word not in left_out
    )
    heaviest = weighed[:keep]
    length = math.sqrt(sum([weight * weight for weight, _ in heaviest])) or 1.0
    return {word: -weight / length for weight, word in heaviest if weight < 0.0}


def likeness(a: Vector, b: Vector) -> float:
    """Cosine of two unit vectors."""
    if len(b) < len(a):
        a, b = b, a
    return sum([weight * b[word] for word, weight in a.items() if word in b])


def rare_capitals(text: str) -> frozenset[str]:
    """Lower-cased words that stand with a capital and are rare in general news."""
    words = {word.lower() for word in words_of(text) if word[0].isupper()}
    return frozenset(word for word in words if weight_of(word) >= RARE_NAME)


def proper_names(text: str, without: Collection[str] = ()) -> frozenset[str]:
    """Lower-cased neighbouring capitalised words of which one is rare."""
    names: set[str] = set()
    run: list[str] = []
    last_end = -1
    for match in WORD.finditer(text):
        word = match.group()
        if word[-2:] in POSSESSIVE:
            word = word[:-2]
        capital = word[:1].isupper() and 2 <= len(word) <= LONGEST_WORD and word.lower() not in without
        joined = text[last_end : match.start()] == " "
        if not (capital and joined):
            _close(run, names)
            run = []
        if capital:
            run.append(word)
        last_end = match.end()
    _close(run, names)
    return frozenset(names)


def _close(run: list[str], names: set[str]) -> None:
    """Adds what a finished run of capitalised words gives: neighbouring pairs in which a word is rare."""
    if len(run) > 6:  # a shouted line, not a name
        return
    for first, second in pairwise(run):
        pair = f"{first.lower()} {second.lower()}"
        if max(weight_of(first.lower()), weight_of(second.lower())) >= RARE_NAME:
            names.add(pair)


VOWELS = frozenset("aeiouy")
SOUNDS = (
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("zh", "s"),
    ("ch", "s"),
    ("ts", "s"),
    ("dh", "d"),
    ("th", "t"),
)
LETTERS = str.maketrans("qcgxjwz", "kkkhkvs")
LEAST_SKELETON = 3


def lone_names(text: str, *without: Collection[str]) -> Mapping[str, float]:
    """Rare capitalised words inside sentences, by their consonants (a name has many spellings), with their rarity."""
    found: dict[str, float] = {}
    for match in WORD.finditer(text):
        word = match.group()
        if word[-2:] in POSSESSIVE:
            word = word[:-2]
        if not word[:1].isupper() or not word[1:].islower() or len(word) > LONGEST_WORD:
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        if before[-1:] not in " (-–/" or before[:1] in '.!?:\n”"':
            continue
        lower = word.lower()
        weight = weight_of(lower)
        if weight < RARE_NAME or any(lower in some for some in without):
            continue
        bones = skeleton(lower)
        if len(bones) >= LEAST_SKELETON:
            found[f"~{bones}"] = max(weight, found.get(f"~{bones}", 0.0))
    return found


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of a lower-case name as most transliterations share them: "tukhar" and "tokhar" are "thr"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalpha())
    for written, sound in SOUNDS:
        plain = plain.replace(written, sound)
    bones = "".join(c for c in plain.translate(LETTERS) if c not in VOWELS)
    return "".join(letter for letter, _ in groupby(bones))
