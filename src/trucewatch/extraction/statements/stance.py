"""What a speaker does with the words: accuse, deny, admit …, and at whom, read off cue and content."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import match_cue, speech_nouns
from trucewatch.extraction.lexicons import table
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.extraction.statements.allegiance import THIRD, Allegiance, is_first_person
from trucewatch.extraction.statements.deeds import Deed, Deeds, content_tokens
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.situation import Situation

FEARED = frozenset(
    {"new", "further", "any", "possible", "future", "potential", "planned", "more", "another", "no"}
)

HARMED = frozenset({"kill", "wound", "injure", "hurt", "damage", "destroy"})
"""Acts that are told of the victims: whoever says that people were killed has not yet said that they were attacked."""


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
        self._whose = Allegiance(speakers, situation)
        self._deeds = Deeds(analysis.doc, self._whose)
        self._accused: dict[str, tuple[str, ...]] = {}
        self._blamed: dict[str, None] = {}

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
        if not self._whose.is_party(speaker.side if speaker else None):
            return []
        if stance is Stance.APOLOGISE:
            return self._regretted(attribution, speaker)
        if stance not in (Stance.DEMAND, Stance.THREATEN):
            return []
        found = []
        for deed in self._deeds.find(attribution, speaker, possible=True):
            token = self._doc[deed.at]
            span = noun_phrase(token)
            if (
                not deed.sides
                or deed.depth > 0
                or not self._deeds.is_deed(token)
                or span is None
                or deed.negated
            ):
                continue
            if not any(c.lower_ in FEARED for c in token.children):
                found.append(Reading((span,), Stance.ACCUSE, deed.sides))
        return found[:1]

    def _regretted(self, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
        """Who apologises for an act of its own owns it as well."""
        deeds = [d for d in self._deeds.find(attribution, speaker) if not d.negated]
        owns = any(d.own for d in deeds) or (bool(deeds) and not any(d.sides or d.unnamed for d in deeds))
        return [Reading(attribution.content, Stance.ADMIT, ())] if owns else []

    def _sentences_of(self, attribution: Attribution) -> list[Span]:
        """The content cut at its sentences and at each "and that …"."""
        parts = []
        for content in attribution.content:
            cuts = [content.start]
            for token in content_tokens(self._doc, replace(attribution, content=(content,))):
                begins = token.is_sent_start and token.idx > content.start
                if begins:
                    cuts.append(token.idx)
                elif token.dep_ == "conj" and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in token.children
                ):
                    cuts.append(max(token.left_edge.idx, content.start))
            cuts.append(content.end)
            for low, high in pairwise(cuts):
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
        if stance in (Stance.ACCUSE, Stance.CONFIRM):
            self._blamed.update(dict.fromkeys(targets))
        return stance, targets

    def _read(self, attribution: Attribution, speaker: Speaker | None) -> tuple[Stance, tuple[str, ...]]:
        text = self._words(attribution)
        cue = attribution.stance
        if self._cue_is_negated(attribution):
            return (Stance.ASSERT, ()) if cue is not Stance.ADMIT else (Stance.DENY, ())
        deeds = list(self._deeds.find(attribution, speaker))
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
            return self._acknowledged(speaker, deeds)
        return self._by_content(attribution, speaker, text, deeds)

    def _by_content(
        self, attribution: Attribution, speaker: Speaker | None, text: str, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        cue = attribution.stance
        if says("false", text):
            return Stance.DENY, self._claimants(attribution, speaker)
        if attribution.words in ("doubt", "question") and self._claimants(attribution, speaker):
            return Stance.DENY, self._claimants(attribution, speaker)
        asked = self._duty(attribution, speaker)
        if asked is not None:
            return Stance.DEMAND, asked
        promised = self._resolve(attribution, speaker, text)
        if promised is not None:
            return promised, ()
        known = [d for d in deeds if d.own or d.sides or d.unnamed]
        main = min(known, key=lambda deed: (deed.depth, deed.at), default=None)
        if main is not None and main.own:
            if main.negated:
                return Stance.DENY, ()
            return (Stance.ADMIT if cue is not Stance.ANNOUNCE else cue), ()
        side = speaker.side if speaker is not None else None
        # Who confirms "the attack", or takes no part, does not say again whose it was.
        bare = cue is Stance.CONFIRM or not (
            side in self._accused or self._whose.is_belligerent(side, self._fighting())
        )
        blamed = [d for d in deeds if (d.sides or d.unnamed) and not d.own and not d.negated]
        blamed = [d for d in blamed if not (bare and d.recalled)]
        observes = (
            cue is Stance.ASSERT and self._whose.is_observer(side) and self._is_observed(attribution, text)
        )
        if observes and not self._others(blamed):
            return Stance.CONFIRM, ()
        if blamed and cue is not Stance.ANNOUNCE and (self._others(blamed) or self._whose.is_party(side)):
            targets = self._others(blamed) or self._usual_target(side)
            return (Stance.CONFIRM if cue is Stance.CONFIRM else Stance.ACCUSE), targets
        done = self._performed(attribution, speaker) if cue is Stance.ASSERT else None
        if done is not None:
            return done
        if cue is Stance.ASSERT and self._is_struck(attribution, side, deeds):
            return Stance.ACCUSE, tuple(self._blamed)
        doer = self._only_doer(attribution, side, deeds) if cue is Stance.ASSERT else ()
        return (Stance.ACCUSE, doer) if doer else (cue, ())

    def _acknowledged(self, speaker: Speaker | None, deeds: list[Deed]) -> tuple[Stance, tuple[str, ...]]:
        """What "acknowledged" does: one's own act is admitted, another's is confirmed."""
        blamed = [d for d in deeds if d.sides and not d.negated]
        side = speaker.side if speaker is not None else None
        if any(d.own for d in deeds) or not (blamed or self._whose.is_observer(side)):
            return Stance.ADMIT, ()
        return Stance.CONFIRM, self._others(blamed)

    def _is_observed(self, attribution: Attribution, text: str) -> bool:
        cue = attribution.cue.of(self._text).lower() if attribution.cue is not None else ""
        return says("observed", f"{cue} {text}") and not says("unobserved", text)

    def _performed(
        self, attribution: Attribution, speaker: Speaker | None
    ) -> tuple[Stance, tuple[str, ...]] | None:
        """ "We call on …", "we condemn …": said of oneself in the present, the words are the act."""
        for token in content_tokens(self._doc, attribution):
            if token.tag_ not in ("VBP", "VB") or token.pos_ != "VERB":
                continue
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if subject is None or not is_first_person(subject):
                continue
            matched = match_cue(token)
            if matched is None or matched.cue.stance in (Stance.ASSERT, Stance.ADMIT, Stance.ANNOUNCE):
                continue
            if any(c.dep_ == "neg" for c in token.children):
                continue
            reached = [c for c in token.subtree if c.dep_ in ("dobj", "pobj", "nsubj") and c.i > token.i][:3]
            targets = [side for c in reached for side in self._whose.sides_of(c, speaker)]
            return matched.cue.stance, tuple(targets)
        return None

    def _is_struck(self, attribution: Attribution, side: str | None, deeds: list[Deed]) -> bool:
        """A party tells how its own people were hit, where the text so far blames one other side only."""
        if not self._whose.is_party(side) or side is None or not any(not d.negated for d in deeds):
            return False
        camps = {self._whose.camp(target) for target in self._blamed}
        if len(camps) != 1 or self._whose.camp(side) in camps:
            return False
        return self._whose.names_own(attribution.content, side)

    def _only_doer(self, attribution: Attribution, side: str | None, deeds: list[Deed]) -> tuple[str, ...]:
        """Who struck this side, where the whole text names one doer and the words tell of an attack by nobody named."""
        acts = [d for d in deeds if not d.negated and self._doc[d.at].lemma_.lower() not in HARMED]
        if side is None or not self._whose.is_party(side) or not acts:
            return ()
        own = self._whose.camp(side)
        if any(self._whose.camp(s) != own for s in self._whose.parties_in(attribution.content)):
            return ()
        clashes = self._deeds.clashes()
        doers = {doer for clash in clashes for doer in clash.doers}
        struck = {self._whose.camp(s) for clash in clashes for s in clash.struck}
        is_victim = own in struck and own not in {self._whose.camp(doer) for doer in doers}
        return tuple(doers) if is_victim and len(doers) == 1 else ()

    def _fighting(self) -> set[str]:
        """The parties that the text names as doers of violence, or as struck."""
        return {side for clash in self._deeds.clashes() for side in clash.doers | clash.struck}

    def _usual_target(self, side: str | None) -> tuple[str, ...]:
        """Whom this side has accused before in the text, or its only adversary there; nobody when in doubt.

        The adversary is who is told to have struck this side or to have been struck by it, else the only other party,
        else the state whose rebels it is, or its rebels.
        """
        if side is None:
            return ()
        if side in self._accused:
            return self._accused[side]
        camp = self._whose.camp(side)

        def others(sides: Iterable[str]) -> set[str]:
            return {s for s in sides if self._whose.is_party(s) and self._whose.camp(s) != camp}

        fought: set[str] = set()
        for clash in self._deeds.clashes():
            if any(self._whose.camp(s) == camp for s in clash.doers):
                fought |= others(clash.struck)
            if any(self._whose.camp(s) == camp for s in clash.struck):
                fought |= others(clash.doers)
        rivals = fought or others(self._whose.named())
        if not fought and self._whose.is_belligerent(side, self._fighting()):
            rivals &= self._fighting()  # who only looks on is nobody's adversary
        return tuple(rivals) if len(rivals) == 1 else self._whose.adversary(side)

    # --- cue-driven ---------------------------------------------------------------------------------------------

    def _accusation(
        self, attribution: Attribution, speaker: Speaker | None, addressed: tuple[str, ...], deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        others = self._others([d for d in deeds if not d.own])
        targets = self._blamed_on(attribution, speaker) or addressed or others
        side = speaker.side if speaker else None
        targets = tuple(target for target in targets if target != side)
        if not targets and self._accuses_them(attribution):
            targets = self._accused.get(side or "", ())
        if targets or attribution.words in ("accuse", "blame", "allege", "charge"):
            return Stance.ACCUSE, targets
        if not self._whose.is_party(side):
            return Stance.ASSERT, ()
        return Stance.ACCUSE, self._usual_target(side)

    def _accuses_them(self, attribution: Attribution) -> bool:
        """True where the accused is a pronoun: those who were accused before."""
        if attribution.cue_head is None:
            return False
        objects = [c for c in self._doc[attribution.cue_head].children if c.dep_ == "dobj"]
        return any(t.pos_ == "PRON" for t in (*objects, *(self._doc[i] for i in attribution.addressees)))

    def _blamed_on(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Of "blamed the strike on Damascus": Damascus."""
        if attribution.cue_head is None or attribution.words not in ("blame", "attribute", "ascribe"):
            return ()
        verb = self._doc[attribution.cue_head]
        objects = (t for c in verb.children if c.dep_ == "dobj" for t in c.subtree)
        places = [c for c in (*verb.children, *objects) if c.lower_ in ("on", "to") and c.dep_ == "prep"][-1:]
        heads = [c for place in places for c in place.children if c.dep_ == "pobj"]
        tokens = [t for head in heads for t in (head, *head.conjuncts)]
        return tuple(dict.fromkeys(s for t in tokens for s in self._whose.sides_of(t, speaker)))

    def _addressed(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Sides or actors of those who are accused, asked or answered."""
        found: list[str] = []
        for index in attribution.addressees:
            for token in (self._doc[index], *self._doc[index].conjuncts):
                found += self._whose.sides_of(token, speaker)
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

    def _claimants(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Whose report is called false: the owner of a word for speech inside the content."""
        nouns = speech_nouns()
        found: list[str] = []
        for token in content_tokens(self._doc, attribution):
            if token.lemma_.lower() in nouns:
                for child in token.subtree:
                    if child.dep_ in ("poss", "pobj", "amod", "compound", "nmod") and child.i - token.i < 12:
                        found += self._whose.sides_of(child, speaker)
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
            if subject is None or is_first_person(subject):
                continue
            if needs and (root.lemma_ == "have" or subject.lower_ in THIRD):
                continue
            if modal is not None and any(c.lower_ == "have" and c.dep_ == "aux" for c in root.children):
                continue
            targets: list[str] = []
            for token in (subject, *subject.conjuncts):
                targets += self._whose.sides_of(token, speaker)
            if speaker is not None and speaker.side and targets and set(targets) == {speaker.side}:
                continue
            return tuple(targets)
        if attribution.form is Form.HEADING and says("duty", self._words(attribution)):
            return ()
        return None

    def _words(self, attribution: Attribution) -> str:
        return " ".join(span.of(self._text) for span in attribution.content).lower()

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
                or not self._whose.is_own(subject, speaker)
                or (root.lemma_ in ("like", "be", "have") and not ready)
            ):
                continue
            if says("retaliation", text):
                return Stance.THREATEN
            negative = any(c.dep_ == "neg" for c in root.children)
            return None if negative and not ready else Stance.PROMISE
        return None

    # --- clauses ------------------------------------------------------------------------------------------------

    def _roots(self, attribution: Attribution) -> list[Token]:
        """The heads of the content's main clauses."""
        roots = []
        inside = {token.i for token in content_tokens(self._doc, attribution)}
        for token in content_tokens(self._doc, attribution):
            if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
                continue
            outside = (
                token.head.i not in inside or token.head is token or token.head.i == attribution.cue_head
            )
            coordinated = token.dep_ == "conj" and token.head in roots
            if outside or coordinated:
                roots.append(token)
        return roots
