"""One function a file format: bytes in, text and what the file says about itself out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trucewatch.intake.encodings import decode
from trucewatch.records import ItemRejected

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may ask of us; sizes in bytes."""

    file_size: int = 50_000_000
    unpacked_size: int = 200_000_000
    """Of all parts of a packed file (.docx) together."""
    unpacked_ratio: int = 120
    """Unpacked size against packed size; text packs to about a tenth, bombs to a thousandth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of a file and its own words about itself."""

    text: str
    method: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    """`date` and others, as the file has them."""
    front: int = 0
    """Characters of front matter at the head of `text`."""
    notes: tuple[str, ...] = ()


SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    "": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""Formats by the ending of a file's name; PDF, Word and HTML are also known by their first bytes."""

READABLE = ".txt, .md, .html, .pdf, .docx and .jsonl"
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,4000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"^([a-z_]+)\s*:\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE)
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|article)[\s>]", re.IGNORECASE)


def format_of(raw: bytes, suffix: str) -> str:
    """`text`, `html`, `pdf`, `docx` or `jsonl`. Raises `ItemRejected` with code `unsupported`."""
    if raw.startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        if suffix.lower() in (".docx", "") or b"word/" in raw[:2000]:
            return "docx"
        raise ItemRejected("unsupported", f"a packed file; {READABLE} can be read")
    named = SUFFIXES.get(suffix.lower())
    if named is None:
        raise ItemRejected("unsupported", f"files ending in {suffix} are not read; {READABLE} are")
    if named == "text" and _PAGE.search(raw[:1000].lstrip()[:200]):
        return "html"
    return named


def extract_text(raw: bytes, kind: str, limits: Limits) -> Extracted:
    """The text of one file of a format with one document a file. Raises `ItemRejected` when there is none."""
    readers: dict[str, Callable[[bytes], Extracted]] = {
        "text": _plain,
        "html": _page,
        "pdf": _pdf,
        "docx": lambda packed: _word(packed, limits),
    }
    extracted = readers[kind](raw)
    if not extracted.text.strip():
        raise ItemRejected("no_text", "the file holds no text")
    return extracted


def _plain(raw: bytes) -> Extracted:
    text, encoding, notes = decode(raw)
    front = _FRONT_MATTER.match(text)
    stated = {k.lower(): v.strip("\"'") for k, v in _FRONT_LINE.findall(front.group(1))} if front else {}
    return Extracted(
        text=text,
        method=f"text/{encoding}",
        title=stated.get("title"),
        url=stated.get("url") or stated.get("source_url"),
        publisher=stated.get("publisher") or stated.get("source"),
        metadata=stated,
        front=front.end() if front else 0,
        notes=(*notes, stated["note"]) if "note" in stated else notes,
    )


def _page(raw: bytes) -> Extracted:
    """The article of a web page; trafilatura finds it (F .92 on 990 pages), we do not."""
    import trafilatura

    markup, encoding, notes = decode(raw)
    try:
        page: Any = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False)
    except Exception as error:  # a parser over hostile bytes: whatever it raises is the reason
        raise ItemRejected("broken_html", f"the page cannot be read: {_cause(error)}") from error
    if page is None or not (page.text or "").strip():
        raise ItemRejected("no_text", "no article was found in the page")
    return Extracted(
        text=page.text,
        method=f"trafilatura/{encoding}",
        title=page.title or None,
        url=page.url or None,
        publisher=page.sitename or page.hostname or None,
        metadata={"date": page.date} if page.date else {},
        notes=notes,
    )


def _pdf(raw: bytes) -> Extracted:
    import logging

    import pypdf

    # pypdf reports each repair on its own logger; what matters to the reader is whether text came out.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ItemRejected("encrypted", "the PDF is locked with a password")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = str(reader.metadata.title) if reader.metadata and reader.metadata.title else None
    except ItemRejected:
        raise
    except Exception as error:  # a parser over hostile bytes: whatever it raises is the reason
        raise ItemRejected("broken_pdf", f"the PDF cannot be read: {_cause(error)}") from error
    if not text.strip():
        raise ItemRejected(
            "no_text", "the PDF's pages hold pictures, no text; text recognition is needed first"
        )
    return Extracted(text=_without_surrogates(text), method="pypdf", title=title)


def _word(raw: bytes, limits: Limits) -> Extracted:
    import docx

    _refuse_bombs(raw, limits)
    try:
        document = docx.Document(io.BytesIO(raw))
        text = "\n\n".join(_paragraphs(document))
        title = document.core_properties.title or None
    except Exception as error:  # a parser over hostile bytes: whatever it raises is the reason
        raise ItemRejected("broken_docx", f"the Word file cannot be read: {_cause(error)}") from error
    return Extracted(text=text, method="python-docx", title=title)


def _refuse_bombs(raw: bytes, limits: Limits) -> None:
    """Sizes are checked before anything is unpacked; the unpacker itself never gives more than a part
    declares."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ItemRejected("broken_docx", f"the Word file cannot be unpacked: {_cause(error)}") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_size or unpacked > limits.unpacked_ratio * max(len(raw), 10_000):
        raise ItemRejected("zip_bomb", f"the file would unpack from {len(raw):,} to {unpacked:,} bytes")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise ItemRejected("unsupported", f"a packed file that is no Word document; {READABLE} can be read")


def _paragraphs(document: WordDocument) -> Iterator[str]:
    """Paragraphs and table rows in the order of the page; cells stand apart by tabs."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.strip() for cell in row.cells)
        elif block.text.strip():
            yield block.text


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cause(error: Exception) -> str:
    says = " ".join(str(error).split())
    return (says or type(error).__name__)[:200]
