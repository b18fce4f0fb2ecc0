"""Inline SVG, written so that it prints, scales and needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import cos, hypot, log2, radians
from statistics import median

from trucewatch.records import Assessment, Incident, Occurrence, Place, short_id
from trucewatch.reporting import shapes
from trucewatch.reporting.phrasing import event_noun, words

OCCURRENCE_COLOURS: dict[Occurrence, str] = {
    Occurrence.REPORTED: "#8a94a6",
    Occurrence.CORROBORATED: "#2f6f9f",
    Occurrence.CONTESTED: "#c2662d",
    Occurrence.VERIFICATION_CANDIDATE: "#3b7d4f",
    Occurrence.VERIFIED: "#1f5a34",
    Occurrence.UNDETERMINED: "#b7bdc9",
    Occurrence.UNFOUNDED: "#5b5f6b",
}
"""Told apart by shade as well as hue, so that a grey print still reads."""

MAP_WIDTH, MAP_HEIGHT = 860.0, 520.0
MINIMUM_DEGREES = 1.6
"""A map of one village still shows its surroundings."""

FAR_TIMES, FAR_DEGREES = 6.0, 4.0
"""Farther from the middle than this many times the usual distance, and than this, is off the map."""

LETTER = 6.1
"""Width of a letter of a label, on average."""

Point = tuple[float, float]
Numbered = tuple[int, Incident, Assessment]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMap:
    """The drawing, and the numbers of incidents that lie too far off to be on it with the others."""

    svg: str
    far: tuple[int, ...]


def incident_map(incidents: Iterable[tuple[Incident, Assessment]]) -> IncidentMap | None:
    """A map of the incidents that have a place, numbered as they come, or None when none has."""
    numbered = [(number, i, assessed) for number, (i, assessed) in enumerate(incidents, 1) if i.where]
    if not numbered:
        return None
    placed, far = _together(numbered)
    window = _window([(i.where.lon, i.where.lat) for _, i, _ in placed if i.where])
    projection = _Projection(window)
    parts = [
        f'<svg class="map" viewBox="0 0 {MAP_WIDTH:.0f} {MAP_HEIGHT:.0f}" role="img" '
        'aria-label="Map of the incidents that have a place">',
        f'<rect class="sea" width="{MAP_WIDTH:.0f}" height="{MAP_HEIGHT:.0f}"/>',
    ]
    for shape in sorted(shapes.land(window), key=lambda s: s.level):
        kind = "land" if shape.level % 2 else "water"
        parts.append(f'<path class="{kind}" d="{projection.path(shape.points, closed=True)}"/>')
    parts += [
        f'<path class="river" d="{projection.path(s.points, closed=False)}"/>' for s in shapes.rivers(window)
    ]
    parts += [
        f'<path class="border" d="{projection.path(s.points, closed=False)}"/>'
        for s in shapes.borders(window)
    ]
    reaches = {_reach(projection, incident.where) for _, incident, _ in placed if incident.where}
    parts += sorted(reaches)
    spots = _spots(projection, placed)
    parts += [_marker(entry, spot) for entry, spot in zip(placed, spots, strict=True)]
    parts += _place_labels(placed, spots)
    parts.append(_scale_bar(projection))
    parts.append("</svg>")
    return IncidentMap(svg="".join(parts), far=tuple(number for number, _, _ in far))


def _together(numbered: list[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """The incidents of one map, and those so far from their median that they would shrink it to a dot."""
    middle_lon = median(i.where.lon for _, i, _ in numbered if i.where)
    middle_lat = median(i.where.lat for _, i, _ in numbered if i.where)

    def degrees_off(incident: Incident) -> float:
        assert incident.where is not None
        return hypot(incident.where.lon - middle_lon, incident.where.lat - middle_lat)

    usual = median(degrees_off(incident) for _, incident, _ in numbered)
    limit = max(FAR_TIMES * usual, FAR_DEGREES)
    near = [entry for entry in numbered if degrees_off(entry[1]) <= limit]
    return near, [entry for entry in numbered if entry not in near]


def _window(points: list[Point]) -> shapes.Window:
    """The points with a margin, widened to the drawing's proportions."""
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    height = max((north - south) * 1.5, MINIMUM_DEGREES)
    width = max((east - west) * 1.35, height * MAP_WIDTH / MAP_HEIGHT / cos(radians(middle_lat)))
    height = max(height, width * cos(radians(middle_lat)) * MAP_HEIGHT / MAP_WIDTH)
    return shapes.Window(
        west=middle_lon - width / 2,
        east=middle_lon + width / 2,
        south=max(middle_lat - height / 2, -85.0),
        north=min(middle_lat + height / 2, 85.0),
    )


class _Projection:
    """Plate carrée, true at the window's middle latitude: enough for a region, and easy to check by hand."""

    def __init__(self, window: shapes.Window) -> None:
        self.window = window
        self.per_degree_lon = MAP_WIDTH / (window.east - window.west)
        self.per_degree_lat = MAP_HEIGHT / (window.north - window.south)
        self.km_per_unit = 111.32 / self.per_degree_lat

    def point(self, lon: float, lat: float) -> Point:
        return (lon - self.window.west) * self.per_degree_lon, (self.window.north - lat) * self.per_degree_lat

    def path(self, points: Iterable[Point], *, closed: bool) -> str:
        """Path data; points closer than half a unit are dropped, far-off ones pulled to the frame."""
        drawn: list[str] = []
        last: Point | None = None
        for lon, lat in points:
            x, y = self.point(lon, lat)
            x, y = min(max(x, -60.0), MAP_WIDTH + 60), min(max(y, -60.0), MAP_HEIGHT + 60)
            if last is not None and abs(x - last[0]) < 0.5 and abs(y - last[1]) < 0.5:
                continue
            drawn.append(f"{'L' if drawn else 'M'}{x:.1f} {y:.1f}")
            last = (x, y)
        return "".join(drawn) + ("Z" if closed else "")


def _spots(projection: _Projection, placed: list[Numbered]) -> list[Point]:
    """Where each marker stands: on its place, or beside the markers that already stand there."""
    spots: list[Point] = []
    for _, incident, _ in placed:
        assert incident.where is not None
        spots.append(_beside_others(*projection.point(incident.where.lon, incident.where.lat), spots))
    return spots


def _marker(entry: Numbered, spot: Point) -> str:
    number, incident, assessed = entry
    x, y = spot
    name = incident.where.name if incident.where else ""
    title = escape(f"{event_noun(incident.event_type, incident.sub_event_type)}: {name}")
    colour = OCCURRENCE_COLOURS[assessed.occurrence]
    return (
        f'<a href="#incident-{short_id(incident.id)}"><title>{title}</title>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
        f'<text class="number" x="{x:.1f}" y="{y + 3.6:.1f}">{number}</text></a>'
    )


def _place_labels(placed: list[Numbered], spots: list[Point]) -> list[str]:
    """Each place's name once, beside its markers, where it covers neither a marker nor another name."""
    taken: list[Box] = [(x - 10, y - 10, x + 10, y + 10) for x, y in spots]
    named: set[str] = set()
    labels = []
    for (_, incident, _), (x, y) in zip(placed, spots, strict=True):
        name = incident.where.name if incident.where else ""
        if name in named:
            continue
        width = 1.1 * LETTER * len(name)
        for left, middle in (
            (x + 13, y),
            (x - 13 - width, y),
            (x - width / 2, y - 17),
            (x - width / 2, y + 17),
        ):
            box = (left, middle - 7, left + width, middle + 7)
            if left >= 0 and left + width <= MAP_WIDTH and not any(_overlap(box, other) for other in taken):
                labels.append(
                    f'<text class="place" x="{left:.1f}" y="{middle + 4:.1f}">{escape(name)}</text>'
                )
                taken.append(box)
                named.add(name)
                break
    return labels


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _reach(projection: _Projection, place: Place) -> str:
    """The circle in which an event at this place may lie, where it is larger than a marker."""
    x, y = projection.point(place.lon, place.lat)
    radius = place.radius_km / projection.km_per_unit
    return f'<circle class="reach" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>' if radius > 9 else ""


def _beside_others(x: float, y: float, taken: list[Point]) -> Point:
    """The nearest free spot to the right, so that incidents at one place do not hide each other."""
    while any(abs(x - lx) < 17 and abs(y - ly) < 17 for lx, ly in taken):
        x += 18
        if x > MAP_WIDTH - 12:
            x, y = x - 90, y + 18
    return x, y


def _scale_bar(projection: _Projection) -> str:
    kilometres = 2 ** int(log2(max(120 * projection.km_per_unit, 1)))
    length = kilometres / projection.km_per_unit
    y = MAP_HEIGHT - 16
    return (
        f'<path class="scale" d="M16 {y - 4:.0f}V{y:.0f}H{16 + length:.1f}V{y - 4:.0f}"/>'
        f'<text class="scale-text" x="{22 + length:.1f}" y="{y + 2:.0f}">{kilometres} km</text>'
    )


TIMELINE_WIDTH = 860.0
LANE = 26.0


def timeline_svg(incidents: Iterable[tuple[Incident, Assessment]]) -> str | None:
    """Incidents along a line of days, in lanes where they would overlap; None when none has a date."""
    dated = [(number, i, a) for number, (i, a) in enumerate(incidents, 1) if i.when is not None]
    if not dated:
        return None
    dated.sort(key=lambda entry: (entry[1].when.earliest, entry[1].id) if entry[1].when else (date.min, ""))
    first = min(i.when.earliest for _, i, _ in dated if i.when)
    days = (max(i.when.latest for _, i, _ in dated if i.when) - first).days + 1
    left, right = 16.0, TIMELINE_WIDTH - 60
    per_day = (right - left) / days
    lanes: list[list[tuple[float, float]]] = []
    marks: list[str] = []
    for number, incident, assessed in dated:
        assert incident.when is not None
        start = left + (incident.when.earliest - first).days * per_day
        width = max(((incident.when.latest - incident.when.earliest).days + 1) * per_day, 18.0)
        label = _timeline_label(incident)
        before = start + width + LETTER * len(label) > TIMELINE_WIDTH - 8
        room = LETTER * len(label) + 14
        lane = _lane(lanes, start - room if before else start, start + width + (8 if before else room))
        marks.append(
            _bar((number, incident, assessed), (start, width, 16 + lane * LANE), label, before=before)
        )
    height = 20 + len(lanes) * LANE + 24
    axis = "".join(_tick(first + timedelta(days=d), left + d * per_day, height) for d in _tick_days(days))
    return (
        f'<svg class="timeline" viewBox="0 0 {TIMELINE_WIDTH:.0f} {height:.0f}" role="img" '
        f'aria-label="Timeline of the dated incidents">{axis}{"".join(marks)}</svg>'
    )


def _timeline_label(incident: Incident) -> str:
    kind = event_noun(incident.event_type, incident.sub_event_type)
    return f"{kind}, {incident.where.name}" if incident.where else kind


def _lane(lanes: list[list[tuple[float, float]]], start: float, end: float) -> int:
    """The first lane in which nothing stands between `start` and `end`; the stretch is then taken."""
    for index, taken in enumerate(lanes):
        if all(end <= other_start or other_end <= start for other_start, other_end in taken):
            taken.append((start, end))
            return index
    lanes.append([(start, end)])
    return len(lanes) - 1


def _bar(entry: Numbered, at: tuple[float, float, float], label: str, *, before: bool) -> str:
    """A numbered bar; its label stands behind it, or before it where it would run off the drawing."""
    number, incident, assessed = entry
    start, width, y = at
    colour = OCCURRENCE_COLOURS[assessed.occurrence]
    anchor, x = ("end", start - 6) if before else ("start", start + width + 6)
    return (
        f'<a href="#incident-{short_id(incident.id)}"><title>{escape(words(assessed.occurrence))}</title>'
        f'<rect x="{start:.1f}" y="{y - 8:.1f}" width="{width:.1f}" height="16" rx="8" fill="{colour}"/>'
        f'<text class="number" x="{start + width / 2:.1f}" y="{y + 3.6:.1f}">{number}</text>'
        f'<text class="label" text-anchor="{anchor}" x="{x:.1f}" y="{y + 4:.1f}">{escape(label)}</text></a>'
    )


def _tick_days(days: int) -> range:
    """About eight ticks, at a step that people count in."""
    for step in (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826):
        if days / step <= 9:
            return range(0, days, step)
    return range(0, days, max(days // 8, 1))


def _tick(day: date, x: float, height: float) -> str:
    return (
        f'<path class="tick" d="M{x:.1f} 4V{height - 18:.0f}"/>'
        f'<text class="tick-text" x="{x:.1f}" y="{height - 6:.0f}">{day.isoformat()}</text>'
    )
