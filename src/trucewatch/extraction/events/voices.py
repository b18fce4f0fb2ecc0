"""Who tells of an event: the innermost statement around its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.records import MentionActor, Role, Stance, Statement, StatementKind

if TYPE_CHECKING:
    from trucewatch.extraction.events.triggers import Trigger
    from trucewatch.situation import Situation

OUTLET = "MEDIA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A statement as the teller of an event."""

    key: str
    """Tellings with the same key are one side's account."""
    statement: Statement | None
    side: str | None
    reporter: MentionActor | None
    accused: MentionActor | None
    """Whom the statement as a whole blames, where its words name them."""
    is_headline: bool

    @property
    def is_outlet(self) -> bool:
        return self.key == OUTLET

    @property
    def announces(self) -> bool:
        """True for "announced the launch of an operation": the act is the speaker's own."""
        return self.statement is not None and self.statement.stance is Stance.ANNOUNCE


def voices_of(
    triggers: Sequence[Trigger], statements: Iterable[Statement], situation: Situation
) -> list[Voice]:
    """For each trigger (in text order) the innermost attributed statement around it, else the outlet's."""
    opening = sorted(
        ((span.start, span.end, statement) for statement in statements for span in statement.content),
        key=lambda entry: (entry[0], -entry[1], entry[2].id),
    )
    made: dict[str, Voice] = {}
    active: list[tuple[int, int, Statement]] = []
    voices, at = [], 0
    for trigger in triggers:
        position = trigger.token.idx
        while at < len(opening) and opening[at][0] <= position:
            active.append(opening[at])
            at += 1
        active = [entry for entry in active if entry[1] > position]
        innermost = min(active, key=_inwardness, default=None)
        voices.append(_voice(innermost[2] if innermost else None, situation, made))
    return voices


def _inwardness(entry: tuple[int, int, Statement]) -> tuple[bool, int, int, str]:
    start, end, statement = entry
    return statement.stance is Stance.OUTLET, end - start, -len(statement.chain), statement.id


def _voice(statement: Statement | None, situation: Situation, made: dict[str, Voice]) -> Voice:
    key = statement.id if statement else ""
    if key not in made:
        made[key] = _build(statement, situation)
    return made[key]


def _build(statement: Statement | None, situation: Situation) -> Voice:
    if statement is None or statement.stance is Stance.OUTLET:
        headline = statement is not None and statement.kind is StatementKind.HEADLINE
        return Voice(
            key=OUTLET, statement=statement, side=None, reporter=None, accused=None, is_headline=headline
        )
    speaker = statement.speaker
    side = speaker.side if speaker else None
    name = (speaker.name or speaker.text) if speaker else ""
    return Voice(
        key=side or (name.casefold() if name else "?"),
        statement=statement,
        side=side,
        reporter=_reporter(statement),
        accused=_accused(statement, situation),
        is_headline=statement.kind is StatementKind.HEADLINE,
    )


def _reporter(statement: Statement) -> MentionActor | None:
    speaker = statement.speaker
    if speaker is None:
        return None
    return MentionActor(
        role=Role.REPORTER,
        text=speaker.text,
        actor=speaker.actor,
        side=speaker.side,
        start=speaker.start,
        end=speaker.end,
    )


def _accused(statement: Statement, situation: Situation) -> MentionActor | None:
    """The name in the statement's words of the one it accuses."""
    if statement.stance is not Stance.ACCUSE or not statement.target:
        return None
    evidence = statement.evidence
    for name in situation.find_actors(evidence.quote):
        if name.side in statement.target or name.actor in statement.target:
            return MentionActor(
                role=Role.ALLEGED_PERPETRATOR,
                text=name.text,
                actor=name.actor,
                side=name.side,
                start=evidence.start + name.start,
                end=evidence.start + name.end,
            )
    return None
