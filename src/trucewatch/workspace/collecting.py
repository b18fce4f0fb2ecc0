"""From the paths a user names into the store: each file once, in batches that are kept or not, never half."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trucewatch.intake.collect import UNREADABLE, Fetched, check_target, collect
from trucewatch.intake.formats import Limits
from trucewatch.intake.read import Captured, Origin, read_documents
from trucewatch.records import ItemRejected, Quarantined, content_id
from trucewatch.store import Store

BATCH = 64
"""Documents accepted together: one flush of the database for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one collection found."""

    files: int = 0
    added: int = 0
    known: int = 0
    """Documents that were there before, in files that were read again or not at all."""
    set_aside: tuple[Quarantined, ...] = ()


class Collection:
    """Reads what is new under some targets into a store; the counts grow as it goes."""

    def __init__(self, store: Store, limits: Limits, now: datetime) -> None:
        self._store = store
        self._limits = limits
        self._now = now
        self._waiting: list[Captured] = []
        self._read_whole: list[tuple[str, str]] = []
        self._set_aside: dict[str, Quarantined] = {}
        self._files = self._added = self._known = 0

    def run(self, targets: Sequence[str]) -> Iterator[int]:
        """Collect all targets; yields the number of files so far after each.

        Raises `NotFound` for a target that is not there, before anything is read.
        """
        for target in targets:
            check_target(target)
        for target in targets:
            for item in collect(target, self._limits):
                self._files += 1
                if isinstance(item, ItemRejected):
                    self._reject(item, target, None)
                else:
                    self._take(item)
                yield self._files
        self._flush()
        self._release_mended(targets)

    def _release_mended(self, targets: Sequence[str]) -> None:
        """What could not be opened under the targets before, and now was, leaves the quarantine: folders too, and
        files whose bytes are known."""
        still = {item.origin for item in self._set_aside.values()}
        for item in self._store.quarantine():
            if item.code == UNREADABLE and item.origin not in still and os.path.lexists(item.origin):
                place = Path(item.origin)
                if any(place.is_relative_to(target) for target in targets):
                    self._store.release(item.origin)

    def result(self) -> Collected:
        return Collected(
            files=self._files,
            added=self._added,
            known=self._known,
            set_aside=tuple(self._set_aside.values()),
        )

    def _take(self, fetched: Fetched) -> None:
        sha256 = hashlib.sha256(fetched.raw).hexdigest()
        if self._store.is_collected(sha256):
            self._known += 1
            return
        origin = Origin(name=fetched.name, url=fetched.url, publisher=fetched.publisher, retrieved=self._now)
        reading = read_documents(fetched.raw, origin, self._limits)
        if reading.captured:
            self._store.release(fetched.name)
            self._read_whole.append((sha256, fetched.name))
        for reason in reading.rejected:
            self._reject(reason, fetched.name, sha256)
        for captured in reading.captured:
            self._waiting.append(captured)
            if len(self._waiting) >= BATCH:
                self._accept()
        if not self._waiting or len(self._read_whole) >= BATCH:
            self._flush()

    def _accept(self) -> None:
        accepted = self._store.accept([(one.document, one.raw) for one in self._waiting])
        self._added += accepted.added
        self._known += accepted.known
        self._waiting.clear()

    def _flush(self) -> None:
        """A file counts as read only once all its documents are kept."""
        self._accept()
        self._store.mark_collected(self._read_whole, self._now)
        self._read_whole.clear()

    def _reject(self, reason: ItemRejected, target: str, sha256: str | None) -> None:
        origin = reason.where or target
        item = Quarantined(
            id=content_id("quarantined", origin, reason.code, reason.says, sha256),
            origin=origin,
            code=reason.code,
            says=reason.says,
            sha256=sha256,
            at=self._now,
        )
        self._store.set_aside([item])
        self._set_aside[item.id] = item
