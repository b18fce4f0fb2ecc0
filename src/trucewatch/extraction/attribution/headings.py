"""Attributions outside sentences: headlines ("Governor: four dead", "Raid kills five - army") and credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import roles
from trucewatch.records import Span, Stance

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

LONGEST_HEADLINE = 30
"""Words."""
FIRST_LINES = 6
"""Lines at the head of a text among which headlines stand."""

_CREDIT = re.compile(r"\[\s*(?:source )?(attribution)\s*:\s*([^\]\n]{2,400})\]", re.IGNORECASE)
_LEADING = re.compile(r"(?P<who>[A-Z][\w.'’ -]{1,60}?)(?P<cue>:)\s+(?P<what>\S.*)")
_TRAILING = re.compile(r"(?P<what>.*\S)\s+(?P<cue>[-–—])\s+(?P<who>[A-Z][\w.'’ -]{1,60})$")


def headline_sentences(analysis: Analysis) -> tuple[Span, ...]:
    """Lines of few words without a full stop at the head of the text, and the title wherever it is repeated."""
    found = []
    at, lines_seen = 0, 0
    text, title = analysis.document.text, (analysis.document.title or "").strip()
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped and (lines_seen < FIRST_LINES or stripped == title) and _is_headline(stripped):
            start = at + line.index(stripped)
            if analysis.reading[start : start + len(stripped)].strip():
                found.append(Span(start=start, end=start + len(stripped)))
        lines_seen += bool(stripped)
        if lines_seen >= FIRST_LINES and not title:
            break
        at += len(line)
    return tuple(found)


def _is_headline(line: str) -> bool:
    return line[-1] not in '.!?"”:;,' and 3 <= len(line.split()) <= LONGEST_HEADLINE


def find_headings(
    analysis: Analysis, headlines: tuple[Span, ...], situation: Situation
) -> Iterator[Attribution]:
    """Headlines that name a speaker before a colon or after a dash."""
    text = analysis.document.text
    for headline in headlines:
        line = headline.of(text)
        for pattern in (_LEADING, _TRAILING):
            match = pattern.match(line)
            if match is None or not _names_speaker(match.group("who"), situation):
                continue
            who, cue, what = (
                Span(start=headline.start + match.start(part), end=headline.start + match.end(part))
                for part in ("who", "cue", "what")
            )
            yield Attribution(
                source=who,
                cue=cue,
                content=(what,),
                form=Form.HEADING,
                stance=Stance.ASSERT,
                words=match.group("cue"),
            )
            break


def _names_speaker(words: str, situation: Situation) -> bool:
    if len(words.split()) > 7:
        return False
    found = situation.resolve_actor(words)
    return found is not None or words.split()[-1].lower() in roles()


def find_credits(text: str) -> Iterator[Attribution]:
    """ "[Attribution: X]" at the end of a paragraph: the paragraph's matter is credited to X as a whole."""
    for match in _CREDIT.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        paragraph = text[begin : match.start()]
        stripped = paragraph.strip()
        if not stripped:
            continue
        start = begin + paragraph.index(stripped)
        yield Attribution(
            source=Span(start=match.start(2), end=match.end(2)),
            cue=Span(start=match.start(1), end=match.end(1)),
            content=(Span(start=start, end=start + len(stripped)),),
            form=Form.CREDIT,
            words="attribution",
        )
