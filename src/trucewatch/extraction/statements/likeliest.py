"""The side that the rest of a report speaks for where a speaker's own words do not tell, with whom the words take up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.antecedents import LONGEST_NAME, NounPhrases
from trucewatch.extraction.statements.claims import is_blame
from trucewatch.extraction.statements.floor import Floor
from trucewatch.extraction.statements.offices import WITNESS, as_name, taking_up
from trucewatch.extraction.statements.side_choice import SideChoice, Weighed
from trucewatch.extraction.statements.side_features import Mention, SideFeatures
from trucewatch.records import Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.situation import Situation


SAID = 4
"""Things said by the same words that are asked whose these are."""


class Likeliest:
    """Chooses sides in one document, and keeps what spoke for each."""

    def __init__(
        self,
        situation: Situation,
        index: NounPhrases,
        floor: Floor,
        features: SideFeatures,
        choice: SideChoice,
    ) -> None:
        self._situation = situation
        self._index = index
        self._floor = floor
        self._features = features
        self._choice = choice
        self.weighed: list[Weighed] = []
        self.chances: dict[int, float] = {}
        self._chosen: dict[tuple[int, int], str | None] = {}
        """Where speakers begin, with how likely the side is that was chosen, and the side."""

    def of(self, mention: Mention, verdicts: Mapping[str, Speaker]) -> Speaker:
        """The words taken for the likeliest side; for nobody where it is too unsure.

        The same words that say two things are one speaker: where each thing said speaks for another, the surest stands.
        """
        if not mention.content:
            return self._as(self._choice.best(self._weighed(mention, verdicts)), mention, verdicts)
        at = mention.bare.start if mention.at is None else mention.at
        words = at, mention.head.i  # "the movement" and "the movement's spokesman" begin at one point
        if words not in self._chosen:
            said = [mention, *(replace(mention, content=content) for content in mention.also)]
            self._chosen[words] = self._surest(at, [self._weighed(one, verdicts) for one in said[:SAID]])
        return self._as(self._chosen[words], mention, verdicts)

    def _weighed(self, mention: Mention, verdicts: Mapping[str, Speaker]) -> dict[str | None, set[str]]:
        blamed = self._blamed_by(mention)
        return {
            side: found
            for side, found in self._features.weigh(mention, verdicts).items()
            if side is None or self._situation.camp(side) not in blamed
        }

    def _surest(self, at: int, weighed: Sequence[Mapping[str | None, Set[str]]]) -> str | None:
        readings = [(self._choice.chances(candidates), candidates) for candidates in weighed]
        chances, candidates = max(readings, key=lambda reading: max(reading[0].values()))
        self.weighed.append(Weighed(at=at, candidates=candidates))
        side = self._choice.believed(chances)
        self.chances[at] = chances.get(side, 0.0)
        return side

    def _as(self, side: str | None, mention: Mention, verdicts: Mapping[str, Speaker]) -> Speaker:
        """The words of a speaker with a side, and with whom they take up."""
        bare = mention.bare
        antecedents = [c.speaker for c in mention.antecedents if c.speaker.side == side]
        if antecedents:
            return taking_up(bare, antecedents[0])  # with the name of one whose side nobody knows too
        if side is None:
            return bare
        for verdict in verdicts.values():
            if verdict.side == side:
                return verdict
        if side == WITNESS:
            return replace(bare, actor=WITNESS, side=WITNESS)
        return self._as_last_told(bare, mention.head, side)

    def _blamed_by(self, mention: Mention) -> set[str]:
        """Camps that the words name as who broke something: of these the speaker is not."""
        doc, blamed = mention.head.doc, set()
        for span in mention.content:
            tokens = doc.char_span(span.start, span.end, alignment_mode="expand") or ()
            if not is_blame(" ".join(token.text for token in tokens)):
                continue
            for doer in (token for token in tokens if token.dep_ == "nsubj"):
                words = doc[doer.left_edge.i : doer.right_edge.i + 1].text[:LONGEST_NAME]
                named = self._situation.resolve_actor(words)
                if named is not None and named.side is not None:
                    blamed.add(self._situation.camp(named.side))
        return blamed

    def _as_last_told(self, bare: Speaker, head: Token, side: str) -> Speaker:
        """The words with the name and actor of the last phrase of the same family, of whoever spoke, or of a name."""
        me, lemma = self._index.know(head), head.lemma_.lower()
        families = me.families - {"spokesperson", "chief"} or me.families
        for known in self._index.before(head.i):
            is_same = known.families & families or head.doc[known.head].lemma_.lower() == lemma
            found = self._index.actor_of(known) if is_same else None
            if found is not None and found.side == side:
                return replace(bare, name=as_name(known.words, bare), actor=found.actor, side=side)
        built = self._situation.resolve_actor(bare.text[:LONGEST_NAME], owner=side)
        actor = built.actor if built is not None and built.side == side else None
        for turn in reversed(self._floor.turns):
            if turn.at < bare.start and turn.speaker.side == side:
                return replace(taking_up(bare, turn.speaker), actor=actor)
        return replace(self._index.last_named(side, bare), actor=actor)
