"""What is read off the text itself: furniture, headline, language and publication date, where nobody gave
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trucewatch.intake.furniture import find_furniture, merged
from trucewatch.intake.headlines import find_headline
from trucewatch.intake.language import find_language
from trucewatch.intake.published import find_published
from trucewatch.records import Document


def complete(document: Document, metadata: Mapping[str, str] | None = None) -> Document:
    """`document` with everything that its text, URL and `metadata` tell; what was given is kept as given."""
    found = find_furniture(document.text, document.title)
    furniture = merged((*document.furniture, *found))
    return replace(
        document,
        furniture=furniture,
        title=document.title or find_headline(document.text, furniture),
        language=document.language or find_language(document.text),
        published=document.published or find_published(document.text, document.url, metadata),
    )
