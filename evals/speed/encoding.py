"""Encoding: the export in both precisions against ``SentenceTransformer.encode``, on the same texts, in turns."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.encode.reference import Reference
from msqqa.form.load import forms_for
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent
from msqqa.index.sources import block_of, headers_of

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.sources import Texts

_SHORT = 64
_TURNS = 5


def measure(folder: Path) -> dict[str, object]:
    """Return rates as ratios to the reference's, and the least cosine to its vectors."""
    corpus = Corpus.at(folder)
    encoders = {precision: Encoder.named(precision=precision) for precision in ("fp32", "int8")}
    reference = Reference(encoders["fp32"].model)
    passages, everything = _texts(corpus, encoders["fp32"])
    count = encoders["fp32"].count
    sets = {
        "passages": passages,
        f"passages and sentences below {_SHORT} word pieces": [t for t in everything if count(t) + 2 < _SHORT],
    }
    found: dict[str, object] = {}
    for name, texts in sets.items():
        taken: dict[str, list[float]] = {"reference": []}
        wanted = reference.encode(texts)
        figures: dict[str, object] = {
            "texts": len(texts),
            "word pieces, mean": statistics.fmean(count(text) + 2 for text in texts),
        }
        for precision, encoder in encoders.items():
            cosines = (encoder.encode(texts, None) * wanted).sum(axis=1)
            figures[f"{precision} cosine, least"] = float(cosines.min())
            figures[f"{precision} cosine, mean"] = float(cosines.mean())
        for _ in range(_TURNS):
            taken["reference"].append(_seconds(reference, texts))
            for precision, encoder in encoders.items():
                taken.setdefault(precision, []).append(_seconds(encoder, texts))
        figures["reference texts/s"] = len(texts) / statistics.median(taken["reference"])
        for precision in encoders:
            figures[f"{precision} / reference"] = statistics.median(taken["reference"]) / statistics.median(
                taken[precision]
            )
        found[name] = figures
    return found


def _texts(corpus: Corpus, encoder: Encoder) -> tuple[list[str], list[str]]:
    """Return what is encoded of the corpus's passages, and of these and their sentences."""
    forms = forms_for(corpus.path)
    gathered = gather(corpus, forms, {}, hashes(corpus), {}, {}, Silent())
    texts: Texts = {}
    passages: dict[str, None] = {}
    for response in gathered.responses.values():
        block = block_of(response, headers_of(response.form, encoder), encoder, texts)
        passages.update(dict.fromkeys(texts[piece.key] for piece in block.passages))
    return list(passages), list(dict.fromkeys(texts.values()))


def _seconds(engine: Encoder | Reference, texts: list[str]) -> float:
    began = time.perf_counter()
    if isinstance(engine, Encoder):
        engine.encode(texts, None)
    else:
        engine.encode(texts)
    return time.perf_counter() - began
