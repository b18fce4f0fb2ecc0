"""Publication dates: read where the document says so, unknown where it does not."""

from __future__ import annotations

import pytest

from trucewatch.intake.published import find_published

HEADS = [
    (
        "26.07.2021 [18:20]\nBaku, July 26, AZERTAC\n\nThe ministry denies it.",
        "2021-07-26T18:20:00",
        "dateline",
    ),
    ("icon search chevron down\n4 Aug, 2022 18:44\n\nFlare-up goes on", "2022-08-04T18:44:00", "dateline"),
    ("Truce holds\nBy A. Writer | March 5, 2022\nThe truce holds.", "2022-03-05", "byline"),
    ("Convoy arrives\nThe Associated Press, March 26, 2021\n\nA convoy came.", "2021-03-26", "byline"),
    ("ABC | Bogota | Updated: 19-05-2017 03:42 IST\n\nTwo rebels fell.", "2017-05-19T03:42:00", "byline"),
    ("21:12 - 04 August, 2022\nMinistry counts violations", "2022-08-04T21:12:00", "dateline"),
    ("Published: 2020-10-14 09:30 GMT\nText", "2020-10-14T09:30:00+00:00", "dateline"),
    ("Tuesday 19 Jul 2016 Strikes kill civilians near a town", "2016-07-19", "dateline"),
    ("By The Desk\nMarch 22, 2025 - 2:34 pm /\n\nRockets were fired.", "2025-03-22T14:34:00", "dateline"),
    ("JUBA, 12 December 2017 - The parties met.", "2017-12-12", "dateline"),
    ("12/31/2021\nYear in review", "2021-12-31", "dateline"),
]

UNKNOWN = [
    "",
    "Baku, July 26, AZERTAC\n\nThe ministry denies it.",
    "On September 19, 2023, an operation was announced.",
    "September 13, 2022 was the day on which it began.",
    "The truce of 10 November 2020 was signed at night.",
    "05/06/2021\nIt may be May or June.",
    "31 February 2021\nNo such day",
    "Two soldiers were killed on Tuesday.",
]


@pytest.mark.parametrize(("text", "when", "basis"), HEADS)
def test_the_head_of_a_text_tells_when(text: str, when: str, basis: str) -> None:
    published = find_published(text)
    assert published is not None
    assert (published.iso(), published.basis) == (when, basis)
    assert published.span is not None
    assert str(published.day.year) in published.span.of(text)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_said_stays_unknown(text: str) -> None:
    assert find_published(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2022/08/04/a-story", "2022-08-04"),
        ("https://news.example/a-story-2022-08-04.html", "2022-08-04"),
        ("https://news.example/20220804/a-story", "2022-08-04"),
        ("https://news.example/2022/08/a-story", None),
        ("https://news.example/story/5912022", None),
        ("https://news.example/2022/13/40/a-story", None),
    ],
)
def test_the_address_tells_the_day(url: str, day: str | None) -> None:
    published = find_published("No date here.", url)
    assert (published.iso() if published else None) == day


def test_the_address_gives_a_dateline_its_year() -> None:
    published = find_published("KHARTOUM, July 8 - Shells fell.", "https://news.example/2023/07/08/x")
    assert published is not None
    assert (published.iso(), published.basis) == ("2023-07-08", "dateline")


def test_metadata_comes_first_and_nonsense_in_it_is_passed_over() -> None:
    text = "4 Aug, 2022 18:44\nText"
    stated = find_published(text, None, {"article:published_time": "2022-08-05T10:00:00+04:00"})
    assert stated is not None
    assert (stated.iso(), stated.basis) == ("2022-08-05T10:00:00+04:00", "metadata")
    passed_over = find_published(text, None, {"date": "yesterday"})
    assert passed_over is not None
    assert passed_over.basis == "dateline"


def test_a_bare_date_that_the_address_contradicts_is_the_events() -> None:
    published = find_published("3 March 2019\nFive years on", "https://news.example/2024/03/01/five-years-on")
    assert published is not None
    assert (published.iso(), published.basis) == ("2024-03-01", "url")
