"""Records to JSON text and back, exactly: what is read is equal to what was written."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

Record = TypeVar("Record")


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Built once a kind; building one takes longer than using it a thousand times."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(record: object) -> str:
    """The record as JSON; every field is there, in the order of its declaration."""
    # Not pydantic's own text: it writes an infinite score as null, which reads back as something else.
    fields = _adapter(type(record)).dump_python(record, mode="json")
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[Record], text: str) -> Record:
    """The record of `kind` that `text` holds; raises pydantic's `ValidationError` when it holds another."""
    record: Record = _adapter(kind).validate_json(text)
    return record
