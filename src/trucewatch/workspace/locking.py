"""Who may write in a workspace."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trucewatch.records import Conflict
from trucewatch.store.files import stopping


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """One writer at a time, else `Conflict`; the lock ends with the process, however it ends."""
    with stopping(f"cannot write in {folder}"):
        lock = (folder / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(f"another command is writing in {folder}; wait for it to end") from error
        yield
