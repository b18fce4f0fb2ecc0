"""`trucewatch find`."""

from __future__ import annotations

from typing import Annotated

import typer

from trucewatch.cli.frame import WorkspaceFolder, one_line, say, write_lines

TITLE = 80
"""Characters of its text that stand for a document without a title."""


def find(
    words: Annotated[list[str], typer.Argument(help="Words that a document must hold, all of them.")],
    workspace: WorkspaceFolder = None,
    most: Annotated[int, typer.Option("--most", min=1, help="List at most so many.")] = 50,
) -> None:
    """List the documents that hold all the words, best first: id, day, publisher, title."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        found = here.store.find_documents(" ".join(words), most)
    if not found:
        say(f"no document holds all of: {' '.join(words)}")
    write_lines(
        [
            "\t".join(
                (
                    document.id[:10],
                    document.published.day.isoformat() if document.published else "–",
                    one_line(document.publisher or "–"),
                    one_line(document.title or document.text[:TITLE]).strip(),
                )
            )
            for document in found
        ],
        "-",
    )
