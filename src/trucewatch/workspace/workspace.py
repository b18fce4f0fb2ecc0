"""The only place where stages meet the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from trucewatch.intake.formats import Limits
from trucewatch.records import (
    Conflict,
    Decision,
    DecisionKind,
    Dossier,
    NotFound,
    Quarantined,
    Report,
    RunStopped,
    Stance,
)
from trucewatch.store import Derived
from trucewatch.store.files import sweep
from trucewatch.store.sql import SqlStore
from trucewatch.streams import Setup
from trucewatch.streams.dossiers import Corpus, Linked
from trucewatch.streams.stages import assess, keep, latest_publication
from trucewatch.workspace.collecting import Collected, Collection
from trucewatch.workspace.deciding import (
    APPROVED,
    Judgement,
    approval_of,
    check_judgement,
    draft_id,
    evidence_of,
    orphaned,
    redirects,
    with_id,
)
from trucewatch.workspace.explaining import Explainer, Explanation
from trucewatch.workspace.extracting import read_waiting
from trucewatch.workspace.locking import one_writer
from trucewatch.workspace.settings import Settings, load_settings
from trucewatch.workspace.summary import Progress, Summary, is_disputed, silent
from trucewatch.workspace.versions import extractor_version

if TYPE_CHECKING:
    from trucewatch.reporting import Register, ReportSettings, RowBasis
    from trucewatch.situation import Situation
    from trucewatch.workspace.relinking import Relinking

REPORTS = ("situation",)


class Workspace:
    """A folder, a situation and the settings; each method is one step of the flow and can be run again."""

    def __init__(
        self,
        folder: Path | str,
        situation: str | Path | None = None,
        settings: Settings | None = None,
        *,
        existing: bool = False,
        period_days: int | None = None,
    ) -> None:
        self.folder = Path(folder)
        self.settings = settings or load_settings()
        if self.folder.exists() and not self.folder.is_dir():
            raise RunStopped(f"{self.folder} is a file; a workspace is a folder of its own")
        if existing and not (self.folder / "trucewatch.db").is_file():
            raise NotFound(f"there is no workspace in {self.folder}; `trucewatch run` makes one")
        self.store = SqlStore.in_folder(self.folder)
        self._named = _pack_name(situation) if situation is not None else None
        self._known: Corpus | None = None
        self._period_days = period_days

    @cached_property
    def setup(self) -> Setup:
        """How documents are read here; a situation given once is kept until another is given."""
        name = self._named or self.store.remembered("situation") or self.settings.situation
        return Setup(
            situation=name, user_folder=self.settings.user_situations, pipeline=self.settings.pipeline
        )

    @cached_property
    def situation(self) -> Situation:
        return self.setup.load_situation()

    @cached_property
    def _relinking(self) -> Relinking:
        from trucewatch.workspace.relinking import Relinking

        return Relinking(self.situation)

    def run(
        self,
        targets: Sequence[str],
        as_of: date | None = None,
        now: datetime | None = None,
        progress: Progress = silent,
    ) -> Summary:
        """All steps, from files to the written report."""
        began = monotonic()
        with one_writer(self.folder):
            self.store.tidy()
            sweep(self.folder / "report")
            self._remember_situation()
            collected = self.collect(targets, now, progress)
            read = self.extract(now, progress)
            self.link(progress)
            derived = self.assess(as_of, progress)
            progress("writing the report", 0, None)
            self.store.remember("run_as_of", as_of.isoformat() if as_of else "")
            page = self.write_report(self.report(as_of, now), as_of)
        return Summary(
            collected=collected,
            documents=len(self._corpus().documents),
            read=read,
            undated=sum(document.published is None for document in self._corpus().documents),
            set_aside=self.quarantine(),
            statements=sum(s.stance is not Stance.OUTLET for s in self._corpus().statements),
            incidents=dict(Counter(a.occurrence.value for a in derived.assessments)),
            disputed=sum(is_disputed(assessment) for assessment in derived.assessments),
            ledgers=dict(Counter(entry.ledger.value for entry in derived.ledgers.entries)),
            seconds=monotonic() - began,
            page=page,
        )

    def collect(
        self, targets: Sequence[str], now: datetime | None = None, progress: Progress = silent
    ) -> Collected:
        """Keep every document under `targets` that is not here yet; set aside what cannot be read."""
        limits = Limits(
            file_size=self.settings.max_file_bytes,
            unpacked_size=self.settings.max_unpacked_bytes,
            unpacked_ratio=self.settings.max_unpacked_ratio,
        )
        collection = Collection(self.store, limits, now or datetime.now(UTC))
        for files in collection.run(targets):
            progress("collecting", files, None)
        self._known = None
        return collection.result()

    def extract(self, now: datetime | None = None, progress: Progress = silent) -> int:
        """Read the documents that this extractor has not read yet; returns how many."""
        read = read_waiting(
            self.store, self.setup, self.settings.processes, now or datetime.now(UTC), progress
        )
        if read:
            self._known = None
        return read

    def waiting(self) -> int:
        """How many documents are kept and not read yet, or not as they would be read now."""
        return len(self.store.unread(extractor_version(self.setup)))

    def link(self, progress: Progress = silent) -> Linked:
        """Lineage and incidents of everything read and decided; they are assessed by `assess`.

        What this workspace linked before, while it was open, is linked anew only where something came, went or
        was decided.
        """
        progress("linking", 0, None)
        before = self.store.derived().incidents
        linked = self._relinking.link(self._corpus(), self.store.decisions())
        self.store.replace_derived(
            Derived(
                lineage=linked.lineage,
                incidents=linked.incidents,
                redirects=redirects(before, linked.incidents),
            )
        )
        return linked

    def assess(self, as_of: date | None = None, progress: Progress = silent) -> Derived:
        """Assess each incident and keep the ledgers anew; `as_of` is the newest publication's day by default.

        Returns everything that is derived now.
        """
        progress("assessing", 0, None)
        corpus, kept = self._corpus(), self.store.derived()
        linked = Linked(lineage=kept.lineage, incidents=kept.incidents)
        clock = self._clock(as_of)
        ledgers = keep(corpus, linked, self.situation, clock)
        derived = Derived(
            lineage=linked.lineage,
            incidents=linked.incidents,
            assessments=assess(corpus, linked, self.situation, self.store.decisions(), clock, ledgers),
            ledgers=ledgers,
        )
        self.store.replace_derived(derived)
        return derived

    def decide(
        self,
        judgement: Judgement | DecisionKind,
        about: Sequence[str],
        *,
        by: str,
        why: str,
        now: datetime | None = None,
    ) -> Decision:
        """Append a named person's judgement on incidents or mentions, given by ids or beginnings of ids.

        Raises `Conflict` or `NotFound` for what cannot be judged so; see `Judgement`.
        """
        said = Judgement(kind=judgement) if isinstance(judgement, DecisionKind) else judgement
        keys = tuple(evidence_of(self.store, given) for given in about)
        if len(set(keys)) != len(keys):
            raise Conflict(
                "the ids lead to the same passage, so they are one incident already: name two different ones, or take back "
                "what made them one (`trucewatch decide list`, `trucewatch decide undo`)"
            )
        if said.scores and said.as_of is None:
            said = replace(said, as_of=self._clock(None))
        check_judgement(said, self.situation, (self._dossier_of(given) for given in about))
        return self._append(
            Decision(
                id="",
                kind=said.kind,
                about=keys,
                value=said.value,
                subject=said.subject,
                as_of=said.as_of,
                by=by,
                why=why,
                at=now or datetime.now(UTC),
            )
        )

    def _dossier_of(self, given: str) -> Dossier:
        """The dossier of the incident that an id, or the id of one of its mentions, begins so."""
        wanted = {one for _, one in self.store.find_ids(given.lower())}
        wanted |= {self.store.current_incident(one) for one in wanted}
        for dossier in self.register().dossiers:
            if wanted & {dossier.incident.id, *dossier.incident.mention_ids}:
                return dossier
        raise NotFound(f"no incident has an id that begins with {given}")

    def undo(self, decision_id: str, *, by: str, why: str, now: datetime | None = None) -> Decision:
        """Append a decision that takes an earlier one back; both stay on record."""
        given = decision_id.strip().lower()
        found = [d for d in self.store.decisions() if given and d.id.startswith(given)]
        if not found:
            raise NotFound(
                f"no decision has an id that begins with {decision_id!r}; `trucewatch decide list` lists them"
            )
        if len(found) > 1:
            raise Conflict(f"{len(found)} decisions have ids that begin with {decision_id}; give more of it")
        at = now or datetime.now(UTC)
        return self._append(replace(found[0], by=by, why=why, at=at, undoes=found[0].id))

    def rebuild(self, as_of: date | None = None) -> Path:
        """Link, assess and report again, after a decision; returns the page to open."""
        with one_writer(self.folder):
            self.link()
            day = as_of or self._day_of_the_page()
            self.assess(day)
            return self.write_report(self.report(day), day)

    def approve(self, *, by: str, why: str, now: datetime | None = None) -> Decision:
        """Append a named person's approval of the situation report as it stands; a later change makes it a draft
        again."""
        draft = draft_id("situation", self._draft(self._day_of_the_page()))
        said = Judgement(kind=DecisionKind.SIGN_OFF, value=APPROVED, subject=draft)
        return self.decide(said, (), by=by, why=why, now=now)

    def orphaned_decisions(self) -> tuple[Decision, ...]:
        """Decisions that match nothing which is read now: kept and listed, never dropped."""
        return orphaned(self.store, self.situation)

    def _append(self, said: Decision) -> Decision:
        decision = with_id(said)
        with one_writer(self.folder):
            self.store.decide(decision)
        return decision

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, oldest first."""
        return self.store.decisions()

    def report(
        self, as_of: date | None = None, now: datetime | None = None, kind: str = "situation"
    ) -> Report:
        """A report on what is in the workspace now; it is kept. Raises `NotFound` for a kind there is not."""
        from trucewatch.reporting import approved

        if kind not in REPORTS:
            raise NotFound(f"no report of the kind {kind!r}; there is {', '.join(REPORTS)}")
        clock = self._clock(as_of)
        report = self._draft(clock)
        approval = approval_of(draft_id(kind, report), self.store.decisions())
        if approval is not None:
            report = approved(report, approval)
        self.store.keep_report(kind, report, now or datetime.now(UTC))
        if clock is not None:
            self.store.remember("report_as_of", clock.isoformat())
        return report

    def _draft(self, clock: date | None) -> Report:
        from trucewatch.reporting import write_situation_report

        settings = self.report_settings()
        return write_situation_report(self.register(clock), self.situation, as_of=clock, settings=settings)

    def _clock(self, as_of: date | None) -> date | None:
        """The day that is given; else the newest publication's."""
        return as_of or latest_publication(self._corpus().documents)

    def _day_of_the_page(self) -> date | None:
        """The day that the last run was given; the newest publication's where it was given none."""
        return self._remembered_day("run_as_of")

    def _remembered_day(self, name: str) -> date | None:
        told = self.store.remembered(name)
        return self._clock(date.fromisoformat(told) if told else None)

    def report_settings(self) -> ReportSettings:
        """What reports count over: the days given now, else those that this workspace was given, else the settings',
        else the pack's."""
        from trucewatch.reporting import ReportSettings

        remembered = self.store.remembered("period_days")
        return ReportSettings(
            period_days=self._period_days
            or int(remembered or 0)
            or self.settings.period_days
            or self.situation.period_days
            or ReportSettings().period_days,
            silence_days=self.settings.silence_days,
            scorecard_periods=self.settings.scorecard_periods,
        )

    def register(self, as_of: date | None = None) -> Register:
        """Everything that a report is written from, with scores up to `as_of` (the newest publication's day).

        Raises `Conflict` when an assessment is missing.
        """
        from trucewatch.workspace.registering import make_register

        clock = self._clock(as_of)
        periods = self.report_settings().periods(clock) if clock else ()
        register = make_register(self.store, self._corpus(), self.situation, periods)
        return replace(register, waiting=self.waiting())

    def render(self, report: Report, form: str, as_of: date | None = None) -> str:
        """The report in one format: `html`, `md` or `json`."""
        from trucewatch import reporting

        if form == "html":
            clock = self._clock(as_of)
            return reporting.render_html(
                report, self.register(clock), self.situation, clock, self.report_settings()
            )
        if form == "md":
            return reporting.render_markdown(report, self.register())
        return reporting.render_json(report)

    def write_report(self, report: Report, as_of: date | None = None) -> Path:
        """Write the report and the register in every format; returns the page to open."""
        from trucewatch.workspace.pages import write_pages

        page = self.render(report, "html", as_of)
        return write_pages(self.folder / "report", page, report, self.register(as_of), self.situation)

    def explain(self, given: str) -> Explanation:
        """What the record whose id begins with `given` rests on, down to the archived bytes."""
        return Explainer(self.store, self.store.latest_report("situation"), self._rows).explain(given)

    def _rows(self) -> Iterator[RowBasis]:
        """What stands behind the rows of the last report's tables, as of the day that it was told for."""
        from trucewatch.reporting import behind_rows

        clock = self._remembered_day("report_as_of")
        yield from behind_rows(self.register(clock), self.situation, clock, self.report_settings())

    def quarantine(self) -> tuple[Quarantined, ...]:
        """What could not be read, with the reasons."""
        return self.store.quarantine()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    def _corpus(self) -> Corpus:
        """All that was read, loaded once for the steps that follow one another."""
        if self._known is None:
            self._known = Corpus(
                documents=tuple(self.store.documents()),
                statements=tuple(self.store.statements()),
                mentions=tuple(self.store.mentions()),
            )
        return self._known

    def _remember_situation(self) -> None:
        if self._named is not None:
            self.situation  # noqa: B018 - a pack that does not load is not remembered
            self.store.remember("situation", self._named)
        if self._period_days is not None:
            self.store.remember("period_days", str(self._period_days))


def _pack_name(situation: str | Path) -> str:
    """A folder is remembered by its whole path, because the next command may be given elsewhere."""
    path = Path(situation)
    return str(path.resolve()) if path.is_dir() else str(situation)
