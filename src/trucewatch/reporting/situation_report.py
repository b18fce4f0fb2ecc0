"""The situation report as data, in the sections of a UN/OCHA situation report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from trucewatch.records import (
    Approval,
    Decision,
    LedgerKind,
    Occurrence,
    Period,
    Report,
    Section,
    Sentence,
    Table,
    short_id,
)
from trucewatch.reporting.accounts import IncidentText
from trucewatch.reporting.commitments import commitments_section, outlook_section
from trucewatch.reporting.counting import NO_REPORT, SILENCE, patterns_section, silence_section
from trucewatch.reporting.movement import movement_section
from trucewatch.reporting.patterns import find_patterns, is_contested
from trucewatch.reporting.phrasing import LEDGER_TITLES, closeness, day_words, event_noun, words
from trucewatch.reporting.quotations import Quotations
from trucewatch.reporting.register import Register
from trucewatch.reporting.scorecard import scorecard_section
from trucewatch.reporting.sentences import SentenceBuilder, unsupported
from trucewatch.reporting.settings import ReportSettings
from trucewatch.reporting.silence import watched_areas
from trucewatch.situation import Situation

DECISIONS = "Decisions by people"
"""The title of the table of what persons decided."""
HIGHLIGHTS = 6
"""Incidents that open the report; the register holds them all."""


def write_situation_report(
    register: Register,
    situation: Situation,
    *,
    as_of: date | None = None,
    prepared: str = "Trucewatch (automatic draft)",
    settings: ReportSettings | None = None,
) -> Report:
    """A draft situation report in which every sentence cites; it stays a draft until a person approves it.

    Patterns and silence are told as of `as_of`, and not at all without it. A sentence whose citations do not
    hold all of its names and numbers is withheld, and the section on method says how many were.
    """
    settings = settings or ReportSettings()
    counted = tuple(_counted(register, situation, as_of, settings))
    texts = [IncidentText(d, register.assessments[d.incident.id], situation) for d in register.dossiers]
    sections = [
        _highlights(texts),
        _key_figures(register, texts, counted),
        _incidents(texts),
        _civilian_harm(texts),
        movement_section(register, situation),
        commitments_section(register, situation),
        scorecard_section(register, situation),
        *counted,
        _disputed(texts),
        outlook_section(register, as_of),
    ]
    checked, withheld = _checked(sections)
    checked.append(_method(register, withheld))
    return Report(
        title=f"Situation report: {situation.title}",
        period=_period(register),
        prepared=prepared,
        sections=tuple(checked),
    )


def approved(report: Report, approval: Approval) -> Report:
    """The report as a person approved it: no draft any more, and it does not say that it is one."""
    sections = [
        replace(section, sentences=tuple(s for s in section.sentences if s.text != _DRAFT))
        for section in report.sections
    ]
    return replace(report, approved=approval, sections=tuple(sections))


def _checked(sections: Iterable[Section]) -> tuple[list[Section], int]:
    kept, withheld = [], 0
    for section in sections:
        held = tuple(s for s in section.sentences if s.citations and not unsupported(s))
        withheld += len(section.sentences) - len(held)
        kept.append(Section(title=section.title, sentences=held, tables=section.tables))
    return kept, withheld


def _period(register: Register) -> Period:
    """From the first to the last day on which an incident or a publication falls."""
    days = [d.published.day for d in register.documents if d.published]
    for incident in register.incidents():
        if incident.when is not None:
            days += [incident.when.earliest, incident.when.latest]
    return Period(start=min(days, default=None), end=max(days, default=None))


def _highlights(texts: Sequence[IncidentText]) -> Section:
    return Section(title="Highlights", sentences=tuple(text.summary() for text in texts[:HIGHLIGHTS]))


def _key_figures(register: Register, texts: Sequence[IncidentText], counted: Sequence[Section]) -> Section:
    ids = [text.incident.id for text in texts]
    sentences = []
    if texts:
        firsts = [text.evidence[0] for text in texts if text.evidence]
        line = SentenceBuilder().cite(firsts).plain("The register holds ")
        line.derived(str(len(texts)), "count", ids).plain(" incident" if len(texts) == 1 else " incidents")
        contested = [t.incident.id for t in texts if is_contested(t.assessment)]
        line.plain("; whether it happened or who did it is disputed in ").derived(
            str(len(contested)), "count", contested
        )
        sentences.append(line.stop())
    if register.waiting:
        rows = [
            ("Documents kept", len(register.documents)),
            ("Not read yet, or to be read again", register.waiting),
        ]
    else:
        rows = [("Documents read", len(register.documents))]
    rows.append(("Set aside", len(register.quarantined)))
    rows.append(("Attributed statements", sum(s.stance != "outlet" for s in register.statements)))
    rows.append(("Incidents", len(texts)))
    occurrences = Counter(text.assessment.occurrence for text in texts)
    rows += [
        (f"Incidents: {words(status)}", occurrences[status]) for status in Occurrence if occurrences[status]
    ]
    rows += [
        (LEDGER_TITLES[kind], len(register.ledgers.of(kind)))
        for kind in LedgerKind
        if register.ledgers.of(kind)
    ]
    silent = [
        row for s in counted if s.title == SILENCE for t in s.tables for row in t.rows if row[-1] == NO_REPORT
    ]
    rows += [("Watched areas without a report", len(silent))] if silent else []
    table = Table(
        title="Key figures",
        columns=("Figure", "Count"),
        rows=tuple((name, str(value)) for name, value in rows),
    )
    return Section(title="Key figures", sentences=tuple(sentences), tables=(table,))


def _incidents(texts: Sequence[IncidentText]) -> Section:
    """Each incident's summary, then what each side says of it, then the figures."""
    sentences: list[Sentence] = []
    for text in texts:
        sentences.append(text.summary())
        sentences += [sentence for _, sentence in text.accounts()]
        sentences += list(text.figures())
    return Section(title="Incidents", sentences=tuple(sentences), tables=(violation_table(texts),))


def violation_table(texts: Sequence[IncidentText]) -> Table:
    """The register as a ceasefire-violation table; places and dates as resolved."""
    rows = []
    for number, text in enumerate(texts, 1):
        incident, assessed = text.incident, text.assessment
        rows.append(
            (
                str(number),
                short_id(incident.id),
                day_words(incident.when),
                f"{closeness(incident.where)}{incident.where.name}" if incident.where else "unknown",
                event_noun(incident.event_type, incident.sub_event_type),
                "; ".join(
                    f"{text.side_name(a.side)} → {text.side_names(a.targets) or '?'}"
                    for a in assessed.accused_by
                )
                or "–",
                text.side_names(assessed.denied_by) or "–",
                text.side_names(assessed.acknowledged_by) or "–",
                str(assessed.independent_origins),
                words(assessed.occurrence),
                words(assessed.attribution),
                words(assessed.breach),
            )
        )
    columns = (
        "No|Id|When|Where|Kind|Accused by|Denied by|Acknowledged by|Origins|Occurrence|Attribution|Breach"
    )
    return Table(
        title="Incident register",
        columns=tuple(columns.split("|")),
        rows=tuple(rows),
        records=tuple(text.incident.id for text in texts),
    )


def _civilian_harm(texts: Sequence[IncidentText]) -> Section:
    """What is claimed about civilians; an incident's other casualties stand with the incident."""
    sentences = tuple(sentence for text in texts for sentence in text.figures("civilian"))
    return Section(title="Civilian harm", sentences=sentences)


def _counted(
    register: Register, situation: Situation, as_of: date | None, settings: ReportSettings
) -> Iterator[Section]:
    """What recurs, and what nobody reported; both are told against a day."""
    if as_of is not None:
        yield patterns_section(find_patterns(register, situation, *settings.present_and_before(as_of)))
        yield silence_section(
            watched_areas(register, situation, as_of, settings.silence_days), Quotations(register.documents)
        )


def _disputed(texts: Sequence[IncidentText]) -> Section:
    """For each disputed incident, the accusing and denying accounts side by side."""
    sentences: list[Sentence] = []
    for text in texts:
        if is_contested(text.assessment):
            told = [
                s
                for account, s in text.accounts()
                if account.stance in ("accuse", "deny", "admit", "confirm")
            ]
            sentences += told
    return Section(title="Disputed accounts", sentences=tuple(sentences))


_DRAFT = "This is an automatic draft: no person has approved it."
_METHOD = (
    _DRAFT,
    "Statements are attributed to the speaker that the text names; what nobody is made to answer for is kept"
    " as the outlet's own voice and is given to no party.",
    "Corroborated means that accounts from separate sides, or from separate observers, say that something"
    " happened; it does not mean that it is true, nor who did it.",
    "Documents that copy each other, and organs of one side, count as one independent origin.",
    "Nothing here is verified, attributed or ruled a breach unless a named person has signed it off.",
    "Patterns count incidents, not reports; where the numbers are small, a difference may be chance.",
    "Where no report was read, nothing is known: it is not said that nothing happened.",
    "Implementation scores are proposals by rule on the scale of the Peace Accords Matrix; only a named person sets one.",
    "A date or a place that the text does not give is left unknown rather than guessed.",
    "Place names follow the gazetteer or the situation pack and imply no view on sovereignty.",
)


def _method(register: Register, withheld: int) -> Section:
    sentences = [Sentence(text=text, citations=()) for text in _METHOD]
    undated = sum(document.published is None for document in register.documents)
    if undated:
        text = f"{undated} of the {len(register.documents)} documents give no date of publication."
        sentences.append(Sentence(text=text, citations=()))
    if withheld:
        text = f"{withheld} sentences were withheld because their citations do not hold all that they say."
        sentences.append(Sentence(text=text, citations=()))
    rows = tuple((item.origin, item.says) for item in register.quarantined)
    tables = [Table(title="Set aside", columns=("Item", "Reason"), rows=rows)] if rows else []
    if register.decisions:
        tables.append(_decisions(register.decisions))
    return Section(title="Method and limits", sentences=tuple(sentences), tables=tuple(tables))


def _decisions(decisions: Sequence[Decision]) -> Table:
    """What persons said, who and why; a decision that was taken back stays with the one that takes it back."""
    taken_back = {decision.undoes for decision in decisions if decision.undoes}
    rows = tuple(
        (
            short_id(made.id),
            made.at.date().isoformat(),
            made.by,
            _decided(made) + (" (taken back)" if made.id in taken_back else ""),
            made.why,
        )
        for made in decisions
    )
    return Table(
        title=DECISIONS,
        columns=("Id", "On", "By", "What", "Why"),
        rows=rows,
        records=tuple(made.id for made in decisions),
    )


def _decided(made: Decision) -> str:
    if made.undoes:
        return f"takes back {short_id(made.undoes)}"
    parts = (made.kind.value, made.value or "", short_id(made.subject) if made.subject else "")
    return " ".join(words(part) for part in parts if part)
