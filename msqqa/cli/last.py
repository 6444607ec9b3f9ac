"""The last answer, kept in the user's cache.

``msqqa show 2`` shows what its ``[2]`` cites, and ``msqqa review 2`` corrects what was decided of whom that cites.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa import cache

if TYPE_CHECKING:
    from msqqa.index.open import Index
    from msqqa.model import Answer, Plan

FILE = "last.json"


@dataclass(frozen=True, slots=True)
class Last:
    """What is kept of an answer."""

    citations: tuple[str, ...] = ()
    """Ids, by their numbers."""
    claim: str = ""
    """The words of the claim that was decided; empty where the form's own questions decided, or several claims."""
    mode: str | None = None
    """What decided, where the answer is about a set, or about mentions."""


def keep(index: Index, answer: Answer) -> None:
    """Remember an answer; a cache that cannot be written forgets it."""
    kept = {
        "index": str(index.path.resolve()),
        "citations": [citation.id for citation in answer.citations],
        "claim": answer.claim,
        "mode": _mode(answer.plan),
    }
    with suppress(OSError):
        folder = cache.folder()
        folder.mkdir(parents=True, exist_ok=True)
        cache.write_whole(folder / FILE, json.dumps(kept).encode("utf-8"))


def _mode(plan: Plan) -> str | None:
    from msqqa.model import SetPlan

    if isinstance(plan, SetPlan):
        return plan.mode
    return "mention" if plan.relations == {"mentions"} else None


def last_answer(index: Index) -> Last:
    """Return the last answer; an empty one where it was another index's."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads((cache.folder() / FILE).read_bytes())
        if kept["index"] == str(index.path.resolve()):
            return Last(tuple(map(str, kept["citations"])), str(kept["claim"]), kept["mode"])
    return Last()


def last_citations(index: Index) -> tuple[str, ...]:
    """Return the ids of the last answer's citations by their numbers; none where it was another index's."""
    return last_answer(index).citations
