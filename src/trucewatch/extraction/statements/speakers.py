"""Speakers resolved within one document: pronouns and short forms to their antecedents, then to actor and side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.publishing import publishing_party
from trucewatch.extraction.cues import roles
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, NounPhrases
from trucewatch.extraction.statements.claims import Claim, Claims
from trucewatch.extraction.statements.floor import Floor, Turn
from trucewatch.extraction.statements.offices import DEFINITE, WITNESS, Offices, as_name, taking_up
from trucewatch.extraction.statements.own_bodies import Publishing, body_of
from trucewatch.extraction.statements.pronouns import CLOSE, FIRST, PLURAL, RELATIVE, Candidate, Pronouns
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

DEEPEST = 20
"""Antecedents of antecedents ("its army" of "its ally" of "it" …) that are followed."""
HEADLINE = 200
"""Characters at the start of a text in which a name may stand before the phrase that introduces it."""
_RELATIVE = re.compile(r",? (?:whose|which|who|where)\b")
_PLACED = re.compile(r" in (?:the )?[A-Z]")
_ISSUED = re.compile(r"\b(?:statement|report|communiqu[eé]|message|letter)s? (?:from|by|of) ", re.IGNORECASE)
"""Words whose issuer is told: where he is unknown, nothing else tells whose they are."""
_ITS_OFFICER = re.compile(
    r"(?:an? |the )?(?:[\w-]+ ){1,3}?(?:of|for|at|from|in|with) (?P<its>its|their) ", re.IGNORECASE
)
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where a speaker's words stand: the outer speaker, and what they themselves are made to say."""

    outer: Speaker | None = None
    content: tuple[Span, ...] = ()
    speaks: bool = True
    """False for somebody who is only spoken of: "the army" in a rebel's mouth is not the rebel's."""


class Speakers:
    """Resolves the speakers of one document in text order; earlier answers serve as antecedents of later ones."""

    def __init__(self, analysis: Analysis, situation: Situation, floor: Floor) -> None:
        self._analysis = analysis
        self._situation = situation
        self._floor = floor
        self._index = NounPhrases(analysis, situation)
        self._phrases: dict[int, Speaker] = {}
        self._sided: dict[int, Speaker] = {}
        self._depth = 0
        self._offices = Offices(analysis, situation, self._index, floor, self._sided)
        self._claims = Claims(analysis, situation, floor, self.source_of)
        self._pronouns = Pronouns(analysis, self._index, floor, self._claims, self.resolve_phrase)

    @property
    def sides(self) -> Counter[str]:
        """How often each side is named."""
        return self._index.sides

    def names_in(self, span: Span) -> tuple[ActorName, ...]:
        """Roster names that begin within `span`."""
        return self._index.names_in(span)

    @cached_property
    def publisher(self) -> Speaker | None:
        """The party whose own publication this is; None for news media."""
        return publishing_party(self._analysis.document, self._situation)

    @cached_property
    def _publishing(self) -> Publishing | None:
        if self.publisher is None:
            return None
        known = self._situation.sides.get(self.publisher.side or "")
        watches = known is not None and known.kind in ("monitor", "international")
        words = self._analysis.document.publisher or ""
        return Publishing(party=self.publisher, words=words.lower(), watches=watches)

    # --- one speaker --------------------------------------------------------------------------------------------

    def resolve(self, attribution: Attribution, outer: Speaker | None) -> Speaker | None:
        """Who speaks: the words used with name, actor and side as far as the document tells them."""
        if attribution.source is None:
            return None
        bare = self._bare(attribution.source)
        if attribution.form is Form.CREDIT:
            return self._credited(bare)
        head = self.head_of(attribution)
        around = _Around(outer=outer, content=attribution.content)
        if head is not None and head.pos_ == "NOUN" and " " not in bare.text:
            whole = noun_phrase(head, alone=True)  # "source" of "a Thai military source, who …"
            if whole is not None and whole.contains(bare.span) and len(whole) <= LONGEST_NAME:
                found = self._resolved(self._bare(whole), head, around)
                return replace(found, text=bare.text, start=bare.start, end=bare.end)
        return self._resolved(bare, head, around)

    # --- second thoughts ------------------------------------------------------------------------------------------

    def is_guess(self, attribution: Attribution) -> bool:
        """True where two opposite parties are equally likely to be meant by the pronoun that the speaker hangs on."""
        head = self.head_of(attribution)
        if head is None or not (
            any(t.tag_ in _PRONOUNS for t in (head, *head.children))
            or self._index.know(head).kinds == {"words"}
        ):
            return False
        candidates = self._candidates(attribution)
        if len(candidates) < 2:
            return False
        best = candidates[0]
        return any(
            candidate.cost - best.cost < CLOSE and self._are_opposed(candidate.speaker, best.speaker)
            for candidate in candidates[1:]
        )

    def rivals(self, attribution: Attribution, speaker: Speaker) -> Iterator[Speaker]:
        """Others of an opposite party whom the speaker's words may mean as well, the likeliest first."""
        seen = set()
        for candidate in self._candidates(attribution):
            side = candidate.speaker.side
            if side not in seen and self._are_opposed(candidate.speaker, speaker):
                seen.add(side)
                yield replace(taking_up(speaker, candidate.speaker), actor=candidate.speaker.actor)

    def opponent(self, pronoun: Token, speaker: Speaker) -> Speaker | None:
        """The likeliest of an opposite party that a pronoun may stand for in the speaker's mouth."""
        candidates = self._pronouns.candidates(pronoun, ())
        return next((c.speaker for c in candidates if self._are_opposed(c.speaker, speaker)), None)

    def last_named(self, side: str, speaker: Speaker) -> Speaker:
        """The words of `speaker` taken as those of a side that was named before."""
        named = [n for n in self._index.names_before(speaker.start) if n.side == side]
        name = named[-1] if named else None
        return replace(
            speaker, name=name.text if name else None, actor=name.actor if name else None, side=side
        )

    def _candidates(self, attribution: Attribution) -> list[Candidate]:
        """Whom the pronoun in the speaker's words may stand for; of "the ministry", whom "it" would."""
        head = self.head_of(attribution)
        if head is None:
            return []
        owner = next((c for c in head.children if c.dep_ == "poss"), None)
        return self._pronouns.candidates(owner if owner is not None else head, attribution.content)

    def _are_opposed(self, one: Speaker, other: Speaker) -> bool:
        return self._claims.are_opposed(one, other)

    def heard(
        self, attribution: Attribution, speaker: Speaker, *, told: bool, accused: tuple[str, ...]
    ) -> None:
        """From here on the speaker may be taken up by later pronouns and short forms."""
        head = self.head_of(attribution)
        if speaker.side is not None:
            self._sided[speaker.start] = speaker
            if head is not None and head.pos_ != "PRON":
                self._phrases[head.i] = speaker  # "he" after an official whose side only the document told
        is_plural = head is not None and (head.tag_ in ("NNS", "NNPS") or head.lower_ in PLURAL)
        is_person = self._pronouns.is_person(speaker, head)
        if head is not None and head.tag_ == "NNPS" and speaker.side is not None and not is_person:
            is_plural = False  # "the Rapid Support Forces … it"
        self._floor.take(
            Turn(
                at=speaker.start,
                speaker=speaker,
                person=is_person,
                plural=is_plural,
                told=told,
                accused=accused,
            )
        )

    def resolve_phrase(self, head: Token) -> Speaker:
        """As `resolve`, for any noun phrase; it does not become an antecedent by being asked for."""
        if head.i not in self._phrases:
            own = Span(start=head.idx, end=head.idx + len(head.text))
            if self._depth > DEEPEST:
                return self._bare(own)
            self._depth += 1
            span = noun_phrase(head) or own
            bare = self._bare(span if len(span) <= LONGEST_NAME else own)
            self._phrases[head.i] = self._resolved(bare, head, _Around(speaks=False))
            self._depth -= 1
        return self._phrases[head.i]

    def source_of(self, attribution: Attribution) -> Speaker | None:
        """Who is made to speak, by the words of the source alone."""
        head = self.head_of(attribution)
        return self.resolve_phrase(head) if head is not None else None

    def claim_around(self, pronoun: Token) -> Claim | None:
        """The claim answered by an opposite side that a pronoun stands in."""
        return self._claims.around(pronoun)

    def spoken_outright_since(self, offset: int) -> int | None:
        """Where the whole quoted sentence around a character begins."""
        return self._floor.spoken_outright_since(offset)

    def is_named(self, speaker: Speaker) -> bool:
        """True where the speaker's own words tell the side."""
        found = self._index.actor_named(speaker.text)
        return found is not None and found.side is not None

    def head_of(self, attribution: Attribution) -> Token | None:
        """The token that heads an attribution's source."""
        if attribution.source_head is not None:
            return self._analysis.doc[attribution.source_head]
        if attribution.source is None:
            return None
        span = self._analysis.doc.char_span(
            attribution.source.start, attribution.source.end, alignment_mode="expand"
        )
        return span.root if span is not None else None

    def _bare(self, span: Span) -> Speaker:
        return Speaker(text=span.of(self._analysis.document.text), start=span.start, end=span.end)

    def _credited(self, bare: Speaker) -> Speaker:
        """A credit line's source, if it is one; a list of sources is left as it is."""
        if "," in bare.text or " and " in bare.text:
            return bare
        return self._by_roster(bare) or bare

    def _resolved(self, bare: Speaker, head: Token | None, around: _Around) -> Speaker:
        if head is None:
            return self._by_roster(bare) or bare
        is_acronym = head.text.isupper() and len(head.text) > 1
        if len(bare.text.split()) == 1 and not is_acronym and (head.pos_ == "PRON" or head.tag_ in _PRONOUNS):
            return self._pronoun(bare, head, around)
        offices = self._offices
        if offices.is_both(bare):
            return offices.both(bare, head) or bare
        if around.outer is not None:
            own = body_of(around.outer, bare) if self._pronouns.is_person(around.outer) else None
        else:
            own = self._publishing.part(bare) if around.speaks and self._publishing is not None else None
        if own is not None:
            return own
        named = (
            offices.by_leader(bare)
            or offices.of_observers(bare, head)
            or self._by_common_owner(bare, head)
            or self._by_roster(bare)
        )
        if named is not None and named.side == "MEDIA":
            named = self._mouthpiece(bare, head, around) or named
        return (
            named
            or offices.by_patron(bare)
            or offices.of_unaffiliated(bare, head)
            or offices.by_own_word(bare, head)
            or offices.of_mechanism(bare)
            or self._by_name(bare, head)
            or self._by_modifier(bare, head)
            or self._by_owner(bare, head, around)
            or (offices.by_place(bare, head) if _PLACED.search(bare.text) else None)
            or self._by_family(bare, head, around)
            or (bare if _ISSUED.search(bare.text) else None)
            or offices.only_one(bare, head)
            or offices.by_place(bare, head)
            or offices.by_document(bare, head, speaks=around.speaks)
            or bare
        )

    def _pronoun(self, bare: Speaker, head: Token, around: _Around) -> Speaker:
        word = head.lower_
        if word in RELATIVE:
            noun = head.head.head if head.head.dep_ == "relcl" else None
            return (
                taking_up(bare, self.resolve_phrase(noun)) if noun is not None and noun.i < head.i else bare
            )
        if word in FIRST:
            found = around.outer or self.publisher or self._pronouns.last_turn(head.idx)
        else:
            found = self._pronouns.antecedent(head, around.outer, around.content)
        return taking_up(bare, found) if found is not None else bare

    # --- by the words of the phrase -----------------------------------------------------------------------------

    def _by_roster(self, bare: Speaker) -> Speaker | None:
        words = _RELATIVE.split(bare.text[:LONGEST_NAME], maxsplit=1)[0]
        found = self._index.actor_named(words) or self._index.abbreviated(words)
        if found is None or found.side is None or self._offices.is_namesake(found, bare.start):
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
            if known.families and not (me and me.families):
                noun = self._analysis.doc[known.head]
                by_role = self._by_family(bare, noun, _Around()) or self._offices.by_place(bare, noun)
                if by_role is not None:
                    return replace(by_role, name=as_name(known.words, bare))
        return None

    def _by_modifier(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "North Korean guards": armed or official people of the side whose name stands before them."""
        if roles().get(head.lemma_.lower(), ("", ""))[1] not in ("force", "organ", "person"):
            return None
        names = self._index.names_in(Span(start=head.left_edge.idx, end=head.idx))
        sides = {name.side for name in names if name.side and name.side not in ("MEDIA", WITNESS)}
        return replace(bare, side=sides.pop()) if len(sides) == 1 else None

    def _by_owner(self, bare: Speaker, head: Token, around: _Around) -> Speaker | None:
        """ "Its representative", "an officer of its press service", "the army's director": of whom the owner is."""
        owner = _owner(head) or self._whose_officer(bare)
        family, kind = roles().get(head.lemma_.lower(), ("", ""))
        if owner is None or kind == "witness" or family == "journalist":
            return None  # "his brother", "our correspondent" speak for nobody
        if around.speaks and owner.pos_ == "NOUN":
            own = self._bare(noun_phrase(owner) or Span(start=owner.idx, end=owner.idx + len(owner.text)))
            whose = self._resolved(own, owner, _Around(content=around.content))
        else:
            whose = self.resolve_phrase(owner)
        known = self._situation.sides.get(whose.side) if whose.side else None
        if known is None:
            return None
        found = self._situation.resolve_actor(f"{DEFINITE.sub('', bare.text)} of {known.name}"[:LONGEST_NAME])
        name = whose.name or (whose.text if owner.tag_ != "PRP$" else None)
        return replace(bare, name=name, actor=found.actor if found else None, side=known.id)

    def _whose_officer(self, bare: Speaker) -> Token | None:
        """ "Its" in "an officer of its press service, Captain X", where the parser has the name for the head."""
        match = _ITS_OFFICER.match(bare.text)
        if match is None:
            return None
        start = bare.start + match.start("its")
        span = self._analysis.doc.char_span(start, start + len(match["its"]))
        return span[0] if span is not None else None

    def _mouthpiece(self, bare: Speaker, head: Token, around: _Around) -> Speaker | None:
        """ "The group's website", "Hezbollah's television": an armed group's own; a state's agency is a newsroom."""
        owned = self._by_owner(bare, head, around)
        side = self._situation.sides.get(owned.side) if owned is not None and owned.side else None
        return owned if side is not None and side.kind == "non_state" else None

    def _by_common_owner(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The organisation's Yerevan delegation", "its envoy to Syria": the owner's, wherever it is."""
        owner = _owner(head)
        families = ("group", "organisation", "monitor")
        if owner is None:
            return None
        between = self._index.names_in(Span(start=min(owner.idx, head.idx), end=head.idx))
        if any(name.demonym for name in between):
            return None  # "its Azerbaijani counterpart"
        is_group = owner.pos_ == "NOUN" and roles().get(owner.lemma_.lower(), ("", ""))[0] in families
        if not is_group and owner.tag_ != "PRP$":
            return None
        return self._by_owner(bare, head, _Around(speaks=False))

    # --- by role ------------------------------------------------------------------------------------------------

    def _by_family(self, bare: Speaker, head: Token, around: _Around) -> Speaker | None:
        """A role without its side ("the ministry", "army spokesman X"), to the last one of its family with a side."""
        me = self._index.know(head)
        offices = self._offices
        if not me.kinds:
            return None
        kind = roles().get(head.lemma_.lower(), ("", ""))[1]
        if kind == "witness" or (
            kind == "unnamed" and "witness" in me.families and not offices.has_office(bare)
        ):
            return replace(bare, actor=WITNESS, side=WITNESS)
        is_definite = bool(DEFINITE.match(bare.text)) or head.pos_ == "PROPN"
        if me.kinds == {"words"}:
            return self._issuer(bare, head) if is_definite else None
        if "side" in me.families:
            return offices.both(bare, head)
        if not is_definite and not me.kinds & {"organ", "force"} and not offices.is_local(bare):
            return None
        if me.families & {"group", "organisation"}:
            return offices.last_group(bare, head) or offices.taken_up(bare, head, me, around.content)
        if "militia" in me.families or not around.speaks:
            return offices.taken_up(bare, head, me, around.content)
        if me.families == {"spokesperson"} and (spoke := offices.by_floor(bare, head)) is not None:
            return spoke
        return (
            offices.taken_up(bare, head, me, around.content)
            or self._own(bare)
            or offices.by_neighbour(bare, head, me)
        )

    def _issuer(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The statement said": of who spoke last, else of who did something last, else of the publisher."""
        word = head.lemma_.lower()
        same = (t.speaker for t in reversed(self._floor.turns) if word in t.speaker.text.lower().split())
        issuer = next(same, None) if " same " in bare.text else None
        issuer = issuer or self._pronouns.last_turn(head.idx) or self._last_doer(head)
        return taking_up(bare, issuer) if issuer is not None else self._own(bare)

    def _last_doer(self, head: Token) -> Speaker | None:
        """The nearest earlier subject that has a side: who "the statement" is from, where nobody has spoken yet."""
        for known in self._index.before(head.i):
            found = self._index.actor_of(known) if known.subject else None
            if found is not None and found.side not in (None, "MEDIA", WITNESS):
                return self.resolve_phrase(self._analysis.doc[known.head])
        return None

    def _own(self, bare: Speaker) -> Speaker | None:
        own = self.publisher
        return replace(bare, name=own.name, actor=own.actor, side=own.side) if own is not None else None


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
