"""A table with a question in each row and a respondent in each column → the same, a row a respondent and question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.table.layout import asks_something
from msqqa.table.sheet import Column, ColumnMapping, Row, Sheet, pad_row
from msqqa.table.values import is_closed_word, is_number
from msqqa.table.vocabulary import ANSWERS, CODE, GUIDANCE, NOUNS, REMARKS, SECTION, WHAT, head_words
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKING = 0.5
"""Share of the rows whose first field asks something, at least."""
_LEAST = 2
_LONGEST_NAME = 60
_COLUMNS = (Column("respondent"), Column("section"), Column("question"), Column("answer"))
_MAPPING = ColumnMapping("long", respondent=0, section=1, question=2, answers=(3,))


def transpose_sheet(file: str, name: str, rows: Sequence[Row], *, said: bool = False) -> Sheet | None:
    """Return a table whose respondents stand side by side as one whose rows are theirs; None where they do not.

    Parameters
    ----------
    file, name, rows:
        As :func:`msqqa.table.assemble.sheet_of` has them.
    said:
        Whether the owner says so: then nothing is asked of the rows.
    """
    filled = [row for row in rows if any(row.values)]
    at = next((n for n, row in enumerate(filled) if sum(map(bool, row.values[1:])) > 1), None)
    if at is None or len(filled) < at + 1 + _LEAST:
        return None
    heads = filled[at].values
    people = {column: squeeze(text) for column, text in enumerate(heads) if column and text}
    below = filled[at + 1 :]
    if not said and not (_names_people(heads[0], list(people.values())) and _asks_down(below)):
        return None
    found: list[Row] = []
    section = ""
    for row in below:
        question = squeeze(row.values[0])
        if question and not any(row.values[1:]):
            section = question
            continue
        values = pad_row(row, max(people) + 1)
        if question:
            found += [Row((who, section, question, values[column]), row.lines) for column, who in people.items()]
    if not found:
        return None
    sheet = Sheet(file, name, _COLUMNS, found, _MAPPING)
    sheet.read_as.append(f"{len(people)} respondents side by side")
    return sheet


def _names_people(first: str, names: Sequence[str]) -> bool:
    """Return whether the heads behind the first can be respondents' names: each once, short, no words for columns."""
    if len(names) < _LEAST or len(set(names)) < len(names):
        return False
    known = ANSWERS | CODE | GUIDANCE | REMARKS | SECTION | WHAT
    if asks_something(first):
        return False  # a form without heads, and not the first question's answers
    if head_words(Column(first)) & NOUNS and not head_words(Column(first)) & WHAT:
        return False
    return not any(
        head_words(Column(name)) & known
        or asks_something(name)
        or is_closed_word(name)
        or is_number(name)
        or len(name) > _LONGEST_NAME
        for name in names
    )


def _asks_down(rows: Sequence[Row]) -> bool:
    questions = [row.values[0] for row in rows if row.values[0]]
    asking = sum(map(asks_something, questions))
    return asking >= max(_LEAST, _ASKING * len(questions)) and len(set(questions)) > 0.9 * len(questions)
