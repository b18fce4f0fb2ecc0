"""Whose own publication a document is: a ministry's release speaks for the ministry, a newspaper for nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.records import Document, Speaker

if TYPE_CHECKING:
    from trucewatch.situation import Situation

FIRST_CHARACTERS = 500
"""Where a text says whose statement it is."""
_ISSUED_BY = re.compile(
    r"^[ \t]*(?:(?:official |press |joint )?(?:statement|release|communiqu[eé]|announcement|briefing|bulletin|message|"
    r"information|comment|commentary|report|summary)\b[\w ,]{0,40}? (?:of|by|from)|from) ((?:the )?[A-Z][^\n.:;]{3,80})$",
    re.IGNORECASE | re.MULTILINE,
)


def publishing_party(document: Document, situation: Situation) -> Speaker | None:
    """The party whose own publication a document is: by publisher (a speaker without words), or by its first lines."""
    source = situation.source_of(document.publisher, document.url)
    if source is None or source.kind.value not in ("party", "international_organisation", "monitor"):
        return _heading_party(document, situation)
    named = situation.resolve_actor(document.publisher) if document.publisher else None
    if named is not None and named.kind == "media":
        return _heading_party(document, situation)
    return Speaker(text="", start=0, end=0, name=source.name, actor=source.id, side=source.side)


def _heading_party(document: Document, situation: Situation) -> Speaker | None:
    """The party that a text's first lines say it comes from ("Statement of the Ministry of Defence of X")."""
    text = document.text
    for match in _ISSUED_BY.finditer(text[:FIRST_CHARACTERS]):
        found = situation.resolve_actor(match.group(1).strip())
        if found is not None and found.side is not None and found.kind not in ("media", "witness", "person"):
            start = match.start(1)
            words = match.group(1).rstrip()
            return Speaker(
                text=words, start=start, end=start + len(words), actor=found.actor, side=found.side
            )
    return None
