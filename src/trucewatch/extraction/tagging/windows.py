"""Text as subword tokens, and the overlapping windows in which a small encoder reads it.

Training and running share this module, so that the encoder sees at run time exactly what it was fitted on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: The subword tokenizer drops line breaks; this unused entry of its vocabulary stands for the end of a
#: paragraph.
PARAGRAPH_MARK = "[unused1]"

_PIECE = 20_000  # characters tokenised at once, so that memory stays flat on one very long line
_BREAK = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029][\s]*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """The subwords of one text with their character offsets; `first` marks those that begin a word."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.bool_]
    paragraph: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are read together; what is found is kept only where it begins in [core_start,
    core_end).
    """

    start: int
    end: int
    core_start: int
    core_end: int


def encode(text: str, tokenizer: Tokenizer) -> Encoded:
    """Return the subwords of `text`, without the tokenizer's own special tokens and with one mark at every
    paragraph's end.
    """
    # A lone surrogate cannot be handed to the tokenizer; U+FFFD is as long and as meaningless.
    text = _SURROGATE.sub("\ufffd", text)
    mark = tokenizer.token_to_id(PARAGRAPH_MARK)
    if mark is None:
        raise ValueError(f"the tokenizer has no {PARAGRAPH_MARK} entry")
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    first: list[bool] = []
    for start, end, is_paragraph_end in _pieces(text):
        encoding = tokenizer.encode(text[start:end], add_special_tokens=False)
        previous = None
        for token, (left, right), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
            ids.append(token)
            starts.append(start + left)
            ends.append(start + right)
            first.append(word is None or word != previous)
            previous = word
        if is_paragraph_end:
            ids.append(mark)
            starts.append(end)
            ends.append(end)
            first.append(True)
    array = np.asarray(ids, dtype=np.int64)
    return Encoded(
        array,
        np.asarray(starts, dtype=np.int64),
        np.asarray(ends, dtype=np.int64),
        np.asarray(first, dtype=np.bool_),
        array == mark,
    )


def edges(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids that open and close a window, in the vocabularies of BERT's and of RoBERTa's kind."""
    for opening, closing in (("<s>", "</s>"), ("[CLS]", "[SEP]")):
        ids = tokenizer.token_to_id(opening), tokenizer.token_to_id(closing)
        if ids[0] is not None and ids[1] is not None:
            return ids[0], ids[1]
    raise ValueError("the tokenizer has no tokens to open and close a window")


def boundaries(text: str, encoded: Encoded, sentences: Sequence[tuple[int, int]] = ()) -> NDArray[np.bool_]:
    """Return for every token whether a sentence begins with it, by the sentences given or else by
    punctuation.
    """
    begins = np.zeros(len(encoded) + 1, dtype=np.bool_)
    begins[0] = True
    begins[1:][encoded.paragraph] = True
    points = [start for start, _ in sentences] or [match.end() for match in _SENTENCE_END.finditer(text)]
    if points:
        begins[np.searchsorted(encoded.starts, np.asarray(points, dtype=np.int64), side="left")] = True
    return begins


def windows(
    encoded: Encoded,
    begins: NDArray[np.bool_],
    core: int = 286,
    context: int = 16,
    first_core: int | None = None,
) -> Iterator[Window]:
    """Yield windows whose cores cover every token once, cut at a paragraph's end if possible, else at a
    sentence's.

    A window is at most `core + 2 * context` tokens; a text that fits into one is one window.
    """
    total = len(encoded)
    paragraph_begins = np.flatnonzero(np.concatenate(([False], encoded.paragraph))).tolist()
    sentence_begins = np.flatnonzero(begins).tolist()
    limit = core + 2 * context
    size = first_core if first_core is not None else (limit if total <= limit else core)
    start = 0
    while start < total:
        stop = min(start + size, total)
        if stop < total:
            floor = start + size // 2
            stop = _last_in(paragraph_begins, floor, stop) or _last_in(sentence_begins, floor, stop) or stop
        yield Window(max(0, start - context), min(total, stop + context), start, stop)
        start, size = stop, core


def _last_in(points: list[int], low: int, high: int) -> int | None:
    """Return the last point in (low, high], if there is one."""
    index = bisect_left(points, high + 1) - 1
    return points[index] if index >= 0 and points[index] > low else None


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether a paragraph ends there) over the whole text, in pieces of bounded length."""
    position = 0
    for match in _BREAK.finditer(text):
        if match.start() > position:
            # A break in the middle of a sentence is a wrapped line, not a paragraph.
            wrapped = match.group().count("\n") < 2 and _is_wrapped(text, match.start(), match.end())
            yield from _cut(text, position, match.start(), not wrapped)
        position = match.end()
    if position < len(text):
        yield from _cut(text, position, len(text), False)


def _is_wrapped(text: str, end: int, begin: int) -> bool:
    return (
        begin < len(text) and (text[end - 1].islower() or text[end - 1] in ",;-–—") and text[begin].islower()
    )


def _cut(text: str, start: int, end: int, is_paragraph_end: bool) -> Iterator[tuple[int, int, bool]]:
    while end - start > _PIECE:
        space = text.rfind(" ", start + _PIECE // 2, start + _PIECE)
        stop = space if space > 0 else start + _PIECE
        yield start, stop, False
        start = stop
    yield start, end, is_paragraph_end
