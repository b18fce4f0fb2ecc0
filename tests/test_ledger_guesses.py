"""The network's guesses on what sentences tell of, and what the ledgers make of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.reading import parsed, statements_in
from trucewatch.ledgers import keep_ledgers
from trucewatch.records import Document, LedgerEntry, LedgerKind, Matter, Published, Span, Stance, Statement
from trucewatch.situation import load_situation

TEXT = (
    "The ferry to Bougainville had been tied up since March. Port Moresby let it sail again on Friday. "
    "Nothing else happened in the harbour."
)
DAY = date(1998, 4, 27)


def _document(text: str) -> Document:
    return Document(id="report", text=text, published=Published(day=DAY))


def _statements(text: str, *, tagged: bool) -> list[Statement]:
    return list(statements_in(parsed(text, id="report", day=DAY, tagged=tagged)))


def _entries(statements: list[Statement], text: str) -> tuple[LedgerEntry, ...]:
    return keep_ledgers(statements, (), load_situation("general"), [_document(text)]).entries


def _guessed(
    statements: list[Statement], words: str, kind: LedgerKind, state: str, chance: float
) -> list[Statement]:
    """The statements, the one with these words guessed to tell of a matter."""
    at = TEXT.index(words)
    span = Span(start=at, end=at + len(words))
    home = next(s for s in statements if s.evidence.start <= at < s.evidence.end)
    sentence = Span(start=home.evidence.start, end=home.evidence.end)
    matter = Matter(kind=kind, state=state, chance=chance, words=span, sentence=sentence)
    return [replace(s, matters=(*s.matters, matter)) if s is home else s for s in statements]


def test_guesses_lie_in_the_text_and_with_one_statement_each() -> None:
    statements = _statements(TEXT, tagged=True)
    matters = [matter for statement in statements for matter in statement.matters]
    assert matters
    assert len({(m.kind, m.state, m.sentence) for m in matters}) == len(matters)
    for matter in matters:
        assert 0 < matter.chance <= 1
        assert matter.sentence.start <= matter.words.start < matter.words.end <= matter.sentence.end


def test_chances_of_a_ledger_in_a_sentence_come_to_one_at_most() -> None:
    sums: dict[tuple[int, LedgerKind], float] = {}
    for statement in _statements(TEXT, tagged=True):
        for matter in statement.matters:
            key = matter.sentence.start, matter.kind
            sums[key] = sums.get(key, 0.0) + matter.chance
    assert max(sums.values()) <= 1.01


def test_without_a_tagger_nothing_is_guessed() -> None:
    assert not any(statement.matters for statement in _statements(TEXT, tagged=False))


def test_a_likely_guess_is_an_entry_and_a_slight_one_none() -> None:
    plain = _statements(TEXT, tagged=False)
    for chance, expected in ((0.97, [("access", "closed")]), (0.1, [])):
        statements = _guessed(plain, "tied up", LedgerKind.ACCESS, "closed", chance)
        entries = _entries(statements, TEXT)
        told = [(e.ledger.value, e.state) for e in entries if e.history[0].evidence[0].start == 0]
        assert told == expected


def test_a_guess_moves_an_earlier_matter_on() -> None:
    statements = _guessed(_statements(TEXT, tagged=False), "tied up", LedgerKind.ACCESS, "closed", 0.97)
    statements = _guessed(statements, "sail again", LedgerKind.ACCESS, "granted", 0.97)
    entry = next(e for e in _entries(statements, TEXT) if e.ledger is LedgerKind.ACCESS)
    assert [change.state for change in entry.history] == ["closed", "granted"]
    for quote in (quote for change in entry.history for quote in change.evidence):
        assert TEXT[quote.start : quote.end] == quote.quote


def test_a_statement_in_several_sentences_is_quoted_by_the_sentence_that_tells() -> None:
    statements = _guessed(_statements(TEXT, tagged=False), "sail again", LedgerKind.ACCESS, "granted", 0.97)
    quotes = [q.quote for e in _entries(statements, TEXT) for c in e.history for q in c.evidence]
    assert quotes == ["Port Moresby let it sail again on Friday."]


def test_a_headline_is_no_entry_by_a_guess() -> None:
    untitled = _guessed(_statements(TEXT, tagged=False), "sail again", LedgerKind.ACCESS, "granted", 0.97)
    home = next(s for s in untitled if s.matters)
    titled = replace(_document(TEXT), title=home.evidence.quote)
    for document, count in ((_document(TEXT), 1), (titled, 0)):
        entries = keep_ledgers(untitled, (), load_situation("general"), [document]).entries
        assert sum(entry.ledger is LedgerKind.ACCESS for entry in entries) == count


def test_a_contact_of_nobody_named_that_an_accusation_tells_by_the_way_is_none() -> None:
    told = _guessed(_statements(TEXT, tagged=False), "Nothing else", LedgerKind.LIAISON, "in_contact", 0.97)
    for stance, contacts in ((Stance.OUTLET, 1), (Stance.ACCUSE, 0)):
        entries = _entries([replace(s, stance=stance) for s in told], TEXT)
        assert sum(entry.ledger is LedgerKind.LIAISON for entry in entries) == contacts
