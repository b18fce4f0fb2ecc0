"""Bytes become documents: pure, without files, clocks or network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from trucewatch.intake.completing import complete
from trucewatch.intake.formats import Limits, extract_text, format_of
from trucewatch.intake.lines import read_lines
from trucewatch.records import Document, ItemRejected, Span, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where bytes came from, as the user knows it."""

    name: str
    """A path or URL; its ending tells the format where the bytes do not."""
    url: str | None = None
    publisher: str | None = None
    retrieved: datetime | None = None
    """When the bytes were captured; the caller's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A document with the bytes that it was read from."""

    document: Document
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that one file gave."""

    captured: tuple[Captured, ...] = ()
    rejected: tuple[ItemRejected, ...] = ()


def read_document(raw: bytes, origin: Origin, limits: Limits | None = None) -> Document:
    """The one document of `raw`; its id is the hash of the bytes. Raises `ItemRejected` with the reason."""
    kind = _checked_format(raw, origin, limits or Limits())
    if kind == "jsonl":
        raise ItemRejected("many_documents", "the file holds a document a line", origin.name)
    return _one(raw, kind, origin, limits or Limits())


def read_documents(raw: bytes, origin: Origin, limits: Limits | None = None) -> Reading:
    """All documents of `raw`: one, or one a line for .jsonl, where each line's bytes are kept as its own."""
    limits = limits or Limits()
    try:
        kind = _checked_format(raw, origin, limits)
        if kind == "jsonl":
            return _each_line(raw, origin)
        return Reading(captured=(Captured(document=_one(raw, kind, origin, limits), raw=raw),))
    except ItemRejected as reason:
        return Reading(rejected=(reason,))


def _checked_format(raw: bytes, origin: Origin, limits: Limits) -> str:
    try:
        if len(raw) > limits.file_size:
            raise too_large(len(raw), limits)
        if not raw.strip():
            raise ItemRejected("empty", "the file is empty")
        return format_of(raw, PurePath(origin.name).suffix)
    except ItemRejected as reason:
        raise ItemRejected(reason.code, reason.says, origin.name) from reason


def too_large(size: int, limits: Limits) -> ItemRejected:
    """The reason for a file above the limit."""
    return ItemRejected(
        "too_large",
        f"{size:,} bytes, more than the limit of {limits.file_size:,}; raise it or split the file",
    )


def _one(raw: bytes, kind: str, origin: Origin, limits: Limits) -> Document:
    try:
        extracted = extract_text(raw, kind, limits)
    except ItemRejected as reason:
        raise ItemRejected(reason.code, reason.says, origin.name) from reason
    sha256 = hashlib.sha256(raw).hexdigest()
    document = Document(
        id=content_id("document", sha256),
        text=extracted.text,
        title=extracted.title,
        url=origin.url or extracted.url,
        publisher=origin.publisher or extracted.publisher,
        sha256=sha256,
        retrieved=origin.retrieved,
        method=extracted.method,
        # Front matter is about the text, not part of the news: marked like other furniture.
        furniture=(Span(start=0, end=extracted.front),) if extracted.front else (),
        notes=extracted.notes,
    )
    return complete(document, extracted.metadata)


def _each_line(raw: bytes, origin: Origin) -> Reading:
    lines = raw.split(b"\n")
    captured: list[Captured] = []
    rejected: list[ItemRejected] = []
    for number, read in read_lines(lines):
        if isinstance(read, ItemRejected):
            rejected.append(ItemRejected(read.code, read.says, f"{origin.name}:{number}"))
            continue
        if not _is_unicode(read):
            says = "the line escapes half of a character (a lone surrogate), which no file can hold"
            rejected.append(ItemRejected("not_text", says, f"{origin.name}:{number}"))
            continue
        line = lines[number - 1]
        sha256 = hashlib.sha256(line).hexdigest()
        document = replace(
            read,
            id=content_id("document", sha256),
            sha256=sha256,
            retrieved=origin.retrieved,
            publisher=read.publisher or origin.publisher,
        )
        captured.append(Captured(document=document, raw=line))
    return Reading(captured=tuple(captured), rejected=tuple(rejected))


def _is_unicode(document: Document) -> bool:
    given = (document.text, document.title, document.url, document.publisher, document.language)
    return not any(0xD800 <= ord(character) <= 0xDFFF for field in given for character in field or "")
