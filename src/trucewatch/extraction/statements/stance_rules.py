"""What the rules make of an attribution: stance and targets by its cue, by patterns, and by the deeds that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import speech_nouns, word_list
from trucewatch.extraction.phrases import subtree
from trucewatch.extraction.statements.acts import HARMED, harm
from trucewatch.extraction.statements.adversaries import Adversaries
from trucewatch.extraction.statements.allegiance import Allegiance
from trucewatch.extraction.statements.clauses import Clauses
from trucewatch.extraction.statements.deeds import Deed, Deeds, content_tokens
from trucewatch.extraction.statements.judgements import says
from trucewatch.records import Speaker, Stance

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis

FINDINGS = frozenset(
    "conclude find establish determine record register document observe verify ascertain detect see count rule".split()
)
"""Cues by which an observer says that it has itself found out what happened."""
UNTOLD = HARMED | word_list("weapons")
"""Words whose negation denies no attack: "nobody was hurt", "has no rockets"."""
BACKWARDS = frozenset({"since", "before", "until", "previously", "yet"})
UNQUOTED = str.maketrans("", "", '"“”„«»')
"""Marks of quotation inside a content: had "nothing to do" with."""
LAID = frozenset(
    {"blame", "attribute", "ascribe", "put blame on", "lay blame on", "pin blame on", "place blame on", "pin"}
)
"""Cues that name the accused after "on" or "to"."""


class StanceRules:
    """Reads one document's attributions."""

    def __init__(
        self, analysis: Analysis, found: tuple[Allegiance, Deeds, Adversaries], clauses: Clauses
    ) -> None:
        self._doc = analysis.doc
        self._text = analysis.reading
        self._whose, self._deeds, self._adversaries = found
        self._clauses = clauses

    def read(self, attribution: Attribution, speaker: Speaker | None) -> tuple[Stance, tuple[str, ...]]:
        """The stance, and at whom it is by what the words name."""
        text = self._words(attribution)
        cue = attribution.stance
        if self.cue_is_negated(attribution):
            return (Stance.ASSERT, ()) if cue is not Stance.ADMIT else (Stance.DENY, ())
        deeds = list(self._deeds.find(attribution, speaker))
        addressed = self.addressed(attribution, speaker)
        if cue is Stance.ACCUSE:
            return self._accusation(attribution, speaker, addressed, deeds)
        if cue is Stance.DENY:
            return Stance.DENY, addressed or _sides(deeds)
        if cue is Stance.DEMAND:
            return cue, addressed or self._clauses.asked_of(attribution, speaker)
        if cue is Stance.APOLOGISE:
            return cue, addressed
        if cue in (Stance.PROMISE, Stance.THREATEN):
            return (Stance.THREATEN if says("retaliation", text) else cue), addressed
        if cue is Stance.ADMIT:
            return self._acknowledged(attribution, speaker, deeds)
        return self._by_content(attribution, speaker, text, deeds)

    def _by_content(
        self, attribution: Attribution, speaker: Speaker | None, text: str, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        """What the content does where the cue only says, announces or confirms."""
        if says("false", text):
            return Stance.DENY, self.claimants(attribution, speaker)
        if attribution.words in ("doubt", "question") and self.claimants(attribution, speaker):
            return Stance.DENY, self.claimants(attribution, speaker)
        if attribution.words == "claim" and self._is_claimed(attribution, text):
            return Stance.ADMIT, ()
        if says("sorry", text):
            return Stance.APOLOGISE, ()
        if says("disavowal", text) and self._whose.is_party(speaker.side if speaker else None):
            return Stance.DENY, ()
        asked = self._clauses.asked(attribution, speaker, text)
        if asked is not None:
            return Stance.DEMAND, asked
        intended = self._clauses.intended(attribution, speaker, text)
        if intended is not None:
            return intended, ()
        return (
            self._by_own_deed(attribution, speaker, text, deeds)
            or self._by_blame(attribution, speaker, text, deeds)
            or self._by_circumstance(attribution, speaker, deeds)
            or (self._plainly(attribution, speaker), ())
        )

    def _plainly(self, attribution: Attribution, speaker: Speaker | None) -> Stance:
        """The cue's own stance; what is announced of others, and is over, is only reported."""
        if attribution.stance is not Stance.ANNOUNCE:
            return attribution.stance
        told = self._clauses.is_news_of_others(attribution, speaker)
        return Stance.ASSERT if told else Stance.ANNOUNCE

    def _is_claimed(self, attribution: Attribution, text: str) -> bool:
        """ "Claimed the bombing", "responsibility for it was claimed by …"."""
        if says("owning", text):
            return True
        tokens = [t for t in content_tokens(self._doc, attribution) if t.head.i == attribution.cue_head]
        return any(self._deeds.is_noun(t) and t.dep_ in ("dobj", "nsubjpass") for t in tokens)

    def _by_own_deed(
        self, attribution: Attribution, speaker: Speaker | None, text: str, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]] | None:
        """Owning or disowning an act of the speaker's own side, where that is what the content is about."""
        if says("fault", text) and self._whose.is_party(speaker.side if speaker else None):
            return Stance.ADMIT, ()
        known = [d for d in deeds if d.own or d.sides or d.unnamed or d.strange]
        is_party = self._whose.is_party(speaker.side if speaker else None)
        if is_party and says("fired_back", text) and not any(d.own and d.negated for d in known):
            return Stance.ADMIT, ()
        main = min(known, key=lambda deed: (deed.recalled, deed.depth, deed.at), default=None)
        if main is not None and main.own:
            if main.negated:
                # "Did not reply", "took no measures" and "did not return fire" deny nothing.
                answered = self._doc[main.at].lemma_.lower() in harm()["answer"] | {"return"}
                return (Stance.ASSERT if answered else Stance.DENY), ()
            is_plan = attribution.stance is Stance.ANNOUNCE and self._doc[main.at].pos_ != "VERB"
            return (Stance.ANNOUNCE if is_plan else Stance.ADMIT), ()
        is_open = main is None and attribution.stance is not Stance.ANNOUNCE and not says("unaware", text)
        is_strict = is_party and says("strictly", text)
        if is_open and (is_strict or self._adversaries.is_charged(speaker.side if speaker else None)):
            abides = (says("abiding", text) or says("apart", text)) and self._clauses.is_of_us(
                attribution, speaker
            )
            if abides or says("unhurt", text):
                return Stance.DENY, ()
        if is_open and (self._clauses.disowns(attribution, speaker) or self._is_no_event(speaker, deeds)):
            return Stance.DENY, ()
        return None

    def _is_no_event(self, speaker: Speaker | None, deeds: list[Deed]) -> bool:
        """A party says that no attack took place: "there was no shelling", "no operation was carried out"."""
        if not self._whose.is_party(speaker.side if speaker else None):
            return False
        untold = [HARMED if self._doc[d.at].pos_ == "VERB" else UNTOLD for d in deeds]
        acts = [
            d
            for d, words in zip(deeds, untold, strict=True)
            if d.depth == 0 and self._doc[d.at].lemma_.lower() not in words
        ]
        # "The city had not been struck since" looks back; it answers no charge.
        beside = ({c.lower_ for c in self._doc[d.at].children} for d in acts)
        looks_back = any("had" in words and words & BACKWARDS for words in beside)
        return bool(acts) and not looks_back and all(d.negated and d.agentless for d in acts)

    def _by_blame(
        self, attribution: Attribution, speaker: Speaker | None, text: str, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]] | None:
        """What is laid at somebody else's door: an accusation, or the finding of an observer."""
        cue, side = attribution.stance, speaker.side if speaker is not None else None
        # Who confirms "the attack", or takes no part, does not say again whose it was.
        bare = cue is Stance.CONFIRM or not self._adversaries.takes_part(side) or says("none", text)
        blamed = [d for d in deeds if (d.sides or d.unnamed or d.strange) and not d.own and not d.negated]
        blamed = [d for d in blamed if not (bare and d.recalled)]
        others = _sides(blamed)
        if cue is Stance.ASSERT and self._whose.is_observer(side):
            if others and any(self._is_at_own(d, side) for d in blamed):
                return Stance.ACCUSE, others
            return (Stance.CONFIRM, others) if self._is_finding(attribution, text, deeds) else None
        if cue is Stance.ANNOUNCE:
            blamed = [d for d in blamed if self._doc[d.at].pos_ == "VERB"]
        if not blamed or not (others or self._whose.is_party(side)):
            return None
        targets = others or (self._adversaries.of(side) if any(d.unnamed for d in blamed) else ())
        return (Stance.CONFIRM if cue is Stance.CONFIRM else Stance.ACCUSE), targets

    def _is_at_own(self, deed: Deed, side: str | None) -> bool:
        """An act against the observers themselves: "dropped grenades close to UN peacekeepers"."""
        phrase = subtree(self._doc[deed.at])
        return side is not None and phrase is not None and self._whose.names_own((phrase,), side)

    def _is_finding(self, attribution: Attribution, text: str, deeds: list[Deed]) -> bool:
        """What an observer says of an act, or of its traces: it stands in for having seen them."""
        cue = attribution.cue.of(self._text).lower() if attribution.cue is not None else ""
        if says("unobserved", f"{cue} {text}"):
            return False
        happened = any(not d.negated for d in deeds)
        return happened or attribution.words in FINDINGS or says("observed", f"{cue} {text}")

    def _by_circumstance(
        self, attribution: Attribution, speaker: Speaker | None, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]] | None:
        """What plain words do because of who says them, and of what was said before."""
        if attribution.stance is not Stance.ASSERT:
            return None
        done = self._clauses.performed(attribution, speaker)
        blamed = self._adversaries.only_doer(attribution, speaker.side if speaker else None, deeds)
        return done or ((Stance.ACCUSE, blamed) if blamed else None)

    def _acknowledged(
        self, attribution: Attribution, speaker: Speaker | None, deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        """What "acknowledged" does: one's own act is admitted, another's is confirmed."""
        blamed = [d for d in deeds if d.sides and not d.negated]
        is_witness = self._whose.is_observer(speaker.side if speaker else None)
        is_plea = attribution.words not in ("acknowledge", "concede")
        if any(d.own for d in deeds) or not (blamed or (is_witness and not is_plea)):
            return Stance.ADMIT, ()
        return Stance.CONFIRM, _sides(blamed)

    # --- cue-driven ---------------------------------------------------------------------------------------------

    def _accusation(
        self, attribution: Attribution, speaker: Speaker | None, addressed: tuple[str, ...], deeds: list[Deed]
    ) -> tuple[Stance, tuple[str, ...]]:
        others = _sides(deeds)
        targets = self._blamed_on(attribution, speaker) or addressed or others
        side = speaker.side if speaker else None
        targets = tuple(target for target in targets if target != side)
        if not targets and not deeds and says("mutual", self._words(attribution)):
            return Stance.ASSERT, ()  # "blame each other", without a word of what for
        if not targets and self._accuses_them(attribution):
            targets = self._adversaries.accused_by(side)
        if not targets:
            targets = self._suspected(attribution, speaker)
        if not targets and any(d.unnamed for d in deeds):
            targets = self._adversaries.of(side)
        if targets or attribution.words in ("accuse", "blame", "allege", "charge"):
            return Stance.ACCUSE, targets
        is_there = self._whose.is_observer(side) and speaker is not None and speaker.actor not in (None, side)
        if is_there and any(not d.negated for d in deeds):
            return (
                Stance.CONFIRM,
                (),
            )  # a mission on the spot that condemns "the attack" says that there was one
        if not self._whose.is_party(side):
            return Stance.ASSERT, ()
        return Stance.ACCUSE, self._adversaries.of(side)

    def _suspected(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Of "police suspect the BIFF": the BIFF."""
        if attribution.cue_head is None:
            return ()
        objects = [c for c in self._doc[attribution.cue_head].children if c.dep_ == "dobj"]
        told = [t for c in objects for t in (c, *c.conjuncts) if not self._deeds.is_noun(t)]
        return tuple(dict.fromkeys(s for t in told for s in self._whose.sides_of(t, speaker)))

    def _accuses_them(self, attribution: Attribution) -> bool:
        """True where the accused is a pronoun: those who were accused before."""
        if attribution.cue_head is None:
            return False
        objects = [c for c in self._doc[attribution.cue_head].children if c.dep_ == "dobj"]
        return any(t.pos_ == "PRON" for t in (*objects, *(self._doc[i] for i in attribution.addressees)))

    def _blamed_on(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Of "blamed the strike on Damascus": Damascus."""
        if attribution.cue_head is None or attribution.words not in LAID:
            return ()
        verb = self._doc[attribution.cue_head]
        objects = (t for c in verb.children if c.dep_ == "dobj" for t in c.subtree)
        places = [c for c in (*verb.children, *objects) if c.lower_ in ("on", "to") and c.dep_ == "prep"][-1:]
        heads = [c for place in places for c in place.children if c.dep_ == "pobj"]
        tokens = [t for head in heads for t in (head, *head.conjuncts)]
        return tuple(dict.fromkeys(s for t in tokens for s in self._whose.sides_of(t, speaker)))

    def addressed(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
        """Sides or actors of those who are accused, asked or answered."""
        found: list[str] = []
        for index in attribution.addressees:
            for token in (self._doc[index], *self._doc[index].conjuncts):
                if not self._deeds.is_noun(token):  # of "the raid on Homs" the raiders, not Homs
                    found += self._whose.sides_of(token, speaker)
        return tuple(dict.fromkeys(found))

    def cue_is_negated(self, attribution: Attribution) -> bool:
        """ "Did not deny", "declined to say", "without blaming anybody"."""
        if attribution.cue_head is None or attribution.form not in (Form.VERB, Form.PASSIVE, Form.TAGGED):
            return False
        verb = self._doc[attribution.cue_head]
        if (
            verb.lower_ in ("declined", "declines", "refused", "refuses", "failed")
            and attribution.stance is Stance.ASSERT
        ):
            return True
        if verb.head.lower_ == "without" and verb.dep_ == "pcomp":
            return True
        return any(c.dep_ == "neg" or c.lower_ in ("never", "neither") for c in verb.children)

    # --- content-driven -----------------------------------------------------------------------------------------

    def claimants(self, attribution: Attribution, speaker: Speaker | None) -> tuple[str, ...]:
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

    def _words(self, attribution: Attribution) -> str:
        """The content in lower case, without the marks of quotation inside it."""
        words = " ".join(span.of(self._text) for span in attribution.content).lower()
        return words.translate(UNQUOTED)


def _sides(deeds: list[Deed]) -> tuple[str, ...]:
    """Everybody but the speaker's own side who is said to have done these."""
    return tuple(dict.fromkeys(side for deed in deeds if not deed.own for side in deed.sides))
