"""How many people a noun phrase means: "at least two of them", "a soldier", "no civilians", "19 to 25 fighters"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties.words import COLLECTIVES, NOBODY, NOT_PEOPLE, ORDINALS, PAIRS, PRONOUNS
from trucewatch.extraction.numbers import Number, find_numbers
from trucewatch.records.calendar import MONTH

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many people, and the words that say so."""

    low: int
    high: int | None
    word: str | None
    start: int
    end: int
    noun: Token
    """The noun that tells who they are; the number itself where there is none."""
    stated: bool
    """False for a single person or a bare plural, where no number word stands."""


_AT_LEAST = re.compile(
    r"(?:\bat least|\bmore than|\bover|\bno fewer than|\bno less than|\bnot less than|\babove|\bexceed(?:s|ed|ing)?|"
    r"\bupwards? of|\ba minimum of|\bat the very least|\bin excess of)\s+(?:some\s+|another\s+|the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:(?<!gone )(?<!went )(?<!rose )(?<!risen )(?<!goes )\bup to|"
    r"\bas many as|\bfewer than|\bless than|\bat most|\bno more than|\bnot more than|\bunder|\ba maximum of)\s+$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?:\s*-\s*|\s+(?:to|or)\s+|\s+and\s+)$")
_OR_MORE = re.compile(r"\s+(?:or|and)\s+(?:more|so)\b|\+|\s*-plus\b", re.IGNORECASE)
_AGE = re.compile(
    r"[\s-]*(?:-?\s?years?[\s-]|-?\s?months?[\s-]|yo\b|y\.o\.)|-(?:day|week|hour|man|member|mile|km|point)\b",
    re.I,
)
_MONTH = rf"(?:{MONTH})\b"
_NOT_A_COUNT = re.compile(
    r"\s*(?:%|percent|per\s?cent|a\.m|p\.m|kilomet|metre|meter|miles|minutes|hours|days|weeks|months|years|times|"
    rf"rounds|shells|rockets|missiles|dollars|mm\b|-?millimet|-?caliber|-?calibre|{_MONTH})",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(rf"\b{_MONTH}\.?\s$", re.IGNORECASE)


class Counts:
    """The numbers of one document, looked up by token."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self.text = doc.text
        self._by_token: dict[int, Number] = {}
        starts = [token.idx for token in doc]
        self._sentences = (
            [(sentence.start_char, sentence.end_char) for sentence in doc.sents] if len(doc) else []
        )
        for number in find_numbers(doc.text):
            if _AGE.match(self.text, number.end) or _NOT_A_COUNT.match(self.text, number.end):
                continue
            is_digits = self.text[number.start].isdigit()
            if is_digits and _AFTER_MONTH.search(self.text, max(0, number.start - 12), number.start):
                continue
            if 1900 <= number.low <= 2100 and number.end - number.start == 4 and number.word is None:
                continue
            index = bisect_left(starts, number.start)
            while index < len(doc) and doc[index].idx < number.end:
                self._by_token[index] = number
                index += 1

        self._number_starts = sorted({number.start for number in self._by_token.values()})

    def sentence_around(self, token: Token) -> tuple[int, int]:
        """First and last character of a token's sentence."""
        return self._sentences[bisect_right(self._sentences, (token.idx, 1 << 60)) - 1]

    def numbers_within(self, start: int, end: int) -> list[int]:
        """Where the numbers between two offsets begin."""
        return self._number_starts[
            bisect_left(self._number_starts, start) : bisect_left(self._number_starts, end)
        ]

    def number_at(self, token: Token) -> Number | None:
        return self._by_token.get(token.i)

    def of(self, noun: Token) -> Count | None:
        """How many the phrase headed by `noun` means; None when it does not mean people or says nothing of number."""
        own = self.number_at(noun)
        if own is not None:
            return self._count(own, self._named_by(noun))
        if noun.lemma_.lower() in NOT_PEOPLE:
            return None
        for child in noun.children:
            if (
                child.dep_ in ("nummod", "quantmod", "amod", "det", "compound", "nmod", "advmod")
                and child.i < noun.i
            ):
                number = self.number_at(child)
                if number is not None:
                    return self._count(number, noun)
        return self._unnumbered(noun)

    def _named_by(self, number: Token) -> Token:
        """In "dozens of soldiers" and "two of the dead", the people; the number itself where nobody is named."""
        for child in number.children:
            if child.lower_ == "of" and child.i > number.i:
                for grandchild in child.children:
                    if grandchild.dep_ == "pobj":
                        return grandchild
        if number.dep_ in ("nummod", "amod") and number.head.pos_ in ("NOUN", "PROPN"):
            return number.head
        return number

    def _count(self, number: Number, noun: Token) -> Count | None:
        if noun.lemma_.lower() in NOT_PEOPLE:
            return None
        low: int = number.low
        high = number.high
        start, end = number.start, number.end
        before = self.text[max(0, start - 32) : start]
        least, most = _AT_LEAST.search(before), _AT_MOST.search(before)
        if least:
            start -= len(before) - least.start()
            high = None
        elif most:
            start -= len(before) - most.start()
            low, high = (low, low) if "as many as" in most.group().lower() else (0, low)
        elif _OR_MORE.match(self.text, number.end):
            high = None
        else:
            lower = self._range_start(number)
            upper = self._range_end(number)
            if lower is not None:
                start, low = lower.start, lower.low
            elif upper is not None:
                end, high = upper.end, upper.high
        end = max(end, noun.idx + len(noun.text)) if noun.idx - end < 60 else end
        return Count(low=low, high=high, word=number.word, start=start, end=end, noun=noun, stated=True)

    def _range_start(self, number: Number) -> Number | None:
        """The first number of "19 to 25"."""
        before = self.text[max(0, number.start - 6) : number.start]
        joiner = _RANGE.search(before)
        if not joiner:
            return None
        end = number.start - len(before) + joiner.start()
        token = self._doc.char_span(max(0, end - 1), end, alignment_mode="expand")
        other = self.number_at(token[0]) if token is not None and len(token) else None
        if other is None or other.end != end or not other.low < number.low:
            return None
        if "and" in joiner.group() and not re.search(
            r"\bbetween\s+$", self.text[max(0, other.start - 9) : other.start]
        ):
            return None
        return other

    def _range_end(self, number: Number) -> Number | None:
        """The second number of "between 10 and 15"."""
        if not re.search(
            r"\b(?:between|from)\s+$", self.text[max(0, number.start - 9) : number.start], re.IGNORECASE
        ):
            return None
        joiner = re.compile(r"\s+(?:and|to)\s+").match(self.text, number.end)
        if not joiner:
            return None
        token = self._doc.char_span(joiner.end(), joiner.end() + 1, alignment_mode="expand")
        other = self.number_at(token[0]) if token is not None and len(token) else None
        return other if other is not None and other.low > number.low else None

    def _unnumbered(self, noun: Token) -> Count | None:
        left = min(
            [noun.i, *(child.i for child in noun.children if child.dep_ in _BEFORE and child.i < noun.i)]
        )
        start, end = self._doc[left].idx, noun.idx + len(noun.text)
        words = {
            child.lower_
            for child in noun.children
            if child.dep_ in ("det", "neg", "nummod", "amod", "poss", "predet")
        }
        if "no" in words or "zero" in words or noun.lower_ in NOBODY or self._is_no_one(noun):
            return Count(low=0, high=0, word=None, start=start, end=end, noun=noun, stated=True)
        if "not" in words:
            return None
        if noun.pos_ == "PRON" or noun.lower_ in ORDINALS:
            if noun.lower_ not in PRONOUNS | ORDINALS | {"another"}:
                return None
            return Count(low=1, high=1, word=None, start=start, end=end, noun=noun, stated=False)
        if _is_plural(noun):
            if "both" in words or (noun.lower_ == "parents" and words & OF_ONE):
                return Count(low=2, high=2, word=None, start=start, end=end, noun=noun, stated=True)
            # "The soldiers", "these men" go back to a figure that was given before.
            if words & {"the", "these", "those"} or (
                noun.lemma_.lower() in ("casualty", "victim", "injury", "loss") and not words
            ):
                return None
            return Count(low=2, high=None, word=noun.lower_, start=start, end=end, noun=noun, stated=False)
        if noun.lemma_.lower() in PAIRS:
            return Count(low=2, high=2, word=None, start=start, end=end, noun=noun, stated=True)
        if noun.lemma_.lower() in COLLECTIVES:
            return Count(low=2, high=None, word=noun.lower_, start=start, end=end, noun=noun, stated=False)
        if noun.pos_ in ("NOUN", "PROPN", "ADJ"):
            return Count(
                low=1,
                high=1,
                word=None,
                start=start,
                end=end,
                noun=noun,
                stated=bool(words & {"a", "an", "another"}),
            )
        return None

    def _is_no_one(self, noun: Token) -> bool:
        return noun.lower_ == "one" and noun.i > 0 and self._doc[noun.i - 1].lower_ == "no"


OF_ONE = frozenset({"his", "her", "whose"})
"""Whose parents are two."""
OF_ONE = frozenset({"his", "her", "whose"})
"""Whose parents are two."""
_BEFORE = ("det", "amod", "compound", "nummod", "poss", "nmod", "neg", "predet")


def _is_plural(noun: Token) -> bool:
    """By its tag or its ending; the tagger takes "the servicemen" for one."""
    return noun.tag_ in ("NNS", "NNPS") or noun.lower_.endswith("men")
