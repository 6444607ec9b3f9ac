"""Vectors that ship with msqqa: those of the known forms' phrasings and of their words, by the default encoder.

A first index of a known form would encode some thousands of them, which are the same for everybody. A vector is found
by its key, as in :mod:`msqqa.index.vector_cache`: of another encoder, or of a phrasing that was changed, there is none,
and it is encoded. ``python -m msqqa.index.shipped_vectors`` writes the file again.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FILE = "vectors.npz"
"""``keys``, 32 bytes each, and ``vectors``, shape (keys, dimension) in half precision; in the package of the forms."""


def load(wanted: NDArray[np.bytes_] | None = None) -> tuple[NDArray[np.bytes_], NDArray[np.float32]]:
    """Return those of the wanted keys, or of all, that have a vector, and the vectors, each of length 1.

    Most corpora are of other forms, and want none: then the vectors are not unpacked.

    Returns
    -------
    tuple
        The keys, and their vectors, shape (keys, dimension).
    """
    import numpy as np

    with as_file(files("msqqa.forms") / FILE) as path, np.load(path) as found:
        keys = found["keys"]
        rows = np.arange(len(keys)) if wanted is None else np.flatnonzero(np.isin(keys, wanted))
        vectors = found["vectors"][rows].astype(np.float32) if len(rows) else np.zeros((0, 0), dtype=np.float32)
    return keys[rows], vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def texts_of_forms() -> set[str]:
    """Return the known forms' phrasings, and those of their words that have vectors."""
    from msqqa.form.load import load_known_forms
    from msqqa.index.assemble import is_topical
    from msqqa.index.sources import phrasings_of
    from msqqa.words import index_terms

    phrasings = {phrasing for _, phrasing in phrasings_of(load_known_forms())}
    return phrasings | {word for phrasing in phrasings for word in index_terms(phrasing) if is_topical(word)}


def write(path: Path) -> None:
    """Encode the texts of the known forms anew, and write their vectors to a file."""
    import numpy as np

    from msqqa.encode import Encoder
    from msqqa.index.assemble import KEY
    from msqqa.index.sources import make_keyer

    encoder, texts = Encoder.named(), dict[bytes, str]()
    key = make_keyer(encoder, texts)
    keys = sorted(key(text, "query") for text in texts_of_forms())
    vectors = encoder.encode([texts[key_] for key_ in keys], None)
    np.savez_compressed(path, keys=np.array(keys, dtype=KEY), vectors=vectors.astype(np.float16))


if __name__ == "__main__":
    with as_file(files("msqqa.forms")) as folder:
        write(folder / FILE)
