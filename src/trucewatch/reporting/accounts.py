"""The sentences about one incident: what it is, what each side says, who was hurt, how it was assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from trucewatch.records import (
    Account,
    Assessment,
    CasualtyFigure,
    Document,
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
from trucewatch.reporting.sentences import SentenceBuilder, long_date
from trucewatch.situation import Situation

LONGEST_QUOTE = 280
"""Characters of a quotation that a sentence shows; the rest is one step away, in its context."""

LONGEST_CELL = 150
FEWEST_WORDS = 5
"""A quotation of fewer words ("it", "the claim") is shown only where there is no other."""

PRONOUNS = frozenset("he she it they we i this that these those both".split())
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
    def documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.dossier.documents}

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
        line.plain(" resting on ").derived(str(assessed.independent_origins), "count", assessed.origins)
        line.plain(" independent origin" if assessed.independent_origins == 1 else " independent origins")
        line.plain("; occurrence: ").derived(words(assessed.occurrence), "assessment", [incident.id])
        line.plain("; attribution: ").derived(words(assessed.attribution), "assessment", [incident.id])
        return line.plain(".").build()

    def _date(self, when: TimeRange) -> tuple[str, str, tuple[str, ...]]:
        start, end = long_date(when.earliest), long_date(when.latest)
        value = start if start == end else f"{start} to {end}"
        return value, "resolved_date", self.incident.mention_ids

    def accounts(self) -> Iterator[tuple[Account, Sentence]]:
        """One sentence for each side and stance, quoting the account's plainest statement."""
        ordered = sorted(self.incident.accounts, key=lambda account: (account.side, _order(account.stance)))
        for account in ordered:
            told = [self.statements[i] for i in account.statement_ids if i in self.statements]
            if told:
                yield account, self._account(account, told)

    def _best(self, account: Account, told: list[Statement]) -> Statement:
        """The statement that shows the account best: of its stance, with the deed and whom it names, and plain."""
        return min(told, key=lambda statement: (*self._misses(account, statement), *_plainness(statement)))

    def _misses(self, account: Account, statement: Statement) -> tuple[bool, bool, bool]:
        """What keeps a statement from standing for its account: too few words, another stance, no deed or no target."""
        shown = _shown(statement)
        tells = any(
            trigger.start < shown.end and shown.start < trigger.end
            for trigger in self._triggers.get(shown.document_id, ())
        )
        named = {found.side for found in self.situation.find_actors(shown.quote)}
        whole = tells and (not account.targets or not named.isdisjoint(account.targets))
        return len(shown.quote.split()) < FEWEST_WORDS, statement.stance is not account.stance, not whole

    @cached_property
    def _triggers(self) -> dict[str, list[Span]]:
        """Where each document names the incident's deeds."""
        found: dict[str, list[Span]] = {}
        for mention in self.dossier.mentions:
            found.setdefault(mention.document_id, []).append(mention.trigger)
        return found

    def _account(self, account: Account, told: list[Statement]) -> Sentence:
        best = self._best(account, told)
        line = SentenceBuilder(about=self.incident.id).cite([best.evidence])
        side = self.side_name(account.side)
        line.derived(side[0].upper() + side[1:], "resolved_side", [best.id])
        line.plain(f": {STANCE_NOUNS[account.stance]}")
        if account.stance is Stance.ACCUSE and account.targets:
            line.plain(" against ")
            line.derived(" and ".join(map(self.side_name, account.targets)), "resolved_side", [best.id])
        self._words_of(line, best)
        if len(told) > 1:
            line.cite(statement.evidence for statement in told)
            line.plain("; alike in ").derived(str(len(told)), "count", account.statement_ids)
            line.plain(" statements")
        return line.plain(".").build()

    def cells(self) -> Iterator[tuple[Account, Sentence]]:
        """What the accounts matrix shows: the words alone, since row and column say whose they are."""
        for account in self.incident.accounts:
            told = [self.statements[i] for i in account.statement_ids if i in self.statements]
            if not told:
                continue
            best = self._best(account, told)
            line = SentenceBuilder(about=self.incident.id).cite(statement.evidence for statement in told)
            if account.stance is Stance.ACCUSE and account.targets:
                line.plain("Against ")
                line.derived(" and ".join(map(self.side_name, account.targets)), "resolved_side", [best.id])
            elif _is_direct(best):
                line.plain("In the speaker's words")
            else:
                line.plain("As reported")
            yield account, line.plain(": “").quoted(shortened(_shown(best), LONGEST_CELL)).plain("”").build()

    def _words_of(self, line: SentenceBuilder, best: Statement) -> None:
        """Whose words they are, and whether they are the speaker's own or the outlet's rendering."""
        if best.speaker is not None and self.may_be_shown(best):
            line.plain(", in the words of " if _is_direct(best) else ", as reported from ")
            if best.speaker.text.lower() in PRONOUNS and best.speaker.name:
                line.derived(best.speaker.name, "resolved_speaker", [best.id])
            else:
                line.quoted(_named(best.document_id, best.speaker))
        elif best.stance is not Stance.OUTLET:
            line.plain(", in the speaker's words" if _is_direct(best) else ", as reported")
        line.plain(": “").quoted(_shown(best)).plain("”")

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
            for number, claim in enumerate(_distinct(claims)):
                line.plain(" – " if number == 0 else "; ")
                self._claim(line, claim)
            if group == "all":
                self._added_up(line, figure, claims)
            if figure.disputed:
                line.plain("; these figures exclude each other")
            yield line.plain(".").build()

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

    def _claim(self, line: SentenceBuilder, claim: CasualtyFigure) -> None:
        line.plain("“").quoted(claim.evidence).plain("” according to ")
        if claim.claimant is None:
            line.plain("a speaker who is not resolved")
        else:
            line.derived(self.side_name(claim.claimant), "resolved_side", [claim.evidence.document_id])

    def side_name(self, side: str) -> str:
        """The neutral name of a side."""
        if side == "MEDIA":
            return "the outlet"
        if side == "WIT":
            return "a witness"
        if side == "unknown":
            return "a speaker who is not resolved"
        known = self.situation.sides.get(side)
        return known.name if known else side

    def side_names(self, sides: Iterable[str]) -> str:
        return ", ".join(map(self.side_name, sides))

    def may_be_shown(self, statement: Statement) -> bool:
        """True for a speaker known to the pack or named by role only: private persons are not named."""
        speaker = statement.speaker
        if speaker is None or not speaker.text.strip():
            return False
        if speaker.text.lower() in PRONOUNS:
            return speaker.actor is not None and speaker.name is not None
        return speaker.actor is not None or not any(word[:1].isupper() for word in speaker.text.split()[1:])


def _ids(documents: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(document, "document_id", "")) for document in documents)


def _order(stance: Stance) -> int:
    return MAIN_STANCES.index(stance) if stance in MAIN_STANCES else len(MAIN_STANCES)


def _plainness(statement: Statement) -> tuple[bool, bool, int, str]:
    """A resolved speaker first, then direct speech, and the shortest."""
    words = len(_shown(statement).quote.split())
    resolved = statement.speaker is not None and statement.speaker.actor is not None
    return not resolved, not _is_direct(statement), words, statement.id


def _is_direct(statement: Statement) -> bool:
    return statement.kind is StatementKind.DIRECT_QUOTE


def _shown(statement: Statement) -> Evidence:
    """The content that a sentence shows, cut at a word where it is long.

    A content too short to be understood ("it", "the violation") is shown with its cue and speaker.
    """
    if not statement.quotes:
        return shortened(statement.evidence)
    longest = max(statement.quotes, key=lambda quote: (len(quote.quote), -quote.start))
    enough = len(longest.quote.split()) >= FEWEST_WORDS
    return shortened(longest if enough else statement.evidence)


def shortened(quote: Evidence, longest: int = LONGEST_QUOTE) -> Evidence:
    """A quotation without quotation marks at its ends, cut at a word where it is long; still exact."""
    start = quote.start + len(quote.quote) - len(quote.quote.lstrip("“\"'‘«„ \n"))
    kept = quote.quote[start - quote.start :].rstrip("”\"'’» \n,")
    if len(kept) > longest:
        kept = kept[:longest].rsplit(" ", 1)[0]
    return Evidence(document_id=quote.document_id, start=start, end=start + len(kept), quote=kept)


def _named(document_id: str, speaker: Speaker) -> Evidence:
    return Evidence(document_id=document_id, start=speaker.start, end=speaker.end, quote=speaker.text)


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return "unknown" if high is None else f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _distinct(claims: list[CasualtyFigure]) -> list[CasualtyFigure]:
    """One claim for each claimant and figure, as first told."""
    seen: dict[tuple[object, ...], CasualtyFigure] = {}
    for claim in claims:
        seen.setdefault((claim.claimant, claim.group, claim.low, claim.high, claim.side), claim)
    return list(seen.values())
