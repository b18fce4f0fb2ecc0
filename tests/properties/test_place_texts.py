"""Whatever the text: offsets quote, names do not overlap, the same text gives the same, time grows with length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading import parsed

from trucewatch.extraction.analysis import Analysis
from trucewatch.extraction.models import load_models
from trucewatch.extraction.places.finding import find_places
from trucewatch.extraction.reading import reading_of
from trucewatch.records import Document
from trucewatch.situation import load_situation

WORDS = st.sampled_from(
    "Paris Texas near north of the village al-Bab Aleppo, Homs; U.S. US us Ga. Georgia said Mr. Jackson between and "
    "Goma Bukavu (DR Congo) direction district 20 km \n\n \t \u200b \x00 Харьков Երևան دمشق 東京 ’s - – « » \ud800".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_names_quote_the_text_and_do_not_overlap(text: str) -> None:
    names = find_places(parsed(text, tagged=False), load_situation("south_caucasus"))
    end = 0
    for name in names:
        assert text[name.start : name.end] == name.name
        assert name.start >= end
        end = name.end
        if name.place is not None:
            assert -90 <= name.place.lat <= 90
            assert -180 <= name.place.lon <= 180
            assert name.place.radius_km > 0


def test_the_same_text_gives_the_same() -> None:
    text = "Shells fell on Tripoli and Sidon, Lebanese officials in Beirut said; Paris, Texas, was calm."
    situation = load_situation("general")
    assert find_places(parsed(text, tagged=False), situation) == find_places(
        parsed(text, tagged=False), situation
    )


@pytest.mark.parametrize(
    "piece",
    [
        "Paris, Texas, and Springfield near San Antonio. ",
        "of de la al-",
        "Aaaa ",
        "(((( ",
        "north of ",
        "A.B.C.",
    ],
)
def test_a_flood_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """How time grows is measured in benchmarks; here a runaway rule meets the test's own time limit."""
    situation, pipeline = load_situation("general"), load_models(weights=None).pipeline
    text = piece * 4000
    reading = reading_of(text)
    analysis = Analysis(
        document=Document(id="long", text=text), reading=reading, doc=pipeline.make_doc(reading)
    )
    assert all(text[name.start : name.end] == name.name for name in find_places(analysis, situation))
