"""Admissions and denials that are believed only of whom the text surely means: the worst line is a false admission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.cues import match_cue, speech_nouns
from trucewatch.extraction.phrases import says_that, subject_of, subtree
from trucewatch.extraction.statements.allegiance import OWN_WORDS, THIRD, is_first_person
from trucewatch.extraction.statements.charges import is_somebody
from trucewatch.extraction.statements.claims import is_blame
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.extraction.statements.enemies import LABELS
from trucewatch.extraction.statements.judgements import says
from trucewatch.extraction.statements.parts import Reading
from trucewatch.extraction.statements.pronouns import SINGULAR_PERSON
from trucewatch.extraction.statements.target_words import is_mistake
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.extraction.statements.floor import Floor
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.extraction.statements.stance import StanceReader
    from trucewatch.situation import Situation

NOBODY = ("no ", "nobody", "none of", "neither ")
"""Openings of "no group has claimed …": what nobody says, nobody does."""
OWNING = frozenset({Stance.ADMIT, Stance.DENY})
ABUSE = LABELS | {"militant", "illegal", "regime", "puppet"}
"""Lemmas that nobody says of his own."""
OWNERS = frozenset({"nsubj", "poss", "amod", "compound", "nmod", "pobj"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A speaker with what he does with his words."""

    speaker: Speaker | None
    readings: list[Reading]


class Guard:
    """Reads what a speaker does, and looks again at who it is where that would not be believed of him."""

    def __init__(
        self,
        analysis: Analysis,
        situation: Situation,
        floor: Floor,
        speakers: Speakers,
        stances: StanceReader,
    ) -> None:
        self._doc = analysis.doc
        self._text = analysis.reading
        self._situation = situation
        self._floor = floor
        self._speakers = speakers
        self._stances = stances

    def read(self, attribution: Attribution, speaker: Speaker | None) -> Heard:
        """The readings of the content; of a speaker who was only guessed at, none that incriminates the wrong side.

        Where another candidate makes sense of the words he is taken, otherwise the speaker stays without a side.
        """
        denier = self._who_calls_it_false(attribution, speaker)
        if denier is not None:
            aimed = (speaker.side,) if speaker is not None and speaker.side not in (None, "MEDIA") else ()
            return Heard(denier, [Reading(attribution.content, Stance.DENY, tuple(s for s in aimed if s))])
        first = Heard(speaker, self._read(attribution, speaker))
        # A line that names the sources of a paragraph speaks for none of them: what they did in it is told there.
        names_nobody = speaker is not None and speaker.text.lower().startswith(NOBODY)
        if names_nobody or attribution.form is Form.CREDIT:
            return Heard(speaker, [replace(r, stance=Stance.ASSERT, targets=()) for r in first.readings])
        if speaker is None or speaker.side is None:
            return first
        if self._speakers.is_sure(speaker):
            return self._without_breaches(attribution, first)
        accused = self._accused_who_answers(attribution, first)
        if accused is not None:
            return Heard(accused, self._read(attribution, accused))
        if not self._owns(first):
            return first
        is_against = self._is_against_itself(attribution, first)
        if not is_against and not self._speakers.is_guess(attribution):
            return first
        if is_against:
            for other in self._speakers.rivals(attribution, speaker):
                again = Heard(other, self._read(attribution, other))
                if not self._is_against_itself(attribution, again):
                    return again
        unknown = replace(speaker, name=None, actor=None, side=None)
        return Heard(unknown, self._read(attribution, unknown))

    def _who_calls_it_false(self, attribution: Attribution, speaker: Speaker | None) -> Speaker | None:
        """In a party's own text, of "they spread the fabricated news that …", "try to pin it on us": that party."""
        party, source = self._speakers.publisher, attribution.source
        if party is None or speaker is None or source is None or speaker.side == party.side:
            return None
        start = min(span.start for span in attribution.content)
        if says("false", self._text[source.end : start].lower()):
            return party
        if attribution.stance is not Stance.ACCUSE or attribution.cue_head is None:
            return None
        above = self._doc[attribution.cue_head].head
        is_tried = above.lemma_ in ("try", "attempt", "seek", "want", "hope", "aim")
        return (
            party if is_tried and any(map(is_first_person, content_tokens(self._doc, attribution))) else None
        )

    def _without_breaches(self, attribution: Attribution, heard: Heard) -> Heard:
        """Nobody says by name that his own side broke the truce: words that seem to are told of others, or misread."""
        side = heard.speaker.side if heard.speaker is not None else None
        if attribution.stance is Stance.ADMIT or side is None:
            return heard
        readings = [
            replace(r, stance=Stance.ASSERT, targets=()) if self._is_own_breach(r, side) else r
            for r in heard.readings
        ]
        return Heard(heard.speaker, readings)

    def _is_own_breach(self, reading: Reading, side: str) -> bool:
        """An admission of what nobody says of himself, with the side's own name in the third person."""
        if reading.stance is not Stance.ADMIT:
            return False
        words = " ".join(span.of(self._text) for span in reading.spans)
        is_charge = is_blame(words) or (is_blame(words, "target") and not says("fault", words.lower()))
        return is_charge and self._names_own(reading.spans, side)

    def _read(self, attribution: Attribution, speaker: Speaker | None) -> list[Reading]:
        """As the stances have it, without owning up to what the speaker only relays from another side."""
        readings = self._stances.read(attribution, speaker)
        if attribution.stance is not Stance.ADMIT:
            readings = [self._of_others(reading) for reading in readings]
        if speaker is not None and speaker.side == "MEDIA":
            return self._in_print(attribution, speaker, readings)
        if attribution.stance is Stance.ADMIT or all(r.stance is not Stance.ADMIT for r in readings):
            return readings
        relayed = [*self._relayed(attribution, speaker), *self._rumoured(attribution)]
        kept = _less(attribution.content, relayed)
        if kept == attribution.content:
            return readings
        again = self._stances.read(replace(attribution, content=kept), speaker) if kept else []
        if any(r.stance is Stance.ADMIT for r in again):
            return readings
        strongest = next((r for r in again if r.stance is not Stance.ASSERT), None)
        stance, targets = (strongest.stance, strongest.targets) if strongest else (Stance.ASSERT, ())
        return [Reading(attribution.content, stance, targets)]

    def _of_others(self, reading: Reading) -> Reading:
        """ "Terrorists shelled a market", "jets struck one of its centres": nobody owns these, whoever he was taken for.

        "Took it for a rebel car" and "a shell hit one of our trucks" accuse nobody.
        """
        if reading.stance not in (Stance.ADMIT, Stance.ACCUSE):
            return reading
        spans = (self._doc.char_span(s.start, s.end, alignment_mode="expand") or () for s in reading.spans)
        tokens = [token for some in spans for token in some]
        if reading.stance is Stance.ACCUSE:
            mistaken = any(is_mistake(t) and (t.head == t or t.head not in tokens) for t in tokens)
            return replace(reading, stance=Stance.ASSERT, targets=()) if mistaken else reading
        doers = [token for token in tokens if token.dep_ == "nsubj" or token.head.dep_ == "agent"]
        hostile = any(word.lemma_.lower() in ABUSE for doer in doers for word in (doer, *doer.lefts))
        if hostile or any(map(_hits_own, tokens)):
            is_fire = bool(doers) and not any(map(is_somebody, doers))
            stance = Stance.ASSERT if is_fire and not hostile else Stance.ACCUSE
            return replace(reading, stance=stance, targets=())
        return reading

    def _in_print(self, attribution: Attribution, speaker: Speaker, readings: list[Reading]) -> list[Reading]:
        """An outlet that relays a party's accusation does not accuse; the party's own statement says so already."""
        relayed = self._relayed(attribution, speaker)
        return [
            replace(r, stance=Stance.ASSERT, targets=())
            if r.stance is Stance.ACCUSE and _length(_less(r.spans, relayed)) < 0.5 * _length(r.spans)
            else r
            for r in readings
        ]

    def _relayed(self, attribution: Attribution, speaker: Speaker | None) -> list[Span]:
        """What others of another camp are made to say within the content."""
        side = speaker.side if speaker is not None else None
        found: list[Span] = []
        for inner in self._floor.inside(attribution):
            source = self._speakers.source_of(inner)
            if source is None or source.text.lower() in THIRD or _is_ours(source.text):
                continue
            if side is None or source.side is None or not self._is_same_camp(side, source.side):
                found += inner.content
        return found

    def _rumoured(self, attribution: Attribution) -> list[Span]:
        """Of "it was looking into reports that its troops had shot two boys": what the reports say, whosoever they are."""
        found: list[Span] = []
        for token in content_tokens(self._doc, attribution):
            if token.pos_ == "NOUN" and token.lemma_.lower() in speech_nouns():
                told = [c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and says_that(c)]
                behind = self._doc[token.i + 1 : token.i + 2]
                told += [t.head for t in behind if t.lower_ == "that" and t.dep_ == "mark"]
                found += [span for clause in told if (span := subtree(clause)) is not None]
        return found

    def _owns(self, heard: Heard) -> bool:
        return any(reading.stance in OWNING for reading in heard.readings)

    def _is_against_itself(self, attribution: Attribution, heard: Heard) -> bool:
        """A side blamed by its own mouth in the third person, or a claim called false by who made it."""
        side = heard.speaker.side if heard.speaker is not None else None
        if side is None:
            return False
        tokens = list(content_tokens(self._doc, attribution))
        if any(is_first_person(token) for token in tokens) and not self._calls_own_claim_false(heard, side):
            return False
        is_cue = attribution.stance is Stance.ADMIT
        if not is_cue and any(self._is_own_breach(reading, side) for reading in heard.readings):
            return True
        return self._calls_own_claim_false(heard, side)

    def _names_own(self, spans: Sequence[Span], side: str) -> bool:
        names = (name for span in spans for name in self._speakers.names_in(span))
        return any(name.side is not None and self._is_same_camp(name.side, side) for name in names)

    def _calls_own_claim_false(self, heard: Heard, side: str) -> bool:
        """ "What the ministry says is false", "the army's report is a lie", from that ministry or army."""
        for reading in heard.readings:
            if reading.stance is not Stance.DENY:
                continue
            for span in reading.spans:
                tokens = self._doc.char_span(span.start, span.end, alignment_mode="expand") or ()
                if any(
                    self._is_same_camp(owner, side) for token in tokens for owner in self._claimants(token)
                ):
                    return True
        return False

    def _claimants(self, token: Token) -> list[str]:
        """The sides that a word for speech says it is from."""
        owners: list[Token] = []
        if token.pos_ == "NOUN" and token.lemma_.lower() in speech_nouns():
            by = [
                c for c in token.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "of")
            ]
            owners = [c for node in (token, *by) for c in node.children if c.dep_ in OWNERS]
        elif token.pos_ == "VERB" and (matched := match_cue(token)) and matched.cue.stance is Stance.ASSERT:
            subject = subject_of(token)
            owners = [subject] if subject is not None and subject.i < token.i else []
        spans = (Span(start=o.left_edge.idx, end=o.idx + len(o.text)) for o in owners)
        return [n.side for span in spans for n in self._speakers.names_in(span) if n.side is not None]

    def _accused_who_answers(self, attribution: Attribution, first: Heard) -> Speaker | None:
        """Of "India accused Pakistan of firing. It denied the charge": Pakistan, whatever stands nearer.

        Who has just accused somebody, and was not accused, has nothing to deny; "it denied this and said …" is one speaker.
        """
        speaker = first.speaker
        assert speaker is not None
        before = [turn for turn in self._floor.turns if turn.at < speaker.start]
        last = before[-1] if before else None
        if last is None or len(last.accused) != 1 or last.speaker.side != speaker.side:
            return None
        if any(speaker.side in turn.accused for turn in before):
            return None
        if last.person and speaker.text.lower() in SINGULAR_PERSON:
            return None  # "the minister blamed Pakistan … he said no shot was fired": he goes on
        accused = last.accused[0]
        for own in self._floor.of_source(attribution):
            if own is not attribution and own.stance is not Stance.DENY:
                continue
            readings = first.readings if own is attribution else self._read(own, speaker)
            if any(r.stance is Stance.DENY and self._may_answer(r, accused) for r in readings):
                return self._speakers.last_named(accused, speaker)
        return None

    def _may_answer(self, reading: Reading, accused: str) -> bool:
        """False for what is denied of the accused themselves: "it rejected Pakistan's version"."""
        targets = [t for t in reading.targets if self._is_same_camp(t, accused)]
        return not targets and not self._names_own(reading.spans, accused)

    def _is_same_camp(self, one: str, other: str) -> bool:
        return self._situation.camp(one) == self._situation.camp(other)


def _hits_own(token: Token) -> bool:
    """Of "jets struck one of its centres": "its"; not of "it moved its guns" and "its guns hit their own post"."""
    if token.dep_ != "poss" or token.lower_ not in OWN_WORDS | {"its", "their"}:
        return False
    noun = token.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    doer = subject_of(noun.head) if noun.dep_ == "dobj" else None
    if doer is None or doer.pos_ == "PRON":
        return False
    return not any(c.dep_ == "poss" or c.pos_ == "PRON" for c in doer.children)


def _is_ours(words: str) -> bool:
    """ "Our side issued a warning", within one's own words."""
    return words.lower().split(maxsplit=1)[0] in OWN_WORDS if words else False


def _length(spans: tuple[Span, ...]) -> int:
    return sum(len(span) for span in spans)


def _less(content: tuple[Span, ...], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The content without what others say in it."""
    kept = list(content)
    for hole in taken:
        kept = [part for span in kept for part in span.less(hole)]
    return tuple(kept)
