"""Attribution examples for training: labelled documents, their variations, and token targets for one
window.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from trucewatch.extraction.tagging.windows import Encoded, Window, boundaries, edges, encode, windows

ROLES = ("source", "cue", "content")
Spans = list[tuple[int, int]]
Attribution = dict[str, Spans]


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its attributions: for each of the three roles the character spans."""

    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One window: token ids with the special tokens, BIO tags per role, and for every cue token its source
    and content.
    """

    ids: NDArray[np.int64]
    tags: NDArray[np.int64]  # roles x tokens; 0 outside, 1 begin, 2 inside
    cues: NDArray[np.int64]  # positions of the cue tokens
    members: NDArray[np.bool_]  # 2 x cue tokens x tokens: in this cue's source, in this cue's content


def load(path: Path) -> list[Document]:
    """Return the documents of a JSON Lines file (gzip or plain) with `text` and `attributions`."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Document(
            row["text"],
            tuple({role: [(s, e) for s, e in item[role]] for role in ROLES} for item in row["attributions"]),
        )
        for row in rows
    ]


_MARK = re.compile(r"\{(\d)([SQC]) |\}")
_LETTERS = {"S": "source", "Q": "cue", "C": "content"}


def load_marked(path: Path) -> list[Document]:
    """Return the documents of a file of our own examples, one a line, in the notation that its head
    explains.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_unmarked(line.replace("¶ ", "\n\n")) for line in lines if line and not line.startswith("#")]


def _unmarked(line: str) -> Document:
    out, position, size = [], 0, 0
    open_marks: list[tuple[int, str, int]] = []
    found: dict[int, Attribution] = {}
    for match in _MARK.finditer(line):
        out.append(line[position : match.start()])
        size += match.start() - position
        position = match.end()
        if match[1]:
            open_marks.append((int(match[1]), _LETTERS[match[2]], size))
        else:
            number, role, start = open_marks.pop()
            found.setdefault(number, {role: [] for role in ROLES})[role].append((start, size))
    out.append(line[position:])
    for number in sorted(found):
        if not found[number]["source"] and number > 1:
            found[number]["source"] = found[number - 1]["source"]
    return Document("".join(out), tuple(found.values()))


def joined(documents: Sequence[Document]) -> Document:
    """Return several short documents as the paragraphs of one."""
    text, attributions = "", []
    for document in documents:
        shift = len(text)
        attributions += [
            {r: [(s + shift, e + shift) for s, e in a[r]] for r in ROLES} for a in document.attributions
        ]
        text += document.text + "\n\n"
    return Document(text, tuple(attributions))


# What is swapped: the training news is about one election, and the tagger must not learn its names.
_PEOPLE = (
    "Pashinyan Aliyev Zelensky Burhan Hemedti Abbas Assad Netanyahu Haniyeh Nasrallah Guterres Lavrov Modi "
    "Sharif Erdogan Macron Abiy Debretsion Houthi Kiir Machar Petro Timoshenko Mammadov Sargsyan Khan "
    "Petrenko Hassan Ibrahim Oyelaran Nguyen Santos"
).split()
_BODIES = (
    "Army|Ministry of Defence|General Staff|Foreign Ministry|Border Guard|Joint Centre|Rapid Support Forces|"
    "monitoring mission|Health Ministry|Presidency|Northern Command|coordination cell|Red Cross|"
    "peacekeeping mission|Syrian Observatory"
).split("|")
_LANDS = (
    "Armenia Azerbaijan Ukraine Russia Sudan Ethiopia Syria Lebanon Israel Yemen Pakistan India Georgia "
    "Turkey Colombia Libya"
).split()
_SWAPPED: tuple[tuple[str, Sequence[str]], ...] = (
    ("Trump", _PEOPLE),
    ("Clinton", _PEOPLE),
    ("Obama", _PEOPLE),
    ("Sanders", _PEOPLE),
    ("Cruz", _PEOPLE),
    ("Rubio", _PEOPLE),
    ("Kasich", _PEOPLE),
    ("Bush", _PEOPLE),
    ("Pence", _PEOPLE),
    ("Kaine", _PEOPLE),
    ("Ryan", _PEOPLE),
    ("Donald", ("Nikol", "Ilham", "Ahmed", "Sergei", "Mohamed", "Ruben", "Col.", "Gen.", "Maj.", "Abdel")),
    ("Hillary", ("Maria", "Leyla", "Anna", "Fatima", "Hua", "Zoryan", "Brig.", "Stefanie")),
    ("Barack", ("Antonio", "Salva", "Volodymyr", "Recep")),
    (
        "Republicans",
        (
            "rebels",
            "separatists",
            "militants",
            "commanders",
            "Armenians",
            "officials",
            "fighters",
            "residents",
        ),
    ),
    (
        "Democrats",
        (
            "troops",
            "monitors",
            "Azerbaijanis",
            "Russians",
            "Palestinians",
            "loyalists",
            "observers",
            "diplomats",
        ),
    ),
    ("Republican", ("rebel", "separatist", "Armenian", "military", "Houthi", "regional")),
    ("Democratic", ("Azerbaijani", "Russian", "Sudanese", "Israeli", "government", "Ukrainian")),
    ("FBI", ("OSCE", "IDF", "ICRC", "SDF", "UNIFIL", "TASS", *_BODIES)),
    ("GOP", ("SAF", "RSF", "UN", "army", "junta")),
    ("Senate", _BODIES),
    ("Congress", ("parliament", *_BODIES)),
    ("America", _LANDS),
    (
        "Washington",
        ("Baku", "Yerevan", "Kyiv", "Moscow", "Khartoum", "Beirut", "Gaza", "Damascus", "Stepanakert"),
    ),
    ("Florida", _LANDS),
    ("Ohio", _LANDS),
    ("campaign", ("ministry", "army", "mission", "command", "office", "offensive", "brigade")),
    ("election", ("ceasefire", "truce", "withdrawal", "offensive", "handover")),
    ("voters", ("soldiers", "civilians", "villagers", "peacekeepers", "prisoners")),
    ("debate", ("shelling", "attack", "clash", "talks", "operation")),
    ("emails", ("shells", "drones", "positions", "violations", "bodies")),
    ("email", ("convoy", "drone", "checkpoint", "strike")),
)
_SWAP = re.compile(r"\b(" + "|".join(word for word, _ in _SWAPPED) + r")\b")
_CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def vary(document: Document, chance: random.Random) -> Document:
    """Return the document as another desk might have printed it: other names, quotation marks, paragraphs,
    no headline stop.
    """
    text, edits = document.text, []
    if chance.random() < 0.4:
        chosen = {word: chance.choice(others) for word, others in _SWAPPED}
        edits = [(m.start(), m.end(), chosen[m.group()]) for m in _SWAP.finditer(text)]
    document = _edited(document, edits)
    text = document.text
    kind = chance.random()
    if kind < 0.25:
        text = text.translate(_CURLY)
    elif kind < 0.30:
        text = re.sub('[“”"]', lambda m: "«" if m.group() == "“" else "»", text)
    elif kind < 0.36:
        text = re.sub('[“”"]', "'", text)
    elif kind < 0.40:
        text = re.sub('[“”"]', " ", text)
    head = text.find("\n")
    if head > 0 and text[head - 1] == "." and chance.random() < 0.6:
        text = text[: head - 1] + " " + text[head:]
    shape = chance.random()
    if shape < 0.12:
        text = text.replace("\n", " ")
    elif shape < 0.2:
        text = re.sub(r"\n\s*", lambda m: " " * len(m.group()) if chance.random() < 0.4 else m.group(), text)
    return Document(text, document.attributions)


def _edited(document: Document, edits: list[tuple[int, int, str]]) -> Document:
    if not edits:
        return document
    out: list[str] = []
    olds, shifts, position, shift = [0], [0], 0, 0
    for start, end, new in edits:
        out += [document.text[position:start], new]
        position = end
        shift += len(new) - (end - start)
        olds.append(end)
        shifts.append(shift)
    out.append(document.text[position:])

    def moved(offset: int) -> int:
        return offset + shifts[bisect_right(olds, offset) - 1]

    return Document(
        "".join(out),
        tuple({r: [(moved(s), moved(e)) for s, e in a[r]] for r in ROLES} for a in document.attributions),
    )


def examples(
    document: Document, tokenizer: Tokenizer, chance: random.Random | None, core: int = 286, context: int = 16
) -> list[Example]:
    """Return the windows of one document; with `chance`, cut at random places and sizes so that no two
    epochs are alike.
    """
    encoded = encode(document.text, tokenizer)
    begins = boundaries(document.text, encoded)
    if chance is None:
        cuts = list(windows(encoded, begins, core, context))
    else:
        size = core + 2 * context if chance.random() < 0.8 else chance.randint(48, core + 2 * context)
        cuts = list(windows(encoded, begins, size, 0, first_core=chance.randint(size // 3, size)))
    return [example(document, encoded, cut, tokenizer) for cut in cuts if cut.end > cut.start]


def example(document: Document, encoded: Encoded, cut: Window, tokenizer: Tokenizer) -> Example:
    """Return one window's targets; tokens of a span that lie outside the window are simply missing."""
    length = cut.end - cut.start + 2
    ids = np.empty(length, dtype=np.int64)
    ids[0], ids[-1] = edges(tokenizer)
    ids[1:-1] = encoded.ids[cut.start : cut.end]
    tags = np.zeros((3, length), dtype=np.int64)
    cues: list[int] = []
    members: list[NDArray[np.bool_]] = []
    ends, starts = encoded.ends.tolist(), encoded.starts.tolist()
    for attribution in document.attributions:
        held = {role: np.zeros(length, dtype=np.bool_) for role in ROLES}
        for number, role in enumerate(ROLES):
            for start, end in attribution[role]:
                low = max(bisect_right(ends, start), cut.start)
                high = min(bisect_left(starts, end), cut.end)
                if low < high:
                    left, right = low - cut.start + 1, high - cut.start + 1
                    held[role][left:right] = True
                    inside = tags[number, left:right]
                    tags[number, left:right] = 2
                    if not (role == "source" and inside[0]):
                        tags[number, left] = 1
        for position in np.flatnonzero(held["cue"]):
            cues.append(int(position))
            members.append(np.stack([held["source"], held["content"]]))
    stacked = np.stack(members, axis=1) if members else np.zeros((2, 0, length), dtype=np.bool_)
    return Example(ids, tags, np.asarray(cues, dtype=np.int64), stacked)
