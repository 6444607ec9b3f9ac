"""What changed in a corpus since its index was built: said once, and with each answer of the files that it cites."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.cli.session import StandardError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from msqqa.index.changes import Changes
    from msqqa.index.open import Index
    from msqqa.model import Answer, Citation


def warn(index: Index, cited: Iterable[Citation] = ()) -> tuple[list[str], list[str]]:
    """Say on standard error what changed in the whole corpus, and first which of the files that are cited.

    Returns
    -------
        What was said, one line or none, and which of the cited files are no longer what was indexed.
    """
    from msqqa.index.changes import changes_of, files_of

    files, changes = files_of(index, (c.respondent for c in cited)), changes_of(index)
    lines = _lines(index, changes, files)
    for line in lines:
        StandardError().note(line)
    return lines, changes.among(files)


def noted(index: Index, answer: Answer, *, whole: bool) -> Answer:
    """Return an answer with a note on the files that it cites and that changed; with ``whole`` on all that changed.

    Looking at the whole corpus takes a while where it is large: whoever asks many questions does so once.
    """
    from msqqa.index.changes import changes_among, changes_of, files_of

    files = files_of(index, (c.respondent for c in answer.citations))
    changes = changes_of(index) if whole else changes_among(index, files)
    notes = (*answer.notes, *_lines(index, changes, files))
    return replace(answer, notes=notes, changed_sources=tuple(changes.among(files)))


def _lines(index: Index, changes: Changes, cited: Collection[str]) -> list[str]:
    if not changes:
        return []
    from msqqa.index.place import command

    told = f"{changes.told(cited)}; answered from what was indexed"
    if changes.gone is not None:
        return [told]
    return [f"{told}, --refresh takes it in, as does {command(index.corpus_path, index.path)}"]
