"""Acts of force and breaches in what somebody says: which, by whom, and whether they are said not to have happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.cues import roles, word_list
from trucewatch.extraction.phrases import upwards
from trucewatch.extraction.statements.acts import HARMED, Acts, is_verdict
from trucewatch.extraction.statements.agents import WIELDERS, Agents, alternatives, owners, struck
from trucewatch.extraction.statements.allegiance import REFERRING, THIRD, is_first_person
from trucewatch.extraction.statements.claims import is_blame as is_charge
from trucewatch.extraction.statements.enemies import (
    LABELS,
    REGULARS,
    hits_us,
    is_backed,
    is_bare,
    is_bare_force,
    is_hostile,
    is_of_enemies,
    is_stranger,
    victims,
)
from trucewatch.extraction.statements.reality import is_negated, is_only_possible, is_only_when
from trucewatch.records import Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.extraction.statements.allegiance import Allegiance

CLIMB = 10
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECT_WITHIN = 20
"""Tokens searched backwards for a subject that the parse has lost."""
LANDS = frozenset(
    {"territory", "soil", "land", "country", "strip", "enclave", "region", "airspace", "province"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A harmful act in a content, by whom, and whether it is said not to have happened."""

    at: int
    """Token index."""
    depth: int
    """Clauses between the content's main clause and this one."""
    sides: tuple[str, ...]
    own: bool
    """The speaker's own doing."""
    unnamed: bool
    """By somebody hostile who is not named ("the enemy", "terrorist groups")."""
    negated: bool
    strange: bool = False
    """By a band that has a name, but whose side nobody knows."""
    recalled: bool = False
    """The doer is told elsewhere only: "the attack"."""
    agentless: bool = False
    """Nobody is said to have done it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """An act told anywhere in a document: parties named as its doers, and as struck."""

    doers: frozenset[str]
    struck: frozenset[str]


class Deeds:
    """Reads the acts in one document's attributed contents."""

    def __init__(self, doc: Doc, whose: Allegiance) -> None:
        self._doc = doc
        self._whose = whose
        self._acts = Acts()
        self._agents = Agents(doc, self._acts)
        self._clashes: tuple[Clash, ...] | None = None
        self._read: dict[tuple[int, int | None, int | None, str | None], Deed] = {}

    def find(
        self, attribution: Attribution, speaker: Speaker | None, *, possible: bool = False
    ) -> Iterator[Deed]:
        """The acts in the content; `possible`: also those that are only feared or to come."""
        for token in content_tokens(self._doc, attribution):
            kind = self._acts.kind(token)
            if kind is None or (not possible and is_only_possible(token, attribution.cue_head)):
                continue
            if attribution.stance not in (Stance.ACCUSE, Stance.DENY) and self._is_alleged(
                token, attribution, speaker
            ):
                continue
            key = (
                token.i,
                attribution.cue_head,
                speaker.start if speaker else None,
                speaker.side if speaker else None,
            )
            deed = self._read.get(key) or self._deed(token, kind, attribution, speaker)
            self._read[key] = deed
            if deed.recalled and is_only_when(token):
                continue
            if kind != "mild" or deed.own or (deed.negated and deed.agentless):
                yield deed

    def _deed(self, token: Token, kind: str, attribution: Attribution, speaker: Speaker | None) -> Deed:
        found = self._agents.of(token)
        agents = [agent for agent in found if not _is_speaker(agent, attribution)]
        if not agents and (found or _lacks_subject(token)):
            agents = _last_subject(token, attribution, self._doc)
        agents = [_bound(agent) for agent in agents if not self.is_only_where(agent)]
        sides = self._sides(agents, speaker)
        camp = self._whose.camp(speaker.side) if speaker and speaker.side else None
        others = tuple(dict.fromkeys(s for s in sides if camp is None or self._whose.camp(s) != camp))
        by_rebel = self._whose.is_non_state(speaker)
        own = self._is_own(agents, speaker) or (speaker is not None and speaker.side in sides and not others)
        if own and hits_us(token) and not any(is_first_person(t) for a in agents for t in (a, *a.children)):
            own, sides = False, []
        hostile = not sides and not own and any(is_hostile(a, by_rebel) for a in agents)
        hostile = hostile or (bool(agents) and not sides and not own and hits_us(token))
        hostile = hostile or (not own and not sides and is_verdict(token))
        if not own and not sides and self._is_tacitly_own(token, kind, agents, speaker):
            own, hostile = True, False
        is_strange = not own and not sides and any(self._is_stranger(agent) for agent in agents)
        return Deed(
            at=token.i,
            depth=_depth(token, attribution),
            sides=others,
            own=own and not self._is_bystander(speaker),
            unnamed=hostile and not is_strange,
            strange=is_strange,
            negated=is_negated(token),
            recalled=self._agents.is_recalled(token),
            agentless=not agents,
        )

    def is_only_where(self, agent: Token) -> bool:
        """ "Fired from Gaza", "from Lebanese territory": no more than a direction; who fights from there is another matter."""
        if agent.head.lower_ != "from":
            return False
        is_land = agent.pos_ == "PROPN" and not self._whose.names_people(agent)
        return is_land or agent.lemma_.lower() in LANDS

    def _sides(self, agents: list[Token], speaker: Speaker | None) -> list[str]:
        """The sides of the agents; of an armed band of no side, its owners'; of bare soldiers, the one state that is named."""
        found: list[str] = []
        for agent in agents:
            bloc = self._whose.bloc(agent, speaker)
            for part in (agent, *(() if bloc else alternatives(agent))):
                own = [] if is_backed(part) else self._whose.sides_of(part, speaker)
                if speaker is not None and not speaker.text and self._is_bare_regular(part, speaker):
                    own = []  # "army units", in the army's own text
                if self._is_foreign(part, speaker):
                    own = [s for s in own if speaker is None or s != speaker.side]
                found += own or [s for o in owners(part) for s in self._whose.sides_of(o, speaker)]
        is_party = speaker is not None and self._whose.is_party(speaker.side)
        if not found and not is_party and any(_are_regulars(agent) for agent in agents):
            states = {s for s in self._whose.named() if self._whose.is_state(s)}
            found += states if len(states) == 1 else ()
        return found

    def _is_own(self, agents: list[Token], speaker: Speaker | None) -> bool:
        return any(
            self._whose.is_own(agent, speaker)
            and not self._is_foreign(agent, speaker)
            and not (speaker is not None and self._is_ally(agent, speaker))
            for agent in agents
        )

    def _is_ally(self, agent: Token, speaker: Speaker) -> bool:
        """Another side of the speaker's camp by name: for what its allies did nobody answers but they."""
        named = self._whose.parties_named(agent)
        return bool(named) and speaker.side not in named

    def _is_foreign(self, agent: Token, speaker: Speaker | None) -> bool:
        """Words that nobody uses of his own: "terrorists"; bare "troops" in a rebel's mouth; "X and its mercenaries"."""
        if any(is_first_person(c) for c in agent.children):
            return False
        lemma = agent.lemma_.lower()
        if self._is_stranger(agent) or is_backed(agent):
            return True
        is_origin = agent.head.lower_ == "from" and lemma in word_list("origins")
        if is_origin and not self._whose.parties_named(agent):
            return True  # "from two positions above the road"
        if speaker is not None and not speaker.text and agent.lower_ in ("they", "their", "he", "his"):
            return True  # a party's own text says "we"
        is_theirs = any(c.dep_ == "poss" and c.lower_ in THIRD for c in agent.children)
        if is_theirs and speaker is not None and not speaker.text and _strikes_the_harmless(agent):
            return True  # "its tank blew up a family", in a party's own text
        if speaker is not None and agent.lower_ in REFERRING:
            is_they = agent.lower_ == "they"
            if is_they and (
                _strikes_the_harmless(agent) or (speaker.side is None and not _is_armed(speaker))
            ):
                return True  # "they hit a pharmacy"; "they heard firing", say people who fire nothing
        is_some = any(c.lower_ in ("a", "an", "some", "several") for c in agent.children)
        is_band = lemma in word_list("forces") and (
            self._whose.is_non_state(speaker) or lemma not in REGULARS
        )
        if is_some and is_band and not self._whose.parties_named(agent):
            return True
        if agent.dep_ == "conj" and any(c.dep_ == "poss" and c.lower_ in THIRD for c in agent.children):
            return True
        return lemma in LABELS or (self._whose.is_non_state(speaker) and lemma in REGULARS and is_bare(agent))

    def _is_stranger(self, agent: Token) -> bool:
        return is_stranger(agent) and not self._whose.parties_named(agent)

    def _is_bystander(self, speaker: Speaker | None) -> bool:
        """Newspapers, witnesses and monitors do no acts of force; what "its" means in their mouths is another's."""
        return speaker is not None and speaker.side is not None and self._whose.is_bystander(speaker.side)

    def _is_tacitly_own(self, token: Token, kind: str, agents: list[Token], speaker: Speaker | None) -> bool:
        """ "Jets struck rebel positions", "six terrorists were neutralised": who else should have, when a party says so?"""
        if speaker is None or not self._whose.is_party(speaker.side):
            return False
        if kind == "answer" and all(self._is_bare_regular(agent, speaker) for agent in agents):
            return True
        if kind not in ("verb", "mild") or any(agent.pos_ == "PRON" for agent in agents):
            return False
        hit = victims(token, self._acts)
        by_rebel = self._whose.is_non_state(speaker)
        # Of whom "two members of the armed formations were killed" is told, nobody has yet owned to have killed.
        is_toll = not agents and token.lemma_.lower() in HARMED
        if any(t.lemma_.lower() in LABELS or (not is_toll and is_of_enemies(t)) for t in hit):
            return not any(is_hostile(agent, by_rebel) for agent in agents if not is_bare_force(agent))
        if not agents and any(is_of_enemies(t) for t in _aimed(token)):
            return True  # "the strike was carried out against a terrorist depot"; of its own camp a side says "military"
        if not agents or not all(is_bare_force(agent) for agent in agents):
            return False
        if any(is_hostile(t, by_rebel) for t in hit):
            return True
        if not by_rebel and all(agent.lemma_.lower() in REGULARS for agent in agents):
            return not hits_us(token)  # "security forces carried out an attack", says the state
        named = {self._whose.camp(s) for t in hit for s in self._whose.parties_named(t)}
        return bool(named) and self._whose.camp(speaker.side or "") not in named

    def _is_bare_regular(self, agent: Token, speaker: Speaker) -> bool:
        """ "Army units", "our troops", "security forces", in the mouth of a state."""
        is_regular = agent.lemma_.lower() in REGULARS and is_bare_force(agent)
        return is_regular and not self._whose.is_non_state(speaker) and not self._whose.parties_named(agent)

    def is_noun(self, token: Token) -> bool:
        """An act that is told by a noun: "the raid"."""
        return self._acts.is_noun(token)

    def is_act(self, token: Token) -> bool:
        """A word that tells of an act of force."""
        return self._acts.kind(token) is not None

    def doers(self, deed: Deed) -> list[Token]:
        """The heads of the phrases that say who did it."""
        return self._agents.of(self._doc[deed.at])

    def clashes(self) -> tuple[Clash, ...]:
        """The acts of the whole document by the names that stand with them."""
        if self._clashes is None:
            self._clashes = tuple(
                Clash(
                    doers=frozenset()
                    if self._agents.is_recalled(token)
                    else self._names(self._agents.of(token)),
                    struck=self._names(struck(token)),
                )
                for token in self._doc
                if self._acts.kind(token) is not None
                and not is_only_possible(token)
                and not is_negated(token)
            )
        return self._clashes

    def _names(self, tokens: list[Token]) -> frozenset[str]:
        return frozenset(side for token in tokens for side in self._whose.parties_named(token))

    def _is_alleged(self, token: Token, attribution: Attribution, speaker: Speaker | None) -> bool:
        """ "The alleged attack", "their claim that we fired": somebody else says so."""
        if any(c.lower_ in word_list("alleged") for c in token.children):
            return True
        for node in islice(upwards(token, CLIMB + 1), 1, None):
            if node.i == attribution.cue_head:
                return False
            if node.lemma_.lower() in word_list("allegations"):
                owners = [c for c in node.children if c.dep_ in ("nsubj", "poss")]
                return not any(self._whose.is_own(owner, speaker) for owner in owners)
        return False


def content_tokens(doc: Doc, attribution: Attribution) -> Iterator[Token]:
    """The tokens of an attribution's content."""
    for content in attribution.content:
        span = doc.char_span(content.start, content.end, alignment_mode="expand")
        if span is not None:
            yield from span


def _depth(token: Token, attribution: Attribution) -> int:
    inside = takewhile(lambda node: node.head.i not in (node.i, attribution.cue_head), upwards(token, CLIMB))
    return sum(node.dep_ in ("advcl", "relcl", "acl", "ccomp", "pcomp") for node in inside)


def _is_speaker(agent: Token, attribution: Attribution) -> bool:
    """ "A route it said violates the deal": the speaker stands inside the content and did not do what it tells."""
    source = attribution.source
    return source is not None and source.start <= agent.idx < source.end


def _last_subject(token: Token, attribution: Attribution, doc: Doc) -> list[Token]:
    """Who stands before an act where the parse has lost its subject: armed people right before it, or the last subject."""
    source = attribution.source
    before = [
        t
        for t in doc[max(token.sent.start, token.i - SUBJECT_WITHIN) : token.i]
        if source is None or not source.start <= t.idx < source.end
    ]
    near = next((t for t in reversed(before) if t.pos_ not in ("ADV", "AUX", "PART", "PUNCT")), None)
    if near is not None and near.pos_ == "NOUN" and near.lemma_.lower() in word_list("forces"):
        return [near]
    for other in reversed(before):
        if other.i == attribution.cue_head:
            return []
        if other.dep_ == "nsubj" and other.pos_ in ("NOUN", "PROPN"):
            return [other]
        if other.lemma_.lower() in word_list("forces") and other.right_edge.i == token.i - 1:
            return [other]  # "on 3 May troops from Bentiu attacked", parsed as "on troops"
        if other.lemma_.lower() in word_list("forces") and other.head.lower_ in ("of", "from"):
            return [other]
    return []


def _aimed(token: Token) -> list[Token]:
    """Of "was carried out against a base": the base."""
    if token.lemma_.lower() not in ("carry", "conduct", "launch", "direct"):
        return []
    return [o for c in token.children if c.lower_ in ("against", "on", "at") for o in c.children]


def _lacks_subject(token: Token) -> bool:
    """A finite verb whose subject the parse has lost."""
    is_lost = token.dep_ == "acl" and any(c.lower_ in ("had", "has", "have") for c in token.lefts)
    return (token.tag_ in FINITE or is_lost) and not any(
        c.dep_ in ("auxpass", "nsubjpass", "nsubj") for c in token.children
    )


def _strikes_the_harmless(agent: Token) -> bool:
    """Whether what somebody is made to do is done to those whom nobody says that he struck."""
    hit = " ".join(t.text for victim in struck(agent.head) for t in victim.subtree)
    return is_charge(hit, "target")


def _are_regulars(agent: Token) -> bool:
    """ "Soldiers", "the army", of whom nobody says whose: in a country with one state, that state's."""
    return agent.lemma_.lower() in REGULARS - {"force", "unit", "guard"} and is_bare_force(agent)


def _is_armed(speaker: Speaker) -> bool:
    """Whether the words for a speaker of no known side are those for armed people or those who send them."""
    words = {form for word in speaker.text.lower().split() for form in (word, word.removesuffix("s"))}
    return bool(words & word_list("forces")) or any(
        roles().get(word, ("", ""))[1] in WIELDERS for word in words
    )


def _bound(agent: Token) -> Token:
    """Of "the gunmen were hit after they opened fire": the gunmen; any other noun or pronoun as it is."""
    verb = agent.head
    if agent.dep_ != "nsubj" or agent.lower_ not in ("it", "they") or verb.dep_ != "advcl":
        return agent
    main = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if main is None or main.pos_ not in ("NOUN", "PROPN") or main.i > agent.i:
        return agent
    is_many = main.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in main.children)
    return main if is_many == (agent.lower_ == "they") else agent
