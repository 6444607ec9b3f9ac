"""The last answer's citations, kept in the user's cache, so that ``msqqa show 2`` shows what its ``[2]`` cites."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from msqqa import cache

if TYPE_CHECKING:
    from msqqa.index.open import Index
    from msqqa.model import Answer

FILE = "last.json"


def keep(index: Index, answer: Answer) -> None:
    """Remember an answer's citations; a cache that cannot be written forgets them."""
    kept = {"index": str(index.path.resolve()), "citations": [citation.id for citation in answer.citations]}
    with suppress(OSError):
        folder = cache.folder()
        folder.mkdir(parents=True, exist_ok=True)
        cache.write_whole(folder / FILE, json.dumps(kept).encode("utf-8"))


def last_citations(index: Index) -> list[str]:
    """Return the ids of the last answer's citations by their numbers; none where it was another index's."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads((cache.folder() / FILE).read_bytes())
        if kept["index"] == str(index.path.resolve()):
            return [str(id_) for id_ in kept["citations"]]
    return []
