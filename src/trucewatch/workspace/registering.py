"""What a report is written from: the register of everything that is kept and derived."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.records import Conflict, Period
from trucewatch.reporting import Register
from trucewatch.situation import Situation
from trucewatch.store import Store
from trucewatch.streams.dossiers import Corpus, Linked, dossiers_of
from trucewatch.streams.stages import open_and_closed
from trucewatch.verification import Known, score_provisions


def make_register(store: Store, corpus: Corpus, situation: Situation, periods: Sequence[Period]) -> Register:
    """The register, with a score for each provision and period. Raises `Conflict` when an assessment is missing."""
    kept, decisions = store.derived(), store.decisions()
    assessments = {assessment.incident_id: assessment for assessment in kept.assessments}
    if any(incident.id not in assessments for incident in kept.incidents):
        raise Conflict("a run was interrupted before its incidents were assessed; `trucewatch run` ends it")
    linked = Linked(lineage=kept.lineage, incidents=kept.incidents)
    access = open_and_closed(corpus, linked, situation, kept.ledgers)
    known = Known(
        incidents=kept.incidents,
        assessments=assessments,
        ledgers=kept.ledgers,
        access=access,
        decisions=decisions,
    )
    return Register(
        dossiers=dossiers_of(linked, corpus, decisions, situation, access),
        assessments=assessments,
        documents=corpus.documents,
        statements=corpus.statements,
        ledgers=kept.ledgers,
        lineage=kept.lineage,
        access=access,
        scores=score_provisions(situation, periods, known),
        decisions=decisions,
        quarantined=store.quarantine(),
    )
