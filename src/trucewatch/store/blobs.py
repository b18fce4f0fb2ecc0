"""Raw bytes under their SHA-256, each file complete or absent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trucewatch.records import NotFound
from trucewatch.store.files import flush_folder, sweep, write_whole

FLUSHES = 16
"""Files flushed at the same time."""


class Blobs:
    """A folder of files named by the hash of their bytes: `ab/abcd…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, blobs: Iterable[bytes]) -> None:
        """Write what is not there yet; on return the bytes and the names are on disk."""
        missing: dict[Path, bytes] = {}
        for raw in blobs:
            path = self._path(hashlib.sha256(raw).hexdigest())
            if not (path.exists() and path.stat().st_size == len(raw)):
                missing[path] = raw
        if not missing:
            return
        for path in missing:
            path.parent.mkdir(parents=True, exist_ok=True)
        # Waiting for the disk is all the time that this takes; the disk takes many such requests together.
        with ThreadPoolExecutor(FLUSHES) as pool:
            list(pool.map(write_whole, missing, missing.values()))
            list(pool.map(flush_folder, {self._folder, *(path.parent for path in missing)}))

    def keeps(self, sha256: str) -> bool:
        """True where bytes are kept under `sha256`."""
        return self._path(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The bytes kept under `sha256`, unchecked. Raises `NotFound`."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"no bytes are kept under {sha256}") from error

    def tidy(self) -> int:
        """Remove what killed writers left; returns how many files went."""
        return sweep(self._folder)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
