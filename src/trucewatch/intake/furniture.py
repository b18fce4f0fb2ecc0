"""Page clutter in a text: spans of icon lists, buttons, teasers, notices. Marked, never cut, and never the
news itself.

Lines are told apart by their shape; the words of clutter are a table (furniture.yaml), not code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from trucewatch.records import Span

LONGEST_LINE = 300
"""Longer lines are prose or a flattened page: only the inline phrases are looked for in them."""
LONGEST_TITLE = 24
"""Words in a title; longer lines are prose."""
MOST_TEASERS = 12
"""Titles that one heading ("Related") can introduce."""
ICON_TOKENS = 8
"""Words that an icon list has at least."""
UNRELATED = 0.25
"""Share of a closing title's words that the text above may use, for it to be a teaser for another story."""

_END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TRIM = " \t\u00a0\u200b|:.…»›>→←<«‹•·-–—*#_=+"
_COUNTER = re.compile(r"^\(?\d[\d.,]*[km]?\)?\s+|\s+\(?\d[\d.,]*[km]?\)?$", re.IGNORECASE)
_HANDLE = re.compile(r"^(@\w{2,30}|[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+|www\.\S+|#\w+(\s+#\w+)*)$")
_READING_TIME = re.compile(
    r"^\d{1,2}\s*-?\s*min(ute)?s?\.?\s+(to\s+)?read$|^(reading|read) time:? .{1,20}$", re.I
)
_COPYRIGHT = re.compile(r"^(copyright\b|©|\(c\)\s).*(\b(19|20)\d\d\b|rights reserved)", re.IGNORECASE)
_TAGS = re.compile(r"^(tags|topics|keywords|filed under|categories|category)\s*:", re.IGNORECASE)
_FOLLOW = re.compile(r"^follow\b.{1,60}\b(on|@)\s*(twitter|facebook|instagram|telegram|x)\b", re.IGNORECASE)
_RULE = re.compile(r"^[\W_]{3,}$")
_ALSO_READ = re.compile(
    r"^(read|see|watch) (also|more|next)\s*:|^(also read|related|more on this|you may also like)\s*:", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds something, with what its shape tells."""

    start: int
    end: int
    text: str
    folded: str
    words: tuple[str, ...]
    ends_sentence: bool

    @property
    def is_title_like(self) -> bool:
        return 3 <= len(self.words) <= LONGEST_TITLE and not self.ends_sentence

    @property
    def is_prose(self) -> bool:
        return len(self.words) > LONGEST_TITLE or (self.ends_sentence and len(self.words) >= 6)


@dataclass(frozen=True, slots=True)
class Lexicon:
    lines: frozenset[str]
    line_starts: tuple[str, ...]
    inline: re.Pattern[str]
    teasers: frozenset[str]
    ui_words: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The table of furniture.yaml, folded for comparison."""
    import yaml

    table = yaml.safe_load(resources.files("trucewatch.intake").joinpath("furniture.yaml").read_text("utf-8"))
    inline = "|".join(re.escape(phrase) for phrase in sorted(table["inline"], key=len, reverse=True))
    return Lexicon(
        lines=frozenset(_folded(str(phrase)) for phrase in table["lines"]),
        line_starts=tuple(phrase.casefold() for phrase in table["line_starts"]),
        inline=re.compile(inline, re.IGNORECASE),
        teasers=frozenset(_folded(phrase) for phrase in table["teasers"]),
        ui_words=frozenset(table["ui_words"].casefold().split()),
    )


def find_furniture(text: str, title: str | None = None) -> tuple[Span, ...]:
    """Sorted, disjoint spans of page clutter in `text`; `title` is the headline if it is known."""
    words = lexicon()
    lines = tuple(_lines(text))
    marked = {i for i, line in enumerate(lines) if _is_clutter(line, words)}
    marked |= set(_teasers(lines, words))
    marked |= set(_repeated_headline(lines, marked, title))
    marked |= set(_closing_titles(lines, marked))
    if len(marked) == len(lines) and len(lines) == 1 and not _is_icon_list(lines[0]):
        marked = set()  # one line alone is what the document says, whatever it looks like
    spans = [Span(start=lines[i].start, end=lines[i].end) for i in marked]
    spans += [Span(start=m.start(), end=m.end()) for m in words.inline.finditer(text)]
    return merged(spans)


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        short = len(stripped) <= LONGEST_LINE
        yield Line(
            start=start,
            end=start + len(stripped),
            text=stripped,
            folded=_folded(stripped) if short else "",
            words=tuple(_WORD.findall(stripped[:20_000])),
            ends_sentence=bool(_END_OF_SENTENCE.search(stripped[-5:])),
        )


def _folded(text: str) -> str:
    folded = text.casefold().replace("’", "'").strip(_TRIM)
    return _COUNTER.sub("", folded).strip(_TRIM)


def _is_clutter(line: Line, words: Lexicon) -> bool:
    if _is_icon_list(line):
        return True
    if len(line.text) > LONGEST_LINE:
        return False
    if line.folded in words.lines or line.text.casefold().startswith(words.line_starts):
        return True
    shapes = (_HANDLE, _READING_TIME, _COPYRIGHT, _TAGS, _FOLLOW, _ALSO_READ)
    return any(shape.match(line.text) for shape in shapes) or _is_menu(line, words)


def _is_icon_list(line: Line) -> bool:
    """Concatenated interface words: one ending or beginning is shared by most words and nothing is a
    sentence."""
    if len(line.words) < ICON_TOKENS or line.ends_sentence or any(c in line.text for c in ".,;?!"):
        return False
    tokens = [word.casefold() for word in line.words[:400]]
    for part in (slice(-4, None), slice(0, 4)):
        ends = Counter(token[part] for token in tokens if len(token) >= 4)
        if ends and ends.most_common(1)[0][1] >= 0.4 * len(tokens):
            return True
    return False


def _is_menu(line: Line, words: Lexicon) -> bool:
    """A row of buttons: three words or more, nearly all of the interface, and no sentence."""
    if len(line.words) < 3 or line.ends_sentence or not line.words[0][0].isupper():
        return False
    known = sum(word.casefold() in words.ui_words for word in line.words)
    return known >= 0.8 * len(line.words)


def _teasers(lines: Sequence[Line], words: Lexicon) -> Iterator[int]:
    """Headings such as "Next article" with the titles after them; prose ends the list."""
    index = 0
    while index < len(lines):
        if not _is_teaser_heading(lines[index], words):
            index += 1
            continue
        yield index
        last = min(len(lines), index + 1 + MOST_TEASERS)
        index += 1
        while index < last and not lines[index].is_prose and not _is_teaser_heading(lines[index], words):
            if not lines[index].is_title_like and not _is_clutter(lines[index], words):
                break
            yield index
            index += 1


def _is_teaser_heading(line: Line, words: Lexicon) -> bool:
    return bool(line.folded) and len(line.words) <= 8 and line.folded in words.teasers


def _repeated_headline(lines: Sequence[Line], marked: set[int], title: str | None) -> Iterator[int]:
    """The headline printed again below itself, in the head of the page."""
    seen: set[str] = set()
    titles = {_folded(title)} if title else set()
    for index, line in enumerate(lines[:40]):
        if index in marked or not line.folded or len(line.words) < 3:
            continue
        if line.is_prose and line.folded not in titles:
            return
        if line.folded in seen:
            yield index
        seen.add(line.folded)


def _closing_titles(lines: Sequence[Line], marked: set[int]) -> Iterator[int]:
    """Two or more titles at the foot that share no words with the story: teasers without a heading."""
    foot = [i for i in range(len(lines)) if i not in marked]
    closing: list[int] = []
    while foot and (_is_teaser_title(lines[foot[-1]]) or _RULE.match(lines[foot[-1]].text)):
        closing.append(foot.pop())
    story = {word.casefold() for i in foot for word in lines[i].words}
    if len(closing) < 2 or len(story) < 60:
        return
    for index in closing:
        named = [word.casefold() for word in lines[index].words if len(word) > 3]
        if named and sum(word in story for word in named) <= UNRELATED * len(named):
            yield index


def _is_teaser_title(line: Line) -> bool:
    return line.is_title_like and len(line.words) >= 4 and ":" not in line.text[-2:]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same passages, sorted and disjoint."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
