"""Errors: one base class and a child for each thing a caller can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class TrucewatchError(Exception):
    """Base of every error this package raises on purpose."""


class ItemRejected(TrucewatchError):
    """One item (a file, a line, a document) cannot be used; the run goes on without it."""

    def __init__(self, code: str, says: str, where: str | None = None) -> None:
        super().__init__(f"{where}: {says}" if where else says)
        self.code = code
        """A stable snake_case reason, e.g. `empty`, `not_text`, `too_large`, `broken_line`."""
        self.says = says
        """The reason for people: what is wrong and what would mend it."""
        self.where = where
        """File, line or field, as the user knows it."""


class RunStopped(TrucewatchError):
    """The run cannot go on (disk full, store unwritable); what was accepted before is kept."""


class NotFound(TrucewatchError):
    """An id, a name or a folder that was asked for does not exist."""


class Conflict(TrucewatchError):
    """The request contradicts what is already there (a locked workspace, an id given twice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a file that a person wrote, with the place to mend it."""

    file: str
    line: int | None
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}" if self.line else f"{self.file}: {self.says}"


class SettingsInvalid(TrucewatchError):
    """Settings or a situation pack are wrong; carries every problem found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ExitCode(IntEnum):
    """What a command's exit status means; the only table from errors to exit codes is in `EXIT_CODES`."""

    DONE = 0
    STOPPED = 1
    USAGE = 2
    SOME_REJECTED = 3
    NOT_FOUND = 4
    CONFLICT = 5
    SETTINGS = 6


EXIT_CODES: dict[type[TrucewatchError], ExitCode] = {
    ItemRejected: ExitCode.SOME_REJECTED,
    RunStopped: ExitCode.STOPPED,
    NotFound: ExitCode.NOT_FOUND,
    Conflict: ExitCode.CONFLICT,
    SettingsInvalid: ExitCode.SETTINGS,
}
