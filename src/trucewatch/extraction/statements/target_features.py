"""What speaks for a side as the one whom somebody's words blame: each feature is one weight of target_choice.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution
from trucewatch.extraction.cues import roles
from trucewatch.extraction.statements.allegiance import OBSERVERS
from trucewatch.extraction.statements.deeds import content_tokens
from trucewatch.extraction.statements.foes import related
from trucewatch.extraction.statements.target_words import (
    BEFORE,
    BODIES,
    doer_kind,
    label_of,
    phrase_head,
    standing,
)
from trucewatch.records import Span, Speaker, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from trucewatch.extraction.statements.adversaries import Adversaries
    from trucewatch.extraction.statements.allegiance import Allegiance
    from trucewatch.extraction.statements.deeds import Deed, Deeds
    from trucewatch.extraction.statements.speakers import Speakers
    from trucewatch.situation import ActorName, Situation

BREADTH = 12
"""Tokens before the head of a name that belong to its phrase."""
MOST_NAMED = 8
"""Parties of a text that are weighed though neither the rules nor the words point at them."""
PLACES = frozenset({"state", "metonym"})
"""Kinds of names that are also those of a land or a capital."""

Described = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One content with who speaks, and what the rules make of it."""

    attribution: Attribution
    speaker: Speaker | None
    stance: Stance
    targets: tuple[str, ...]


class Weighed:
    """Describes the sides of one document that a speaker may blame."""

    def __init__(
        self,
        doc: Doc,
        speakers: Speakers,
        situation: Situation,
        found: tuple[Allegiance, Deeds, Adversaries],
    ) -> None:
        self._doc = doc
        self._speakers = speakers
        self._situation = situation
        self._whose, self._deeds, self._adversaries = found
        self._named: Counter[str] = speakers.sides
        self._foes_of: dict[str, tuple[str, ...]] = {}

    def describe(self, said: Said, *, unnamed: bool = False) -> list[Described]:
        """Each side that may be meant, with what is true of it; `unnamed`: also the foes of those the text names."""
        deeds = list(self._deeds.find(said.attribution, said.speaker, possible=True))
        standings = self._standings(said)
        sides = self._candidates(said, deeds, standings, unnamed)
        labels = frozenset((*self._labels(said.attribution), *self._doers(deeds)))
        own = said.speaker.side if said.speaker else None
        told = _Told(said, deeds, standings, labels, self._adversaries.of(own))
        return [(side, frozenset(self._features(side, told, sides))) for side in sides]

    # --- who may be meant -----------------------------------------------------------------------------------------

    def _candidates(
        self, said: Said, deeds: Sequence[Deed], standings: dict[str, list[str]], unnamed: bool
    ) -> tuple[str, ...]:
        own = said.speaker.side if said.speaker else None
        found = dict.fromkeys(said.targets)
        found.update(dict.fromkeys(side for deed in deeds for side in deed.sides))
        found.update(dict.fromkeys(standings))
        found.update(dict.fromkeys(self._adversaries.of(own)))
        found.update(dict.fromkeys(self._pack_foes(own) if own is not None else ()))
        named = [s for s, _ in self._named.most_common() if self._whose.is_party(s)]
        found.update(dict.fromkeys(named[:MOST_NAMED]))
        if unnamed:
            for side in (*((own,) if own else ()), *named[:MOST_NAMED]):
                found.update(dict.fromkeys(other for other, _ in related(self._situation, side)))
        return tuple(
            side
            for side in found
            if side and side != own and side not in OBSERVERS and side in self._situation.sides
        )

    def _pack_foes(self, own: str) -> tuple[str, ...]:
        """Whom a side fights by the pack, its rebels included."""
        if own not in self._foes_of:
            rebels = (s.id for s in self._situation.sides.values() if s.rebels_of == own)
            self._foes_of[own] = (*self._whose.adversary(own), *rebels)
        return self._foes_of[own]

    # --- where a side stands in the words ---------------------------------------------------------------------------

    def _standings(self, said: Said) -> dict[str, list[str]]:
        """By side: how each of its names, and each word that stands for it, hangs in the content or after the cue."""
        found: dict[str, list[str]] = {}
        taken: set[int] = set()
        for span, is_content in self._spans(said.attribution):
            for name in self._speakers.names_in(span):
                head = self._head(name)
                if name.side is None or head is None:
                    continue
                phrase = phrase_head(head)
                if self._deeds.is_only_where(phrase):
                    continue
                bloc = self._whose.bloc(phrase, said.speaker)
                taken.update(range(max(head.left_edge.i, head.i - BREADTH), head.i + 1))
                how = f"{name.kind if name.kind in PLACES else 'name'} {standing(head, self._deeds)}"
                side = bloc[0] if bloc else name.side
                found.setdefault(side, []).append(how if is_content else f"told {how}")
        for token in content_tokens(self._doc, said.attribution):
            kind = roles().get(token.lemma_.lower(), ("", ""))[1]
            if token.pos_ != "NOUN" or kind not in BODIES or token.i in taken or token.dep_ in BEFORE:
                continue
            for side in self._whose.sides_of(token, said.speaker):
                found.setdefault(side, []).append(f"word {standing(token, self._deeds)}")
        return found

    def _spans(self, attribution: Attribution) -> Iterator[tuple[Span, bool]]:
        yield from ((span, True) for span in attribution.content)
        for index in attribution.addressees:
            head = self._doc[index]
            last = head.right_edge
            span = Span(start=head.left_edge.idx, end=last.idx + len(last.text))
            if not any(content.overlaps(span) for content in attribution.content):
                yield span, False

    def _head(self, name: ActorName) -> Token | None:
        span = self._doc.char_span(name.start, name.end, alignment_mode="expand")
        return span.root if span is not None else None

    def _labels(self, attribution: Attribution) -> Iterator[str]:
        for token in content_tokens(self._doc, attribution):
            if label := label_of(token):
                yield label

    def _doers(self, deeds: Sequence[Deed]) -> Iterator[str]:
        """What kinds of words the acts have for their doers."""
        for deed in deeds:
            if deed.own or deed.negated:
                continue
            for token in self._deeds.doers(deed):
                named = bool(self._whose.parties_named(token))
                yield f"by {'name' if named else doer_kind(token)}"

    # --- what is true of one side -----------------------------------------------------------------------------------

    def _features(self, side: str, told: _Told, sides: tuple[str, ...]) -> Iterator[str]:
        yield "bias"
        yield told.stance
        yield from self._by_rules(side, told)
        yield from self._by_words(side, told)
        yield from self._by_relation(side, told)
        yield from self._by_document(side, told)
        rivals = [other for other in sides if other != side]
        yield from self._by_rivals(side, told, rivals)

    def _by_rules(self, side: str, told: _Told) -> Iterator[str]:
        ruled = told.said.targets
        if side in ruled:
            yield f"ruled {told.stance}"
            yield f"ruled of {min(len(ruled), 3)}"
            yield f"ruled, {'not ' if side not in told.standings else ''}in the words"
        elif ruled:
            yield "another ruled"
            if self._camp(side) in {self._camp(s) for s in ruled}:
                yield "of the camp ruled"
        else:
            yield f"none ruled {told.stance}"
        for deed in told.deeds:
            if side in deed.sides:
                how = "denied " if deed.negated else "recalled " if deed.recalled else ""
                yield f"{how}doer"
                yield f"{how}doer {told.stance} {min(deed.depth, 2)}"

    def _by_words(self, side: str, told: _Told) -> Iterator[str]:
        for how in told.standings.get(side, ()):
            yield how
            yield f"{told.stance} {how}"
            kind, _, path = how.rpartition(" ")
            yield f"under {path}"
            yield f"as {kind}"
        if side in told.standings:
            yield "in the words"

    def _by_relation(self, side: str, told: _Told) -> Iterator[str]:
        known = self._situation.sides[side]
        speaker = told.said.speaker
        own = speaker.side if speaker else None
        yield f"a {known.kind}"
        by = told.speaker_kind(self._situation)
        yield f"{by} of {known.kind}"
        rank = self._rank(side, own)
        for label in sorted(told.labels):
            yield f"{label} {told.stance} {known.kind} {rank}"
        yield f"{by} of {known.kind} {rank} {told.stance}{'' if told.acts else ', no act'}"
        if own is None or own not in self._situation.sides:
            return
        mine = self._situation.sides[own]
        if self._camp(side) == self._camp(own):
            yield "own camp"
        where = "in" if side in told.standings else "not in"
        foe = self._foe(own, side)
        if foe:
            yield f"{foe}, {where} the words"
        for label in sorted(told.labels):
            yield f"{label} {known.kind}, {foe}"
            yield f"{label}, {where} the words"
        against = self._situation.sides.get(mine.opposes or "")
        if against is not None and against.kind == "coalition" and against.id != side:
            yield "the speaker fights a coalition"
            yield from (f"{label}, the speaker fights a coalition" for label in sorted(told.labels))
        accused = self._adversaries.accused_by(own)
        if side in accused:
            yield "accused before"
        elif accused:
            yield "another accused before"
        if side in told.adversaries:
            yield "the adversary"
            yield from (f"the adversary, {open_}" for open_ in told.open_deeds())

    def _rank(self, side: str, own: str | None) -> str:
        """Whether a party of its kind is the only one, the most named or another, beside the speaker's camp."""
        kind = self._situation.sides[side].kind
        camp = self._camp(own) if own else None
        alike = [
            s
            for s in self._named
            if s in self._situation.sides and self._situation.sides[s].kind == kind and self._camp(s) != camp
        ]
        if side not in alike:
            return "absent"
        if len(alike) == 1:
            return "only"
        return "first" if side == max(alike, key=lambda s: (self._named[s], s)) else "other"

    def _by_document(self, side: str, told: _Told) -> Iterator[str]:
        own = told.said.speaker.side if told.said.speaker else None
        if self._adversaries.is_charged(side):
            yield "charged before"
        doers, struck = self._fighting
        camp = self._camp(own) if own else None
        if side in doers:
            yield "a doer in the text"
            if camp is not None and camp in doers[side]:
                yield "struck the speaker"
                if len(doers) == 1:
                    yield from (f"the only doer, {open_}" for open_ in told.open_deeds())
        if side in struck:
            yield "struck in the text"
        parties = [s for s in self._named if self._whose.is_party(s) and self._camp(s) != camp]
        if parties == [side]:
            yield "the only other party"
        elif parties and side == max(parties, key=lambda s: (self._named[s], s)):
            yield "the most named party"
        if side not in self._named:
            yield "never named"
        elif not self._whose.is_more_than_seat(side):
            yield "named by its seat only"

    @cached_property
    def _fighting(self) -> tuple[dict[str, set[str]], set[str]]:
        """By doer the camps that it is told to have struck; and all who were struck."""
        doers: dict[str, set[str]] = {}
        struck: set[str] = set()
        for clash in self._deeds.clashes():
            struck |= clash.struck
            for doer in clash.doers:
                doers.setdefault(doer, set()).update(self._camp(s) for s in clash.struck)
        return doers, struck

    def _by_rivals(self, side: str, told: _Told, rivals: Sequence[str]) -> Iterator[str]:
        if side not in told.standings and any(r in told.standings for r in rivals):
            yield "another in the words"
        done = {s for deed in told.deeds for s in deed.sides}
        if side not in done and done:
            yield "another doer"
        mates = [r for r in rivals if self._camp(r) == self._camp(side)]
        if mates:
            yield "camp mate"
        if self._situation.sides[side].kind == "coalition" and any(r in told.standings for r in mates):
            yield "coalition of one in the words"
        if any(self._situation.sides[r].kind == "coalition" for r in mates):
            yield "coalition beside it"

    def _foe(self, own: str, side: str) -> str:
        """What the pack says of the two: whose rebels one is, or whom it fights; empty where it says nothing."""
        mine, theirs = self._situation.sides[own], self._situation.sides[side]
        if theirs.rebels_of == own:
            return "its rebels"
        if mine.rebels_of == side:
            return "its rulers"
        return "its foe" if side == mine.opposes else "opposes it" if own == theirs.opposes else ""

    def _camp(self, side: str) -> str:
        return self._situation.camp(side)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one content tells, read once for all sides that are weighed."""

    said: Said
    deeds: Sequence[Deed]
    standings: dict[str, list[str]]
    labels: frozenset[str]
    adversaries: tuple[str, ...]

    @property
    def stance(self) -> str:
        return self.said.stance.value

    @property
    def acts(self) -> bool:
        """True where the content tells of an act of force that is not the speaker's own."""
        return any(not deed.own and not deed.negated for deed in self.deeds)

    def speaker_kind(self, situation: Situation) -> str:
        speaker = self.said.speaker
        known = situation.sides.get(speaker.side) if speaker and speaker.side else None
        return known.kind if known is not None else "unknown"

    def open_deeds(self) -> Iterator[str]:
        """Kinds of acts whose doer the words leave open."""
        for deed in self.deeds:
            if deed.negated or deed.own or deed.sides:
                continue
            yield (
                "unnamed" if deed.unnamed else "stranger" if deed.strange
                else "recalled" if deed.recalled else "agentless" if deed.agentless else "unclear"
            )  # fmt: skip
