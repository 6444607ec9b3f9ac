"""Corpora of any size, made from the shipped one: its response again and again, with altered words.

Each copy is a respondent of its own. About one word in ten is another word of the corpus, and now and then a word that
nobody else uses, so that the vocabulary grows as that of real texts does. Passages are not encoded: the vector of a
copy is its original's, moved at random (to a cosine of about 0.9), which is said wherever figures of these corpora are
shown. Everything else (rows, lists of words, files, hashes) is written by msqqa's own code.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from msqqa import __version__
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.form.load import fingerprint, forms_for
from msqqa.index import manifest
from msqqa.index.build import switch
from msqqa.index.gather import gather, hashes
from msqqa.index.generation import write_blocks
from msqqa.index.report import Silent
from msqqa.index.sources import Cutter, block_of, headers_of
from msqqa.index.split import sentences_of
from msqqa.words import STOP_WORDS, words

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.sources import IndexedPassage, IndexedSource, Texts
    from msqqa.model import Form

ALTERED, MADE_UP = 0.10, 0.002
"""Shares of the words that are others, and that nobody else uses."""
_NOISE = 0.48
"""Length of what is added to a vector: the cosine to the original is 1 / sqrt(1 + 0.48²)."""
_WORD = re.compile(r"[^\W\d_]{4,}")


class Moved:
    """An encoder that makes a copy's vector of its original's."""

    def __init__(self, encoder: Encoder, originals: dict[str, str]) -> None:
        self._encoder = encoder
        self._originals = originals
        self.sha256, self.dimension = "moved", encoder.dimension
        self.key, self.add_prompt, self.precision = encoder.key, encoder.add_prompt, encoder.precision
        self.name, self.model = encoder.name, encoder.model

    def encode(self, texts: list[str], kind: None = None, progress: object = None) -> np.ndarray:
        """Return vectors: of copies as above, of words that were made up at random, of all else as they are."""
        del kind, progress
        wanted = [self._originals[t[1:65]] if t[:1] == "\0" else t for t in texts]
        distinct = list(dict.fromkeys(t for t in wanted if not t.startswith("xq")))
        known = dict(zip(distinct, self._encoder.encode(distinct, None), strict=True))
        source = np.random.default_rng(7)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for at in range(0, len(texts), 4096):
            some = range(at, min(at + 4096, len(texts)))
            noise = source.standard_normal((len(some), self.dimension), dtype=np.float32)
            noise /= np.linalg.norm(noise, axis=1, keepdims=True)
            for i, row in enumerate(some):
                base = known.get(wanted[row])
                copied = texts[row][:1] == "\0"
                vectors[row] = noise[i] if base is None else base + _NOISE * noise[i] if copied else base
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def build(corpus_folder: Path, index: Path, passages: int, encoder: Encoder | None = None) -> dict[str, int]:
    """Write an index of about so many passages; return what it holds."""
    corpus, encoder = Corpus.at(corpus_folder), encoder or Encoder.named()
    forms = forms_for(corpus.path)
    gathered = gather(corpus, forms, {}, hashes(corpus), {}, {}, Silent())
    response = next(iter(gathered.responses.values()))
    form: Form = response.form
    texts: Texts = {}
    original = block_of(response, headers_of(form, encoder), Cutter(encoder, texts))
    vocabulary = sorted({w for p in original.passages for w in p.words if w.isalpha() and w not in STOP_WORDS})
    copies = max(1, round(passages / len(original.passages)))
    blocks: dict[str, IndexedSource] = {}
    moved: Texts = dict(texts)
    for n in range(copies):
        block = original if n == 0 else _copy(original, n, vocabulary, moved)
        blocks[block.document.path] = block
    by_key = {key.hex(): text for key, text in texts.items()}
    index.mkdir(parents=True, exist_ok=True)
    written = write_blocks(index, Moved(encoder, by_key), [form], blocks.items(), {}, moved, None, Silent())
    switch(
        index,
        manifest.Manifest(
            format=manifest.FORMAT,
            msqqa=__version__,
            corpus=corpus.name,
            corpus_path=str(corpus.path),
            forms=fingerprint(corpus.path),
            model=encoder.name,
            model_sha256=encoder.sha256,
            model_dimension=written.dimension,
            precision=encoder.precision,
            sources={path: block.document.sha256 for path, block in blocks.items()},
            skipped={},
            beside={},
            described="",
            generation=written.folder.name,
            files=written.files,
            counts=written.counts,
        ),
    )
    return written.counts


def _copy(original: IndexedSource, n: int, vocabulary: list[str], texts: Texts) -> IndexedSource:
    source = random.Random(n)
    own_id = f"respondent-{n:05}"
    document = dataclasses.replace(original.document, path=f"{own_id}.md", sha256=f"{n:064x}", text="")
    respondent = dataclasses.replace(original.respondent, id=own_id, name=f"Respondent {n}", aliases=(), groups=())
    cells = tuple(dataclasses.replace(cell, respondent=own_id, source=document.path) for cell in original.cells)
    passages = tuple(
        _altered(piece, cells[piece.cell].language, source, vocabulary, texts) for piece in original.passages
    )
    return dataclasses.replace(
        original,
        document=document,
        file=document.path,
        respondent=respondent,
        place=None,
        cells=cells,
        passages=passages,
        stamp=own_id,
    )


def _altered(
    piece: IndexedPassage, language: str, source: random.Random, vocabulary: list[str], texts: Texts
) -> IndexedPassage:
    def other(match: re.Match[str]) -> str:
        drawn = source.random()
        if drawn < MADE_UP:
            return "xq" + "".join(source.choice("aeioulnrst") for _ in range(6))
        return source.choice(vocabulary) if drawn < ALTERED else match[0]

    def key(of: bytes) -> bytes:
        made = hashlib.sha256(of + source.randbytes(8)).digest()
        texts[made] = f"\0{of.hex()}"
        return made

    text = _WORD.sub(other, piece.text)
    counted = dict(Counter(word.text for word in words(text)))
    # As many as the altered text has: another word may end a sentence, or be too short for one.
    last = len(piece.sentences) - 1
    sentences = tuple(key(piece.sentences[min(n, last)]) for n in range(len(sentences_of(text, language))))
    return dataclasses.replace(piece, text=text, quote=None, words=counted, key=key(piece.key), sentences=sentences)
