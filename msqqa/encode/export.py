"""The ONNX export of a model: made once by torch's own exporter, checked against the reference, kept in the cache.

The graph holds pooling and normalisation, so that a text's word pieces go in and its vector comes out. It is written
as ONNX Runtime has optimised it, its weights in a file of their own that is mapped into memory: opening it takes
milliseconds. Only what does not depend on the processor is optimised beforehand.

An export is kept by the model's hash and its precision. It says which versions made it; one that is damaged, of other
versions, or of another model than its folder's name says is made anew.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa import cache
from msqqa.encode.cosine_scale import measure
from msqqa.encode.ort import onnxruntime
from msqqa.encode.packed import prepare_for_export
from msqqa.encode.quantize import quantize_graph
from msqqa.encode.reference import Reference, load
from msqqa.encode.runtime import GRAPH, STATES, VECTOR, WEIGHTS, Runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msqqa.encode.model import Model, Precision

FORMAT = 4
"""Raised whenever exports are made in another way."""
LEAST_COSINE: dict[Precision, float] = {"fp32": 0.9999, "int8": 0.9}
"""To the reference, of every text that an export is checked with."""
_KINDS = ("mean", "cls", "max")
_MODULES = ("Transformer", "Pooling", "Normalize")
_SAID = "export.json"
_PROBES = (
    "",
    "sandbox",
    "Does the government have a regulatory sandbox?",
    "Министерство цифрового развития, 数字政府, التحول الرقمي, œuvre naïve №7",
    "A law on the protection of personal data was adopted in 2021 and came into force a year later. " * 3,
    "One text that is longer than the encoder reads, so that both engines must cut it at the same place. " * 60,
)


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What an export says of itself."""

    format: int
    onnxruntime: str
    model: str
    model_sha256: str
    precision: str
    dimension: int
    cosine: float
    """The least cosine to the reference when it was checked."""
    files: dict[str, str]
    background: dict[str, tuple[float, float]] = field(default_factory=dict)
    """As :func:`msqqa.encode.cosine_scale.measure` returns it."""
    unfit: str = ""
    """Why the model cannot be exported; then there are no files."""


def open_export(model: Model, precision: Precision, note: Callable[[str], None]) -> Runtime | Reference:
    """Open a model's export, making it where it is not there or of no use.

    Returns
    -------
    Runtime or Reference
        The quick engine; the reference where the model cannot be exported.
    """
    home = cache.folder() / "encoders" / f"{model.sha256[:24]}-{precision}"
    said = _load_usable(home, model, precision, note)
    if said is None:
        note(f"exporting {model.name} ({precision}) for ONNX Runtime, once")
        try:
            home.mkdir(parents=True, exist_ok=True)
            with cache.lock_folder(home):
                # Whoever waited finds what another process made meanwhile.
                said = _load_usable(home, model, precision, lambda _: None) or _made_in(home, model, precision)
        except OSError as error:
            note(
                f"the cache folder {cache.folder()} cannot be written ({error.strerror}), so that this is done each"
                " time; name another one with MSQQA_CACHE"
            )
            with cache.for_this_process() as home:
                said = _make(model, precision, home)
    if said.unfit:
        note(f"{model.name} cannot be exported ({said.unfit}); sentence-transformers encodes, and is slower to start")
        return Reference(model, said.background)
    return Runtime(model, home, said.dimension, precision, said.background)


def _made_in(home: Path, model: Model, precision: Precision) -> ExportRecord:
    with cache.make_aside(home.parent) as aside:
        said = _make(model, precision, aside)
        _install_export(aside, home)
    return said


def _load_usable(home: Path, model: Model, precision: Precision, note: Callable[[str], None]) -> ExportRecord | None:
    """Return what a kept export says of itself; None, having said why, where it is of no use."""
    runtime = onnxruntime()
    try:
        body = json.loads((home / _SAID).read_text(encoding="utf-8"))
        claimed = body.pop("self")
        said = ExportRecord(**body)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        note(f"the cached export in {home} is damaged; making it anew")
        return None
    if (said.format, said.onnxruntime) != (FORMAT, runtime.__version__):
        note(f"the cached export in {home} is from another version; making it anew")
        return None
    if (said.model_sha256, said.precision) != (model.sha256, precision):
        note(f"the cached export in {home} is of another model ({said.model}); making it anew")
        return None
    if claimed != _digest(body) or not cache.has_digests(home, said.files):
        note(f"the cached export in {home} is damaged; making it anew")
        return None
    return said


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _make(model: Model, precision: Precision, folder: Path) -> ExportRecord:
    """Make an export in an empty folder, and check it; say what it is."""
    unfit, cosine = _reason_against(model), 0.0
    reference = Reference(model)
    dimension = reference.dimension
    engine: Runtime | Reference = reference
    if not unfit:
        try:
            wanted = reference.encode(_PROBES)
            # Attention written out, not a fused kernel: the same vectors, and a graph that ONNX Runtime can optimise.
            loaded = prepare_for_export(reference.loaded) if model.packed else load(model, attn_implementation="eager")
            _export(model, loaded, precision, folder)
            made = Runtime(model, folder, dimension, precision)
            cosine = float((made.encode(_PROBES) * wanted).sum(axis=1).min())
            if cosine >= LEAST_COSINE[precision]:
                engine = made
            else:
                unfit = f"its vectors come only to a cosine of {cosine:.4f} to the reference"
        except OSError:
            raise
        except Exception as error:
            unfit = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    if unfit:
        for file in (GRAPH, WEIGHTS):
            (folder / file).unlink(missing_ok=True)
    files = {file: cache.digest_of(folder / file) for file in (GRAPH, WEIGHTS) if (folder / file).is_file()}
    said = ExportRecord(
        format=FORMAT,
        onnxruntime=onnxruntime().__version__,
        model=model.name,
        model_sha256=model.sha256,
        precision=precision,
        dimension=dimension,
        cosine=round(cosine, 6),
        files=files,
        background=measure(engine, model.prompt("query"), model.prompt("passage")),
        unfit=unfit,
    )
    body = asdict(said)
    cache.write_whole(folder / _SAID, json.dumps({**body, "self": _digest(body)}, indent=1).encode())
    return said


def _reason_against(model: Model) -> str:
    """Return why a model is of a kind that is not exported; empty where it is not."""
    kinds = [module["type"].rsplit(".", 1)[-1] for module in model.modules]
    if kinds[:2] != ["Transformer", "Pooling"] or any(kind not in _MODULES for kind in kinds):
        return f"it consists of {', '.join(kinds)}"
    if len(model.pooling) != 1 or model.pooling[0] not in _KINDS:
        return f"its pooling is {' and '.join(model.pooling) or 'unknown'}, not one of {', '.join(_KINDS)}"
    return ""


def _export(model: Model, loaded: Any, precision: Precision, folder: Path) -> None:
    import torch

    class Whole(torch.nn.Module):
        """Word pieces → vector of length 1, and the states of the pieces themselves."""

        def __init__(self) -> None:
            super().__init__()
            self.model = loaded

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            taken = {"input_ids": input_ids, "attention_mask": attention_mask}
            if "token_type_ids" in loaded.tokenizer.model_input_names:
                taken["token_type_ids"] = torch.zeros_like(input_ids)
            made = self.model(taken)
            return torch.nn.functional.normalize(made["sentence_embedding"], dim=1), made["token_embeddings"]

    ids = torch.randint(5, 100, (3, 12))
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0  # a padded text, so that nothing is taken for constant
    raw = folder / "raw.onnx"
    with warnings.catch_warnings(), torch.no_grad(), _silence_exporter():
        warnings.simplefilter("ignore")
        # Not the newer dynamo exporter: ONNX Runtime makes a slower graph of what that writes, by a tenth and more.
        torch.onnx.export(
            Whole().eval(),
            (ids, mask),
            str(raw),
            input_names=["input_ids", "attention_mask"],
            output_names=[VECTOR, STATES],
            dynamic_axes={name: {0: "b", 1: "n"} for name in ("input_ids", "attention_mask", STATES)}
            | {VECTOR: {0: "b"}},
            opset_version=17,
            dynamo=False,
        )
        if precision == "int8":
            raw = quantize_graph(raw, model.tokens, vocabulary=not model.packed)
    _optimise_graph(raw, folder)
    for left in folder.glob("raw*"):
        left.unlink()


def _optimise_graph(raw: Path, folder: Path) -> None:
    """Write the graph as ONNX Runtime optimises it for any processor, its weights beside it."""
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 3
    options.optimized_model_filepath = str(folder / GRAPH)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    runtime.InferenceSession(str(raw), options, providers=["CPUExecutionProvider"])


@contextmanager
def _silence_exporter() -> Iterator[None]:
    """Keep the exporter's own reports out of the user's terminal."""
    import logging

    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _install_export(made: Path, home: Path) -> None:
    """Make a whole export the one that is read.

    Its description is removed first and put there last, so that whoever looks in between finds no export, not half of
    one.
    """
    (home / _SAID).unlink(missing_ok=True)
    for file in (GRAPH, WEIGHTS, _SAID):
        if (made / file).is_file():
            (made / file).replace(home / file)
