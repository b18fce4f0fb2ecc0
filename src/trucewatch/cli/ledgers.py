"""`trucewatch ledgers`."""

from __future__ import annotations

from trucewatch.cli.frame import AsOf, Input, Output, Processes, SituationName, run_filter


def ledgers(
    source: Input = "-",
    target: Output = "-",
    situation: SituationName = None,
    as_of: AsOf = None,
    processes: Processes = None,
) -> None:
    """Read documents (JSON lines) and write the promises, demands, notices, access and pledges in them."""
    from trucewatch import streams
    from trucewatch.cli.context import a_day, setup_for

    setup, settings = setup_for(situation)
    day = a_day(as_of)
    run_filter(
        source,
        target,
        "entries",
        lambda lines, reject: streams.ledgers(lines, setup, reject, day, processes or settings.processes),
    )
