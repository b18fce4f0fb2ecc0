"""Holds the collector of cyclic garbage back while much is built that stays."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def uncollected(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """The function, without searches for cycles among millions of records that have none: a tenth of its time."""

    @wraps(work)
    def held(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return held
