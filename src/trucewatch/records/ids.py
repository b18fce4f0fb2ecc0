"""Identity: an id is the SHA-256 of stated fields; same input, same id, in any order or batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Union

Field = Union[str, int, float, bool, None, Sequence["Field"]]

SHORT_ID = 10
"""Characters of an id shown to people; records always carry the whole hash."""


def content_id(kind: str, *fields: Field) -> str:
    """The id of a record of `kind` with these identifying fields: 64 hexadecimal digits.

    Fields are serialised as canonical JSON, so `1` and `"1"` differ and tuples equal lists.
    """
    canonical = json.dumps([kind, *fields], ensure_ascii=False, separators=(",", ":"), default=list)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def short_id(record_id: str) -> str:
    """An id as people see it; ids given by a caller (not hashes) are shown whole."""
    is_hash = len(record_id) == 64 and all(digit in "0123456789abcdef" for digit in record_id)
    return record_id[:SHORT_ID] if is_hash else record_id
