"""The record of one statement: its kind, its hedges and loaded words, and the characters that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.statements.parts import Reading
from trucewatch.records import (
    Document,
    Span,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    TextSpan,
    content_id,
    covering,
)

if TYPE_CHECKING:
    from trucewatch.situation import Situation

_ANONYMOUS = re.compile(
    r"\b(sources?|officials?|insiders?|some|many|others|observers?|analysts?|experts?|critics|diplomats?|people|media|"
    r"reports?|residents?|witnesses|activists)\b",
    re.IGNORECASE,
)


class Recorder:
    """Writes the statements of one document."""

    def __init__(
        self, document: Document, situation: Situation, headlines: Sequence[Span], quotations: Quotations
    ) -> None:
        self._document = document
        self._headlines = headlines
        self._quotations = quotations
        self._loaded_terms = situation.find_loaded_terms(document.text)

    def statement(
        self, attribution: Attribution, read: Reading, speaker: Speaker | None, chain: tuple[Speaker, ...]
    ) -> Statement:
        """What the attribution has the speaker say, and what he does with it by one reading."""
        around = covering(attribution.spans)
        hedges = tuple(_matches(_hedge_pattern(), around, self._document.text))
        return Statement(
            id=_statement_id(self._document.id, attribution, read.stance),
            document_id=self._document.id,
            speaker=speaker,
            chain=chain,
            cue=attribution.cue,
            content=attribution.content,
            kind=self._kind(attribution, speaker, chain),
            stance=read.stance,
            target=read.targets,
            hedged=bool(hedges),
            hedges=hedges,
            loaded=self._loaded(attribution.content),
            evidence=self._document.evidence(around),
            quotes=tuple(self._document.evidence(span) for span in attribution.content),
        )

    def _kind(
        self, attribution: Attribution, speaker: Speaker | None, chain: tuple[Speaker, ...]
    ) -> StatementKind:
        if attribution.form is Form.CREDIT:
            return StatementKind.CREDIT_LINE
        if attribution.form is Form.OWN:
            return StatementKind.INDIRECT if speaker is not None else StatementKind.OUTLET
        at = attribution.cue or attribution.content[0]
        if attribution.form is Form.HEADING or any(span.contains(at) for span in self._headlines):
            return StatementKind.HEADLINE
        if chain:
            return StatementKind.NESTED
        if attribution.form is Form.PASSIVE:
            return StatementKind.PASSIVE
        share = sum(self._quotations.share(s) * len(s) for s in attribution.content)
        share /= sum(len(s) for s in attribution.content)
        if share > 0.85:
            return StatementKind.DIRECT_QUOTE
        if share > 0:
            return StatementKind.MIXED_QUOTE
        if speaker is None or _is_anonymous(speaker):
            return StatementKind.ANONYMOUS
        return StatementKind.INDIRECT

    def _loaded(self, content: Sequence[Span]) -> tuple[TextSpan, ...]:
        """The loaded words of all conflicts and those of the situation, which are preferred where one begins."""
        found: dict[int, TextSpan] = {}
        for span in content:
            found |= {word.start: word for word in _matches(_loaded_pattern(), span, self._document.text)}
            for term in self._loaded_terms:
                if span.contains(term):
                    words = term.of(self._document.text)
                    found[term.start] = TextSpan(text=words, start=term.start, end=term.end)
        return tuple(found[start] for start in sorted(found))


def _statement_id(document_id: str, attribution: Attribution, stance: Stance) -> str:
    return content_id(
        "statement",
        document_id,
        _pair(attribution.source),
        _pair(attribution.cue),
        [_pair(span) for span in attribution.content],
        stance.value,
    )


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


def _is_anonymous(speaker: Speaker) -> bool:
    return (
        speaker.name is None
        and bool(_ANONYMOUS.search(speaker.text))
        and not any(word[:1].isupper() for word in speaker.text.split()[1:])
    )


def _matches(pattern: re.Pattern[str], span: Span, text: str) -> Iterator[TextSpan]:
    for match in pattern.finditer(span.of(text)):
        start, end = span.start + match.start(), span.start + match.end()
        yield TextSpan(text=match.group(), start=start, end=end)


@cache
def _hedge_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(row[0] for row in table("hedges")) + r")\b", re.IGNORECASE)


@cache
def _loaded_pattern() -> re.Pattern[str]:
    terms = sorted((row[0] for row in table("loaded")), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")\b", re.IGNORECASE)
