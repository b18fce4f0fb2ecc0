"""Files that are whole or not there, and words for a disk that fails."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from trucewatch.records import RunStopped

PARTIAL = ".partial-"
"""What the names of files begin with that are not whole yet."""


def write_whole(path: Path, content: bytes | str) -> None:
    """Put `content` at `path`: renamed into place when it is on disk, so that a killed process leaves no
    half file."""
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    while True:
        scratch = path.with_name(f"{PARTIAL}{uuid4().hex}")
        try:
            with scratch.open("xb") as file:
                # Held while the file is being written, and let go by the system when its writer dies.
                fcntl.flock(file, fcntl.LOCK_EX)
                if os.fstat(file.fileno()).st_nlink == 0:
                    continue  # swept between its making and its locking
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
                scratch.replace(path)
            return
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise


def sweep(folder: Path) -> int:
    """Remove what killed writers left under `folder`; files that somebody is writing now stay. Returns how many went."""
    gone = 0
    for scratch in sorted(folder.rglob(f"{PARTIAL}*")):
        try:
            with scratch.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                scratch.unlink()
                gone += 1
        except (BlockingIOError, FileNotFoundError):
            continue  # being written, or put in its place meanwhile
    return gone


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
