"""Which time of a sentence is that of an act: of its own clause first, of a clause about something else never.

In "bombed the market on Wednesday, the worst attack since a truce took effect on Sunday" nothing happened to the market on
Sunday; in "struck on Friday, a day after rebels fired" the rebels fired on Thursday; a dateline's day is the day of writing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from trucewatch.extraction.events.answers import ANSWER
from trucewatch.extraction.events.attachment import FAR, SPEAKING, distance, governing_verb
from trucewatch.extraction.events.datelines import dateline_end
from trucewatch.extraction.events.triggers import lemma_of, trigger_table
from trucewatch.extraction.phrases import upwards
from trucewatch.records import TimeExpression, TimePrecision, TimeRange

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

_ELSEWHEN = frozenset({"since", "until", "till", "before"})
"""A clause or phrase after these tells of another time than the act that it is said of."""

_SEQUEL = frozenset({"after", "following"})
_HAPPENING = frozenset(
    "take occur happen begin start come break erupt last continue carry conduct launch".split()
)
_PARTS_OF_DAY = frozenset(
    "dawn daybreak sunrise morning noon midday afternoon dusk sunset nightfall evening night midnight hours".split()
)
_MODIFYING = frozenset({"nummod", "compound", "amod", "nmod"})
_ASIDE = frozenset({"relcl", "acl"})
MOST_DAYS = 60
"""Counted days beyond this are no news of one report."""

_DAYS = {"day": 1, "week": 7}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A time expression together with the token that heads it in the parse."""

    head: Token
    time: TimeExpression
    in_dateline: bool = False
    """True for the day that a report opens with: "BEIRUT, May 27 - "."""


def heads_of_times(doc: Doc, times: Iterable[TimeExpression]) -> list[Located]:
    starts = [token.idx for token in doc]
    return [
        Located(head=head, time=time)
        for time in times
        if (head := _head_of(doc, starts, time.start, time.end)) is not None
    ]


def words_within(doc: Doc, times: Iterable[TimeExpression]) -> frozenset[int]:
    starts = [token.idx for token in doc]
    words: set[int] = set()
    for time in times:
        words.update(range(bisect_left(starts, time.start), bisect_left(starts, time.end)))
    return frozenset(words)


def in_sentence(found: Sequence[Located], sentence: Tokens) -> list[Located]:
    low = bisect_left(found, sentence.start, key=lambda item: item.head.i)
    high = bisect_left(found, sentence.end, key=lambda item: item.head.i)
    if low == high:
        return []
    opening = dateline_end(sentence)
    return [replace(item, in_dateline=item.time.end <= opening) for item in found[low:high]]


def time_of(trigger: Token, times: Sequence[Located]) -> tuple[TimeExpression | None, TimeExpression | None]:
    """The time of the event, and the time at which it was told, of those in its sentence."""
    own: list[tuple[int, int, int, TimeExpression]] = []
    told: list[tuple[int, int, int, TimeExpression]] = []
    for item in times:
        if item.time.range is None:
            continue
        verb = governing_verb(item.head)
        steps = (distance(trigger, item.head), abs(trigger.i - item.head.i), item.time)
        telling = verb is not None and verb.i != trigger.i and lemma_of(verb) in SPEAKING
        if telling and not item.in_dateline and _before_teller(trigger, item.head, verb):
            own.append((0, *steps))
            continue
        if item.in_dateline or (telling and not _under(trigger, item.head, verb)):
            told.append((0, *steps))
            continue
        away = None if _dates_a_thing(item, trigger) else remoteness(trigger, item.head)
        if away is not None:
            own.append((away, *steps))
    return _shifted(trigger, _nearest(own)), _nearest(told)


def _dates_a_thing(item: Located, trigger: Token) -> bool:
    """True for "the 2016 peace deal"."""
    of_year = item.time.range is not None and item.time.range.precision is TimePrecision.YEAR
    head = item.head.head
    return of_year and item.head.dep_ in _MODIFYING and head.pos_ in ("NOUN", "PROPN") and head != trigger


def remoteness(trigger: Token, time: Token) -> int | None:
    """How far a time's clause is from that of an act: 0 its own; None where the clause tells of another time."""
    climbed = {node.i for node in upwards(trigger, FAR)}
    steps = 0
    for node in upwards(time, FAR):
        if node.i in climbed:
            return steps + _left_behind(trigger, node)
        steps += _crossing(node, trigger)
        if steps >= FAR:
            return None
    return steps


def _crossing(node: Token, trigger: Token) -> int:
    """What it costs to leave the clause or phrase that `node` heads; `FAR` where it tells of another time."""
    if node.lower_ in ANSWER and node.dep_ == "pobj":
        return FAR  # "in response to the shots of last night": the night is the shots'
    match node.dep_:
        case "relcl" | "acl":
            if node.head.i == trigger.i:
                return 0 if lemma_of(node) in _HAPPENING or node.dep_ == "acl" else 1
            # "the truce decreed in May", "a mine laid in 2015": when something else was done.
            return 2 if node.dep_ == "acl" and (node.tag_ != "VBN" or lemma_of(node) in _HAPPENING) else FAR
        case "advcl":
            marks = {child.lower_ for child in node.children if child.dep_ in ("mark", "advmod", "prep")}
            return FAR if marks & _ELSEWHEN else 2 if marks & _SEQUEL else 1
        case "pcomp":
            return FAR if node.head.lower_ in _ELSEWHEN else 2
        case "pobj" if (
            node.head.lower_ in _ELSEWHEN and node.pos_ == "NOUN" and node.lower_ not in _PARTS_OF_DAY
        ):
            return FAR
        case "conj" if node.pos_ in ("VERB", "AUX"):
            return 1
    return 0


def _left_behind(trigger: Token, shared: Token) -> int:
    """What lies between an act and the word that it shares with a time: a clause of its own takes it away."""
    steps = 0
    for node in upwards(trigger, FAR):
        if node.i == shared.i:
            break
        if node.dep_ == "advcl" and any(
            child.lower_ in _ELSEWHEN for child in node.children if child.dep_ == "mark"
        ):
            steps += 2
        elif node.dep_ in _ASIDE:
            steps += 1
    return steps


def _shifted(trigger: Token, time: TimeExpression | None) -> TimeExpression | None:
    """The time of an act that is told as "a day after" or "two days before" another, by the other's."""
    if time is None or time.range is None:
        return time
    for node in upwards(trigger, FAR):
        if node.left_edge.idx <= time.start < node.right_edge.idx + len(node.right_edge):
            return time  # it stands in the act's own clause
        if node.dep_ == "advcl":
            days = _days_between(node)
            span = time.range
            if days is None or span.latest - span.earliest > timedelta(days=1):
                return time
            return replace(time, range=_moved(span, days))
    return time


def days_from(trigger: Token) -> int | None:
    """1 for "A day after the clash, a bomb went off": how many days from what is named to the act."""
    for node in upwards(trigger, FAR):
        spans = [child for child in node.children if child.dep_ == "npadvmod" and lemma_of(child) in _DAYS]
        for word in [*node.children, *(child for span in spans for child in span.children)]:
            if word.dep_ == "prep" and word.lower_ in ("after", "before") and _names_an_act(word):
                days = _counted(word) or (_count_of(word.head) if word.head in spans else None)
                return days if days is None or word.lower_ == "after" else -days
        if node.pos_ in ("VERB", "AUX"):
            return None
    return None


def _names_an_act(preposition: Token) -> bool:
    return any(
        child.dep_ == "pobj" and (lemma_of(child), "NOUN") in trigger_table()
        for child in preposition.children
    )


def _counted(head: Token) -> int | None:
    """The days of "two days after", "a week before", where the words hang on the preposition or the clause."""
    spans = (child for child in head.children if child.dep_ == "npadvmod" and lemma_of(child) in _DAYS)
    return next(map(_count_of, spans), None)


def _count_of(span: Token) -> int:
    counts = [_COUNTS.get(c.lower_) or (int(c.text) if c.text.isdecimal() else None) for c in span.children]
    number = next((count for count in counts if count is not None and count < MOST_DAYS), 1)
    return number * _DAYS[lemma_of(span)]


def _days_between(clause: Token) -> int | None:
    """-1 for "a day after (it fired)": how many days from the main act to the one of the clause."""
    marks = {child.lower_ for child in clause.children if child.dep_ == "mark"}
    days = _counted(clause)
    if days is None or not marks & {"after", "before"}:
        return None
    return -days if "after" in marks else days


def _moved(span: TimeRange, days: int) -> TimeRange:
    moved = timedelta(days=days)
    return replace(
        span, earliest=span.earliest + moved, latest=span.latest + moved, start_clock=None, end_clock=None
    )


_BLEEDING = frozenset("bleed succumb".split())


def is_later_death(token: Token) -> bool:
    """ "One trader, who bled to death on 15 April": the day of a death that an aside tells is not the attack's."""
    for node in upwards(token, FAR):
        if lemma_of(node) in _BLEEDING:
            return True
        if node.dep_ == "relcl":
            return lemma_of(node) in ("die", "perish")
    return False


def _under(trigger: Token, time: Token, verb: Token | None) -> bool:
    """True when the time stands between the trigger and the verb of saying, inside what is said."""
    if verb is None:
        return True
    below = next((node for node in upwards(trigger, FAR) if node.head.i == verb.i), None)
    return below is not None and below.left_edge.i <= time.i <= below.right_edge.i


def _before_teller(trigger: Token, time: Token, verb: Token | None) -> bool:
    """True for the Monday of "a shell hit the village, on Monday, the mayor said": it stands in what is said."""
    if verb is None or not trigger.i < time.i < verb.i:
        return False
    tellers = [child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")]
    return bool(tellers) and time.i < tellers[-1].left_edge.i and trigger.i < tellers[-1].left_edge.i


def _nearest(scored: list[tuple[int, int, int, TimeExpression]]) -> TimeExpression | None:
    return min(scored, key=lambda entry: entry[:3])[3] if scored else None


def _head_of(doc: Doc, starts: list[int], start: int, end: int) -> Token | None:
    """The word of a span whose own head lies outside of it."""
    low = max(bisect_left(starts, start + 1) - 1, 0)
    high = bisect_left(starts, end)
    for token in doc[low : min(high, low + 40)]:
        if not (low <= token.head.i < high) or token.head == token:
            return token
    return doc[low] if low < len(doc) else None
