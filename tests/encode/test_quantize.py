from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from msqqa.encode.model import Model
from msqqa.encode.ort import onnxruntime
from msqqa.encode.quantize import quantize_graph, smooth

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WIDTH, HUGE = 16, 3
"""Channels, and the one that is a hundred times the others."""
FEEDS = {"input_ids": np.array([[101, 2054, 2003, 102]]), "attention_mask": np.ones((1, 4), dtype=np.int64)}


def _graph(file: Path, *, shared: bool) -> Path:
    """Write two layers over an embedding, one channel of which is huge; with weights of their own, or the same."""
    source = np.random.default_rng(0)
    table = source.standard_normal((31000, WIDTH)).astype(np.float32)
    table[:, HUGE] *= 100
    weights = {"table": table}
    for name in ("first", "second"):
        weights[name] = (source.standard_normal((WIDTH, WIDTH)) / WIDTH).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["embedded"]),
        helper.make_node("MatMul", ["embedded", "first"], ["one"], name="one"),
        helper.make_node("Relu", ["one"], ["positive"]),
        helper.make_node("MatMul", ["positive", "first" if shared else "second"], ["two"], name="two"),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["two", "column"], ["vector"]),
    ]
    initial = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    initial.append(numpy_helper.from_array(np.array([2], dtype=np.int64), "last"))
    inputs = [helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["b", "n"]) for name in FEEDS]
    outputs = [helper.make_tensor_value_info("vector", onnx.TensorProto.FLOAT, ["b", "n", WIDTH])]
    graph = helper.make_graph(nodes, "two layers", inputs, outputs, initial)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(file))
    return file


def _run(file: Path) -> np.ndarray:
    session = onnxruntime().InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, FEEDS)[0])


@pytest.mark.parametrize("shared", [False, True])
def test_a_smoothed_graph_computes_the_same(tmp_path: Path, shared: bool) -> None:
    raw = _graph(tmp_path / "raw.onnx", shared=shared)
    smooth(raw, tmp_path / "smoothed.onnx", Model.named("english").tokens)
    wanted = _run(raw)
    np.testing.assert_allclose(_run(tmp_path / "smoothed.onnx"), wanted, rtol=1e-4, atol=1e-4)


def test_a_channel_that_was_huge_is_not_any_more(tmp_path: Path) -> None:
    raw = _graph(tmp_path / "raw.onnx", shared=False)
    smooth(raw, tmp_path / "smoothed.onnx", Model.named("english").tokens)
    scales = [i for i in onnx.load(str(tmp_path / "smoothed.onnx")).graph.initializer if i.name.startswith("smooth.")]
    assert len(scales) == 2
    factors = numpy_helper.to_array(scales[0])
    assert factors.argmin() == HUGE
    assert np.median(factors) / factors[HUGE] > 10


def test_weights_that_layers_share_are_left_alone(tmp_path: Path) -> None:
    raw = _graph(tmp_path / "raw.onnx", shared=True)
    smooth(raw, tmp_path / "smoothed.onnx", Model.named("english").tokens)
    assert not any(i.name.startswith("smooth.") for i in onnx.load(str(tmp_path / "smoothed.onnx")).graph.initializer)


def test_in_8_bits_it_is_near(tmp_path: Path) -> None:
    raw = _graph(tmp_path / "raw.onnx", shared=False)
    before = raw.read_bytes()
    small = _run(quantize_graph(raw, Model.named("english").tokens))
    wanted = _run(raw)
    assert raw.read_bytes() == before
    assert np.abs(small - wanted).max() < 0.05 * np.abs(wanted).max()
