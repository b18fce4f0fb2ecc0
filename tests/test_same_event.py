"""Which accounts of a report tell of one event, and that linking takes over what extraction says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import a_day, a_document, a_mention, published
from tests.reading import mentions_in, parsed
from trucewatch.linking.grouping import Reading, tellings_of
from trucewatch.records import ACLED_EVENT_TYPES, Mention


def acts_of(text: str) -> list[tuple[str, Mention]]:
    found = mentions_in(parsed(text, day=date(2021, 3, 12), tagged=False))
    return [(m.trigger.of(text), m) for m in found if m.event_type in ACLED_EVENT_TYPES]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Sudan's army said that rebels had shelled the market of Kadugli on Monday. "
            "The rebels denied the shelling and accused the army of firing on the town itself.",
            1,
        ),
        (
            "Rebels shelled the market of Kadugli on Monday, the army said.\n\n"
            "Separately, gunmen ambushed a convoy near Malakal on Tuesday, the United Nations said.",
            2,
        ),
        (
            "A mine blew up under a bus in Ghazni on Friday.\n\nAnother mine went off in Farah.",
            2,
        ),
        (
            "The army seized the village of Durma in Nuba on March 9, the rebels said.\n\n"
            "A depot of the army in Nuba was blown up on February 20.",
            2,
        ),
    ],
)
def test_accounts_of_one_event_share_a_key_and_others_do_not(text: str, count: int) -> None:
    acts = acts_of(text)
    assert all(mention.event is not None for _, mention in acts)
    assert len({mention.event for _, mention in acts}) == count, acts


def test_what_is_only_said_or_asked_has_no_event() -> None:
    mentions = mentions_in(parsed("The president demanded a withdrawal and promised talks.", tagged=False))
    assert {m.event for m in mentions if m.event_type not in ACLED_EVENT_TYPES} <= {None}


def test_linking_takes_the_events_over_and_a_person_may_part_them() -> None:
    sentences = ["Jets struck a bridge.", "A raid was reported.", "Shells fell elsewhere."]
    document = a_document(" ".join(sentences), published=published("2021-03-12"))
    made = [a_mention(document, s, when=a_day("2021-03-11"), where=None) for s in sentences]
    bridge, raid, shells = (replace(m, event=e) for m, e in zip(made, ("one", "one", "two"), strict=True))

    def read(parted: set[str]) -> list[tuple[Mention, ...]]:
        reading = Reading(
            document=document,
            statements={},
            said=(),
            camps_of={},
            apart=lambda a, b: {a.id, b.id} == parted,
        )
        return [telling.mentions for telling in tellings_of((shells, raid, bridge), reading)]

    assert read(set()) == [(bridge, raid), (shells,)]
    assert read({bridge.id, raid.id}) == [(bridge,), (raid,), (shells,)]
