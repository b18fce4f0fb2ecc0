"""Speakers resolved within one document: pronouns and short forms to their antecedents, then to actor and side."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles
from trucewatch.extraction.speech import Attribution, noun_phrase
from trucewatch.records import Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import ActorName, Situation

LONGEST_NAME = 160
"""Characters of a noun phrase that are looked up; a name is never longer, a broken parse may be."""
LOOK_BACK = 400
"""Noun phrases searched backwards for an antecedent."""
PLURAL = frozenset({"they", "them", "their", "theirs", "both", "we", "us", "our"})
FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "mine"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
THING = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PERSON_KINDS = frozenset({"leader", "spokesperson", "person"})
WITNESS = "WIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One noun phrase that later words may take up again."""

    head: int
    span: Span
    words: str
    families: frozenset[str]
    kinds: frozenset[str]
    names: frozenset[str]
    """Its proper names, lower case."""
    subject: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A resolved speaker in the order of the text."""

    at: int
    speaker: Speaker
    person: bool
    plural: bool


class Speakers:
    """Resolves the speakers of one document in text order; earlier answers serve as antecedents of later ones."""

    def __init__(self, analysis: Analysis, situation: Situation) -> None:
        self._analysis = analysis
        self._situation = situation
        self._history: list[Said] = []
        self._memory: dict[tuple[int, int], Speaker] = {}

    @cached_property
    def names(self) -> tuple[ActorName, ...]:
        """Every roster name of the document."""
        return self._situation.find_actors(self._analysis.document.text)

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.start for name in self.names]

    def names_in(self, span: Span) -> tuple[ActorName, ...]:
        """Roster names that begin within `span`."""
        low = bisect_left(self._name_starts, span.start)
        high = bisect_left(self._name_starts, span.end)
        return self.names[low:high]

    @cached_property
    def sides(self) -> Counter[str]:
        """How often each side is named."""
        return Counter(name.side for name in self.names if name.side)

    @cached_property
    def publisher(self) -> Speaker | None:
        """The party whose own publication this is, as a speaker without words; None for news media."""
        document = self._analysis.document
        source = self._situation.source_of(document.publisher, document.url)
        if source is None or source.kind.value not in ("party", "international_organisation", "monitor"):
            return None
        return Speaker(text="", start=0, end=0, name=source.name, actor=source.id, side=source.side)

    @cached_property
    def _known(self) -> list[Known]:
        found = []
        table = roles()
        covered = {name.start for name in self.names}
        for token in self._analysis.doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod", "nmod"):
                continue
            family = table.get(token.lemma_.lower())
            if family is None and token.pos_ != "PROPN" and token.idx not in covered:
                continue
            known = self._know(token)
            if known is not None:
                found.append(known)
        return found

    def _know(self, head: Token) -> Known | None:
        span = noun_phrase(head)
        if span is None or len(span) > LONGEST_NAME:
            span = Span(start=head.idx, end=head.idx + len(head.text))
        table = roles()
        inside = self._analysis.doc.char_span(span.start, span.end)
        tokens = list(inside) if inside is not None else [head]
        found = [table[t.lemma_.lower()] for t in tokens if t.lemma_.lower() in table]
        return Known(
            head=head.i,
            span=span,
            words=span.of(self._analysis.document.text),
            families=frozenset(family for family, _ in found),
            kinds=frozenset(kind for _, kind in found),
            names=frozenset(
                t.lower_
                for t in tokens
                if t.pos_ == "PROPN" and t.lemma_.lower() not in table and len(t.text) > 2
            ),
            subject=head.dep_ in ("nsubj", "nsubjpass"),
        )

    @cached_property
    def _known_starts(self) -> list[int]:
        return [known.head for known in self._known]

    def _before(self, index: int) -> list[Known]:
        stop = bisect_left(self._known_starts, index)
        return self._known[max(0, stop - LOOK_BACK) : stop][::-1]

    # --- one speaker --------------------------------------------------------------------------------------------

    def resolve(self, attribution: Attribution, outer: Speaker | None) -> Speaker | None:
        """Who speaks: the words used with name, actor and side as far as the document tells them."""
        if attribution.source is None:
            return None
        span = attribution.source
        key = (span.start, span.end)
        if key not in self._memory or outer is not None:
            text = span.of(self._analysis.document.text)
            bare = Speaker(text=text, start=span.start, end=span.end)
            head = self._head(attribution)
            self._memory[key] = self._resolved(bare, head, outer)
            self._history.append(self._said(self._memory[key], head))
        return self._memory[key]

    def resolve_phrase(self, head: Token, outer: Speaker | None = None) -> Speaker:
        """As `resolve`, for any noun phrase; it does not become an antecedent by being asked for."""
        span = noun_phrase(head) or Span(start=head.idx, end=head.idx + len(head.text))
        if len(span) > LONGEST_NAME:
            span = Span(start=head.idx, end=head.idx + len(head.text))
        text = span.of(self._analysis.document.text)
        return self._resolved(Speaker(text=text, start=span.start, end=span.end), head, outer)

    def _head(self, attribution: Attribution) -> Token | None:
        if attribution.source_head is not None:
            return self._analysis.doc[attribution.source_head]
        if attribution.source is None:
            return None
        span = self._analysis.doc.char_span(
            attribution.source.start, attribution.source.end, alignment_mode="expand"
        )
        return span.root if span is not None else None

    def _said(self, speaker: Speaker, head: Token | None) -> Said:
        words = (speaker.name or speaker.text).lower()
        found = self._situation.resolve_actor((speaker.name or speaker.text)[:LONGEST_NAME])
        table = roles()
        kinds = {table[w][1] for w in words.replace(",", " ").split() if w in table}
        is_person = bool(found and found.kind in PERSON_KINDS) or "person" in kinds
        if not kinds and found is None and head is not None and head.pos_ == "PROPN":
            is_person = True
        if speaker.text.lower() in SINGULAR_PERSON:
            is_person = True
        is_plural = head is not None and head.tag_ in ("NNS", "NNPS")
        return Said(at=speaker.start, speaker=speaker, person=is_person, plural=is_plural)

    def _resolved(self, bare: Speaker, head: Token | None, outer: Speaker | None) -> Speaker:
        if head is None:
            return self._by_roster(bare) or bare
        word = head.lower_
        if len(bare.text.split()) == 1 and (head.pos_ == "PRON" or head.tag_ in ("PRP", "PRP$", "WP", "WDT")):
            return self._pronoun(bare, word, head, outer)
        return (
            self._by_roster(bare)
            or self._by_name(bare, head)
            or self._by_family(bare, head)
            or (self._by_place(bare, head) or bare)
        )

    def _by_roster(self, bare: Speaker) -> Speaker | None:
        found = self._situation.resolve_actor(bare.text[:LONGEST_NAME])
        if found is None or found.side is None:
            return None
        return replace(bare, actor=found.actor, side=found.side)

    # --- pronouns -----------------------------------------------------------------------------------------------

    def _pronoun(self, bare: Speaker, word: str, head: Token, outer: Speaker | None) -> Speaker:
        if word in RELATIVE:
            noun = head.head.head if head.head.dep_ == "relcl" else None
            if noun is None or noun.i >= head.i:
                return bare
            return _as(bare, self.resolve_phrase(noun))
        if word in FIRST:
            speaker = outer or self.publisher or self._last_said(head.idx)
            return _as(bare, speaker) if speaker is not None else bare
        said = self._last_said(head.idx, word)
        known = self._last_subject(head, word)
        if said is not None and (known is None or known.start <= said.start or word in THING):
            return _as(bare, said)
        if known is not None:
            return _as(bare, known)
        return bare

    def _last_said(self, before: int, word: str | None = None) -> Speaker | None:
        for said in reversed(self._history[-LOOK_BACK:]):
            if said.at >= before or not (said.speaker.side or said.speaker.name or said.speaker.text):
                continue
            if word in SINGULAR_PERSON and (not said.person or said.plural):
                continue
            if word in THING and (said.person or said.plural):
                continue
            if word in PLURAL and said.person and not said.plural:
                continue
            if said.speaker.text.lower() in RELATIVE | FIRST and said.speaker.name is None:
                continue
            return said.speaker
        return None

    def _last_subject(self, head: Token, word: str) -> Speaker | None:
        """The nearest earlier subject that the pronoun may stand for."""
        for known in self._before(head.i):
            if not known.subject:
                continue
            is_person = "person" in known.kinds or "witness" in known.kinds
            found = self._situation.resolve_actor(known.words)
            if found is not None and found.kind in PERSON_KINDS:
                is_person = True
            noun = self._analysis.doc[known.head]
            is_plural = noun.tag_ in ("NNS", "NNPS") or "and" in known.words.split()
            if (
                word in SINGULAR_PERSON
                and not is_plural
                and (is_person or (found is None and noun.pos_ == "PROPN"))
            ):
                return self.resolve_phrase(noun)
            if word in THING and not is_person and not is_plural and (found is not None or known.families):
                return self.resolve_phrase(noun)
            if word in PLURAL and is_plural:
                return self.resolve_phrase(noun)
        return None

    # --- names, roles, places -----------------------------------------------------------------------------------

    def _by_name(self, bare: Speaker, head: Token) -> Speaker | None:
        """A surname alone, to the fuller phrase that introduced it."""
        if head.pos_ != "PROPN" or len(head.text) < 3:
            return None
        me = self._know(head)
        described = bool(me and me.families)
        for known in reversed(self._before(head.i)):
            if head.lower_ not in known.names or known.head == head.i:
                continue
            found = self._situation.resolve_actor(known.words)
            if found is not None and found.side is not None:
                return replace(bare, name=_name(known.words, bare), actor=found.actor, side=found.side)
            if known.families and not described:
                noun = self._analysis.doc[known.head]
                by_role = self._by_family(bare, noun) or self._by_place(bare, noun)
                if by_role is not None:
                    return replace(by_role, name=_name(known.words, bare))
        return None

    def _by_family(self, bare: Speaker, head: Token) -> Speaker | None:
        """A role without its side ("the ministry", "army spokesman X"), to the last one of its family with a side."""
        me = self._know(head)
        if me is None:
            return None
        if "witness" in me.kinds:
            return replace(bare, actor=WITNESS, side=WITNESS)
        if "words" in me.kinds and me.kinds <= {"words"}:
            said = self._last_said(head.idx)
            return _as(bare, said) if said is not None else self._own(bare)
        if "side" in me.families:
            return self._both(bare, head)
        if "unnamed" in me.kinds and len(me.kinds) == 1:
            return None
        families = me.families - {"spokesperson", "chief"} or me.families
        for known in self._before(head.i):
            if not (families & known.families) or known.words.lower() == bare.text.lower():
                continue
            found = self._situation.resolve_actor(known.words)
            if found is not None and found.side is not None and found.side != WITNESS:
                same = families & {"ministry", "army", "office", "government"} or "person" in me.kinds
                return replace(
                    bare, name=_name(known.words, bare), actor=found.actor if same else None, side=found.side
                )
        if me.kinds & {"organ", "force"}:
            own = self._own(bare)
            return own if own is not None else self._by_dateline(bare)
        return None

    def _own(self, bare: Speaker) -> Speaker | None:
        own = self.publisher
        return replace(bare, name=own.name, actor=own.actor, side=own.side) if own is not None else None

    def _both(self, bare: Speaker, head: Token) -> Speaker | None:
        for known in self._before(head.i):
            noun = self._analysis.doc[known.head]
            if any(c.dep_ == "conj" for c in noun.children):
                words = [noun, *noun.conjuncts]
                sides = [self._situation.resolve_actor(w.text) for w in words[:3]]
                if all(s is not None and s.side for s in sides):
                    return replace(bare, name=" and ".join(w.text for w in words[:3]))
        return None

    def _by_dateline(self, bare: Speaker) -> Speaker | None:
        """An organ of no stated side ("the military said") belongs to the state that the dateline names."""
        start = self._analysis.document.text[:400]
        dateline = next(
            (line for line in start.splitlines() if " - " in line or " — " in line or "(" in line), ""
        )
        opening = dateline.split("(")[0].split(" - ")[0].split(" — ")[0]
        if not opening or len(opening) > 60 or not opening.split(",")[0].strip().isupper():
            return None
        found = self._situation.find_actors(opening)
        sides = {name.side for name in found if name.side and name.kind in ("state", "metonym")}
        return replace(bare, side=sides.pop()) if len(sides) == 1 else None

    def _by_place(self, bare: Speaker, head: Token) -> Speaker | None:
        """ "The governor of Homs": an official of the country that the place is in, if the text names that country."""
        me = self._know(head)
        if me is None or not me.kinds & {"person", "organ", "force", "unnamed"} or not me.families:
            return None
        for name in sorted(me.names):
            countries = {place.country for place in self._situation.gazetteer.find(name) if place.country}
            named = [side for side, _ in self.sides.most_common() if side in countries]
            if named:
                return replace(bare, side=named[0])
        return None


def _as(bare: Speaker, antecedent: Speaker) -> Speaker:
    name = antecedent.name or antecedent.text
    return replace(bare, name=_name(name, bare), actor=antecedent.actor, side=antecedent.side)


def _name(words: str, bare: Speaker) -> str | None:
    plain = " ".join(words.split())
    return plain if plain and plain != bare.text else None
