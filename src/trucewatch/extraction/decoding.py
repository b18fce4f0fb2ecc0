"""From the tagger's numbers for one window to attributions: which words are a cue, and what each cue owns.

Pure functions on arrays; the training loop measures with the same ones that run in production.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Runs = tuple[tuple[int, int], ...]

SOURCE, CUE, CONTENT = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the decoder draws its lines; all are probabilities, chosen on development documents."""

    cue: float = 0.5
    cue_break: float = 0.5
    source: float = 0.5
    content: float = 0.5
    unlinked: float = 0.6
    keep: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One attribution as runs [start, end) of tokens of the window."""

    source: Runs
    cue: Runs
    content: Runs
    score: float


def decode(tags: Floats, links: Floats, first: NDArray[np.bool_], limits: Thresholds) -> tuple[Found, ...]:
    """Return the attributions of one window.

    `tags` is tokens x 9 logits (outside, begin, inside for source, cue, content), `links` 2 x tokens x
    tokens logits
    (source and content of the cue in the row); `first` marks the tokens that begin a word, and no word is
    ever cut.
    """
    heads = np.flatnonzero(first)
    if not len(heads):
        return ()
    sizes = np.diff(np.append(heads, len(first))).astype(np.float32)
    spread = np.exp(tags.reshape(-1, 3, 3) - tags.reshape(-1, 3, 3).max(axis=2, keepdims=True))
    spread /= spread.sum(axis=2, keepdims=True)
    within = np.add.reduceat(1.0 - spread[:, :, 0], heads, axis=0) / sizes[:, None]  # words x roles
    opens = spread[heads, :, 1]
    cues = _cues(within[:, CUE], opens[:, CUE], limits)
    if not cues:
        return ()
    rows = np.stack([_row(links, heads, sizes, low, high) for low, high in cues])  # cues x 2 x words
    own = 1.0 / (1.0 + np.exp(-rows))
    inside = np.zeros((len(cues), len(heads)), dtype=np.bool_)
    owner = own[:, 1].argmax(axis=0)
    inside[owner, np.arange(len(heads))] = True
    inside &= own[:, 1] >= limits.content
    found = []
    for number, (low, high) in enumerate(cues):
        content = _runs(inside[number])
        source = _best_run(own[number, 0], limits.source, (low, high))
        if not content:
            continue
        held = np.concatenate([own[number, 1, a:b] for a, b in content])
        score = float(within[low:high, CUE].mean() * held.mean())
        if source:
            score *= float(own[number, 0, source[0][0] : source[0][1]].mean()) ** 0.5
        else:
            score *= 0.5
        if score >= limits.keep:
            found.append(
                Found(
                    source=_tokens(source, heads, len(first)),
                    cue=_tokens(((low, high),), heads, len(first)),
                    content=_tokens(content, heads, len(first)),
                    score=score,
                )
            )
    return tuple(found)


def _cues(within: Floats, opens: Floats, limits: Thresholds) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for low, high in _runs(within >= limits.cue):
        breaks = [low, *(i for i in range(low + 1, high) if opens[i] > limits.cue_break), high]
        out += list(pairwise(breaks))
    return out


def _row(links: Floats, heads: NDArray[np.intp], sizes: Floats, low: int, high: int) -> Floats:
    """Return the mean link logits (2 x words) of the cue that spans words [low, high)."""
    stop = int(heads[high]) if high < len(heads) else links.shape[1]
    mean = links[:, int(heads[low]) : stop].mean(axis=1)
    row: Floats = (np.add.reduceat(mean, heads, axis=1) / sizes).astype(np.float32)
    return row


def _runs(flags: NDArray[np.bool_]) -> Runs:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return tuple((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _best_run(chance: Floats, floor: float, cue: tuple[int, int]) -> Runs:
    """Return the run that gathers most probability above the floor: a source is one phrase."""
    runs = _runs(chance >= floor)
    if not runs:
        return ()
    return (max(runs, key=lambda run: (float(chance[run[0] : run[1]].sum()), -abs(run[0] - cue[0]))),)


def _tokens(runs: Runs, heads: NDArray[np.intp], total: int) -> Runs:
    return tuple((int(heads[a]), int(heads[b]) if b < len(heads) else total) for a, b in runs)
