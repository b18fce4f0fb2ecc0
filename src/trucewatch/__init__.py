"""Ceasefire monitoring and verification from open sources and field reports.

The verbs of the flow and the records they speak; each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trucewatch.extraction.analysis import Analysis, analyse
    from trucewatch.extraction.events.mentions import find_mentions
    from trucewatch.extraction.models import Models, load_models
    from trucewatch.extraction.statements.finding import find_statements
    from trucewatch.intake.read import Origin, read_document
    from trucewatch.ledgers import keep_ledgers
    from trucewatch.linking import link_incidents, trace_lineage
    from trucewatch.records import (
        Assessment,
        Decision,
        Document,
        Dossier,
        Incident,
        Ledgers,
        Lineage,
        Mention,
        Report,
        Statement,
    )
    from trucewatch.reporting import write_situation_report
    from trucewatch.situation import Situation, load_situation
    from trucewatch.verification import assess_incident
    from trucewatch.workspace import Workspace

_HOMES = {
    "read_document": "trucewatch.intake.read",
    "Origin": "trucewatch.intake.read",
    "load_models": "trucewatch.extraction.models",
    "Models": "trucewatch.extraction.models",
    "load_situation": "trucewatch.situation",
    "Situation": "trucewatch.situation",
    "analyse": "trucewatch.extraction.analysis",
    "Analysis": "trucewatch.extraction.analysis",
    "find_statements": "trucewatch.extraction.statements.finding",
    "find_mentions": "trucewatch.extraction.events.mentions",
    "trace_lineage": "trucewatch.linking",
    "link_incidents": "trucewatch.linking",
    "assess_incident": "trucewatch.verification",
    "keep_ledgers": "trucewatch.ledgers",
    "write_situation_report": "trucewatch.reporting",
    "Workspace": "trucewatch.workspace",
    "Assessment": "trucewatch.records",
    "Decision": "trucewatch.records",
    "Document": "trucewatch.records",
    "Dossier": "trucewatch.records",
    "Incident": "trucewatch.records",
    "Ledgers": "trucewatch.records",
    "Lineage": "trucewatch.records",
    "Mention": "trucewatch.records",
    "Report": "trucewatch.records",
    "Statement": "trucewatch.records",
}

__all__ = [
    "read_document",
    "Origin",
    "load_models",
    "Models",
    "load_situation",
    "Situation",
    "analyse",
    "Analysis",
    "find_statements",
    "find_mentions",
    "trace_lineage",
    "link_incidents",
    "assess_incident",
    "keep_ledgers",
    "write_situation_report",
    "Workspace",
    "Assessment",
    "Decision",
    "Document",
    "Dossier",
    "Incident",
    "Ledgers",
    "Lineage",
    "Mention",
    "Report",
    "Statement",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
