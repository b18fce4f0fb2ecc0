"""Where something stands in a text: code-point offsets, end exclusive, into the text exactly as given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text; `text[start:end]` is what it covers."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not 0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Characters that both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def less(self, other: Span) -> tuple[Span, ...]:
        """What is left of it without the other: none, one or two stretches."""
        if not self.overlaps(other):
            return (self,)
        before = Span(start=self.start, end=max(self.start, other.start))
        after = Span(start=min(self.end, other.end), end=self.end)
        return tuple(part for part in (before, after) if part)

    def of(self, text: str) -> str:
        """The characters of `text` under this span."""
        return text[self.start : self.end]


def covering(spans: Iterable[Span]) -> Span:
    """The smallest span over all of `spans`; there must be at least one."""
    ordered = sorted(spans)
    return Span(start=ordered[0].start, end=max(span.end for span in ordered))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """A span together with the words it covers."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quotation that can be checked: `document.text[start:end] == quote` always holds."""

    document_id: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        return Span(start=self.start, end=self.end)
