"""Statements of a document: who said what, and what the speaker does with it; the rest is the outlet's own voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from trucewatch.extraction.attribution.attributions import Attribution, Form
from trucewatch.extraction.attribution.borders import trimmed
from trucewatch.extraction.attribution.finding import attributions_of
from trucewatch.extraction.attribution.headings import headline_sentences
from trucewatch.extraction.attribution.plain_speech import Candidate
from trucewatch.extraction.attribution.quotation import Quotations
from trucewatch.extraction.cues import word_list
from trucewatch.extraction.statements.floor import Floor
from trucewatch.extraction.statements.guard import Guard, Heard
from trucewatch.extraction.statements.judgements import says
from trucewatch.extraction.statements.matter_network import load_matter_network
from trucewatch.extraction.statements.matters import with_matters
from trucewatch.extraction.statements.parts import Reading
from trucewatch.extraction.statements.plain_choice import clauses_of_parties, is_said
from trucewatch.extraction.statements.pronouns import PRONOUNS
from trucewatch.extraction.statements.recording import Recorder
from trucewatch.extraction.statements.side_choice import SideChoice, Weighed, load_side_choice
from trucewatch.extraction.statements.speakers import Speakers
from trucewatch.extraction.statements.stance import StanceReader
from trucewatch.extraction.statements.voices import Voice
from trucewatch.records import Span, Speaker, Stance, Statement

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens

    from trucewatch.extraction.analysis import Analysis
    from trucewatch.situation import Situation

LONGEST_CONTENT = 4000
"""Characters that a content may reach back; only for not looking through a whole document at each sentence."""


def find_statements(analysis: Analysis, situation: Situation) -> tuple[Statement, ...]:
    """Every attributed statement, and a statement of stance `outlet` for each sentence that nobody is made to answer for."""
    statements = _Reader(analysis, situation, load_side_choice()).read()
    return with_matters(statements, analysis, load_matter_network())


def weigh_speakers(
    analysis: Analysis, situation: Situation, choice: SideChoice
) -> tuple[tuple[Statement, ...], tuple[Weighed, ...]]:
    """As `find_statements` with another choice of sides, and what it had to choose from: for training and tests."""
    reader = _Reader(analysis, situation, choice)
    return reader.read(), reader.weighed


def weigh_voice(analysis: Analysis, situation: Situation) -> Voice:
    """In whose voice a document may be, and why: for training and tests."""
    return _Reader(analysis, situation, load_side_choice()).voice


def weigh_plain_clauses(analysis: Analysis, situation: Situation) -> list[tuple[Candidate, Speaker]]:
    """The clauses that may be a named party's own words though no cue says so: for training and tests."""
    reader = _Reader(analysis, situation, load_side_choice())
    reader.read()
    return reader.plain


class _Reader:
    def __init__(self, analysis: Analysis, situation: Situation, choice: SideChoice) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._situation = situation
        headlines, quotations = headline_sentences(analysis), Quotations(self._text)
        self._found = attributions_of(analysis, situation, headlines, quotations)
        floor = Floor(analysis, self._found, quotations)
        self._speakers = Speakers(analysis, situation, floor, choice)
        self._stances = StanceReader(analysis, self._speakers, situation)
        self._guard = Guard(analysis, situation, floor, self._speakers, self._stances)
        self._recorder = Recorder(analysis.document, situation, headlines, quotations)
        self._told: tuple[Statement, ...] = ()
        self.plain: list[tuple[Candidate, Speaker]] = []

    @property
    def voice(self) -> Voice:
        return self._speakers.voice

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """What spoke for whom, of each speaker so far whose own words did not tell."""
        return tuple(self._speakers.likeliest.weighed)

    def read(self) -> tuple[Statement, ...]:
        statements: list[Statement] = []
        told: list[tuple[Attribution, Speaker | None]] = []
        for attribution in self._found:
            chain = self._chain(attribution, told)
            outer = chain[-1] if chain else None
            speaker = self._speakers.resolve(attribution, outer)
            if speaker is not None and outer is not None and outer.span.contains(speaker.span):
                speaker = outer  # a piece of the outer speaker's own words
            is_worth = not self._is_aim(attribution, speaker) and (
                not attribution.alone or self._is_worth(attribution, speaker)
            )
            heard = self._guard.read(attribution, speaker) if is_worth else Heard(speaker, [])
            self._hear(attribution, heard, outer)
            if not is_worth:
                continue
            told.append((attribution, heard.speaker))
            statements += self._statements(attribution, heard, _without(chain, heard.speaker))
        self._told = tuple(statements)
        attributions = [attribution for attribution, _ in told]
        for attribution, heard in self._plainly_said(attributions):
            statements += self._statements(attribution, heard, ())
            attributions.append(attribution)
        statements += self._own_voice(attributions)
        return tuple(sorted(_distinct(statements), key=_position))

    def _plainly_said(self, told: Sequence[Attribution]) -> list[tuple[Attribution, Heard]]:
        """What parties say in a newsroom's text without a word that says so: "Kyiv: no shell was ours"."""
        self.plain += clauses_of_parties(self._analysis, told, self._situation, self._speakers)
        said = [c.as_attribution() for c, speaker in self.plain if is_said(c, speaker, self._analysis)]
        return [(a, self._guard.read(a, self._speakers.resolve(a, None))) for a in said]

    def _hear(self, attribution: Attribution, heard: Heard, outer: Speaker | None) -> None:
        if heard.speaker is None or attribution.form is Form.CREDIT:
            return
        accused = [t for r in heard.readings if r.stance is Stance.ACCUSE for t in r.targets]
        is_told = outer is not None and outer.side != "MEDIA"
        self._speakers.heard(attribution, heard.speaker, told=is_told, accused=tuple(accused))

    def _is_worth(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """Whether a find of the syntax alone is kept: it does more than assert, or a known side is the speaker."""
        if speaker is None or speaker.side is not None or attribution.form is Form.HEADING:
            return True
        is_pronoun = speaker.text.lower() in PRONOUNS
        return (
            attribution.stance is not Stance.ASSERT and not is_pronoun and attribution.form is not Form.NOUN
        )

    def _is_aim(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """ "Each side seeks", "leaders weigh", "the community's attention": nobody has said anything."""
        head = attribution.cue_head
        is_plain = attribution.stance is Stance.ASSERT and attribution.form is not Form.PASSIVE
        if not is_plain or head is None or speaker is None or speaker.text.lower() in PRONOUNS:
            return False
        is_aim = self._analysis.doc[head].lemma_.lower() in word_list("aims")
        is_anybody = (
            speaker.text.islower() and " " not in speaker.text
        )  # "leaders", whoever is taken for theirs
        return is_aim and (speaker.side is None or is_anybody)

    def _chain(
        self, inner: Attribution, told: list[tuple[Attribution, Speaker | None]]
    ) -> tuple[Speaker, ...]:
        """The speakers whose content this cue stands in, outermost first."""
        cue = inner.cue or inner.source
        if cue is None or inner.form is Form.CREDIT:
            return ()
        around = []
        for other, speaker in told[-40:]:
            if speaker is None or other.form in (Form.CREDIT, Form.OWN):
                continue
            if any(span.contains(cue) and len(span) > len(cue) for span in other.content):
                around.append((sum(len(s) for s in other.content), speaker))
        chain = [speaker for _, speaker in sorted(around, key=lambda pair: -pair[0])]
        if inner.relayed_by is not None:
            relayer = self._speakers.resolve_phrase(self._analysis.doc[inner.relayed_by])
            if all(relayer.start != s.start for s in chain):
                chain.append(relayer)
        return tuple(chain)

    def _statements(
        self, attribution: Attribution, heard: Heard, chain: tuple[Speaker, ...]
    ) -> list[Statement]:
        """One statement, or one for each part of the content that accuses, denies or admits apart from the rest."""
        return [
            self._statement(attribution, part, heard.speaker, chain)
            for part in heard.readings
            if any(_has_word(span.of(self._text)) for span in part.spans)
        ]

    def _statement(
        self,
        attribution: Attribution,
        part: Reading,
        speaker: Speaker | None,
        chain: tuple[Speaker, ...] = (),
    ) -> Statement:
        shown = replace(attribution, content=trimmed(part.spans, self._analysis.doc))
        return self._recorder.statement(shown, part, speaker, chain)

    # --- what nobody is made to answer for ------------------------------------------------------------------------

    def _own_voice(self, attributions: Sequence[Attribution]) -> list[Statement]:
        """Sentences with a main clause that no statement covers: the outlet's, or the publishing party's own."""
        covered = sorted(span for a in attributions if a.form is not Form.CREDIT for span in a.spans)
        credits = [a.cue for a in attributions if a.form is Form.CREDIT and a.cue]
        found: list[Statement] = []
        at = 0
        for sentence in self._analysis.sentences():
            span = _trimmed(self._text, sentence.start_char, sentence.end_char)
            while at < len(covered) and covered[at].end + LONGEST_CONTENT <= span.start:
                at += 1
            near = list(takewhile(lambda c, end=span.end: c.start < end, covered[at:]))  # type: ignore[misc]
            is_credit = any(span.contains(credit) for credit in credits) and len(span) < 400
            if is_credit or not len(span) or self._is_covered(sentence, span, near):
                continue
            if not _has_word(self._analysis.reading[span.start : span.end]):
                continue
            found += self._taken_further(span) or self._voice(span)
        return found

    def _taken_further(self, span: Span) -> list[Statement]:
        """ "Reports of a breach were untrue as well": a rejection right after a denial is still the denier's."""
        if not says("false", span.of(self._text).lower()):
            return []
        paragraph = self._text.rfind("\n", 0, span.start) + 1
        before = [s for s in self._told if paragraph <= s.evidence.start < span.start and not s.chain]
        last = max(before, key=lambda s: s.evidence.end, default=None)
        if last is None or last.speaker is None or last.speaker.side is None:
            return []
        own = [s for s in before if s.speaker is not None and s.speaker.side == last.speaker.side]
        if all(s.stance is not Stance.DENY for s in own):
            return []
        attribution = Attribution(source=None, cue=None, content=(span,), form=Form.OWN)
        denied = Reading((span,), Stance.DENY, last.target)
        return [self._recorder.statement(attribution, denied, last.speaker, ())]

    def _is_covered(self, sentence: Tokens, span: Span, covered: Sequence[Span]) -> bool:
        if not covered:
            return False
        heads = [sentence.root, *(t for t in sentence.root.conjuncts if t.pos_ in ("VERB", "AUX"))]
        return all(any(c.start <= head.idx < c.end for c in covered) for head in heads) or any(
            c.contains(span) for c in covered
        )

    def _voice(self, span: Span) -> list[Statement]:
        """A sentence in the outlet's own voice; in a party's own publication, that party speaks."""
        attribution = Attribution(source=None, cue=None, content=(span,), form=Form.OWN)
        party = self._speakers.publisher
        if party is None:
            read = [Reading((span,), Stance.OUTLET, ())]
        elif span.contains(party.span) and len(party.span):
            return []  # the line that says whose statement it is
        else:
            read = self._stances.read(attribution, party)
        return [self._statement(attribution, part, party) for part in read]


def _position(statement: Statement) -> tuple[int, int, str]:
    return statement.evidence.start, -statement.evidence.end, statement.id


def _distinct(statements: list[Statement]) -> list[Statement]:
    return list({statement.id: statement for statement in statements}.values())


def _without(chain: tuple[Speaker, ...], speaker: Speaker | None) -> tuple[Speaker, ...]:
    """The chain without the speaker's own outer words ("he said that he hoped …")."""
    if speaker is None:
        return chain
    me = {speaker.text, speaker.name} - {None}
    return tuple(s for s in chain if not ({s.text, s.name} - {None}) & me)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end)


def _has_word(text: str) -> bool:
    return any(character.isalpha() for character in text)
