"""`trucewatch explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from trucewatch.cli.frame import WorkspaceFolder, one_line, write_lines
from trucewatch.records import ExitCode

if TYPE_CHECKING:
    from trucewatch.workspace import Explanation, Quotation


def explain(
    record: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Incident, figure, statement, mention, report sentence, row of a table, ledger entry, provision, area, "
            "document or decision; the beginning of its id is enough.",
        ),
    ],
    workspace: WorkspaceFolder = None,
) -> None:
    """Walk from a record to the quoted characters, the document, and the hash of its bytes."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        explanation = here.explain(record)
    write_lines(_lines(explanation), "-")
    if not explanation.holds:
        raise typer.Exit(int(ExitCode.STOPPED))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.kind} {explanation.id}"
    yield f"  {explanation.says}"
    for fact in explanation.facts:
        yield f"  {fact}"
    for number, quotation in enumerate(explanation.quotations, start=1):
        yield ""
        yield from _quotation(number, quotation)


def _quotation(number: int, quotation: Quotation) -> Iterator[str]:
    document, evidence = quotation.document, quotation.evidence
    published = document.published.iso() if document.published else "date unknown"
    yield f"[{number}] {quotation.says}"
    yield f"    …{one_line(quotation.before)}[{one_line(evidence.quote)}]{one_line(quotation.after)}…"
    yield f"    {document.title or 'untitled'}, {document.publisher or 'publisher unknown'}, {published}"
    yield f"    document {document.id}, characters {evidence.start} to {evidence.end}"
    quote = "the quote stands there" if quotation.quote_holds else "THE QUOTE IS NOT THERE"
    kept = "the archived bytes match" if quotation.bytes_hold else "THE ARCHIVED BYTES ARE GONE OR CHANGED"
    yield f"    SHA-256 {document.sha256}: {kept}; {quote}"
