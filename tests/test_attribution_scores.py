"""The measures of the attribution tagger, on tuples small enough to count by hand."""

import pytest
from benchmarks.attribution_scores import Score, score, score_tuples

TEXT = "Baku said the village burned. Yerevan denied it."


def spans(*phrases: str) -> list[tuple[int, int]]:
    return [(TEXT.index(phrase), TEXT.index(phrase) + len(phrase)) for phrase in phrases]


def attribution(source: str | None, cue: str, *content: str) -> dict[str, list[tuple[int, int]]]:
    return {"source": spans(source) if source else [], "cue": spans(cue), "content": spans(*content)}


SAID = attribution("Baku", "said", "the village burned")
DENIED = attribution("Yerevan", "denied", "it.")


def test_the_same_tuples_score_one() -> None:
    scores = score([(TEXT, [DENIED, SAID], [SAID, DENIED])])
    assert {role: value.f1 for role, value in scores.items()} == {
        "source": 1.0,
        "cue": 1.0,
        "content": 1.0,
        "tuple": 1.0,
    }


def test_tokens_are_counted_once_however_many_tuples_hold_them() -> None:
    twice = attribution("Baku", "said", "village burned")
    scores = score([(TEXT, [SAID, twice], [SAID])])
    assert scores["content"] == Score(3, 3, 3)
    assert scores["source"] == Score(1, 1, 1)
    assert scores["tuple"] == Score(1, 2, 1)


def test_a_full_stop_is_a_token() -> None:
    scores = score([(TEXT, [attribution("Yerevan", "denied", "it")], [DENIED])])
    assert scores["content"] == Score(1, 1, 2)


def test_counts_are_added_over_documents_before_ratios() -> None:
    scores = score([(TEXT, [SAID], [SAID]), (TEXT, [], [DENIED])])
    assert scores["tuple"].recall == pytest.approx(0.5)
    assert scores["tuple"].precision == pytest.approx(1.0)
    assert scores["tuple"].f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("predicted", "right"),
    [
        (attribution("Baku", "said", "village burned"), 1),  # content 2 of 3 tokens
        (attribution("Baku", "said", "burned"), 0),  # content 1 of 3
        (attribution("Baku said", "said", "the village burned"), 1),  # source 1 of 2 is just enough
        (attribution("Baku said the", "said", "the village burned"), 0),
        (attribution("Baku", "denied", "the village burned"), 0),  # another cue
        (attribution(None, "said", "the village burned"), 0),  # the source is missing
    ],
)
def test_a_tuple_is_right_when_all_three_parts_agree(
    predicted: dict[str, list[tuple[int, int]]], right: int
) -> None:
    scores = score([(TEXT, [predicted], [SAID])])
    assert scores["tuple"].right == right


def test_two_missing_sources_agree() -> None:
    nobody = attribution(None, "said", "the village burned")
    assert score([(TEXT, [nobody], [nobody])])["tuple"].right == 1


def test_matching_takes_as_many_pairs_as_there_are() -> None:
    tokens = [(i, i + 1) for i in range(8)]
    wide = {"source": [(0, 1)], "cue": [(1, 3)], "content": [(4, 6)]}
    left = {"source": [(0, 1)], "cue": [(1, 2)], "content": [(4, 5)]}
    right = {"source": [(0, 1)], "cue": [(2, 3)], "content": [(4, 6)]}
    # `wide` fits both gold tuples and `left` only one: a greedy match could leave `left` without a partner.
    assert score_tuples(tokens, [wide, left], [left, right]).right == 2


def test_nothing_at_all_scores_zero_and_not_an_error() -> None:
    assert score([(TEXT, [], [])])["tuple"].f1 == 0.0
