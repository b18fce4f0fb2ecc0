"""What speaks for each side that may have given a figure; each feature is one weight of the model."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.casualties.claimants import OUTLET, Turn, Voices, side_of
from trucewatch.extraction.casualties.harm import Harm
from trucewatch.records import Statement
from trucewatch.records.calendar import MONTH_NAMES, WEEKDAY_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Token

WITNESS = "WIT"
BACK, ON = 6, 2
"""Sentences before and after a figure in which turns are looked at."""
LONGEST = 600
"""Characters of a sentence that are looked at."""
SAME_NUMBER = 40
"""Other figures with the same number that are looked at."""
RANKS = (
    "cover0",
    "cover1",
    "cover2",
    "chain",
    "here",
    "last",
    "second",
    "next",
    "earlier",
    "echo",
    "named",
    "own",
)
"""How near a side stands to a figure, the nearest first."""

_ELSEWHEN = re.compile(
    rf"(?:On|In|At|Since|During) (?:\w+ ){{0,2}}?(?:\d|{'|'.join(WEEKDAY_NAMES + MONTH_NAMES)})|"
    r"(?:Last|Earlier|Previously|Separately|Meanwhile|A (?:day|week|month|year) (?:ago|earlier|before))\b"
)
"""A sentence that begins with another time, or elsewhere, often tells background, no longer what was said before."""
_WE = re.compile(r"\b(?:we|our|us|ours|I|my)\b", re.IGNORECASE)
_CARE = re.compile(
    r"\b(?:hospital|clinic|morgue|doctor|medic|nurse|surgeon|ward|patient|ambulance)\w*", re.IGNORECASE
)
_LOCALS = re.compile(
    r"\b(?:villager|resident|witness|relative|neighbour|neighbor|local|survivor|mourner)\w*", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One figure of a document, the noun for who was harmed, and their side where their words name it."""

    harm: Harm
    noun: Token
    people: str | None

    @property
    def number(self) -> tuple[object, ...]:
        return self.harm.category, self.harm.count.low, self.harm.count.high


class ClaimantFeatures:
    """Reads the features of one document's figures."""

    def __init__(self, voices: Voices, told: Sequence[Told]) -> None:
        self._voices = voices
        self._spoken = Counter(turn.side for turn in voices.turns)
        self._same: dict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
        for one in told:
            at = one.harm.count.start
            covering = voices.around(at)
            side = side_of(covering[0]) if covering else None
            if side not in (None, OUTLET) and one.harm.count.word is None and not self._in_headline(at):
                assert side is not None
                self._same[one.number].append((voices.sentence_of(at), side))
        self._echoed: dict[int, set[str]] = defaultdict(set)
        for one in told:
            at = voices.sentence_of(one.harm.count.start)
            self._echoed[at] |= {side for place, side in self._same[one.number][:SAME_NUMBER] if place != at}

    def weigh(self, told: Told) -> dict[str | None, set[str]]:
        """The candidates with what is true of each; None stands for a speaker whose side nobody knows."""
        where: dict[str | None, list[str]] = defaultdict(list)
        detail: dict[str | None, set[str]] = defaultdict(set)
        for side, rank, names in self._signals(told):
            where[side].append(rank)
            detail[side] |= {rank, *(f"{rank} {name}" for name in names)}
        where[self._voices.own].append("own")
        for side in (OUTLET, WITNESS):
            where.setdefault(side, [])
        flags = self._flags(told)
        state = self._state(told)
        found: dict[str | None, set[str]] = {}
        for side, ranks in where.items():
            best = min(ranks, key=RANKS.index, default="nowhere")
            sort = self._sort(side)
            found[side] = {
                *detail[side],
                *(f"{state}: {name}" for name in detail[side]),
                *(f"{flag}| {best}" for flag in flags),
                *(f"{sort}| {name}" for name in (best, state, f"{state}: {best}", *flags)),
                *self._of_people(told, side, best),
                *(f"best {best}", f"{state}: {best}", sort),
            }
        return found

    # --- what speaks for a side ---------------------------------------------------------------------------------

    def _signals(self, told: Told) -> Iterator[tuple[str | None, str, list[str]]]:
        at = told.harm.count.start
        sentence = self._voices.sentence_of(at)
        covering = self._covering(told)
        for depth, statement in enumerate(covering[:3]):
            turn = Turn(statement=statement, at=at, sentence=sentence)
            yield turn.side, f"cover{depth}", self._manner(turn)
            for outer in statement.chain:
                yield outer.side, "chain", []
        inside = {statement.id for statement in covering}
        near = [
            t for t in self._voices.turns_in(sentence - BACK, sentence + ON) if t.statement.id not in inside
        ]
        for turn in near:
            if turn.sentence == sentence:
                yield turn.side, "here", [*self._manner(turn), *self._bond(turn, told.harm)]
        yield from self._before([t for t in near if t.sentence < sentence], sentence)
        after = [t for t in near if t.sentence > sentence]
        if after:
            turn = after[0]
            gap = f"{turn.sentence - sentence} {self._apart(turn.sentence, sentence)}"
            yield turn.side, "next", [gap, *self._manner(turn)]
        for side in sorted(self._echoed[sentence]):
            yield side, "echo", ["same" if side in self._givers(told, sentence) else "beside"]
        yield from self._named(at)

    def _givers(self, told: Told, sentence: int) -> set[str]:
        """The sides that give the same number in another sentence."""
        return {side for at, side in self._same[told.number][:SAME_NUMBER] if at != sentence}

    def _before(self, turns: Sequence[Turn], sentence: int) -> Iterator[tuple[str | None, str, list[str]]]:
        seen: list[str | None] = []
        for turn in reversed(turns):
            if turn.side in seen:
                continue
            rank = "last" if not seen else "second" if len(seen) == 1 else "earlier"
            seen.append(turn.side)
            apart = self._apart(turn.sentence, sentence)
            gap = min(3, sentence - turn.sentence)
            yield turn.side, rank, [apart, f"{gap} {apart}", *self._manner(turn)]

    def _named(self, at: int) -> Iterator[tuple[str | None, str, list[str]]]:
        """Sides named in the sentence."""
        around = self._voices.sentence_around(at)
        text = self._voices.text[around.start : min(around.end, around.start + LONGEST)]
        for name in self._voices.situation.find_actors(text):
            if name.side:
                where = "before" if around.start + name.start < at else "after"
                yield name.side, "named", [where, name.kind, "of them" if name.demonym else "itself"]

    def _manner(self, turn: Turn) -> list[str]:
        statement = turn.statement
        speaker = statement.speaker
        names = [f"{statement.stance}"]
        if speaker is not None and speaker.name is not None and speaker.name != speaker.text:
            names.append("by another name")
        if statement.cue is None:
            names.append("without cue")
        return names

    def _bond(self, turn: Turn, harm: Harm) -> list[str]:
        """How the words of speech hang together with the word of harm."""
        trigger = harm.trigger
        names = ["before" if turn.at < harm.count.start else "after"]
        cue = turn.statement.cue
        words = (
            trigger.doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue is not None else None
        )
        if words is not None and len(words):
            tokens = {word.i for word in words}
            above = {trigger.i, *(token.i for token in trigger.ancestors)}
            names.append("cue above" if tokens & above else "cue beside")
            if any(token.i == trigger.i for word in words for token in (word, *word.ancestors)):
                names.append("cue below")
            names.append("near" if abs(words[0].i - trigger.i) <= 8 else "far")
        return names

    def _apart(self, one: int, other: int) -> str:
        gap = abs(self._voices.paragraph_of(one) - self._voices.paragraph_of(other))
        return ("same paragraph", "next paragraph")[gap] if gap < 2 else "far paragraph"

    def _of_people(self, told: Told, side: str | None, best: str) -> Iterator[str]:
        if told.people is not None and side not in (None, OUTLET, WITNESS):
            whose = "own people" if told.people == side else "others' people"
            yield from (whose, f"{whose}| {best}")
        share = self._spoken[side]
        if share and len(self._spoken) == 1:
            yield "sole voice"
        elif share and share == max(self._spoken.values()):
            yield "most voices"

    # --- the figure -----------------------------------------------------------------------------------------------

    def _covering(self, told: Told) -> list[Statement]:
        """The statements around a figure; who is named in a headline need not be who gives the number in the text."""
        at = told.harm.count.start
        if self._in_headline(at) and self._givers(told, 0):
            return []
        return self._voices.around(at)

    def _state(self, told: Told) -> str:
        """Whether the figure stands in somebody's words, beside them, behind them, or by itself."""
        at = told.harm.count.start
        if self._covering(told):
            return "covered"
        sentence = self._voices.sentence_of(at)
        if self._voices.turns_in(sentence, sentence):
            return "voiced"
        before = self._voices.turns_in(sentence - 2, sentence - 1)
        if before and self._voices.paragraph_of(before[-1].sentence) == self._voices.paragraph_of(sentence):
            return "behind"
        return "bare"

    def _flags(self, told: Told) -> list[str]:
        harm = told.harm
        at = harm.count.start
        around = self._voices.sentence_around(at)
        text = self._voices.text[around.start : min(around.end, around.start + LONGEST)]
        sentence = self._voices.sentence_of(at)
        flags = [f"{harm.category}", *self._heard(told, sentence)]
        if self._in_headline(at):
            flags.append("headline")
        elif sentence < 2:
            flags.append("lead")
        for name, pattern in (("elsewhen", _ELSEWHEN), ("we", _WE), ("care", _CARE), ("locals", _LOCALS)):
            if (pattern.match if pattern is _ELSEWHEN else pattern.search)(text):
                flags.append(name)
        if self._givers(told, sentence):
            flags.append("given elsewhere")
        if harm.count.high == 0:
            flags.append("zero")
        if self._voices.is_speaker(at):
            flags.append("harmed speaker")
        if self._voices.own != OUTLET:
            flags.append("party's")
        return flags

    def _heard(self, told: Told, sentence: int) -> Iterator[str]:
        """What sort of speaker is heard there, or was heard last."""
        covering = self._covering(told)
        near = self._voices.turns_in(sentence - 2, sentence)
        statement = covering[0] if covering else near[-1].statement if near else None
        if statement is None:
            return
        yield f"heard {self._sort(side_of(statement))}"

    def _in_headline(self, at: int) -> bool:
        return self._voices.is_headline(self._voices.sentence_of(at))

    def _sort(self, side: str | None) -> str:
        if side is None:
            return "nobody"
        known = self._voices.situation.sides.get(side)
        return known.kind if known is not None else "unknown"
