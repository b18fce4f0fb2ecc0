"""From letters to meanings: the patterns of time expressions, and how neighbours join into one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from trucewatch.extraction.times import meaning as read
from trucewatch.extraction.times import units, words
from trucewatch.extraction.times.meaning import Item, Meaning
from trucewatch.extraction.times.tokens import Token

Build = Callable[["re.Match[str]", list[Token]], "Meaning | None"]

_NUMBER = r"(?P<n>[dnyq]|w(?:-?w|uw)*|Ivf|Iv|v|Iw|I)"

RULES: tuple[tuple[str, Build], ...] = (
    (r"i", read.whole_date),
    # 12-13 September 2022; September 12-13; 19 and 20 September
    (r"A?(?P<d1>[do])[-tu]A?(?P<d>[do])f?(?P<m>M)\.?(?:,?(?P<y>y))?", read.date),
    (r"A?(?P<m>M)\.?A?(?P<d1>[do])[-tu]A?(?P<d>[do])(?![:/MUmx])(?:,?(?P<y>y))?", read.date),
    # Monday, 4 August 2022; the 5th of May; 3 JAN 90
    (
        r"(?:(?P<W>W)\.?,?)?A?(?P<d>[do])[f-]?(?P<m>M)(?:-(?=\d*[yqd]))?\.?(?:(?:,|f)?(?P<y>y(?!U)|q(?=[-.,;)(]|$)))?",
        read.date,
    ),
    # Monday, Aug. 4, 2022
    (
        r"(?:(?P<W>W)\.?,?)?(?:A|L|AL)?(?P<m>M)\.?A?(?P<d>[do])(?![:./]\d)(?:,?(?P<y>y(?!U)))?",
        read.date,
    ),
    (r"A?(?P<m>M)\.?(?:,|f)?(?P<y>y(?!U)|q(?=[-.,;)(]|$))", read.date),
    (r"A?(?P<mod>[LNXs])?(?P<t>[WMH])", read.named),
    (r"A?(?P<mod>[LNX])(?P<t>S)", read.named),
    (r"A?(?P<t>[SH])(?:,|f|p)?(?P<y>y)", read.named),
    (r"(?<=p)A?(?P<t>S)(?![a-zA-Z])", read.named),
    (r"A?(?P<mod>[LNXsB])(?P<t>[UPCY])", units.unit_shift),
    (r"As(?P<mod>s)(?P<t>[UP])", units.unit_shift),
    (r"IU", units.rate),
    (r"A?(?P<mod>[LNX])" + _NUMBER + r"(?P<U>U)", units.amount),
    (_NUMBER + r"-?x?(?P<U>U)(?P<turn>[grl])", units.amount),
    (_NUMBER + r"(?P<U>U)(?P<turn>[ba])(?=[.,;:]|$)", units.amount),
    (_NUMBER + r"-?(?P<more>x(?=U))?(?P<U>U)", units.amount),
    (r"h-?I?U", units.half),
    (_NUMBER + r"uIh(?P<U>U)", units.and_a_half),
    (_NUMBER + r"(?P<U>U)uIh", units.and_a_half),
    (r"(?:" + _NUMBER + r"-)?(?P<U>U)-?x", units.unit_long),
    (r"p(?P<U>U)", units.bare_plural),
    (r"E(?:" + _NUMBER + r")?U", units.every),
    (r"E(?P<n>)?[WMP]", units.every),
    (r"Q", read.named_set),
    (r"AU(?P<side>[ba])(?P<T>T)", read.deictic),
    (r"(?P<side>(?!))?(?P<T>T)", read.deictic),
    (r"A(?P<U>U)(?P<turn>[ba])(?=[.,;]|$)", units.neighbour_day),
    # "the evening before": not that before a day or a thing which is named next
    (r"A(?P<P>P)(?P<turn>[ba])(?![AIWdoywnNsLXcMKeHST])", read.part_before),
    (r"R", read.reference),
    (r"AU", units.the_weekend),
    (r"(?:A?(?P<G>G)f)AN?(?P<U>U)", units.period_of),
    (r"(?P<c>c)(?P<m>m)?(?P<z>z)?", read.clock),
    (r"(?P<c>d)(?P<m>m)(?P<z>z)?", read.clock),
    (r"(?P<c>[dw])(?P<m>(?!))?O(?P<z>z)?", read.clock),
    (r"(?P<c>[ny])(?P<m>(?!))?(?P<z>z)", read.clock),
    (r"(?P<c>K)(?P<m>(?!))?(?P<z>z)?", read.clock),
    (r"(?P<y>y)", read.year_alone),
    (r"AG?-?(?P<D>D)", read.decade),
    (r"(?P<D>D)", read.decade),
    (r"A?(?P<o>o)-?C", read.century),
    (r"A?(?P<o>o)-?(?P<Y>[Yh])(?:f?(?P<this>AN?U|NU)|(?:f|p)?A?(?:xU)?(?P<y>y)|)", read.quarter),
    (r"Y(?:U)?(?P<y>y)", read.fiscal),
    (r"(?P<j>j)(?:,|f)?(?P<y>y)?", read.quarter_code),
    (r"(?:A|N|pA|p)?(?P<P>P)", read.part),
)
"""Letter patterns (see `tokens.LETTERS`) and what each builds; the longest from the left wins, then the first."""

_COMPILED = tuple((re.compile(pattern), build) for pattern, build in RULES)


def find_items(tokens: list[Token]) -> list[Item]:
    """The expressions among `tokens`, leftmost longest, disjoint, joined with their times of day."""
    letters = "".join(token.letter for token in tokens)
    candidates: list[tuple[int, int, int, Meaning]] = []
    for rank, (pattern, build) in enumerate(_COMPILED):
        for match in pattern.finditer(letters):
            if match.end() == match.start():
                continue
            meaning = build(match, tokens)
            if meaning is not None:
                candidates.append((match.start(), -match.end(), rank, meaning))
    candidates.sort(key=lambda candidate: candidate[:3])
    items: list[Item] = []
    reached = 0
    for first, negative_last, _, meaning in candidates:
        if first >= reached:
            items.append(Item(first=first, last=-negative_last, meaning=meaning))
            reached = -negative_last
    return [
        part
        for item in _with_phases(_join(items, letters), letters, tokens)
        for part in _two_days(item, letters)
    ]


def _two_days(item: Item, letters: str) -> list[Item]:
    """ "12-13 September" is two dates, unless one night spans both."""
    meaning = item.meaning
    if meaning.first_day is None or meaning.part:
        return [item]
    days = [index for index in range(item.first, item.last) if letters[index] in "do"][:2]
    first = replace(meaning, day=meaning.first_day, first_day=None)
    second = replace(meaning, first_day=None)
    return [
        Item(first=item.first, last=days[0] + 1, meaning=first),
        Item(first=days[1], last=item.last, meaning=second),
    ]


_DAYLIKE = ("calendar", "named", "shift")


def _join(items: list[Item], letters: str) -> list[Item]:
    """Days with the clock or part of the day beside them become one expression."""
    joined: list[Item] = []
    for item in items:
        if joined:
            gap = letters[joined[-1].last : item.first]
            merged = _merge(joined[-1], item, gap)
            if merged is not None:
                joined[-1] = merged
                continue
        joined.append(item)
    return joined


def _merge(left: Item, right: Item, gap: str) -> Item | None:
    a, b = left.meaning, right.meaning
    meaning = None
    if a.kind == "calendar" and a.day and a.year is None and b.kind == "shift" and b.unit == "Y" and not gap:
        meaning = replace(a, step=b.step)
    elif (
        _is_day(a)
        and b.kind == "part"
        and a.clock is None
        and a.part is None
        and gap in ("", "p", ",", "pA", "G")
    ):
        meaning = replace(a, part=b.part)
    elif (
        _is_day(a)
        and b.kind == "clock"
        and a.clock is None
        and gap in ("", ",", "p", ",p", "[", "(", "-", "pp", ",A", "|")
    ):
        meaning = replace(a, clock=b.clock)
    elif a.kind == "part" and _is_day(b) and b.clock is None and gap in ("", "f", "p", "t", ",", "fA"):
        meaning = replace(b, part=a.part)
    elif (
        a.kind == "clock"
        and _is_day(b)
        and b.clock is None
        and gap in ("", ",", "p", ",p", "f", "(", ",pA", "pA")
    ):
        meaning = replace(b, clock=a.clock)
    elif a.kind == "clock" and b.kind == "part" and gap in ("", "pA", "p"):
        meaning = _clock_in_part(a, b)
    elif a.kind == "shift" and a.part == "NI" and a.unit == "D" and _is_day(b) and gap in ("t", "p", "pA"):
        meaning = replace(b, part="NI", phase="overnight")
    return Item(first=left.first, last=right.last, meaning=meaning) if meaning else None


def _clock_in_part(clock: Meaning, part: Meaning) -> Meaning:
    """ "5:30 in the afternoon"."""
    stated = clock.clock
    if (
        stated
        and stated.hour < 12
        and part.part in ("AF", "EV", "NI")
        and not (part.part == "NI" and stated.hour < 6)
    ):
        return replace(clock, clock=replace(stated, hour=stated.hour + 12))
    return clock


def _is_day(meaning: Meaning) -> bool:
    if meaning.kind == "calendar":
        return meaning.day is not None
    if meaning.kind == "named":
        return meaning.unit in ("weekday", "holiday")
    return meaning.kind == "shift" and meaning.unit == "D"


_PHASE_BEFORE = re.compile(r"(?:A?Gf(?:A)?|G-?|rl?|l)$")


def _with_phases(items: list[Item], letters: str, tokens: list[Token]) -> list[Item]:
    """ "early March", "the end of October", "earlier this week": the phase is kept and belongs to the expression."""
    result = []
    reached = 0
    for item in items:
        before = _PHASE_BEFORE.search(letters, max(reached, item.first - 4), item.first)
        if before and item.meaning.kind in (*_DAYLIKE, "stretch") and item.meaning.phase is None:
            phase = next(
                (words.PHASES[t.word] for t in tokens[before.start() : item.first] if t.letter == "G"), None
            )
            if phase is None:
                phase = "START" if "r" in before.group() else "END"
            if letters[before.start()] not in "rl" or item.meaning.kind == "shift":
                item = Item(first=before.start(), last=item.last, meaning=replace(item.meaning, phase=phase))
        result.append(item)
        reached = item.last
    return result
