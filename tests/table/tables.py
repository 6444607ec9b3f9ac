"""Tables made as people make them, and what msqqa reads of them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from msqqa.corpus import Corpus
from msqqa.table import is_table
from msqqa.table.corpus import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from msqqa.table.responses import TableResponse

AUDIT = "place,country,dataset,exists,bulk,details"
"""The heads of a long table: a question is data set × column."""
AUDIT_ROWS = [
    ("no", "Norway", "Election results", "Yes", "No", "Files, one\nfor each county."),
    ("ke", "Kenya", "Election results", "Yes", "Unsure", "-"),
    ("pe", "Peru", "Election results", "No", "No", ""),
    ("no", "Norway", "Company register", "Yes", "Yes", "=1+1"),
    ("ke", "Kenya", "Company register", "No", "", "Only on paper."),
    ("pe", "Peru", "Company register", "Yes", "No", "A web page."),
]
TEXTS = "column,question\nexists,Does the data exist\nbulk,Is it available in bulk\n"


def as_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue()


def audit() -> str:
    return as_csv([AUDIT.split(","), *AUDIT_ROWS])


def write_audit(folder: Path) -> Path:
    """Write a corpus of one long table, and the table of its questions' texts; return its folder."""
    folder.mkdir(parents=True)
    (folder / "entries.csv").write_text(audit(), encoding="utf-8", newline="")
    (folder / "questions.csv").write_text(TEXTS, encoding="utf-8", newline="")
    return folder


def tables(folder: Path, **files: str | bytes | dict[str, Any] | list[Any]) -> Tables:
    """Write files (``a_csv`` is ``a.csv``) and read the folder's tables."""
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    found = Corpus.at(folder).files()
    return read_tables(folder, [path.relative_to(folder).as_posix() for path in found if is_table(path.name)])


def says(response: TableResponse) -> dict[str, tuple[str, str]]:
    """Question's text, a part's with its group's → what stands in its cell, and its stance."""
    form, text = response.form, response.document.text
    return {
        form.full_text(form.question(cell.question)): (
            "\n".join(text[a:b] for a, b in cell.runs),
            cell.stance,
        )
        for cell in response.cells
    }


def hold(found: Tables) -> None:
    """Check what must hold of every response: all is covered, and each cell stands where it says."""
    for response in found.responses:
        text = response.document.text
        for parts in (response.document.blocks, response.write_up().segments):
            assert [part.start for part in parts] == [0, *(part.end for part in parts)][:-1]
            assert parts[-1].end == len(text)
        ids = {question.id for question in response.form.questions}
        assert len(ids) == len(response.form.questions)
        for cell in response.cells:
            assert cell.question in ids
            assert cell.anchor is not None
            for start, end in (*cell.runs, *cell.withheld, cell.anchor):
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
        text.encode("utf-8")
    paths = [response.path for response in found.responses]
    assert len(set(paths)) == len(paths)
