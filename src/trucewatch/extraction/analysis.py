"""The one parse of a document, which everything below reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, tee
from operator import itemgetter
from typing import TYPE_CHECKING

from trucewatch.extraction.models import Models
from trucewatch.extraction.reading import reading_of
from trucewatch.records import Document, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.tagging.states import States
    from trucewatch.extraction.tagging.tagger import TaggedAttribution

BATCH = 16
"""Documents parsed together; the parse of a document does not depend on its neighbours."""

WINDOW = 10_000
"""Characters parsed at once: more than most articles have. A book or a megabyte without a line break is parsed in
windows, because the parser's memory grows with the text it holds."""


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A document, its same-length reading, the parse of that reading, and what the tagger makes of it."""

    document: Document
    reading: str
    doc: Doc
    """spaCy's parse of `reading`; token offsets are offsets into the document's text."""
    attributions: tuple[TaggedAttribution, ...] | None = field(default=None)
    """None when no tagger is installed."""
    states: States | None = field(default=None)
    """The encoder's states of the reading's words; None when no tagger is installed."""

    def sentences(self) -> tuple[Tokens, ...]:
        """The parser's sentences that hold any word."""
        return self._sentences

    @cached_property
    def _sentences(self) -> tuple[Tokens, ...]:
        # Kept, because spaCy walks the whole text each time its sentences are asked for.
        return tuple(s for s in self.doc.sents if any(not token.is_space for token in s))

    def quote(self, span: Span) -> str:
        """The document's own characters under a span."""
        return span.of(self.document.text)


def analyse(documents: Iterable[Document], models: Models) -> Iterator[Analysis]:
    """One `Analysis` a document, in order, parsed in batches."""
    for_parser, for_result = tee(
        (document, reading_of(document.text, document.furniture)) for document in documents
    )
    windows = (
        (window, index) for index, (_, reading) in enumerate(for_parser) for window in _windows(reading)
    )
    parsed = models.pipeline.pipe(windows, batch_size=BATCH, as_tuples=True)
    whole = (_joined([doc for doc, _ in parts]) for _, parts in groupby(parsed, key=itemgetter(1)))
    for (document, reading), doc in zip(for_result, whole, strict=True):
        attributions, states = None, None
        if models.tagger is not None:
            sentences = [(s.start_char, s.end_char) for s in doc.sents]
            attributions, states = models.tagger.read(reading, sentences)
        yield Analysis(document=document, reading=reading, doc=doc, attributions=attributions, states=states)


def _windows(reading: str) -> Iterator[str]:
    """The reading in pieces of at most `WINDOW` characters, cut where a paragraph, a sentence or a word ends."""
    start = 0
    while len(reading) - start > WINDOW:
        end = start + WINDOW
        ends = (reading.rfind(mark, start + WINDOW // 2, end) + len(mark) for mark in ("\n", ". ", " "))
        cut = next((at for at in ends if at > start + WINDOW // 2), end)
        yield reading[start:cut]
        start = cut
    yield reading[start:]


def _joined(parts: list[Doc]) -> Doc:
    """One parse of a whole text from the parses of its windows."""
    if len(parts) == 1:
        return parts[0]
    from spacy.tokens import Doc

    joined = Doc.from_docs(parts, ensure_whitespace=False)
    assert joined is not None
    return joined
