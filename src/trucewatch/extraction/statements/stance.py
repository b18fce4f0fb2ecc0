"""What a speaker does with the words: accuse, deny, admit …, and at whom, read off cue and content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.cues import match_cue
from trucewatch.extraction.phrases import noun_phrase
from trucewatch.extraction.statements.adversaries import Adversaries
from trucewatch.extraction.statements.allegiance import OBSERVERS, Allegiance, is_first_person
from trucewatch.extraction.statements.antecedents import LONGEST_NAME
from trucewatch.extraction.statements.blame_network import blamed, load_blame_network
from trucewatch.extraction.statements.charges import only_fire_struck, only_tells_of_leaving
from trucewatch.extraction.statements.clauses import Clauses
from trucewatch.extraction.statements.deeds import Deeds, content_tokens
from trucewatch.extraction.statements.judgements import says
from trucewatch.extraction.statements.parts import STRONG, Reading, joined, parts_of
from trucewatch.extraction.statements.passages import Told
from trucewatch.extraction.statements.stance_choice import (
    AT_NOBODY,
    SURE,
    Chances,
    StanceChoice,
    likeliest,
)
from trucewatch.extraction.statements.stance_features import StanceFeatures
from trucewatch.extraction.statements.stance_rules import UNQUOTED, StanceRules
from trucewatch.extraction.statements.target_choice import AIMED, chances, chosen, load_target_choice
from trucewatch.extraction.statements.target_features import Said, Weighed
from trucewatch.extraction.statements.target_passages import TargetPassages
from trucewatch.records import Span, Speaker, Stance, covering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.situation import Situation

FEARED = frozenset(
    {"new", "further", "any", "possible", "future", "potential", "planned", "more", "another", "no"}
)
OWN = frozenset({"its", "their", "his", "her", "own"})
WEIGHED = AIMED | {Stance.ASSERT}
"""What is done at somebody: stances for which the fitted choice says at whom."""


class Judged(NamedTuple):
    """What the rules make of some words."""

    first: Stance
    """By cue, patterns and deeds."""
    aimed: tuple[str, ...]
    """At whom, by the same."""
    stance: Stance
    """With whom they may blame."""
    targets: tuple[str, ...]
    blamed: float
    """How likely the likeliest side is the one that is blamed; 0.0 where none was weighed."""


class StanceReader:
    """Reads stance and targets of one document's attributions."""

    def __init__(self, analysis: Analysis, speakers: Speakers, situation: Situation) -> None:
        self._doc = analysis.doc
        self._situation = situation
        self._speakers = speakers
        self._text = analysis.reading
        self._whose = Allegiance(speakers, situation)
        self._deeds = Deeds(analysis.doc, self._whose)
        self._adversaries = Adversaries(analysis.doc, self._whose, self._deeds)
        self._clauses = Clauses(analysis.doc, self._whose)
        found = (self._whose, self._deeds, self._adversaries)
        self._rules = StanceRules(analysis, found, self._clauses)
        self._weighed = Weighed(analysis.doc, speakers, situation, found)
        self._passages = TargetPassages(analysis, speakers, situation, found)
        self._choice = StanceChoice(StanceFeatures(analysis, speakers, situation, found), analysis.states)
        self._judged: dict[object, Judged] = {}

    def read(self, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
        """The attribution's content with stance and targets: in parts, where parts accuse, deny or admit apart."""
        self._judged.clear()
        readings = self._by_rules(attribution, speaker)
        told = [self.told(attribution, one, speaker) for one in readings] if speaker is not None else []
        settled = [self._settled(one) for one in told]
        self._note(readings, speaker)
        readings = joined(settled, self._is_sentence) or readings
        if len(readings) > 1:
            return readings
        whole = replace(readings[0], content=attribution.content)
        return [whole, *self._presupposed(attribution, speaker, whole.stance)]

    def _note(self, readings: list[Reading], speaker: Speaker | None) -> None:
        """Keep who is charged by the rules, for statements further down: so the network is told what it was fitted on."""
        own = speaker.side if speaker is not None else None
        for reading in readings:
            if reading.stance is Stance.DENY and own is not None:
                self._adversaries.note(None, (own,), accuses=False)  # who denies has been charged
            if reading.stance in AIMED:
                self._adversaries.note(own, reading.targets, accuses=reading.stance is Stance.ACCUSE)

    def told(self, attribution: Attribution, reading: Reading, speaker: Speaker) -> Told:
        """What the network is told of a reading of the rules."""
        judged = self._judge(replace(attribution, content=reading.spans), speaker)
        return Told(
            attribution=attribution,
            spans=reading.spans,
            speaker=speaker,
            first=judged.first,
            ruled=reading.stance,
            targets=reading.targets,
            blamed=judged.blamed,
        )

    def _settled(self, told: Told) -> Reading:
        """The reading as the network takes it, where it can read it; of "did not deny" it has seen too little."""
        weighed = self._choice.chances(told) if not self._rules.cue_is_negated(told.attribution) else {}
        stance = likeliest(weighed, told.ruled) if weighed else told.ruled
        if stance is Stance.ACCUSE and told.first not in AIMED and self._is_no_charge(told, weighed):
            return Reading(told.spans, told.first, ())
        if stance is not told.ruled and (self._is_of_another(told, stance) or self._is_nobodys(told, stance)):
            stance = told.ruled
        if stance in AIMED:
            aimed = self._blamed_in(told, stance)
            is_ruled = stance is told.ruled
            if aimed or is_ruled or stance is not Stance.ACCUSE or weighed[stance] >= AT_NOBODY:
                return Reading(told.spans, stance, aimed)
            stance = told.ruled
        return Reading(told.spans, stance, told.targets if stance is told.ruled else self._aims(told, stance))

    def _is_no_charge(self, told: Told, weighed: Chances) -> bool:
        """ "The other side has withdrawn its units", "fire hit our truck": by no word of theirs do they burden anybody."""
        tokens = list(content_tokens(self._doc, told.part))
        if only_tells_of_leaving(tokens, self._deeds):
            return True
        likely = weighed.get(Stance.ACCUSE, 0.0)
        is_idle = likely < SURE[Stance.ACCUSE] and not any(self._deeds.is_act(token) for token in tokens)
        if not is_idle and (likely >= AT_NOBODY or not only_fire_struck(tokens, self._deeds)):
            return False
        own = self._whose.camp(told.side) if told.side else None
        return not any(self._whose.camp(side) != own for side in self._whose.parties_in(told.spans))

    def _is_of_another(self, told: Told, stance: Stance) -> bool:
        """ "Baku had demanded that the road be closed", in Yerevan's mouth: the demand is not the speaker's."""
        content = self._doc.char_span(told.spans[0].start, told.spans[0].end, alignment_mode="expand")
        cue = match_cue(content.root) if content is not None else None
        if content is None or cue is None or cue.cue.stance is not stance:
            return False
        sayers = (child for child in content.root.children if child.dep_ == "nsubj")
        return any(self._whose.parties_named(sayer) - {told.speaker.side} for sayer in sayers)

    def _is_nobodys(self, told: Told, stance: Stance) -> bool:
        """A people's charge ("Armenians blame …") is no party's; "a strike was carried out" and condolences own nothing."""
        if stance is Stance.ACCUSE:
            name = self._situation.resolve_actor(told.speaker.text[:LONGEST_NAME])
            head = self._speakers.head_of(told.attribution)
            is_state = name is not None and name.demonym and name.kind == "state"
            return is_state and head is not None and head.tag_ == "NNPS"
        if stance is Stance.APOLOGISE:
            words = covering(told.part.spans).of(self._text).lower()
            return says("condoles", words) and not says("repents", words)
        content = self._doc.char_span(told.spans[0].start, told.spans[0].end, alignment_mode="expand")
        if stance is not Stance.ADMIT or content is None:
            return False
        below = list(content.root.children)
        is_agentless = not any(child.dep_ == "agent" for child in below)
        is_done = any(child.dep_ == "nsubjpass" and self._deeds.is_act(child) for child in below)
        is_owned = any(is_first_person(token) or token.lower_ in OWN for token in content)
        return is_done and is_agentless and not is_owned

    def _aims(self, told: Told, stance: Stance) -> tuple[str, ...]:
        """At whom it is, of a stance that the rules did not see."""
        part, speaker = told.part, told.speaker
        if stance is Stance.DENY:
            targets = self._rules.addressed(part, speaker) or self._rules.claimants(part, speaker)
        elif stance is Stance.DEMAND:
            targets = self._rules.addressed(part, speaker) or self._clauses.asked_of(part, speaker)
        else:
            targets = ()
        return self._allowed(targets, speaker)

    def _blamed_in(self, told: Told, stance: Stance) -> tuple[str, ...]:
        """Whom the words blame: those whom the network and the weights of single sides take them to, weighed together."""
        part, speaker = told.part, told.speaker
        said = Said(
            attribution=part, speaker=speaker, stance=stance, targets=self._judge(part, speaker).aimed
        )
        described = self._weighed.describe(said, unnamed=True)
        sides = [side for side, _ in described]
        passage = self._passages.passage(told, sides)
        if passage is None:
            return told.targets if stance is told.ruled else self._without_states(told, stance)
        shares = load_blame_network().shares(passage, [found for _, found in described], stance.value)
        found = blamed(sides, shares, chances(described, load_target_choice()))
        # What the rules read stands where the blame is shared by halves ("Russian or Syrian warplanes") and where the cue
        # itself charges somebody: of "each other" the words do not tell whom, and "X and its ally" are two.
        is_whole = part.stance is Stance.ACCUSE and set(found) <= set(told.targets)
        is_halved = not found and len(told.targets) > 1
        stands = stance is told.ruled and (is_whole or is_halved)
        return self._allowed(told.targets if stands else found, speaker)

    def _without_states(self, told: Told, stance: Stance) -> tuple[str, ...]:
        said = Said(attribution=told.part, speaker=told.speaker, stance=stance, targets=told.targets)
        return self._allowed(chosen(self._weighed.describe(said), stance, load_target_choice()), told.speaker)

    def _by_rules(self, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
        """The readings by cue, patterns, deeds and the fitted choice of the blamed."""
        clauses = self._with_verdicts(parts_of(self._doc, self._text, attribution))
        if attribution.stance in (Stance.ASSERT, Stance.CONFIRM) and len(clauses) > 1:
            judged = [self._judge(replace(attribution, content=(part,)), speaker) for part in clauses]
            parts = [Reading(part, j.stance, j.targets) for part, j in zip(clauses, judged, strict=True)]
            strong = [part for part in parts if part.stance in STRONG]
            is_mixed = len({part.stance for part in strong}) > 1
            if is_mixed or (strong and self._has_plain_sentence(parts, speaker)):
                return joined(parts, self._is_sentence)
            if strong and self._whose.is_observer(speaker.side if speaker else None):
                targets = tuple(dict.fromkeys(t for part in strong for t in part.targets))
                return [Reading(attribution.content, strong[0].stance, targets)]
        whole = self._judge(attribution, speaker)
        return [Reading(attribution.content, whole.stance, whole.targets)]

    def _has_plain_sentence(self, parts: list[Reading], speaker: Speaker | None) -> bool:
        """A whole sentence beside others that only tells; of an observer, telling is finding."""
        if self._whose.is_observer(speaker.side if speaker else None):
            return False
        return any(part.stance not in STRONG and self._is_sentence(part.spans[0]) for part in parts)

    def _is_sentence(self, span: Span) -> bool:
        """Whether a part of a content begins a sentence of its own."""
        tokens = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        return tokens is not None and bool(tokens[0].is_sent_start)

    def _with_verdicts(self, clauses: list[Span]) -> list[Span]:
        """ "The information that our units opened fire | is a fabrication": the claim stays with what it is called."""
        kept: list[Span] = []
        for clause in clauses:
            words = clause.of(self._text)
            before = kept[-1].of(self._text) if kept else ""
            is_claim = says("claim", before.lower()) and not before.rstrip().endswith((".", ";", "!", "?"))
            if is_claim and says("false", words.lower().translate(UNQUOTED)) and words[:1].islower():
                kept[-1] = Span(start=kept[-1].start, end=clause.end)
            else:
                kept.append(clause)
        return kept

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
                or not self._deeds.is_noun(token)
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

    def _judge(self, attribution: Attribution, speaker: Speaker | None) -> Judged:
        """What cue, content and the fitted choice of the blamed make of an attribution."""
        key = attribution.cue, attribution.content, speaker and (speaker.start, speaker.side)
        if key not in self._judged:
            self._judged[key] = self._blamed(attribution, speaker, *self._rules.read(attribution, speaker))
        return self._judged[key]

    def _allowed(self, targets: Sequence[str], speaker: Speaker | None) -> tuple[str, ...]:
        """Nobody speaks at himself, or at newspapers and witnesses."""
        own = speaker.side if speaker else None
        return tuple(dict.fromkeys(t for t in targets if t and t != own and t not in OBSERVERS))

    def _blamed(
        self, attribution: Attribution, speaker: Speaker | None, first: Stance, ruled: tuple[str, ...]
    ) -> Judged:
        """Whom the words blame, by the fitted choice; plain telling that surely blames somebody accuses, or confirms."""
        plain = Judged(first, ruled, first, self._allowed(ruled, speaker), 0.0)
        if speaker is None or first not in WEIGHED:
            return plain
        if first not in AIMED and not self._tells_of_acts(attribution, speaker):
            return plain
        said = Said(attribution=attribution, speaker=speaker, stance=first, targets=ruled)
        described = self._weighed.describe(said)
        choice = load_target_choice()
        targets = self._allowed(chosen(described, first, choice), speaker)
        stance = first
        if first not in AIMED and targets:
            stance = Stance.CONFIRM if self._whose.is_observer(speaker.side) else Stance.ACCUSE
        return Judged(first, ruled, stance, targets, max(chances(described, choice), default=0.0))

    def _tells_of_acts(self, attribution: Attribution, speaker: Speaker) -> bool:
        """False where every act that is told is the speaker's own, did not happen, is feared or is only alleged."""
        tokens = content_tokens(self._doc, attribution)
        told = any(not deed.own and not deed.negated for deed in self._deeds.find(attribution, speaker))
        return told or not any(self._deeds.is_act(token) for token in tokens)
