"""Whose a noun phrase is by its own words: those of a name, of a role, of whoever owns it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, NounPhrases
from trucewatch.extraction.statements.offices import DEFINITE, WITNESS, Offices, as_name, taking_up
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.situation import Situation

HEADLINE = 200
"""Characters at the start of a text in which a name may stand before the phrase that introduces it."""
_STATE_MEDIA = re.compile(
    r"\b(?:state|government|official|national)(?:[ -](?:run|linked|owned|controlled|affiliated))?"
    r" (?:media|tv|television|radio|broadcaster|newspaper|news agency|paper|channel|outlets?)\b"
    r"|\b(?:television|radio|newspaper|media) of the (?:state|regime|government)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",? (?:whose|which|who|where)\b")
_ITS_OFFICER = re.compile(
    r"(?:an? |the )?(?:[\w-]+ ){1,3}?(?:of|for|at|from|in|with) (?P<its>its|their) ", re.IGNORECASE
)


Whose = Callable[["Token"], Speaker]
"""Who the owner of a phrase is, where that phrase stands."""


class OwnWords:
    """Reads the noun phrases of one document, with the names and phrases before them that their words take up."""

    def __init__(
        self, doc: Doc, situation: Situation, index: NounPhrases, offices: Offices, resolve_phrase: Whose
    ) -> None:
        self._doc = doc
        self._situation = situation
        self._index = index
        self._offices = offices
        self._resolve_phrase = resolve_phrase

    def told(self, bare: Speaker, head: Token, whose: Whose) -> Speaker | None:
        """Whose the words of a noun phrase say they are, by the surest rule that speaks."""
        offices = self._offices
        named = (
            offices.by_leader(bare)
            or offices.of_observers(bare, head)
            or self._by_common_owner(bare, head, whose)
            or self.by_roster(bare)
        )
        if named is not None and named.side == "MEDIA":
            named = self._mouthpiece(bare, head, whose) or named
            if named.side == "MEDIA" and _STATE_MEDIA.search(bare.text):
                named = self._of_state(bare) or named
        return (
            named
            or offices.by_patron(bare)
            or offices.of_unaffiliated(bare, head)
            or offices.by_own_word(bare, head)
            or offices.of_mechanism(bare)
            or self._by_name(bare, head)
            or self._by_modifier(bare, head)
            or self._by_owner(bare, head, whose)
            or offices.of_witness(bare, head)
            or offices.by_words(bare, head)
            or offices.only_one(bare, head)
        )

    def by_roster(self, bare: Speaker) -> Speaker | None:
        """Whom the roster knows by these words, unless the report means somebody else by them."""
        words = _RELATIVE.split(bare.text[:LONGEST_NAME], maxsplit=1)[0]
        found = self._index.actor_named(words) or self._index.abbreviated(words)
        offices = self._offices
        if found is None or found.side is None or offices.is_namesake(found) or offices.is_elsewhere(found):
            return None
        return replace(bare, actor=found.actor, side=found.side)

    def _by_name(self, bare: Speaker, head: Token) -> Speaker | None:
        """A surname alone, to the fuller phrase that introduced it."""
        me = self._index.know(head)
        surname = head.lower_
        if len(surname) == 2 and surname.endswith(".") and head.i and head.nbor(-1).pos_ == "PROPN":
            surname = head.nbor(-1).lower_  # "Amina K."
        if head.pos_ != "PROPN" or len(surname) < 3 or surname in roles():
            return None
        introduced = self._index.after(head.i) if head.idx < HEADLINE else ()
        for known in (*reversed(self._index.before(head.i)), *introduced):
            if surname not in known.names:
                continue
            found = self._index.actor_of(known)
            if found is not None and found.side is not None:
                return replace(bare, name=as_name(known.words, bare), actor=found.actor, side=found.side)
            if known.families and not me.families:
                by_role = self._resolve_phrase(self._doc[known.head])
                if by_role.side is not None:
                    return replace(taking_up(bare, by_role), name=as_name(known.words, bare))
        return None

    def _by_modifier(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "North Korean guards": armed or official people of the side whose name stands before them."""
        if roles().get(head.lemma_.lower(), ("", ""))[1] not in ("force", "organ", "person"):
            return None
        names = self._index.names_in(Span(start=head.left_edge.idx, end=head.idx))
        sides = {name.side for name in names if name.side and name.side not in ("MEDIA", WITNESS)}
        return replace(bare, side=sides.pop()) if len(sides) == 1 else None

    def _by_owner(self, bare: Speaker, head: Token, whose: Whose) -> Speaker | None:
        """ "Its representative", "an officer of its press service", "the army's director": of whom the owner is."""
        owner = _owner(head) or self._whose_officer(bare)
        family, kind = roles().get(head.lemma_.lower(), ("", ""))
        if owner is None or kind == "witness" or family == "journalist":
            return None  # "his brother", "our correspondent" speak for nobody
        found = whose(owner)
        known = self._situation.sides.get(found.side) if found.side else None
        if known is None or (
            known.kind == "witness" and (kind in ("organ", "group") or family == "spokesperson")
        ):
            return None  # "the elders' committee" is a body of its own
        built = self._situation.resolve_actor(f"{DEFINITE.sub('', bare.text)} of {known.name}"[:LONGEST_NAME])
        name = found.name or (found.text if owner.tag_ != "PRP$" else None)
        return replace(bare, name=name, actor=built.actor if built else None, side=known.id)

    def _whose_officer(self, bare: Speaker) -> Token | None:
        """ "Its" in "an officer of its press service, Captain X", where the parser has the name for the head."""
        match = _ITS_OFFICER.match(bare.text)
        if match is None:
            return None
        start = bare.start + match.start("its")
        span = self._doc.char_span(start, start + len(match["its"]))
        return span[0] if span is not None else None

    def _of_state(self, bare: Speaker) -> Speaker | None:
        """ "State media", "the television of the regime": what it relays are its state's words, if one can tell whose."""
        named = self._situation.find_actors(bare.text)
        whose = [n.side for n in named if n.side and n.side != "MEDIA"] or [
            self._offices.homes.foremost or ""
        ]
        side = self._situation.sides.get(whose[-1])
        if side is None or side.kind != "state":
            return None
        return replace(bare, actor=side.id, side=side.id)

    def _mouthpiece(self, bare: Speaker, head: Token, whose: Whose) -> Speaker | None:
        """ "The group's website", "Hezbollah's television": an armed group's own; a state's agency is a newsroom."""
        owned = self._by_owner(bare, head, whose)
        side = self._situation.sides.get(owned.side) if owned is not None and owned.side else None
        return owned if side is not None and side.kind == "non_state" else None

    def _by_common_owner(self, bare: Speaker, head: Token, whose: Whose) -> Speaker | None:
        """ "The organisation's Yerevan delegation", "its envoy to Syria": the owner's, wherever it is."""
        owner = _owner(head)
        families = ("group", "organisation", "monitor", "agency", "mission")
        if owner is None:
            return None
        between = self._index.names_in(Span(start=min(owner.idx, head.idx), end=head.idx))
        if any(name.demonym for name in between):
            return None  # "its Azerbaijani counterpart"
        is_group = owner.pos_ == "NOUN" and roles().get(owner.lemma_.lower(), ("", ""))[0] in families
        if not is_group and owner.tag_ != "PRP$":
            return None
        return self._by_owner(bare, head, whose)


def _owner(head: Token) -> Token | None:
    """The possessor of a noun, the possessive pronoun of what it is "of", or the body that it speaks for."""
    owner = next((c for c in head.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    whose = ("of", "for", "by", "from")
    of = [c for p in head.children if p.lower_ in whose for c in p.children if c.dep_ == "pobj"]
    own = next((c for noun in of for c in noun.children if c.tag_ == "PRP$"), None)
    if own is not None:
        return own
    return next(
        (n for n in of if n.pos_ == "NOUN" and any(c.dep_ in ("det", "poss") for c in n.children)), None
    )
