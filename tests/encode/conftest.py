"""Models to export: the packaged one, changed copies of it, and a tiny one that is exported in a moment."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.encode import Encoder
from msqqa.encode.model import Model
from msqqa.encode.reference import Reference
from msqqa.encode.runtime import Runtime
from tests.support import change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from msqqa.encode import Precision


@pytest.fixture(scope="session", params=["english", "multilingual"])
def name(request: pytest.FixtureRequest) -> str:
    """Each of the packaged models."""
    return str(request.param)


@pytest.fixture(scope="session")
def reference(name: str) -> Reference:
    return _OnceEach(Model.named(name))


class _OnceEach(Reference):
    """Encodes each text once a session, and alone: beside a long one a short text takes as long as that."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        for text in texts:
            if text not in self._known:
                self._known[text] = super().encode([text], progress)[0]
        return np.stack([self._known[text] for text in texts])


@pytest.fixture(scope="session")
def runtime(name: str) -> Runtime:
    return _runtime(name, "fp32")


@pytest.fixture(scope="session")
def int8(name: str) -> Runtime:
    return _runtime(name, "int8")


@pytest.fixture(scope="session", params=["fp32", "int8"])
def either(request: pytest.FixtureRequest) -> Runtime:
    """An export in each of the precisions."""
    return _runtime("multilingual", request.param)


def _runtime(name: str, precision: Precision) -> Runtime:
    engine = Encoder.named(name, precision).engine
    assert isinstance(engine, Runtime)
    return engine


@pytest.fixture
def packaged(tmp_path: Path) -> Model:
    """A copy of the English model, to change; with two of its layers, so that it is exported sooner."""
    folder = tmp_path / "packaged"
    shutil.copytree(Model.named("english").folder, folder)
    change(folder / "config.json", num_hidden_layers=2)
    return Model.named(str(folder))


@pytest.fixture(scope="session")
def tiny_once(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model of one narrow layer, its weights drawn by lot; not to be changed."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models") / "tiny"
    shutil.copytree(Model.named("english").folder, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    width = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    change(folder / "config.json", **width)
    change(folder / "1_Pooling" / "config.json", word_embedding_dimension=32)
    torch.manual_seed(0)
    BertModel(BertConfig(**json.loads((folder / "config.json").read_text()))).save_pretrained(folder)
    return Model.named(str(folder))


@pytest.fixture
def tiny(tiny_once: Model, tmp_path: Path) -> Model:
    """A copy of the tiny model, to change."""
    shutil.copytree(tiny_once.folder, tmp_path / "tiny")
    return Model.named(str(tmp_path / "tiny"))


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of a test's own."""
    monkeypatch.setenv("MSQQA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def with_dense(tiny: Model) -> Model:
    """The tiny model with a layer more, behind its pooling."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Dense, Normalize, Pooling, Transformer

    parts = [Transformer(str(tiny.folder)), Pooling(32), Dense(32, 16), Normalize()]
    folder = tiny.folder.with_name("dense")
    SentenceTransformer(modules=parts, device="cpu").save(str(folder))
    return Model.named(str(folder))
