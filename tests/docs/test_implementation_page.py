"""The page on scores says what the rule table does."""

from __future__ import annotations

from pathlib import Path

from trucewatch.records import SCORE_WORDS
from trucewatch.verification import ImplementationSettings
from trucewatch.verification.carrying_out import FORBIDDING, MOVING
from trucewatch.verification.implementation import SCORES

PAGE = (Path(__file__).parents[2] / "docs" / "implementation.md").read_text(encoding="utf-8")


def test_the_page_has_every_rule_in_order_and_no_other() -> None:
    rows = [f"| {rule.id} | {'–' if rule.gives is None else rule.gives} | {rule.when} |" for rule in SCORES]
    assert [line for line in PAGE.splitlines() if line.startswith("| I")] == rows


def test_the_page_has_the_scale_the_words_and_the_settings() -> None:
    for score, words in SCORE_WORDS.items():
        assert f"| {score} | {words} |" in PAGE
    for part in FORBIDDING:
        assert f"`{part}`" in PAGE
    for part in MOVING:
        assert part in PAGE
    for name in ImplementationSettings.__dataclass_fields__:
        assert f"`{name}` ({getattr(ImplementationSettings(), name)})" in PAGE
