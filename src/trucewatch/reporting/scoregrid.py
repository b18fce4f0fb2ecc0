"""The scorecard as a drawing: a row a provision, a column a period, up to three marks in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from trucewatch.records import SCORE_WORDS, ProvisionScore
from trucewatch.reporting.phrasing import words
from trucewatch.reporting.register import Register
from trucewatch.reporting.scorecard import in_force_from, scores_by_provision, short_period
from trucewatch.situation import Agreement, Situation

LABELS, COLUMN, ROW, TOP = 196.0, 70.0, 26.0, 44.0
MARK = 11.0
LONGEST_LABEL, LONGEST_TITLE = 30, 52
PROPOSED_COLOUR, EMPTY_COLOUR, SET_COLOUR = "#23527c", "#d9dee6", "#1f5a34"
"""What is proposed is filled; what a person set is outlined beneath it, so that a grey print tells them apart."""


def score_grids(register: Register, situation: Situation) -> tuple[str, ...]:
    """One drawing for each agreement of which any provision has a score."""
    rows = scores_by_provision(register.scores)
    return tuple(
        _grid(agreement, rows)
        for agreement in situation.agreements
        if any(_scored(rows.get(p.id, ())) for p in agreement.provisions)
    )


def _scored(scores: Sequence[ProvisionScore]) -> bool:
    return any(score.proposed is not None or score.set_to is not None for score in scores)


def _grid(agreement: Agreement, rows: Mapping[str, Sequence[ProvisionScore]]) -> str:
    first = in_force_from(agreement, rows[agreement.provisions[0].id])
    told = {p.id: rows[p.id][first:] for p in agreement.provisions}
    columns = told[agreement.provisions[0].id]
    width, height = LABELS + COLUMN * len(columns), TOP + ROW * len(told) + 2
    name = f"scores-{escape(agreement.id.lower(), quote=True)}"
    parts = [
        f'<svg class="panel grid" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-text">',
        f'<title id="{name}-title">{escape(f"Scores by provision and period: {agreement.title}")}</title>',
        f'<desc id="{name}-text">{escape(_in_words(agreement, told))}</desc>',
    ]
    parts.append(
        f'<text class="panel-title" x="0" y="14">{escape(_cut(agreement.title, LONGEST_TITLE))}</text>'
    )
    parts.append('<text class="panel-note" x="0" y="34">period ending on</text>')
    parts += [
        f'<text class="panel-note" x="{LABELS + COLUMN * n:.0f}" y="34">{score.period.end}</text>'
        for n, score in enumerate(columns)
    ]
    for number, provision in enumerate(agreement.provisions):
        y = TOP + ROW * number
        shown = _cut(f"{provision.number} {words(provision.type)}", LONGEST_LABEL)
        parts.append(f'<path class="tick" d="M0 {y - 3:.0f}H{width:.0f}"/>')
        parts.append(f'<text class="panel-label" x="0" y="{y + 14:.0f}">{escape(shown)}</text>')
        parts += [_cell(score, LABELS + COLUMN * n, y) for n, score in enumerate(told[provision.id])]
    return "".join([*parts, "</svg>"])


def _cut(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def _cell(score: ProvisionScore, x: float, y: float) -> str:
    drawn = (
        [] if score.proposed is None else _marks(score.proposed, x, y + 2, 10 if score.set_to is None else 8)
    )
    if score.proposed is None and score.set_to is None:
        drawn.append(f'<text class="panel-note" x="{x:.0f}" y="{y + 13:.0f}">–</text>')
    if score.set_to is not None:
        top = y + 12
        drawn.append(
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{3 * (MARK + 2) - 2:.1f}" height="9" fill="none" '
            f'stroke="{SET_COLOUR}" stroke-width="1.2"/>'
        )
        if score.set_to:
            full = score.set_to / 3 * (3 * (MARK + 2) - 6)
            drawn.append(
                f'<rect x="{x + 2:.1f}" y="{top + 2:.1f}" width="{full:.1f}" height="5" fill="{SET_COLOUR}"/>'
            )
    return "".join(drawn)


def _marks(score: int, x: float, y: float, height: float) -> list[str]:
    return [
        f'<rect x="{x + n * (MARK + 2):.1f}" y="{y:.1f}" width="{MARK:.0f}" height="{height:.0f}" '
        f'fill="{PROPOSED_COLOUR if n < score else EMPTY_COLOUR}"/>'
        for n in range(3)
    ]


def _in_words(agreement: Agreement, told: Mapping[str, Sequence[ProvisionScore]]) -> str:
    """All that the drawing shows, for who cannot see it."""
    lines = []
    for provision in agreement.provisions:
        scores = "; ".join(
            f"{short_period(score.period)}: {_score_words(score)}" for score in told[provision.id]
        )
        lines.append(f"Provision {provision.number}, {words(provision.type)}: {scores}.")
    return " ".join(lines)


def _score_words(score: ProvisionScore) -> str:
    proposed = (
        "none" if score.proposed is None else f"{score.proposed} proposed, {SCORE_WORDS[score.proposed]}"
    )
    return proposed if score.set_to is None else f"{proposed}; {score.set_to} set by a person"


LEGEND = (
    ("proposed by rule, of three", PROPOSED_COLOUR, "filled"),
    ("set by a named person", SET_COLOUR, "outlined"),
)
"""Words, colour, and how the swatch is drawn."""
