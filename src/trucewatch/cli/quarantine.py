"""`trucewatch quarantine`."""

from __future__ import annotations

from trucewatch.cli.frame import WorkspaceFolder, say, write_lines


def quarantine(workspace: WorkspaceFolder = None) -> None:
    """List what could not be read, with the reasons; it is tried again by the next run that comes upon it."""
    from trucewatch.cli.context import workspace_for

    with workspace_for(workspace) as here:
        items = here.quarantine()
    if not items:
        say("nothing is set aside: all that was collected could be read")
    write_lines([f"{item.code}\t{item.origin}\t{item.says}" for item in items], "-")
