"""How the small networks are fitted and stored: one loop, and one form of file that onnxruntime reads."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from torch import Tensor, nn

Kind = TypeVar("Kind", bound=nn.Module)

LARGE = 1000
"""Numbers from which a weight is kept in 16 bits."""
ALIKE, DISORDER = 24, 1.5
"""Words by which statements may differ in length and stand together, and how much they are mixed all the same."""
RISING = 0.1
"""Share of the steps in which the rate rises; then it falls to nothing."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast a net is fitted."""

    epochs: int
    batch: int
    rate: float
    decay: float


def drawn(*shape: int) -> nn.Parameter:
    """A weight of the usual size for its inputs, which are the last axis but one."""
    return nn.Parameter(torch.empty(*shape).uniform_(-1, 1) / math.sqrt(shape[-2]))


def kept(shape: torch.Size, share: float) -> Tensor:
    """Ones, and noughts for what is left out at random: that share."""
    return (torch.rand(shape) > share).float()


def fitted(
    make: Callable[[], Kind],
    loss: Callable[[Kind, np.ndarray], Tensor],
    rows: np.ndarray,
    lengths: np.ndarray,
    plan: Plan,
    seed: int,
) -> Kind:
    """A net fitted on these rows, whose losses are given by number; `lengths` are of all rows there are."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    net = make()
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay)
    steps = plan.epochs * math.ceil(len(rows) / plan.batch)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (RISING * steps), max(0.0, (steps - step) / ((1 - RISING) * steps))),
    )
    for _ in range(plan.epochs):
        # Rows of like length together, so that little is padded; which ones differs from epoch to epoch.
        alike = rows[np.argsort(lengths[rows] // ALIKE + DISORDER * draw.random(len(rows)), kind="stable")]
        batches = [alike[at : at + plan.batch] for at in range(0, len(alike), plan.batch)]
        for number in draw.permutation(len(batches)):
            missed = loss(net, batches[number])
            optimiser.zero_grad()
            missed.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            slope.step()
    return net.eval()


def stored(
    network: nn.Module,
    given: Mapping[str, tuple[Tensor, dict[int, Any] | None]],
    outputs: Sequence[str],
    says: Mapping[str, Any],
    path: Path,
) -> None:
    """Writes an ONNX model: inputs by name with an example and the axes that vary, and what its metadata say."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network.eval(),
            tuple(example for example, _ in given.values()),
            str(whole),
            input_names=list(given),
            output_names=list(outputs),
            dynamic_shapes={name: shape for name, (_, shape) in given.items()},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        model = onnx.load(str(whole))
    _halve(model)
    for node in model.graph.node:  # where in a script it comes from, which is a fifth of the file
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.helper.set_model_props(model, {"says": json.dumps(says)})
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _halve(model: onnx.ModelProto) -> None:
    """Keep large weights in 16 bits; they are made 32 again when the model is loaded."""
    for stored_weight in list(model.graph.initializer):
        weight = onnx.numpy_helper.to_array(stored_weight)
        if weight.dtype == np.float32 and weight.size >= LARGE:
            name = f"{stored_weight.name}_16"
            model.graph.initializer.remove(stored_weight)
            model.graph.initializer.append(onnx.numpy_helper.from_array(weight.astype(np.float16), name))
            cast = onnx.helper.make_node("Cast", [name], [stored_weight.name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, cast)
