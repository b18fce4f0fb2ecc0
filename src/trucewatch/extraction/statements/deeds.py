"""Acts of force and breaches in what somebody says: which, by whom, and whether they are said not to have happened."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.cues import roles, word_list
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.statements.allegiance import OPPOSITE
from trucewatch.records import Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.extraction.statements.allegiance import Allegiance

CLIMB = 10
EARLIER_ACTS = 12
"""Nouns of violence searched backwards for who did "the attack"."""
REGULARS = frozenset(
    {"army", "military", "troop", "soldier", "serviceman", "force", "unit", "aircraft", "plane", "jet"}
)
WIELDERS = frozenset({"force", "organ", "state"})
"""Kinds of role nouns that can stand before an act as its doer ("army raids", "coalition air strikes")."""
NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})
_MODALS = frozenset({"will", "would", "could", "can", "may", "might", "should", "must", "shall"})


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
    recalled: bool = False
    """The doer is told elsewhere only: "the attack"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """An act told anywhere in a document: parties named as its doers, and as struck."""

    doers: frozenset[str]
    struck: frozenset[str]


CLASSES = ("verb", "light", "truce", "noun", "mild", "answer", "tool")


@cache
def _harm() -> dict[str, frozenset[str]]:
    """The words of `lexicons/harm.tsv` by class; a word may be in two."""
    rows = table("harm")
    return {name: frozenset(word for word, kind in rows if kind == name) for name in CLASSES}


class Deeds:
    """Reads the acts in one document's attributed contents."""

    def __init__(self, doc: Doc, whose: Allegiance) -> None:
        self._doc = doc
        self._whose = whose
        self._acts: list[int] | None = None
        self._clashes: tuple[Clash, ...] | None = None

    def find(
        self, attribution: Attribution, speaker: Speaker | None, *, possible: bool = False
    ) -> Iterator[Deed]:
        """The acts in the content; `possible`: also those that are only feared or to come."""
        for token in content_tokens(self._doc, attribution):
            kind = self._harmful(token)
            if kind is None or (not possible and _is_only_possible(token)):
                continue
            if attribution.stance not in (Stance.ACCUSE, Stance.DENY) and self._is_alleged(
                token, attribution, speaker
            ):
                continue
            recalled = self._is_recalled(token)
            agents = [agent for agent in self._agents(token) if not _is_speaker(agent, attribution)]
            sides = [
                side
                for agent in agents
                for part in (agent, *_alternatives(agent))
                for side in self._whose.sides_of(part, speaker)
            ]
            camp = self._whose.camp(speaker.side) if speaker and speaker.side else None
            others = tuple(dict.fromkeys(s for s in sides if camp is None or self._whose.camp(s) != camp))
            own = any(self._whose.is_own(agent, speaker) for agent in agents) or (bool(sides) and not others)
            if kind == "answer" and not agents and speaker is not None and self._whose.is_party(speaker.side):
                own = True
            if kind == "mild" and not own:
                continue
            yield Deed(
                at=token.i,
                depth=_depth(token, attribution),
                sides=others,
                own=own,
                unnamed=not sides
                and not own
                and any(_is_hostile(a, self._whose.is_non_state(speaker)) for a in agents),
                negated=_is_negated(token),
                recalled=recalled,
            )

    def clashes(self) -> tuple[Clash, ...]:
        """The acts of the whole document by the names that stand with them."""
        if self._clashes is None:
            self._clashes = tuple(
                Clash(
                    doers=self._names(self._agents(token)) if not self._is_recalled(token) else frozenset(),
                    struck=self._names(_struck(token)),
                )
                for token in self._doc
                if self._harmful(token) is not None
                and not _is_only_possible(token)
                and not _is_negated(token)
            )
        return self._clashes

    def _names(self, tokens: list[Token]) -> frozenset[str]:
        return frozenset(side for token in tokens for side in self._whose.parties_named(token))

    def _is_alleged(self, token: Token, attribution: Attribution, speaker: Speaker | None) -> bool:
        """ "The alleged attack", "their claim that we fired": somebody else says so."""
        if any(c.lower_ in word_list("alleged") for c in token.children):
            return True
        node = token
        for _ in range(CLIMB):
            if node.head is node or node.head.i == attribution.cue_head:
                return False
            node = node.head
            if node.lemma_.lower() in word_list("allegations"):
                owners = [c for c in node.children if c.dep_ in ("nsubj", "poss")]
                return not any(self._whose.is_own(owner, speaker) for owner in owners)
        return False

    def _harmful(self, token: Token) -> str | None:
        harm, lemma = _harm(), token.lemma_.lower()
        if _is_blame(token):
            return "verb"
        if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text[:1].isupper()):
            if lemma in harm["answer"] and (_answers(token) or token.dep_ == "nsubjpass"):
                return "answer"
            if lemma in harm["mild"]:
                return "mild"
            return "noun" if lemma in harm["noun"] or lemma.removeprefix("air") in harm["noun"] else None
        if token.pos_ != "VERB":
            return None
        if token.tag_ == "VBG" and token.dep_ in NOMINAL:
            return "noun" if token.lower_ in harm["noun"] else None
        if lemma in harm["verb"]:
            return "verb"
        if lemma in harm["answer"]:
            return "answer"
        if lemma in harm["light"]:
            return self._by_object(token, harm)
        objects = (c.lemma_.lower() for c in token.children if c.dep_ in ("dobj", "nsubjpass"))
        if lemma in harm["truce"] and any(o in word_list("truces") for o in objects):
            return "verb"
        return None

    def _by_object(self, verb: Token, harm: dict[str, frozenset[str]]) -> str | None:
        """Of "launched an offensive", "used drones", "resorted to shelling": what the object makes of the verb."""
        objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "pobj")]
        objects += [o for c in verb.children if c.dep_ == "prep" and c.lower_ == "to" for o in c.children]
        if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD"):
            objects.append(verb.head)
        words = [o.lemma_.lower() for o in objects]
        if any(c.dep_ == "agent" for c in verb.children):
            words += [t.lemma_.lower() for t in verb.doc[max(0, verb.i - 3) : verb.i]]
        if any(word in harm["noun"] or word in harm["tool"] for word in words):
            return "verb"
        return "mild" if any(word in harm["mild"] for word in words) else None

    def _agents(self, token: Token) -> list[Token]:
        """The heads of the phrases that say who did it."""
        if _is_blame(token):
            owners = [c for c in token.children if c.dep_ == "poss"]
            return owners or [c for c in token.head.children if c.dep_ == "nsubj"]
        if token.pos_ == "VERB" and not (token.tag_ == "VBG" and token.dep_ in NOMINAL):
            agents = [agent for agent in self._verb_agents(token) if agent.i != token.i]
            return [
                a for agent in agents for a in (self._noun_agents(agent) if self.is_deed(agent) else [agent])
            ]
        if self._harmful(token) == "answer" and _answers(token):
            return self._answerers(token)
        return self._earlier_agents(token) if self._is_recalled(token) else self._noun_agents(token)

    def _answerers(self, noun: Token) -> list[Token]:
        """Of "the raid was a response to …", "struck in response to …": who raided, who struck."""
        act = noun.head if noun.dep_ == "attr" else noun.head.head
        agents = self._verb_agents(act)
        acts = [agent for agent in agents if self.is_deed(agent)]
        return [a for act in acts for a in self._agents(act)] if acts else agents

    def _is_recalled(self, token: Token) -> bool:
        return self.is_deed(token) and _is_taken_up(token) and not self._noun_agents(token)

    def is_deed(self, token: Token) -> bool:
        is_noun = token.pos_ in ("NOUN", "PROPN") or (token.tag_ == "VBG" and token.dep_ in NOMINAL)
        return is_noun and self._harmful(token) is not None

    def _earlier_agents(self, noun: Token) -> list[Token]:
        """Of "the strikes": who carried out the strikes that the text told of before."""
        for index in reversed(self._acts_before(noun.i)):
            if not _may_be_same(self._doc[index], noun):
                continue
            earlier = self._doc[index]
            agents = self._noun_agents(earlier) if self.is_deed(earlier) else self._verb_agents(earlier)
            agents = [agent for agent in agents if agent.pos_ != "PRON" and not self.is_deed(agent)]
            if agents:
                return agents
        return []

    def _acts_before(self, index: int) -> list[int]:
        if self._acts is None:
            self._acts = [
                t.i
                for t in self._doc
                if t.pos_ in ("NOUN", "PROPN", "VERB")
                and self._harmful(t) in ("noun", "verb")
                and t.lemma_.lower() not in word_list("weapons")
            ]
        stop = bisect_left(self._acts, index)
        return self._acts[max(0, stop - EARLIER_ACTS) : stop]

    def _verb_agents(self, verb: Token) -> list[Token]:
        node = verb
        for _ in range(CLIMB):
            by = [c for a in node.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"]
            if by:
                return _with_conjuncts(by)
            if any(c.dep_ in ("nsubjpass", "auxpass") for c in node.children):
                return _from_where(node)
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                is_relative = subject.lower_ in ("who", "which", "that") and node.dep_ == "relcl"
                return _with_conjuncts([_meant_by(node.head) if is_relative else subject])
            controller = _controller(node)
            if isinstance(controller, list):
                return controller
            node = controller
        return []

    def _is_light(self, noun: Token) -> bool:
        """ "Launched an attack": the verb says no more than that it was done."""
        verb = noun.head
        return noun.dep_ == "dobj" and verb.pos_ == "VERB" and verb.lemma_.lower() in _harm()["light"]

    def _noun_agents(self, noun: Token) -> list[Token]:
        """Possessor, adjective of nationality, "by", "from" or "of", or the subject of the verb it is done with."""
        found: list[Token] = []
        for child in noun.children:
            is_before = child.dep_ in ("amod", "compound", "nmod")
            whose = child.text[:1].isupper() or roles().get(child.lemma_.lower(), ("", ""))[1] in WIELDERS
            if child.dep_ == "poss" and child.lower_ in ("its", "their") and self._is_light(noun):
                found += self._verb_agents(noun.head)  # "the rebels continued their advance"
            elif child.dep_ == "poss" or (is_before and whose and child.i < noun.i):
                found.append(child)
            elif is_before and child.lower_ in ("led", "launched", "conducted"):
                found += [c for c in child.children if c.text[:1].isupper()]
            elif (child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from")) or (
                child.dep_ == "prep"
                and child.lower_ == "of"
                and noun.dep_ == "pobj"
                and noun.head.lower_ == "by"
            ):
                found += [c for c in child.children if c.dep_ == "pobj"] or _so_called(child)
            elif child.dep_ == "acl" and child.tag_ == "VBN":
                found += [
                    c for a in child.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"
                ]
        verb = noun.head
        if not found and verb.lower_ == "of" and verb.head.lemma_ in ("act", "policy", "campaign", "case"):
            return self._noun_agents(verb.head)  # "an act of aggression by Baku"
        if not found and verb.lower_ == "as" and noun.dep_ == "pobj":
            # "Described Israel's actions as aggression": whose the actions are.
            described = [c for c in verb.head.children if c.dep_ == "dobj"]
            found = [a for c in described for a in c.children if a.dep_ == "poss" or a.text[:1].isupper()]
        if not found and noun.dep_ == "nsubj" and verb.lemma_ in ("come", "originate"):
            found = _from_where(verb)
        if not found and noun.dep_ == "pobj" and noun.head.lower_ == "under":
            found = _from_where(noun.head.head)
        if not found and self._is_light(noun):
            return self._verb_agents(verb)
        return _with_conjuncts(found)


def content_tokens(doc: Doc, attribution: Attribution) -> Iterator[Token]:
    """The tokens of an attribution's content."""
    for content in attribution.content:
        span = doc.char_span(content.start, content.end, alignment_mode="expand")
        if span is not None:
            yield from span


def _depth(token: Token, attribution: Attribution) -> int:
    depth, node = 0, token
    for _ in range(CLIMB):
        if node.head is node or node.head.i == attribution.cue_head:
            break
        if node.dep_ in ("advcl", "relcl", "acl", "ccomp", "pcomp"):
            depth += 1
        node = node.head
    return depth


def _controller(node: Token) -> Token | list[Token]:
    """Where to look for the subject of a verb that has none: its agents, or the next verb upwards."""
    head = node.head
    if head is node or (node.dep_ == "acl" and node.tag_ == "VBN"):
        return []
    if _is_predicate(head):
        return _with_conjuncts([_meant_by(head)])  # "were the first to shoot"
    if node.dep_ == "acl":
        return _with_conjuncts([head])
    if node.dep_ == "pcomp" and head.dep_ == "prep":
        accused = [c for c in head.head.children if c.dep_ in ("dobj", "nsubjpass")]
        return _with_conjuncts(accused) if accused and head.lower_ in ("of", "for") else head.head
    if node.dep_ == "advcl" and node.tag_ not in ("VBG", "VB"):
        return []
    return head if node.dep_ in ("conj", "xcomp", "advcl", "ccomp") else []


def _alternatives(agent: Token) -> list[Token]:
    """Of "Russian or Syrian jets": both adjectives."""
    before = [c for c in agent.lefts if c.dep_ in ("amod", "compound", "nmod") and c.conjuncts]
    return _with_conjuncts([c for c in before if c.text[:1].isupper()])


def _answers(noun: Token) -> bool:
    """ "Was a response to …", "in retaliation for …"."""
    follows = any(c.dep_ == "prep" and c.lower_ in ("to", "for") for c in noun.children)
    return follows and (noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ in ("in", "as")))


def _is_predicate(noun: Token) -> bool:
    """ "The first", "the ones", "the side" that something is said to be."""
    if noun.dep_ not in ("attr", "acomp") or noun.lower_ not in ("first", "one", "ones", "side", "party"):
        return False
    # "It was the other side that fired" says who did it in the predicate itself.
    return not any(c.dep_ == "nsubj" and c.lower_ in ("it", "this", "that") for c in noun.head.children)


def _meant_by(noun: Token) -> Token:
    """Of "the rebels were the ones who fired": the rebels."""
    if not _is_predicate(noun):
        return noun
    return next((c for c in noun.head.children if c.dep_ == "nsubj"), noun)


def _so_called(preposition: Token) -> list[Token]:
    """Of "by what it calls terrorists": the terrorists."""
    return [
        c
        for clause in preposition.children
        if clause.dep_ == "pcomp" and clause.lemma_ in ("call", "describe", "term", "label")
        for c in clause.children
        if c.pos_ in ("NOUN", "PROPN") and c.dep_ in ("oprd", "dobj", "attr")
    ]


def _struck(token: Token) -> list[Token]:
    """The heads of the phrases that say who or what was hit."""
    found = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    if token.tag_ == "VBN" and token.dep_ == "acl" and not any(c.dep_ == "aux" for c in token.children):
        found.append(token.head)
    places = [p for node in (token, *found) for p in node.children if p.dep_ == "prep"]
    found += [c for p in places if p.lower_ in ("on", "at", "against", "in") for c in p.children]
    return _with_conjuncts(found)


def _is_speaker(agent: Token, attribution: Attribution) -> bool:
    """ "A route it said violates the deal": the speaker stands inside the content and did not do what it tells."""
    source = attribution.source
    return source is not None and source.start <= agent.idx < source.end


def _is_blame(token: Token) -> bool:
    """ "Responsible for", "behind", "to blame": the subject did it."""
    if token.lower_ == "blame" and token.head.lemma_ == "be":
        return any(c.lower_ == "to" for c in token.children)
    if token.lemma_.lower() in ("work", "handiwork", "doing") and token.dep_ == "attr":
        return any(c.dep_ == "poss" for c in token.children)
    if token.lower_ == "responsible":
        return token.head.lemma_ == "be" and any(c.lower_ == "for" for c in token.children)
    return (
        token.lower_ == "behind"
        and token.head.lemma_ == "be"
        and any(c.dep_ == "pobj" for c in token.children)
    )


def _from_where(verb: Token) -> list[Token]:
    """Whose side "from" names in "was shelled from the Syrian side", "came under fire from rebels"."""
    found = [c for p in verb.children if p.lower_ == "from" for c in p.children if c.dep_ == "pobj"]
    return _with_conjuncts(found)


def _may_be_same(earlier: Token, later: Token) -> bool:
    """ "The attack" takes up any act; other nouns of events only their own kind, and weapons nothing."""
    lemma = later.lemma_.lower().removeprefix("air")
    if lemma in word_list("weapons"):
        return False
    if earlier.pos_ == "VERB" and lemma in ("strike", "raid", "bombing", "bombardment", "shelling"):
        return True
    return lemma in ("attack", "assault", "violation") or earlier.lemma_.lower().removeprefix("air") == lemma


def _is_taken_up(noun: Token) -> bool:
    return any(
        c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in noun.children
    )


def _is_hostile(agent: Token, by_rebel: bool) -> bool:
    """Armed people whom the speaker does not call its own: "a sniper", "terrorist groups", "the opposite side".

    Bare "troops" and "the army" are hostile only in the mouth of an armed group that is no state's.
    """
    phrase = agent.doc[agent.left_edge.i : agent.i + 1]
    words = {t.lemma_.lower() for t in phrase}
    if words & {"unknown", "unidentified", "unnamed", "own", "civilian"}:
        return False
    if agent.lemma_.lower() in ("side", "party"):
        return bool(words & OPPOSITE)
    if agent.lemma_.lower() in ("group", "organization", "organisation", "formation", "unit"):
        return bool(
            words & {"terrorist", "armed", "illegal", "enemy", "militant", "rebel", "bandit", "sabotage"}
        )
    if agent.lemma_.lower() in REGULARS:
        return by_rebel or bool(words & {"enemy", "hostile", "occupation", "government", "regime"})
    return agent.lemma_.lower() in word_list("forces")


def _is_only_possible(token: Token) -> bool:
    """Deeds that are feared, prevented or to come are not yet anybody's."""
    node = token
    for _ in range(CLIMB):
        modal = any(c.dep_ == "aux" and c.lower_ in _MODALS for c in node.children)
        if modal or (node is not token and node.lemma_.lower() in word_list("unreal")):
            return True
        if node.head is node or node.dep_ in ("ccomp", "relcl", "advcl", "ROOT"):
            return any(
                c.dep_ == "mark" and c.lower_ in ("if", "unless", "before", "whether") for c in node.children
            )
        node = node.head
    return False


def _with_conjuncts(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *token.conjuncts)]


def _is_negated(token: Token) -> bool:
    node = token
    if any(d.lower_ == "no" for c in token.children if c.dep_ in ("dobj", "nsubj") for d in c.children):
        return True
    for _ in range(4):
        if any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ in ("no", "any")) for c in node.children):
            return True
        if node.dep_ in ("xcomp", "dobj", "attr", "conj") and node.head is not node:
            if node.dep_ == "conj":
                return False
            node = node.head
            continue
        return any(c.lower_ == "neither" for c in node.children)
    return False
