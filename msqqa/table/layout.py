"""A form laid out in a spreadsheet: no heads, a question in each row with its answer beside it; one respondent's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.table.mapping import Mapping
from msqqa.table.people import holds_personal, may_name_people
from msqqa.table.sheet import Column, Row, Sheet
from msqqa.table.vocabulary import names_respondent
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_COLUMNS = 4
_ASKING = 0.6
"""Share of the rows whose first field asks something, at least."""
_LEAST = 3
_QUESTION = re.compile(
    r".*\?\s*[:*]?$|(?:Q(?:uestion)?\s*)?\d{1,3}(?:\.\d{1,3}|[a-z])*\s*[.):]\s*\S.*", re.IGNORECASE | re.DOTALL
)
_COLUMNS = (Column("section"), Column("question"), Column("answer"), Column("remarks"))
_MAPPING = Mapping("long", question=1, section=0, answers=(2,), details=(3,))


def laid_out(file: str, name: str, rows: Sequence[Row]) -> Sheet | None:
    """Return a form that is laid out in rows as a table with a row a question; None where the rows are something else.

    A row that asks nothing and has nothing beside it is the title of what follows; one that names the respondent
    ("Country", "Name of the organisation") does so.
    """
    filled = [row for row in rows if any(row.values)]
    width = max((at + 1 for row in filled for at, value in enumerate(row.values) if value), default=0)
    beside = [row for row in filled if row.values[0] and any(row.values[1:])]
    asking = [row for row in filled if _asks(row.values[0])]
    if not 2 <= width <= _MOST_COLUMNS or len(asking) < max(_LEAST, _ASKING * len(beside)):
        return None
    if any(_asks(value) for row in filled[:1] for value in row.values[1:]):
        return None  # questions across: those are heads
    respondent = section = ""
    found: list[Row] = []
    for row in filled:
        head, rest = squeeze(row.values[0]), [value for value in row.values[1:] if value]
        if not head and found and rest:
            _, question, answer, remarks = found[-1].values
            more = "\n".join(filter(None, (remarks, *rest)))
            found[-1] = Row((section, question, answer, more), (found[-1].lines[0], row.lines[1]))
        elif head and _asks(head):
            answer = row.values[1] if len(row.values) > 1 else ""
            found.append(Row((section, head, answer, "\n".join(filter(None, row.values[2:]))), row.lines))
        elif head and not rest:
            section = head if found or section or respondent else section
        elif head and not respondent and names_respondent(Column(head.rstrip(" :*"))) and not _names_person(head, rest):
            respondent = squeeze(rest[0])
        elif head and found:
            found.append(Row((section, head, rest[0], "\n".join(rest[1:])), row.lines))
    if not found:
        return None
    return Sheet(file, name, _COLUMNS, found, _MAPPING, [], respondent)


def _names_person(head: str, rest: Sequence[str]) -> bool:
    """Return whether a row names a person: whoever filled the form in, where a body is the respondent."""
    return holds_personal(head, rest[:1]) or may_name_people(head, rest[:1])


def _asks(text: str) -> bool:
    return _QUESTION.match(squeeze(text)) is not None and any(c.isalpha() for c in text)
