"""Who stands where in a sentence, seen from the words that decide its entry: subject, agent, speaker, object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trucewatch.ledgers.names import Named
from trucewatch.ledgers.positions import (
    ADDRESSING,
    AND_NEXT,
    ASIDE,
    ASKING,
    AUSPICES,
    BE,
    BEGAN,
    BY,
    CAPITALISED,
    COUNTERPART,
    DEED_BY,
    IT,
    LEAVE_AFTER,
    LEAVE_BEFORE,
    LOCATIVE,
    NEXT_CLAUSE,
    NEXT_VERB,
    OBJECT_BEFORE,
    OBLIQUE,
    OWN_ACT,
    OWNS,
    PARTICIPLE,
    PASSIVE_INSIDE,
    PRONOUN_NEXT,
    RELATIVE,
    SEATED,
    SENTENCE_END,
    THAT,
    THROUGH,
)
from trucewatch.ledgers.told import ONLOOKERS
from trucewatch.records import Evidence, Statement
from trucewatch.situation import Situation

_PERSONS = frozenset({"leader", "spokesperson", "official"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One statement's sentence with the sides that are named in it."""

    statement: Statement
    sentence: str
    names: Sequence[Named]
    situation: Situation
    whole: str
    """The statement's words as they stand, up to the end of their sentence."""
    own: int
    """Where in the sentence the statement itself ends."""

    before: str
    """The words of the document that stand before the statement."""

    @property
    def own_words(self) -> str:
        return self.sentence[: self.own]

    def all_named(self) -> frozenset[str]:
        """Every side of the sentence, its speaker's among them."""
        return frozenset((*(name.side for name in self.names), *self._speakers()))

    def lead(self) -> str:
        """What stands before the statement in its sentence."""
        return SENTENCE_END.split(self.before)[-1]

    def evidence_to(self, end: int) -> Evidence:
        """The statement's words, and those of its sentence behind them up to a place."""
        told = self.statement.evidence
        if end <= self.own:
            return told
        return replace(told, end=told.start + end, quote=self.whole[:end])

    def place_names(self) -> frozenset[str]:
        """The names of the sentence that are no sides' names, in lower case."""
        taken = [(n.start, n.end) for n in self.names]
        return frozenset(
            name.group().casefold()
            for name in CAPITALISED.finditer(self.sentence)
            if not any(start <= name.start() < end for start, end in taken)
        )

    def speakers(self) -> tuple[str, ...]:
        return self._speakers()

    def _speakers(self) -> tuple[str, ...]:
        """The speaker's side, with those listed beside it ("France and Germany called")."""
        speaker = self.statement.speaker
        if speaker is not None and speaker.side is None and speaker.text.casefold() in ("it", "they"):
            return self._subject_before()
        side = speaker.side if speaker else None
        if not side or side in ONLOOKERS:
            return ()
        own = {n.group for n in self.names if n.spoken and n.side == side}
        return unique([side, *(n.side for n in self.names if n.group in own and n.spoken)])

    def _next_to(
        self, lead: re.Pattern[str], match: re.Match[str], but: re.Pattern[str] | None = None
    ) -> tuple[str, ...]:
        """The sides named after `lead` and shortly after the words, `but` not standing there instead."""
        for name in self.names:
            between = self.sentence[match.start() : name.start]
            if name.start < match.start() or len(between) >= 110 or (but and but.search(between)):
                continue
            if lead.search(between):
                return unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _whose_act(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides whose operation, exercise or patrol it is that others were told of."""
        for name in self.names:
            if match.start() < name.start < match.end() + 40 and OWN_ACT.match(self.sentence, name.end):
                return unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _owner(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides whose sum it is: "Kuwait's 20 million dollars were transferred"."""
        for name in self.names:
            if name.end <= match.start() + 1 and OWNS.fullmatch(self.sentence, name.end, match.start()):
                return unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _who_let(self) -> tuple[str, ...]:
        """The sides said to have let it happen: whoever carries aid grants no access."""
        for name in self.names:
            before = self.sentence[max(0, name.start - 60) : name.start]
            if LEAVE_BEFORE.search(before) or LEAVE_AFTER.match(self.sentence, name.end):
                return unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _speaks_as_person(self) -> bool:
        """True where the "he" of the words may be the speaker: not where a body speaks, as in "he promised, it said"."""
        speaker = self.statement.speaker
        return speaker is None or speaker.text.casefold() not in ("it", "they")

    def _antecedent(self) -> tuple[str, ...]:
        """The side of the person that the sentence before speaks of first."""
        sentence = SENTENCE_END.split(self.before.rstrip().rstrip(".!?”\"’'"))[-1]
        people = (n for n in self.situation.find_actors(sentence) if n.kind in _PERSONS and n.side)
        return tuple(str(n.side) for n in people)[:1]

    def _is_object(self, name: Named, match: re.Match[str]) -> bool:
        """True for who "thanked Abu Dhabi and appealed for fuel" or "assured Delhi that troops would leave" names."""
        if ADDRESSING.search(self.sentence[: name.start]) and THAT.search(
            self.sentence, name.end, match.start()
        ):
            return True
        between = self.sentence[name.end : match.start()]
        if ASKING.search(self.sentence[: name.start]) and NEXT_VERB.search(between):
            return True
        earlier = any(n.end < name.start and not n.spoken for n in self.names)
        before = self.sentence[: name.start]
        return earlier and bool(OBJECT_BEFORE.search(before) and AND_NEXT.match(self.sentence, name.end))

    def _subject_before(self) -> tuple[str, ...]:
        """The side that the sentence before begins with: the outlet's "it"."""
        sentence = SENTENCE_END.split(self.before.rstrip().rstrip(".!?”\"’'"))[-1]
        first = next((n for n in self.situation.find_actors(sentence) if n.side and n.kind != "outlet"), None)
        return (
            (str(first.side),)
            if first and first.start < 25 and not OBLIQUE.search(sentence[: first.start])
            else ()
        )

    def _own_cue(self, match: re.Match[str]) -> bool:
        cue = self.statement.cue
        return (
            cue is not None
            and self.statement.speaker is not None
            and cue.start <= self.statement.evidence.start + match.start() < cue.end
        )

    def _subject(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides of the last list before the words that is no object of a preposition or of the speech."""
        for name in reversed(self.names):
            if name.end > match.start() + 1 or name.spoken:
                continue
            if self._speakers() and ASIDE.search(self.sentence[name.end : match.start()]):
                return ()
            if (relative := RELATIVE.search(self.sentence[: match.start()])) and (
                name.end > relative.start() or len(self.sentence[name.end : relative.start()].split()) > 3
            ):
                return ()
            group = [n for n in self.names if n.group == name.group and n.end <= match.start() + 1]
            if COUNTERPART.match(self.sentence, name.end) or self._is_object(group[0], match):
                continue
            before = self.sentence[max(0, group[0].start - 40) : group[0].start]
            if SEATED.search(before) or not OBLIQUE.search(before[-24:]):
                return unique(n.side for n in group)
        speaker = self.statement.speaker
        told_behind = speaker is None or speaker.span.start - self.statement.evidence.start > match.start()
        if told_behind and IT.match(self.sentence[: match.start()]):
            return self._subject_before()
        if self.statement.speaker is None or self.statement.speaker.side is None:
            return unique(n.side for n in self.names if n.spoken and n.end <= match.start() + 1)
        return ()

    def is_passive(self, match: re.Match[str]) -> bool:
        before = self.sentence[max(0, match.start() - 24) : match.start()]
        stands_after_be = BE.search(before) and PARTICIPLE.match(match.group())
        return bool(stands_after_be or PASSIVE_INSIDE.search(match.group()))

    def _agent(self, match: re.Match[str], *, began: bool = False) -> tuple[str, ...]:
        """Who is named as the doer of a passive: after `by`, or who then began to act."""
        for lead in (BY, BEGAN) if began else (BY,):
            if sides := self._next_to(lead, match, but=DEED_BY):
                return sides
        return ()

    def _after(
        self, match: re.Match[str], by: tuple[str, ...], *, inside: bool = False, anywhere: bool = False
    ) -> tuple[str, ...]:
        """The sides of the first list after the words, in their own clause; "it" is the speaker."""
        start = match.start() if inside else match.end()
        rest = self.sentence[start:]
        pronoun = PRONOUN_NEXT.match(self.sentence, match.start())
        if (
            pronoun is not None
            and not inside
            and (speakers := self._speakers())
            and not set(speakers) & set(by)
        ):
            return speakers
        clause = NEXT_CLAUSE.search(rest)
        end = start + clause.start() if clause else len(self.sentence)
        after = [n for n in self.names if match.start() <= n.start < end and n.side not in by]
        # "on safety over Syria with the United States": a place does not take what is said or given.
        aimed = [n for n in after if not LOCATIVE.search(self.sentence[max(0, n.start - 24) : n.start])]
        aimed = [
            n
            for n in aimed
            if not THROUGH.search(self.sentence[max(0, n.start - 24) : n.start])
            and not AUSPICES.match(self.sentence, n.end)
        ]
        first = next(iter(aimed or (after if anywhere else ())), None)
        return unique(n.side for n in after if n.group == first.group) if first else ()


def unique(sides: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sides))
