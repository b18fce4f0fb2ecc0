"""The report as one self-contained page: no script, no outside request, every sentence opens its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.records import (
    Assessment,
    Document,
    Evidence,
    Report,
    Section,
    Sentence,
    Stance,
    short_id,
)
from trucewatch.reporting.accounts import IncidentText
from trucewatch.reporting.counting import PATTERNS
from trucewatch.reporting.drawing import OCCURRENCE_COLOURS, IncidentMap, incident_map, timeline_svg
from trucewatch.reporting.exports import with_headings
from trucewatch.reporting.multiples import LEGEND as PATTERN_LEGEND
from trucewatch.reporting.multiples import pattern_panels
from trucewatch.reporting.patterns import find_patterns, numbered_titles
from trucewatch.reporting.phrasing import STANCE_NOUNS, closeness, day_words, event_noun, words
from trucewatch.reporting.register import Register
from trucewatch.reporting.scorecard import TITLE as SCORECARD
from trucewatch.reporting.scoregrid import LEGEND as SCORE_LEGEND
from trucewatch.reporting.scoregrid import score_grids
from trucewatch.reporting.sentences import one_line, unsupported
from trucewatch.reporting.settings import ReportSettings
from trucewatch.situation import Situation

if TYPE_CHECKING:
    from jinja2 import Template

CONTEXT = 160
"""Characters of the document shown on either side of a quotation."""

UNSIDED = ("MEDIA", "WIT", "unknown")
"""Rows that come last: nobody's side."""

_LEGENDS = {PATTERNS: PATTERN_LEGEND, SCORECARD: SCORE_LEGEND}
MATRIX_STANCES = (Stance.ACCUSE, Stance.DENY, Stance.ADMIT, Stance.CONFIRM, Stance.ASSERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation as the page shows it, inside its surroundings."""

    before: str
    words: str
    after: str
    document: Document
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a sentence; `rule` is set where a rule derived it."""

    text: str
    rule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSentence:
    """A sentence cut at its derived marks, with its quotations in context."""

    id: str
    parts: tuple[Part, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One side's row of an incident's accounts matrix: a cell for each stance that anybody takes."""

    side: str
    cells: tuple[CitedSentence | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCard:
    """All that the page shows of one incident."""

    number: int
    id: str
    noun: str
    when: str
    where: str
    colour: str
    assessment: Assessment
    summary: CitedSentence
    stances: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    beside: tuple[CitedSentence, ...]
    """What sides say in stances that have no column: demands, apologies, promises, an outlet's own voice."""
    figures: tuple[CitedSentence, ...]
    unseen: str | None
    """Where nobody independent is known to have looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The incident of the sentences below, with the id of its card."""

    title: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section as the page shows it, with its drawings and what their colours mean."""

    section: Section
    sentences: tuple[tuple[CitedSentence, Heading | None], ...]
    """Each with the incident it begins to speak of, where several sentences speak of one."""
    drawings: tuple[str, ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()
    """Words, colour, and how the swatch is drawn: filled, outlined or contested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The context of `report.html.j2`; each field is what the template reads, nothing else is passed."""

    report: Report
    map: IncidentMap | None
    timeline: str | None
    undated: tuple[int, ...]
    """Numbers of the incidents whose day is not told: the timeline lacks them."""
    placeless: tuple[int, ...]
    """Numbers of the incidents whose place is not told: the map lacks them."""
    key_figures: tuple[tuple[str, str], ...]
    cards: tuple[IncidentCard, ...]
    sections: tuple[SectionView, ...]
    documents: tuple[Document, ...]
    legend: tuple[tuple[str, str], ...]


def render_html(
    report: Report,
    register: Register,
    situation: Situation,
    as_of: date | None = None,
    settings: ReportSettings | None = None,
) -> str:
    """The page for `report`; quotations are cut from the register's documents, patterns drawn as of `as_of`."""
    documents = {document.id: document for document in register.documents}
    pairs = [(d.incident, register.assessments[d.incident.id]) for d in register.dossiers]
    cards = tuple(
        _card(number, IncidentText(dossier, register.assessments[dossier.incident.id], situation), documents)
        for number, dossier in enumerate(register.dossiers, 1)
    )
    drawings = {SCORECARD: score_grids(register, situation)}
    if as_of is not None:
        present = (settings or ReportSettings()).present_and_before(as_of)
        drawings[PATTERNS] = pattern_panels(find_patterns(register, situation, *present))
    titles = numbered_titles(register)
    shown_elsewhere = {"Highlights", "Incidents", "Key figures"}
    page = ReportPage(
        report=report,
        map=incident_map(pairs),
        timeline=timeline_svg(pairs),
        undated=tuple(number for number, (i, _) in enumerate(pairs, 1) if i.when is None),
        placeless=tuple(number for number, (i, _) in enumerate(pairs, 1) if i.where is None),
        key_figures=_key_figures(report),
        cards=cards,
        sections=tuple(
            SectionView(
                section=section,
                sentences=tuple(_headed(section, documents, titles)),
                drawings=drawings.get(section.title, ()),
                legend=_LEGENDS.get(section.title, ()),
            )
            for section in report.sections
            if section.title not in shown_elsewhere and (section.sentences or section.tables)
        ),
        documents=register.documents,
        legend=tuple((words(status.value), colour) for status, colour in OCCURRENCE_COLOURS.items()),
    )
    return _template().render(page=page, short_id=short_id, words=words)


def _headed(
    section: Section, documents: Mapping[str, Document], titles: Mapping[str, str]
) -> Iterator[tuple[CitedSentence, Heading | None]]:
    for sentence, title in with_headings(section.sentences, titles):
        heading = Heading(title=title, card=short_id(sentence.about)) if title and sentence.about else None
        yield cite(sentence, documents), heading


def _key_figures(report: Report) -> tuple[tuple[str, str], ...]:
    tables = [
        table for section in report.sections if section.title == "Key figures" for table in section.tables
    ]
    return tuple((row[0], row[1]) for table in tables for row in table.rows)


def _card(number: int, text: IncidentText, documents: Mapping[str, Document]) -> IncidentCard:
    incident, assessment = text.incident, text.assessment
    cells = _cells(text, documents)
    taken = [stance for stance in MATRIX_STANCES if any(stance in row for row in cells.values())]
    return IncidentCard(
        number=number,
        id=short_id(incident.id),
        noun=event_noun(incident.event_type, incident.sub_event_type),
        when=day_words(incident.when),
        where=f"{closeness(incident.where)}{incident.where.name}" if incident.where else "place unknown",
        colour=OCCURRENCE_COLOURS[assessment.occurrence],
        assessment=assessment,
        summary=cite(text.summary(), documents),
        stances=tuple(STANCE_NOUNS[stance] for stance in taken),
        matrix=tuple(
            MatrixRow(side=_capital(text.side_name(side)), cells=tuple(row.get(stance) for stance in taken))
            for side, row in sorted(cells.items(), key=lambda item: (item[0] in UNSIDED, item[0]))
        ),
        beside=tuple(
            cite(sentence, documents)
            for account, sentence in text.accounts()
            if account.stance not in MATRIX_STANCES and not unsupported(sentence)
        ),
        figures=tuple(cite(sentence, documents) for sentence in text.figures()),
        unseen=_unseen(assessment),
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _unseen(assessment: Assessment) -> str | None:
    rules = {reason.rule for reason in assessment.reasons}
    if rules & {"C1", "C3"}:
        return "no independent observer"
    return "restricted" if rules & {"C2", "C4"} else None


def _cells(text: IncidentText, documents: Mapping[str, Document]) -> dict[str, dict[Stance, CitedSentence]]:
    """Side → stance → what the matrix shows there."""
    cells: dict[str, dict[Stance, CitedSentence]] = {}
    for account, sentence in text.cells():
        if account.stance in MATRIX_STANCES and not unsupported(sentence):
            cells.setdefault(account.side, {})[account.stance] = cite(sentence, documents)
    return cells


def cite(sentence: Sentence, documents: Mapping[str, Document]) -> CitedSentence:
    """A sentence ready to show: its parts, and its quotations in their surroundings."""
    return CitedSentence(
        id=sentence.id,
        parts=tuple(_parts(sentence)),
        quotes=tuple(
            in_context(quotation, documents[quotation.document_id]) for quotation in sentence.citations
        ),
    )


def _parts(sentence: Sentence) -> Iterable[Part]:
    at = 0
    for mark in sorted(sentence.derived, key=lambda m: m.start):
        if mark.start > at:
            yield Part(text=sentence.text[at : mark.start], rule=None)
        yield Part(text=mark.value, rule=words(mark.rule))
        at = mark.end
    if at < len(sentence.text):
        yield Part(text=sentence.text[at:], rule=None)


def in_context(quotation: Evidence, document: Document) -> Quote:
    """A quotation with up to `CONTEXT` characters of its document on either side, furniture left out."""
    start, end = quotation.start, quotation.end
    news_from = max((span.end for span in document.furniture if span.end <= start), default=0)
    news_to = min(
        (span.start for span in document.furniture if span.start >= end), default=len(document.text)
    )
    first, last = max(news_from, start - CONTEXT), min(news_to, end + CONTEXT)
    return Quote(
        before=("… " if first > news_from else "") + one_line(document.text[first:start]) + " ",
        words=one_line(quotation.quote),
        after=" " + one_line(document.text[end:last]) + (" …" if last < news_to else ""),
        document=document,
        start=start,
        end=end,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("trucewatch.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
