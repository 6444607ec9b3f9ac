"""Tables as corpora: files that hold many respondents, or one respondent's answers as data.

A file is read to :class:`~msqqa.table.sheet.Sheet` s (one module a format), these are made what was asked: codes read,
boxes folded, repetitions joined (:mod:`~msqqa.table.prepare`); each sheet's columns get their roles
(:mod:`~msqqa.table.guess`, :mod:`~msqqa.table.mapping`), the rows become respondents with answers
(:mod:`~msqqa.table.respondents`), tables that ask the same share a form (:mod:`~msqqa.table.form`), and each respondent
is written up as a document of its own with cells at known places (:mod:`~msqqa.table.writeup`).

To add a format, write a module with ``read(name: str, data: bytes) -> list[Sheet]`` and name it in :data:`READERS`.
"""

from __future__ import annotations

READERS: dict[str, str] = {
    ".csv": "msqqa.table.delimited",
    ".tsv": "msqqa.table.delimited",
    ".tab": "msqqa.table.delimited",
    ".xlsx": "msqqa.table.workbook",
    ".xlsm": "msqqa.table.workbook",
    ".ods": "msqqa.table.spreadsheet",
    ".xls": "msqqa.table.spreadsheet",
    ".xlsb": "msqqa.table.spreadsheet",
    ".sav": "msqqa.table.statistical",
    ".zsav": "msqqa.table.statistical",
    ".por": "msqqa.table.statistical",
    ".dta": "msqqa.table.statistical",
    ".zip": "msqqa.table.archive",
    ".yaml": "msqqa.table.yaml",
    ".yml": "msqqa.table.yaml",
    ".lss": "msqqa.table.definitions",
    ".qsf": "msqqa.table.definitions",
    ".json": "msqqa.table.records",
    ".jsonl": "msqqa.table.records",
    ".ndjson": "msqqa.table.records",
}
"""File ending → the module that reads it; imported only when such a file is met."""


def is_table(name: str) -> bool:
    """Return whether a file, by its ending, is a table.

    >>> is_table("a/entries.CSV"), is_table("kenya.md")
    (True, False)
    """
    return name.lower().endswith(tuple(READERS))
