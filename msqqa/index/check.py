"""Does everything still hold? Every span is read again from its source, and every hash made again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.errors import FormError, SourceError
from msqqa.read import read
from msqqa.table import is_table

if TYPE_CHECKING:
    from msqqa.index.open import Index
    from msqqa.model import Document

_TOLD = 20


@dataclass(slots=True)
class CheckReport:
    """How much was checked, and what does not hold."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("sources", "spans", "passages", "vectors"), 0)
    )
    problems: list[str] = field(default_factory=list)

    def expect(self, holds: bool, problem: str) -> None:
        """Note a problem unless something holds."""
        if not holds and len(self.problems) < _TOLD:
            self.problems.append(problem)


def check(index: Index) -> CheckReport:
    """Check an open index against its sources; the hashes of its own files were checked when it was opened."""
    checked, store = CheckReport(), index.store
    texts: dict[str, str] = {}
    of_tables = _of_tables(index, checked)
    for row in store.sources:
        checked.counts["sources"] += 1
        if is_table(row.file):
            document = of_tables.get(row.path)
            if document is None:
                checked.expect(False, f"{row.path}: no longer in {row.file}")
                continue
        else:
            try:
                document = read(index.source_path(row.path), row.path)
            except SourceError as error:
                checked.expect(False, str(error))
                continue
        texts[row.path] = document.text
        checked.expect(document.sha256 == row.sha256, f"{row.path}: changed since it was indexed")
    for cell in store.cells.values():
        kept, now = store.text(cell.source), texts.get(cell.source)
        for start, end in (*cell.runs, *cell.answers, *cell.withheld):
            checked.counts["spans"] += 1
            same = now is None or kept[start:end] == now[start:end]
            checked.expect(same, f"{cell.respondent}/{cell.question}: other words now stand at {start}-{end}")
    _check_passages(index, checked)
    return checked


def _of_tables(index: Index, checked: CheckReport) -> dict[str, Document]:
    """Return the documents that the corpus's tables give now."""
    if not any(is_table(row.file) for row in index.store.sources):
        return {}
    from msqqa.table.corpus import documents

    try:
        return documents(index.corpus_path)
    except FormError as error:
        checked.expect(False, str(error))
        return {}


def _check_passages(index: Index, checked: CheckReport) -> None:
    from msqqa.markdown_marks import strip_markdown
    from msqqa.words import stems

    store = index.store
    source = text = ""
    for _, passage in store.all_passages().values():
        checked.counts["passages"] += 1
        where = f"{passage.respondent}/{passage.question}#{passage.start}-{passage.end}"
        if passage.source != source:
            source, text = passage.source, store.text(passage.source)
        standing = text[passage.start : passage.end]
        checked.expect(standing == passage.quote, f"{where}: the passage's quote does not stand at its span")
        quote = set(stems(strip_markdown(standing)))
        checked.expect(set(stems(passage.text)) <= quote, f"{where}: the passage's text does not stand at its span")
    for what, wanted, there in (
        ("passages", store.passage_count, len(index.vectors.passages)),
        ("pieces", len(store.columns["piece_keys"]), len(index.vectors.pieces)),
    ):
        checked.counts["vectors"] += there
        checked.expect(wanted == there, f"{wanted} vectors of {what} are named, {there} are there")
