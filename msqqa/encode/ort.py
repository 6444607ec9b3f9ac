"""ONNX Runtime, without its telemetry: nothing of msqqa's calls out, or leaves files outside its own cache."""

from __future__ import annotations

import os
from typing import Any


def onnxruntime() -> Any:
    """Return the module, told to keep to itself before it is imported: afterwards it no longer listens."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime
