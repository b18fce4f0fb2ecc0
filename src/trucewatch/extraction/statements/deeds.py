"""Acts of force and breaches in what somebody says: which, by whom, and whether they are said not to have happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.cues import word_list
from trucewatch.extraction.statements.acts import Acts
from trucewatch.extraction.statements.agents import Agents, alternatives, struck
from trucewatch.extraction.statements.allegiance import OPPOSITE
from trucewatch.records import Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.extraction.statements.allegiance import Allegiance

CLIMB = 10
REGULARS = frozenset(
    {"army", "military", "troop", "soldier", "serviceman", "force", "unit", "aircraft", "plane", "jet"}
)
ARMED = frozenset({"terrorist", "armed", "illegal", "enemy", "militant", "rebel", "bandit", "sabotage"})
BEYOND = frozenset({"across", "over", "beyond", "behind"})
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
        self._acts = Acts(doc)
        self._agents = Agents(doc, self._acts)
        self._clashes: tuple[Clash, ...] | None = None

    def find(
        self, attribution: Attribution, speaker: Speaker | None, *, possible: bool = False
    ) -> Iterator[Deed]:
        """The acts in the content; `possible`: also those that are only feared or to come."""
        for token in content_tokens(self._doc, attribution):
            kind = self._acts.kind(token)
            if kind is None or (not possible and _is_only_possible(token)):
                continue
            if attribution.stance not in (Stance.ACCUSE, Stance.DENY) and self._is_alleged(
                token, attribution, speaker
            ):
                continue
            deed = self._deed(token, kind, attribution, speaker)
            if kind != "mild" or deed.own:
                yield deed

    def _deed(self, token: Token, kind: str, attribution: Attribution, speaker: Speaker | None) -> Deed:
        agents = [agent for agent in self._agents.of(token) if not _is_speaker(agent, attribution)]
        named = [part for agent in agents for part in (agent, *alternatives(agent))]
        sides = [side for part in named for side in self._whose.sides_of(part, speaker)]
        camp = self._whose.camp(speaker.side) if speaker and speaker.side else None
        others = tuple(dict.fromkeys(s for s in sides if camp is None or self._whose.camp(s) != camp))
        own = any(self._whose.is_own(agent, speaker) for agent in agents) or (bool(sides) and not others)
        if kind == "answer" and not agents and speaker is not None and self._whose.is_party(speaker.side):
            own = True
        by_rebel = self._whose.is_non_state(speaker)
        return Deed(
            at=token.i,
            depth=_depth(token, attribution),
            sides=others,
            own=own,
            unnamed=not sides and not own and any(_is_hostile(a, by_rebel) for a in agents),
            negated=_is_negated(token),
            recalled=self._agents.is_recalled(token),
            agentless=not agents,
        )

    def is_noun(self, token: Token) -> bool:
        """An act that is told by a noun: "the raid"."""
        return self._acts.is_noun(token)

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


def _is_speaker(agent: Token, attribution: Attribution) -> bool:
    """ "A route it said violates the deal": the speaker stands inside the content and did not do what it tells."""
    source = attribution.source
    return source is not None and source.start <= agent.idx < source.end


def _is_hostile(agent: Token, by_rebel: bool) -> bool:
    """Armed people whom the speaker does not call its own: "a sniper", "terrorist groups", "the opposite side".

    Bare "troops" and "the army" are hostile only in the mouth of an armed group that is no state's.
    """
    if agent.head.lower_ in BEYOND and agent.head.dep_ == "prep":
        return agent.lemma_.lower() in word_list("origins")  # "from across the border"
    owners = [o for c in agent.children if c.lower_ == "of" for o in c.children]
    phrase = [*agent.doc[agent.left_edge.i : agent.i + 1], *owners]
    words = {t.lemma_.lower() for t in phrase}
    if words & {"unknown", "unidentified", "unnamed", "own", "civilian"}:
        return False
    if agent.lemma_.lower() in ("side", "party"):
        return bool(words & OPPOSITE)
    if agent.lemma_.lower() in ("group", "organization", "organisation", "formation", "unit"):
        return bool(words & ARMED)
    if agent.lemma_.lower() in REGULARS:
        return by_rebel or bool(words & {"enemy", "hostile", "occupation", "government", "regime"})
    if agent.lemma_.lower() in word_list("origins"):
        return bool(words & (OPPOSITE | {"enemy", "hostile"}))
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
