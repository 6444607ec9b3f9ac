"""A trained network → the ONNX graph that ships, in 8 bits."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.train.network import Network

_OPSET = 17


class _FromRows(nn.Module):
    """A network as it ships: rows of the vocabulary in, logits out, in the order of the outputs."""

    def __init__(self, network: Network, outputs: Sequence[str]) -> None:
        super().__init__()
        self.network = network
        self.outputs = outputs

    def forward(self, rows: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits = self.network.of_rows(rows, torch.ones(rows.shape[:2], dtype=torch.long))
        return tuple(logits[name] for name in self.outputs)


def export(network: Network, target: Path, outputs: Sequence[str], of_pieces: Sequence[str] = ()) -> Path:
    """Write a network's graph in 8 bits.

    Parameters
    ----------
    network:
        It is left in full precision.
    target:
        The file.
    outputs:
        The heads, in the order of the graph's outputs.
    of_pieces:
        Those of them that tell something of each word piece.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    module = _FromRows(network.eval().float(), outputs).eval()
    rows = torch.zeros((1, 12, network.width))
    with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw, optimized = Path(temporary) / "raw.onnx", Path(temporary) / "optimized.onnx"
        torch.onnx.export(
            module,
            (rows,),
            str(raw),
            input_names=["rows"],
            output_names=list(outputs),
            dynamic_axes={name: {1: "pieces"} for name in ("rows", *of_pieces)},
            opset_version=_OPSET,
            dynamo=False,
        )
        _optimize(raw, optimized)
        quantize_dynamic(
            str(optimized),
            str(target),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
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
