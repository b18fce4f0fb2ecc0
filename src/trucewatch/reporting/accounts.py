"""The sentences about one incident: what it is, what each side says, who was hurt, how it was assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from trucewatch.records import (
    Account,
    Assessment,
    CasualtyFigure,
    Dossier,
    Evidence,
    ReconciledFigure,
    Sentence,
    Span,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    TimeRange,
)
from trucewatch.reporting.phrasing import STANCE_NOUNS, closeness, event_noun, words
from trucewatch.reporting.quotations import LONGEST_QUOTE, Quotations, Shown
from trucewatch.reporting.sentences import SentenceBuilder, long_date
from trucewatch.situation import Situation

LONGEST_CELL = 150
"""Characters of a quotation in the matrix."""
FEWEST_WORDS = 5
"""A quotation of fewer words ("it", "the claim") is shown only where there is no other."""

UNKNOWN = "unknown"
"""The side of speakers who could not be placed."""
PRONOUNS = frozenset("he she it they we i this that these those both his her its their our my".split())
"""Speakers' words that name nobody out of their text: what they stand for is shown instead."""

MAIN_STANCES = (Stance.ACCUSE, Stance.DENY, Stance.ADMIT, Stance.CONFIRM, Stance.ASSERT)


class IncidentText:
    """Writes the sentences about one incident from its dossier."""

    def __init__(self, dossier: Dossier, assessment: Assessment, situation: Situation) -> None:
        self.dossier = dossier
        self.incident = dossier.incident
        self.assessment = assessment
        self.situation = situation

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.dossier.statements}

    @cached_property
    def quotations(self) -> Quotations:
        return Quotations(self.dossier.documents)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """One quotation a document, the first that tells of the incident."""
        first: dict[str, Evidence] = {}
        for mention in self.dossier.mentions:
            first.setdefault(mention.document_id, mention.evidence)
        return tuple(first.values())

    def summary(self) -> Sentence:
        """What, where, when, and how many documents and independent origins tell of it."""
        incident, assessed = self.incident, self.assessment
        line = SentenceBuilder(about=incident.id).cite(self.evidence)
        noun = event_noun(incident.event_type, incident.sub_event_type)
        line.derived(noun[0].upper() + noun[1:], "event_type", incident.mention_ids)
        if incident.where is not None:
            line.plain(f" {closeness(incident.where) or 'at '}")
            line.name(incident.where.name, "resolved_place", incident.mention_ids)
        if incident.when is not None:
            line.plain(", ").derived(*self._date(incident.when))
        line.plain("; told by ").derived(str(len(incident.documents)), "count", _ids(incident.documents))
        line.plain(" document" if len(incident.documents) == 1 else " documents")
        if assessed.independent_origins:
            line.plain(" resting on ").derived(str(assessed.independent_origins), "count", assessed.origins)
            line.plain(" independent origin" if assessed.independent_origins == 1 else " independent origins")
        else:
            line.plain(
                ", by its denial alone" if assessed.denied_by else ", and nobody says that it happened"
            )
        line.plain("; occurrence: ").derived(words(assessed.occurrence), "assessment", [incident.id])
        line.plain("; attribution: ").derived(words(assessed.attribution), "assessment", [incident.id])
        return line.stop()

    def _date(self, when: TimeRange) -> tuple[str, str, tuple[str, ...]]:
        start, end = long_date(when.earliest), long_date(when.latest)
        value = start if start == end else f"{start} to {end}"
        return value, "resolved_date", self.incident.mention_ids

    def accounts(self) -> Iterator[tuple[Account, Sentence]]:
        """One sentence for each side and stance, quoting the account's plainest statement."""
        ordered = sorted(self.incident.accounts, key=lambda account: (account.side, _order(account.stance)))
        for account in ordered:
            told = self._told_in(account)
            if told:
                yield account, self._account(account, told)

    def _told_in(self, account: Account) -> list[Statement]:
        """Its statements; none of a nobody who says no more than a few words: "a club named one of the dead"."""
        told = [self.statements[i] for i in account.statement_ids if i in self.statements]
        is_nobodys = account.side == UNKNOWN and account.stance is Stance.ASSERT
        is_slight = all(len(quote.quote.split()) < FEWEST_WORDS for one in told for quote in one.quotes)
        return [] if is_nobodys and is_slight else told

    def _best(self, account: Account, told: list[Statement]) -> Statement:
        """The statement that shows the account best: of its stance, with the deed and whom it names, and plain."""
        return min(
            told, key=lambda statement: (*self._misses(account, statement), *self._plainness(statement))
        )

    def _misses(self, account: Account, statement: Statement) -> tuple[bool, bool, bool]:
        """What keeps a statement from standing for its account: too few words, another stance, no deed or no target."""
        shown = _told(statement)
        tells = any(
            trigger.start < shown.end and shown.start < trigger.end
            for trigger in self._triggers.get(shown.document_id, ())
        )
        named = {found.side for found in self.situation.find_actors(shown.quote)}
        whole = tells and (not account.targets or not named.isdisjoint(account.targets))
        return len(shown.quote.split()) < FEWEST_WORDS, statement.stance is not account.stance, not whole

    @cached_property
    def _triggers(self) -> dict[str, list[Span]]:
        """Where each document names the incident's deeds: those of its own kind, where any is."""
        found: dict[str, list[Span]] = {}
        alike = [m for m in self.dossier.mentions if m.event_type is self.incident.event_type]
        for mention in alike or self.dossier.mentions:
            found.setdefault(mention.document_id, []).append(mention.trigger)
        return found

    def _plainness(self, statement: Statement) -> tuple[bool, bool, int, str]:
        """A resolved speaker first, then direct speech, and the shortest; of an outlet's own words, the first."""
        words = len(_told(statement).quote.split())
        resolved = statement.speaker is not None and statement.speaker.actor is not None
        if statement.stance is Stance.OUTLET:
            words = statement.evidence.start
        return not resolved, not self._is_direct(statement), words, statement.id

    def _is_direct(self, statement: Statement) -> bool:
        """True for the speaker's own words: in quotation marks, or in a text that is the speaker's own."""
        if statement.kind is not StatementKind.DIRECT_QUOTE:
            return False
        own_text = statement.speaker is not None and statement.speaker.basis is not None
        return own_text or self.quotations.is_in_marks(_told(statement))

    def _account(self, account: Account, told: list[Statement]) -> Sentence:
        best = self._best(account, told)
        line = SentenceBuilder(about=self.incident.id).cite([best.evidence])
        side = self.side_name(account.side)
        line.derived(side[0].upper() + side[1:], "resolved_side", [best.id])
        line.plain(f" – {STANCE_NOUNS[account.stance]}")
        if accused := self._accused(account):
            line.plain(" against ").derived(accused, "resolved_side", [best.id])
        shown = self._whole(best, LONGEST_QUOTE)
        if shown is None or not _names_speaker(shown, best.speaker):
            self._spoken_by(line, best)
        line.plain(": ").quotation(shown or self._content(best, LONGEST_QUOTE))
        if len(told) > 1:
            line.cite(statement.evidence for statement in told)
            line.plain("; among ").derived(str(len(told)), "count", account.statement_ids)
            line.plain(" such passages" if account.stance is Stance.OUTLET else " such statements")
        return line.stop()

    def cells(self) -> Iterator[tuple[Account, Sentence]]:
        """What the accounts matrix shows: the words alone, since row and column say whose they are."""
        for account in self.incident.accounts:
            told = self._told_in(account)
            if not told:
                continue
            best = self._best(account, told)
            line = SentenceBuilder(about=self.incident.id).cite(statement.evidence for statement in told)
            shown = self._whole(best, LONGEST_CELL)
            if accused := self._accused(account):
                line.plain("Against ").derived(accused, "resolved_side", [best.id]).plain(": ")
            elif shown is None:
                line.plain("In the speaker's words: " if self._is_direct(best) else "As reported: ")
            yield account, line.quotation(shown or self._content(best, LONGEST_CELL)).build()

    def _accused(self, account: Account) -> str:
        """Whom an accusation is against; nothing for other accounts."""
        return " and ".join(map(self.side_name, account.targets)) if account.stance is Stance.ACCUSE else ""

    def _spoken_by(self, line: SentenceBuilder, best: Statement) -> None:
        """Whose words they are, and whether they are the speaker's own or the outlet's rendering."""
        if best.speaker is not None and self.may_be_shown(best):
            line.plain(", in the words of " if self._is_direct(best) else ", as reported from ")
            if _stands_for_a_name(best.speaker) and best.speaker.name:
                name = best.speaker.name.removeprefix("The ")
                line.plain("" if name == best.speaker.name else "the ")
                line.derived(name, "resolved_speaker", [best.id])
            else:
                named = _named(best.document_id, best.speaker)
                line.plain("the " if named.start > best.speaker.start else "").quoted(named)
        elif best.stance is not Stance.OUTLET:
            line.plain(", in the speaker's words" if self._is_direct(best) else ", as reported")

    def _whole(self, statement: Statement, longest: int) -> Shown | None:
        """The statement as its sentence has it, with speaker and cue, or without the rest where that is another's.

        None where the words alone are better: the speaker's own, a private person's, or more than there is room for.
        """
        if self._is_direct(statement) or statement.cue is None or not self.may_be_shown(statement):
            return None
        sentence = self.quotations.sentence_around(statement.evidence)
        others = (s for s in self.statements.values() if s.speaker and statement.speaker)
        if any(
            other.document_id == statement.document_id
            and other.evidence.span.overlaps(sentence.span)
            and other.speaker != statement.speaker
            for other in others
        ):
            sentence = statement.evidence
        for quote in (sentence, statement.evidence):
            shown = self.quotations.shown(quote, longest)
            if not shown.cut:
                return shown
        return None

    def _content(self, statement: Statement, longest: int) -> Shown:
        """The words of a statement; those too few to be understood ("it", "the violation") with cue and speaker."""
        return self.quotations.shown(_told(statement), longest)

    def figures(self, group: str = "all") -> Iterator[Sentence]:
        """One sentence a category: the range over all claimants, then who says what.

        With a group, one a category and side, of that group's people only.
        """
        for figure in self.incident.casualties:
            if figure.group != group:
                continue
            claims = [
                claim
                for m in self.dossier.mentions
                for claim in m.casualties
                if claim.category == figure.category
                and (group == "all" or (claim.group == group and claim.side == figure.side))
            ]
            if not claims:
                continue
            line = SentenceBuilder(about=self.incident.id).cite(claim.evidence for claim in claims)
            line.plain(f"{figure.category.value.capitalize()}: ")
            line.derived(_range(figure.low, figure.high), "reconciled_range", self.incident.mention_ids)
            for number, (claimant, told) in enumerate(_by_claimant(claims).items()):
                line.plain("; " if number else " – ")
                self._claims(line, claimant, told)
            if group == "all":
                self._added_up(line, figure, claims)
            if figure.disputed:
                line.plain("; these figures exclude each other")
            yield line.stop()

    def _added_up(
        self, line: SentenceBuilder, total: ReconciledFigure, claims: Iterable[CasualtyFigure]
    ) -> None:
        """Says of a total that nobody states that it adds up what is said of each side's people."""
        parts = [f for f in self.incident.casualties if f.category == total.category and f.side is not None]
        if len({part.side for part in parts}) < 2 or any(claim.low == total.low for claim in claims):
            return
        line.plain("; the total adds up ")
        for number, part in enumerate(parts):
            line.plain(", " if number else "")
            whose = self.side_name(part.side or "")
            people = "" if part.group == "unknown" else f" {part.group.value}"
            line.derived(
                f"{_range(part.low, part.high)}{people} of {whose}", "reconciled_range", total.claimants
            )

    def _claims(self, line: SentenceBuilder, claimant: str | None, told: list[CasualtyFigure]) -> None:
        if claimant is None:
            line.plain("a speaker of no known side")
        else:
            line.derived(self.side_name(claimant), "resolved_side", [told[0].evidence.document_id])
        for number, claim in enumerate(told):
            line.plain("”, “" if number else ": “").quoted(claim.evidence)
        line.plain("”")

    def side_name(self, side: str) -> str:
        """The neutral name of a side."""
        if side == "MEDIA":
            return "the outlet"
        if side == "WIT":
            return "a witness"
        if side == UNKNOWN:
            return "a speaker of no known side"
        known = self.situation.sides.get(side)
        return known.name if known else side

    def side_names(self, sides: Iterable[str]) -> str:
        return ", ".join(map(self.side_name, sides))

    def may_be_shown(self, statement: Statement) -> bool:
        """True for a speaker known to the pack or named by role only: private persons are not named."""
        speaker = statement.speaker
        if speaker is None or not speaker.text.strip():
            return False
        if _stands_for_a_name(speaker):
            return speaker.actor is not None and speaker.name is not None
        return speaker.actor is not None or not any(word[:1].isupper() for word in speaker.text.split()[1:])


def _ids(documents: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(document, "document_id", "")) for document in documents)


def _order(stance: Stance) -> int:
    return MAIN_STANCES.index(stance) if stance in MAIN_STANCES else len(MAIN_STANCES)


def _stands_for_a_name(speaker: Speaker | None) -> bool:
    """True for "it" and "its statement", which name nobody out of their text."""
    first = speaker.text.lower().split()[:1] if speaker else []
    return first != [] and first[0] in PRONOUNS


def _names_speaker(shown: Shown, speaker: Speaker | None) -> bool:
    """True where the words shown say who speaks: "it" does where its name stands there too."""
    if not _stands_for_a_name(speaker):
        return True
    return speaker is not None and (speaker.name or "").casefold() in shown.evidence.quote.casefold()


def _told(statement: Statement) -> Evidence:
    if not statement.quotes:
        return statement.evidence
    longest = max(statement.quotes, key=lambda quote: (len(quote.quote), -quote.start))
    return longest if len(longest.quote.split()) >= FEWEST_WORDS else statement.evidence


def _named(document_id: str, speaker: Speaker) -> Evidence:
    """The words for a speaker, without an article that a sentence began with."""
    skipped = len("The ") if speaker.text.startswith("The ") else 0
    return Evidence(
        document_id=document_id,
        start=speaker.start + skipped,
        end=speaker.end,
        quote=speaker.text[skipped:],
    )


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return "unknown" if high is None else f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _by_claimant(claims: Iterable[CasualtyFigure]) -> dict[str | None, list[CasualtyFigure]]:
    """Each claimant's figures, one for each number and whose people they are, as first told."""
    found: dict[str | None, list[CasualtyFigure]] = {}
    for claim in claims:
        told = found.setdefault(claim.claimant, [])
        if not any(_says_the_same(claim, other) for other in told):
            told.append(claim)
    return found


def _says_the_same(a: CasualtyFigure, b: CasualtyFigure) -> bool:
    """True for the same number of the same side's people, or of people whose side one of the two does not tell."""
    return (a.low, a.high) == (b.low, b.high) and (a.side == b.side or None in (a.side, b.side))
