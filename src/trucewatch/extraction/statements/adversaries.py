"""Whom a party blames when it names nobody: those it has accused before, or its only adversary in the text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trucewatch.extraction.statements.acts import HARMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc

    from trucewatch.extraction.attribution.attributions import Attribution
    from trucewatch.extraction.statements.allegiance import Allegiance
    from trucewatch.extraction.statements.deeds import Deed, Deeds


class Adversaries:
    """Who stands against whom in one document, as its statements so far tell."""

    def __init__(self, doc: Doc, whose: Allegiance, deeds: Deeds) -> None:
        self._doc = doc
        self._whose = whose
        self._deeds = deeds
        self._accused: dict[str, tuple[str, ...]] = {}
        self._foes: dict[str, set[str]] = {}
        self._blamed: dict[str, None] = {}

    def note(self, accuser: str | None, targets: tuple[str, ...], *, accuses: bool) -> None:
        """Keeps who was accused or found to have done something, for statements further down."""
        if accuses and accuser and targets:
            self._accused[accuser] = targets
        self._blamed.update(dict.fromkeys(targets))

    def accused_by(self, side: str | None) -> tuple[str, ...]:
        """Whom this side has last accused."""
        return self._accused.get(side or "", ())

    def is_charged(self, side: str | None) -> bool:
        """True where the text so far lays something at this side's door."""
        return side is not None and self._whose.camp(side) in {self._whose.camp(s) for s in self._blamed}

    @property
    def anybody_charged(self) -> bool:
        """True where the text so far lays something at somebody's door."""
        return bool(self._blamed)

    def takes_part(self, side: str | None) -> bool:
        """True for a side that has accused somebody, or strikes or is struck in the text."""
        return side in self._accused or self._whose.is_belligerent(side, self._fighting)

    def only_doer(self, attribution: Attribution, side: str | None, deeds: list[Deed]) -> tuple[str, ...]:
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

    def of(self, side: str | None) -> tuple[str, ...]:
        """Whom this side has accused before in the text, or its only adversary there; nobody when in doubt.

        The adversary is who is told to have struck this side or to have been struck by it, else the only other party,
        else the state whose rebels it is, or its rebels.
        """
        if side is None:
            return ()
        if side in self._accused:
            return self._accused[side]
        foe = self._whose.adversary(side) if self._whose.is_rebel(side) else ()
        if foe and self._whose.is_around(foe[0]):
            return foe
        fought = self._fought(side)
        rivals = fought or self._others(self._whose.named(), side)
        if not fought and self._whose.is_belligerent(side, self._fighting):
            rivals &= self._fighting  # who only looks on is nobody's adversary
        if len(rivals) == 1 and not (fought or self._whose.is_more_than_seat(*rivals)):
            return self._whose.adversary(side) or tuple(
                rivals
            )  # of "talks in Minsk" nobody has done anything
        return tuple(rivals) if len(rivals) == 1 else self._whose.adversary(side)

    def _fought(self, side: str) -> set[str]:
        """The parties that are told to have struck this side or to have been struck by it."""
        camp = self._whose.camp(side)
        if camp in self._foes:
            return self._foes[camp]
        fought: set[str] = set()
        for clash in self._deeds.clashes():
            if any(self._whose.camp(s) == camp for s in clash.doers):
                fought |= self._others(clash.struck, side)
            if any(self._whose.camp(s) == camp for s in clash.struck):
                fought |= self._others(clash.doers, side)
        self._foes[camp] = fought
        return fought

    def _others(self, sides: Iterable[str], own: str) -> set[str]:
        camp = self._whose.camp(own)
        return {s for s in sides if self._whose.is_party(s) and self._whose.camp(s) != camp}

    @cached_property
    def _fighting(self) -> set[str]:
        """The parties that the text names as doers of violence, or as struck."""
        return {side for clash in self._deeds.clashes() for side in clash.doers | clash.struck}
