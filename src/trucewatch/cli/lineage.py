"""`trucewatch lineage`."""

from __future__ import annotations

from trucewatch.cli.frame import Input, Output, SituationName, run_filter


def lineage(source: Input = "-", target: Output = "-", situation: SituationName = None) -> None:
    """Read documents (JSON lines) and write the pairs of which one reprints the other, whole or in part."""
    from trucewatch import streams
    from trucewatch.cli.context import setup_for

    setup, _ = setup_for(situation)
    run_filter(source, target, "pairs", lambda lines, reject: streams.lineage(lines, setup, reject))
