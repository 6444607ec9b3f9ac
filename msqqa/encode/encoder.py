"""An encoder as the rest of msqqa knows it: a model in a precision, whose engine is opened when it is needed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msqqa.bounds import unbounded
from msqqa.encode import quantize
from msqqa.encode.model import DEFAULT_MODEL, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.reference import Reference
    from msqqa.encode.runtime import Runtime

__all__ = ["DEFAULT_MODEL", "Encoder", "Precision"]

Precision = Literal["fp32", "int8"]


def _unheard(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Encoder:
    """A model in a precision.

    Naming an encoder, and comparing its hash with an index's, costs milliseconds; its engine is opened when the first
    text is encoded.
    """

    model: Model
    precision: Precision = "fp32"
    note: Callable[[str], None] = _unheard
    """Is told, in a line, of what takes long or is not as usual."""

    @classmethod
    def named(
        cls, name: str = DEFAULT_MODEL, precision: Precision = "fp32", note: Callable[[str], None] = _unheard
    ) -> Encoder:
        """Find a model by its name, or by the path of its folder.

        Raises
        ------
        EncoderError
            If no such model lies on this machine.
        """
        return cls(Model.named(name), precision, note)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    @property
    def sha256(self) -> str:
        """Hash of the model, as :attr:`msqqa.encode.model.Model.sha256`."""
        return self.model.sha256

    @property
    def limit(self) -> int:
        """How many word pieces the encoder reads, the marks it adds included."""
        return self.model.limit

    @property
    def count(self) -> Callable[[str], int]:
        """A function that counts a text's word pieces, without the marks the encoder adds."""
        return self.model.count

    def knows(self, word: str) -> bool:
        """Return whether a word is one piece of the encoder's vocabulary: a common word, not a typing error."""
        return self.model.knows(word)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.engine.dimension

    @cached_property
    def engine(self) -> Runtime | Reference:
        """What encodes: the export in ONNX Runtime, or the reference where the model cannot be exported."""
        from msqqa.encode.export import open_export

        return open_export(self.model, self.precision, self.note)

    def key(self, text: str) -> str:
        """Return the name under which the vector of ``text`` by this model, in this precision, is kept."""
        made_by = self.sha256 if self.precision == "fp32" else f"{self.sha256}-{self.precision}.{quantize.EDITION}"
        return hashlib.sha256(f"{made_by}\0{text}".encode()).hexdigest()

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Return the texts' vectors.

        Parameters
        ----------
        texts:
            What to encode; a text that is longer than the encoder reads is cut.
        progress:
            Called now and then with the number of texts done.

        Returns
        -------
        numpy.ndarray
            Shape (len(texts), dimension), float32, each row of length 1.
        """
        with unbounded():  # it takes as long as the model does, whatever the text
            return self.engine.encode(texts, progress)
