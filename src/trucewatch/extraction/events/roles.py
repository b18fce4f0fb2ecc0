"""Who did it, to whom, in the words of the sentence: the syntax around a trigger, resolved to actors and
sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.events.triggers import Trigger, is_person, lemma_of
from trucewatch.records import MentionActor, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.situation import Situation

BREADTH = 30
"""Tokens of one noun phrase that are read; longer ones are lists that the parser got wrong."""

LONGEST_LIST = 8

_BLAMING = frozenset("accuse blame suspect condemn charge criticize criticise denounce fault".split())
_LAUNCHING = frozenset(
    """launch carry conduct stage mount begin start commit perpetrate make deliver wage open unleash order
    lead undertake continue resume execute intensify step organise organize hold""".split()
)
_HARM = frozenset("casualty death loss victim fatality".split())
_NAMING = frozenset("call describe term dub label".split())
_PERCEIVING = frozenset("hear see witness notice watch report record describe film".split())
_SUFFERING = frozenset("suffer face withstand repel repulse endure foil thwart".split())
_HITTING = frozenset("on against at toward towards upon over".split())
_OWN = frozenset("we us our ours".split())
_MUTUAL_PREPOSITIONS = frozenset({"between", "with", "among"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A noun phrase with a role, by its head."""

    role: Role
    head: Token
    is_origin: bool = False
    """ "fired from X": says something only where X is somebody's."""


def parts_of(trigger: Trigger) -> tuple[Part, ...]:
    """The noun phrases that take part in a trigger's event, each head once."""
    token = trigger.token
    if token.pos_ in ("VERB", "AUX"):
        found = _verb_parts(trigger)
    elif token.pos_ == "ADJ":
        found = (Part(role=Role.VICTIM, head=h) for h in _described(token))
    else:
        found = _noun_parts(trigger)
    seen: dict[int, Part] = {}
    for part in found:
        for head in map(_counted, _conjoined(part.head)):
            seen.setdefault(head.i, replace(part, head=head))
    return tuple(seen.values())


def _described(adjective: Token) -> Iterator[Token]:
    """Who is dead in "six dead villagers" and in "six villagers are dead"."""
    head = adjective.head
    if head.pos_ in ("NOUN", "PROPN"):
        yield head
    elif adjective.dep_ == "acomp":
        yield from (child for child in head.children if child.dep_ == "nsubj" and _nominal(child))


def resolve(part: Part, situation: Situation, own_side: str | None) -> MentionActor:
    """The actor behind a noun phrase; "our positions" are the speaker's."""
    start, end = phrase_bounds(part.head)
    words = part.head.doc[start:end]
    name = situation.resolve_actor(words.text)
    if name is None and own_side is not None and any(t.lower_ in _OWN for t in words):
        return _actor(part.role, words.text, words.start_char, words.end_char, None, own_side)
    actor, side = (name.actor, name.side) if name else (None, None)
    return _actor(part.role, words.text, words.start_char, words.end_char, actor, side)


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Token bounds of a head's phrase: its modifiers and `of` phrases, without clauses and appositions."""
    start = max(head.left_edge.i, head.i - BREADTH)
    while start < head.i and head.doc[start].is_punct:
        start += 1
    end = head.i + 1
    for child in head.rights:
        if (child.dep_ == "prep" and child.lower_ in ("of", "from", "in")) or child.dep_ in (
            "compound",
            "nummod",
        ):
            end = max(end, min(_simple_end(child), head.i + BREADTH))
        elif child.dep_ in ("relcl", "acl", "appos", "cc", "conj", "punct"):
            break
    return start, end


def _simple_end(node: Token) -> int:
    """The end of a prepositional phrase up to its own first clause or apposition."""
    end = node.i + 1
    for _ in range(BREADTH):
        inner = [c for c in node.rights if c.dep_ in ("pobj", "prep")]
        if not inner:
            break
        node = inner[0]
        end = max(end, node.i + 1)
    return end


def _verb_parts(trigger: Trigger) -> Iterator[Part]:
    token = trigger.token
    frame = trigger.row.frame
    passive = subject_of(token, passive=True)
    active = None if passive is not None else subject_of(token, passive=False)
    if active is not None:
        yield from _as_subject(frame, active)
    if passive is not None:
        yield Part(role=_hit(passive), head=passive)
    for child in token.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and passive is not None):
            yield from (Part(role=Role.ALLEGED_PERPETRATOR, head=t) for t in child.children if _nominal(t))
        elif child.dep_ in ("dobj", "dative") and frame in ("agent", "mutual") and _nominal(child):
            yield from _object_parts(child)
        elif child.dep_ == "prep":
            yield from _preposition_parts(child, frame)


def _as_subject(frame: str, subject: Token) -> Iterator[Part]:
    match frame:
        case "agent" | "actor":
            yield Part(role=Role.ALLEGED_PERPETRATOR, head=subject)
        case "mutual":
            yield Part(role=Role.TARGET, head=subject)
        case "undergoer":
            yield Part(role=_hit(subject), head=subject)
        case _:
            yield from (Part(role=Role.ALLEGED_PERPETRATOR, head=t) for t in possessors(subject))


def _object_parts(child: Token) -> Iterator[Part]:
    """A verb's object; of "opened fire on X" and "fired rockets at X" the object's own object counts."""
    inner = [c for c in child.children if c.dep_ == "prep" and c.lower_ in _HITTING]
    if inner:
        for preposition in inner:
            yield from (Part(role=_hit(t), head=t) for t in preposition.children if _nominal(t))
    else:
        yield Part(role=_hit(child), head=child)


def _preposition_parts(preposition: Token, frame: str) -> Iterator[Part]:
    word = preposition.lower_
    for noun in preposition.children:
        if not _nominal(noun):
            continue
        if word in _HITTING:
            yield Part(role=_hit(noun), head=noun)
        elif word == "from":
            yield Part(role=Role.ALLEGED_PERPETRATOR, head=noun, is_origin=True)
        elif word in _MUTUAL_PREPOSITIONS and frame == "mutual":
            yield Part(role=Role.TARGET, head=noun)
        elif word == "by":
            yield Part(role=Role.ALLEGED_PERPETRATOR, head=noun)


def _noun_parts(trigger: Trigger) -> Iterator[Part]:
    token = trigger.token
    frame = trigger.row.frame
    agent_role = Role.TARGET if frame == "mutual" else Role.ALLEGED_PERPETRATOR
    if trigger.row.strength != "never":  # "Sudan's civil war" is in Sudan and not on it
        yield from (Part(role=agent_role, head=t) for t in possessors(token))
    for child in token.children:
        if child.dep_ == "prep":
            if child.lower_ == "of":
                yield from (Part(role=_hit(t), head=t) for t in child.children if _nominal(t))
            else:
                yield from _preposition_parts(child, frame)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            yield from (
                Part(role=Role.ALLEGED_PERPETRATOR, head=t)
                for by in child.children
                if by.dep_ == "agent"
                for t in by.children
                if _nominal(t)
            )
    yield from _light_verb_parts(token, frame)


def _light_verb_parts(token: Token, frame: str) -> Iterator[Part]:
    """Of "X launched an attack" X is the agent; of "X suffered an attack", the target."""
    verb = token.head
    if token.dep_ == "conj":
        token, verb = token.head, token.head.head
    if verb.pos_ not in ("VERB", "AUX") or token.dep_ not in ("dobj", "nsubjpass", "nsubj", "attr", "oprd"):
        return
    lemma = lemma_of(verb)
    if token.dep_ == "oprd" and lemma in _NAMING and lemma_of(verb.head) in _LAUNCHING:
        # "conducted what it called an operation"
        subject = subject_of(verb.head, passive=False)
        if subject is not None:
            yield Part(role=Role.ALLEGED_PERPETRATOR, head=subject)
        return
    if token.dep_ == "dobj":
        subject = subject_of(verb, passive=False)
        if subject is not None and lemma in _LAUNCHING and frame != "mutual":
            yield Part(role=Role.ALLEGED_PERPETRATOR, head=subject)
        elif subject is not None and lemma in _SUFFERING:
            yield Part(role=_hit(subject), head=subject)
    elif token.dep_ == "nsubjpass" and lemma in _LAUNCHING:
        for child in verb.children:
            if child.dep_ == "agent":
                yield from (Part(role=Role.ALLEGED_PERPETRATOR, head=t) for t in child.children)
    elif token.dep_ == "nsubj" and frame in ("agent", "weapon"):
        for child in verb.children:
            if child.dep_ == "dobj" and _nominal(child):
                yield Part(role=_hit(child), head=child)
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _HITTING | {"from"}:
            yield from _preposition_parts(child, frame)


def subject_of(verb: Token, *, passive: bool) -> Token | None:
    """The subject of a verb, its own or the one it shares with the verb it hangs on."""
    wanted = "nsubjpass" if passive else "nsubj"
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ == wanted:
                return _antecedent(child)
            if child.dep_ in ("nsubj", "nsubjpass"):
                return None
        head = node.head
        if head == node:
            return None
        match node.dep_:
            case "xcomp" if lemma_of(head) in _PERCEIVING or _is_noun_after_said(node, head):
                return None
            case "conj" | "xcomp" | "advcl":
                if node.dep_ == "advcl" and node.tag_ not in ("VBG", "VBN"):
                    return None
                node = head
            case "amod" if node.tag_ == "VBN":
                return head if passive and _nominal(head) else None
            case "acl" | "relcl":
                participle_passive = node.tag_ == "VBN"
                return head if participle_passive == passive and _nominal(head) else None
            case "pcomp":
                return _subject_across_preposition(head, passive)
            case _:
                return None
    return None


def _is_noun_after_said(node: Token, head: Token) -> bool:
    """ "Residents said shelling hit the town": nobody says doing, so they did not shell."""
    return node.tag_ == "VBG" and lemma_of(head) in ("say", "state")


def _subject_across_preposition(preposition: Token, passive: bool) -> Token | None:
    """Of "accused X of shelling" the subject is X; of "began by shelling", the verb's own."""
    verb = preposition.head
    if passive or verb.pos_ not in ("VERB", "AUX"):
        return None
    if lemma_of(verb) in _BLAMING:
        blamed = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        return blamed[0] if blamed else None
    return subject_of(verb, passive=False)


def _antecedent(subject: Token) -> Token:
    """The noun that a relative pronoun stands for; of "the casualties among X who" it is X."""
    if subject.tag_ not in ("WDT", "WP") or subject.head.dep_ != "relcl" or not _nominal(subject.head.head):
        return subject
    noun = subject.head.head
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("among", "of") and lemma_of(noun) in _HARM:
            return next((t for t in child.children if _nominal(t)), noun)
    return noun


def possessors(noun: Token) -> Iterator[Token]:
    """Whose a thing is: "Israel" of "Israel's shelling", "Pakistani" of "Pakistani fire"."""
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ in ("amod", "compound", "nmod") and child.text[:1].isupper()):
            yield child


def _conjoined(head: Token) -> Iterator[Token]:
    """A head and those joined to it by "and", each hanging on the one before; no list is longer than
    `LONGEST_LIST`.
    """
    node: Token | None = head
    for _ in range(LONGEST_LIST):
        if node is None:
            return
        yield node
        node = next((c for c in node.children if c.dep_ == "conj" and _nominal(c)), None)


def _counted(head: Token) -> Token:
    """The cars of "one of its cars"."""
    if head.lower_ != "one":
        return head
    owners = (child for child in head.children if child.dep_ == "prep" and child.lower_ == "of")
    return next((noun for owner in owners for noun in owner.children if noun.dep_ == "pobj"), head)


def _nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") or token.dep_ in ("pobj", "nsubj", "dobj")


def _hit(token: Token) -> Role:
    """People who are hit are victims, things and places are targets."""
    return Role.VICTIM if is_person(token) or token.pos_ == "NUM" else Role.TARGET


def _actor(role: Role, text: str, start: int, end: int, actor: str | None, side: str | None) -> MentionActor:
    return MentionActor(role=role, text=text, actor=actor, side=side, start=start, end=end)
