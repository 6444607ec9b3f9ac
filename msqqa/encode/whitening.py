"""Sentences compared more finely: the packaged multilingual model's vectors, centred and half whitened.

Multilingual E5 puts unrelated texts at a cosine of 0.8: what all texts share, and a few directions in which most of
them differ, outweigh what one text says. So the mean of many texts is taken off, and each direction is divided by a
power of the standard deviation that texts have in it: 1 whitens in full (Su et al. 2021, "Whitening Sentence
Representations for Better Semantics and Faster Retrieval"), less keeps more of what the model learned.
``python -m msqqa.train whitening`` estimates both.

Who is in a set by a claim is told by cosines of this kind, and so is which question of a learned form is meant in other
words. What was fitted on plain ones, as the ranking of cells, the recognition of a known form's questions and what one
respondent says, keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from msqqa.encode.cosine_scale import RELATED, UNRELATED, CosineScale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "whitening.npz"
"""``weight``, shape (dimension, dimension), ``bias``, and ``background``: the mean cosine, whitened, of a question to
answers of others, and to its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Whitening:
    """A linear map of one model's vectors."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: CosineScale
    """How cosines of what it gives are read on the scale that is common to all encoders."""

    def apply(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return vectors, shape (texts, dimension), centred and whitened, each of length 1."""
        import numpy as np

        moved = vectors @ self.weight.T + self.bias
        whitened: NDArray[np.float32] = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return whitened

    def compare(self, vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosines of vectors, whitened here, to a query's whitened one, on the common scale."""
        return self.scale.read(self.apply(vectors) @ query)


@cache
def load_packaged() -> Whitening:
    """Return the map that ships, for the packaged multilingual model."""
    import numpy as np

    with as_file(files("msqqa.encode") / FILE) as path, np.load(path) as found:
        unrelated, related = (float(value) for value in found["background"])
        scale = CosineScale(unrelated, related, UNRELATED["answers"], RELATED["answers"])
        return Whitening(found["weight"], found["bias"], scale)
