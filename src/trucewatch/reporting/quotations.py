"""Quotations as sentences show them: whole inner quotation marks, no stray ones, cut only at a word; always exact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trucewatch.records import Document, Evidence, Span

LONGEST_QUOTE = 280
"""Characters of a quotation that a sentence shows; the rest is one step away, in its context."""

PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}
"""Opening marks with what may close them. A straight or closing single mark is mostly an apostrophe."""
CLOSING = frozenset("".join(PAIRS.values())) - {"’"}
_BLANK = " \t\n\r\u00a0"
_PAUSES = ",;:–—- "
_TITLES = "Mr Ms Mrs Dr Lt Gen Col Maj Capt Sgt Brig Adm Cmdr Gov Sen Rep Prof St Mt No".split()
SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{title})" for title in ("[A-Z]", *_TITLES))
    + r"[.!?][\"”’'»]?\s+(?=[\"“‘'«(]?[^\W\d_a-z])|\n+"
)
"""Where a sentence ends: a number or a small letter does not begin one, and a title or an initial ends none."""
_ARTICLE = re.compile(r"\b(?:the|an?) \Z", re.I)
_LEADS = ("that ", "whether ")
"""What joins reported words to their cue and says nothing by itself."""
FARTHEST = 600
"""Characters on either side in which the border of a sentence is looked for; where none is, the span's own counts."""
_REACH = 3
"""Characters behind a quotation in which the mark that closes it is looked for: a full stop or comma may stand before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The part of a quotation that a sentence shows."""

    evidence: Evidence
    cut: bool
    """True where words were left out behind it."""


class Quotations:
    """Prepares quotations for showing; with the documents at hand, a mark that was left just outside is taken in."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._texts = {document.id: document.text for document in documents}

    def sentence_around(self, quote: Evidence) -> Evidence:
        """The whole sentence, or sentences, in which a quotation stands; itself where the document is not at hand."""
        text = self._texts.get(quote.document_id)
        if text is None:
            return quote
        span = sentence_around(text, quote.span)
        return Evidence(document_id=quote.document_id, start=span.start, end=span.end, quote=span.of(text))

    def whole(self, quote: Evidence, longest: int = LONGEST_QUOTE) -> Shown:
        """The sentence around a quotation where there is room for it, else the quotation."""
        sentence = self.shown(self.sentence_around(quote), longest)
        return self.shown(quote, longest) if sentence.cut else sentence

    def is_in_marks(self, quote: Evidence) -> bool:
        """True where a quotation mark stands open before a quotation, or at its beginning."""
        text = self._texts.get(quote.document_id)
        if text is None or quote.quote[:1] in PAIRS:
            return True
        paragraph = text.rfind("\n", 0, quote.start) + 1
        return any(text[paragraph + at] in PAIRS for at in _unpaired(text[paragraph : quote.start]))

    def shown(self, quote: Evidence, longest: int = LONGEST_QUOTE) -> Shown:
        """The quotation without marks around all of it or with no partner, cut at a word where it is long."""
        text = self._texts.get(quote.document_id)
        first, words = quote.start, quote.quote
        if text is not None and text[quote.start : quote.end] == words:
            first -= _from_opening_mark(words, text[: quote.start][-1:])
            article = _ARTICLE.search(text[max(first - _REACH - 1, 0) : first])
            first -= len(article.group()) if article else 0
            words = text[first : quote.end + _to_closing_mark(words, text[quote.end : quote.end + _REACH])]
        start, end = _bare(words, 0, len(words))
        cut = end - start > longest
        if cut:
            end = _word_end(words, start, start + longest)
            left_open = [at for at in _unpaired(words[start:end]) if at > 3 * longest // 4]
            start, end = _bare(words, start, start + left_open[0] if left_open else end)
        kept = words[start:end]
        return Shown(
            evidence=Evidence(
                document_id=quote.document_id, start=first + start, end=first + end, quote=kept
            ),
            cut=cut,
        )


def sentence_around(text: str, span: Span) -> Span:
    """From the beginning of the sentence in which a span begins to the end of that in which it ends."""
    start = max(
        (stop.end() for stop in SENTENCE_END.finditer(text, max(0, span.start - FARTHEST), span.start + 1)),
        default=None,
    )
    if start is None:
        start = 0 if span.start <= FARTHEST else span.start
    stop = SENTENCE_END.search(text, max(span.end - 1, span.start), span.end + FARTHEST)
    end = stop.end() if stop else len(text) if len(text) <= span.end + FARTHEST else span.end
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start=min(start, span.start), end=max(end, span.end))


def _from_opening_mark(words: str, before: str) -> int:
    """1 where the character before `words` opens what a mark in them closes."""
    unpaired = _unpaired(words)
    return int(bool(unpaired) and before in PAIRS and words[unpaired[0]] in PAIRS[before])


def _to_closing_mark(words: str, behind: str) -> int:
    """How many characters `behind` close a mark that `words` leave open; 0 where none does."""
    unpaired = _unpaired(words)
    if not unpaired or words[unpaired[-1]] not in PAIRS:
        return 0
    for length, character in enumerate(behind, 1):
        if character in PAIRS[words[unpaired[-1]]]:
            return length
        if character not in ".,!?…":
            return 0
    return 0


def _bare(words: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, commas and "that" at the ends, marks around the whole, and marks there that have no partner."""
    while True:
        before = start, end
        while start < end and words[start] in _BLANK + _PAUSES:
            start += 1
        while end > start and words[end - 1] in _BLANK + _PAUSES:
            end -= 1
        for lead in _LEADS:
            if words.startswith(lead, start) and end - start > len(lead):
                start += len(lead)
        start, end = _unwrapped(words, start, end)
        if (start, end) == before:
            return start, end


def _unwrapped(words: str, start: int, end: int) -> tuple[int, int]:
    kept = words[start:end]
    if len(kept) > 1 and kept[0] in PAIRS and kept[-1] in PAIRS[kept[0]] and not _unpaired(kept[1:-1]):
        return start + 1, end - 1
    for at in _unpaired(kept):
        if at == 0:
            return start + 1, end
        if at == len(kept) - 1:
            return start, end - 1
    return start, end


def _unpaired(words: str) -> list[int]:
    """Where marks stand that have no partner, in order."""
    open_marks: list[int] = []
    alone: list[int] = []
    for at, character in enumerate(words):
        if open_marks and character in PAIRS[words[open_marks[-1]]] and _may_close(words, at):
            open_marks.pop()
        elif character in PAIRS and _may_open(words, at):
            open_marks.append(at)
        elif character in CLOSING:
            alone.append(at)
    return sorted([*alone, *open_marks])


def _may_close(words: str, at: int) -> bool:
    """A straight mark behind a blank opens, and an apostrophe inside a word does neither."""
    before = words[at - 1] if at else " "
    if words[at] == '"':
        return before not in _BLANK + "("
    if words[at] == "’":
        return not (at + 1 < len(words) and words[at + 1].isalpha())
    return True


def _may_open(words: str, at: int) -> bool:
    if words[at] == '"':
        return at == 0 or words[at - 1] in _BLANK + "([—–-“‘/"
    return words[at] != "“" or at == 0 or not words[at - 1].isalnum()


def _word_end(words: str, start: int, at: int) -> int:
    """The last place up to `at` where a word ends."""
    blank = words.rfind(" ", start, at + 1)
    return blank if blank > start else at
