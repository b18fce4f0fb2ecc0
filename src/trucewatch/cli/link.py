"""`trucewatch link`."""

from __future__ import annotations

from trucewatch.cli.frame import AsOf, Input, Output, Processes, SituationName, run_filter


def link(
    source: Input = "-",
    target: Output = "-",
    situation: SituationName = None,
    as_of: AsOf = None,
    processes: Processes = None,
) -> None:
    """Read documents (JSON lines) and write the incidents they tell of, most important first."""
    from trucewatch import streams
    from trucewatch.cli.context import a_day, setup_for

    setup, settings = setup_for(situation)
    day = a_day(as_of)
    run_filter(
        source,
        target,
        "incidents",
        lambda lines, reject: streams.link(lines, setup, reject, day, processes or settings.processes),
    )
