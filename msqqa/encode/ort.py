"""ONNX Runtime, without its telemetry: nothing of msqqa's calls out, or leaves files outside its own cache."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


_OFTEN = 8
"""Calls after which a process is taken to be one that goes on asking."""


def onnxruntime() -> Any:
    """Return the module, told to keep to itself before it is imported: afterwards it no longer listens."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


class Graph:
    """An exported graph, which the export has optimised already; each run takes one core.

    It is opened for a few runs first, and again for many once it is called often: then weights are rearranged, which
    takes longer than a few runs gain by it, and memory is kept between runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sessions: dict[bool, Any] = {}
        self._calls = 0

    def session(self, *, many: bool = False) -> Any:
        """Return a session to run; ``many`` says that it will be run many times."""
        self._calls += 1
        many = many or self._calls > _OFTEN
        if many not in self._sessions:
            self._sessions[many] = _open(self._path, many=many)
        return self._sessions[many]


def _open(path: Path, *, many: bool) -> Any:
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_cpu_mem_arena = many
    options.log_severity_level = 3
    if not many:
        options.add_session_config_entry("session.disable_prepacking", "1")
    return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
