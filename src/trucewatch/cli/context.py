"""From a command's options to what the stages and the workspace take."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from trucewatch.records import Problem, SettingsInvalid
from trucewatch.streams import Setup
from trucewatch.workspace import Settings, Workspace, load_settings


def settings_here() -> Settings:
    """The settings of the environment; a command may use two processes where nobody said how many."""
    settings = load_settings()
    if "processes" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"processes": min(2, os.cpu_count() or 1)})


def setup_for(situation: str | None) -> tuple[Setup, Settings]:
    """The reading set-up for a situation named on the command line, checked to exist, and the settings."""
    settings = settings_here()
    setup = Setup(
        situation=situation or settings.situation,
        user_folder=settings.user_situations,
        pipeline=settings.pipeline,
    )
    setup.load_situation()
    return setup, settings


def workspace_for(
    folder: Path | None, situation: str | None = None, *, existing: bool = True, days: int | None = None
) -> Workspace:
    """The workspace in `folder`; with `existing`, one that is not there is not made."""
    settings = settings_here()
    where = folder or settings.workspace
    return Workspace(where, situation, settings, existing=existing, period_days=days)


def a_day(given: str | None, option: str = "--as-of") -> date | None:
    """The day that an option names. Raises `SettingsInvalid` when it names none."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        problem = Problem(file=option, line=None, says=f"{given!r} is not a date like 2023-09-20")
        raise SettingsInvalid((problem,)) from error
