"""Vectors of the form's own wordings: its questions, and the options of its closed questions.

They were encoded when the index was built, and are found there by their keys, as what is encoded anew is. An index that
was built before options were encoded has none of these: then they are encoded when first asked for, and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Encoder
    from msqqa.index.engine import Pieces
    from msqqa.index.store import Store


class Wordings:
    """Knows the vectors of one corpus's wordings."""

    def __init__(self, store: Store, vectors: Pieces, encoder: Encoder) -> None:
        self._store = store
        self._vectors = vectors
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of some wordings; shape (len(texts), dimension)."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            rows = self._find_rows(new)
            if rows:
                found = self._vectors.of_pieces(np.array(list(rows.values()), dtype=np.int64))
                self._known.update(zip(rows, found, strict=True))
            missing = [text for text in new if text not in rows]
            if missing:
                self._known.update(zip(missing, self._encoder.encode(missing, "query"), strict=True))
        return np.stack([self._known[text] for text in texts])

    def _find_rows(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the rows of those texts that have vectors in the index."""
        import numpy as np

        keys = self._store.columns["piece_keys"]
        wanted = np.array(
            [bytes.fromhex(self._encoder.key(self._encoder.add_prompt(t, "query"))) for t in texts], "S32"
        )
        at = np.flatnonzero(np.isin(keys, wanted))
        by_key = dict(zip(keys[at].tolist(), at.tolist(), strict=True))
        return {t: by_key[key] for t, key in zip(texts, wanted.tolist(), strict=True) if key in by_key}
