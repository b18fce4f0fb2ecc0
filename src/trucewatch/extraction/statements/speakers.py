"""Speakers resolved within one document: pronouns and short forms to their antecedents, then to actor and side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import roles
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, NounPhrases
from trucewatch.extraction.statements.claims import Claim, Claims
from trucewatch.extraction.statements.floor import Floor, Turn
from trucewatch.extraction.statements.likeliest import Likeliest
from trucewatch.extraction.statements.offices import Offices, taking_up
from trucewatch.extraction.statements.own_bodies import Publishing, body_of
from trucewatch.extraction.statements.own_words import OwnWords
from trucewatch.extraction.statements.pronouns import (
    FIRST,
    PLURAL,
    RELATIVE,
    THIRD_PERSON,
    Candidate,
    Pronouns,
)
from trucewatch.extraction.statements.side_choice import SideChoice
from trucewatch.extraction.statements.side_features import Mention, SideFeatures
from trucewatch.extraction.statements.voices import Voice
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

DEEPEST = 20
"""Antecedents of antecedents ("its army" of "its ally" of "it" …) that are followed."""
SURE = 0.8
LIKELY = 0.6
"""Chances from which a side that was chosen is not doubted, and below which one that a pronoun takes up is a guess."""
_OF_BOTH = re.compile(
    r"\b(?:both|either|the two) (?:\w+ )?(?:capitals|countries|governments|states|announcements|statements|ministries)\b",
    re.IGNORECASE,
)
_WHOSE = frozenset({"poss", "prep", "det", "compound", "acl"})
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where a speaker's words stand: the outer speaker, and what they themselves are made to say."""

    outer: Speaker | None = None
    content: tuple[Span, ...] = ()
    also: tuple[tuple[Span, ...], ...] = ()
    """What else the same words are made to say."""
    stance: Stance = Stance.ASSERT
    at: int | None = None
    """Where the speaker's words begin."""
    speaks: bool = True
    """False for somebody who is only spoken of: "the army" in a rebel's mouth is not the rebel's."""


class Speakers:
    """Resolves the speakers of one document in text order; earlier answers serve as antecedents of later ones."""

    def __init__(self, analysis: Analysis, situation: Situation, floor: Floor, choice: SideChoice) -> None:
        self._analysis = analysis
        self._situation = situation
        self._floor = floor
        self._index = NounPhrases(analysis, situation)
        self._phrases: dict[int, Speaker] = {}
        self._subjects: dict[int, Speaker] = {}
        self._sided: dict[int, Speaker] = {}
        self._depth = 0
        self._offices = Offices(analysis, situation, self._index)
        self._words = OwnWords(analysis.doc, situation, self._index, self._offices, self.resolve_phrase)
        features = SideFeatures(analysis, situation, self._index, floor, self._offices.homes)
        self.voice = Voice(analysis, situation, self._index, self._offices.homes, floor.attributions)
        self.likeliest = Likeliest(situation, self._index, floor, features, choice)
        self._claims = Claims(analysis, situation, floor, self.source_of)
        self._pronouns = Pronouns(analysis, self._index, floor, self._claims, self.resolve_subject)

    @property
    def sides(self) -> Counter[str]:
        """How often each side is named."""
        return self._index.sides

    @cached_property
    def sides_beyond_seats(self) -> frozenset[str]:
        """Sides of which more than the capital is named."""
        return frozenset(n.side for n in self._index.names if n.side and n.kind != "metonym")

    def names_in(self, span: Span) -> tuple[ActorName, ...]:
        """Roster names that begin within `span`."""
        return self._index.names_in(span)

    @cached_property
    def publisher(self) -> Speaker | None:
        """The party whose own publication this is; None for news media."""
        return self.voice.party()

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
        around = _Around(
            outer=outer,
            content=attribution.content,
            also=tuple(a.content for a in self._floor.of_source(attribution) if a is not attribution),
            stance=attribution.stance,
            at=attribution.source.start,
        )
        if head is not None and head.pos_ == "NOUN" and " " not in bare.text:
            whole = noun_phrase(head, alone=True)  # "source" of "a Thai military source, who …"
            if whole is not None and whole.contains(bare.span) and len(whole) <= LONGEST_NAME:
                found = self._resolved(self._bare(whole), head, around)
                return replace(found, text=bare.text, start=bare.start, end=bare.end)
        return self._resolved(bare, head, around)

    # --- second thoughts ------------------------------------------------------------------------------------------

    def is_guess(self, attribution: Attribution) -> bool:
        """True where somebody else is nearly as likely to be meant by the pronoun that the speaker hangs on."""
        head = self.head_of(attribution)
        if head is None or not (
            any(t.tag_ in _PRONOUNS for t in (head, *head.children))
            or self._index.know(head).kinds == {"words"}
        ):
            return False
        start = attribution.source.start if attribution.source is not None else head.idx
        return self.likeliest.chances.get(start, 1.0) < LIKELY

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
        return self._index.last_named(side, speaker)

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
        if speaker.side is not None and head is not None and head.pos_ != "PRON":
            self._phrases[head.i] = self._subjects[head.i] = (
                speaker  # "he" after an official whose side only the document told
            )
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
        """As `resolve`, for a noun phrase that is only spoken of: by its own words and what it takes up."""
        return self._phrase(head, _Around(speaks=False), self._phrases)

    def resolve_subject(self, head: Token) -> Speaker:
        """As `resolve`, for a noun phrase that speaks, or that a speaker's pronoun may take up."""
        return self._phrase(head, _Around(), self._subjects)

    def _phrase(self, head: Token, around: _Around, known: dict[int, Speaker]) -> Speaker:
        if head.i not in known:
            own = Span(start=head.idx, end=head.idx + len(head.text))
            if self._depth > DEEPEST:
                return self._bare(own)
            self._depth += 1
            span = noun_phrase(head) or own
            bare = self._bare(span if len(span) <= LONGEST_NAME else own)
            known[head.i] = self._resolved(bare, head, around)
            self._depth -= 1
        return known[head.i]

    def source_of(self, attribution: Attribution) -> Speaker | None:
        """Who is made to speak, by the words of the source alone."""
        head = self.head_of(attribution)
        return self.resolve_subject(head) if head is not None else None

    def claim_around(self, pronoun: Token) -> Claim | None:
        """The claim answered by an opposite side that a pronoun stands in."""
        return self._claims.around(pronoun)

    def spoken_outright_since(self, offset: int) -> int | None:
        """Where the whole quoted sentence around a character begins."""
        return self._floor.spoken_outright_since(offset)

    def is_sure(self, speaker: Speaker) -> bool:
        """True where the speaker's own words tell the side, or all the rest of the report speaks for it."""
        if self.likeliest.chances.get(speaker.start, 0.0) >= SURE:
            return True
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
        return self._words.by_roster(bare) or bare

    def _resolved(self, bare: Speaker, head: Token | None, around: _Around) -> Speaker:
        if head is None:
            return self._words.by_roster(bare) or bare
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
        told = self._words.told(bare, head, partial(self._whose, around=around))
        if told is not None:
            return told
        return self._by_report(bare, head, around) if around.speaks else self._taken_up(bare, head)

    def _whose(self, owner: Token, around: _Around) -> Speaker:
        """The owner of a phrase: who speaks is looked for in the whole report, who is only spoken of in its words."""
        if not around.speaks or (owner.pos_ != "NOUN" and owner.tag_ != "PRP$"):
            return self.resolve_phrase(owner)
        word = Span(start=owner.idx, end=owner.idx + len(owner.text))
        own = self._bare((noun_phrase(owner) if owner.pos_ == "NOUN" else None) or word)
        return self._resolved(own, owner, replace(around, outer=None))

    def _taken_up(self, bare: Speaker, head: Token) -> Speaker:
        """What is only spoken of: the nearest phrase of its family, or who governs the place in its words."""
        offices = self._offices
        return offices.taken_up(bare, head, self._floor, self._sided) or offices.by_place(bare, head) or bare

    def _by_report(self, bare: Speaker, head: Token, around: _Around) -> Speaker:
        """The words taken for the side that the rest of the report speaks for."""
        me = self._index.know(head)
        is_press = roles().get(head.lemma_.lower(), ("", ""))[1] == "media"
        if "side" in me.families or is_press or _OF_BOTH.search(bare.text):
            return self._offices.both(bare, head) or bare
        if (
            me.kinds == {"words"}
            and head.tag_ == "NNS"
            and not _WHOSE.intersection(c.dep_ for c in head.children)
        ):
            return bare  # "earlier reports": no more is said of whose they are
        rules = {"place": self._offices.by_place(bare, head), "publisher": self._own(bare)}
        return self._chosen(bare, head, around, rules)

    def _chosen(
        self,
        bare: Speaker,
        head: Token,
        around: _Around,
        rules: Mapping[str, Speaker | None],
        antecedents: Sequence[Candidate] = (),
    ) -> Speaker:
        mention = Mention(
            bare=bare,
            head=head,
            content=around.content,
            also=around.also,
            stance=around.stance,
            outer=around.outer.side if around.outer is not None else None,
            at=around.at,
            antecedents=tuple(antecedents),
        )
        return self.likeliest.of(mention, {rule: s for rule, s in rules.items() if s and s.side})

    def _pronoun(self, bare: Speaker, head: Token, around: _Around) -> Speaker:
        word = head.lower_
        if word in RELATIVE:
            noun = head.head.head if head.head.dep_ == "relcl" else None
            return (
                taking_up(bare, self.resolve_phrase(noun)) if noun is not None and noun.i < head.i else bare
            )
        if word in FIRST:
            found = around.outer or self.publisher or self._pronouns.last_turn(head.idx)
        elif around.speaks and word in THIRD_PERSON and (around.outer is None or head.tag_ != "PRP$"):
            return self._taking_up_somebody(bare, head, around)  # "its request", in A's mouth, is A's
        else:
            found = self._pronouns.antecedent(head, around.outer, around.content)
        return taking_up(bare, found) if found is not None else bare

    def _taking_up_somebody(self, bare: Speaker, head: Token, around: _Around) -> Speaker:
        """A speaker's pronoun taken for the side that the rest of the report speaks for."""
        outer, claim = around.outer, self._claims.around(head)
        carrier = outer if outer is not None and self._pronouns.is_carrier(outer, head) else None
        rules = {
            "outer": taking_up(bare, carrier) if carrier is not None else None,
            "claim": taking_up(bare, claim.meant) if claim is not None and claim.meant is not None else None,
        }
        antecedents = self._pronouns.candidates(head, around.content)
        return self._chosen(bare, head, around, rules, antecedents)

    def _own(self, bare: Speaker) -> Speaker | None:
        own = self.publisher
        return replace(bare, name=own.name, actor=own.actor, side=own.side) if own is not None else None
