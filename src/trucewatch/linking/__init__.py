"""Mentions and decisions into incidents; documents into lineage (who copied whom)."""

from trucewatch.linking.decisions import evidence_key
from trucewatch.linking.incidents import redirects
from trucewatch.linking.lineage import trace_lineage
from trucewatch.linking.linker import IncidentLinker, link_incidents
from trucewatch.linking.settings import LinkingSettings

__all__ = [
    "IncidentLinker",
    "LinkingSettings",
    "evidence_key",
    "link_incidents",
    "redirects",
    "trace_lineage",
]
