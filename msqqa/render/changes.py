"""What changed in a corpus since its index was built, in words, and with each answer of the files that it cites."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.index.changes import changes_among, changes_of, files_of
from msqqa.index.location import command

if TYPE_CHECKING:
    from collections.abc import Collection

    from msqqa.index.changes import Changes
    from msqqa.index.open import Index
    from msqqa.model import Answer


def note_changes(index: Index, answer: Answer, *, whole: bool) -> Answer:
    """Return an answer with a note on the files that it cites and that changed; with ``whole`` on all that changed.

    Looking at the whole corpus takes a while where it is large: whoever asks many questions does so once.
    """
    files = files_of(index, (c.respondent for c in answer.citations))
    changes = changes_of(index) if whole else changes_among(index, files)
    notes = (*answer.notes, *describe_changes(index, changes, files))
    return replace(answer, notes=notes, changed_sources=tuple(changes.among(files)))


def describe_changes(index: Index, changes: Changes, cited: Collection[str]) -> list[str]:
    """Return what changed in one line, the cited files first, and what to do about it; nothing where nothing did."""
    if not changes:
        return []
    told = f"{changes.describe(cited)}; answered from what was indexed"
    if changes.gone is not None:
        return [told]
    return [f"{told}, --refresh takes it in, as does {command(index.corpus_path, index.path)}"]
