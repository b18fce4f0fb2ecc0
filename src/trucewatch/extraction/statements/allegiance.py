"""Whose people a phrase means: a side by name, the speaker's own by "we" and "its forces"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.situation import Situation

OWN_WORDS = frozenset({"we", "us", "our", "ours", "i", "my"})
THIRD = frozenset({"it", "its", "they", "their", "he", "his", "she", "her", "who", "which"})
REFERRING = frozenset({"it", "its", "they", "their", "them", "he", "his", "him", "she", "her"})
SINGULAR = frozenset({"it", "its", "he", "she", "his", "her"})
RULERS = frozenset({"government", "regime", "junta", "federal"})
"""Whose forces they are, an armed group need not say: those of the state that it fights."""
BLOC = frozenset({"aggression", "aggressor", "coalition", "alliance"})
"""What an armed group calls the states that fight it together: "the mercenaries of the aggression"."""
STATES_FORCES = frozenset({"army", "military", "battalion", "brigade", "regiment", "infantry"})
ALLIES = frozenset({"ally", "partner", "backer", "patron", "sponsor", "proxy"})
"""Of "the regime and its Russian ally": whose side the adjective tells, not the possessor."""
OPPOSITE = frozenset({"other", "opposite", "opposing", "adverse", "rival", "enemy"})
PHRASE = 8
"""Tokens right of a head that still describe it."""
MANDATED = re.compile(r"Monitoring|Mechanism|Verification")
"""In the names of the bodies that a truce sets up to watch it."""
NEUTRAL = frozenset({"international", "monitor", "media", "witness"})
"""Kinds of side that take no part in the fighting."""
OBSERVERS = frozenset({"MEDIA", "WIT"})
"""Sides without people of their own: "its forces" in a newspaper's mouth are somebody else's."""


class Allegiance:
    """Sides of phrases in one document."""

    def __init__(self, speakers: Speakers, situation: Situation) -> None:
        self._speakers = speakers
        self._situation = situation

    def named(self) -> tuple[str, ...]:
        """Every side that the document names."""
        return tuple(self._speakers.sides)

    def is_around(self, side: str) -> bool:
        """True for a side that the document names, and for a coalition of which it names a member."""
        if side in self._speakers.sides:
            return True
        known = self._situation.sides.get(side)
        is_bloc = known is not None and known.kind == "coalition"
        return is_bloc and any(self.camp(other) == self.camp(side) for other in self._speakers.sides)

    def is_more_than_seat(self, side: str) -> bool:
        """False for a state of which only the capital is named."""
        return side in self._speakers.sides_beyond_seats

    def is_party(self, side: str | None) -> bool:
        known = self._situation.sides.get(side) if side else None
        return known is not None and known.kind not in NEUTRAL

    def is_state(self, side: str) -> bool:
        known = self._situation.sides.get(side)
        return known is not None and known.kind == "state"

    def is_belligerent(self, side: str | None, fighting: set[str]) -> bool:
        """True for a party whose camp is among those that strike or are struck."""
        return (
            side is not None and self.is_party(side) and self.camp(side) in {self.camp(s) for s in fighting}
        )

    def adversary(self, side: str) -> tuple[str, ...]:
        """The state whose rebels a side is; of a state, its rebels, where there is one such group."""
        known = self._situation.sides.get(side)
        if known is not None and (known.opposes or known.rebels_of):
            return (known.opposes or known.rebels_of or "",)
        sides = self._situation.sides.values()
        rebels = [other.id for other in sides if other.rebels_of == side]
        named = [other.id for other in sides if other.opposes == side and other.id in self._speakers.sides]
        return tuple(named if len(named) == 1 else rebels if len(rebels) == 1 else ())

    def ruler(self, speaker: Speaker | None) -> list[str]:
        """The state whose rebels the speaker is, else whom it fights."""
        known = self._situation.sides.get(speaker.side) if speaker and speaker.side else None
        return [s for s in ((known.rebels_of or known.opposes) if known else None,) if s]

    def is_bystander(self, side: str) -> bool:
        """True for newspapers, witnesses and monitors, who have no armed people."""
        known = self._situation.sides.get(side)
        return known is not None and known.kind in ("monitor", "media", "witness")

    def is_observer(self, side: str | None) -> bool:
        """True for international bodies and those that watch a truce: what they report is confirmed; NGOs accuse."""
        known = self._situation.sides.get(side) if side else None
        if known is None or not known.neutral:
            return False  # an alliance that fights is none
        return known.kind == "international" or (
            known.kind == "monitor" and bool(MANDATED.search(known.name))
        )

    def parties_in(self, content: tuple[Span, ...]) -> set[str]:
        """The parties that a text names."""
        names = (name.side for span in content for name in self._speakers.names_in(span))
        return {side for side in names if side and self.is_party(side)}

    def is_non_state(self, speaker: Speaker | None) -> bool:
        known = self._situation.sides.get(speaker.side) if speaker is not None and speaker.side else None
        return known is not None and known.kind == "non_state"

    def is_rebel(self, side: str) -> bool:
        known = self._situation.sides.get(side)
        return known is not None and known.kind == "non_state"

    def names_own(self, content: tuple[Span, ...], side: str) -> bool:
        """True where a text names people or places of this side, so that they may be the ones who were hit."""
        camp = self.camp(side)
        return any(
            name.side and self.camp(name.side) == camp
            for span in content
            for name in self._speakers.names_in(span)
        )

    def names_people(self, token: Token) -> bool:
        """True where a name is that of people or a body, not of a country or a capital."""
        span = Span(start=token.left_edge.idx, end=token.idx + len(token.text))
        names = [n for n in self._speakers.names_in(span) if n.start <= token.idx < n.end]
        return any(n.demonym or n.kind not in ("state", "metonym", "person") for n in names)

    def parties_named(self, token: Token) -> set[str]:
        """Parties by name in a noun phrase, with its "of" phrase, however they are spoken of before."""
        last = next((c.right_edge for c in token.rights if c.lower_ in ("of", "from")), token)
        span = Span(start=token.left_edge.idx, end=last.idx + len(last.text))
        names = [n for n in self._speakers.names_in(span) if n.side and self.is_party(n.side)]
        proper = [n for n in names if n.start <= token.idx < n.end]
        return {n.side for n in proper or names if n.side}

    def sides_of(self, token: Token, speaker: Speaker | None) -> list[str]:
        """The side that a noun phrase belongs to; of a pronoun, the antecedent's."""
        if is_first_person(token):
            return [speaker.side] if speaker and speaker.side else []
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            if token.lower_ in REFERRING and speaker and speaker.side:
                found = self._speakers.resolve_phrase(token)
                is_own = found.side is not None and self.camp(found.side) == self.camp(speaker.side)
                if is_own and self._differs_in_number(token, speaker):
                    return []
                if is_own and self._is_of_others(token, speaker):
                    found = self._speakers.opponent(token, speaker) or replace(found, side=None)
                return [found.side] if found.side else []
            return []
        if token.lemma_.lower() in ("side", "party") and any(c.lower_ in OPPOSITE for c in token.children):
            return []  # whoever that is depends on the speaker, not on the side named last
        if bloc := self.bloc(token, speaker):
            return bloc
        if token.lemma_.lower() in ALLIES:
            allied = self._demonyms_before(token)
            if allied:
                return sorted(allied)
        if self.is_non_state(speaker) and any(c.lower_ in RULERS for c in (token, *token.children)):
            named = self.parties_named(token)
            if named:
                return sorted(named) if len(named) == 1 else []
            return self.ruler(speaker)
        resolved = self._speakers.resolve_phrase(token)
        if resolved.side and resolved.side not in OBSERVERS:
            return [resolved.side]
        span = Span(start=token.left_edge.idx, end=token.idx + len(token.text))
        met = [n.side for n in self._speakers.names_in(span) if n.side and n.side not in OBSERVERS]
        return met[:1] or self._forces_of_state(token, speaker)

    def bloc(self, token: Token, speaker: Speaker | None) -> list[str]:
        """The coalition that the speaker fights, where the phrase calls it "the aggression" or names it so."""
        known = self._situation.sides.get(speaker.side) if speaker and speaker.side else None
        foe = self._situation.sides.get(known.opposes or "") if known is not None else None
        if foe is None or foe.kind != "coalition":
            return []
        phrase = token.doc[token.left_edge.i : min(token.right_edge.i, token.i + PHRASE) + 1]
        return [foe.id] if any(t.lemma_.lower() in BLOC for t in phrase) else []

    def _demonyms_before(self, token: Token) -> set[str]:
        names = self._speakers.names_in(Span(start=token.left_edge.idx, end=token.idx))
        return {name.side for name in names if name.demonym and name.side}

    def _forces_of_state(self, token: Token, speaker: Speaker | None) -> list[str]:
        """ "The military", "the army's air defences" in a rebel's mouth: those of the state that it fights."""
        if not self.is_non_state(speaker):
            return []
        words = [token, *(c for c in token.children if c.dep_ in ("poss", "compound") and c.i < token.i)]
        owners = [c for word in words for c in word.children if c.dep_ == "poss"]
        if any(is_first_person(c) or c.lower_ in THIRD for c in owners):
            return []
        if not any(word.lemma_.lower() in STATES_FORCES for word in words):
            return []
        return [s for s in self.ruler(speaker) if self._situation.sides[s].kind == "state"]

    def is_own(self, token: Token, speaker: Speaker | None) -> bool:
        """True for the speaker's own people: "we", "our troops", "its forces", a name of the same side."""
        owners = [token, *(c for c in token.children if c.dep_ == "poss")]
        if any(is_first_person(owner) for owner in owners):
            return True
        if any(c.lower_ == "own" for c in token.children) and len(owners) == 1:
            return True  # "own troops gave a befitting response"
        words = {owner.lower_ for owner in owners}
        if speaker is None:
            return False
        if words & THIRD:
            return self._third_is_own(token, speaker)
        if speaker.side is None:
            return False
        is_self = ("group", "movement") if self.is_non_state(speaker) else ("ministry",)
        if token.lemma_.lower() in is_self and not any(
            c.dep_ in ("amod", "compound", "nmod", "poss") for c in token.children
        ):
            return any(c.lower_ == "the" for c in token.children)
        sides = self.sides_of(token, speaker)
        return bool(sides) and all(self.camp(side) == self.camp(speaker.side) for side in sides)

    def _third_is_own(self, token: Token, speaker: Speaker) -> bool:
        """ "It had shelled", "its forces": the speaker's own, unless somebody else was named between."""
        pronoun = (
            token
            if token.lower_ in THIRD
            else next((c for c in token.children if c.dep_ == "poss" and c.lower_ in THIRD), token)
        )
        if self._differs_in_number(pronoun, speaker):
            return False  # "Yerevan says that they belonged to a band": a state is "it"
        claim = self._speakers.claim_around(pronoun)
        if claim is not None:
            meant = claim.meant.side if claim.meant is not None else None
            return meant is not None and self.camp(meant) == self.camp(speaker.side or "")
        if speaker.start > pronoun.idx:
            return not self._is_of_others(pronoun, speaker)
        between = self._speakers.names_in(Span(start=min(speaker.end, pronoun.idx), end=pronoun.idx))
        rivals = [
            n
            for n in between
            if n.side and self.camp(n.side) != self.camp(speaker.side or "") and not n.demonym
        ]
        return not rivals and not self._is_of_others(pronoun, speaker)

    def _differs_in_number(self, pronoun: Token, speaker: Speaker) -> bool:
        """ "They took place near X, it said": who is "it", or a capital, is not "they" as well."""
        is_plural = pronoun.lower_ in ("they", "their", "them")
        return is_plural and (speaker.text.lower() in SINGULAR or self._is_capital(speaker))

    def _is_capital(self, speaker: Speaker) -> bool:
        """True for a state or its capital by name, of which no report says "they"."""
        found = self._situation.resolve_actor(speaker.text)
        return found is not None and found.kind in ("state", "metonym") and found.text == speaker.text

    def _is_of_others(self, pronoun: Token, speaker: Speaker) -> bool:
        """ "They shot at people", quoted whole: who speaks of himself says "we", unless he names his side first."""
        if speaker.side in OBSERVERS:
            return True
        begin = self._speakers.spoken_outright_since(pronoun.idx)
        if begin is None:
            return False
        names = self._speakers.names_in(Span(start=begin, end=pronoun.idx))
        return all(n.side is None or self.camp(n.side) != self.camp(speaker.side or "") for n in names)

    def camp(self, side: str) -> str:
        return self._situation.camp(side)


def is_first_person(token: Token) -> bool:
    """ "We", "us", "our"; not "US"."""
    return token.lower_ in OWN_WORDS and not (token.text.isupper() and len(token.text) > 1)
