"""Whom a pronoun takes up: the one who has the floor before those who are only told of in somebody's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, Known, NounPhrases
from trucewatch.extraction.statements.claims import Claims
from trucewatch.extraction.statements.floor import Floor, Turn
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis

PLURAL = frozenset({"they", "them", "their", "theirs", "both", "we", "us", "our"})
FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "mine"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
THING = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PRONOUNS = PLURAL | FIRST | SINGULAR_PERSON | THING | RELATIVE
THIRD_PERSON = {
    **dict.fromkeys(sorted(SINGULAR_PERSON), "he"),
    **dict.fromkeys(sorted(THING), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
}
"""Pronouns of the third person, each with its sort."""
PERSON_KINDS = frozenset({"leader", "spokesperson", "person"})

# The nearest sentence first; the main clause's speaker and subject before those who stand in reported words, as
# Centering has it (Grosz, Joshi & Weinstein 1995). Costs are in sentences.
NEW_PARAGRAPH = 1.0
ONLY_TOLD = 3.0
NOT_SPEAKING = 1.0
"""For "it" and "they", which take up who spoke rather than what happened; "he" takes up any man who was named."""
SUFFERING = 2.0
"""For "he" and whoever was killed or arrested."""
OWN_CLAUSE = -0.5
"""For the subject of the clause that a pronoun stands in: "said the rebels had moved their guns"."""
FAR = 8
"""Sentences behind the best candidate in which no other is looked for."""
TURNS = 60
"""Turns of speech before a pronoun that are looked at, so that a flood of them takes linear time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody whom a pronoun may take up, and how far from the mind."""

    cost: float
    speaker: Speaker
    spoke: bool = True
    """False for the subject of a clause."""
    told: bool = False
    """Within somebody's words that the pronoun does not stand in."""
    away: int = 0
    """Sentences between the two."""


class Pronouns:
    """The antecedents of one document's pronouns."""

    def __init__(
        self,
        analysis: Analysis,
        index: NounPhrases,
        floor: Floor,
        claims: Claims,
        resolve_phrase: Callable[[Token], Speaker],
    ) -> None:
        self._doc = analysis.doc
        self._index = index
        self._floor = floor
        self._claims = claims
        self._resolve_phrase = resolve_phrase

    def antecedent(self, head: Token, outer: Speaker | None, content: tuple[Span, ...]) -> Speaker | None:
        """Whom a third person pronoun stands for; None when nobody fits."""
        if self.is_carrier(outer, head):
            return outer
        claim = self._claims.around(head)
        if claim is not None:
            return claim.meant
        found = self.candidates(head, content)
        return found[0].speaker if found else None

    def is_carrier(self, outer: Speaker | None, head: Token) -> bool:
        """True where a pronoun agrees with who carries its words, outside quotation marks."""
        is_quoted = self._floor.spoken_outright_since(head.idx) is not None
        return outer is not None and not is_quoted and self.agrees(outer, head.lower_)

    def candidates(self, head: Token, content: tuple[Span, ...]) -> list[Candidate]:
        """Those who agree with the pronoun, the likeliest first; what it is itself made to say is left out."""
        found: list[Candidate] = []
        for at, speaker, extra in self._mentions(head, content):
            away = self._floor.sentences_between(at, head.idx)
            if found and away > FAR + min(c.cost for c in found):
                break
            told = self._floor.is_below(at, head.idx)
            cost = away + extra + NEW_PARAGRAPH * self._floor.paragraphs_between(at, head.idx)
            cost += ONLY_TOLD * told
            found.append(Candidate(cost=cost, speaker=speaker, spoke=extra == 0.0, told=told, away=away))
        return sorted(found, key=lambda candidate: candidate.cost)

    def _mentions(self, head: Token, content: tuple[Span, ...]) -> Iterator[tuple[int, Speaker, float]]:
        """Speakers and subjects before a pronoun that agree with it, backwards, with the cost of not having spoken."""
        word = head.lower_
        extra = NOT_SPEAKING if word not in SINGULAR_PERSON else 0.0
        turns = [t for t in self._floor.turns[-TURNS:] if t.at < head.idx and _may_be(t, word)]
        turns.sort(key=lambda turn: turn.at)
        spoke = {turn.at for turn in turns}
        for known in self._index.before(head.i):
            while turns and turns[-1].at >= known.span.start:
                turn = turns.pop()
                yield turn.at, turn.speaker, 0.0
            if known.span.start in spoke or not known.subject or any(s.contains(known.span) for s in content):
                continue
            if self._fits(known, word):
                noun = self._doc[known.head]
                is_local = noun.head.is_ancestor(head) and noun.sent.start == head.sent.start
                if word in SINGULAR_PERSON and noun.dep_ == "nsubjpass":
                    extra_here = SUFFERING
                else:
                    extra_here = OWN_CLAUSE if is_local else extra
                yield known.span.start, self._resolve_phrase(noun), extra_here
        for turn in reversed(turns):
            yield turn.at, turn.speaker, 0.0

    def agrees(self, speaker: Speaker, word: str) -> bool:
        is_person = self.is_person(speaker)
        is_plural = " and " in (speaker.name or speaker.text) or (speaker.name or speaker.text).endswith("s")
        if word in SINGULAR_PERSON:
            return is_person
        return not is_person if word in THING else (is_plural or not is_person)

    def is_person(self, speaker: Speaker, head: Token | None = None) -> bool:
        """True for one human being, by pronoun, by the last role noun before "of", or by the roster."""
        if speaker.text.lower() in SINGULAR_PERSON:
            return True
        own = speaker.text.lower() not in PRONOUNS
        words = (speaker.text if own else speaker.name or speaker.text)[:LONGEST_NAME]
        core = re.split(r"\bof\b|,", words, maxsplit=1)[0]
        kinds = [roles()[w.lower()][1] for w in core.split() if w.lower() in roles()]
        if kinds:
            return kinds[-1] in ("person", "witness") or (
                kinds[-1] == "unnamed" and not core.rstrip().endswith("s")
            )
        found = self._index.actor_named(words)
        if found is not None:
            return found.kind in PERSON_KINDS
        return head is not None and head.pos_ == "PROPN"

    def last_turn(self, before: int) -> Speaker | None:
        """Who spoke last in the report's own voice, whoever it is: "we" after an open quotation, "the statement"."""
        turn = next(
            (t for t in reversed(self._floor.turns) if t.at < before and _may_be(t, "") and not t.told), None
        )
        return turn.speaker if turn is not None else None

    def _fits(self, known: Known, word: str) -> bool:
        noun = self._doc[known.head]
        found = self._index.actor_of(known)
        is_person = bool(known.kinds & {"person", "witness", "unnamed"}) or (
            found is not None and found.kind in PERSON_KINDS
        )
        if roles().get(noun.lemma_.lower(), ("", ""))[1] in ("force", "organ", "group") and found is not None:
            is_person = False  # "the People's Militia" is no people
        is_body = found is not None and not is_person and noun.tag_ == "NNPS"  # "the Forces … it"
        is_plural = (noun.tag_ in ("NNS", "NNPS") and not is_body) or " and " in known.words
        if word in SINGULAR_PERSON:
            unknown_name = found is None and noun.pos_ == "PROPN" and not known.kinds
            return not is_plural and (is_person or unknown_name)
        if word in THING:
            return not is_person and not is_plural and (found is not None or bool(known.kinds - {"person"}))
        return (is_plural or is_body) and (found is not None or bool(known.kinds))


def _may_be(turn: Turn, word: str) -> bool:
    """Whether a pronoun agrees with one who spoke; newsrooms and pronouns that stand for nobody are taken up by none."""
    speaker = turn.speaker
    if speaker.side == "MEDIA" or (
        speaker.name is None and speaker.text.lower() in RELATIVE | FIRST | THING | PLURAL
    ):
        return False
    if word in SINGULAR_PERSON:
        return turn.person and not turn.plural
    if word in THING:
        return not turn.person and not turn.plural
    return not (word in PLURAL and turn.person and not turn.plural)
