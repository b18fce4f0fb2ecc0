"""Where quotations begin and end, in texts whose quotation marks may be broken, doubled or left open."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from trucewatch.records import Span

LONGEST_OPEN = 1500
"""Characters after which an unclosed mark is taken for a stray one."""

# A double mark; a single one at the edge of a word, where it cannot be an apostrophe.
_MARKS = re.compile(
    r"[\"“”„«»‟]|''|``|(?<!\w)['‘‚](?=[\w\"“])|(?<=[\w.,!?…])['’](?!\w)|(\n\s*\n|\r\n\s*\r\n|\n)"
)
_OPENING = frozenset("“„«‘‚")
_CLOSING = frozenset("”»")
_DOUBLE = frozenset('"“”„«»‟')


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation with its marks; `closed` is False where the closing mark is missing."""

    span: Span
    closed: bool = True


@dataclass(slots=True)
class _Open:
    start: int
    double: bool
    at_paragraph: bool


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of `text`, in order and disjoint; marks inside a quotation do not end it twice."""
    found: list[Quotation] = []
    held: _Open | None = None
    line_start = 0
    for match in _MARKS.finditer(text):
        at, mark = match.start(), match.group()
        if match.group(1) is not None:
            if held is not None:
                held = _at_line_end(text, held, match, found)
            line_start = match.end()
            continue
        double = mark[0] in _DOUBLE or len(mark) == 2
        if held is None:
            if _opens(text, match):
                held = _Open(at, double, not text[line_start:at].strip())
        elif double == held.double and _closes(text, match, held):
            found.append(Quotation(span=Span(start=held.start, end=match.end())))
            held = None
        elif at - held.start > LONGEST_OPEN:
            held = _Open(at, double, False) if _opens(text, match) else None
    if held is not None:
        _close_unfinished(text, held, len(text), found)
    return tuple(found)


def _opens(text: str, match: re.Match[str]) -> bool:
    mark, at, end = match.group(), match.start(), match.end()
    if mark in _OPENING:
        return True
    if mark in _CLOSING:
        # „German" and Swedish usage opens with the mark that English closes with; before a word after a space it opens.
        return mark == "»" and end < len(text) and text[end].isalnum() and (at == 0 or text[at - 1].isspace())
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    return not after.isspace() and (before.isspace() or before in "([{-—–:,")


def _closes(text: str, match: re.Match[str], held: _Open) -> bool:
    mark, at, end = match.group(), match.start(), match.end()
    if mark in _CLOSING:
        return True
    if mark in _OPENING and mark != "«":
        # The “ of a doubled pair, or the closing mark of „…“.
        return text[held.start] == "„"
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    return not before.isspace() or after.isspace() or after in ".,;:!?)"


def _at_line_end(text: str, held: _Open, match: re.Match[str], found: list[Quotation]) -> _Open | None:
    """What stays open after a line break: a quotation in mid-line wraps on, at a paragraph's end it is over."""
    is_paragraph = match.group().count("\n") > 1
    following = text[match.end() : match.end() + 1]
    wraps = not is_paragraph and following.islower() and match.start() - held.start < LONGEST_OPEN
    if wraps:
        return held
    _close_unfinished(text, held, match.start(), found)
    return None


def _close_unfinished(text: str, held: _Open, stop: int, found: list[Quotation]) -> None:
    """A quotation without its closing mark: a whole paragraph if it opens one, else to the end of its sentence."""
    if not held.double:
        return
    if not held.at_paragraph:
        end = re.compile(r"[.!?…](?=\s|$)").search(text, held.start, min(stop, held.start + LONGEST_OPEN))
        if end is None:
            return
        stop = end.end()
    if stop - held.start <= LONGEST_OPEN:
        found.append(Quotation(span=Span(start=held.start, end=stop), closed=False))


class Quotations:
    """The quotations of one text, to be asked for by position."""

    def __init__(self, text: str) -> None:
        self.all = find_quotations(text)
        self._starts = [quotation.span.start for quotation in self.all]

    def around(self, position: int) -> Quotation | None:
        """The quotation that covers the character at `position`."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self.all[index].span.end:
            return self.all[index]
        return None

    def within(self, span: Span) -> tuple[Quotation, ...]:
        """Quotations that overlap `span`, in order."""
        index = max(0, bisect_right(self._starts, span.start) - 1)
        found = []
        while index < len(self.all) and self.all[index].span.start < span.end:
            if self.all[index].span.overlaps(span):
                found.append(self.all[index])
            index += 1
        return tuple(found)

    def share(self, span: Span) -> float:
        """How much of `span` is quoted, 0..1."""
        quoted = sum(quotation.span.overlap(span) for quotation in self.within(span))
        return quoted / len(span) if len(span) else 0.0
