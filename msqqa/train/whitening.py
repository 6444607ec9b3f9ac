"""Estimate what centres and half whitens the packaged multilingual model's vectors (:mod:`msqqa.encode.whitening`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.model import Kind

POWER = 0.35
"""Of a direction's standard deviation; 1 whitens in full. From 0.3 to 0.5 little changes."""
MANY = 0.4
"""What texts in many languages count for beside judged claims, most of which are English: languages differ in
directions that English texts alone do not show, and that are not to be made larger."""
_MOST = 6000
"""Judged questions, and judged answers, that are encoded: evenly spaced ones."""
_LEAST = 8
"""Characters of a text that says something."""


def read_judged(files: Sequence[Path]) -> dict[Kind, list[str]]:
    """Return claims as questions, and sentences as answers, each once, from :mod:`msqqa.train.judgments`' files."""
    from msqqa.train.judgments import read

    judged = read(files)
    texts: dict[Kind, list[str]] = {"query": [j.claim for j in judged], "passage": [j.sentence for j in judged]}
    return {kind: _thin(_distinct(own)) for kind, own in texts.items()}


def read_texts(files: Sequence[Path]) -> dict[Kind, list[str]]:
    """Return questions and answers in many languages, from files of ``{"lang", "kind", "text"}``."""
    said = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    kinds: dict[Kind, str] = {"query": "question", "passage": "answer"}
    return {kind: _distinct([one["text"] for one in said if one["kind"] == name]) for kind, name in kinds.items()}


def _thin(texts: Sequence[str]) -> list[str]:
    return list(texts[:: max(1, len(texts) // _MOST)])


def _distinct(texts: Sequence[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if len(text) >= _LEAST]


def estimate(
    groups: Sequence[tuple[NDArray[np.float32], float]], power: float = POWER
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what a linear map is to hold so that vectors come out centred and whitened to a power.

    Parameters
    ----------
    groups:
        Vectors, shape (texts, dimension), and what each of these groups counts for, however many there are.
    power:
        Of a direction's standard deviation, by which it is divided.

    Returns
    -------
    weight, bias:
        Shapes (dimension, dimension) and (dimension,). The weight is symmetric, so that with a power of 0 a vector is
        only centred.
    """
    import numpy as np

    whole = sum(share for _, share in groups)
    mean = sum(vectors.mean(axis=0, dtype=np.float64) * share for vectors, share in groups) / whole
    covariance = sum((v - mean).T @ (v - mean) / len(v) * share for v, share in groups) / whole
    variances, directions = np.linalg.eigh(covariance)
    scale = np.maximum(variances, variances.max() * 1e-6) ** (-power / 2)
    weight = (directions * scale / np.exp(np.log(scale).mean())) @ directions.T
    return weight.astype(np.float32), (-weight @ mean).astype(np.float32)


def measure_background(
    questions: NDArray[np.float32], answers: NDArray[np.float32], weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> tuple[float, float]:
    """Return the mean cosine, whitened, of questions to others' answers, and to their own, given in the same order."""
    import numpy as np

    moved = [vectors @ weight.T + bias for vectors in (questions, answers)]
    first, second = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True) for vectors in moved)
    cosines, own = first @ second.T, np.eye(len(questions), dtype=bool)
    return float(cosines[~own].mean()), float(cosines[own].mean())
