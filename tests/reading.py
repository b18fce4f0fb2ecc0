"""What extraction reads in a text: its parse, and the statements and mentions in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from trucewatch.extraction.analysis import Analysis, analyse
from trucewatch.extraction.events.mentions import find_mentions
from trucewatch.extraction.models import load_models
from trucewatch.extraction.statements.finding import find_statements
from trucewatch.records import Document, Mention, Published, Statement
from trucewatch.situation import load_situation


def parsed(text: str, *, day: date | None = None, tagged: bool = True, **fields: Any) -> Analysis:
    """One text published on a day; untagged it is read by the syntax alone, which is faster."""
    published = Published(day=day) if day is not None else None
    document = Document(text=text, **{"id": "one", "published": published, **fields})
    (analysis,) = analyse([document], load_models() if tagged else load_models(weights=None))
    return analysis


def parsed_together(*texts: str) -> list[Analysis]:
    """Texts parsed in one batch."""
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    return list(analyse(documents, load_models()))


def statements_in(analysis: Analysis) -> tuple[Statement, ...]:
    return find_statements(analysis, load_situation("general"))


def mentions_in(analysis: Analysis) -> tuple[Mention, ...]:
    return find_mentions(analysis, statements_in(analysis), load_situation("general"))
