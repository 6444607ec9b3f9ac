"""An exported graph → the same in 8 bits: weights once, and what goes through them anew for each batch.

A batch's activations share one scale, so that a few channels which are far larger than the rest, as transformers have
them, leave the rest little of the 8 bits. Those channels are made smaller beforehand, and the weights that they meet
larger by as much (SmoothQuant; Xiao et al. 2023): the product is the same, and about half of the loss is gone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msqqa.encode.ort import onnxruntime

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.tokens import Tokens

EDITION = 3
"""Raised whenever vectors in 8 bits come out otherwise; those of another edition are not mixed with them."""
_SHARE = 0.65
"""How much of a channel's size is moved into the weights: the α of SmoothQuant. Chosen among 0.6, 0.65, 0.7 and 0.75 on
the shipped passages and sentences, with the default model: 0.7 has the same mean cosine to full precision (0.9966) and
a lower least one (0.984, not 0.990); the other two have a lower mean."""
_SMALLEST = 1e-5
"""A channel that is never used is not made endlessly large."""
_LONGEST = 256
"""Word pieces of a text that channels are measured on."""

SAMPLES = (
    "sandbox",
    "who is in charge of it?",
    "Does the government publish a list of all services, and in which languages?",
    "Yes. The act on electronic communications was adopted in March 2019 and entered into force in 2020.",
    "No, not yet. A bill is being drafted by a working group of five ministries and should be passed by 2026.",
    "Under the 2021–2030 strategy, 1.5 million people (62.4 % of all adults) signed up; the budget is EUR 12,400,000.",
    "See https://www.example.org/en/services/list?id=1234&lang=en or write to the office; the PDF has 48 pages.",
    "1. Law on access to information, article 7.2; 2. Rules of procedure; 3. Decree No. 114 of 5 June 2018.",
    "LAW ON PUBLIC PROCUREMENT, 12.3.4. tenders above the threshold shall be published on the portal within ten days",
    "Farmers, teachers, nurses and older people in remote villages are trained by volunteers in libraries and schools.",
    "The hospital's laboratory measured how proteins bind in mice; the effect was small, and the trial was ended.",
    "I think the committee should meet more often, write down what it decides, and let members vote by mail.",
    "La ley de protección de datos personales fue aprobada en 2018. Le portail est ouvert à tous les citoyens.",
    "Die Verordnung gilt seit 2022. Закон о персональных данных действует. 政府はデータを公開している。",
    "The portal lists forms, fees and opening hours of every office, in four languages, and takes payments by card or"
    " by phone. People who cannot use it are helped at 340 counters, and a chatbot answers simple questions at night."
    " In 2023 some 8 million requests were made, three quarters of them from telephones; the most frequent were copies"
    " of certificates, changes of address, and appointments with a doctor. A survey found that most users were happy.",
)
"""Texts of many kinds, on which it is measured how large each channel grows."""


def quantize_graph(raw: Path, tokens: Tokens, *, vocabulary: bool = True) -> Path:
    """Write a graph with the weights of its products and of its vocabulary in 8 bits, one scale a column.

    Parameters
    ----------
    raw:
        The graph in full precision, which is left as it is.
    tokens:
        Cuts texts as the model does.
    vocabulary:
        Whether the rows of the vocabulary are in full precision, and are to be in 8 bits too.

    Returns
    -------
    Path
        Of the new graph, beside the old one.
    """
    onnxruntime()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    smoothed, small = raw.with_name("raw-smoothed.onnx"), raw.with_name("raw-int8.onnx")
    smooth(raw, smoothed, tokens)
    quantize_dynamic(
        str(smoothed),
        str(small),
        per_channel=True,
        # In 7 bits: two products of 8 bits overflow 16, as a processor without VNNI adds them up, and vectors would
        # depend on the processor.
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"] if vocabulary else ["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )
    return small


def smooth(raw: Path, smoothed: Path, tokens: Tokens) -> None:
    """Write a graph that computes the same, its products' inputs divided by a scale a channel, its weights times it.

    Weights that are used twice stay as they are: as layers share them in some models, each would need its own.
    """
    import numpy as np
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(raw))
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in weights]
    of_inputs: dict[str, list[Any]] = {}
    for node in products:
        of_inputs.setdefault(node.input[0], []).append(node)
    uses = Counter(name for node in graph.node for name in node.input)
    largest = _largest(model, list(of_inputs), tokens)
    divisions: dict[str, Any] = {}
    for n, (name, users) in enumerate(of_inputs.items()):
        arrays = {node.input[1]: numpy_helper.to_array(weights[node.input[1]]) for node in users}
        if sum(uses[weight] for weight in arrays) > len(users):
            continue
        rows = np.max([np.abs(array).max(axis=1) for array in arrays.values()], axis=0)
        scale = np.maximum(largest[name], _SMALLEST) ** _SHARE / np.maximum(rows, _SMALLEST) ** (1 - _SHARE)
        scale = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
        for weight, array in arrays.items():
            weights[weight].CopyFrom(numpy_helper.from_array(array * scale[:, None], weight))
        graph.initializer.append(numpy_helper.from_array(1 / scale, f"smooth.{n}"))
        divisions[name] = helper.make_node("Mul", [name, f"smooth.{n}"], [f"smoothed.{n}"], name=f"smooth.{n}")
        for node in users:
            node.input[0] = f"smoothed.{n}"
    nodes = []
    for node in graph.node:
        nodes.append(node)
        nodes += [divisions[name] for name in node.output if name in divisions]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(smoothed))


def _largest(model: Any, names: list[str], tokens: Tokens) -> dict[str, NDArray[np.float32]]:
    """Return how large each channel of some values grows over the samples."""
    import numpy as np
    import onnx
    from onnx import helper

    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime().InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, NDArray[np.float32]] = {}
    for pieces in tokens.ids(SAMPLES):
        ids = np.array([pieces[:_LONGEST]], dtype=np.int64)
        values = session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, value in zip(names, values, strict=True):
            sizes = np.abs(value).reshape(-1, value.shape[-1]).max(axis=0)
            found[name] = np.maximum(found[name], sizes) if name in found else sizes
    return found
