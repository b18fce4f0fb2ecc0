"""Files that are whole or not there, and words for a disk that fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from trucewatch.records import RunStopped


def write_whole(path: Path, content: bytes | str) -> None:
    """Put `content` at `path`: renamed into place when it is on disk, so that a killed process leaves no
    half file."""
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    scratch = path.with_name(f".partial-{uuid4().hex}")
    try:
        with scratch.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def flush_folder(folder: Path) -> None:
    """Have the names in `folder` on disk, not only the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def stopping(doing: str) -> Iterator[None]:
    """Turns a failing disk or database into `RunStopped`, in words."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise RunStopped(f"{doing}: {error.orig}") from error
    except OSError as error:
        raise RunStopped(f"{doing}: {error.strerror or error}") from error
