"""The trained reader → the ONNX graph that ships, in 8 bits, and the check that it reads as the network does."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from msqqa.ask.reading.model import GRAPH, OUTPUTS

if TYPE_CHECKING:
    from msqqa.train.network import ReaderNetwork

_OPSET = 17


class _FromRows(nn.Module):
    """The network as it ships: rows of the vocabulary in, logits out, in the order of the outputs."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, rows: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits = self.network.of_rows(rows, torch.ones(rows.shape[:2], dtype=torch.long))
        return tuple(logits[name] for name in OUTPUTS)


def export(network: ReaderNetwork, folder: Path) -> Path:
    """Write the graph in 8 bits, and return where it is."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    module = _FromRows(network.eval().float()).eval()
    rows = torch.zeros((1, 12, network.width))
    target = folder / GRAPH
    with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw, optimized = Path(temporary) / "raw.onnx", Path(temporary) / "optimized.onnx"
        torch.onnx.export(
            module,
            (rows,),
            str(raw),
            input_names=["rows"],
            output_names=list(OUTPUTS),
            dynamic_axes={name: {1: "pieces"} for name in ("rows", "tags", "kinds")},
            opset_version=_OPSET,
            dynamo=False,
        )
        _optimize(raw, optimized)
        quantize_dynamic(
            str(optimized), str(target), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
        )
    return target


def _optimize(raw: Path, target: Path) -> None:
    """Write the graph as ONNX Runtime has optimised it, save what depends on the processor."""
    from msqqa.encode.ort import onnxruntime

    runtime = onnxruntime()
    options: Any = runtime.SessionOptions()
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    runtime.InferenceSession(str(raw), options, providers=["CPUExecutionProvider"])
