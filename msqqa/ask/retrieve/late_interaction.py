"""Late interaction: a query and a few passages compared word piece by word piece (ColBERT; Khattab and Zaharia 2020).

One vector of a passage says what it is about, and little of the single facts in it; least across languages. So each
piece of the query looks for the piece of the passage that is most like it, in its context, and the mean of their
cosines is taken. What all pieces of one encoder, and of one language, have in common is taken off before: the pieces of
the passages lose their mean, those of the query the middle between that and their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


def late_interaction(query: NDArray[np.float32], passages: Sequence[NDArray[np.float32]]) -> list[float]:
    """Return how well each of some passages holds what a query's word pieces look for.

    Parameters
    ----------
    query:
        States of the query's pieces, shape (pieces, width).
    passages:
        The same of each passage.

    Returns
    -------
    list[float]
        Mean over the query's pieces of the greatest cosine, from -1 to 1; comparable among these passages only.
    """
    import numpy as np

    if not len(query) or not all(map(len, passages)):
        return [0.0] * len(passages)
    units = [_unit(states) for states in passages]
    query = _unit(query)
    common = np.concatenate(units).mean(axis=0)
    query = _unit(query - (common + query.mean(axis=0)) / 2)
    return [float((query @ _unit(states - common).T).max(axis=1).mean()) for states in units]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    scaled: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled
