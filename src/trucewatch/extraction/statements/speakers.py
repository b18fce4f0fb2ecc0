"""Speakers resolved within one document: pronouns and short forms to their antecedents, then to actor and side."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.publishing import publishing_party
from trucewatch.extraction.cues import roles
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.extraction.statements.antecedents import LONGEST_NAME, LOOK_BACK, Known, NounPhrases
from trucewatch.extraction.statements.homes import Homes
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

DEEPEST = 20
"""Antecedents of antecedents ("its army" of "its ally" of "it" …) that are followed."""
HEADLINE = 200
"""Characters at the start of a text in which a name may stand before the phrase that introduces it."""
PLURAL = frozenset({"they", "them", "their", "theirs", "both", "we", "us", "our"})
FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "mine"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
THING = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PERSON_KINDS = frozenset({"leader", "spokesperson", "person"})
PRONOUNS = PLURAL | FIRST | SINGULAR_PERSON | THING | RELATIVE
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
WITNESS = "WIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where a speaker's words stand: the outer speaker, and what they themselves are made to say."""

    outer: Speaker | None = None
    content: tuple[Span, ...] = ()
    speaks: bool = True
    """False for somebody who is only spoken of: "the army" in a rebel's mouth is not the rebel's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A resolved speaker in the order of the text."""

    at: int
    speaker: Speaker
    person: bool
    plural: bool
    relayed: bool
    """Within another's words: no antecedent for what follows them."""


class Speakers:
    """Resolves the speakers of one document in text order; earlier answers serve as antecedents of later ones."""

    def __init__(self, analysis: Analysis, situation: Situation) -> None:
        self._analysis = analysis
        self._situation = situation
        self._index = NounPhrases(analysis, situation)
        self._homes = Homes(analysis, situation, self._index)
        self._history: list[Said] = []
        self._phrases: dict[int, Speaker] = {}
        self._sided: dict[int, Speaker] = {}
        self._depth = 0

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

    # --- one speaker --------------------------------------------------------------------------------------------

    def resolve(self, attribution: Attribution, outer: Speaker | None) -> Speaker | None:
        """Who speaks: the words used with name, actor and side as far as the document tells them."""
        if attribution.source is None:
            return None
        span = attribution.source
        text = span.of(self._analysis.document.text)
        bare = Speaker(text=text, start=span.start, end=span.end)
        if attribution.form is Form.CREDIT:
            return self._credited(bare)
        head = self._head(attribution)
        speaker = self._resolved(bare, head, _Around(outer=outer, content=attribution.content))
        if speaker.side is not None:
            self._sided[speaker.start] = speaker
            if head is not None and head.pos_ != "PRON":
                self._phrases[head.i] = speaker  # "he" after an official whose side only the document told
        self._history.append(self._said(speaker, head, relayed=outer is not None and outer.side != "MEDIA"))
        return speaker

    def resolve_phrase(self, head: Token) -> Speaker:
        """As `resolve`, for any noun phrase; it does not become an antecedent by being asked for."""
        if head.i not in self._phrases:
            if self._depth > DEEPEST:
                return Speaker(text=head.text, start=head.idx, end=head.idx + len(head.text))
            self._depth += 1
            span = noun_phrase(head) or Span(start=head.idx, end=head.idx + len(head.text))
            if len(span) > LONGEST_NAME:
                span = Span(start=head.idx, end=head.idx + len(head.text))
            text = span.of(self._analysis.document.text)
            self._phrases[head.i] = self._resolved(
                Speaker(text=text, start=span.start, end=span.end), head, _Around(speaks=False)
            )
            self._depth -= 1
        return self._phrases[head.i]

    def _credited(self, bare: Speaker) -> Speaker:
        """A credit line's source, if it is one; a list of sources is left as it is."""
        if "," in bare.text or " and " in bare.text:
            return bare
        return self._by_roster(bare) or bare

    def _head(self, attribution: Attribution) -> Token | None:
        if attribution.source_head is not None:
            return self._analysis.doc[attribution.source_head]
        assert attribution.source is not None
        span = self._analysis.doc.char_span(
            attribution.source.start, attribution.source.end, alignment_mode="expand"
        )
        return span.root if span is not None else None

    def _said(self, speaker: Speaker, head: Token | None, *, relayed: bool) -> Said:
        is_plural = head is not None and (head.tag_ in ("NNS", "NNPS") or head.lower_ in PLURAL)
        is_person = self._is_person(speaker, head)
        return Said(at=speaker.start, speaker=speaker, person=is_person, plural=is_plural, relayed=relayed)

    def _is_person(self, speaker: Speaker, head: Token | None = None) -> bool:
        """True for one human being, by pronoun, by the last role noun before "of", or by the roster."""
        if speaker.text.lower() in SINGULAR_PERSON:
            return True
        own = speaker.text.lower() not in PRONOUNS
        words = (speaker.text if own else speaker.name or speaker.text)[:LONGEST_NAME]
        core = re.split(r"\bof\b|,", words, maxsplit=1)[0]
        kinds = [roles()[w.lower()][1] for w in core.split() if w.lower() in roles()]
        if kinds:
            return kinds[-1] in ("person", "witness")
        found = self._situation.resolve_actor(words)
        if found is not None:
            return found.kind in PERSON_KINDS
        return head is not None and head.pos_ == "PROPN"

    def _resolved(self, bare: Speaker, head: Token | None, around: _Around) -> Speaker:
        if head is None:
            return self._by_roster(bare) or bare
        is_acronym = head.text.isupper() and len(head.text) > 1
        if len(bare.text.split()) == 1 and not is_acronym and (head.pos_ == "PRON" or head.tag_ in _PRONOUNS):
            return self._pronoun(bare, head, around)
        return (
            self._by_roster(bare)
            or self._by_patron(bare)
            or self._by_name(bare, head)
            or self._by_modifier(bare, head)
            or self._by_owner(bare, head)
            or self._by_family(bare, head, around)
            or self._only_one(bare, head)
            or self._by_place(bare, head)
            or self._by_document(bare, head, around)
            or bare
        )

    def _by_roster(self, bare: Speaker) -> Speaker | None:
        found = self._situation.resolve_actor(bare.text[:LONGEST_NAME])
        if found is None or found.side is None:
            return None
        return replace(bare, actor=found.actor, side=found.side)

    # --- pronouns -----------------------------------------------------------------------------------------------

    def _pronoun(self, bare: Speaker, head: Token, around: _Around) -> Speaker:
        word = head.lower_
        if word in RELATIVE:
            noun = head.head.head if head.head.dep_ == "relcl" else None
            return _as(bare, self.resolve_phrase(noun)) if noun is not None and noun.i < head.i else bare
        if word in FIRST:
            speaker = around.outer or self.publisher or self._last_said(head.idx, None)
            return _as(bare, speaker) if speaker is not None else bare
        if around.outer is not None and self._agrees(around.outer, word):
            return _as(bare, around.outer)
        beside = self._last_subject(head, around.content, head.sent.start)
        if beside is not None:
            return _as(bare, beside)
        found = self._last_said(head.idx, word) or self._last_subject(head, around.content, 0)
        return _as(bare, found) if found is not None else bare

    def _agrees(self, speaker: Speaker, word: str) -> bool:
        is_person = self._is_person(speaker)
        is_plural = " and " in (speaker.name or speaker.text) or (speaker.name or speaker.text).endswith("s")
        if word in SINGULAR_PERSON:
            return is_person
        return not is_person if word in THING else (is_plural or not is_person)

    def _last_said(self, before: int, word: str | None) -> Speaker | None:
        for said in reversed(self._history[-LOOK_BACK:]):
            if said.at >= before:
                continue
            if said.relayed or said.speaker.side == "MEDIA":
                continue
            if said.speaker.name is None and said.speaker.text.lower() in RELATIVE | FIRST | THING | PLURAL:
                continue
            if word in SINGULAR_PERSON and (not said.person or said.plural):
                continue
            if word in THING and (said.person or said.plural):
                continue
            if word in PLURAL and said.person and not said.plural:
                continue
            return said.speaker
        return None

    def _last_subject(self, head: Token, content: tuple[Span, ...], since: int) -> Speaker | None:
        """The nearest earlier subject that the pronoun may stand for, outside its own content."""
        word = head.lower_
        for known in self._index.before(head.i):
            if known.head < since:
                return None
            if not known.subject or any(span.contains(known.span) for span in content):
                continue
            noun = self._analysis.doc[known.head]
            found = self._situation.resolve_actor(known.words)
            is_person = bool(known.kinds & {"person", "witness"}) or (
                found is not None and found.kind in PERSON_KINDS
            )
            is_plural = noun.tag_ in ("NNS", "NNPS") or " and " in known.words
            unknown_name = found is None and noun.pos_ == "PROPN" and not known.kinds
            if word in SINGULAR_PERSON:
                fits = not is_plural and (is_person or unknown_name)
            elif word in THING:
                fits = (
                    not is_person and not is_plural and (found is not None or bool(known.kinds - {"person"}))
                )
            else:
                fits = is_plural and (found is not None or bool(known.kinds))
            if fits:
                return self.resolve_phrase(noun)
        return None

    # --- names, roles, places -----------------------------------------------------------------------------------

    def _by_name(self, bare: Speaker, head: Token) -> Speaker | None:
        """A surname alone, to the fuller phrase that introduced it."""
        me = self._index.know(head)
        surname = head.lower_
        if head.pos_ != "PROPN" or len(surname) < 3 or surname in roles():
            return None
        introduced = self._index.after(head.i) if head.idx < HEADLINE else ()
        for known in (*reversed(self._index.before(head.i)), *introduced):
            if surname not in known.names:
                continue
            found = self._situation.resolve_actor(known.words)
            if found is not None and found.side is not None:
                return replace(bare, name=_name(known.words, bare), actor=found.actor, side=found.side)
            if known.families and not (me and me.families):
                noun = self._analysis.doc[known.head]
                by_role = self._by_family(bare, noun, _Around()) or self._by_place(bare, noun)
                if by_role is not None:
                    return replace(by_role, name=_name(known.words, bare))
        return None

    def _by_family(self, bare: Speaker, head: Token, around: _Around) -> Speaker | None:
        """A role without its side ("the ministry", "army spokesman X"), to the last one of its family with a side."""
        me = self._index.know(head)
        if me is None or not me.kinds:
            return None
        kind = roles().get(head.lemma_.lower(), ("", ""))[1]
        if kind == "witness" or (
            kind == "unnamed" and "witness" in me.families and not self._has_office(bare)
        ):
            return replace(bare, actor=WITNESS, side=WITNESS)
        is_definite = bool(_DEFINITE.match(bare.text)) or head.pos_ == "PROPN"
        if me.kinds == {"words"}:
            if not is_definite:
                return None
            issuer = self._last_said(head.idx, None) or self._last_doer(head)
            return _as(bare, issuer) if issuer is not None else self._own(bare)
        if "side" in me.families:
            return self._both(bare, head)
        if not is_definite and not me.kinds & {"organ", "force"} and not self._is_local(bare):
            return None
        if "militia" in me.families or not around.speaks:
            return self._taken_up(bare, head, me)
        if me.families & {"group", "organisation"}:
            return self._last_group(bare, head) or self._taken_up(bare, head, me)
        return self._taken_up(bare, head, me) or self._own(bare) or self._by_neighbour(bare, head, me)

    def _last_doer(self, head: Token) -> Speaker | None:
        """The nearest earlier subject that has a side: who "the statement" is from, where nobody has spoken yet."""
        for known in self._index.before(head.i):
            found = self._situation.resolve_actor(known.words) if known.subject else None
            if found is not None and found.side not in (None, "MEDIA", WITNESS):
                return self.resolve_phrase(self._analysis.doc[known.head])
        return None

    def _taken_up(self, bare: Speaker, head: Token, me: Known) -> Speaker | None:
        """The last noun phrase of the same family that has a side; a nearer organ that spoke in this paragraph wins."""
        families = me.families - {"spokesperson", "chief"} or me.families
        if "police" in families:
            families = families - {"army"}  # a police officer is no soldier
        paragraph = self._analysis.document.text.rfind("\n", 0, head.idx) + 1
        fallback: Speaker | None = None
        for known in self._index.before(head.i):
            if not families & known.families or known.words.lower() == bare.text.lower():
                continue
            found = self._situation.resolve_actor(known.words) or self._sided.get(known.span.start)
            if found is None or found.side is None or (found.side == WITNESS and families != {"source"}):
                continue
            taken = replace(bare, name=_name(known.words, bare), actor=found.actor, side=found.side)
            if known.span.start >= paragraph:
                return taken
            fallback = taken
            break
        if fallback is not None and me.kinds == {"organ"}:
            near = self._last_organ(head.idx, paragraph)
            return _as(bare, near) if near is not None else fallback
        return fallback

    def _last_group(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The group": the last armed group or monitor that was named."""
        if bare.text.lower() not in ("the group", "the organisation", "the organization", "the movement"):
            return None
        before = [name for name in self._index.names if name.end <= head.idx][-LOOK_BACK:]
        for name in reversed(before):
            known = self._situation.sides.get(name.side) if name.side else None
            if known is not None and known.kind in ("non_state", "monitor") and not name.demonym:
                return replace(bare, name=name.text, actor=name.actor, side=name.side)
        return None

    def _last_organ(self, before: int, since: int) -> Speaker | None:
        for said in reversed(self._history[-8:]):
            if since <= said.at < before and not said.person:
                found = self._situation.resolve_actor((said.speaker.name or said.speaker.text)[:LONGEST_NAME])
                if found is not None and found.kind == "organ":
                    return said.speaker
        return None

    def _by_neighbour(self, bare: Speaker, head: Token, me: Known) -> Speaker | None:
        """An organ of no stated side belongs to the state that spoke last in its paragraph, else to the dateline's."""
        if not me.kinds & {"organ", "force"} and not self._is_local(bare):
            return None
        paragraph = self._analysis.document.text.rfind("\n", 0, head.idx) + 1
        recent = [s.speaker.side for s in reversed(self._history[-8:]) if paragraph <= s.at < head.idx]
        subjects = self._subject_sides(head, paragraph)
        earlier = [s.speaker.side for s in self._history[-3:] if not s.relayed]
        if "unnamed" in me.kinds:
            recent, subjects, earlier = (
                [],
                [],
                [],
            )  # "a police official" may be anybody's but the home state's
        if self._is_local(bare):
            recent = [self._homes.around(head.idx), *recent]
        sides = [side for side in (*recent, *subjects, *self._homes.dateline, *earlier) if side]
        for side in sides[:1]:
            known = self._situation.sides.get(side)
            if known is None or known.kind in ("media", "witness", "monitor"):
                return None
            if known.kind == "non_state" and not (known.territories or known.lands):
                return None  # who governs nothing has no governors
            if (
                known.kind == "non_state"
                and "force" in me.kinds
                and (army := self._by_document(bare, head, _Around()))
            ):
                return army
            found = self._situation.resolve_actor(bare.text[:LONGEST_NAME], owner=side)
            return replace(bare, name=known.name, actor=found.actor if found else None, side=side)
        return None

    def _has_office(self, bare: Speaker) -> bool:
        """True for "local officials", "local civil defence sources"; False for "local sources"."""
        role = self._situation.role_of(bare.text[:LONGEST_NAME])
        if role is None or role.builds:
            return role is not None
        office = self._situation.role_of(bare.text[:LONGEST_NAME].rpartition(" ")[0])
        return office is not None and office.builds

    def _is_local(self, bare: Speaker) -> bool:
        """True for "a district official": of the country that is being spoken of."""
        role = self._situation.role_of(bare.text[:LONGEST_NAME])
        return role is not None and role.id == "LOCAL"

    def _own(self, bare: Speaker) -> Speaker | None:
        own = self.publisher
        return replace(bare, name=own.name, actor=own.actor, side=own.side) if own is not None else None

    def _both(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "Both sides" to the last two parties named together; two parties have no one side."""
        for known in self._index.before(head.i):
            noun = self._analysis.doc[known.head]
            if any(c.dep_ == "conj" for c in noun.children):
                words = [noun, *noun.conjuncts][:3]
                sides = [self._situation.resolve_actor(w.text) for w in words]
                if all(s is not None and s.side for s in sides):
                    return replace(bare, name=" and ".join(w.text for w in words))
        return None

    def _subject_sides(self, head: Token, since: int) -> list[str]:
        """States that did something earlier in the paragraph, the nearest first."""
        found = []
        for known in self._index.before(head.i):
            if known.span.start < since:
                break
            actor = self._situation.resolve_actor(known.words) if known.subject else None
            if actor is not None and actor.side and actor.kind in ("state", "metonym"):
                found.append(actor.side)
        return found

    def _by_modifier(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "North Korean guards": armed or official people of the side whose name stands before them."""
        if roles().get(head.lemma_.lower(), ("", ""))[1] not in ("force", "organ", "person"):
            return None
        names = self._index.names_in(Span(start=head.left_edge.idx, end=head.idx))
        sides = {name.side for name in names if name.side and name.side not in ("MEDIA", WITNESS)}
        return replace(bare, side=sides.pop()) if len(sides) == 1 else None

    def _by_patron(self, bare: Speaker) -> Speaker | None:
        """ "The Moscow-installed mayor", "doctors in the rebel-held town": of those who installed them, or hold it."""
        match = _INSTALLED.search(bare.text)
        names = self._situation.find_actors(match["who"]) if match is not None else ()
        side = names[0].side if names else self._homes.holder_in(bare.text)
        return self._owned(bare, side) if side is not None and self._has_office(bare) else None

    def _by_owner(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "Its representative", "their commander": an organ or official of whom the pronoun means."""
        owner = next((c for c in head.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        if owner is None:
            return None
        whose = self.resolve_phrase(owner)
        known = self._situation.sides.get(whose.side) if whose.side else None
        if known is None:
            return None
        found = self._situation.resolve_actor(
            f"{_DEFINITE.sub('', bare.text)} of {known.name}"[:LONGEST_NAME]
        )
        return replace(bare, name=whose.name, actor=found.actor if found else None, side=known.id)

    def _only_one(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The rebels", "the monitoring group" in a text that names just one non-state party, or one monitor."""
        family, _ = roles().get(head.lemma_.lower(), ("", ""))
        kind = {
            "militia": "non_state",
            "monitor": "monitor",
            "group": "monitor",
            "organisation": "monitor",
            "coalition": "coalition",
        }.get(family)
        if family in ("group", "organisation") and _FIGHTS.search(bare.text):
            kind = "non_state"
        elif kind is None or (family in ("group", "organisation") and not _WATCHES.search(bare.text)):
            return None
        named = {
            s for s in self._index.sides if (known := self._situation.sides.get(s)) and known.kind == kind
        }
        return replace(bare, side=named.pop()) if len(named) == 1 else None

    def _by_place(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The governor of Homs": an official of the country that the place is in, if the text names that country."""
        me = self._index.know(head)
        if me is None or not me.kinds & {"person", "organ", "force", "unnamed"}:
            return None
        for side in map(self._homes.at_place, _place_words(head)):
            if side is not None:
                return self._owned(bare, side)
        return None

    def _by_document(self, bare: Speaker, head: Token, around: _Around) -> Speaker | None:
        """ "The army spokesman", "a security source": of the only party of the document that they can belong to."""
        if not around.speaks or _FOREIGN.search(bare.text):
            return None
        side = self._homes.owner_of(bare.text[:LONGEST_NAME], head.idx)
        return self._owned(bare, side) if side is not None else None

    def _owned(self, bare: Speaker, side: str) -> Speaker | None:
        """An organ or official of a side; None for a private person."""
        found = self._situation.resolve_actor(bare.text[:LONGEST_NAME], owner=side)
        if found is not None and found.side is not None:
            return replace(bare, actor=found.actor, side=found.side)
        return replace(bare, side=side) if found is None else None


def _place_words(head: Token) -> list[str]:
    """Names before the title or after "of" and "in"; what follows the title is the person's own name."""
    before = []
    for token in head.doc[max(head.left_edge.i, head.i - 8) : head.i + 1]:
        if token.lemma_.lower() in roles():
            break
        if token.pos_ == "PROPN":
            before.append(token.text)
    else:
        before = []
    behind = []
    for token in head.doc[head.i + 1 : min(head.right_edge.i, head.i + 14) + 1]:
        owner = token.dep_ == "poss" or token.head.dep_ == "prep" or token.lower_.endswith("s")
        if token.pos_ == "PROPN" and (owner or token.dep_ == "compound") and token.lower_ not in roles():
            behind.append(token.text)
    return [*behind, *before]


_FIGHTS = re.compile(
    r"armed|militant|rebel|-aligned|-backed|jihadist|Islamist|guerrilla|paramilitary", re.IGNORECASE
)
_WATCHES = re.compile(r"monitor|rights|watchdog|-based|observ", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:foreign|western|international|regional|european|former|ex|analysts?|experts?|diplomats?|aid|rights)\b",
    re.IGNORECASE,
)
_INSTALLED = re.compile(r"\b(?P<who>\w+)[-‐‑–](?:installed|appointed|imposed|backed|controlled)\b")
_DEFINITE = re.compile(r"(?:the|this|that|its|his|her|their|our)\s+", re.IGNORECASE)


def _as(bare: Speaker, antecedent: Speaker) -> Speaker:
    name = antecedent.name or antecedent.text
    return replace(bare, name=_name(name, bare), actor=antecedent.actor, side=antecedent.side)


def _name(words: str, bare: Speaker) -> str | None:
    plain = " ".join(words.split())
    return plain if plain and plain != bare.text else None
