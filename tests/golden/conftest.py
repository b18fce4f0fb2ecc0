"""The flag that alone rewrites the golden files."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def refresh_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-golden", default=False))
