"""Who has the floor at each point of a document: whose words a passage carries, and who has spoken so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis

CARRIED = frozenset({Form.VERB, Form.PASSIVE, Form.ACCORDING, Form.NOUN, Form.TAGGED})
"""Constructions whose content is in somebody's mouth; a headline or a credit line covers what others say in it."""
REACH = 40
"""Contents looked through before a point; more are never open at once."""
ENDS = '.!?…:"”’)]'
"""After one of these a line ends its paragraph."""
WHOLE_QUOTATION = 4
"""Words from which a quotation is a sentence in which its speaker says "we", never "it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One who has spoken, in the order of the text."""

    at: int
    speaker: Speaker
    person: bool
    plural: bool
    told: bool
    """Within another's words."""
    accused: tuple[str, ...] = ()
    """Sides that are accused in these words."""


class Floor:
    """The attributed passages of one document, and its speakers as they are resolved one by one."""

    def __init__(
        self, analysis: Analysis, attributions: Sequence[Attribution], quotations: Quotations
    ) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._quotations = quotations
        self.attributions = tuple(attributions)
        carried = [(span, a) for a in attributions if a.form in CARRIED for span in a.content]
        self._contents = sorted(carried, key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._contents]
        self._by_source: dict[int, list[Attribution]] = defaultdict(list)
        for attribution in attributions:
            if attribution.source is not None:
                self._by_source[attribution.source.start].append(attribution)
        self._carriers: dict[int, tuple[Attribution, ...]] = {}
        self.turns: list[Turn] = []

    def take(self, turn: Turn) -> None:
        """Somebody has spoken."""
        self.turns.append(turn)

    def carriers(self, offset: int) -> tuple[Attribution, ...]:
        """The attributions in whose content the character stands, the innermost first."""
        if offset not in self._carriers:
            self._carriers[offset] = self._carriers_at(offset)
        return self._carriers[offset]

    def _carriers_at(self, offset: int) -> tuple[Attribution, ...]:
        stop = bisect_right(self._starts, offset)
        around = [
            (len(span), a.form is not Form.NOUN, i, a)
            for i, (span, a) in enumerate(self._contents[max(0, stop - REACH) : stop])
            if offset < span.end
        ]
        return tuple(attribution for *_, attribution in sorted(around, key=lambda row: row[:3]))

    def of_source(self, attribution: Attribution) -> tuple[Attribution, ...]:
        """All that the same words for a speaker are made to say: "the group denied it and said …"."""
        if attribution.source is None:
            return (attribution,)
        return tuple(self._by_source.get(attribution.source.start, (attribution,)))

    def inside(self, outer: Attribution) -> tuple[Attribution, ...]:
        """The attributions that are made within another's content, or to whose claim the outer one answers."""
        found = {}
        for span in outer.content:
            low, high = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
            for inner_span, inner in self._contents[low:high]:
                if inner is not outer and span.contains(inner_span) and _is_inner(inner, outer, span):
                    found[id(inner)] = inner
        return tuple(found.values())

    def is_below(self, mention: int, point: int) -> bool:
        """True for what stands in somebody's words that the point does not stand in: told, not narrated there."""
        here = self.carriers(point)
        return any(all(a is not b for b in here) for a in self.carriers(mention))

    def spoken_outright_since(self, offset: int) -> int | None:
        """Where the whole quoted sentence around a character begins: its speaker is "we" there and never "it"."""
        quotation = self._quotations.around(offset)
        if quotation is None or not quotation.closed:
            return None
        words = quotation.span.of(self._text).strip("\"“”„«»'‘’ ").split()
        is_whole = len(words) >= WHOLE_QUOTATION and words[0][:1].isupper()
        return quotation.span.start if is_whole else None

    def sentences_between(self, earlier: int, later: int) -> int:
        """How many sentences begin between two points."""
        return bisect_right(self._sentences, later) - bisect_right(self._sentences, earlier)

    def paragraphs_between(self, earlier: int, later: int) -> int:
        """How many paragraphs begin between two points."""
        return bisect_right(self._paragraphs, later) - bisect_right(self._paragraphs, earlier)

    @cached_property
    def _sentences(self) -> list[int]:
        return [sentence.start_char for sentence in self._analysis.sentences()]

    @cached_property
    def _paragraphs(self) -> list[int]:
        found, at, ended = [], 0, True
        for line in self._text.splitlines(keepends=True):
            words = line.rstrip()
            if words and ended:
                found.append(at)
            ended = not words or words[-1] in ENDS  # in hard-wrapped copy a line runs on
            at += len(line)
        return found


def _is_inner(inner: Attribution, outer: Attribution, content: Span) -> bool:
    if inner.cue is None or outer.cue is None:
        return False
    is_within = any(span.contains(inner.cue) for span in outer.content)
    is_answered = (
        inner.form is Form.NOUN and outer.cue.end <= inner.cue.start and inner.cue.end <= content.start
    )
    return is_within or is_answered
