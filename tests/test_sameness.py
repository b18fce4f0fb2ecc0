"""Whether two mentions of one report tell of one event."""

from __future__ import annotations

from itertools import pairwise

from tests.builders import a_day, a_document, a_mention, a_place, published
from trucewatch.linking.grouping import Reading, profiles_of, tellings_of
from trucewatch.linking.sameness import sameness
from trucewatch.records import Document, Mention, Place, Span

MALUT = a_place("Malut", lat=10.44, lon=32.20, gazetteer_id="test:malut")
RENK = a_place("Renk", lat=11.83, lon=32.80, gazetteer_id="test:renk")


def read(document: Document) -> Reading:
    return Reading(document=document, statements={}, said=(), camps_of={}, apart=lambda _a, _b: False)


def told_by(document: Document, sentence: str, trigger: str, day: str, where: Place) -> Mention:
    start = document.text.index(trigger, document.text.index(sentence))
    span = Span(start=start, end=start + len(trigger))
    return a_mention(document, sentence, trigger=span, when=a_day(day), where=where)


def likely(document: Document, first: Mention, then: Mention) -> float:
    profiles = list(profiles_of((first, then), read(document)))
    return sameness(*next(pairwise(profiles)), document.text)


def test_a_second_place_and_day_speak_against_one_event_and_a_repeated_word_for_it() -> None:
    document = a_document(
        "Gunmen raided a cattle camp near Malut on Tuesday.\n\nThe raid lasted an hour.\n\n"
        "A barge was shelled off Renk on Thursday.",
        published=published("2024-02-09"),
    )
    told = told_by(
        document, "Gunmen raided a cattle camp near Malut on Tuesday.", "raided", "2024-02-06", MALUT
    )
    again = told_by(document, "The raid lasted an hour.", "raid", "2024-02-06", MALUT)
    other = told_by(document, "A barge was shelled off Renk on Thursday.", "shelled", "2024-02-08", RENK)
    assert likely(document, told, again) > 0 > likely(document, told, other)
    tellings = tellings_of((other, again, told), read(document))
    assert [telling.mentions for telling in tellings] == [(told, again), (other,)]


def test_the_order_in_which_mentions_come_does_not_matter() -> None:
    sentences = [f"Village {n} was shelled again." for n in range(9)]
    document = a_document("\n\n".join(sentences), published=published("2024-02-09"))
    mentions = [a_mention(document, sentence, when=a_day("2024-02-08"), where=None) for sentence in sentences]
    assert tellings_of(mentions, read(document)) == tellings_of(mentions[::-1], read(document))
