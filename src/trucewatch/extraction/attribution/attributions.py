"""An attribution before anybody is resolved, and the constructions it can be read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trucewatch.records import Span, Stance


class Form(StrEnum):
    """The construction an attribution was read from."""

    VERB = "verb"
    PASSIVE = "passive"
    ACCORDING = "according"
    NOUN = "noun"
    HEADING = "heading"
    CREDIT = "credit"
    OWN = "own"
    """Nobody is quoted."""
    TAGGED = "tagged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution before anybody is resolved: character spans, and the tokens that head them."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    stance: Stance = Stance.ASSERT
    words: str = ""
    """The lexicon entry of the cue."""
    cue_head: int | None = None
    source_head: int | None = None
    addressees: tuple[int, ...] = ()
    """Head tokens of those who are accused, asked or told."""
    alone: bool = False
    """Seen by the syntax only, where a tagger has read the text too."""
    relayed_by: int | None = None
    """Head token of the outlet in "Reuters reported, citing the army"."""

    @property
    def spans(self) -> list[Span]:
        """All that it holds of a text: its contents, then its source and its cue."""
        return [*self.content, *(span for span in (self.source, self.cue) if span is not None)]
