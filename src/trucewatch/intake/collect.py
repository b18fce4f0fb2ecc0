"""Fetching: the files under the paths a user names. Other collectors (feeds, mail, web archives) join by
entry point."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from trucewatch.intake.formats import Limits
from trucewatch.intake.read import too_large
from trucewatch.records import ItemRejected, NotFound

COLLECTORS = "trucewatch.collectors"
"""Entry-point group. A collector is a callable `(target, limits) -> Iterator[Fetched | ItemRejected]`,
named by the
scheme of the targets it takes: `https` for `https://…`, `mbox` for `mbox:…`."""


UNREADABLE = "unreadable"
"""The code of what is there and could not be opened."""

WORKSPACE_MARK = "trucewatch.db"
"""A folder that holds this is a workspace; what it archived and reported is not collected once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Bytes with the name and, where it has one, the URL that they came from."""

    name: str
    raw: bytes
    url: str | None = None
    publisher: str | None = None


class Collector(Protocol):
    """Fetches everything under one target, one item at a time, rejections among them."""

    def __call__(self, target: str, limits: Limits) -> Iterator[Fetched | ItemRejected]: ...


def collect(target: str, limits: Limits) -> Iterator[Fetched | ItemRejected]:
    """Everything under `target`: a file, a folder, or what an installed collector takes."""
    scheme = _scheme(target)
    if scheme:
        yield from _collector(scheme)(target, limits)
    else:
        for found in _walk(Path(target)):
            yield found if isinstance(found, ItemRejected) else _fetch(found, limits)


def check_target(target: str) -> None:
    """Raises `NotFound` when there is no such path and no collector for it."""
    scheme = _scheme(target)
    if scheme:
        _collector(scheme)
        return
    try:
        os.lstat(target)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"{target}: no such file or folder") from error
    except OSError:
        return  # it may be there: collecting it tells why it cannot be opened


def _scheme(target: str) -> str | None:
    scheme, colon, _ = target.partition(":")
    if not colon or not scheme.isalpha() or len(scheme) == 1:
        return None
    return None if os.path.lexists(target) else scheme.lower()


def _collector(scheme: str) -> Collector:
    from importlib.metadata import entry_points

    for point in entry_points(group=COLLECTORS, name=scheme):
        loaded: Collector = point.load()
        return loaded
    raise NotFound(f"no collector for {scheme}: addresses is installed; give a file or a folder")


def _walk(path: Path) -> Iterator[Path | ItemRejected]:
    if not os.path.isdir(path):  # noqa: PTH112 - says no where the folder above is shut; Path's raises
        yield path
        return
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(path, error)
        return
    if any(entry.name == WORKSPACE_MARK for entry in entries):
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path / entry.name)
        else:
            yield path / entry.name


def _fetch(path: Path, limits: Limits) -> Fetched | ItemRejected:
    """The bytes of a file; never more than the limit is read into memory."""
    try:
        if not path.is_file():
            return ItemRejected("not_a_file", _other_than_a_file(path), str(path))
        size = path.stat().st_size
        if size > limits.file_size:
            reason = too_large(size, limits)
            return ItemRejected(reason.code, reason.says, str(path))
        with path.open("rb") as file:
            return Fetched(name=str(path), raw=file.read(limits.file_size + 1))
    except OSError as error:
        return _unreadable(path, error)


def _other_than_a_file(path: Path) -> str:
    if not path.is_symlink():
        return "not an ordinary file"
    if path.is_dir():
        return "a link to a folder, which is not followed: name the folder itself"
    return "a link that leads to no file"


def _unreadable(path: Path, error: OSError) -> ItemRejected:
    return ItemRejected(UNREADABLE, f"cannot be opened: {error.strerror or error}", str(path))
