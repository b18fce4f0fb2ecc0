"""Work done in a forked child: one that is killed, or one that has given up its rights."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

NOBODY = 65534


@dataclass(frozen=True)
class Child:
    pid: int
    said: BinaryIO
    """What the child writes; at its end when the child has ended."""

    def wait(self) -> int:
        """The exit status; negative for the signal that ended the child."""
        self.said.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def fork(work: Callable[[int], int | None]) -> Child:
    """Runs `work` in a child; it is given a file descriptor to write to and returns the exit status."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of forking beside threads; the child uses nothing that a thread could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, os.fdopen(reading, "rb"))
    status = 99
    try:
        os.close(reading)
        status = work(writing) or 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        sys.stderr.flush()
        os._exit(status)


def give_up_rights() -> None:
    """Root may read and write everything; nobody may not."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
