"""The side that the rest of a report speaks for where a speaker's own words do not tell, with whom the words take up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.antecedents import LONGEST_NAME, NounPhrases
from trucewatch.extraction.statements.floor import Floor
from trucewatch.extraction.statements.offices import WITNESS, as_name, taking_up
from trucewatch.extraction.statements.side_choice import SideChoice, Weighed
from trucewatch.extraction.statements.side_features import Mention, SideFeatures
from trucewatch.records import Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucewatch.situation import Situation


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

    def of(self, mention: Mention, verdicts: Mapping[str, Speaker]) -> Speaker:
        """The words taken for the likeliest side; for nobody where it is too unsure."""
        bare = mention.bare
        weighed = self._features.weigh(mention, verdicts)
        self.weighed.append(Weighed(at=bare.start, candidates=weighed))
        side = self._choice.best(weighed)
        if side is None:
            return bare
        for verdict in verdicts.values():
            if verdict.side == side:
                return verdict
        if side == WITNESS:
            return replace(bare, actor=WITNESS, side=WITNESS)
        return self._as_last_told(bare, mention.head, side)

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
