"""What the decoder makes of numbers that are plain enough to read off."""

import numpy as np
from numpy.typing import NDArray

from trucewatch.extraction.tagging.decoding import CONTENT, CUE, SOURCE, Found, Thresholds, decode, smoothed

LIMITS = Thresholds()


def numbers(
    size: int,
    tags: dict[int, list[tuple[int, int]]],
    links: dict[tuple[int, int], dict[int, tuple[int, int]]],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Logits for `size` tokens: spans per role, and for each cue span its source and content spans."""
    grid = np.full((size, 3, 3), -4.0, dtype=np.float32)
    grid[:, :, 0] = 4.0
    for role, spans in tags.items():
        for low, high in spans:
            grid[low:high, role] = (-4.0, -4.0, 4.0)
            grid[low, role] = (-4.0, 4.0, -4.0)
    linked = np.full((2, size, size), -6.0, dtype=np.float32)
    for (low, high), roles in links.items():
        for role, (start, end) in roles.items():
            linked[0 if role == SOURCE else 1, low:high, start:end] = 6.0
    return grid.reshape(size, 9), linked


def read(size: int, tags: dict, links: dict, first: list[int] | None = None) -> tuple[Found, ...]:  # type: ignore[type-arg]
    begins = np.ones(size, dtype=np.bool_)
    if first is not None:
        begins[:] = False
        begins[first] = True
    return decode(*numbers(size, tags, links), begins, LIMITS)


def test_a_cue_gets_what_is_linked_to_it() -> None:
    (found,) = read(
        8,
        {SOURCE: [(0, 2)], CUE: [(2, 3)], CONTENT: [(3, 7)]},
        {(2, 3): {SOURCE: (0, 2), CONTENT: (3, 7)}},
    )
    assert (found.source, found.cue, found.content) == (((0, 2),), ((2, 3),), ((3, 7),))
    assert found.score > 0.9


def test_two_cues_share_a_source_and_keep_their_contents_apart() -> None:
    one, two = read(
        9,
        {SOURCE: [(0, 1)], CUE: [(1, 2), (5, 6)], CONTENT: [(2, 4), (6, 9)]},
        {(1, 2): {SOURCE: (0, 1), CONTENT: (2, 4)}, (5, 6): {SOURCE: (0, 1), CONTENT: (6, 9)}},
    )
    assert one.source == two.source == ((0, 1),)
    assert (one.content, two.content) == (((2, 4),), ((6, 9),))


def test_adjacent_cues_are_told_apart_by_where_they_begin() -> None:
    found = read(
        6,
        {CUE: [(1, 2), (2, 4)], CONTENT: [(4, 6)]},
        {(1, 2): {CONTENT: (0, 1)}, (2, 4): {CONTENT: (4, 6)}},
    )
    assert [item.cue for item in found] == [((1, 2),), ((2, 4),)]


def test_no_word_is_cut() -> None:
    (found,) = read(
        6,
        {SOURCE: [(0, 1)], CUE: [(2, 3)], CONTENT: [(3, 6)]},
        {(2, 3): {SOURCE: (0, 1), CONTENT: (3, 6)}},
        first=[0, 2, 3, 5],
    )
    assert found.content == ((3, 6),)
    assert all(low in (0, 2, 3, 5) for run in (found.source, found.cue, found.content) for low, _ in run)


def test_a_cue_without_content_is_no_attribution() -> None:
    assert read(4, {CUE: [(1, 2)]}, {}) == ()


def test_no_tokens_give_nothing() -> None:
    empty = np.zeros((0, 9), dtype=np.float32), np.zeros((2, 0, 0), dtype=np.float32)
    assert decode(*empty, np.zeros(0, dtype=np.bool_), LIMITS) == ()


def test_a_border_closes_gaps_and_drops_islands() -> None:
    scores = np.array([[3, 3, -0.5, 3, -9, -9, 0.5, -9]], dtype=np.float32)
    assert smoothed(scores, 0.0)[0].tolist() == [True, True, False, True, False, False, True, False]
    assert smoothed(scores, 1.0)[0].tolist() == [True, True, True, True, False, False, False, False]


def test_smoothing_finds_the_best_path() -> None:
    chance = np.random.default_rng(4)
    for _ in range(50):
        scores = chance.normal(size=(1, 7)).astype(np.float32)
        inside = smoothed(scores, 0.4)[0]

        def worth(flags: list[bool], scores: NDArray[np.float32] = scores) -> float:
            borders = sum(a != b for a, b in zip([False, *flags], [*flags, False], strict=True))
            return float(scores[0][flags].sum()) - 0.4 * borders

        every = [[bool(n >> bit & 1) for bit in range(7)] for n in range(128)]
        assert worth(inside.tolist()) >= max(map(worth, every)) - 1e-5
