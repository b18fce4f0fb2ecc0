"""Freedom of movement: per area and traffic the state, since when, by whom it is said, and in which words."""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.records import AreaAccess, Section, Sentence, Table
from trucewatch.reporting.phrasing import TRAFFIC_NOUNS, words
from trucewatch.reporting.quotations import Quotations
from trucewatch.reporting.register import Register
from trucewatch.reporting.rows import RowBasis
from trucewatch.reporting.sentences import SentenceBuilder, long_date, one_line
from trucewatch.situation import Situation

TITLE = "Freedom of movement and access"
NO_AREA = "area not told"
LONGEST_CELL = 160
"""Characters of a quotation in the table."""


def movement_section(register: Register, situation: Situation) -> Section:
    """One sentence for each state that is told, and the table, in which the pack's own rows stand too."""
    quotations = Quotations(register.documents)
    rows = tuple(_row(one, situation, quotations) for one in register.access)
    table = Table(
        title="Access by area and traffic",
        columns=("Area", "Traffic", "State", "Since", "Until", "Said by", "Words of the source, or basis"),
        rows=rows,
        records=tuple(one.id for one in register.access),
    )
    told = tuple(_sentence(one, situation, quotations) for one in register.access if one.evidence)
    return Section(title=TITLE, sentences=told, tables=(table,) if rows else ())


def _row(one: AreaAccess, situation: Situation, quotations: Quotations) -> tuple[str, ...]:
    basis = f"situation pack: {one.source}"
    if one.evidence:
        shown = quotations.whole(one.evidence[0], LONGEST_CELL)
        basis = f"“{one_line(shown.evidence.quote)}{' …' if shown.cut else ''}”"
    return (
        one.area.name if one.area else NO_AREA,
        TRAFFIC_NOUNS.get(one.traffic, one.traffic),
        _state(one),
        one.since.isoformat() if one.since else "not told",
        one.until.isoformat() if one.until else "not told",
        _teller(one, situation),
        basis,
    )


def _state(one: AreaAccess) -> str:
    return f"{words(one.state)}, after it was {words(one.after)}" if one.after else words(one.state)


def _teller(one: AreaAccess, situation: Situation) -> str:
    if one.by is None:
        return "not resolved" if one.evidence else "not told"
    known = situation.sides.get(one.by)
    return known.name if known else one.by


def _sentence(one: AreaAccess, situation: Situation, quotations: Quotations) -> Sentence:
    line = SentenceBuilder(about=one.record).cite(one.evidence)
    if one.area is not None:
        line.name(one.area.name, "resolved_place", [one.record])
    else:
        line.plain("Area not told")
    line.plain(f", {TRAFFIC_NOUNS.get(one.traffic, one.traffic)}: ")
    line.derived(_state(one), "ledger_state", [one.record])
    if one.by is not None:
        line.plain(", as told by ").derived(_teller(one, situation), "resolved_side", [one.record])
    if one.since is not None:
        line.plain(" on ").derived(long_date(one.since), "resolved_date", [one.record])
    line.plain(": ").quotation(quotations.whole(one.evidence[0]))
    if one.until is not None:
        line.plain("; the opposite is told on ").derived(long_date(one.until), "resolved_date", [one.record])
    return line.stop()


def movement_rows(register: Register, situation: Situation) -> Iterator[RowBasis]:
    """Each row of the table with its quotations."""
    quotations = Quotations(register.documents)
    for one in register.access:
        area, traffic, state, since, until, by, basis = _row(one, situation, quotations)
        facts = [f"Since {since}, until {until}; said by {by}.", f"Taken from {one.record}."]
        if not one.evidence:
            facts.append(f"Basis: {basis}.")
        yield RowBasis(
            id=one.id,
            kind="access",
            says=f"{area}, {traffic}: {state}",
            facts=tuple(facts),
            cited=tuple((state, quote) for quote in one.evidence),
        )
    for listed in situation.areas:
        facts = [f"Listed by the situation pack; watched: {'yes' if listed.monitored else 'no'}."]
        facts += [
            f"{TRAFFIC_NOUNS[row.traffic]}: {row.state}, since {row.since or 'not told'}, until {row.until or 'not told'}, "
            f"said by {row.by or 'nobody named'}; {row.source or 'no source given'}"
            for row in listed.access
        ]
        yield RowBasis(id=listed.id, kind="area", says=listed.place.name, facts=tuple(facts))
