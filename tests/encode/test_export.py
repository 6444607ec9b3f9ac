from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

from msqqa.encode import Encoder
from msqqa.encode.export import FORMAT, open_export
from msqqa.encode.model import Model
from msqqa.encode.reference import Reference
from msqqa.encode.runtime import GRAPH, WEIGHTS, Runtime
from msqqa.errors import EncoderError
from tests.support import change, command, cosines, environment, flip, pooled_by, process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.slow

SAID = "export.json"
TEXTS = (
    "",
    "a sandbox for payments",
    "Does the government have a law on the protection of personal data?",
    "Монгол Улсын хууль, 数字政府 №7",
    "One sentence that is longer than what the encoder reads. " * 60,
)

OPENS = """
import sys
from msqqa.encode import Encoder
encoder = Encoder.named(sys.argv[1], "fp32", lambda line: print(line, file=sys.stderr))
print(encoder.encode(["a sandbox for payments"], "query").tobytes().hex())
print(sorted({"torch", "transformers", "sentence_transformers", "onnx"} & set(sys.modules)))
"""


_REFERENCES: dict[tuple[str, str], NDArray[np.float32]] = {}
"""(name, hash) of a model → the reference's vectors of TEXTS: it takes longer to load than all else here."""


def _is_right(engine: Runtime | Reference, model: Model) -> None:
    of = model.name, model.sha256
    if of not in _REFERENCES:
        _REFERENCES[of] = Reference(model).encode(TEXTS)
    assert cosines(engine.encode(TEXTS), _REFERENCES[of]).min() >= 0.9999


def _opened(model: Model) -> tuple[Runtime | Reference, list[str]]:
    notes: list[str] = []
    return open_export(model, "fp32", notes.append), notes


# ---------------------------------------------------------------- what is exported, and what is not


@pytest.mark.parametrize("mode", ["cls_token", "max_tokens"])
def test_a_model_with_another_pooling_is_exported(packaged: Model, empty_cache: Path, mode: str) -> None:
    pooled_by(packaged.folder, mode)
    model = Model.named(str(packaged.folder))
    engine, notes = _opened(model)
    assert isinstance(engine, Runtime)
    assert notes == [f"exporting {model.name} (fp32) for ONNX Runtime, once"]
    _is_right(engine, model)


def _stays_with_the_reference(model: Model, why: str) -> None:
    for _ in range(2):
        engine, notes = _opened(model)
        assert isinstance(engine, Reference)
        [note] = [line for line in notes if "cannot be exported" in line]
        assert model.name in note
        assert why in note
        assert len(note.splitlines()) == 1
        assert len(notes) <= 2
        _is_right(engine, model)
    assert notes == [note], "the second time, nothing is tried again"


@pytest.mark.parametrize("modes", [["weightedmean_tokens"], ["lasttoken"], ["mean_tokens", "cls_token"]])
def test_a_pooling_that_is_not_exported_stays_with_the_reference(
    tiny: Model, empty_cache: Path, modes: list[str]
) -> None:
    pooled_by(tiny.folder, *modes)
    if len(modes) > 1:
        change(tiny.folder / "1_Pooling" / "config.json", word_embedding_dimension=32)
    _stays_with_the_reference(Model.named(str(tiny.folder)), "its pooling is")


def test_a_model_with_a_layer_more_stays_with_the_reference(with_dense: Model, empty_cache: Path) -> None:
    _stays_with_the_reference(with_dense, "Dense")


def test_a_model_whose_library_prepares_its_texts_stays_with_the_reference(tiny: Model, empty_cache: Path) -> None:
    file = tiny.folder / "tokenizer.json"
    change(file, normalizer={**json.loads(file.read_text(encoding="utf-8"))["normalizer"], "lowercase": False})
    change(tiny.folder / "sentence_bert_config.json", do_lower_case=True)
    _stays_with_the_reference(Model.named(str(tiny.folder)), "cosine")


def test_a_model_with_a_prompt_of_its_own_is_exported(tiny: Model, empty_cache: Path) -> None:
    """The prompt stands before a text once: the library, which would add it by itself, gives the same vector."""
    prompts = {"query": "search for: ", "passage": ""}
    change(tiny.folder / "config_sentence_transformers.json", prompts=prompts, default_prompt_name="query")
    model = Model.named(str(tiny.folder))
    engine, _ = _opened(model)
    assert isinstance(engine, Runtime)
    _is_right(engine, model)
    said = Encoder(model).encode(["a sandbox"], "query")
    library = Reference(model).loaded
    assert cosines(said, library.encode(["a sandbox"])).min() >= 0.9999
    assert cosines(said, library.encode(["a sandbox"], prompt="")).min() < 0.9999


def test_a_model_that_cannot_be_loaded_is_one_line(tiny: Model, empty_cache: Path) -> None:
    weights = tiny.folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(EncoderError, match="cannot be loaded") as raised:
        _opened(Model.named(str(tiny.folder)))
    assert len(str(raised.value).splitlines()) == 1
    assert not list(empty_cache.rglob("*.onnx"))


# ---------------------------------------------------------------- the cache


@pytest.fixture(scope="module")
def kept_once(tiny_once: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the tiny model's export."""
    folder = tmp_path_factory.mktemp("kept") / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MSQQA_CACHE", str(folder))
        _opened(tiny_once)
    return folder


@pytest.fixture
def kept(kept_once: Path, empty_cache: Path) -> Path:
    """The folder of the export in a cache of the test's own."""
    shutil.copytree(kept_once, empty_cache)
    [folder] = (place for place in (empty_cache / "encoders").iterdir() if place.is_dir())  # beside its lock
    return folder


def test_a_kept_export_is_opened_without_a_word(tiny_once: Model, kept: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in kept.iterdir()}
    engine, notes = _opened(tiny_once)
    assert isinstance(engine, Runtime)
    assert notes == []
    _is_right(engine, tiny_once)
    assert {file: file.stat().st_mtime_ns for file in kept.iterdir()} == before
    assert {file.name for file in kept.iterdir()} == {GRAPH, WEIGHTS, SAID}


def _flipped(file: Path) -> None:
    flip(file)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _is_made_anew(model: Model, kept: Path, *why: str) -> None:
    """Check that an export is made again, that this is said, and that all is well from then on."""
    engine, notes = _opened(model)
    exporting = f"exporting {model.name} (fp32) for ONNX Runtime, once"
    assert isinstance(engine, Runtime)
    assert notes[-1] == exporting
    assert len(notes) == 1 + len(why)
    for note, words in zip(notes, why, strict=False):
        assert str(kept) in note
        assert words in note
        assert note.endswith("making it anew")
    _is_right(engine, model)
    again, notes = _opened(model)
    assert notes == []
    np.testing.assert_array_equal(again.encode(TEXTS), engine.encode(TEXTS))
    beside = [place.name for place in kept.parent.iterdir() if place.is_dir()]
    assert beside == [kept.name], "nothing is left beside it"


@pytest.mark.parametrize("harm", [_flipped, _cut, _emptied])
@pytest.mark.parametrize("file", [GRAPH, WEIGHTS, SAID])
def test_a_damaged_file_is_made_anew(tiny_once: Model, kept: Path, file: str, harm: Callable[[Path], None]) -> None:
    harm(kept / file)
    _is_made_anew(tiny_once, kept, "damaged")


@pytest.mark.parametrize("file", [GRAPH, WEIGHTS])
def test_a_missing_file_is_made_anew(tiny_once: Model, kept: Path, file: str) -> None:
    (kept / file).unlink()
    _is_made_anew(tiny_once, kept, "damaged")


def test_an_export_that_is_not_described_is_made_anew(tiny_once: Model, kept: Path) -> None:
    (kept / SAID).unlink()
    _is_made_anew(tiny_once, kept)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": FORMAT + 1}, "another version"),
        ({"onnxruntime": "1.0.0"}, "another version"),
        ({"model_sha256": "0" * 64, "model": "another/model"}, "another/model"),
        ({"precision": "int8"}, "another model"),
        ({"files": {GRAPH: "0" * 64}}, "damaged"),
        ({"files": {}}, "damaged"),
        ({"files": 5}, "damaged"),
        ({"more": 1}, "damaged"),
    ],
)
def test_an_export_that_says_something_else_is_made_anew(
    tiny_once: Model, kept: Path, changes: dict[str, object], why: str
) -> None:
    change(kept / SAID, **changes)
    _is_made_anew(tiny_once, kept, why)


def test_an_export_that_says_another_dimension_gives_the_right_vectors(tiny_once: Model, kept: Path) -> None:
    change(kept / SAID, dimension=33)
    _is_right(_opened(tiny_once)[0], tiny_once)


@pytest.mark.parametrize("text", ["[]", "5", "null", "{}"])
def test_a_description_of_another_kind_is_made_anew(tiny_once: Model, kept: Path, text: str) -> None:
    (kept / SAID).write_text(text, encoding="utf-8")
    _is_made_anew(tiny_once, kept, "damaged")


def test_another_models_export_in_its_place_is_made_anew(tiny_once: Model, tiny: Model, kept: Path) -> None:
    pooled_by(tiny.folder, "cls_token")
    other = Model.named(str(tiny.folder))
    assert other.sha256 != tiny_once.sha256
    place = kept.with_name(f"{other.sha256[:24]}-fp32")
    kept.rename(place)
    _is_made_anew(other, place, "another model")


def test_a_second_process_says_nothing_and_loads_no_torch(tiny_once: Model, kept: Path) -> None:
    ended = process(tiny_once.name, script=OPENS, env={"MSQQA_CACHE": str(kept.parents[1])})
    assert ended.returncode == 0, ended
    assert ended.stderr == b""
    vector, loaded = ended.stdout.decode().splitlines()
    assert loaded == "[]"
    wanted = Reference(tiny_once).encode(["a sandbox for payments"])
    assert cosines(np.frombuffer(bytes.fromhex(vector), dtype=np.float32)[None, :], wanted).min() >= 0.9999


def test_two_that_export_at_once_both_succeed(tiny_once: Model, empty_cache: Path) -> None:
    call = command(tiny_once.name, script=OPENS)
    running = [subprocess.Popen(call, env=environment(), stdout=-1, stderr=-1) for _ in range(2)]
    (one, said), (other, also_said) = (r.communicate() for r in running)
    assert [r.returncode for r in running] == [0, 0]
    assert {*said.splitlines(), *also_said.splitlines()} == {
        f"exporting {tiny_once.name} (fp32) for ONNX Runtime, once".encode()
    }
    assert one.splitlines()[0] == other.splitlines()[0]
    engine, notes = _opened(tiny_once)
    assert notes == []
    _is_right(engine, tiny_once)


# ---------------------------------------------------------------- a cache that cannot be written


@pytest.mark.parametrize("below", ["", "encoders", "a/b/c"])
def test_a_cache_that_cannot_be_written_costs_time_and_no_answer(
    tiny_once: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MSQQA_CACHE", str(tmp_path / "file" / below))
    engine, notes = _opened(tiny_once)
    assert isinstance(engine, Runtime)
    _is_right(engine, tiny_once)
    exporting, unwritable = notes
    assert exporting.startswith("exporting ")
    assert "MSQQA_CACHE" in unwritable
    assert str(tmp_path / "file") in unwritable
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_what_an_unwritable_cache_made_is_gone_with_its_process(tiny_once: Model, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    places = {"MSQQA_CACHE": str(tmp_path / "file"), "TMPDIR": str(tmp_path / "tmp")}
    ended = process(tiny_once.name, script=OPENS, env=places)
    assert ended.returncode == 0, ended
    assert b"MSQQA_CACHE" in ended.stderr
    assert list((tmp_path / "tmp").glob("msqqa*")) == []


def test_the_hashes_are_those_of_the_files(tiny_once: Model, kept: Path) -> None:
    from msqqa.cache import digest_of

    said = json.loads((kept / SAID).read_text(encoding="utf-8"))
    assert said["files"] == {file: digest_of(kept / file) for file in (GRAPH, WEIGHTS)}
    assert said["model_sha256"] == tiny_once.sha256
    assert said["cosine"] >= 0.9999
