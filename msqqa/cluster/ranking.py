"""The two rankings over a Milvus collection, within filters that it carries out before it ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msqqa.cluster.milvus import disconnect, translate_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.cluster.address import Address
    from msqqa.index.engine import Found, Where, Within

KEY, SOURCE, QUESTION, EDITION, STANCE = "passage", "source", "question", "edition", "stance"
VECTOR, WORDS = "vector", "words"
"""The fields of a collection."""
MOST = 16_384
"""Passages that Milvus returns at most for one search."""
_NAMED = 32
"""Sources that a filter names one by one; of more, it looks first whether they are all of some editions."""
_AT_ONCE = 2_000
"""Passages whose vectors are fetched at once: some megabytes, below the bound of a message."""


class MilvusSearch:
    """Ranks the passages of one collection.

    Parameters
    ----------
    client, address, collection:
        Where it is.
    editions:
        The edition of each source, in order.
    """

    def __init__(self, client: Any, address: Address, collection: str, editions: Sequence[str]) -> None:
        self._client = client
        self._address = address
        self._collection = collection
        self._editions = editions

    def nearest(self, query: NDArray[np.float32], depth: int, within: Within) -> Found:
        """Return the passages whose vectors are nearest to one of shape (dimension,), at most ``depth``."""
        return self._ranked(VECTOR, query, "IP", depth, within)

    def rank(self, stems: Sequence[int], depth: int, within: Within) -> Found:
        """Return the passages that hold any of some stems, given by their numbers, by BM25, at most ``depth``."""
        return self._ranked(WORDS, dict.fromkeys(stems, 1.0), "IP", depth if stems else 0, within)

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosines of some passages, given in any order."""
        import numpy as np

        found = np.empty((len(rows), len(query)), dtype=np.float32)
        places = {int(row): at for at, row in enumerate(rows.tolist())}
        wanted = list(places)
        for begin in range(0, len(wanted), _AT_ONCE):
            some = wanted[begin : begin + _AT_ONCE]
            with translate_errors(self._address):
                got = self._client.get(self._collection, ids=some, output_fields=[KEY, VECTOR])
            for row in got:
                found[places[int(row[KEY])]] = row[VECTOR]
        cosines: NDArray[np.float32] = found @ query
        return cosines

    def close(self) -> None:
        """Close the connection."""
        disconnect(self._client, self._address)

    def _ranked(self, field: str, query: Any, metric: str, depth: int, within: Within) -> Found:
        import numpy as np

        if depth <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        searched = _FieldSearch(self._client, self._address, self._collection, field, query, metric)
        if depth <= MOST:
            found = searched.best(filter_of(within.where, self._editions), depth)
        else:
            found = self._by_source(searched, depth, within.where)
        rows = np.array([row for row, _ in found], dtype=np.int64)
        scores = np.array([score for _, score in found], dtype=np.float32)
        order = np.lexsort((rows, -scores))[:depth]
        return rows[order], scores[order]

    def _by_source(self, searched: _FieldSearch, depth: int, where: Where | None) -> list[tuple[int, float]]:
        """Return the best passages of each source: one search cannot return as many as all of them have.

        Every respondent of a set is asked for its own best passages, grouped by Milvus, some thousand at a time.
        """
        from dataclasses import replace

        from msqqa.index.engine import Where

        where = where or Where()
        sources = where.sources if where.sources is not None else tuple(range(len(self._editions)))
        each = max(1, -(-depth // max(len(sources), 1)))
        at_once = max(1, MOST // each)
        found: list[tuple[int, float]] = []
        for begin in range(0, len(sources), at_once):
            some = sources[begin : begin + at_once]
            found += searched.group(filter_of(replace(where, sources=some), ()), len(some), each)
        return found


class _FieldSearch:
    """One query over one field of a collection."""

    def __init__(self, client: Any, address: Address, collection: str, field: str, query: Any, metric: str) -> None:
        self._search: Callable[..., Any] = client.search
        self._address = address
        self._fixed = {"collection_name": collection, "data": [query], "anns_field": field, "output_fields": [KEY]}
        self._metric = metric

    def best(self, kept: str, depth: int) -> list[tuple[int, float]]:
        """Return the best passages that a filter leaves."""
        # A graph looks at as many candidates as it is told to, and must look at more than it returns.
        return self._asked(filter=kept, limit=depth, search_params=self._params(depth))

    def group(self, kept: str, groups: int, each: int) -> list[tuple[int, float]]:
        """Return the best ``each`` passages of each source that a filter leaves."""
        return self._asked(
            filter=kept, limit=groups, group_by_field=SOURCE, group_size=each, search_params=self._params(groups)
        )

    def _params(self, depth: int) -> dict[str, Any]:
        return {"metric_type": self._metric, "params": {"ef": min(2 * depth + 64, 32_768)}}

    def _asked(self, **how: Any) -> list[tuple[int, float]]:
        with translate_errors(self._address):
            [hits] = self._search(**self._fixed, **how)
        return [(int(hit["entity"][KEY]), float(hit["distance"])) for hit in hits]


def filter_of(where: Where | None, editions: Sequence[str]) -> str:
    """Return a filter as Milvus reads it; empty where nothing is left out.

    >>> from msqqa.index.engine import Where
    >>> filter_of(Where(sources=(3, 4), questions=(7,)), ["2022"] * 5)
    'source in [3, 4] and question in [7]'
    """
    if where is None:
        return ""
    parts = []
    if where.sources is not None:
        parts.append(_of_sources(where.sources, editions))
    if where.questions is not None:
        parts.append(f"{QUESTION} in {list(where.questions)}")
    if where.stances is not None:
        parts.append(f"{STANCE} in {_texts(where.stances)}")
        if set(where.stances) - {"blank", "unclear"}:
            # What a question says that asks for no yes or no is no stance.
            parts.append(f'({QUESTION} in {list(where.asking)} or {STANCE} in ["blank", "unclear"])')
    return " and ".join(parts)


def _of_sources(sources: Sequence[int], editions: Sequence[str]) -> str:
    """Return a filter of some sources: by their edition, by a range, or one by one."""
    kept = set(sources)
    if len(kept) > _NAMED:
        named = {editions[rank] for rank in kept if rank < len(editions)}
        if named and kept == {rank for rank, edition in enumerate(editions) if edition in named}:
            return f"{EDITION} in {_texts(sorted(named))}"
        first, last = min(kept), max(kept)
        if last - first + 1 == len(kept):
            return f"{SOURCE} >= {first} and {SOURCE} <= {last}"
    return f"{SOURCE} in {sorted(kept)}"


def _texts(texts: Sequence[str]) -> str:
    r"""Return texts as a list in a filter.

    >>> _texts(['2022', 'the "new" one'])
    '["2022", "the \\"new\\" one"]'
    """
    import json

    return json.dumps(list(texts), ensure_ascii=False)
