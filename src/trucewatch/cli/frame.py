"""What all verbs share: errors in one line and an exit status, and JSON lines in and out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from trucewatch.records import EXIT_CODES, ExitCode, ItemRejected, NotFound, RunStopped, TrucewatchError

Input = Annotated[
    str,
    typer.Option(
        "--input", "-i", metavar="FILE", help="JSON lines, one document a line; - is standard input."
    ),
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="- is standard output.")]
SituationName = Annotated[
    str | None,
    typer.Option(
        "--situation", "-s", metavar="NAME|FOLDER", help="Situation pack; the general one by default."
    ),
]
WorkspaceFolder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="Workspace folder; ./trucewatch-workspace by default."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="The day to count deadlines against; the newest publication date by default."
    ),
]
Days = Annotated[
    int | None,
    typer.Option(
        "--days",
        min=1,
        max=10_000,
        metavar="N",
        help="Days of a reporting period, of patterns and scores; `run` keeps it. The pack's own, else 30, by default.",
    ),
]
Processes = Annotated[
    int | None, typer.Option(min=1, max=64, help="Processes that read documents; two at most by default.")
]

FEW = 10
"""Rejected lines shown in full before they are only counted, on a terminal."""


def exit_status(error: TrucewatchError) -> int:
    """The exit status that the one table gives to an error."""
    return next(int(EXIT_CODES[kind]) for kind in type(error).__mro__ if kind in EXIT_CODES)


def say(message: str) -> None:
    """A line on standard error; standard output belongs to the results."""
    print(f"trucewatch: {message}", file=sys.stderr)


class Rejections:
    """Prints each rejected item as it comes and remembers that there were some."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, reason: ItemRejected) -> None:
        self.count += 1
        say(str(reason))

    def finish(self) -> None:
        """Ends the command with the status for rejected items, if there were any."""
        if self.count:
            raise typer.Exit(int(ExitCode.SOME_REJECTED))


@contextmanager
def lines_of(source: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of standard input."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - closed below; only opening it may fail here
    except FileNotFoundError as error:
        raise NotFound(f"{source}: no such file") from error
    except OSError as error:
        raise RunStopped(f"{source}: {error.strerror}") from error
    with file:
        yield file


def write_lines(lines: Iterable[str], target: str) -> None:
    """Writes each line as it comes."""
    write_text((f"{line}\n" for line in lines), target)


def write_text(parts: Iterable[str], target: str) -> None:
    """Writes each part as it comes, in UTF-8 whatever the terminal's own encoding."""
    try:
        if target == "-":
            _write(parts, sys.stdout.buffer)
        else:
            with Path(target).open("wb") as file:
                _write(parts, file)
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise RunStopped(f"cannot write {target}: {error.strerror}") from error


def _write(parts: Iterable[str], file: BinaryIO) -> None:
    for part in parts:
        file.write(part.encode("utf-8"))
    file.flush()


def one_line(text: str) -> str:
    """Text of a source in one line, without control characters that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def counted(items: Iterable[str], doing: str) -> Iterator[str]:
    """The same items, with a running count on standard error while a person is watching."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=None)
        for item in items:
            progress.advance(task)
            yield item


def run_filter(
    source: str, target: str, doing: str, make: Callable[[Iterable[bytes], Rejections], Iterable[str]]
) -> None:
    """Reads lines, writes lines, and ends with the status that the rejected ones give."""
    if (
        "-" not in (source, target)
        and Path(source).exists()
        and Path(source).resolve() == Path(target).resolve()
    ):
        raise RunStopped(f"{target} is the input too, and writing would empty it before it is read")
    rejections = Rejections()
    with lines_of(source) as lines:
        write_lines(counted(make(lines, rejections), doing), target)
    rejections.finish()
