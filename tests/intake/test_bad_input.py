"""Bad input is survived, each with a reason that says what is wrong."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from tests.children import fork, give_up_rights

from trucewatch.intake.collect import Collector, Fetched, check_target, collect
from trucewatch.intake.formats import Limits
from trucewatch.intake.read import Origin, Reading, read_document, read_documents
from trucewatch.records import ItemRejected, NotFound


def read(name: str, raw: bytes) -> Reading:
    return read_documents(raw, Origin(name=name))


def why(name: str, raw: bytes) -> str:
    """The code of the one reason for which nothing was read."""
    reading = read(name, raw)
    assert reading.captured == ()
    (reason,) = reading.rejected
    assert reason.says
    assert reason.where is not None
    assert reason.where.startswith(name)
    return reason.code


def a_pdf(content: bytes) -> bytes:
    """A one-page PDF with this content stream, without the table that readers can do without."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets))
    out.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def a_word_file(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "killed", "2"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_packed_file(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("nothing.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("program.txt", bytes(range(256)) * 40, "not_text"),
        ("zeros.txt", b"\x00" * 5000, "not_text"),
        ("half.txt", b"\xff\xfe" + "Армия".encode("utf-16-le")[:-1], "not_text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n....", "unsupported"),
        ("archive.zip", a_packed_file(readme=b"text"), "unsupported"),
        ("sheet.docx", a_packed_file(**{"xl/workbook.xml": b"<x/>"}), "unsupported"),
        ("torn.docx", b"PK\x03\x04 torn off here", "broken_docx"),
        ("hollow.docx", a_packed_file(**{"word/document.xml": b"<x/>"}), "broken_docx"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj << /Type /Cat", "broken_pdf"),
        ("scan.pdf", a_pdf(b"0 0 100 100 re f"), "no_text"),
        ("frame.html", b"<html><body><div></div></body></html>", "no_text"),
        ("tags.html", b"<" * 5000, "no_text"),
    ],
)
def test_each_has_its_reason(name: str, raw: bytes, code: str) -> None:
    assert why(name, raw) == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = a_packed_file(**{"word/document.xml": b"0" * 30_000_000})
    assert len(bomb) < 100_000
    assert why("bomb.docx", bomb) == "zip_bomb"


def test_a_file_of_200_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    (reason,) = collect(str(large), Limits())
    assert isinstance(reason, ItemRejected)
    assert reason.code == "too_large"
    assert "200,000,000" in reason.says


def test_broken_html_still_gives_its_article() -> None:
    page = (
        b"<html><head><title>Truce holds</title><body><article><h1>Truce holds<p>Observers on both banks of the river "
        b"said that no shell had fallen since midnight.<p>They <b>counted <i>two</b> rifle shots</i> near the bridge "
        b"&nbsp and &#xZZ; nothing else.</artic"
    )
    (captured,) = read("page.html", page).captured
    assert "no shell had fallen since midnight" in captured.document.text
    assert captured.document.title == "Truce holds"


def test_a_broken_line_is_rejected_by_its_number_and_the_rest_go_through() -> None:
    lines = [
        json.dumps({"id": "a", "text": "Shelling was heard in Hodeidah."}).encode(),
        b'{"id": "b", "text": ',
        b"",
        b'{"id": "c"}',
        b"[1, 2]",
        b'{"id": "d", "text": "\xff"}',
        json.dumps({"id": "a", "text": "The same id."}).encode(),
        b'{"id": "e", "text": "half \\ud83d"}',
        b"[" * 100_000,
        json.dumps({"id": "f", "text": "The corridor was opened."}).encode(),
    ]
    reading = read("feed.jsonl", b"\n".join(lines))
    assert [c.document.text for c in reading.captured] == [
        "Shelling was heard in Hodeidah.",
        "The corridor was opened.",
    ]
    assert [(r.where, r.code) for r in reading.rejected] == [
        ("feed.jsonl:2", "broken_line"),
        ("feed.jsonl:4", "broken_line"),
        ("feed.jsonl:5", "broken_line"),
        ("feed.jsonl:6", "broken_line"),
        ("feed.jsonl:7", "repeated_id"),
        ("feed.jsonl:8", "not_text"),
        ("feed.jsonl:9", "broken_line"),
    ]


def collected_as_nobody(folder: Path) -> list[list[str]]:
    """What a user without rights finds in a folder."""

    def work(writing: int) -> None:
        give_up_rights()
        items = list(collect(str(folder), Limits()))
        found = [[i.code, i.where] if isinstance(i, ItemRejected) else ["read", i.name] for i in items]
        os.write(writing, json.dumps(found).encode())

    child = fork(work)
    found: list[list[str]] = json.loads(child.said.read() or b"[]")
    child.wait()
    return found


def test_an_unreadable_folder_or_file_costs_only_itself(tmp_path: Path) -> None:
    for part in (tmp_path, *tmp_path.parents[:-1]):
        if part.owner() == tmp_path.owner():
            part.chmod(part.stat().st_mode | 0o055)
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "a.txt").write_text("Never read.")
    (tmp_path / "locked.txt").write_text("Never read.")
    (tmp_path / "open.txt").write_text("The checkpoint was closed.")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "locked.txt").chmod(0)
    try:
        found = collected_as_nobody(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert found == [
        ["unreadable", str(tmp_path / "closed")],
        ["unreadable", str(tmp_path / "locked.txt")],
        ["read", str(tmp_path / "open.txt")],
    ]


def test_what_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        check_target(str(tmp_path / "missing"))
    with pytest.raises(NotFound, match="no collector"):
        check_target("gopher://example.org")


def test_an_installed_collector_takes_the_addresses_of_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        def load(self) -> Collector:
            return lambda target, limits: iter(
                [Fetched(name=target, raw=b"Two posts were shelled.", url=target)]
            )

    points = {("trucewatch.collectors", "feed"): [Point()]}
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group, name: points.get((group, name), []))
    (fetched,) = collect("feed:example.org/news", Limits())
    assert isinstance(fetched, Fetched)
    assert fetched.url == "feed:example.org/news"


def test_links_in_a_circle_and_odd_files_end(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / ".hidden.txt").write_text("passed over")
    odd = [item for item in collect(str(tmp_path), Limits()) if isinstance(item, ItemRejected)]
    assert [item.code for item in odd] == ["not_a_file"] * 3
    assert [item.says.partition(",")[0] for item in odd] == [
        "a link that leads to no file",
        "a link to a folder",
        "not an ordinary file",
    ]


def test_pdf_and_word_texts_are_read() -> None:
    pdf = read_document(
        a_pdf(b"BT /F1 12 Tf 50 300 Td (Two posts were shelled.) Tj ET"), Origin(name="note.pdf")
    )
    assert pdf.text.strip() == "Two posts were shelled."
    word = read_document(
        a_word_file("Report of the day", "Two posts were shelled."), Origin(name="note.docx")
    )
    assert word.text == "Report of the day\n\nTwo posts were shelled.\n\nkilled\t2"


def test_bytes_tell_the_format_where_the_name_does_not() -> None:
    pdf = a_pdf(b"BT /F1 12 Tf 50 300 Td (Two posts were shelled.) Tj ET")
    assert read_document(pdf, Origin(name="download")).method == "pypdf"
    page = b"<!DOCTYPE html><html><body><article><p>The corridor to the town was opened on Monday morning.</p></article>"
    assert (read_document(page, Origin(name="saved.txt")).method or "").startswith("trafilatura")


def test_fetched_bytes_are_never_more_than_the_limit(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Two posts were shelled.")
    (fetched,) = collect(str(tmp_path / "note.txt"), Limits(file_size=23))
    assert isinstance(fetched, Fetched)
    (reason,) = collect(str(tmp_path / "note.txt"), Limits(file_size=22))
    assert isinstance(reason, ItemRejected)
