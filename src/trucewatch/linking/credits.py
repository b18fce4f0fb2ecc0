"""Which agency a document names as where its news comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trucewatch.records import Document, SourceKind, WireCredit
from trucewatch.situation import Situation

HEAD, TAIL = 240, 160
"""Characters at the head and the foot of a text where an agency's bare name in brackets is a credit."""

_REPORTS = r"(?:reports?|reported|said in a report|quotes?|quoted|cites?|writes)"
_BEFORE = (
    "citing",
    "cited by",
    "quoted by",
    "according to",
    "reported by",
    "told",
    "reference to",
    "Source:",
)


def wire_credits(documents: Iterable[Document], situation: Situation) -> Iterator[WireCredit]:
    """Agencies that a document names as where its news comes from; an agency's own copy credits nobody."""
    wires = [outlet for outlet in situation.outlets if outlet.kind == SourceKind.WIRE]
    names = {outlet.id: (outlet.name, *outlet.aliases) for outlet in wires}
    patterns = [(outlet, _credit_patterns(names[outlet.id])) for outlet in wires]
    for document in documents:
        own = situation.source_of(document.publisher, document.url)
        for outlet, (anywhere, at_edges) in patterns:
            # Most texts name no agency at all: to look for the bare names first saves nearly all the searching.
            if (own is not None and own.id == outlet.id) or not any(
                name in document.text for name in names[outlet.id]
            ):
                continue
            match = anywhere.search(document.text) or _at_edges(at_edges, document.text)
            if match is not None:
                yield WireCredit(
                    document_id=document.id, agency=outlet.id, start=match.start(), end=match.end()
                )


def _at_edges(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.search(text, 0, HEAD) or pattern.search(text, max(0, len(text) - TAIL))


def _credit_patterns(names: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What credits an agency anywhere in a text, and what does so only at its head and foot."""
    name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    reporting = rf"\b(?:{name})(?=(?:\s+news)?(?:\s+agency)?\s+{_REPORTS}\b)"
    anywhere = "|".join(rf"(?<=\b{words} )(?:the )?(?:{name})\b" for words in _BEFORE)
    edges = rf"(?<=\()(?:{name})(?=\))|(?<=[—–-] )(?:{name})\b|\b(?:{name})(?= [—–-])"
    return re.compile(f"{reporting}|{anywhere}"), re.compile(edges)
