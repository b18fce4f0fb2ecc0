"""Every setting in one typed place, read from the environment; below the workspace they are plain
arguments."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from trucewatch.records import Problem, SettingsInvalid


def _user_situations() -> Path:
    import platformdirs

    return platformdirs.user_data_path("trucewatch") / "situations"


class Settings(BaseSettings):
    """Each field is set by an environment variable of its name after `TRUCEWATCH_`."""

    model_config = SettingsConfigDict(env_prefix="TRUCEWATCH_", frozen=True)

    workspace: Path = Field(default=Path("trucewatch-workspace"), description="Folder of the workspace.")
    situation: str = Field(default="general", description="Name or folder of the situation pack.")
    user_situations: Path = Field(
        default_factory=_user_situations,
        description="Folder in which your own situation packs are looked for.",
    )
    pipeline: str | None = Field(
        default=None, description="Installed spaCy pipeline to read with; empty for the one that comes along."
    )
    processes: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that read documents, about half a GB each. Commands use two where there are two cores; "
        "a script of yours that sets more than one needs an `if __name__ == '__main__':` guard.",
    )
    period_days: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Days of a reporting period: patterns are counted over it and the one before, scores given for each. "
        "Empty for the situation pack's own, else 30.",
    )
    silence_days: int = Field(
        default=30,
        ge=1,
        le=10_000,
        description="Days without a report after which an area counts as silent, where the pack gives it no other.",
    )
    scorecard_periods: int = Field(
        default=4, ge=1, le=60, description="Reporting periods that the provision scorecard goes back."
    )
    max_file_bytes: int = Field(default=50_000_000, gt=0, description="Larger files are set aside.")
    max_unpacked_bytes: int = Field(
        default=200_000_000, gt=0, description="Packed files (.docx) that would unpack to more are set aside."
    )
    max_unpacked_ratio: int = Field(
        default=120, gt=1, description="Packed files that would grow by more than this factor are set aside."
    )


def load_settings() -> Settings:
    """The settings of this environment. Raises `SettingsInvalid` with every problem found."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsInvalid(
            tuple(
                Problem(
                    file="environment",
                    line=None,
                    says=f"TRUCEWATCH_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}",
                )
                for problem in error.errors()
            )
        ) from error
