"""What changed in a corpus since its index was built, said once on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.cli.session import StandardError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.index.open import Index
    from msqqa.model import Citation


def warn(index: Index, cited: Iterable[Citation] = ()) -> tuple[list[str], list[str]]:
    """Say on standard error what changed in the whole corpus, and first which of the files that are cited.

    Returns
    -------
        What was said, one line or none, and which of the cited files are no longer what was indexed.
    """
    from msqqa.index.changes import changes_of, files_of
    from msqqa.render.changes import describe_changes

    files, changes = files_of(index, (c.respondent for c in cited)), changes_of(index)
    lines = describe_changes(index, changes, files)
    for line in lines:
        StandardError().note(line)
    return lines, changes.among(files)
