"""Opens the small ONNX networks that the rooms of extraction ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def opened(path: Path) -> tuple[InferenceSession, dict[str, Any]]:
    """A model and what its metadata say; it runs on one thread, so that a number never depends on how many there are."""
    import onnxruntime

    choice = onnxruntime.SessionOptions()
    choice.intra_op_num_threads = choice.inter_op_num_threads = 1
    choice.enable_mem_pattern = False
    choice.use_deterministic_compute = True
    session = onnxruntime.InferenceSession(path.read_bytes(), choice, providers=["CPUExecutionProvider"])
    return session, json.loads(session.get_modelmeta().custom_metadata_map["says"])
