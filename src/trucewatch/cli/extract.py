"""`trucewatch extract`."""

from __future__ import annotations

from trucewatch.cli.frame import Input, Output, Processes, SituationName, run_filter


def extract(
    source: Input = "-", target: Output = "-", situation: SituationName = None, processes: Processes = None
) -> None:
    """Read documents (JSON lines) and write what each of them says: statements, mentions, places, times."""
    from trucewatch import streams
    from trucewatch.cli.context import setup_for

    setup, settings = setup_for(situation)
    run_filter(
        source,
        target,
        "documents read",
        lambda lines, reject: streams.extract(lines, setup, reject, processes or settings.processes),
    )
