"""Who does an act, by the syntax: subject, "by" phrase, possessor, where the fire came from, or an earlier mention."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles, word_list
from trucewatch.extraction.statements.acts import (
    PARTICIPATION,
    Acts,
    answers,
    comes_from,
    harm,
    is_blame,
    is_command,
    is_weapon,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CLIMB = 10
EARLIER_ACTS = 12
"""Nouns of violence searched backwards for who did "the attack"."""
ORIGIN_WITHIN = 14
"""Tokens right of an act within which "from …" still tells where it came from."""
OWNER_WITHIN = 8
"""Tokens right of an armed band within which it is told whose it is."""
CALLING = frozenset({"call", "describe", "term", "label"})
OWNED = frozenset({"loyal", "belonging", "allied", "affiliated", "aligned", "led", "commanded", "controlled"})
COMPANY = frozenset({"accompanied", "backed", "supported", "together", "alongside", "with"})
"""Of "mercenaries accompanied by soldiers": the soldiers did it as well."""
WIELDERS = frozenset({"force", "organ", "state"})
"""Kinds of role nouns that can stand before an act as its doer ("army raids", "coalition air strikes")."""


class Agents:
    """Finds the heads of the phrases that say who did an act of one document."""

    def __init__(self, doc: Doc, acts: Acts) -> None:
        self._doc = doc
        self._acts = acts
        self._told: list[int] | None = None

    def of(self, token: Token) -> list[Token]:
        """Who did the act that `token` tells of; empty where the text does not say."""
        if is_blame(token):
            return _blamed(token)
        if comes_from(token):
            return _objects(token, "from", "to")
        if self._acts.is_verb(token):
            return self._named_by(self._verb_agents(token), token)
        if self._acts.kind(token) == "answer" and answers(token):
            return self._answerers(token)
        return self._earlier_agents(token) if self.is_recalled(token) else self._noun_agents(token)

    def is_recalled(self, token: Token) -> bool:
        """True where the doer is told elsewhere only: "the attack"."""
        if is_blame(token):
            return False
        return self._acts.is_noun(token) and _is_taken_up(token) and not self._noun_agents(token)

    def _named_by(self, subjects: list[Token], verb: Token) -> list[Token]:
        """Of "their missiles hit", "fire came": whose missiles they are, or where they came from."""
        found: list[Token] = []
        for subject in subjects:
            if subject.i == verb.i:
                continue
            if self._acts.is_noun(subject):
                found += self._noun_agents(subject) or origins(verb)
            elif is_weapon(subject):
                found += _wielders(subject) or origins(subject) or origins(verb) or [subject]
            else:
                found.append(subject)
        return found

    def _answerers(self, noun: Token) -> list[Token]:
        """Of "the raid was a response to …", "struck in response to …": who raided, who struck."""
        act = noun.head if noun.dep_ == "attr" else noun.head.head
        agents = self._verb_agents(act)
        acts = [agent for agent in agents if self._acts.is_noun(agent)]
        return [a for act in acts for a in self.of(act)] if acts else agents

    def _earlier_agents(self, noun: Token) -> list[Token]:
        """Of "the strikes": who carried out the strikes that the text told of before."""
        for index in reversed(self._acts_before(noun.i)):
            if not _may_be_same(self._doc[index], noun):
                continue
            earlier = self._doc[index]
            is_noun = self._acts.is_noun(earlier)
            agents = self._noun_agents(earlier) if is_noun else self._verb_agents(earlier)
            agents = [agent for agent in agents if agent.pos_ != "PRON" and not self._acts.is_noun(agent)]
            if agents:
                return agents
        return []

    def _acts_before(self, index: int) -> list[int]:
        if self._told is None:
            self._told = [
                t.i
                for t in self._doc
                if t.pos_ in ("NOUN", "PROPN", "VERB")
                and self._acts.kind(t) in ("noun", "verb")
                and t.lemma_.lower() not in word_list("weapons")
            ]
        stop = bisect_left(self._told, index)
        return self._told[max(0, stop - EARLIER_ACTS) : stop]

    def _verb_agents(self, verb: Token) -> list[Token]:
        node = verb
        for _ in range(CLIMB):
            by = [c for a in node.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"]
            if by:
                return with_conjuncts(by)
            if any(c.dep_ in ("nsubjpass", "auxpass") for c in node.children):
                return origins(node)
            if any(c.dep_ == "expl" for c in node.children):
                return []  # "there had been shelling"
            cleft = _cleft(node)
            if cleft:
                return cleft
            # The nearest one: a dateline before it is parsed as a subject too.
            subjects = [c for c in node.children if c.dep_ == "nsubj"]
            if subjects:
                return _subjects(node, next((c for c in reversed(subjects) if c.i < node.i), subjects[-1]))
            controller = _controller(node)
            if isinstance(controller, list):
                return controller
            node = controller
        return []

    def _is_light(self, noun: Token) -> bool:
        """ "Launched an attack": the verb says no more than that it was done."""
        verb = noun.head
        return noun.dep_ == "dobj" and verb.pos_ == "VERB" and verb.lemma_.lower() in harm()["light"]

    def _noun_agents(self, noun: Token) -> list[Token]:
        """Possessor, adjective of nationality, "by", "from" or "of", or the subject of the verb it is done with."""
        found = [agent for child in noun.children for agent in self._beside(noun, child)]
        return with_conjuncts(found) if found else self._around(noun)

    def _beside(self, noun: Token, child: Token) -> list[Token]:
        """The doer that one dependent of a noun of violence names."""
        is_before = child.dep_ in ("amod", "compound", "nmod")
        whose = child.text[:1].isupper() or roles().get(child.lemma_.lower(), ("", ""))[1] in WIELDERS
        if child.dep_ == "poss" and child.lower_ in ("its", "their"):
            # "The rebels continued their advance", "the enemy persists in its violations".
            verb = noun.head.head if noun.head.dep_ == "prep" else noun.head
            subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.i < child.i and c != noun]
            if self._is_light(noun) or (verb.pos_ == "VERB" and subjects):
                return self._verb_agents(verb)
        if child.dep_ == "poss" or (is_before and whose and child.i < noun.i):
            return [child]
        if is_before and child.lower_ in ("led", "launched", "conducted"):
            return [c for c in child.children if c.text[:1].isupper()]
        is_of_agent = child.lower_ == "of" and noun.dep_ == "pobj" and noun.head.lower_ == "by"
        if (child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from")) or (
            child.dep_ == "prep" and is_of_agent
        ):
            return [c for c in child.children if c.dep_ == "pobj"] or _so_called(child)
        if child.dep_ == "acl" and child.tag_ == "VBN":
            by = [c for a in child.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"]
            is_sent = self._acts.kind(child) is not None or child.lemma_.lower() in harm()["light"]
            return (by or origins(child)) if is_sent else []
        return []

    def _around(self, noun: Token) -> list[Token]:
        """The doer that the words above a noun of violence name."""
        verb = noun.head
        if verb.lower_ == "of" and verb.head.lemma_ in ("act", "policy", "campaign", "case"):
            return self._noun_agents(verb.head)  # "an act of aggression by Baku"
        if noun.dep_ == "oprd" and verb.lemma_ in CALLING:
            return with_conjuncts(_objects(verb, "by"))  # "what it called a crime by the regime"
        if verb.lower_ == "as" and noun.dep_ == "pobj":
            # "Described Israel's actions as aggression": whose the actions are.
            described = [c for c in verb.head.children if c.dep_ == "dobj"]
            whose = [a for c in described for a in c.children if a.dep_ == "poss" or a.text[:1].isupper()]
            return with_conjuncts(whose or [o for c in described for o in owners(c)])
        if is_command(noun):
            return self._verb_agents(verb.head)
        if verb.lower_ in ("in", "with", "on") and verb.head.lemma_.lower() in PARTICIPATION:
            above = verb.head
            return self._verb_agents(above if above.pos_ == "VERB" else above.head)
        if noun.dep_ == "nsubjpass":
            return self._verb_agents(verb)  # "the attack was staged by …"
        if noun.dep_ == "nsubj":
            return origins(verb)
        if noun.dep_ == "pobj" and verb.lower_ in ("under", "in"):  # "came under", "caught in fire from …"
            return origins(verb.head)
        return self._verb_agents(verb) if self._is_light(noun) else []


def origins(verb: Token) -> list[Token]:
    """Whose side "from" names in "was shelled from the Syrian side", "came under fire from rebels"."""
    near = [c for p in verb.children if p.lower_ == "from" for c in _ends(p)]
    if not near:
        stop = min(verb.i + ORIGIN_WITHIN, verb.right_edge.i + 1)
        within = (t for t in verb.doc[verb.i + 1 : stop] if t.lower_ == "from" and t.dep_ == "prep")
        near = [c for p in within for c in _ends(p) if c.lemma_.lower() in word_list("origins")]
    return with_conjuncts(near)


def _wielders(weapon: Token) -> list[Token]:
    """Of "drones operated by the army", "jets belonging to the coalition": whose they are."""
    described = [c for c in weapon.children if c.dep_ in ("acl", "relcl")]
    phrases = [p for c in described for p in c.children if p.dep_ == "agent" or p.lower_ == "to"]
    return with_conjuncts([o for p in phrases for o in p.children if o.dep_ == "pobj"])


def _ends(preposition: Token) -> list[Token]:
    """The object of "from", also of "from across the border"."""
    found = [c for c in preposition.children if c.dep_ == "pobj"]
    further = [c for c in preposition.children if c.dep_ == "prep"]
    return found or [o for p in further for o in p.children if o.dep_ == "pobj"]


def with_conjuncts(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *token.conjuncts)]


def alternatives(agent: Token) -> list[Token]:
    """Of "Russian or Syrian jets": both adjectives."""
    before = [c for c in agent.lefts if c.dep_ in ("amod", "compound", "nmod") and c.conjuncts]
    return with_conjuncts([c for c in before if c.text[:1].isupper()])


def struck(token: Token) -> list[Token]:
    """The heads of the phrases that say who or what was hit."""
    found = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    if token.tag_ == "VBN" and token.dep_ == "acl" and not any(c.dep_ == "aux" for c in token.children):
        found.append(token.head)
    places = [p for node in (token, *found) for p in node.children if p.dep_ == "prep"]
    found += [c for p in places if p.lower_ in ("on", "at", "against", "in") for c in p.children]
    return with_conjuncts(found)


def _blamed(token: Token) -> list[Token]:
    """Who is "to blame", "responsible", "behind" something; whose "work" something is; who the culprits are."""
    if token.lemma_ == "be":
        told = with_conjuncts([c for c in token.children if c.dep_ == "attr"])
        beside = [a for t in told for c in t.children if c.lower_ in COMPANY for a in c.children]
        return told + [o for a in beside for o in (a, *(x for x in a.children if x.dep_ == "pobj"))]
    if token.dep_ == "amod":
        is_those = (
            token.head.lower_ in ("those", "one", "ones", "party", "side") and token.head.head.lemma_ == "be"
        )
        told = [c for c in token.head.head.children if c.dep_ in ("attr", "nsubj") and c != token.head]
        return with_conjuncts(told if is_those and told else [token.head])
    owners = [c for c in token.children if c.dep_ == "poss"] + _objects(token, "of", "with", "on")
    if owners:
        return with_conjuncts(owners)
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    subjects = subjects or [c for c in token.head.children if c.dep_ == "dobj" and c.i < token.i]
    return with_conjuncts(subjects or [c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")])


def _objects(token: Token, *prepositions: str) -> list[Token]:
    return [o for c in token.children if c.lower_ in prepositions for o in c.children if o.dep_ == "pobj"]


def owners(agent: Token) -> list[Token]:
    """Whose people an armed band is: "a band of the MILF", "soldiers loyal to Kiir", "a unit under Haftar"."""
    stop = min(agent.i + OWNER_WITHIN, agent.right_edge.i + 1, len(agent.doc))
    near = agent.doc[agent.i + 1 : stop]
    return [
        o
        for t in near
        if t.dep_ in ("prep", "agent")
        and (t.head == agent or t.head.lower_ in OWNED)
        and t.lower_ in ("of", "from", "to", "with", "by", "under", "on", "among")
        for o in t.children
        if o.dep_ == "pobj"
    ]


def _cleft(verb: Token) -> list[Token]:
    """Of "it was the army that advanced": the army."""
    above = verb.head
    is_linked = any(c.lower_ in ("that", "who", "which") for c in verb.children)
    is_it = above.lemma_ == "be" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in above.children)
    return with_conjuncts([c for c in above.children if c.dep_ == "attr"]) if is_linked and is_it else []


def _subjects(verb: Token, subject: Token) -> list[Token]:
    """The subject with its conjuncts; who "who" stands for; nobody where a question asks who it was."""
    if subject.lower_ in ("who", "which", "that", "what"):
        if verb.dep_ != "relcl":
            return []
        subject = verb.head
    return with_conjuncts([_meant_by(subject)])


def _controller(node: Token) -> Token | list[Token]:
    """Where to look for the subject of a verb that has none: its agents, or the next verb upwards."""
    head = node.head
    if head == node or (node.dep_ == "acl" and node.tag_ == "VBN"):
        return []
    if _is_predicate(head):
        return with_conjuncts([_meant_by(head)])  # "were the first to shoot"
    if node.dep_ == "acl":
        return with_conjuncts([head])
    if node.dep_ == "pcomp" and head.dep_ == "prep":
        accused = [c for c in head.head.children if c.dep_ in ("dobj", "nsubjpass")]
        return with_conjuncts(accused) if accused and head.lower_ in ("of", "for") else head.head
    if node.dep_ == "advcl" and node.tag_ not in ("VBG", "VB"):
        # "Servicemen deployed near the village had fired": the parse takes "deployed" for the main verb.
        linked = any(c.dep_ in ("mark", "advmod") and c.i < node.i for c in node.children)
        return head if not linked and any(c.lower_ == "had" for c in node.children) else []
    if node.dep_ == "dobj" and node.pos_ == "NOUN":
        return head  # "made a habit of hunting them down"
    return head if node.dep_ in ("conj", "xcomp", "advcl", "ccomp", "prep") else []


def _is_predicate(noun: Token) -> bool:
    """ "The first", "the ones", "the side" that something is said to be."""
    if noun.dep_ not in ("attr", "acomp") or noun.lower_ not in ("first", "one", "ones", "side", "party"):
        return False
    # "It was the other side that fired" says who did it in the predicate itself.
    return not any(c.dep_ == "nsubj" and c.lower_ in ("it", "this", "that") for c in noun.head.children)


def _meant_by(noun: Token) -> Token:
    """Of "the rebels were the ones who fired": the rebels."""
    if noun.lower_ in ("those", "ones", "one") and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        return next((c for c in noun.head.children if c.dep_ == "attr"), noun)
    if not _is_predicate(noun):
        return noun
    return next((c for c in noun.head.children if c.dep_ == "nsubj"), noun)


def _so_called(preposition: Token) -> list[Token]:
    """Of "by what it calls terrorists": the terrorists."""
    return [
        c
        for clause in preposition.children
        if clause.dep_ == "pcomp" and clause.lemma_ in CALLING
        for c in clause.children
        if c.pos_ in ("NOUN", "PROPN") and c.dep_ in ("oprd", "dobj", "attr")
    ]


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
