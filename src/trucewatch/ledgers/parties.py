"""Whose entry a sentence gives: the doers before the deciding words, those they concern after them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.ledgers.lexicon import Pattern
from trucewatch.ledgers.mood import ASKS
from trucewatch.ledgers.positions import (
    ASKS_EVERYBODY,
    AUSPICES,
    BE,
    BY,
    COUNTERPART,
    EVERYBODY,
    FROM,
    GIVEN_TO,
    HE,
    OBLIGED_GROUP,
    OBLIQUE,
    OF_BOTH,
    OWN_SUBJECT,
    OWN_WORD,
    PRONOUN_NEXT,
    RELATIVE,
    STRANGERS,
    THROUGH,
)
from trucewatch.ledgers.standing import Standing, unique
from trucewatch.records import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties(Standing):
    """The sides of one statement's sentence, by what a pattern says of where they stand."""

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
                return unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _counterparts(self, by: tuple[str, ...]) -> tuple[str, ...]:
        """The sides of those spoken to, where the words before say "called his Indian counterpart"."""
        return unique(
            n.side for n in self.names if n.side not in by and COUNTERPART.match(self.sentence, n.end)
        )

    def named_doers(self, match: re.Match[str]) -> tuple[str, ...]:
        """The sides that the sentence itself names as doers of the matched words; a speaker is none by that."""
        if self._own_cue(match):
            return self._speakers()
        return self._agent(match) if self.is_passive(match) else self._subject(match)

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
        sides = unique(n.side for n in self.names if n.group == named[-1].group and not n.spoken)
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
        return unique(n.side for n in self.names if named and n.group == named[-1].group)

    def others(self) -> tuple[str, ...]:
        """The sides named outside the words for the speaker, in order, without who only mediates."""
        named = (name for name in self.names if not name.spoken)
        return unique(n.side for n in named if not AUSPICES.match(self.sentence, n.end))

    def targets(self) -> tuple[str, ...]:
        """The sides that the statement is aimed at."""
        actors = self.situation.actors
        sides = (actors[t].side if t in actors else t for t in self.statement.target)
        aimed = [s for s in sides if s and not self._is_messenger(s)]
        # "the United Nations and the peacekeepers": whoever stands in one list is asked together.
        groups = {n.group for n in self.names if n.side in aimed and not n.spoken}
        aimed += [n.side for n in self.names if n.group in groups and not n.spoken]
        return unique(side for side in aimed if side not in self._speakers())

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
            return unique(within) or self._after(match, ())
        if where == "after":
            return self._after(match, (), inside=True)[:1]
        if where == "speech":
            return self.others()[:1]
        return ()
