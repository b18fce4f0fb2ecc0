"""What a speaker does with the words: accuse, deny, admit …, and at whom, read off cue and content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extraction.cues import roles, speech_nouns, word_list
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.speech import Attribution, Form, noun_phrase
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.speakers import Speakers
    from trucewatch.situation import Situation

OWN_WORDS = frozenset({"we", "us", "our", "ours", "i", "my"})
THIRD = frozenset({"it", "its", "they", "their", "he", "his", "she", "her", "who", "which"})
OPPOSITE = re.compile(
    r"\b(other|opposite|opposing|enemy|adversary|rival) ?(side|party|forces?)?\b", re.IGNORECASE
)
NEUTRAL = frozenset({"international", "monitor", "media", "witness"})
CLIMB = 10
EARLIER_ACTS = 12
"""Nouns of violence searched backwards for who did "the attack"."""
REGULARS = frozenset(
    {"army", "military", "troop", "soldier", "serviceman", "force", "unit", "aircraft", "plane", "jet"}
)
FEARED = frozenset(
    {"new", "further", "any", "possible", "future", "potential", "planned", "more", "another", "no"}
)
WIELDERS = frozenset({"force", "organ", "state"})
"""Kinds of role nouns that can stand before an act as its doer ("army raids", "coalition air strikes")."""
NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})
_MODALS = frozenset({"will", "would", "could", "can", "may", "might", "should", "must", "shall"})
_AVERTING = frozenset(
    {"avoid", "prevent", "avert", "stop", "halt", "end", "cease", "refrain", "forbid", "prohibit", "risk", "deter",
     "threat", "fear", "investigate", "probe", "ban"}
)  # fmt: skip


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


@cache
def _harm() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {
        "verb": set(),
        "light": set(),
        "truce": set(),
        "noun": set(),
        "mild": set(),
    }
    for word, kind in table("harm"):
        classes[kind].add(word)
    return {kind: frozenset(words) for kind, words in classes.items()}


@cache
def _judgements() -> dict[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for pattern, name in table("judgements"):
        found.setdefault(name, []).append(re.compile(pattern))
    return {name: tuple(patterns) for name, patterns in found.items()}


def says(name: str, text: str) -> bool:
    """True when one of the named patterns is in `text`."""
    return any(pattern.search(text) for pattern in _judgements()[name])


@dataclass(frozen=True, slots=True)
class Reading:
    """A content, or a part of it, with what the speaker does with it and at whom."""

    content: tuple[Span, ...] | Span
    stance: Stance
    targets: tuple[str, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.content,) if isinstance(self.content, Span) else self.content


STRONG = frozenset({Stance.ACCUSE, Stance.DENY, Stance.ADMIT})


def _joined(parts: list[Reading]) -> list[Reading]:
    """Neighbouring parts of one stance made one; what is neither stays with the part before it."""
    joined: list[Reading] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and (
            part.stance is last.stance or part.stance not in STRONG or last.stance not in STRONG
        ):
            stance = part.stance if last.stance not in STRONG else last.stance
            targets = tuple(dict.fromkeys((*last.targets, *part.targets)))
            joined[-1] = Reading((*last.spans, *part.spans), stance, targets)
        else:
            joined.append(Reading(part.spans, part.stance, part.targets))
    return joined


class StanceReader:
    """Reads stance and targets of one document's attributions."""

    def __init__(self, analysis: Analysis, speakers: Speakers, situation: Situation) -> None:
        self._doc = analysis.doc
        self._text = analysis.reading
        self._speakers = speakers
        self._situation = situation
        self._accused: dict[str, tuple[str, ...]] = {}
        self._acts: list[int] | None = None

    def read(self, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
        """The attribution's content with stance and targets: in parts, where parts accuse, deny or admit apart."""
        sentences = self._sentences_of(attribution)
        if attribution.stance in (Stance.ASSERT, Stance.CONFIRM) and len(sentences) > 1:
            parts = [
                Reading(part, *self._judge(replace(attribution, content=(part,)), speaker))
                for part in sentences
            ]
            if len({part.stance for part in parts} & STRONG) > 1:
                return _joined(parts)
        stance, targets = self._judge(attribution, speaker)
        whole = Reading(attribution.content, stance, targets)
        return [whole, *self._presupposed(attribution, speaker, stance)]

    def _presupposed(
        self, attribution: Attribution, speaker: Speaker | None, stance: Stance
    ) -> list[Reading]:
        """Who asks to look into "the attack by their forces", or to stop "its raids", accuses as well."""
        if stance not in (Stance.DEMAND, Stance.THREATEN) or not self._is_party(
            speaker.side if speaker else None
        ):
            return []
        found = []
        for deed in self._deeds(attribution, speaker, possible=True):
            token = self._doc[deed.at]
            span = noun_phrase(token)
            if not deed.sides or not self._is_deed(token) or span is None or deed.negated:
                continue
            if not any(c.lower_ in FEARED for c in token.children):
                found.append(Reading((span,), Stance.ACCUSE, deed.sides))
        return found[:1]

    def _sentences_of(self, attribution: Attribution) -> list[Span]:
        """The content cut at its sentences and at each "and that …"."""
        parts = []
        for content in attribution.content:
            cuts = [content.start]
            for token in self._tokens(replace(attribution, content=(content,))):
                begins = token.is_sent_start and token.idx > content.start
                if begins:
                    cuts.append(token.idx)
                elif token.dep_ == "conj" and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in token.children
                ):
                    cuts.append(max(token.left_edge.idx, content.start))
            cuts.append(content.end)
            for low, high in zip(cuts, cuts[1:], strict=False):
                text = self._text[low:high]
                if text.strip():
                    start = low + len(text) - len(text.lstrip())
                    parts.append(Span(start=start, end=start + len(text.strip())))
        return parts

    def _judge(self, attribution: Attribution, speaker: Speaker | None) -> tuple[Stance, tuple[str, ...]]:
        stance, targets = self._read(attribution, speaker)
        own = speaker.side if speaker else None
        targets = tuple(dict.fromkeys(t for t in targets if t and t != own))
        if stance is Stance.ACCUSE and own and targets:
            self._accused[own] = targets
        return stance, targets

    def _read(self, attribution: Attribution, speaker: Speaker | None) -> tuple[Stance, tuple[str, ...]]:
        text = " ".join(span.of(self._text) for span in attribution.content).lower()
        cue = attribution.stance
        if self._cue_is_negated(attribution):
            return (Stance.ASSERT, ()) if cue is not Stance.ADMIT else (Stance.DENY, ())
        deeds = list(self._deeds(attribution, speaker))
        main = min(deeds, key=lambda deed: (deed.depth, deed.at), default=None)
        addressed = self._addressed(attribution, speaker)
        if cue is Stance.ACCUSE:
            return self._accusation(attribution, speaker, addressed, deeds)
        if cue is Stance.DENY:
            return Stance.DENY, addressed or self._others(deeds)
        if cue in (Stance.DEMAND, Stance.APOLOGISE):
            return cue, addressed
        if cue in (Stance.PROMISE, Stance.THREATEN):
            return (Stance.THREATEN if says("retaliation", text) else cue), addressed
        if cue is Stance.ADMIT:
            blames = main is not None and main.sides and not main.own and not main.negated
            return (Stance.ASSERT, ()) if blames and not any(d.own for d in deeds) else (Stance.ADMIT, ())
        return self._by_content(attribution, speaker, text, deeds)

    def _by_content(
        self, attribution: Attribution, speaker: Speaker | None, text: str, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        cue = attribution.stance
        if self._rejects(attribution, text):
            return Stance.DENY, self._claimants(attribution, speaker)
        asked = self._duty(attribution, speaker)
        if asked is not None:
            return Stance.DEMAND, asked
        promised = self._resolve(attribution, speaker, text)
        if promised is not None:
            return promised, ()
        main = min(deeds, key=lambda deed: (deed.depth, deed.at), default=None)
        if main is not None and main.own:
            if main.negated:
                return Stance.DENY, ()
            return (Stance.ADMIT if cue is not Stance.ANNOUNCE else cue), ()
        blamed = [d for d in deeds if (d.sides or d.unnamed) and not d.own and not d.negated]
        side = speaker.side if speaker is not None else None
        if blamed and cue is not Stance.ANNOUNCE and (self._others(blamed) or self._is_party(side)):
            targets = self._others(blamed) or self._usual_target(side)
            return (Stance.CONFIRM if cue is Stance.CONFIRM else Stance.ACCUSE), targets
        return cue, ()

    def _is_party(self, side: str | None) -> bool:
        known = self._situation.sides.get(side) if side else None
        return known is not None and known.kind not in NEUTRAL

    def _is_non_state(self, speaker: Speaker | None) -> bool:
        known = self._situation.sides.get(speaker.side) if speaker is not None and speaker.side else None
        return known is not None and known.kind == "non_state"

    def _usual_target(self, side: str | None) -> tuple[str, ...]:
        """Whom this side has accused before in the text, or its only adversary there; nobody when in doubt."""
        if side is None:
            return ()
        if side in self._accused:
            return self._accused[side]
        camp = self._camp(side)
        rivals = {s for s in self._speakers.sides if self._is_party(s) and self._camp(s) != camp}
        return tuple(rivals) if len({self._camp(r) for r in rivals}) == 1 and len(rivals) == 1 else ()

    # --- cue-driven ---------------------------------------------------------------------------------------------

    def _accusation(
        self, attribution: Attribution, speaker: Speaker | None, addressed: tuple[str, ...], deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        others = self._others([d for d in deeds if not d.own])
        targets = addressed or others
        if targets or attribution.words in ("accuse", "blame", "allege", "charge"):
            return Stance.ACCUSE, targets
        side = speaker.side if speaker else None
        if not self._is_party(side):
            return Stance.ASSERT, ()
        return Stance.ACCUSE, self._usual_target(side)

    def _addressed(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Sides or actors of those who are accused, asked or answered."""
        found: list[str] = []
        for index in attribution.addressees:
            for token in (self._doc[index], *self._doc[index].conjuncts):
                found += self._sides_of(token, speaker)
        return tuple(dict.fromkeys(found))

    def _others(self, deeds: list[Deed]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side for deed in deeds if not deed.own for side in deed.sides))

    def _cue_is_negated(self, attribution: Attribution) -> bool:
        if attribution.cue_head is None or attribution.form not in (Form.VERB, Form.PASSIVE, Form.TAGGED):
            return False
        verb = self._doc[attribution.cue_head]
        if (
            verb.lower_ in ("declined", "declines", "refused", "refuses", "failed")
            and attribution.stance is Stance.ASSERT
        ):
            return True
        return any(c.dep_ == "neg" or c.lower_ in ("never", "neither") for c in verb.children)

    # --- content-driven -----------------------------------------------------------------------------------------

    def _rejects(self, attribution: Attribution, text: str) -> bool:
        """ "The report is false": a judgement over words, not over the facts of the world."""
        return says("false", text)

    def _claimants(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Whose report is called false: the owner of a word for speech inside the content."""
        nouns = speech_nouns()
        found: list[str] = []
        for token in self._tokens(attribution):
            if token.lemma_.lower() in nouns:
                for child in token.subtree:
                    if child.dep_ in ("poss", "pobj", "amod", "compound", "nmod") and child.i - token.i < 12:
                        found += self._sides_of(child, speaker)
                break
        return tuple(found[:2])

    def _duty(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...] | None:
        """Who "should", "must" or "has to" do something by the main clause; None when nobody has to."""
        for root in self._roots(attribution):
            modal = next(
                (c for c in root.children if c.dep_ == "aux" and c.lower_ in ("should", "must", "ought")),
                None,
            )
            needs = root.lemma_ in ("need", "have") and any(c.dep_ == "xcomp" for c in root.children)
            if modal is None and not needs:
                continue
            subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is None or _is_first_person(subject):
                continue
            if needs and (root.lemma_ == "have" or subject.lower_ in THIRD):
                continue
            if modal is not None and any(c.lower_ == "have" and c.dep_ == "aux" for c in root.children):
                continue
            targets: list[str] = []
            for token in (subject, *subject.conjuncts):
                targets += self._sides_of(token, speaker)
            if speaker is not None and speaker.side and targets and set(targets) == {speaker.side}:
                continue
            return tuple(targets)
        return None

    def _resolve(self, attribution: Attribution, speaker: Speaker | None, text: str) -> Stance | None:
        """ "We will …", "it would …": what the speaker's own side is going to do."""
        if attribution.form in (Form.NOUN, Form.PASSIVE):
            return None
        for root in self._roots(attribution):
            future = any(
                c.dep_ == "aux" and c.lower_ in ("will", "shall", "would", "'ll") for c in root.children
            )
            ready = root.lemma_ == "be" and any(
                c.lower_ in ("ready", "prepared", "willing", "committed") for c in root.children
            )
            committed = root.lower_ in ("committed", "prepared") and root.dep_ != "ROOT"
            if not (future or ready or committed):
                continue
            subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            if (
                subject is None
                or not self._is_own(subject, speaker)
                or root.lemma_ in ("like", "be", "have")
                and not ready
            ):
                continue
            if says("retaliation", text):
                return Stance.THREATEN
            negative = any(c.dep_ == "neg" for c in root.children)
            return None if negative and not ready else Stance.PROMISE
        return None

    # --- deeds --------------------------------------------------------------------------------------------------

    def _deeds(
        self, attribution: Attribution, speaker: Speaker | None, *, possible: bool = False
    ) -> Iterator[Deed]:
        for token in self._tokens(attribution):
            kind = self._harmful(token)
            if kind is None or (not possible and _is_only_possible(token)):
                continue
            agents = self._agents(token)
            sides = [side for agent in agents for side in self._sides_of(agent, speaker)]
            camp = self._camp(speaker.side) if speaker and speaker.side else None
            others = tuple(dict.fromkeys(s for s in sides if camp is None or self._camp(s) != camp))
            own = any(self._is_own(agent, speaker) for agent in agents) or (bool(sides) and not others)
            if kind == "mild" and not own:
                continue
            yield Deed(
                at=token.i,
                depth=self._depth(token, attribution),
                sides=others,
                own=own,
                unnamed=not sides
                and not own
                and any(_is_hostile(a, self._is_non_state(speaker)) for a in agents),
                negated=_is_negated(token),
            )

    def _harmful(self, token: Token) -> str | None:
        harm, lemma = _harm(), token.lemma_.lower()
        if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text[:1].isupper()):
            if lemma in harm["mild"]:
                return "mild"
            return "noun" if lemma in harm["noun"] or lemma.removeprefix("air") in harm["noun"] else None
        if token.pos_ != "VERB":
            return None
        if token.tag_ == "VBG" and token.dep_ in NOMINAL:
            return "noun" if token.lower_ in harm["noun"] else None
        if lemma in harm["verb"]:
            return "verb"
        objects = [c.lemma_.lower() for c in token.children if c.dep_ in ("dobj", "nsubjpass", "pobj")]
        if token.dep_ == "acl" and token.tag_ in ("VBN", "VBD"):
            objects.append(token.head.lemma_.lower())
        if any(c.dep_ == "agent" for c in token.children):
            objects += [t.lemma_.lower() for t in token.doc[max(0, token.i - 3) : token.i]]
        if lemma in harm["light"] and any(o in harm["noun"] for o in objects):
            return "verb"
        if lemma in harm["light"] and any(o in harm["mild"] for o in objects):
            return "mild"
        if lemma in harm["truce"] and any(o in word_list("truces") for o in objects):
            return "verb"
        return None

    def _agents(self, token: Token) -> list[Token]:
        """The heads of the phrases that say who did it."""
        if token.pos_ == "VERB" and not (token.tag_ == "VBG" and token.dep_ in NOMINAL):
            agents = [agent for agent in self._verb_agents(token) if agent.i != token.i]
            return [
                a for agent in agents for a in (self._noun_agents(agent) if self._is_deed(agent) else [agent])
            ]
        own = self._noun_agents(token)
        return own if own or not _is_taken_up(token) else self._earlier_agents(token)

    def _is_deed(self, token: Token) -> bool:
        is_noun = token.pos_ in ("NOUN", "PROPN") or (token.tag_ == "VBG" and token.dep_ in NOMINAL)
        return is_noun and self._harmful(token) is not None

    def _earlier_agents(self, noun: Token) -> list[Token]:
        """Of "the strikes": who carried out the strikes that the text told of before."""
        for index in reversed(self._acts_before(noun.i)):
            agents = self._noun_agents(self._doc[index])
            if agents:
                return agents
        return []

    def _acts_before(self, index: int) -> list[int]:
        if self._acts is None:
            self._acts = [t.i for t in self._doc if t.pos_ == "NOUN" and self._harmful(t) == "noun"]
        stop = bisect_left(self._acts, index)
        return self._acts[max(0, stop - EARLIER_ACTS) : stop]

    def _verb_agents(self, verb: Token) -> list[Token]:
        node = verb
        for _ in range(CLIMB):
            by = [c for a in node.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"]
            if by:
                return _with_conjuncts(by)
            if any(c.dep_ in ("nsubjpass", "auxpass") for c in node.children):
                return []
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                is_relative = subject.lower_ in ("who", "which", "that") and node.dep_ == "relcl"
                return _with_conjuncts([node.head if is_relative else subject])
            controller = _controller(node)
            if isinstance(controller, list):
                return controller
            node = controller
        return []

    def _noun_agents(self, noun: Token) -> list[Token]:
        """Possessor, adjective of nationality, "by", "from" or "of", or the subject of the verb it is done with."""
        found: list[Token] = []
        for child in noun.children:
            is_before = child.dep_ in ("amod", "compound", "nmod")
            whose = child.text[:1].isupper() or roles().get(child.lemma_.lower(), ("", ""))[1] in WIELDERS
            if child.dep_ == "poss" or (is_before and whose and child.i < noun.i):
                found.append(child)
            elif is_before and child.lower_ in ("led", "launched", "conducted"):
                found += [c for c in child.children if c.text[:1].isupper()]
            elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
                found += [c for c in child.children if c.dep_ == "pobj"]
            elif (
                child.dep_ == "prep"
                and child.lower_ == "of"
                and noun.dep_ == "pobj"
                and noun.head.lower_ == "by"
            ):
                found += [c for c in child.children if c.dep_ == "pobj"]
            elif child.dep_ == "acl" and child.tag_ == "VBN":
                found += [
                    c for a in child.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"
                ]
        verb = noun.head
        if not found and noun.dep_ == "nsubj" and verb.lemma_ in ("come", "originate"):
            found = [c for p in verb.children if p.lower_ == "from" for c in p.children if c.dep_ == "pobj"]
        if (
            not found
            and noun.dep_ == "dobj"
            and verb.pos_ == "VERB"
            and verb.lemma_.lower() in _harm()["light"]
        ):
            return self._verb_agents(verb)
        return _with_conjuncts(found)

    # --- who ----------------------------------------------------------------------------------------------------

    def _sides_of(self, token: Token, speaker: Speaker | None) -> list[str]:
        """The side that a noun phrase belongs to; of a pronoun, the antecedent's."""
        if _is_first_person(token):
            return [speaker.side] if speaker and speaker.side else []
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            if (
                token.lower_ in ("it", "its", "they", "their", "he", "his", "she")
                and speaker
                and speaker.side
            ):
                found = self._speakers.resolve_phrase(token)
                return [found.side] if found.side else []
            return []
        resolved = self._speakers.resolve_phrase(token)
        if resolved.side and resolved.side not in ("MEDIA", "WIT"):
            return [resolved.side]
        span = Span(start=token.left_edge.idx, end=token.idx + len(token.text))
        return [
            name.side
            for name in self._speakers.names_in(span)
            if name.side and name.side not in ("MEDIA", "WIT")
        ][:1]

    def _is_own(self, token: Token, speaker: Speaker | None) -> bool:
        """True for the speaker's own people: "we", "our troops", "its forces", a name of the same side."""
        owners = [token, *(c for c in token.children if c.dep_ == "poss")]
        if any(_is_first_person(owner) for owner in owners):
            return True
        words = {owner.lower_ for owner in owners}
        if speaker is None:
            return False
        if words & THIRD:
            return self._third_is_own(token, speaker)
        if speaker.side is None:
            return False
        sides = self._sides_of(token, speaker)
        return bool(sides) and all(self._camp(side) == self._camp(speaker.side) for side in sides)

    def _third_is_own(self, token: Token, speaker: Speaker) -> bool:
        """ "It had shelled", "its forces": the speaker's own, unless somebody else was named between."""
        pronoun = (
            token
            if token.lower_ in THIRD
            else next((c for c in token.children if c.dep_ == "poss" and c.lower_ in THIRD), token)
        )
        if speaker.start > pronoun.idx:
            return True
        between = self._speakers.names_in(Span(start=min(speaker.end, pronoun.idx), end=pronoun.idx))
        rivals = [
            n
            for n in between
            if n.side and self._camp(n.side) != self._camp(speaker.side or "") and not n.demonym
        ]
        return not rivals

    def _camp(self, side: str) -> str:
        return self._situation.camp(side)

    # --- clauses ------------------------------------------------------------------------------------------------

    def _tokens(self, attribution: Attribution) -> Iterator[Token]:
        for content in attribution.content:
            span = self._doc.char_span(content.start, content.end, alignment_mode="expand")
            if span is not None:
                yield from span

    def _roots(self, attribution: Attribution) -> list[Token]:
        """The heads of the content's main clauses."""
        roots = []
        inside = {token.i for token in self._tokens(attribution)}
        for token in self._tokens(attribution):
            if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
                continue
            outside = (
                token.head.i not in inside or token.head is token or token.head.i == attribution.cue_head
            )
            coordinated = token.dep_ == "conj" and token.head in roots
            if outside or coordinated:
                roots.append(token)
        return roots

    def _depth(self, token: Token, attribution: Attribution) -> int:
        depth, node = 0, token
        for _ in range(CLIMB):
            if node.head is node or node.head.i == attribution.cue_head:
                break
            if node.dep_ in ("advcl", "relcl", "acl", "ccomp", "pcomp"):
                depth += 1
            node = node.head
        return depth


def _is_first_person(token: Token) -> bool:
    """ "We", "us", "our"; not "US"."""
    return token.lower_ in OWN_WORDS and not (token.text.isupper() and len(token.text) > 1)


def _controller(node: Token) -> Token | list[Token]:
    """Where to look for the subject of a verb that has none: its agents, or the next verb upwards."""
    head = node.head
    if head is node or (node.dep_ == "acl" and node.tag_ == "VBN"):
        return []
    if node.dep_ == "acl":
        return _with_conjuncts([head])
    if node.dep_ == "pcomp" and head.dep_ == "prep":
        accused = [c for c in head.head.children if c.dep_ in ("dobj", "nsubjpass")]
        return _with_conjuncts(accused) if accused and head.lower_ in ("of", "for") else head.head
    if node.dep_ == "advcl" and node.tag_ not in ("VBG", "VB"):
        return []
    return head if node.dep_ in ("conj", "xcomp", "advcl", "ccomp") else []


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
    if agent.lemma_.lower() == "side":
        return bool(words & {"other", "opposite", "opposing", "adverse", "enemy"})
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
        if modal or node.lemma_.lower() in _AVERTING:
            return True
        if node.head is node or node.dep_ in ("ccomp", "relcl", "advcl", "ROOT"):
            return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "before") for c in node.children)
        node = node.head
    return False


def _with_conjuncts(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *token.conjuncts)]


def _is_negated(token: Token) -> bool:
    node = token
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
