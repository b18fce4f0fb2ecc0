"""Sentences that carry their proof: built of plain, quoted and derived pieces, and checked afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trucewatch.records import Derived, Evidence, Sentence
from trucewatch.records.calendar import MONTH_NAMES
from trucewatch.reporting.quotations import Shown

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_NUMERALS = {word: number for number, word in enumerate(f"{_UNITS} seventeen eighteen nineteen".split())}
_NUMERALS |= {
    word: 10 * tens
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_NUMERALS |= {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*")


@dataclass(slots=True, kw_only=True)
class SentenceBuilder:
    """Collects a sentence piece by piece, keeping what is derived apart from what is quoted."""

    about: str | None = None
    _text: str = ""
    _citations: dict[Evidence, None] = field(default_factory=dict)
    """In the order they came in."""
    _derived: list[Derived] = field(default_factory=list)

    def plain(self, words: str) -> SentenceBuilder:
        """Connecting words: no name, number, place or date."""
        self._text += words
        return self

    def cite(self, evidence: Iterable[Evidence]) -> SentenceBuilder:
        """Quotations that the sentence rests on; each is listed once."""
        self._citations.update(dict.fromkeys(evidence))
        return self

    def quoted(self, evidence: Evidence) -> SentenceBuilder:
        """The words of a quotation, which is cited."""
        self.cite([evidence])
        return self.plain(one_line(evidence.quote))

    def quotation(self, shown: Shown) -> SentenceBuilder:
        """A quotation between marks, with dots where words of it are left out; it is cited."""
        self.plain("“").quoted(shown.evidence)
        return self.plain(" …”" if shown.cut else "”")

    def derived(self, value: str, rule: str, records: Iterable[str]) -> SentenceBuilder:
        """A value that no quotation holds, with the rule that gives it and the records it is taken from."""
        start = len(self._text)
        self._text += value
        mark = Derived(start=start, end=len(self._text), value=value, rule=rule, records=tuple(records))
        self._derived.append(mark)
        return self

    def name(self, words: str, rule: str, records: Iterable[str]) -> SentenceBuilder:
        """A name: plain where a citation already holds it, derived where a rule resolved it."""
        if holds_words(self._citations, words):
            return self.plain(words)
        return self.derived(words, rule, records)

    def stop(self) -> Sentence:
        """The finished sentence, with a full stop where no quotation has brought one."""
        if not self._text.endswith((".”", "!”", "?”")):
            self._text += "."
        return self.build()

    def build(self) -> Sentence:
        within = _within_others(self._citations)
        return Sentence(
            text=self._text,
            citations=tuple(c for c in self._citations if c not in within),
            derived=tuple(self._derived),
            about=self.about,
        )


def _within_others(quotations: Iterable[Evidence]) -> set[Evidence]:
    """Those that lie in a longer quotation of the same document: the reader needs one of them."""
    within: set[Evidence] = set()
    document, reach = "", -1
    for quotation in sorted(quotations, key=lambda q: (q.document_id, q.start, -q.end)):
        if quotation.document_id != document:
            document, reach = quotation.document_id, -1
        if quotation.end <= reach:
            within.add(quotation)
        reach = max(reach, quotation.end)
    return within


def one_line(words: str) -> str:
    """Words of a source with their line breaks and doubled blanks folded."""
    return " ".join(words.split())


def long_date(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def holds_words(citations: Iterable[Evidence], words: str) -> bool:
    """True when one quotation holds `words`, whatever the case and the spacing."""
    wanted = _folded(words)
    return any(wanted in _folded(citation.quote) for citation in citations)


def unsupported(sentence: Sentence) -> tuple[str, ...]:
    """The numbers and names of a sentence that neither its citations nor a derived mark gives, in order.

    A name is any capitalised word but the sentence's first; numbers are compared by value (five = 5).
    """
    quoted = [token for citation in sentence.citations for token in _tokens(citation.quote)]
    known = {token.casefold() for token in quoted} | {part for token in quoted for part in _parts(token)}
    numbers = {value for token in quoted for value in _values(token)}
    missing = []
    for match in _TOKEN.finditer(sentence.text):
        if any(mark.start <= match.start() and match.end() <= mark.end for mark in sentence.derived):
            continue
        token = match.group()
        values = _values(token)
        if values:
            if not (values & numbers or token.casefold() in known):
                missing.append(token)
        elif _is_name(sentence.text, match) and token.casefold() not in known and not _parts(token) <= known:
            missing.append(token)
    return tuple(missing)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _parts(token: str) -> set[str]:
    return {part.casefold() for part in re.split(r"['’\-]", token) if part}


def _values(token: str) -> set[float]:
    bare = token.casefold()
    if bare in _NUMERALS:
        return {float(_NUMERALS[bare])}
    tens, _, unit = bare.partition("-")
    if tens in _NUMERALS and unit in _NUMERALS:
        return {float(_NUMERALS[tens] + _NUMERALS[unit])}
    if not bare[0].isdigit():
        return set()
    try:
        return {float(bare.replace(",", ""))}
    except ValueError:
        return {float(digits) for digits in re.findall(r"\d+", bare)}


def _is_name(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip("“\"'‘( ")
    starts_sentence = not before or before[-1] in ".!?:"
    return match.group()[0].isupper() and not starts_sentence


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())
