"""Which extractor read a document: code, models and situation in one hash, so that a better one reads
again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from trucewatch.extraction.models import DEFAULT_PIPELINE
from trucewatch.records import NotFound, content_id
from trucewatch.situation.loading import find_pack
from trucewatch.streams import Setup

PACKAGE = Path(__file__).parents[1]
READS = ("extraction", "situation", "situations/general")
"""Folders of the package whose code and data decide what is read in a document."""


def extractor_version(setup: Setup) -> str:
    """The hash of everything that decides what is read in a text. Raises `NotFound` for a pipeline not
    installed."""
    pipeline = setup.pipeline or DEFAULT_PIPELINE
    try:
        installed = version(pipeline.replace("_", "-"))
    except PackageNotFoundError as error:
        raise NotFound(f"the spaCy pipeline {pipeline!r} is not installed") from error
    pack = _digest([find_pack(setup.situation, setup.user_folder)])
    return content_id("extractor", pipeline, installed, _own_digest(), pack)


@cache
def _own_digest() -> str:
    """Of this package; once a process, because what is loaded does not change under it."""
    return _digest([PACKAGE / name for name in READS])


def _digest(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
