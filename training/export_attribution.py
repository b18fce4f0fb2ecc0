"""Turns trained weights into what the package ships: an int8 ONNX network, its tokenizer and the decoder's
settings.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from attribution_model import AttributionModel, packaged_encoder
from trucewatch.extraction.tagging.decoding import Thresholds


def export(model: AttributionModel, target: Path) -> None:
    """Write the network as fp32 ONNX with one input, `ids`, of any length."""
    model.eval()
    ids = torch.randint(1000, 20000, (1, 96))
    torch.onnx.export(
        model,
        (ids,),
        str(target),
        input_names=["ids"],
        output_names=["tags", "links"],
        dynamic_shapes={"ids": {1: torch.export.Dim("length", min=3, max=512)}},
        dynamo=True,
        external_data=False,
        optimize=True,
    )


def quantise(source: Path, target: Path) -> None:
    """Write the network with int8 weights (a scale per output channel) and activations quantised per
    window.
    """
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=False,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    onnx.checker.check_model(str(target))


def main() -> None:
    """Export, quantise, and write everything into one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--trained", type=Path, required=True, help="folder with weights.pt and tokenizer.json"
    )
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--fp32", type=Path, help="keep the fp32 network here too")
    options = parser.parse_args()
    model = AttributionModel(options.encoder or packaged_encoder())
    model.load_state_dict(torch.load(options.trained / "weights.pt"))
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = options.fp32 or Path(folder) / "full.onnx"
        export(model, full)
        quantise(full, options.output / "model.onnx")
    shutil.copy(options.trained / "tokenizer.json", options.output / "tokenizer.json")
    settings = {"core": 286, "context": 16, "thresholds": asdict(Thresholds())}
    (options.output / "settings.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
