"""Small multiples of the patterns: one panel each for places, kinds and sides, bars of two periods in each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from trucewatch.reporting.counting import period_words
from trucewatch.reporting.patterns import Pattern, Patterns

WIDTH = 300.0
"""Of one panel: three stand side by side on a desk, one under another on a telephone."""
ROWS = 7
"""Bars of a panel; the tables hold all of them."""
ROW, TOP, BAR = 46.0, 30.0, 11.0
LETTERS = 46
NOW_COLOUR, BEFORE_COLOUR, CONTESTED_COLOUR = "#23527c", "#b7bdc9", "#c2662d"
"""Told apart by shade as well as hue, so that a grey print still reads."""
PANELS = (("Place", "by_place", "place"), ("Kind", "by_kind", "kind"), ("Accused side", "by_side", "side"))


def pattern_panels(found: Patterns) -> tuple[str, ...]:
    """One drawing a panel; none where nothing is counted."""
    most = max(
        (
            len(tally.incidents)
            for row in (*found.by_place, *found.by_kind, *found.by_side)
            for tally in (row.now, row.before)
        ),
        default=0,
    )
    if not most:
        return ()
    return tuple(
        _panel(title, getattr(found, rows), field, most, found)
        for title, rows, field in PANELS
        if getattr(found, rows)
    )


def _panel(title: str, rows: Sequence[Pattern], field: str, most: int, found: Patterns) -> str:
    shown = rows[:ROWS]
    height = TOP + ROW * len(shown) + (16 if len(rows) > ROWS else 2)
    name = f"panel-{field}"
    parts = [
        f'<svg class="panel" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-labelledby="{name}-title {name}-text">',
        f'<title id="{name}-title">{escape(f"Incidents by {title.lower()}")}</title>',
        f'<desc id="{name}-text">{escape(_in_words(rows, field, found))}</desc>',
        f'<text class="panel-title" x="0" y="15">{escape(title)}</text>',
    ]
    for number, row in enumerate(shown):
        parts.append(_bars(row, str(getattr(row, field)), TOP + ROW * number, most))
    if len(rows) > ROWS:
        more = f"and {len(rows) - ROWS} more in the table"
        parts.append(f'<text class="panel-note" x="0" y="{height - 4:.0f}">{more}</text>')
    return "".join([*parts, "</svg>"])


def _bars(row: Pattern, label: str, y: float, most: int) -> str:
    """The label, and under it the bar of the period and the bar of the one before, each with its number."""
    shown = label if len(label) <= LETTERS else f"{label[: LETTERS - 1]}…"
    drawn = [f'<text class="panel-label" x="0" y="{y + 10:.0f}">{escape(shown)}</text>']
    room = WIDTH - 30
    for tally, colour, top in ((row.now, NOW_COLOUR, y + 15), (row.before, BEFORE_COLOUR, y + 15 + BAR + 2)):
        count, contested = len(tally.incidents), len(tally.contested)
        width = room * count / most
        sure = room * (count - contested) / most
        if count:
            drawn.append(_bar(0, sure, top, colour))
            # Contested incidents are outlined, not filled: seen without colour too.
            drawn.append(_outlined(sure, width - sure, top, colour))
        drawn.append(
            f'<text class="panel-count" x="{width + 5:.1f}" y="{top + BAR - 1.5:.1f}">{count}</text>'
        )
    return "".join(drawn)


def _bar(x: float, width: float, y: float, colour: str) -> str:
    if width <= 0:
        return ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR:.0f}" fill="{colour}"/>'


def _outlined(x: float, width: float, y: float, colour: str) -> str:
    if width <= 0:
        return ""
    return (
        f'<rect x="{x + 0.75:.1f}" y="{y + 0.75:.1f}" width="{max(width - 1.5, 0.5):.1f}" height="{BAR - 1.5:.1f}" '
        f'fill="#fff" stroke="{colour}" stroke-width="1.5"/>'
        f'<path d="M{x + 2:.1f} {y + BAR / 2:.1f}H{x + width - 2:.1f}" stroke="{CONTESTED_COLOUR}" stroke-width="2" '
        'stroke-dasharray="3 2"/>'
    )


def _in_words(rows: Sequence[Pattern], field: str, found: Patterns) -> str:
    """All that the panel shows, for who cannot see it."""
    counts = "; ".join(
        f"{getattr(row, field)}: {len(row.now.incidents)}, before {len(row.before.incidents)}"
        + (f", contested {n}" if (n := len(row.now.contested) + len(row.before.contested)) else "")
        for row in rows
    )
    return f"{period_words(found.period)} against {period_words(found.before)}. {counts}."


LEGEND = (
    ("in the period", NOW_COLOUR, "filled"),
    ("in the period before", BEFORE_COLOUR, "filled"),
    ("outlined: contested", CONTESTED_COLOUR, "contested"),
)
"""Words, colour, and how the swatch is drawn."""
