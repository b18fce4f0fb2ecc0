"""For which traffic a way is told to be open or shut."""

from __future__ import annotations

import re

from trucewatch.ledgers.traffic import traffic_of


def test_those_through_whom_it_is_asked_are_no_traffic() -> None:
    sentence = "Juba asked through the UN peacekeepers that traffic be let over the bridge at Malakal."
    match = re.search("let over", sentence)
    assert match is not None
    assert traffic_of(sentence, match) == "civilian"
