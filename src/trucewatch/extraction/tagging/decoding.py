"""From the tagger's numbers for one window to attributions: which words are a cue, and what each cue owns.

Pure functions on arrays; the training loop measures with the same ones that run in production.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Runs = tuple[tuple[int, int], ...]

SOURCE, CUE, CONTENT = 0, 1, 2
_NEVER = np.float32(20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the decoder draws its lines, chosen on development documents.

    The offsets and the price of a border are in log-odds; `keep` is a probability, `tag_share` a weight.
    """

    cue: float = 1.3
    source: float = 0.4
    content: float = 0.4
    cue_border: float = 0.3
    source_border: float = 0.0
    border: float = 0.3
    """What it costs to begin or end a run of words: it closes small gaps and drops small islands."""
    tag_share: float = 0.3
    """How much the role of a word by itself counts beside its link to the cue."""
    keep: float = 0.3


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
    roles, opens = _words(tags, heads, sizes)
    cues = _cues(roles[:, CUE] + limits.cue, opens[:, CUE], limits.cue_border)
    if not cues:
        return ()
    rows = np.stack([_row(links, heads, sizes, low, high) for low, high in cues])  # cues x 2 x words
    sources = rows[:, 0] + limits.tag_share * roles[:, SOURCE] + limits.source
    contents = rows[:, 1] + limits.tag_share * roles[:, CONTENT] + limits.content
    for number, (low, high) in enumerate(cues):
        # A cue owns neither its own words nor, by way of smoothing, a run that would cross them.
        sources[number, low:high] = contents[number, low:high] = -_NEVER
    claimed = smoothed(contents, limits.border)
    within = smoothed(sources, limits.source_border)
    speakers = [_best_run(within[n], sources[n], cue) for n, cue in enumerate(cues)]
    surety = [_surety(roles[low:high, CUE], sources[n], speakers[n]) for n, (low, high) in enumerate(cues)]

    def scored(inside: NDArray[np.bool_]) -> list[float]:
        return [
            surety[n] * _chance(contents[n][inside[n]]) if inside[n].any() else 0.0 for n in range(len(cues))
        ]

    # What falls away must not take words with it, so the rest share out the contents anew.
    kept = np.array([score >= limits.keep for score in scored(_owned(contents, claimed))])
    inside = _owned(contents, claimed & kept[:, None])
    spoken = np.zeros(len(heads), dtype=np.bool_)
    for cue, speaker, keeps in zip(cues, speakers, kept, strict=True):
        for low, high in (cue, *speaker) if keeps else ():
            spoken[low:high] = True
    found = []
    for number, score in enumerate(scored(inside)):
        # A scrap of content that is only another attribution's "the army said" belongs to that one.
        content = tuple(run for run in _runs(inside[number]) if not spoken[run[0] : run[1]].all())
        if kept[number] and content:
            found.append(
                Found(
                    source=_tokens(speakers[number], heads, len(first)),
                    cue=_tokens((cues[number],), heads, len(first)),
                    content=_tokens(content, heads, len(first)),
                    score=score,
                )
            )
    return tuple(found)


def smoothed(scores: Floats, border: float) -> NDArray[np.bool_]:
    """Return, for each row of log-odds, the words inside: the best sum of scores when every border costs `border`.

    This is the Viterbi path of a two-state chain, for all rows at once.
    """
    count, length = scores.shape
    best_in = scores[:, 0] - border
    best_out = np.zeros(count, dtype=np.float32)
    # Whether the best way into (outside, inside) comes from inside.
    from_in = np.empty((length, 2, count), dtype=np.bool_)
    for place in range(1, length):
        leave = best_in - border
        enter = best_out - border
        from_in[place, 0] = leave > best_out
        from_in[place, 1] = best_in >= enter
        best_out = np.maximum(best_out, leave)
        best_in = np.maximum(best_in, enter) + scores[:, place]
    state = best_in - border > best_out
    inside = np.empty((count, length), dtype=np.bool_)
    each = np.arange(count)
    for place in range(length - 1, 0, -1):
        inside[:, place] = state
        state = from_in[place, state.astype(np.intp), each]
    inside[:, 0] = state
    return inside


def _words(tags: Floats, heads: NDArray[np.intp], sizes: Floats) -> tuple[Floats, Floats]:
    """Return, words x roles, the log-odds of being in the role at all and of beginning a new span rather than going on."""
    grid = tags.reshape(-1, 3, 3)
    inside = np.logaddexp(grid[:, :, 1], grid[:, :, 2]) - grid[:, :, 0]
    mean = np.add.reduceat(inside, heads, axis=0) / sizes[:, None]
    return mean.astype(np.float32), grid[heads, :, 1] - grid[heads, :, 2]


def _cues(scores: Floats, opens: Floats, border: float) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for low, high in _runs(smoothed(scores[None, :], border)[0]):
        breaks = [low, *(place for place in range(low + 1, high) if opens[place] > 0), high]
        out += list(pairwise(breaks))
    return out


def _owned(contents: Floats, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return `inside` with every word left to one cue only, the one that is surest of it."""
    claims = np.where(inside, contents, -np.inf)
    owned = np.zeros_like(inside)
    owned[claims.argmax(axis=0), np.arange(claims.shape[1])] = True
    return owned & inside


def _surety(cue: Floats, sources: Floats, speaker: Runs) -> float:
    """Return how sure a cue and its source are together; none at all halves it."""
    known = _chance(sources[speaker[0][0] : speaker[0][1]]) ** 0.5 if speaker else 0.5
    return _chance(cue) * known


def _chance(scores: Floats) -> float:
    """Return the mean probability of log-odds."""
    return float((1.0 / (1.0 + np.exp(-scores))).mean())


def _row(links: Floats, heads: NDArray[np.intp], sizes: Floats, low: int, high: int) -> Floats:
    """Return the mean link logits (2 x words) of the cue that spans words [low, high)."""
    stop = int(heads[high]) if high < len(heads) else links.shape[1]
    mean = links[:, int(heads[low]) : stop].mean(axis=1)
    row: Floats = (np.add.reduceat(mean, heads, axis=1) / sizes).astype(np.float32)
    return row


def _runs(flags: NDArray[np.bool_]) -> Runs:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return tuple((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _best_run(within: NDArray[np.bool_], scores: Floats, cue: tuple[int, int]) -> Runs:
    """Return the run of highest total score, the nearer to the cue of equals: a source is one phrase."""
    runs = _runs(within)
    if not runs:
        return ()
    return (max(runs, key=lambda run: (float(scores[run[0] : run[1]].sum()), -abs(run[0] - cue[0]))),)


def _tokens(runs: Runs, heads: NDArray[np.intp], total: int) -> Runs:
    return tuple((int(heads[a]), int(heads[b]) if b < len(heads) else total) for a, b in runs)
