"""Who stands where in a sentence: the doers before the deciding words, those they concern after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trucewatch.ledgers.lexicon import Pattern
from trucewatch.ledgers.mood import ASKS
from trucewatch.ledgers.names import Named
from trucewatch.ledgers.positions import (
    ADDRESSING,
    AND_NEXT,
    ASIDE,
    ASKING,
    ASKS_EVERYBODY,
    AUSPICES,
    BE,
    BEGAN,
    BY,
    CAPITALISED,
    COUNTERPART,
    DEED_BY,
    EVERYBODY,
    FROM,
    GIVEN_TO,
    HE,
    IT,
    LEAVE_AFTER,
    LEAVE_BEFORE,
    LOCATIVE,
    NEXT_CLAUSE,
    NEXT_VERB,
    OBJECT_BEFORE,
    OBLIGED_GROUP,
    OBLIQUE,
    OF_BOTH,
    OWN_ACT,
    OWN_SUBJECT,
    OWN_WORD,
    OWNS,
    PARTICIPLE,
    PASSIVE_INSIDE,
    PRONOUN_NEXT,
    RELATIVE,
    SEATED,
    SENTENCE_END,
    STRANGERS,
    THAT,
    THROUGH,
)
from trucewatch.ledgers.told import ONLOOKERS
from trucewatch.records import Evidence, Stance, Statement
from trucewatch.situation import Situation

_PERSONS = frozenset({"leader", "spokesperson", "official"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The sides of one statement's sentence, seen from the words that decide its entry."""

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

    def of(self, pattern: Pattern, match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sides that act and those acted upon, by where the pattern says they stand."""
        by = self._doers(pattern.by, match)
        if pattern.to == "before":
            to = self._subject(match) or self._speakers()
            if pattern.by == "after":
                # "rejected the junta's demand": the demand is the junta's, and the subject was asked.
                return self._after(match, to, inside=True) or self._own_word(match, to), to
            return tuple(side for side in by if side not in to), to
        if pattern.to in ("after", "recipient"):
            if self._is_to_everybody(match):
                return by, ()
            if pattern.by == "speaker":
                # Who is told of something has not told it, even where the report is quoted as the recipient's.
                to = self._after(match, ())
                return tuple(side for side in by if side not in to), to
            if pattern.by == "before" and self.is_passive(match):
                return by, self._after(match, by) or self._whose_is_meant(match, by)
            to = self._after(match, by, anywhere=pattern.to == "recipient")
            return by, to or self._counterparts(by) or self._addressees(match, by)
        if pattern.to == "inside":
            to = self._after(match, (), inside=True)
            return tuple(side for side in by if side not in to), to
        if pattern.to == "beside":
            return by, self._told_pronoun(match) or self._after(match, by, inside=True)
        if pattern.to == "entering":
            return by, tuple(side for side in self._subject(match) if side not in by)
        if pattern.to == "obliged":
            obliged = self._obliged(match, by)
            return (by, obliged) if obliged is not None else ((), ())
        if pattern.to == "speech":
            asked = ASKS_EVERYBODY.search(self.sentence)
            if self._is_to_everybody(self._cue_end()) or (asked and not self._are_meant(asked)):
                return by, ()
            if self._was_asked():
                return (), by
            aimed = self.targets() or self._after(match, by)
            return by, tuple(side for side in aimed if side not in by)
        return by, self._addressees(match, by)

    def _whose_is_meant(self, match: re.Match[str], by: tuple[str, ...]) -> tuple[str, ...]:
        """The sides whose convoy or mission it is that was let through or not: "its trucks have not been allowed"."""
        before = self.sentence[: match.start()]
        own = self._speakers() if OWN_SUBJECT.search(before) else ()
        return tuple(side for side in self._subject(match) or own if side not in by)

    def _own_word(self, match: re.Match[str], others: tuple[str, ...]) -> tuple[str, ...]:
        """The speakers, where the words are "ignored its proposal"."""
        own = OWN_WORD.search(match.group())
        return tuple(side for side in self._speakers() if own and side not in others)

    def _addressees(self, match: re.Match[str], by: tuple[str, ...]) -> tuple[str, ...]:
        """The sides to whom a word is given: "promised Yerevan that …"."""
        for name in self.names:
            near = name.start < match.end() + 40 and name.side not in by and not name.spoken
            if near and GIVEN_TO.search(self.sentence[: name.start]):
                return _unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _counterparts(self, by: tuple[str, ...]) -> tuple[str, ...]:
        """The sides of those spoken to, where the words before say "called his Indian counterpart"."""
        return _unique(
            n.side for n in self.names if n.side not in by and COUNTERPART.match(self.sentence, n.end)
        )

    def named_doers(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides that the sentence itself names as doers of the matched words; a speaker is none by that."""
        if self._own_cue(match):
            return self._speakers()
        return self._agent(match) if self.is_passive(match) else self._subject(match)

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

    def _told_pronoun(self, match: re.Match[str]) -> tuple[str, ...]:
        """The speakers, where the words say "gave it two hours' notice"."""
        return self._speakers() if PRONOUN_NEXT.match(self.sentence, match.start()) else ()

    def _was_asked(self) -> bool:
        """True for "the mission has been requested to": the speaker's words are those asked."""
        cue = self.statement.cue
        return cue is not None and bool(
            BE.search(self.sentence[: max(0, cue.start - self.statement.evidence.start)])
        )

    def _cue_end(self) -> int | None:
        cue = self.statement.cue
        return cue.end - self.statement.evidence.start if cue else None

    def _is_to_everybody(self, words: re.Match[str] | int | None) -> bool:
        """True where what follows the words is "both sides" or "everyone": no side is singled out."""
        end = words.end() if isinstance(words, re.Match) else words
        everybody = EVERYBODY.match(self.sentence, end) if end is not None and end >= 0 else None
        return everybody is not None and not self._are_meant(everybody)

    def _are_meant(self, everybody: re.Match[str]) -> bool:
        """True where it is known whom "both sides" means."""
        return any(n.meant and everybody.start() <= n.start < everybody.end() for n in self.names)

    def _obliged(self, match: re.Match[str], by: tuple[str, ...]) -> tuple[str, ...] | None:
        """The sides that the speaker says must act: none for "both sides", None where it is nobody else."""
        before = self.sentence[: match.start()]
        if OBLIGED_GROUP.search(before):
            return ()
        named = [
            n for n in self.names if not n.spoken and n.end <= match.start() and not before[n.end :].strip()
        ]
        if not named and not re.match(r"(?:it is|is|are|was)", match.group(), re.IGNORECASE):
            return None
        if not named:
            return self._after(match, by) or None
        sides = _unique(n.side for n in self.names if n.group == named[-1].group and not n.spoken)
        return None if set(sides) & set(by) else sides

    def of_demand(self, match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who asks for what the words name, and of whom."""
        by = self._speakers() or self._who_asks(match)
        asked = self.targets() or self._subject(match) or self._after(match, by)
        return by, tuple(side for side in asked if side not in by)

    def _who_asks(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides before the word that asks ("wants the UN to …"), when nobody is quoted."""
        before = self.sentence[: match.start()]
        asks = list(ASKS.finditer(before))
        end = asks[-1].start() if asks else 0
        named = [
            n
            for n in self.names
            if n.end <= end and not OBLIQUE.search(before[max(0, n.start - 24) : n.start])
        ]
        return _unique(n.side for n in self.names if named and n.group == named[-1].group)

    def others(self) -> tuple[str, ...]:
        """The sides named outside the words for the speaker, in order, without who only mediates."""
        named = (name for name in self.names if not name.spoken)
        return _unique(n.side for n in named if not AUSPICES.match(self.sentence, n.end))

    def targets(self) -> tuple[str, ...]:
        """The sides that the statement is aimed at."""
        actors = self.situation.actors
        sides = (actors[t].side if t in actors else t for t in self.statement.target)
        aimed = [s for s in sides if s and not self._is_messenger(s)]
        # "the United Nations and the peacekeepers": whoever stands in one list is asked together.
        groups = {n.group for n in self.names if n.side in aimed and not n.spoken}
        aimed += [n.side for n in self.names if n.group in groups and not n.spoken]
        return _unique(side for side in aimed if side not in self._speakers())

    def doers_of(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides said to do what the words tell, the speaker's own among them; empty where none is said to."""
        own = OWN_SUBJECT.search(self.sentence[max(0, match.start() - 60) : match.start()])
        if own and self.statement.stance is Stance.DENY:
            return self._speakers()
        return self._next_to(BY, match) or self._subject(match) or (self._speakers() if own else ())

    def _is_messenger(self, side: str) -> bool:
        """True for a side that only passes the words on: "demanded through the peacekeepers"."""
        at = [name.start for name in self.names if name.side == side]
        return bool(at) and all(THROUGH.search(self.sentence[max(0, n - 24) : n]) for n in at)

    def _doers(self, where: str, match: re.Match[str]) -> tuple[str, ...]:
        if where == "speaker":
            return self._speakers()
        if where == "before":
            if self._own_cue(match):
                return self._speakers()
            if HE.search(self.sentence[: match.start()]) and not self._speaks_as_person():
                return self._antecedent()
            if self.is_passive(match):
                return self._agent(match)
            before = self.sentence[: match.start()]
            unknown = STRANGERS.search(before) or RELATIVE.search(before) or OF_BOTH.search(before)
            return self._subject(match) or (() if unknown else self._speakers())
        if where == "agent":
            return self._agent(match, began=True) or self._whose_act(match) or self._speakers()
        if where == "donor":
            passive = self.is_passive(match) or match.group()[-2:].casefold() in ("ed", "id")
            return (passive and self._agent(match)) or self._owner(match) or self._doers("before", match)
        if where == "first":
            open_names = (n for n in self.names if not n.spoken and n.end <= match.start())
            first = next(
                (n for n in open_names if not OBLIQUE.search(self.sentence[max(0, n.start - 24) : n.start])),
                None,
            )
            return (first.side,) if first else self._speakers()
        if where == "within":
            inside = [
                n for n in self.names if match.start() <= n.start and n.end <= match.end() and not n.spoken
            ]
            return (inside[0].side,) if inside else self._doers("before", match)
        if where == "promisor":
            return self._doers("before", match) or self._speakers()
        if where == "named":
            return self._agent(match, began=True) or self._whose_act(match)
        if where == "beside":
            return self._next_to(FROM, match) or self._doers("before", match)
        if where == "leave":
            return self._who_let()
        if where == "voice":
            return self._speakers()
        if where == "asker":
            within = tuple(n.side for n in self.names if match.start() <= n.start < match.end())
            return _unique(within) or self._after(match, ())
        if where == "after":
            return self._after(match, (), inside=True)[:1]
        if where == "speech":
            return self.others()[:1]
        return ()

    def _speakers(self) -> tuple[str, ...]:
        """The speaker's side, with those listed beside it ("France and Germany called")."""
        speaker = self.statement.speaker
        if speaker is not None and speaker.side is None and speaker.text.casefold() in ("it", "they"):
            return self._subject_before()
        side = speaker.side if speaker else None
        if not side or side in ONLOOKERS:
            return ()
        own = {n.group for n in self.names if n.spoken and n.side == side}
        return _unique([side, *(n.side for n in self.names if n.group in own and n.spoken)])

    def _next_to(
        self, lead: re.Pattern[str], match: re.Match[str], but: re.Pattern[str] | None = None
    ) -> tuple[str, ...]:
        """The sides named after `lead` and shortly after the words, `but` not standing there instead."""
        for name in self.names:
            between = self.sentence[match.start() : name.start]
            if name.start < match.start() or len(between) >= 110 or (but and but.search(between)):
                continue
            if lead.search(between):
                return _unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _whose_act(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides whose operation, exercise or patrol it is that others were told of."""
        for name in self.names:
            if match.start() < name.start < match.end() + 40 and OWN_ACT.match(self.sentence, name.end):
                return _unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _owner(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides whose sum it is: "Kuwait's 20 million dollars were transferred"."""
        for name in self.names:
            if name.end <= match.start() + 1 and OWNS.fullmatch(self.sentence, name.end, match.start()):
                return _unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _who_let(self) -> tuple[str, ...]:
        """The sides said to have let it happen: whoever carries aid grants no access."""
        for name in self.names:
            before = self.sentence[max(0, name.start - 60) : name.start]
            if LEAVE_BEFORE.search(before) or LEAVE_AFTER.match(self.sentence, name.end):
                return _unique(n.side for n in self.names if n.group == name.group)
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
                return _unique(n.side for n in group)
        speaker = self.statement.speaker
        told_behind = speaker is None or speaker.span.start - self.statement.evidence.start > match.start()
        if told_behind and IT.match(self.sentence[: match.start()]):
            return self._subject_before()
        if self.statement.speaker is None or self.statement.speaker.side is None:
            return _unique(n.side for n in self.names if n.spoken and n.end <= match.start() + 1)
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
        return _unique(n.side for n in after if n.group == first.group) if first else ()


def _unique(sides: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sides))
