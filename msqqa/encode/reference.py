"""The reference engine: sentence-transformers itself, which says what a model's vectors are.

Importing it takes seconds. It is loaded to make and to check an export, and where a model cannot be exported.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msqqa.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.model import Model
    from msqqa.encode.tokens import Spans

_BATCH = 32


class Reference:
    """Encodes with sentence-transformers."""

    def __init__(self, model: Model, background: dict[str, tuple[float, float]] | None = None) -> None:
        self._model = model
        self.background = background or {}

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Return the texts' vectors, shape (len(texts), dimension), each row of length 1."""
        import numpy as np

        found = [np.empty((0, self.dimension), dtype=np.float32)]
        step = len(texts) if progress is None else 16 * _BATCH
        for first in range(0, len(texts), max(step, 1)):
            some = list(texts[first : first + step])
            vectors = self.loaded.encode(
                some,
                prompt="",  # it stands before the texts already, where there is one
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            found.append(np.asarray(vectors, dtype=np.float32))
            if progress is not None:
                progress(first + len(some))
        return np.concatenate(found)

    def states(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32], Spans]:
        """Return a text's vector, its word pieces' states and their characters, as the quick engine's ``states``."""
        import numpy as np

        _, spans = self._model.tokens.spans(text, self._model.limit)
        states = self.loaded.encode([text], prompt="", output_value="token_embeddings", show_progress_bar=False)
        return self.encode([text])[0], np.asarray(states[0], dtype=np.float32)[: len(spans)], spans

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.loaded.get_embedding_dimension() or 0)

    @cached_property
    def loaded(self) -> Any:
        """The ``SentenceTransformer``."""
        return load(self._model)


def load(model: Model, **model_kwargs: str) -> Any:
    """Return a model as a ``SentenceTransformer``, loaded with the given arguments.

    Raises
    ------
    EncoderError
        If it cannot be loaded.
    """
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    _ = model.sha256  # never load weights that are not what they claim to be
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        with model.loadable() as folder:
            return SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs=model_kwargs
            ).eval()
    except Exception as error:  # each format of weights has errors of its own
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise EncoderError(f"{model.folder} cannot be loaded ({reason})", "install the model again") from error
