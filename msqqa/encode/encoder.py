"""An encoder as the rest of msqqa knows it: a model in a precision, whose engine is opened when it is needed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.bounds import suspend_bound
from msqqa.encode import quantize
from msqqa.encode.cosine_scale import scales
from msqqa.encode.model import DEFAULT_MODEL, Kind, Model, Precision
from msqqa.encode.whitening import load_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode.cosine_scale import Compared, CosineScale
    from msqqa.encode.reference import Reference
    from msqqa.encode.runtime import Runtime
    from msqqa.encode.whitening import Whitening

__all__ = ["DEFAULT_MODEL", "Encoder", "Kind", "Precision", "States"]


def _ignore_message(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Encoder:
    """A model in a precision.

    Naming an encoder, and comparing its hash with an index's, costs milliseconds; its engine is opened when the first
    text is encoded.
    """

    model: Model
    precision: Precision = "fp32"
    note: Callable[[str], None] = _ignore_message
    """Is told, in a line, of what takes long or is not as usual."""

    @classmethod
    def named(
        cls,
        name: str = DEFAULT_MODEL,
        precision: Precision | None = None,
        note: Callable[[str], None] = _ignore_message,
    ) -> Encoder:
        """Find a model by its name, or by the path of its folder; without a precision, in the model's own.

        Raises
        ------
        EncoderError
            If no such model lies on this machine.
        """
        model = Model.named(name)
        return cls(model, precision or ("int8" if model.packed else "fp32"), note)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    @property
    def sha256(self) -> str:
        """Hash of the model, as :attr:`msqqa.encode.model.Model.sha256`."""
        return self.model.sha256

    @cached_property
    def limit(self) -> int:
        """How many word pieces of a text the encoder reads, the marks it adds included, its prompt not."""
        prompts = (self.model.prompt("query"), self.model.prompt("passage"))
        return self.model.limit - max(self.model.tokens.count(prompt) if prompt else 0 for prompt in prompts)

    @property
    def count(self) -> Callable[[str], int]:
        """A function that counts a text's word pieces, without the marks the encoder adds."""
        return self.model.tokens.count

    def knows(self, word: str) -> bool:
        """Return whether a word is one piece of the encoder's vocabulary: a common word, not a typing error."""
        return self.model.tokens.knows(word)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.engine.dimension

    @cached_property
    def engine(self) -> Runtime | Reference:
        """What encodes: the export in ONNX Runtime, or the reference where the model cannot be exported."""
        from msqqa.encode.export import open_export

        return open_export(self.model, self.precision, self.note)

    @cached_property
    def scales(self) -> dict[Compared, CosineScale]:
        """How its cosines are read on the scale that is common to all encoders."""
        return scales(self.engine.background)

    @property
    def whitening(self) -> Whitening | None:
        """What lets its sentences be compared more finely; None where that was not estimated for the model."""
        return load_packaged() if self.model.packed else None

    @cached_property
    def _prompts(self) -> dict[Kind, str]:
        return {"query": self.model.prompt("query"), "passage": self.model.prompt("passage")}

    def add_prompt(self, text: str, kind: Kind) -> str:
        """Return what is encoded of a text: itself, behind what the model wants before a text of its kind."""
        return self._prompts[kind] + text

    def key(self, text: str) -> str:
        """Return the name under which the vector of ``text`` by this model, in this precision, is kept.

        It covers exactly what is encoded, as :meth:`add_prompt` returns it.
        """
        made_by = self.sha256 if self.precision == "fp32" else f"{self.sha256}-{self.precision}.{quantize.EDITION}"
        return hashlib.sha256(f"{made_by}\0{text}".encode()).hexdigest()

    def encode(
        self, texts: Sequence[str], kind: Kind | None, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return the texts' vectors.

        Parameters
        ----------
        texts:
            What to encode; a text that is longer than the encoder reads is cut.
        kind:
            What they are to the model; None where their prompts stand before them already.
        progress:
            Called now and then with the number of texts done.

        Returns
        -------
        numpy.ndarray
            Shape (len(texts), dimension), float32, each row of length 1.
        """
        prompted = texts if kind is None else [self.add_prompt(text, kind) for text in texts]
        with suspend_bound():  # it takes as long as the model does, whatever the text
            return self.engine.encode(prompted, progress)

    def states(self, text: str, kind: Kind) -> States:
        """Return a text's vector together with the states of its word pieces.

        The pieces of the prompt and the marks are left out: each state stands for characters of the text.
        """
        prompt = self._prompts[kind]
        vector, states, spans = self.engine.states(prompt + text)
        own = [i for i, (start, end) in enumerate(spans) if end > max(start, len(prompt))]
        ranges = [(max(spans[i][0] - len(prompt), 0), spans[i][1] - len(prompt)) for i in own]
        return States(vector, states[own], tuple(ranges))


@dataclass(frozen=True, slots=True)
class States:
    """A text as an encoder reads it: whole, and piece by piece."""

    vector: NDArray[np.float32]
    """Shape (dimension,), of length 1."""
    pieces: NDArray[np.float32]
    """Shape (pieces, width of the model)."""
    spans: tuple[tuple[int, int], ...]
    """The characters of the text that each piece stands for."""
