"""The page on assessment says what the rule table does."""

from __future__ import annotations

from pathlib import Path

from trucewatch.verification import AssessmentSettings
from trucewatch.verification.access import ACCESS_RULES
from trucewatch.verification.rules import ATTRIBUTION, BREACH, CREDIBILITY, OCCURRENCE

PAGE = (Path(__file__).parents[2] / "docs" / "assessment.md").read_text(encoding="utf-8")


def test_the_page_has_every_rule_in_order_and_no_other() -> None:
    rows = [
        f"| {rule.id} | {rule.gives.value.replace('_', ' ')} | {rule.when} |"
        for table in (OCCURRENCE, ATTRIBUTION, BREACH)
        for rule in table
    ]
    printed = [line for line in PAGE.splitlines() if line.startswith(("| O", "| A", "| B"))]
    assert printed == rows


def test_the_page_has_the_rules_on_access() -> None:
    printed = [line for line in PAGE.splitlines() if line.startswith("| C")]
    assert printed == [f"| {rule.id} | {rule.when} |" for rule in ACCESS_RULES]


def test_the_page_has_the_scale_and_the_settings() -> None:
    for occurrence, number in CREDIBILITY.items():
        assert f"{occurrence.value.replace('_', ' ')} {number}" in PAGE
    for name in AssessmentSettings.__dataclass_fields__:
        assert f"`{name}` ({getattr(AssessmentSettings(), name)})" in PAGE
