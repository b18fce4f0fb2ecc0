"""Every record is stored and read back exactly."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch import records
from trucewatch.records import Span, TimeBasis, TimePrecision, TimeRange
from trucewatch.store.serialising import from_json, to_json

KINDS = [
    kind
    for kind in vars(records).values()
    if isinstance(kind, type)
    and dataclasses.is_dataclass(kind)
    and kind not in (records.Dossier, records.Problem)
]

zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
st.register_type_strategy(datetime, st.datetimes(timezones=st.one_of(st.none(), st.just(UTC), zones)))
st.register_type_strategy(time, st.times(timezones=st.one_of(st.none(), zones)))
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(
    Span,
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda p: Span(start=min(p), end=max(p))),
)
st.register_type_strategy(
    TimeRange,
    st.builds(
        lambda days, **rest: TimeRange(earliest=min(days), latest=max(days), **rest),
        st.tuples(st.dates(date(1990, 1, 1)), st.dates(date(1990, 1, 1))),
        precision=st.sampled_from(TimePrecision),
        basis=st.sampled_from(TimeBasis),
        start_clock=st.none() | st.from_type(time),
        end_clock=st.none() | st.from_type(time),
    ),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_read_is_what_was_written(kind: type[Any], data: st.DataObject) -> None:
    record = data.draw(st.from_type(kind))
    again = from_json(kind, to_json(record))
    assert again == record
    assert to_json(again) == to_json(record)
