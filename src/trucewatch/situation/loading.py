"""From a name or a folder to a checked, layered, constant Situation."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from trucewatch.records import NotFound, Problem, SettingsInvalid
from trucewatch.situation.checks import check_layers
from trucewatch.situation.layers import build_situation
from trucewatch.situation.pack import Pack, read_pack
from trucewatch.situation.situation import Situation

BASE = "general"
"""The pack under every other."""


def load_situation(name_or_folder: str | Path = BASE, user_folder: Path | None = None) -> Situation:
    """The situation of this name (a folder, else in the user's folder, else packaged), over `general`.

    Raises `NotFound` for an unknown name and `SettingsInvalid` with every problem of a broken pack.
    """
    folder = find_pack(name_or_folder, user_folder)
    return _load(folder, _stamp(folder))


def find_pack(name_or_folder: str | Path, user_folder: Path | None = None) -> Path:
    """The folder that a name or a path means."""
    as_path = Path(name_or_folder)
    places = [as_path] if as_path.parent != Path() or as_path.is_absolute() else []
    places += [as_path] if (as_path / "pack.yaml").is_file() else []
    places += [user_folder / name_or_folder] if user_folder else []
    places += [packaged_situations() / name_or_folder]
    for place in places:
        if place.is_dir():
            return place.resolve()
    known = ", ".join(packaged_names())
    raise NotFound(f"no situation pack {str(name_or_folder)!r}: neither a folder nor one of {known}")


def packaged_situations() -> Path:
    """The folder of the packs that ship with the package."""
    return Path(str(resources.files("trucewatch"))) / "situations"


def packaged_names() -> tuple[str, ...]:
    """Names of the packs that ship."""
    return tuple(sorted(path.parent.name for path in packaged_situations().glob("*/pack.yaml")))


def check_pack(folder: Path) -> tuple[Problem, ...]:
    """Every problem in a pack folder, by file and line; empty when it can be used."""
    if not folder.is_dir():
        return (Problem(file=str(folder), line=None, says="is not a folder"),)
    layers = _layers(folder)
    return check_layers(layers)


def _layers(folder: Path) -> tuple[Pack, ...]:
    base = (packaged_situations() / BASE).resolve()
    own = read_pack(folder)
    return (own,) if folder.resolve() == base else (_base(base, _stamp(base)), own)


@lru_cache(maxsize=2)
def _base(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Pack:  # noqa: ARG001 - part of the key
    return read_pack(folder)


@lru_cache(maxsize=16)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Situation:  # noqa: ARG001 - part of the key
    layers = _layers(folder)
    problems = check_layers(layers)
    if problems:
        raise SettingsInvalid(problems)
    return build_situation(layers)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells a changed pack: names, sizes and times of its files."""
    stats = [(path.name, path.stat()) for path in sorted(folder.glob("*.*")) if path.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
