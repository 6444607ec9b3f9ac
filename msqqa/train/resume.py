"""A graph that ships → the network that it was written of, to go on training where its weights are.

What 8 bits have cost is lost; it is far less than an epoch gains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.train.network import Network

_PREFIX = "network."
_NODE = re.compile(r"/(key|query|value|intermediate/dense|output/dense)(?:_(\d+))?/MatMul_quant")


def resume(network: Network, graph: Path) -> None:
    """Give a network the weights of a graph that :func:`msqqa.train.export.export` wrote.

    Raises
    ------
    ValueError
        If the graph is of another network.
    """
    own = network.state_dict()
    for name, value in read_weights(network, graph).items():
        own[name].copy_(value)


def meet_halfway(network: Network, graph: Path) -> None:
    """Give a network the mean of its weights and of those that it began as.

    The mean keeps what is forgotten while new examples are learned, and tells as well on these ("model soups",
    Wortsman et al. 2022).
    """
    own = network.state_dict()
    for name, value in read_weights(network, graph).items():
        own[name].copy_((own[name].float() + value) / 2)


def read_weights(network: Network, graph: Path) -> dict[str, torch.Tensor]:
    """Return the weights that a graph holds for a network.

    Raises
    ------
    ValueError
        If the graph is of another network.
    """
    import onnx
    from onnx.numpy_helper import to_array

    model = onnx.load(str(graph)).graph
    kept = {tensor.name: to_array(tensor) for tensor in model.initializer}
    found = {name.removeprefix(_PREFIX): value for name, value in kept.items() if name.startswith(_PREFIX)}
    for node in model.node:
        if node.op_type == "MatMulInteger":
            found[_owner(node.name, node.input[1])] = _restore_weight(kept, node.input[1]).T
    own = network.state_dict()
    needed = {name for name in own if not name.startswith("embeddings.") or "LayerNorm" in name}
    needed = {name for name in needed if not name.endswith("position_ids")}
    if missing := sorted(needed - found.keys()):
        raise ValueError(f"{graph} has no weights for {len(missing)} parts of the network, such as {missing[0]}")
    for name in needed:
        if tuple(own[name].shape) != found[name].shape:
            raise ValueError(f"{graph}: {name} is {found[name].shape}, the network's is {tuple(own[name].shape)}")
    return {name: torch.from_numpy(found[name].copy()) for name in needed}


def _owner(node: str, weight: str) -> str:
    """Return the name of the weight that a product is with.

    A head's is named; a layer's is told by the module's name, which the exporter numbers where it comes again:
    ``/key_3/MatMul`` is of the fourth layer, ``/output/dense_3/MatMul`` of the second one's end.
    """
    if weight.startswith(_PREFIX):
        return weight.removeprefix(_PREFIX).removesuffix("_Transposed_quantized")
    match = _NODE.fullmatch(node)
    if match is None:
        raise ValueError(f"an unknown product: {node}")
    module, n = match[1], int(match[2] or 0)
    if module == "output/dense":
        return f"layers.{n // 2}.{'output' if n % 2 else 'attention.output'}.dense.weight"
    inside = "intermediate.dense" if module == "intermediate/dense" else f"attention.self.{module}"
    return f"layers.{n}.{inside}.weight"


def _restore_weight(kept: dict[str, NDArray[Any]], quantized: str) -> NDArray[np.float32]:
    """Return a weight in full precision, shape (in, out)."""
    import numpy as np

    name = quantized.removesuffix("_quantized")
    zero, scale = kept[f"{name}_zero_point"], kept[f"{name}_scale"]
    full: NDArray[np.float32] = (kept[quantized].astype(np.float32) - zero.astype(np.float32)) * scale
    return full
