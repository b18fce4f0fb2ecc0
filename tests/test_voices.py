"""In whose voice a text is whose publisher the roster does not know: a party's own words, or a newsroom's."""

from __future__ import annotations

from tests.reading import parsed, statements_in
from trucewatch.records import Stance, Statement

PARTY = (
    "At dawn the Azerbaijani side once again violated the ceasefire regime, firing from mortars in the direction of our "
    "positions near Martakert. Our units refrained from response. Statements of the adversary about a damaged house are "
    "a fabrication from beginning to end."
)
NEWSROOM = (
    "Three people were wounded near Martakert when mortar rounds fell beside a school, residents said. The defence "
    "ministries in Baku and Yerevan blamed each other. Neither account could be verified."
)
LOADED = (
    "Four people died when troops of the regime fired on a queue in Mopti, two aid workers said on Monday. The army denied "
    "that it had shot at civilians. A teacher told reporters that terrorists had come through the town the day before."
)


def _told(text: str, publisher: str | None) -> tuple[Statement, ...]:
    return statements_in(parsed(text, publisher=publisher))


def test_a_partys_own_words_are_never_a_newsrooms() -> None:
    found = _told(PARTY, "Front Information Desk")
    assert all(s.stance is not Stance.OUTLET for s in found)
    speakers = [s.speaker for s in found if s.speaker is not None and not s.speaker.text]
    assert all(s.basis == "voice" and s.name == "Front Information Desk" for s in speakers)
    assert {s.side for s in speakers} <= {"AM", "ARTS", None}


def test_a_newsroom_stays_one_whatever_words_it_tells() -> None:
    for text, publisher in (
        (NEWSROOM, "Front Information Desk"),
        (NEWSROOM, None),
        (LOADED, "Harbour Evening Post"),
    ):
        assert all(s.speaker is None or s.speaker.basis is None for s in _told(text, publisher))


def test_a_listed_publisher_is_the_basis_itself() -> None:
    found = _told("Our units did not open fire. A tractor burnt near Berd.", "Ministry of Defence of Armenia")
    assert {(s.speaker.side, s.speaker.basis) for s in found if s.speaker is not None} == {
        ("AM", "publisher")
    }
