"""A generation that was built → what readers find: its passages in Milvus, its rows in PostgreSQL or where they are.

Both are written under the generation's own name and looked at by nobody before one row of PostgreSQL, or the manifest,
names it: a reader has the index as it was, or as it is. The generation before stays for those that have opened it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from msqqa.cluster.milvus import translate_errors
from msqqa.cluster.ranking import EDITION, KEY, QUESTION, SOURCE, STANCE, VECTOR, WORDS
from msqqa.errors import MachineError
from msqqa.index.dense import Vectors
from msqqa.index.lexical import K1, B
from msqqa.index.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.cluster.address import Address
    from msqqa.index.engine import Numbers
    from msqqa.index.report import Reporter
    from msqqa.model import Stance

EXACT = 2_000_000
"""Passages up to which every vector is compared; of more, a graph of neighbours is searched (HNSW)."""
_AT_ONCE = 1_000
"""Passages that are sent at once: some megabytes, below the bound of a message."""
_LONGEST = 512
"""Bytes of an edition's name; that of a stance is shorter."""


def collection_of(address: Address, generation: str) -> str:
    """Return what the collection of a generation is called."""
    return f"{address.collection}_{generation.rpartition('-')[2]}"


def write_passages(client: Any, address: Address, folder: Path, generation: str, reporter: Reporter) -> None:
    """Write all passages of a generation into a collection of its own.

    Raises
    ------
    StoreError, MachineError
        If Milvus does not take them, or does not have all of them afterwards.
    """
    name = collection_of(address, generation)
    store, vectors = Store(folder), Vectors(folder)
    try:
        total = store.columns.passages
        with translate_errors(address):
            if client.has_collection(name):
                client.drop_collection(name)  # of a build that was stopped
            _make(client, name, vectors.passages.shape[1], total)
            for done, rows in _rows(store, vectors):
                client.insert(name, rows)
                reporter.report_encoding(done, total)
            client.flush(name)
            client.load_collection(name)
            [counted] = client.query(name, filter="", output_fields=["count(*)"], consistency_level="Strong")
        if int(counted["count(*)"]) != total:
            what = f"{address}: Milvus has {counted['count(*)']} of {total} passages"
            raise MachineError(what, "look into its log, and build again")
    finally:
        store.close()
        vectors.close()


def drop_others(client: Any, address: Address, kept: set[str]) -> None:
    """Drop the collections of this index that are of none of some generations."""
    names = {collection_of(address, generation) for generation in kept}
    with translate_errors(address):
        for name in client.list_collections():
            own, _, mark = name.rpartition("_")
            if own == address.collection and len(mark) == 12 and name not in names:
                client.drop_collection(name)


def _make(client: Any, name: str, dimension: int, total: int) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(KEY, DataType.INT64, is_primary=True)
    schema.add_field(SOURCE, DataType.INT64)
    schema.add_field(QUESTION, DataType.INT64)
    schema.add_field(EDITION, DataType.VARCHAR, max_length=_LONGEST)
    schema.add_field(STANCE, DataType.VARCHAR, max_length=_LONGEST)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field(WORDS, DataType.SPARSE_FLOAT_VECTOR)
    indexes = client.prepare_index_params()
    graph = {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 256}}
    indexes.add_index(VECTOR, metric_type="IP", **({"index_type": "FLAT"} if total <= EXACT else graph))
    indexes.add_index(WORDS, metric_type="IP", index_type="SPARSE_INVERTED_INDEX")
    for field in (SOURCE, QUESTION, EDITION, STANCE):
        indexes.add_index(field, index_type="INVERTED")
    client.create_collection(name, schema=schema, index_params=indexes)


def _rows(store: Store, vectors: Vectors) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield (passages so far, the next ones as Milvus takes them)."""
    import numpy as np

    columns, total = store.columns, store.columns.passages
    weigh = PassageWeights(store.columns)
    editions = [r.edition.encode()[:_LONGEST].decode(errors="ignore") for r in store.respondents.values()]
    stances = _stances(store)
    of_cells = np.asarray(columns["passage_cell"])
    for begin in range(0, total, _AT_ONCE):
        end = min(begin + _AT_ONCE, total)
        cells = of_cells[begin:end]
        sources = columns["cell_source"][cells].tolist()
        questions = columns["cell_question"][cells].tolist()
        own = np.array(vectors.passages[begin:end])
        yield (
            end,
            [
                {
                    KEY: begin + n,
                    SOURCE: source,
                    QUESTION: question,
                    EDITION: editions[source],
                    STANCE: stances[cell],
                    VECTOR: own[n],
                    WORDS: words,
                }
                for n, (source, question, cell, words) in enumerate(
                    zip(sources, questions, cells.tolist(), weigh.of(begin, end), strict=True)
                )
            ],
        )


def _stances(store: Store) -> list[Stance]:
    """Return the stance of each cell."""
    found: list[Stance] = []
    for source in store.sources:
        found += store.stances_of(source)
    return found


class PassageWeights:
    """What each word of a passage adds to its BM25, by the number of its stem.

    An index is never changed once it is written, so all that BM25 takes from the whole corpus is known by then; the
    score of a passage is the sum over a question's stems.
    """

    def __init__(self, columns: Numbers) -> None:
        import numpy as np

        self._columns = columns
        held = np.diff(columns["posting_offsets"]).astype(np.float64)
        self._idf = np.log(1 + (columns.passages - held + 0.5) / (held + 0.5))
        lengths = np.asarray(columns["passage_length"], dtype=np.float64)
        mean = max(float(lengths.mean()) if len(lengths) else 1.0, 1e-9)
        self._norms = K1 * (1 - B + B * lengths / mean)

    def of(self, begin: int, end: int) -> Iterator[dict[int, float]]:
        """Yield, for each passage from one number to another, its stems with their weights."""
        import numpy as np

        columns = self._columns
        offsets = np.asarray(columns["word_offsets"][begin : end + 1])
        words = columns["word_ids"][offsets[0] : offsets[-1]]
        stems = columns["vocabulary_stem"][words]
        counts = columns["word_counts"][offsets[0] : offsets[-1]].astype(np.float64)
        for n in range(end - begin):
            part = slice(int(offsets[n] - offsets[0]), int(offsets[n + 1] - offsets[0]))
            yield self._weighed(stems[part], counts[part], float(self._norms[begin + n]))

    def _weighed(self, stems: NDArray[np.int32], counts: NDArray[np.float64], norm: float) -> dict[int, float]:
        import numpy as np

        own, places = np.unique(stems, return_inverse=True)
        summed = np.minimum(np.bincount(places, weights=counts, minlength=len(own)), 255)
        weights = self._idf[own] * (K1 + 1) * summed / (summed + norm)
        found = {int(stem): float(weight) for stem, weight in zip(own, weights, strict=True) if weight > 0}
        # Milvus takes no passage without any; this one is found by no word, as no question has its number.
        return found or {_NO_STEM: math.ulp(1.0)}


_NO_STEM = 2**31 - 1
