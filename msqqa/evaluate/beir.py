"""BEIR: the retrieval that ``ask`` uses, measured on others' benchmarks (Thakur et al. 2021).

Documents become an index like any other, one respondent with one passage for each, and queries are searched in it by
:class:`~msqqa.ask.retrieve.retriever.Retriever`: the very code, with the constants that stand in it. Beside it the
encoder alone, and BM25 as ``bm25s`` has it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tempfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from msqqa.ask.retrieve import Retriever
from msqqa.ask.retrieve.passages import DEPTH, WORDS_WEIGHT
from msqqa.ask.retrieve.scope import Scope
from msqqa.errors import QuestionSetError
from msqqa.evaluate.baselines import Bm25
from msqqa.evaluate.measures import Values, by_ir_measures
from msqqa.evaluate.statistics import figure, permutation_test
from msqqa.index.dense import Vectors
from msqqa.index.generation import write_blocks
from msqqa.index.lexical import K1, B
from msqqa.index.report import Silent
from msqqa.index.sources import IndexedPassage, IndexedSource, make_keyer
from msqqa.index.store import Store
from msqqa.model import Cell, Document, Form, Question, Respondent, Selection
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.encode import Encoder
    from msqqa.index.report import Reporter
    from msqqa.index.sources import Texts

MEASURES = ("nDCG@10", "RR@10", "R@100")
_FORM = Form("beir", "", "", (), (Question("text", "", "open", ""),))
_KEPT = 100
"""Documents of each ranking that are measured."""

Run = dict[str, dict[str, float]]
"""Query → document → score."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark in BEIR's layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``; each may be gzipped."""

    name: str
    split: str
    documents: dict[str, str]
    """Title and text, as BEIR joins them."""
    queries: dict[str, str]
    """Those that are judged."""
    qrels: dict[str, dict[str, int]]

    @classmethod
    def at(cls, folder: Path, split: str = "test") -> Benchmark:
        """Read a benchmark.

        Raises
        ------
        QuestionSetError
            If a file is missing or malformed, or judges what is not there.
        """
        documents = {
            row["_id"]: f"{row.get('title') or ''} {row['text']}".strip()
            for row in _rows(_file(folder, "corpus.jsonl"), ("_id", "text"))
        }
        texts = {row["_id"]: str(row["text"]) for row in _rows(_file(folder, "queries.jsonl"), ("_id", "text"))}
        judged = _file(folder, f"qrels/{split}.tsv")
        qrels: dict[str, dict[str, int]] = {}
        for number, (query, document, relevance) in _judgements(judged):
            for kind, id_, known in (("query", query, texts), ("document", document, documents)):
                if id_ not in known:
                    raise QuestionSetError(
                        f"{judged}, line {number}: judges the {kind} {id_!r}, which is not there",
                        "correct the judgements, or complete the benchmark",
                    )
            qrels.setdefault(query, {})[document] = relevance
        if not qrels:
            raise QuestionSetError(f"{judged} judges nothing", "give a benchmark with judgements")
        return cls(folder.name, split, documents, {q: texts[q] for q in texts if q in qrels}, qrels)


def evaluate(benchmark: Benchmark, encoder: Encoder, reporter: Reporter | None = None) -> dict[str, Any]:
    """Return the figures of the encoder alone, of BM25 and of the hybrid, and how they differ."""
    runs = search(benchmark, encoder, reporter)
    measured = {name: by_ir_measures(MEASURES, benchmark.qrels, run) for name, run in runs.items()}
    return {
        "benchmark": benchmark.name,
        "split": benchmark.split,
        "documents": len(benchmark.documents),
        "queries": len(benchmark.queries),
        "parameters": {"k1": K1, "b": B, "words' weight": WORDS_WEIGHT, "depth": DEPTH, "model": encoder.name},
        "systems": {
            name: {measure: asdict(figure(list(values.values()))) for measure, values in found.items()}
            for name, found in measured.items()
        },
        "comparisons": [_compare_systems(measured, "hybrid", other) for other in runs if other != "hybrid"],
    }


def search(benchmark: Benchmark, encoder: Encoder, reporter: Reporter | None = None) -> dict[str, Run]:
    """Return each system's run, at most 100 documents a query."""
    names, texts = list(benchmark.documents), list(benchmark.documents.values())
    bm25 = Bm25(texts)
    runs: dict[str, Run] = {"encoder": {}, "bm25": {}, "hybrid": {}}
    with _index_benchmark(benchmark, encoder, reporter or Silent()) as retriever:
        for id_, text in benchmark.queries.items():
            query = retriever.query(text)
            rows, cosines = retriever.vectors.nearest(query.vector, _KEPT)
            hybrid = retriever.search(query, Scope())[:_KEPT]
            found = {
                "encoder": zip(rows.tolist(), cosines.tolist(), strict=True),
                "bm25": bm25.score(text, _KEPT),
                "hybrid": ((hit.row, hit.score) for hit in hybrid),
            }
            for name, scored in found.items():
                runs[name][id_] = {names[row]: score for row, score in scored}
    return runs


def _compare_systems(measured: dict[str, dict[str, Values]], first: str, second: str) -> dict[str, Any]:
    name = MEASURES[0]
    one, other = measured[first][name], measured[second][name]
    a, b = list(one.values()), [other[query] for query in one]
    return {
        "systems": [first, second],
        "measure": name,
        "difference": sum(a) / len(a) - sum(b) / len(b),
        "p": permutation_test(a, b),
    }


# ---------------------------------------------------------------- an index of it


@dataclass(frozen=True, slots=True)
class _Opened:
    store: Store
    vectors: Vectors


@contextmanager
def _index_benchmark(benchmark: Benchmark, encoder: Encoder, reporter: Reporter) -> Iterator[Retriever]:
    """Lend a retriever over an index of the documents, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="msqqa-beir-"))
    try:
        texts: Texts = {}
        blocks = {b.document.path: b for b in _blocks(benchmark, encoder, texts)}
        written = write_blocks(folder, encoder, [_FORM], blocks.items(), {}, texts, None, reporter)
        index = _Opened(Store(written.folder), Vectors(written.folder))
        yield Retriever(index, encoder)
        index.store.close()
        index.vectors.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _blocks(benchmark: Benchmark, encoder: Encoder, texts: Texts) -> Iterator[IndexedSource]:
    key = make_keyer(encoder, texts)
    for n, (id_, text) in enumerate(benchmark.documents.items()):
        own, end = f"d{n}", len(text)
        vector = key(text, "passage")
        cell = Cell(own, "text", own, ((0, end),), ((0, end),), Selection("none"), "yes", "inferred")
        counted = dict(Counter(word.text for word in words(text)))
        piece = IndexedPassage(0, 0, end, (1, 1), text, None, vector, (vector,), counted)
        document = Document(own, "", (), hashlib.sha256(id_.encode()).hexdigest())
        yield IndexedSource(document, own, 0, 0, _FORM.id, own, Respondent(own, own), None, {}, (), (cell,), (piece,))


# ---------------------------------------------------------------- its files


def _file(folder: Path, name: str) -> Path:
    for file in (folder / name, folder / f"{name}.gz"):
        if file.is_file():
            return file
    raise QuestionSetError(
        f"{folder} has no {name}", "give a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv"
    )


def _open_text(file: Path) -> IO[str]:
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")


def _rows(file: Path, wanted: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, line in _lines(file):
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in wanted):
                raise ValueError(f"it is no object with texts {' and '.join(wanted)}")
            if row["_id"] in seen:
                raise ValueError(f"the id {row['_id']!r} is there twice")
        except (ValueError, RecursionError) as error:
            raise QuestionSetError(f"{file}, line {number}: {error}", "correct it") from error
        seen.add(row["_id"])
        yield row


def _judgements(file: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for number, line in _lines(file):
        row = line.split("\t")
        is_number = len(row) == 3 and re.fullmatch(r"[+-]?\d{1,9}", row[2].strip()) is not None
        if number == 1 and len(row) == 3 and not is_number:
            continue  # a header
        if not is_number:
            raise QuestionSetError(
                f"{file}, line {number}: it is no query, document and relevance, parted by tabs", "correct it"
            )
        yield number, (row[0], row[1], int(row[2]))


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with _open_text(file) as opened:
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise QuestionSetError(f"{file} cannot be read ({error})", "unpack or copy it again") from error
