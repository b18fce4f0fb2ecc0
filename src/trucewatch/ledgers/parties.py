"""Who stands where in a sentence: the doers before the deciding words, those they concern after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trucewatch.ledgers.lexicon import Pattern
from trucewatch.ledgers.names import Named
from trucewatch.records import Statement
from trucewatch.situation import Situation

# A name after one of these is not the subject of what follows.
_OBLIQUE = re.compile(
    r"\b(?:for|to|into|in|at|near|from|with|against|on|inside|over|about|under|via|through|around|across"
    r"|outside|toward|towards)(?: the| its| their| all| any)?(?: [a-z]+ern)? ?$",
    re.IGNORECASE,
)
_PRONOUN_NEXT = re.compile(
    r"\w+\s+(?:to |with |of )?(?P<pronoun>it|its|him|his|her|them|their|us|our)\b", re.IGNORECASE
)
# After one of these the subject is that of the whole sentence again: "…, while promising an inquiry".
_ASIDE = re.compile(r"\b(?:while|whereas|although)\b|, (?:and )?\w+ing\b", re.IGNORECASE)
_LOCATIVE = re.compile(
    r"\b(?:in|on|over|at|near|inside|about|across|into|by)(?: the)?(?: \w+ern)? ?$", re.IGNORECASE
)
_BY = re.compile(r"\bby(?: the)?(?: \w+){0,2} ?$", re.IGNORECASE)
_BEGAN = re.compile(r"\b(?:before|ahead of|when)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_BE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|got)(?: \w+ly| not| never| also| still)? ?$", re.IGNORECASE
)
_PARTICIPLE = re.compile(
    r"(?!prepared|committed|determined|agreed)\w+(?:ed|en|id|ut|old|ld|nt)\b", re.IGNORECASE
)
_PASSIVE_INSIDE = re.compile(r"\b(?:was|were|been|be) (?:\w+ )?\w+(?:ed|id|en|ut)$", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(
    r"[;:]|\b(?:but|while|although|because|after|before|since|which|who|that|where|when|until)\b|, and\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The sides of one statement's sentence, seen from the words that decide its entry."""

    statement: Statement
    sentence: str
    names: Sequence[Named]
    situation: Situation
    folded: str
    """The sentence in lower case between spaces."""
    whole: str
    """The statement's words as they stand, up to the end of their sentence."""

    def of(self, pattern: Pattern, match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sides that act and those acted upon, by where the pattern says they stand."""
        by = self._doers(pattern.by, match)
        if pattern.to == "before":
            to = self._subject(match) or self._speakers()
            if pattern.by == "after":
                # "rejected the junta's demand": the demand is the junta's, and the subject was asked.
                return self._after(match, to, inside=True), to
            return tuple(side for side in by if side not in to), to
        if pattern.to == "after":
            return by, self._after(match, by)
        if pattern.to == "speech":
            aimed = self.targets() or self._after(match, by)
            return by, tuple(side for side in aimed if side not in by)
        return by, ()

    def of_demand(self, match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who asks for what the words name, and of whom."""
        by = self._speakers() or _unique(n.side for n in self.names if n.group == self.names[0].group)
        asked = self.targets() or self._subject(match) or self._after(match, by)
        return by, tuple(side for side in asked if side not in by)

    def others(self) -> tuple[str, ...]:
        """The sides named outside the words for the speaker, in order."""
        return _unique(name.side for name in self.names if not name.spoken)

    def targets(self) -> tuple[str, ...]:
        """The sides that the statement is aimed at."""
        actors = self.situation.actors
        sides = (actors[t].side if t in actors else t for t in self.statement.target)
        return _unique(side for side in sides if side and side not in self._speakers())

    def _doers(self, where: str, match: re.Match[str]) -> tuple[str, ...]:
        if where == "speaker":
            return self._speakers()
        if where == "before":
            if self._own_cue(match):
                return self._speakers()
            return self._agent(match) if self._is_passive(match) else self._subject(match) or self._speakers()
        if where == "agent":
            return self._agent(match, began=True) or self._speakers()
        if where == "after":
            return self._after(match, (), inside=True)[:1]
        if where == "speech":
            return self.others()[:1]
        return ()

    def _speakers(self) -> tuple[str, ...]:
        """The speaker's side, with those listed beside it ("France and Germany called")."""
        side = self.statement.speaker.side if self.statement.speaker else None
        return _unique([*([side] if side else []), *(n.side for n in self.names if n.spoken)]) if side else ()

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
            if self._speakers() and _ASIDE.search(self.sentence[name.end : match.start()]):
                return ()
            group = [n for n in self.names if n.group == name.group and n.end <= match.start() + 1]
            if not _OBLIQUE.search(self.sentence[max(0, group[0].start - 24) : group[0].start]):
                return _unique(n.side for n in group)
        if self.statement.speaker is None or self.statement.speaker.side is None:
            return _unique(n.side for n in self.names if n.spoken and n.end <= match.start() + 1)
        return ()

    def _is_passive(self, match: re.Match[str]) -> bool:
        before = self.sentence[max(0, match.start() - 24) : match.start()]
        stands_after_be = _BE.search(before) and _PARTICIPLE.match(match.group())
        return bool(stands_after_be or _PASSIVE_INSIDE.search(match.group()))

    def _agent(self, match: re.Match[str], *, began: bool = False) -> tuple[str, ...]:
        """Who is named as the doer of a passive: after `by`, or who then began to act."""
        for lead in (_BY, _BEGAN) if began else (_BY,):
            for name in self.names:
                before = self.sentence[match.start() : name.start]
                if name.start >= match.start() and len(before) < 120 and lead.search(before):
                    return _unique(n.side for n in self.names if n.group == name.group)
        return ()

    def _after(self, match: re.Match[str], by: tuple[str, ...], *, inside: bool = False) -> tuple[str, ...]:
        """The sides of the first list after the words, in their own clause; "it" is the speaker."""
        start = match.start() if inside else match.end()
        rest = self.sentence[start:]
        pronoun = _PRONOUN_NEXT.match(self.sentence, match.start())
        if (
            pronoun is not None
            and not inside
            and (speakers := self._speakers())
            and not set(speakers) & set(by)
        ):
            return speakers
        clause = _NEXT_CLAUSE.search(rest)
        end = start + clause.start() if clause else len(self.sentence)
        after = [n for n in self.names if match.start() <= n.start < end and n.side not in by]
        # "on safety over Syria with the United States": a place does not take what is said or given.
        aimed = [n for n in after if not _LOCATIVE.search(self.sentence[max(0, n.start - 24) : n.start])]
        first = next(iter(aimed or after), None)
        return _unique(n.side for n in after if n.group == first.group) if first else ()


def _unique(sides: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sides))
