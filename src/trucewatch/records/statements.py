"""Who said what, and what the speaker does with it."""

from __future__ import annotations

from dataclasses import dataclass

from trucewatch.records.spans import Evidence, Span, TextSpan
from trucewatch.records.vocabulary import LedgerKind, Stance, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """The words used for a speaker, and what they resolve to."""

    text: str
    start: int
    end: int
    name: str | None = None
    """The antecedent's words, when `text` is a pronoun or a short form."""
    actor: str | None = None
    side: str | None = None
    basis: str | None = None
    """Why the words of a document are somebody's though nobody is quoted: `publisher` where its publisher, address, title,
    first lines or signature tell, `voice` where the fitted choice takes it for a party's own text."""

    @property
    def span(self) -> Span:
        return Span(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What of a ledger a sentence seems to tell of: a reader's guess, which the ledgers weigh."""

    kind: LedgerKind
    state: str
    chance: float
    """Of this kind in this state; what is missing to one is another state, another kind or nothing."""
    words: Span
    """The words that tell it most plainly."""
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attributed statement, or (stance `outlet`) a sentence in the outlet's own voice."""

    id: str
    """Hash of document id, speaker span, cue span, content spans and stance."""
    document_id: str
    speaker: Speaker | None
    chain: tuple[Speaker, ...] = ()
    """Outer speakers of nested speech, outermost first."""
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    kind: StatementKind
    stance: Stance
    target: tuple[str, ...] = ()
    """Actor or side ids that are accused, asked, threatened, answered."""
    hedged: bool = False
    hedges: tuple[TextSpan, ...] = ()
    loaded: tuple[TextSpan, ...] = ()
    """Party labels ("terrorists") found in the content; kept only inside quotes."""
    evidence: Evidence
    """From the first to the last character of speaker, cue and content."""
    quotes: tuple[Evidence, ...] = ()
    """One per content span."""
    matters: tuple[Matter, ...] = ()
    """What its sentences tell of that belongs into ledgers; where statements nest, the innermost has it."""
